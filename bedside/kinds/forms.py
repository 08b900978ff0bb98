"""The forms in which questions go out to other programs; texts are the course's Markdown.

A kind says which form it takes, and each exporter writes forms: so neither knows the other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


class Said(Protocol):
    """Something that is read, and why it is where it is."""

    @property
    def id(self) -> str:
        """Its name within the question."""

    @property
    def say(self) -> str:
        """What is read."""

    @property
    def why(self) -> str:
        """Why it is right or not, or belongs where it does."""


class Choice(Said, Protocol):
    """Something to pick or to tick."""

    @property
    def right(self) -> bool:
        """Whether it is right."""


class Grouped(Said, Protocol):
    """Something that belongs to a group."""

    @property
    def group(self) -> str:
        """The name of the group."""


class Slip(Protocol):
    """A known mistake: the number it leads to, and what to tell whoever gives it."""

    @property
    def near(self) -> float:
        """The wrong number."""

    @property
    def why(self) -> str:
        """What to tell."""


class WrongWord(Protocol):
    """A wrong word for a gap, and what to tell whoever writes it."""

    @property
    def near(self) -> str:
        """The wrong word."""

    @property
    def why(self) -> str:
        """What to tell."""

    @property
    def gap(self) -> int:
        """Which gap, counted from 1."""


@dataclass(frozen=True)
class Choices:
    """Options as written, and as shown."""

    options: Sequence[Choice]
    shown: Sequence[Choice]
    keep_order: bool


class OneChoice(Choices):
    """One of the options is right."""


class ManyChoices(Choices):
    """Several of the options are right; ticking everything is worth nothing."""


@dataclass(frozen=True)
class Pairs:
    """Items that each belong to a group; groups are name: label."""

    items: Sequence[Grouped]
    shown: Sequence[Grouped]
    groups: Mapping[str, str]


@dataclass(frozen=True)
class Steps:
    """Items in their right order, and as shown."""

    items: Sequence[Said]
    shown: Sequence[Said]


@dataclass(frozen=True)
class Numeric:
    """A number, with the room around it that counts as right."""

    answer: float
    tolerance: float
    unit: str
    slips: Sequence[Slip]


@dataclass(frozen=True)
class Gaps:
    """Texts with a gap between each two, the words that fit each gap (the best first), and why they do."""

    texts: Sequence[str]
    words: Sequence[Sequence[str]]
    whys: Sequence[str]
    slips: Sequence[WrongWord]


Form = OneChoice | ManyChoices | Pairs | Steps | Numeric | Gaps
Says = Mapping[type[Form] | None, str]  # what an exporter says of the forms it writes
