"""The shapes of patients: a story in steps, each with a question that decides where it goes on."""

from typing import Literal

from pydantic import Field

from bedside.text.fields import Id, Kebab, Label, Model, Number, Sources, Text

CLOSE = "close"  # where a story ends


class Count(Model):
    """One blood count of a patient, with what follows from it."""

    day: Label = Field(description="When it was taken, as: day 9")
    white: Number = Field(ge=0, description="White cells, in ×10³/µL")
    segs: Number = Field(ge=0, le=100, description="Segmented neutrophils, in percent")
    bands: Number = Field(0, ge=0, le=100, description="Bands, in percent")
    anc: int = Field(ge=0, description="The neutrophil count that follows, in cells/µL")
    level: Literal["none", "mild", "moderate", "severe", "profound"] = Field(
        description="What the usual words for adults call it; none from 1,500 up"
    )
    ctcae: int | None = Field(None, ge=2, le=4, description="Its grade in CTCAE v5, where the story names it")


class Scored(Model):
    """A score worked out for a patient."""

    score: Kebab = Field(description="A score of labs/fever.yaml, as: mascc")
    picks: dict[Kebab, Kebab] = Field(description="For each item of the score, the choice that fits")
    total: int = Field(description="The points that follow")


class Path(Model):
    """Where one option leads that is not the way ahead."""

    option: Text = Field(description="The option, as its question says it")
    to: Kebab = Field(description="The step it leads to")


class Step(Model):
    """A piece of a story: what is known now, and what is to be decided."""

    id: Id
    tell: Text = Field(description="What has happened; [[nadir]] marks a word of the glossary")
    ask: Kebab | None = Field(None, description="The id of the question asked here, from questions below")
    paths: tuple[Path, ...] = Field((), description="Options that lead somewhere else")
    then: Kebab = Field(description="The step that follows, or close")


class Patient(Model):
    """One patient's story."""

    id: Id = Field(description="The name of this file without .yaml")
    title: Label
    about: Text = Field(description="Who it is, in a sentence")
    counts: tuple[Count, ...] = ()
    scores: tuple[Scored, ...] = ()
    steps: tuple[Step, ...] = Field(min_length=2, description="The story begins with the first")
    matters: tuple[Text, ...] = Field(min_length=1, description="What mattered, told at the end")
    sources: Sources = Field(min_length=1)


def main_way(patient: Patient) -> list[str]:
    """The ids of the steps of someone who takes no turn, in order."""
    then = {step.id: step.then for step in patient.steps}
    way = [patient.steps[0].id]
    while (following := then[way[-1]]) != CLOSE:
        way.append(following)
    return way
