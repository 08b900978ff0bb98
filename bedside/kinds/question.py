"""What every question has, and what a kind of question says of itself: all that others ask of a kind."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, get_args, get_origin

from markupsafe import Markup
from pydantic import Field

from bedside.kinds import grading
from bedside.kinds.forms import Form
from bedside.kinds.grading import Feedback, Given, Grade, Key, Slots
from bedside.kinds.items import Item
from bedside.kinds.rules import Found
from bedside.kinds.tally import Row, Took, Vote
from bedside.text.fields import Dotted, Id, Kebab, Model, Sources, Text

if TYPE_CHECKING:  # a lesson does without it
    from numpy.random import Generator

Level = Annotated[
    Literal["core", "deeper"],
    Field(description="core: for every student; deeper: for medical students and junior doctors"),
]

KINDS: dict[str, type["Question"]] = {}  # by the name an author gives as kind, in the order of messages


class Question(Model, ABC):
    """A question; a subclass that says its ``kind: Literal["…"]`` is a kind, and is found in ``KINDS``."""

    id: Id
    objective: Kebab = Field(description="The objective of its lesson that it tests")
    level: Level = "core"
    ask: Text = Field(description="What the student is asked")
    hint: Text = Field(description="A nudge that does not give the answer away")
    explain: Text = Field(description="What to remember, shown when the question is solved")
    facts: tuple[Dotted, ...] = Field((), description="Ids of the facts it asks about")
    sources: Sources = Field(min_length=1)
    kind: str

    form: ClassVar[type[Form] | None]  # in which it goes to other programs
    not_exported: ClassVar[str] = ""  # why it has none, to follow "because"
    most: ClassVar[Mapping[str, int]] = {}  # how many entries its lists may have
    took: ClassVar[str] = "had it right"  # what a row of its plot counts
    rows_are_options: ClassVar[bool] = False  # whether each row of its plot is something to take or leave
    in_words: ClassVar[bool] = False  # whether people type words, which are not for every eye
    branches: ClassVar[bool] = False  # whether a story may go on by what was chosen

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Enter a kind into ``KINDS``."""
        named = cls.model_fields["kind"].annotation
        if get_origin(named) is Literal:
            KINDS[get_args(named)[0]] = cls

    # What an author is told

    @classmethod
    def objections(cls, value: Mapping[str, Any]) -> Found:
        """What the fields cannot say must hold; reads plain values, and passes over a wrong shape."""
        return iter(())

    # How it is asked

    @abstractmethod
    def view(self) -> dict[str, Any]:
        """What the page needs beside what all questions have; texts as HTML, and nothing of what is right."""

    @abstractmethod
    def printed(self, answers: bool) -> Markup:
        """It on paper, below what is asked, as HTML: with its answers, or with room for them."""

    def shown(self) -> Sequence[Item]:
        """Its options or items in the order of a class and of paper."""
        return ()

    # How it is graded

    @abstractmethod
    def key(self) -> Key:
        """What each slot wants."""

    @abstractmethod
    def feedback(self) -> Feedback:
        """For each slot, what to say of the values it may hold: the first that fits is meant."""

    def sent_feedback(self) -> Feedback:
        """The feedback as the page gets it; "*" stands for every slot."""
        return self.feedback()

    def grade(self, given: Given, key: Key | None = None) -> Grade:
        """Grade what was given, a value a slot; whoever grades many answers can make the key once."""
        wanted = self.key() if key is None else key
        slots = grading.marks(wanted, given)
        return Grade(all(slots.values()), self.score(wanted, slots), slots)

    @staticmethod
    def score(key: Key, slots: Slots) -> float:
        """What marks are worth, 0 to 1: the share of slots that are right."""
        return grading.share(slots.values())

    # What a report counts

    def rows_of(self, given: Given, key: Key) -> set[str]:
        """The names of the rows of its plot that an answer counts in."""
        return {slot for slot, right in grading.marks(key, given).items() if right}

    @abstractmethod
    def rows(self, answers: Sequence[set[str]]) -> list[Row]:
        """The rows of its plot, when these are the rows that each answer counts in."""

    def slip(self, value: Any) -> str | bool:
        """A wrong value, so that those that are the same slip are counted together."""
        return str(value)

    @abstractmethod
    def slip_said(self, slot: str, slip: Any) -> str:
        """A slip in words; empty for one that the question does not offer."""

    # What a live class counts

    @abstractmethod
    def offers(self, given: Given) -> bool:
        """Whether this could have been given on the page, complete."""

    def filled(self, given: Given, offered: set[str]) -> bool:
        """Whether every slot, and no other, holds something that is offered."""
        return given.keys() == self.key().keys() and all(each in offered for each in given.values())

    @abstractmethod
    def votes(self, took: Took) -> Iterator[Vote]:
        """Each slot and value worth a line, in the order of the page; tells nothing of what is right."""

    def meant(self, value: Any) -> Any:
        """A value in the form in which two that mean the same are the same."""
        return value

    def slot_said(self, slot: str) -> str:
        """A slot in words."""
        return slot

    def choices(self) -> Sequence[Item]:
        """The options of which an answer is one, as shown; none where an answer is anything else."""
        return ()

    # What made-up people answer

    def right_answer(self) -> dict[str, Any]:
        """What fills every slot rightly, as someone would give it."""
        return dict(self.key())

    @abstractmethod
    def mistake(
        self, right: dict[str, Any], slot: str, lures: Sequence[float], rng: "Generator"
    ) -> dict[str, Any]:
        """An answer with a mistake at a slot; lures says how tempting each wrong choice is."""

    def chance(self) -> float:
        """What share guessing alone gets right, 0 to 1; near 0 for all but one option of a few."""
        return 0.0

    # How it goes out

    def exported(self) -> Form | None:
        """It in its form for other programs; None for a kind that has no form."""
        return None
