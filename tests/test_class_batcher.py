"""Work that waits for the disk is done batcher, and each gets its own result."""

import asyncio
import threading

import pytest

from bedside.classroom.batcher import MOST, Batcher
from tests.loops import finished


def test_what_comes_during_one_commit_goes_into_the_next_together() -> None:
    batches, begun, go = [], threading.Event(), threading.Event()

    def commit(items: list[int]) -> list[int]:
        batches.append(items)
        begun.set()
        go.wait(60)
        return [item * 2 for item in items]

    async def main() -> list[int]:
        batcher = Batcher(commit)
        first = asyncio.create_task(batcher.do(1))
        await asyncio.to_thread(begun.wait, 60)
        rest = [asyncio.create_task(batcher.do(item)) for item in (2, 3, 4)]
        await asyncio.sleep(0.05)
        go.set()
        return await asyncio.gather(first, *rest)

    assert finished(main()) == [2, 4, 6, 8]
    assert batches == [[1], [2, 3, 4]]


def test_a_batch_has_a_limit_and_none_is_left_behind() -> None:
    sizes = []

    def commit(items: list[int]) -> list[int]:
        sizes.append(len(items))
        return items

    async def main() -> list[int]:
        batcher = Batcher(commit)
        return await asyncio.gather(*(batcher.do(item) for item in range(3 * MOST + 1)))

    assert finished(main()) == list(range(3 * MOST + 1))
    assert max(sizes) <= MOST


def test_an_error_reaches_everyone_in_its_batch_and_the_next_goes_on() -> None:
    fail = [True]

    def commit(items: list[int]) -> list[int]:
        if fail.pop() if fail else False:
            raise OSError("the disk is full")
        return items

    async def main() -> None:
        batcher = Batcher(commit)
        found = await asyncio.gather(*(batcher.do(item) for item in (1, 2)), return_exceptions=True)
        assert [str(error) for error in found] == ["the disk is full"] * 2
        assert await batcher.do(3) == 3

    finished(main())


def test_who_does_not_wait_any_more_keeps_nobody_from_an_answer() -> None:
    go = threading.Event()

    def commit(items: list[int]) -> list[int]:
        go.wait(60)
        return items

    async def main() -> None:
        batcher = Batcher(commit)
        gone, stays = asyncio.create_task(batcher.do(1)), asyncio.create_task(batcher.do(2))
        await asyncio.sleep(0.05)
        gone.cancel()
        go.set()
        assert await stays == 2
        with pytest.raises(asyncio.CancelledError):
            await gone

    finished(main())
