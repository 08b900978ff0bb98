"""What one file, or one learner of a database, holds; or why it cannot be used."""

from dataclasses import dataclass
from typing import NamedTuple

from bedside.report.ledger import Rows


class Sheet(NamedTuple):
    """The answers of one learner as they came from one place, packed."""

    what: str
    learner: str
    name: str  # as its learner typed it, or was given; may be empty
    rows: Rows


@dataclass(frozen=True)
class LeftOut:
    """Something that was handed in and cannot be used, and why."""

    what: str
    why: str

    def __post_init__(self) -> None:
        """A name or a reason may hold what a terminal would obey, or what turns the direction of a line."""
        for field in ("what", "why"):
            object.__setattr__(self, field, printable(getattr(self, field)))


def printable(text: str) -> str:
    """A text without what a terminal would obey."""
    return "".join(c if c.isprintable() else "?" for c in text)
