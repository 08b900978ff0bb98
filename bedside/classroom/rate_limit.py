"""A limit for guessing codes that does not lock out a hospital behind one address.

A code is six of 18 letters: 18⁶ = 34 million. Whoever goes on guessing from one address gets 5.5 tries a
second at most: all codes take ten weeks, and in an hour's class the chance to meet it is 1 in 1,700.
Who meets it has a seat in a class, like anybody who can see the wall; the presenter's secret is far longer.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from ipaddress import IPv6Address, ip_address

from bedside.errors import CourseError

BUDGET = 30  # wrong codes that cost nothing: a class that mistypes
REFILL = 2.0  # seconds until one of them is forgiven
PACE = 0.2  # seconds from one look-up to the next when there were too many
QUEUE = 200  # look-ups that wait; the last one 40 s, which a page still waits for
RETRY = 10  # seconds until a quarter of them has had its turn
MEMORY = 10_000  # addresses remembered, a few hundred bytes each


class Crowded(CourseError):
    """Raised when too many look-ups wait; its words say what to do, and seconds when to come again."""

    seconds = RETRY


class Guesses:
    """Who has tried how many wrong codes of late."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        memory: int = MEMORY,
    ) -> None:
        """Go by this clock, in seconds, and remember so many addresses."""
        self.clock, self.sleep, self.memory = clock, sleep, memory
        self._houses: OrderedDict[str, _House] = OrderedDict()

    def __len__(self) -> int:
        """How many addresses are remembered."""
        return len(self._houses)

    @asynccontextmanager
    async def turn(self, address: str | None) -> AsyncIterator["_House"]:
        """Look up a code in this, and tell what is yielded if it was ``wrong()``.

        Waits where there were many wrong ones from this address; raises Crowded when too many wait.
        """
        here = self._find(house(address))
        here.inside += 1
        try:
            # Few at once: else a thousand would pass before the first is known to be wrong.
            async with here.gate:
                if free := here.free(self.clock()):
                    yield here
            if not free:
                await self.sleep(here.queue(self.clock()))
                yield here
        finally:
            here.inside -= 1

    def _find(self, name: str) -> "_House":
        now = self.clock()
        here = self._houses.setdefault(name, _House(now))
        self._houses.move_to_end(name)
        while len(self._houses) > 1:
            oldest, first = next(iter(self._houses.items()))
            if len(self._houses) <= self.memory and not first.forgotten(now):
                break
            del self._houses[oldest]
        return here


class _House:
    """What an address may still try."""

    def __init__(self, now: float) -> None:
        self.budget, self.at, self.next = float(BUDGET), now, now
        self.inside, self.gate = 0, asyncio.Semaphore(BUDGET)

    def wrong(self) -> None:
        """The code was wrong."""
        # What passed together may overdraw the budget and is paid back, but no more than that.
        self.budget = max(self.budget - 1, -BUDGET)

    def free(self, now: float) -> bool:
        """Whether a look-up need not wait: there is budget, and nobody waits before it."""
        self.budget = min(BUDGET, self.budget + (now - self.at) / REFILL)
        self.at = now
        return self.budget >= 1 and self.next <= now

    def queue(self, now: float) -> float:
        """How long a look-up has to wait for its turn."""
        turn = max(self.next, now)
        if turn - now >= QUEUE * PACE:
            raise Crowded(
                "Many people are trying codes here. Wait a little, and look at the letters on the wall."
            )
        self.next = turn + PACE
        return turn - now

    def forgotten(self, now: float) -> bool:
        return not self.inside and self.free(now) and self.budget >= BUDGET


def house(address: str | None) -> str:
    """Who an address belongs to: itself, or for IPv6 the /64 that one house is given."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return address or ""
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return f"{IPv6Address(int(found) >> 64 << 64)}/64"
