"""A class as a state machine: what is asked now, and whether a vote counts.

It is pure, and knows no clock and no store:

lobby → open → closed → (again: open → closed) → revealed → next: open … → ended
"""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from bedside.errors import CourseError

LONGEST = 3600  # seconds a vote may be limited to


class Phase(StrEnum):
    """Where a class is."""

    LOBBY = "lobby"
    OPEN = "open"
    CLOSED = "closed"
    REVEALED = "revealed"
    ENDED = "ended"


class Refused(CourseError):
    """Raised when a step or a vote is not possible now; its words say why."""


@dataclass(frozen=True)
class Session:
    """A class at one moment: at which of its questions (from 1; 0 before the first), in which vote (1 or 2).

    Ends is when the open vote closes by itself, None for no limit; shown counts the answers revealed so far.
    """

    of: int
    phase: Phase = Phase.LOBBY
    number: int = 0
    vote: int = 1
    ends: datetime | None = None
    shown: int = 0

    def now(self, time: datetime) -> "Session":
        """The session at this time: a vote whose limit has passed is closed."""
        late = self.phase is Phase.OPEN and self.ends is not None and time >= self.ends
        return self._to(Phase.CLOSED) if late else self

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps that are possible now, the usual one first."""
        again = ("again",) if self.vote == 1 else ()
        return {
            Phase.LOBBY: ("open", "end"),
            Phase.OPEN: ("close", "limit", "end"),
            Phase.CLOSED: ("reveal", *again, "end"),
            Phase.REVEALED: ("next", "end") if self.number < self.of else ("end",),
            Phase.ENDED: (),
        }[self.phase]

    def step(self, step: str, time: datetime, seconds: float | None = None) -> "Session":
        """The session after a step; seconds limit the vote that it opens (or the open one, from now on).

        Raises Refused for a step that is not possible now, and for a limit out of reach.
        """
        if step not in self.steps:
            raise Refused(f"This is not possible now: the class is {_SAID[self.phase]}.")
        if seconds is not None and not 1 <= seconds <= LONGEST:
            raise Refused(f"A limit is 1 to {LONGEST} seconds.")
        ends = None if seconds is None else time + timedelta(seconds=seconds)
        match step:
            case "open" | "next":
                return self._to(Phase.OPEN, number=self.number + 1, vote=1, ends=ends)
            case "again":
                return self._to(Phase.OPEN, vote=2, ends=ends)
            case "limit":
                return self._to(Phase.OPEN, ends=ends)
            case "close":
                return self._to(Phase.CLOSED)
            case "reveal":
                return self._to(Phase.REVEALED, shown=self.number)
        return self._to(Phase.ENDED)

    def hear(self, number: int, vote: int, time: datetime) -> None:
        """Let a vote on the question with this number pass; raises Refused when it is not asked now."""
        now = self.now(time)
        if now.phase is not Phase.OPEN or (number, vote) != (now.number, now.vote):
            raise Refused(_NOT_OPEN.get(now.phase, "This vote is over. The class is at another one."))

    def dump(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self) | {"phase": str(self.phase), "ends": self.ends and self.ends.isoformat()}

    @classmethod
    def load(cls, kept: dict[str, Any]) -> "Session":
        """From JSON."""
        ends = kept["ends"] and datetime.fromisoformat(kept["ends"])
        return cls(**kept | {"phase": Phase(kept["phase"]), "ends": ends})

    def _to(self, phase: Phase, **changes: Any) -> "Session":
        return replace(self, **{"ends": None} | changes, phase=phase)


_SAID = {
    Phase.LOBBY: "waiting to begin",
    Phase.OPEN: "voting",
    Phase.CLOSED: "talking, with the vote closed",
    Phase.REVEALED: "looking at the answer",
    Phase.ENDED: "over",
}
_NOT_OPEN = {
    Phase.LOBBY: "The class has not begun yet.",
    Phase.CLOSED: "The vote was closed before this one came in.",
    Phase.REVEALED: "The vote was closed before this one came in.",
    Phase.ENDED: "The class is over.",
}
