"""The shapes of the content: what a course, a lesson, a fact is made of, and nothing it does."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bedside.text.fields import Dotted, Id, Kebab, Label, Model, Sources, Text

Link = Annotated[str, StringConstraints(pattern=r"^https://[^\s<>\"]+$", max_length=300)]
Seen = Annotated[
    Literal["text", "abstract", "second-hand", "background", "fact-sheet"],
    Field(description="How much of it was seen; leave it out where that is not known"),
]
Drawing = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9-]+\.svg$"), Field(description="A file in figures/")
]
Notebook = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{2}-[a-z0-9-]+$", max_length=60),
    Field(description="The notebook's name without .ipynb, as: 02-causes"),
]


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

    @property
    def slug(self) -> str:
        """The title as it begins the names of files."""
        return "-".join("".join(c if c.isalnum() else " " for c in self.title.lower()).split())

    title: Label
    about: Text = Field(description="What the course is about, in a sentence")
    notice: Text = Field(description="What every student is told first, as: For learning, not advice.")
    reviewed_by: Label = Field(description='The clinician who reviewed it, or "none yet"')
    lessons: tuple[Kebab, ...] = Field(min_length=1, description="Ids of the lessons, in order")
    labs: tuple[Kebab, ...] = Field((), description="Ids of the labs, each with a file in labs/")
    patients: tuple[Kebab, ...] = Field((), description="Ids of the patients, in order")
