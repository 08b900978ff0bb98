"""The classes that one server holds: it finds them, seats people, counts votes, takes steps."""

import asyncio
import unicodedata
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime

from bedside.classroom import views
from bedside.classroom.ballots import Ballot, BallotBox
from bedside.classroom.batcher import Batcher
from bedside.classroom.notifier import notifier_for
from bedside.classroom.room_state import RoomState
from bedside.classroom.session import Refused
from bedside.classroom.store import ClassStore, Seat
from bedside.classroom.vote_changes import Rounds
from bedside.content import Content
from bedside.errors import CourseError
from bedside.learner.store import Records

NAME = 40  # letters
NO_CLASS = "There is no such class here. Look at the letters on the wall."
NO_SEAT = "You are not known in this class. Join it again, or open your own page again."
SEATS = 20_000  # remembered, so that a vote does not look for its seat


class Missing(CourseError):
    """Raised when there is no class with a code."""


class Stranger(CourseError):
    """Raised when a token or a secret is not one of this class."""


class Registry:
    """The classes of one server. Every method raises StorageError when the database cannot be used."""

    def __init__(self, records: Records, content: Content, clock: Callable[[], datetime]) -> None:
        """Those kept in these records."""
        self.content, self.clock = content, clock
        self.classes, self.box = ClassStore(records, clock), BallotBox(records, clock)
        self._notifier = notifier_for(records)
        self._votes = Batcher[Ballot, Refused | None](self.box.cast)
        self._rooms: dict[str, RoomState] = {}
        self._seats: OrderedDict[tuple[str, str], Seat] = OrderedDict()

    def open(self) -> None:
        """Listen to other servers on the same database."""
        self._notifier.start(lambda code: self._rooms[code].news(ours=False) if code in self._rooms else None)

    def close(self) -> None:
        """Let go."""
        self._notifier.stop()

    async def room(self, code: str) -> RoomState:
        """The room of a class; raises Missing."""
        if code in self._rooms:
            if not self._rooms[code].kept_up:
                await self._rooms[code].look()
            return self._rooms[code]
        if await asyncio.to_thread(self.classes.find, code) is None:
            raise Missing(NO_CLASS)
        room = RoomState(code, self.classes, self.box, self.content, self._notifier)
        await room.look()
        return self._rooms.setdefault(code, room)

    async def sit(self, code: str, name: str) -> tuple[str, Seat]:
        """Seat someone; the result is their token and the seat."""
        room = await self.room(code)
        token, seat = await asyncio.to_thread(self.classes.sit, code, clean(name))
        room.news()
        return token, seat

    async def seat(self, code: str, token: str) -> Seat:
        """Whose token this is; raises Stranger."""
        if (code, token) not in self._seats:
            found = await asyncio.to_thread(self.classes.seat, code, token)
            if found is None:
                raise Stranger(NO_SEAT)
            self._seats[code, token] = found
            if len(self._seats) > SEATS:
                self._seats.popitem(last=False)
        return self._seats[code, token]

    async def presents(self, code: str, secret: str) -> RoomState:
        """The room of the presenter with this secret; raises Stranger."""
        if not await asyncio.to_thread(self.classes.presents, code, secret):
            raise Stranger(NO_SEAT)
        return await self.room(code)

    async def own(self, room: RoomState, token: str) -> views.Told:
        """What someone voted on the present question: in this round or, once it is over, the one before."""
        session, question = room.moment.found.session, room.moment.found.question
        seat = await asyncio.to_thread(self.classes.seat, room.code, token)
        if seat is None:
            raise Stranger(NO_SEAT)
        for vote in range(session.vote, 0 if session.phase in views.SHOWN else session.vote - 1, -1):
            if last := await asyncio.to_thread(self.box.last, room.code, question, vote, seat.learner):
                return views.own(seat, question, vote, last)
        return views.own(seat, question, session.vote, None)

    async def table(self, room: RoomState, write: Callable[[Rounds], bytes]) -> bytes:
        """The votes of a class as write writes them."""
        await room.look()
        found = room.moment.found
        votes = await asyncio.to_thread(room.rounds, found)
        rounds = [
            (number, self.content.questions[entry.question], both, number <= found.session.shown)
            for number, (entry, both) in enumerate(zip(found.agenda.entries, votes, strict=False), 1)
        ]
        return await asyncio.to_thread(write, rounds)

    async def vote(self, ballot: Ballot) -> None:
        """Count a ballot; it is on disk when this returns. Raises Refused."""
        if refused := await self._votes.do(ballot):
            raise refused
        if ballot.code in self._rooms:
            self._rooms[ballot.code].news()

    async def step(self, room: RoomState, version: int, step: str, seconds: float | None) -> int:
        """Take a presenter's step; the result is the new version. Raises Refused."""
        found = await asyncio.to_thread(self.classes.step, room.code, version, step, seconds)
        if found is None:
            raise Missing(NO_CLASS)
        await room.look()
        room.news()
        return found.version


def clean(name: str) -> str:
    """A name as it may be shown: one line, without what is not to be seen, at most 40 letters."""
    seen = "".join(
        " " if c.isspace() else c for c in name if c.isspace() or unicodedata.category(c)[0] != "C"
    )
    return " ".join(seen.split())[:NAME].strip()
