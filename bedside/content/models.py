"""The shapes of the content: what a course, a lesson, a question is made of, and nothing it does."""

import hashlib
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer, StringConstraints
from pydantic.config import JsonDict

KEBAB = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Kebab = Annotated[str, StringConstraints(pattern=KEBAB, max_length=60)]
Dotted = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)+$", max_length=80)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=1200)]
Label = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Link = Annotated[str, StringConstraints(pattern=r"^https://[^\s<>\"]+$", max_length=300)]
Number = Annotated[float, Field(allow_inf_nan=False)]

Id = Annotated[Kebab, Field(description="Its name in small letters, digits and hyphens; never used again")]
Why = Annotated[Text, Field(description="What to tell the person who gave this answer")]
Level = Annotated[
    Literal["core", "deeper"],
    Field(description="core: for every student; deeper: for medical students and junior doctors"),
]
Seen = Annotated[
    Literal["text", "abstract", "second-hand", "background", "fact-sheet"],
    Field(description="How much of it was seen; leave it out where that is not known"),
]
Sources = Annotated[tuple[Kebab, ...], Field(description="Ids from sources.yaml")]
KeepOrder = Annotated[bool, Field(description="Show the options as written, as for a scale")]
Drawing = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9-]+\.svg$"), Field(description="A file in figures/")
]
Notebook = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{2}-[a-z0-9-]+$", max_length=60),
    Field(description="The notebook's name without .ipynb, as: 02-causes"),
]
Groups = Annotated[
    dict[Kebab, Label],
    AfterValidator(MappingProxyType),
    PlainSerializer(dict, return_type=dict[str, str]),
    Field(description="Each group as name: label"),
]

# The most options or items a question of each kind may have, and the most groups. A rule looks after them:
# pydantic would stop reading at the first entry too many, and miss the faults that follow.
MOST = {"choose": 8, "choose-many": 10, "sort": 12, "order": 8, "groups": 5}


def _most(kind: str) -> JsonDict:
    return {"maxItems": MOST[kind]}


class Model(BaseModel):
    """Frozen, strict, and closed to names it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def short_id(text: str) -> str:
    """A name for an option or item that stays when its neighbours move and does not tell what is right."""
    return hashlib.sha256(text.encode()).hexdigest()[:6]


class Source(Model):
    """Where a statement comes from."""

    id: Id
    label: Label = Field(description="The few words shown beside a fact, as: CTCAE v5 (2017)")
    title: Text = Field(description="What it is, in words a reader can search for")
    find: Label | None = Field(None, description="A DOI, PubMed or report number")
    link: Link | None = Field(None, description="Its address, which begins with https://")
    seen: Seen | None = None


class Word(Model):
    """A glossary entry."""

    id: Id
    word: Label = Field(description="The word as a text shows it")
    also: tuple[Label, ...] = Field((), description="Other forms of the word, as the plural")
    means: Text = Field(description="Its meaning in plain words")
    sources: Sources = ()


class Objective(Model):
    """What a student can do after a lesson."""

    id: Id
    say: Text = Field(description="Begins with a verb, as: Name the three ways the count can fall")


class Fact(Model):
    """One statement; ``but`` holds what the evidence says where the fact sheet is thin."""

    id: Dotted = Field(description="Words joined by dots, as causes.acquired.toxins; never used again")
    say: Text = Field(description="The statement; [[bone-marrow]] marks a word of the glossary")
    sources: Sources = Field(min_length=1)
    but: Text | None = Field(None, description="What the evidence says, where it says more")
    but_sources: Sources = Field((), description="Ids from sources.yaml; goes with but")


class Figure(Model):
    """A drawing of the course's own, and its words for those who do not see it."""

    file: Drawing
    title: Label = Field(description="The line under the drawing")
    words: Text = Field(description="What the drawing shows, for those who do not see it")


class Part(Model):
    """A piece of a lesson that is read in one go."""

    id: Id
    title: Label
    facts: tuple[Fact, ...] = Field(min_length=1, description="What this part teaches, in order")
    figure: Figure | None = None


class Lesson(Model):
    """One section of the course."""

    id: Id = Field(description="The name of this file without .yaml")
    title: Label
    notebook: Notebook
    minutes: Annotated[int, Field(ge=1, le=60)] = Field(description="How long a student needs")
    about: Text = Field(description="What the lesson is about, in a sentence")
    objectives: tuple[Objective, ...] = Field(min_length=1)
    parts: tuple[Part, ...] = Field(min_length=1)
    warm_up: tuple[Kebab, ...] = Field((), description="Questions the notebook asks before the reading")
    look_back: tuple[Kebab, ...] = Field((), description="Questions the notebook asks last, from memory")
    review: tuple[Kebab, ...] = Field((), description="Questions kept for review, not asked in the notebook")


class Course(Model):
    """The course as a whole."""

    title: Label
    about: Text = Field(description="What the course is about, in a sentence")
    notice: Text = Field(description="What every student is told first, as: For learning, not advice.")
    reviewed_by: Label = Field(description='The clinician who reviewed it, or "none yet"')
    lessons: tuple[Kebab, ...] = Field(min_length=1, description="Ids of the lessons, in order")
    labs: tuple[Kebab, ...] = Field((), description="Ids of the labs, each with a file in labs/")
    patients: tuple[Kebab, ...] = Field((), description="Ids of the patients, in order")


class _Question(Model):
    id: Id
    objective: Kebab = Field(description="The objective of its lesson that it tests")
    level: Level = "core"
    ask: Text = Field(description="What the student is asked")
    hint: Text = Field(description="A nudge that does not give the answer away")
    explain: Text = Field(description="What to remember, shown when the question is solved")
    facts: tuple[Dotted, ...] = Field((), description="Ids of the facts it asks about")
    sources: Sources = Field(min_length=1)


class Option(Model):
    """One answer to pick or to tick."""

    say: Text = Field(description="What the student reads")
    why: Why
    right: bool = Field(False, description="true if this is right; leave out if it is not")

    @property
    def id(self) -> str:
        """Its name in a response."""
        return short_id(self.say)


class Choose(_Question):
    """Pick the one right option."""

    kind: Literal["choose"]
    options: tuple[Option, ...] = Field(
        min_length=2, json_schema_extra=_most("choose"), description="One of them with right: true"
    )
    keep_order: KeepOrder = False


class ChooseMany(_Question):
    """Tick every right option."""

    kind: Literal["choose-many"]
    options: tuple[Option, ...] = Field(
        min_length=3, json_schema_extra=_most("choose-many"), description="Two or more with right: true"
    )
    keep_order: KeepOrder = False


class SortItem(Model):
    """A thing to put into its group."""

    say: Text = Field(description="What the student reads")
    group: Kebab = Field(description="The name of the group it belongs to")
    why: Why

    @property
    def id(self) -> str:
        """Its name in a response."""
        return short_id(self.say)


class Sort(_Question):
    """Put each item into its group."""

    kind: Literal["sort"]
    groups: Groups = Field(min_length=2, json_schema_extra={"maxProperties": MOST["groups"]})
    items: tuple[SortItem, ...] = Field(min_length=2, json_schema_extra=_most("sort"))


class OrderItem(Model):
    """A step to put in its place."""

    say: Text = Field(description="What the student reads")
    why: Why

    @property
    def id(self) -> str:
        """Its name in a response."""
        return short_id(self.say)


class Order(_Question):
    """Put the items in order; they are written in the right one."""

    kind: Literal["order"]
    items: tuple[OrderItem, ...] = Field(
        min_length=3, json_schema_extra=_most("order"), description="In the right order"
    )


class NumberMistake(Model):
    """A number people arrive at by a known mistake."""

    near: Number = Field(description="The wrong number; the tolerance of the answer holds for it too")
    why: Why


class NumberQuestion(_Question):
    """Work out a number."""

    kind: Literal["number"]
    answer: Number
    tolerance: Annotated[Number, Field(ge=0)] = Field(description="How far off is still right")
    unit: Label = Field(description="Shown beside the number, as: cells/µL")
    mistakes: tuple[NumberMistake, ...] = Field(min_length=1)


class FillMistake(Model):
    """A wrong word people write."""

    near: Label = Field(description="The wrong word")
    why: Why
    gap: Annotated[int, Field(ge=1)] = Field(1, description="Which gap, counted from 1")


class Fill(_Question):
    """Write the missing words; a gap is ``{{word}}`` or ``{{word|another that is right}}``."""

    kind: Literal["fill"]
    text: Text = Field(description="The text with its gaps, as: Made in the bone {{marrow}}.")
    whys: tuple[Text, ...] = Field(min_length=1, description="For each gap, why its word is right")
    mistakes: tuple[FillMistake, ...] = Field(min_length=1)


Question = Annotated[
    Choose | ChooseMany | Sort | Order | NumberQuestion | Fill,
    Field(discriminator="kind"),
]
