"""The shapes of what a clinician who reviews the course is shown beside its facts."""

from typing import Annotated

from pydantic import Field, StringConstraints

from bedside.text.fields import Id, Label, Model, Sources, Text

# An id of a fact, or where the ids of several begin: "sx.fn" is for sx.fn.emergency and its neighbors.
Beginning = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)*$", max_length=80)]


class Topic(Model):
    """Facts that are reviewed together, and what a mistake in them would do."""

    id: Id
    title: Label
    about: Text = Field(description="What a mistake here would do")
    facts: tuple[Beginning, ...] = Field(
        min_length=1, description="Ids of facts, or how they begin; where several fit, the longest decides"
    )


class Difference(Model):
    """What differs between countries."""

    title: Label = Field(description="What differs, as: How soon the first dose is due")
    say: Text = Field(description="Where, and how")
    sources: Sources = Field(min_length=1)


def begins(beginning: str, fact: str) -> bool:
    """Whether the id of a fact is this, or begins with it and goes on after a dot or a low line."""
    return fact.startswith(beginning) and fact[len(beginning) : len(beginning) + 1] in ("", ".", "_")


class ForClinician(Model):
    """What the clinician who reviews the course is shown beside its facts."""

    about: Text = Field(description="What the page is for")
    tell: Text = Field(description="How to tell the authors what is wrong")
    topics: tuple[Topic, ...] = Field(min_length=1, description="The topics, most harmful mistakes first")
    differs: tuple[Difference, ...] = Field(min_length=1, description="What differs between countries")

    def topic_of(self, fact: str) -> Topic | None:
        """The topic of a fact: the one with the longest beginning of its id."""
        fitting = [
            (len(begin), topic) for topic in self.topics for begin in topic.facts if begins(begin, fact)
        ]
        return max(fitting, key=lambda each: each[0])[1] if fitting else None
