"""Notebooks run for their pages, by a few kernels at once; each notebook finds an empty namespace."""

import asyncio
import os
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from pathlib import Path
from subprocess import DEVNULL
from threading import Thread

from jupyter_client.manager import AsyncKernelManager, start_new_async_kernel
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode, read

from bedside.errors import CourseError

Tell = Callable[[Path], None]


def run(paths: Iterable[Path], tell: Tell, at_once: int = os.cpu_count() or 1) -> dict[Path, NotebookNode]:
    """Each notebook with its outputs and its widgets; raises CourseError that names a cell that fails."""
    done: Future[dict[Path, NotebookNode]] = Future()

    def work() -> None:
        try:
            done.set_result(asyncio.run(_run(list(paths), tell, at_once)))
        except BaseException as error:
            done.set_exception(error)

    # In the main thread nbclient would take Ctrl+C for itself; one with an event loop could not run this.
    Thread(target=work, daemon=True).start()
    return done.result()


async def _run(paths: list[Path], tell: Tell, at_once: int) -> dict[Path, NotebookNode]:
    ran: dict[Path, NotebookNode] = {}
    left = list(reversed(paths))
    starting = asyncio.Lock()  # of kernels that start at once, two may take the same port

    async def worker() -> None:
        async with starting:
            kernel = await _kernel()
        try:
            while left:
                path = left.pop()
                ran[path] = await _one(path, kernel)
                tell(path)
        finally:
            left.clear()  # one that fails is the last; the others end what they are at
            await kernel.shutdown_kernel(now=True)

    ends = await asyncio.gather(*(worker() for _ in range(min(at_once, len(paths)))), return_exceptions=True)
    for failed in filter(None, ends):
        raise failed
    return ran


async def _kernel() -> AsyncKernelManager:
    for trial in (1, 2, 3):  # another program may take the same port
        try:
            kernel, channels = await start_new_async_kernel(
                startup_timeout=30, extra_arguments=["--IPKernelApp.log_level=ERROR"], stderr=DEVNULL
            )
        except RuntimeError as error:
            if trial == 3:
                words = "Python did not start for the notebooks. Look whether the computer is very busy;"
                raise CourseError.because(error, f"{words} try again.") from error
        else:
            channels.stop_channels()
            return kernel
    raise AssertionError("the third trial starts a kernel or raises")


async def _one(path: Path, kernel: AsyncKernelManager) -> NotebookNode:
    notebook: NotebookNode = read(path, as_version=4)
    client = NotebookClient(notebook, km=kernel, timeout=120, record_timing=False)
    try:
        async with client.async_setup_kernel(cleanup_kc=False):
            asked = client.kc
            assert asked is not None, "the set-up makes one"
            asked.execute("%reset -f", silent=True, store_history=False)
            for index, cell in enumerate(notebook.cells):
                await client.async_execute_cell(cell, index)
            client.set_widgets_metadata()
    except CellExecutionError as error:
        words = f"{path.name}, cell {index + 1}: {error.ename}: {error.evalue}"
        raise CourseError.because(error, words) from error
    asked.stop_channels()
    return notebook
