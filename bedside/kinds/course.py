"""What a question asks of the course it belongs to; ``bedside.content.Content`` has all of it."""

from collections.abc import Mapping, Sequence
from typing import Protocol


class Source(Protocol):
    """Where a statement comes from."""

    @property
    def label(self) -> str:
        """The few words that name it."""

    @property
    def link(self) -> str | None:
        """Its address."""


class Objective(Protocol):
    """What a student can do after a lesson."""

    @property
    def id(self) -> str:
        """Its name."""

    @property
    def say(self) -> str:
        """The sentence that says it."""


class Lesson(Protocol):
    """One section of the course."""

    @property
    def objectives(self) -> Sequence[Objective]:
        """What it is to teach."""


class Course(Protocol):
    """The course around a question."""

    @property
    def lessons(self) -> Mapping[str, Lesson]:
        """By id."""

    @property
    def lesson_of(self) -> Mapping[str, str]:
        """The lesson of each question."""

    @property
    def sources(self) -> Mapping[str, Source]:
        """By id."""
