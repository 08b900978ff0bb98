"""Work that waits for the disk, done together: what comes in during one commit goes into the next."""

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

MOST = 500  # in one commit, so that none takes long


class Batcher(Generic[Item, Result]):
    """Hands items in batches to a function that takes a while, and each result back to who waits for it."""

    def __init__(self, commit: Callable[[list[Item]], list[Result]]) -> None:
        """Commit is called in a thread, one batch at a time; it gives a result an item, in their order."""
        self._commit = commit
        self._waiting: list[tuple[Item, asyncio.Future[Result]]] = []
        self._work: asyncio.Task[None] | None = None

    async def do(self, item: Item) -> Result:
        """The result for this item, or the error of its batch."""
        done: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._run())
        return await done

    async def _run(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            try:
                results = await asyncio.to_thread(self._commit, [item for item, _ in batch])
            except Exception as error:
                for _, done in batch:
                    if not done.done():  # else whoever asked has gone
                        done.set_exception(error)
            else:
                for (_, done), result in zip(batch, results, strict=True):
                    if not done.done():
                        done.set_result(result)
