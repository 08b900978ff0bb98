"""Notebooks run, a few at once; each finds an empty namespace."""

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

Ran = NotebookNode | CourseError  # with its outputs and its widgets, or why it has none
Each = Callable[[Path, Ran], None]

# Its own words are not for people, and what is run is not part of anybody's history.
_QUIET = ["--IPKernelApp.log_level=ERROR", "--HistoryManager.hist_file=:memory:"]
_NO_ANSWER = "at its start or in a cell: Python gave no answer. Is the computer very busy? Try again."


def run(paths: Iterable[Path], each: Each, at_once: int = os.cpu_count() or 1, shared: bool = False) -> None:
    """Run notebooks and hand each on as it ends; what that raises is raised once those under way have ended.

    Shared kernels are faster, but number the cells on, and send what their widgets share only once.
    """
    done: Future[None] = Future()

    def work() -> None:
        try:
            done.set_result(asyncio.run(_run(list(paths), each, at_once, shared)))
        except BaseException as error:
            done.set_exception(error)

    # In the main thread nbclient would take Ctrl+C for itself; one with an event loop could not run this.
    Thread(target=work, daemon=True).start()
    done.result()


async def _run(paths: list[Path], each: Each, at_once: int, shared: bool) -> None:
    left = list(reversed(paths))
    starting = asyncio.Lock()  # of kernels that start at once, two may take the same port

    async def worker() -> None:
        kernel = _Kernel(starting)
        try:
            while left:
                path = left.pop()
                each(path, await kernel.run(path))
                if not shared:
                    await kernel.end()
        finally:
            left.clear()  # what raises is the last; the others end what they are at
            await kernel.end()

    ends = await asyncio.gather(*(worker() for _ in range(min(at_once, len(paths)))), return_exceptions=True)
    for failed in filter(None, ends):
        raise failed


class _Kernel:
    """A kernel that starts when it is needed, and anew when it has died."""

    def __init__(self, starting: asyncio.Lock) -> None:
        self.starting = starting
        self.manager: AsyncKernelManager | None = None

    async def run(self, path: Path) -> Ran:
        notebook: NotebookNode = read(path, as_version=4)
        if notebook.metadata.get("bedside", {}).get("live"):
            return notebook  # what it shows is of the moment: yesterday's class cannot be joined
        for last in (False, True):  # another program may take the same port
            try:
                return await _execute(notebook, await self._started())
            except CourseError as error:
                return error
            except (RuntimeError, TimeoutError) as error:
                await self.end()
                if last:
                    return CourseError.because(error, _NO_ANSWER)
        raise AssertionError("the last trial returns")

    async def end(self) -> None:
        if self.manager and self.manager.has_kernel:
            await self.manager.shutdown_kernel()
        self.manager = None

    async def _started(self) -> AsyncKernelManager:
        if not self.manager:
            async with self.starting:
                self.manager, channels = await start_new_async_kernel(extra_arguments=_QUIET, stderr=DEVNULL)
            channels.stop_channels()
        return self.manager


async def _execute(notebook: NotebookNode, manager: AsyncKernelManager) -> NotebookNode:
    client = NotebookClient(notebook, km=manager, timeout=120, record_timing=False)
    async with client.async_setup_kernel(cleanup_kc=False):
        channels = client.kc
        assert channels is not None, "the set-up makes them"
        try:
            channels.execute("%reset -f", silent=True, store_history=False)
            for index, cell in enumerate(notebook.cells):
                await client.async_execute_cell(cell, index)
            client.set_widgets_metadata()
        except CellExecutionError as error:
            words = f"cell {index + 1}: {error.ename}: {error.evalue}"
            raise CourseError.because(error, words) from error
        finally:
            channels.stop_channels()
    return notebook
