"""Notebooks run for their pages, by a few kernels at once; each notebook finds an empty namespace."""

import asyncio
import os
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from pathlib import Path
from threading import Thread

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode, read

from bedside.trouble import Trouble

Tell = Callable[[Path], None]


def run(paths: Iterable[Path], tell: Tell, at_once: int = os.cpu_count() or 1) -> dict[Path, NotebookNode]:
    """Each notebook with its outputs and its widgets; raises Trouble that names a cell that fails."""
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

    async def worker() -> None:
        clients: list[NotebookClient] = []
        try:
            while left:
                path = left.pop()
                clients.append(_client(path, clients[-1].km if clients else None))
                ran[path] = await _one(path, clients[-1])
                tell(path)
        finally:
            left.clear()  # one that fails is the last; the others end what they are at
            if clients and clients[-1].km:
                await clients[-1].km.shutdown_kernel(now=True)

    ends = await asyncio.gather(*(worker() for _ in range(min(at_once, len(paths)))), return_exceptions=True)
    for failed in filter(None, ends):
        raise failed
    return ran


def _client(path: Path, kernel: object) -> NotebookClient:
    notebook = read(path, as_version=4)
    client = NotebookClient(notebook, km=kernel, kernel_name="python3", timeout=120, record_timing=False)
    client.extra_arguments = ["--IPKernelApp.log_level=ERROR"]
    return client


async def _one(path: Path, client: NotebookClient) -> NotebookNode:
    try:
        async with client.async_setup_kernel(cleanup_kc=False):
            client.kc.execute("%reset -f", silent=True, store_history=False)
            for index, cell in enumerate(client.nb.cells):
                await client.async_execute_cell(cell, index)
            client.set_widgets_metadata()
    except CellExecutionError as error:
        raise Trouble(f"{path.name}, cell {index + 1}: {error.ename}: {error.evalue}") from None
    client.kc.stop_channels()
    return client.nb
