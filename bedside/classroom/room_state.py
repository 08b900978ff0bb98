"""One class as this process shows it: its present moment, who is here, and the streams that wait for news."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from bedside.classroom import views
from bedside.classroom.ballots import BallotBox
from bedside.classroom.notifier import Notifier
from bedside.classroom.session import Phase
from bedside.classroom.store import Class, ClassStore, Seat
from bedside.classroom.views import Moment, Told
from bedside.classroom.vote_changes import Votes
from bedside.content import Content
from bedside.errors import StorageError

PAUSE = 0.25  # seconds between two looks at the votes
LOOK = 2  # seconds after which a room looks whether something happened that nobody told it
BEAT = 5  # seconds between signs of life in a stream


class RoomState:
    """A class in this process. Its moment is read anew when something happened, and each page told once."""

    def __init__(
        self, code: str, classes: ClassStore, box: BallotBox, content: Content, notifier: Notifier
    ) -> None:
        """The class with this code."""
        self.code, self._classes, self._box, self._content, self._notifier = (
            code,
            classes,
            box,
            content,
            notifier,
        )
        self._moment: Moment | None = None
        self._here: Counter[str] = Counter()
        self._streams = 0
        self._moved, self._stirred = asyncio.Event(), asyncio.Event()
        self._news = asyncio.Event()
        self._reading = asyncio.Lock()
        self._work: asyncio.Task[None] | None = None
        self._events: dict[Callable[..., Told], bytes] = {}  # by the view that each is made with

    @property
    def moment(self) -> Moment:
        """The class as it was when it was last looked at; raises LookupError if it never was."""
        if self._moment is None:
            raise LookupError(f"nobody has looked at the class {self.code} yet")
        return self._moment

    @property
    def kept_up(self) -> bool:
        """Whether its moment is the present one, since some page listens."""
        return self._work is not None and not self._work.done()

    def news(self, ours: bool = True) -> None:
        """Something happened, here or at another server: look at it soon."""
        self._news.set()
        if ours:
            self._notifier.tell(self.code, len(self._here))

    async def look(self) -> None:
        """Read the class as it is now, and tell the pages what is new; raises StorageError."""
        async with self._reading:
            moment = await asyncio.to_thread(self._read)
        before, self._moment = self._moment, moment
        self._events = {}
        if before is None or before.found.version != moment.found.version:
            self._moved, moved = asyncio.Event(), self._moved
            moved.set()
        if before != moment:
            self._stirred, stirred = asyncio.Event(), self._stirred
            stirred.set()

    async def students(self, own: Told | None) -> AsyncIterator[bytes]:
        """The stream of a student's page; first comes what they voted themselves."""
        with self._open():
            if own:
                yield _event("mine", own)
            while True:
                moved = self._moved
                yield self._event("class", views.room)
                async for sign in _until(moved):
                    yield sign

    async def wall(self) -> AsyncIterator[bytes]:
        """The stream of the page on the wall."""
        version = None
        with self._open():
            while True:
                stirred = self._stirred
                if version != self.moment.found.version:
                    version = self.moment.found.version
                    yield self._event("class", views.room)
                yield _event("count", views.count(self.moment))
                async for sign in _until(stirred):
                    yield sign

    async def presenter(self) -> AsyncIterator[bytes]:
        """The stream of the presenter's page."""
        with self._open():
            while True:
                stirred = self._stirred
                yield self._event("class", views.presenter)
                async for sign in _until(stirred):
                    yield sign

    @contextmanager
    def seated(self, seat: Seat) -> Iterator[None]:
        """Someone is here, on one page or on several."""
        self._here[seat.learner] += 1
        self.news()
        try:
            yield
        finally:
            self._here[seat.learner] -= 1
            self._here += Counter()  # without those who have gone
            self.news()

    @contextmanager
    def _open(self) -> Iterator[None]:
        self._streams += 1
        if not self.kept_up:
            self._work = asyncio.create_task(self._keep_up())
        try:
            yield
        finally:
            self._streams -= 1

    async def _keep_up(self) -> None:
        while self._streams:
            self._news.clear()
            with suppress(StorageError):  # pages show what they have; who votes meanwhile is told
                await self.look()
            await asyncio.sleep(PAUSE)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), self._patience())
            if not self._news.is_set() and self._here:
                self._notifier.tell(
                    self.code, len(self._here)
                )  # others forget who is here, if not told again

    def _patience(self) -> float:
        """Seconds to wait for news: less, if the vote closes by itself before."""
        ends = self._moment and self._moment.found.session.ends
        return min(LOOK, max(0, (ends - self._classes.clock()).total_seconds())) if ends else LOOK

    def _read(self) -> Moment:
        found = self._classes.close_late(self.code)
        here = len(self._here) + self._notifier.elsewhere(self.code)
        if found is None:
            raise StorageError("This class is no longer there.")
        names = self._classes.names(self.code)
        return Moment(found, self._votes(found.question), names, here, self._history(found))

    def _history(self, found: Class) -> tuple[tuple[Votes, Votes], ...]:
        if found.session.phase is not Phase.ENDED:
            return ()
        if self._moment and self._moment.history:
            return self._moment.history  # no vote is counted any more
        return self.rounds(found)

    def rounds(self, found: Class) -> tuple[tuple[Votes, Votes], ...]:
        """Both votes of every question asked up to now."""
        return tuple(self._votes(each.question) for each in found.agenda.entries[: found.session.number])

    def _votes(self, question: str) -> tuple[Votes, Votes]:
        first, second = (self._box.votes(self.code, question, vote) for vote in (1, 2))
        return first, second

    def _event(self, kind: str, view: Callable[..., Told]) -> bytes:
        """An event, made once for all pages that are told the same."""
        if view not in self._events:
            self._events[view] = _event(kind, view(self.moment, self._content, self._classes.clock()))
        return self._events[view]


async def _until(happened: asyncio.Event) -> AsyncIterator[bytes]:
    """Signs of life, until something has happened."""
    while not happened.is_set():
        try:
            await asyncio.wait_for(happened.wait(), BEAT)
        except TimeoutError:
            yield b":\n\n"


def _event(kind: str, told: Any) -> bytes:
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return f"event: {kind}\ndata: {text}\n\n".encode()
