"""The shapes of the content: what a course, a lesson, a question is made of, and nothing it does."""

import hashlib
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Kebab = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Dotted = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)+$", max_length=80)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=1200)]
Label = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Link = Annotated[str, StringConstraints(pattern=r"^https://[^\s<>\"]+$", max_length=300)]
Number = Annotated[float, Field(allow_inf_nan=False)]


class Model(BaseModel):
    """Frozen, strict, and closed to names it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def short_id(text: str) -> str:
    """A name for an option or item that stays when its neighbours move and does not tell what is right."""
    return hashlib.sha256(text.encode()).hexdigest()[:6]


class Source(Model):
    """Where a statement comes from."""

    id: Kebab
    label: Label = Field(description="The few words shown beside a fact, as: CTCAE v5 (2017)")
    title: Text = Field(description="What it is, in words a reader can search for")
    find: Label | None = Field(None, description="A DOI, PubMed or report number")
    link: Link | None = None


class Word(Model):
    """A glossary entry."""

    id: Kebab
    word: Label
    also: tuple[Label, ...] = Field((), description="Other forms of the word, as the plural")
    means: Text
    sources: tuple[Kebab, ...] = ()


class Objective(Model):
    """What a student can do after a lesson."""

    id: Kebab
    say: Text


class Fact(Model):
    """One statement; ``but`` holds what the evidence says where the fact sheet is thin."""

    id: Dotted
    say: Text
    sources: tuple[Kebab, ...] = Field(min_length=1)
    but: Text | None = None
    but_sources: tuple[Kebab, ...] = ()


class Figure(Model):
    """A drawing of the course's own, and its words for those who do not see it."""

    file: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+\.svg$")]
    title: Label
    words: Text


class Part(Model):
    """A piece of a lesson that is read in one go."""

    id: Kebab
    title: Label
    facts: tuple[Fact, ...] = Field(min_length=1)
    figure: Figure | None = None


class Lesson(Model):
    """One section of the course."""

    id: Kebab
    title: Label
    notebook: Annotated[str, StringConstraints(pattern=r"^[0-9]{2}-[a-z0-9-]+$")]
    minutes: Annotated[int, Field(ge=1, le=60)]
    about: Text
    objectives: tuple[Objective, ...] = Field(min_length=1)
    parts: tuple[Part, ...] = Field(min_length=1)
    review: tuple[Kebab, ...] = Field((), description="Questions kept for review, not asked in the notebook")


class Course(Model):
    """The course as a whole."""

    title: Label
    about: Text
    notice: Text
    reviewed_by: Label
    lessons: tuple[Kebab, ...] = Field(min_length=1)


class _Question(Model):
    id: Kebab
    objective: Kebab
    ask: Text
    hint: Text
    explain: Text
    facts: tuple[Dotted, ...] = ()
    sources: tuple[Kebab, ...] = Field(min_length=1)


class Option(Model):
    """One answer to pick or to tick."""

    say: Text
    why: Text
    right: bool = False

    @property
    def id(self) -> str:
        """Its name in a response."""
        return short_id(self.say)


class Choose(_Question):
    """Pick the one right option."""

    kind: Literal["choose"]
    options: tuple[Option, ...] = Field(min_length=2, max_length=8)
    keep_order: bool = Field(False, description="Show the options as written, as for a scale")


class ChooseMany(_Question):
    """Tick every right option."""

    kind: Literal["choose-many"]
    options: tuple[Option, ...] = Field(min_length=3, max_length=10)
    keep_order: bool = Field(False, description="Show the options as written, as for a scale")


class SortItem(Model):
    """A thing to put into its group."""

    say: Text
    group: Kebab
    why: Text

    @property
    def id(self) -> str:
        """Its name in a response."""
        return short_id(self.say)


class Sort(_Question):
    """Put each item into its group."""

    kind: Literal["sort"]
    groups: dict[Kebab, Label] = Field(min_length=2, max_length=5)
    items: tuple[SortItem, ...] = Field(min_length=2, max_length=12)


class OrderItem(Model):
    """A step to put in its place."""

    say: Text
    why: Text

    @property
    def id(self) -> str:
        """Its name in a response."""
        return short_id(self.say)


class Order(_Question):
    """Put the items in order; they are written in the right one."""

    kind: Literal["order"]
    items: tuple[OrderItem, ...] = Field(min_length=3, max_length=8)


class NumberMistake(Model):
    """A number people arrive at by a known mistake."""

    near: Number
    why: Text


class NumberQuestion(_Question):
    """Work out a number."""

    kind: Literal["number"]
    answer: Number
    tolerance: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    unit: Label
    mistakes: tuple[NumberMistake, ...] = Field(min_length=1)


class FillMistake(Model):
    """A wrong word people write; gap counts from 1."""

    near: Label
    why: Text
    gap: Annotated[int, Field(ge=1)] = 1


class Fill(_Question):
    """Write the missing words; a gap is ``{{word}}`` or ``{{word|another that is right}}``."""

    kind: Literal["fill"]
    text: Text
    whys: tuple[Text, ...] = Field(min_length=1, description="For each gap, why its word is right")
    mistakes: tuple[FillMistake, ...] = Field(min_length=1)


Question = Annotated[
    Choose | ChooseMany | Sort | Order | NumberQuestion | Fill,
    Field(discriminator="kind"),
]
