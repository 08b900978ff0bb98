"""How far a learner is, in four words, and never in points.

An objective is
- not begun when none of the questions that its notebook asks was answered;
- to be revisited when one of its questions is due, which is when review would ask it: it is about to be
  forgotten, or its last answer was wrong;
- solid when all that the notebook asks was answered, and each question, the last time it came up, was right
  at the first go;
- begun otherwise: questions are left, or one was put right only with its feedback.

So what was wrong and then put right is begun today, and to be revisited tomorrow. Right at the first go then,
it is solid, until FSRS expects it to fade. Only answers to questions as they stand today count.

A lesson is to be revisited when one of its objectives is, not begun or solid when all are, and else begun.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from markupsafe import Markup

from bedside.content import Content
from bedside.content.models import Lesson, Objective
from bedside.learner.response import Response
from bedside.learner.scheduling import Memory, day_of, memories
from bedside.text.markdown import plain
from bedside.text.markup import render
from bedside.text.sentences import say


class State(StrEnum):
    """How far one is, as the word that is shown."""

    NOT_BEGUN = "not begun"
    BEGUN = "begun"
    SOLID = "solid"
    REVISIT = "to be revisited"

    @property
    def shape(self) -> str:
        """The sign beside the word, for those who look it over."""
        return {"not begun": "○", "begun": "◐", "solid": "●", "to be revisited": "↻"}[self]


@dataclass(frozen=True)
class Goal:
    """An objective, how far it is reached, and whether all its notebook's questions were answered."""

    objective: Objective
    state: State
    answered: bool


@dataclass(frozen=True)
class LessonProgress:
    """A lesson, how far it is, and its objectives."""

    lesson: Lesson
    goals: tuple[Goal, ...]

    @property
    def state(self) -> State:
        """The lesson's own state, from those of its objectives."""
        found = {goal.state for goal in self.goals}
        if State.REVISIT in found:
            return State.REVISIT
        return found.pop() if len(found) == 1 else State.BEGUN

    @property
    def answered(self) -> bool:
        """Whether all its notebook's questions were answered."""
        return all(goal.answered for goal in self.goals)


def progress(responses: Iterable[Response], content: Content, now: datetime) -> tuple[LessonProgress, ...]:
    """How far each lesson is, in the course's order; responses and now as for ``review.pick``."""
    known, today = memories(responses, content, now), day_of(now, now)
    return tuple(
        LessonProgress(
            lesson,
            tuple(_goal(objective, lesson, known, content, today) for objective in lesson.objectives),
        )
        for lesson in content.lessons.values()
    )


def markup(standings: Iterable[LessonProgress]) -> Markup:
    """All lessons as HTML: each with its state, and its objectives folded away."""
    standings = tuple(standings)
    return render("learner/progress.html.j2", standings=standings, advice=advice(standings))


def lesson_markup(standing: LessonProgress) -> Markup:
    """The objectives of one lesson as HTML, each with its state."""
    return render("learner/goals.html.j2", standing=standing)


def text(standings: Iterable[LessonProgress]) -> str:
    """The same without HTML, a line each."""
    standings = tuple(standings)
    lines = [advice(standings)]
    for standing in standings:
        lines.append(f"{standing.state.shape} {standing.lesson.title} ({standing.state})")
        lines += [
            f"    {goal.state.shape} {plain(goal.objective.say)} ({goal.state})" for goal in standing.goals
        ]
    return "\n".join(lines)


def advice(standings: Iterable[LessonProgress]) -> str:
    """What to do next, in a sentence or two."""
    standings = tuple(standings)
    found = {standing.state for standing in standings}
    if State.REVISIT in found:
        return say("advice revisit")
    if found <= {State.NOT_BEGUN}:
        return say("advice first")
    left = [standing for standing in standings if not standing.answered]
    if not left:
        return say("advice done")
    on = next((standing for standing in left if standing.state == State.BEGUN), left[0])
    return say("advice next", title=on.lesson.title)


def _goal(
    objective: Objective, lesson: Lesson, known: Mapping[str, Memory], content: Content, today: date
) -> Goal:
    asked = [each.id for each in content.questions_of(lesson.id) if each.objective == objective.id]
    in_notebook = [name for name in asked if name not in lesson.review] or asked
    seen = [known[name] for name in asked if name in known]
    answered = known.keys() >= set(in_notebook)
    if known.keys().isdisjoint(in_notebook):
        state = State.NOT_BEGUN
    elif any(memory.due(today) for memory in seen):
        state = State.REVISIT
    else:
        solid = answered and all(memory.first_right for memory in seen)
        state = State.SOLID if solid else State.BEGUN
    return Goal(objective, state, answered)
