"""The shapes of labs: what a lab says, and the tables it works from."""

from types import MappingProxyType
from typing import Annotated

from pydantic import AfterValidator, Field, PlainSerializer

from bedside.text.fields import Id, Kebab, Label, Model, Number, Sources, Text

Says = Annotated[
    dict[Kebab, Text],
    AfterValidator(MappingProxyType),
    PlainSerializer(dict, return_type=dict[str, str]),
    Field(description="What the lab says, each text under the name its code looks for"),
]


class Choice(Model):
    """One way an item of a score can be."""

    id: Id
    say: Text
    points: int


class Item(Model):
    """One item of a score."""

    id: Id
    say: Text = Field(description="What is asked, as: Is the blood pressure low?")
    why: Text = Field(description="What it means and why it counts")
    choices: tuple[Choice, ...] = Field(min_length=2)


class Score(Model):
    """A score that adds up points."""

    id: Id
    title: Label
    use: Text = Field(description="For whom it is made")
    never: Text = Field(description="When it must not be used")
    items: tuple[Item, ...] = Field(min_length=2)
    sources: Sources = Field(min_length=1)


class Below(Model):
    """How many of a survey lie below a limit."""

    limit: int = Field(description="In cells/µL")
    people: int
    share: Number = Field(description="In percent, weighted")


class Survey(Model):
    """Counts of many people, in steps of equal width, computed from a public survey."""

    people: int
    width: int = Field(description="Of a step, in cells/µL; the first begins at 0")
    shares: tuple[Number, ...] = Field(
        description="Percent of people in each step, weighted; the last holds the rest"
    )
    below: tuple[Below, ...]
    rounded: int = Field(description="How many are below 1,500 by the counts rounded to one decimal")


class Lab(Model):
    """A lab, where a student turns the knobs and sees what follows."""

    id: Id = Field(description="The name of this file without .yaml")
    lesson: Kebab = Field(description="The lesson it belongs to")
    title: Label
    about: Text = Field(description="What to do, in a sentence or two")
    says: Says
    scores: tuple[Score, ...] = ()
    survey: Survey | None = Field(None, description="Of adults")
    children: Survey | None = Field(None, description="Of children, whom adult words do not fit")
    sources: Sources = Field(min_length=1)
