"""A made-up class, so that an instructor can try the results, and a test can see what was planted found.

Nobody in it exists and nothing of it is shipped: it is made on the spot, the same for the same seed. Answers
are right by the three-parameter logistic model (Birnbaum, in Lord and Novick 1968, ch. 17-20), and what was
learnt halves with every ``HALF_LIFE``.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import numpy as np

from bedside.content import Content, shipped
from bedside.kinds import Question
from bedside.kinds.grading import Key
from bedside.kinds.view import revision
from bedside.learner import answer_file
from bedside.learner.response import Response

HALF_LIFE = timedelta(days=8)
START = datetime(2025, 9, 1, 8, tzinfo=UTC)  # long ago, so that no answer lies ahead of anyone's clock
TRIES = 3  # then they let the answer be shown


@dataclass(frozen=True)
class Planted:
    """What is built in, each in a question of its own, by id."""

    backwards: str  # the strong fail it: they take one wrong option
    everyone: str  # nobody fails it
    idle: str  # nobody takes the last of its wrong options
    trap: str  # hard but sound: those who fail take the first wrong option, and are sure of it


@dataclass(frozen=True)
class _Learner:
    ability: float
    boldness: float  # added to how sure they say they are
    reach: int  # how many lessons they do
    open: bool  # whether they say how sure they are


@dataclass(frozen=True)
class _Item:
    question: Question
    revision: str
    key: Key
    steep: float
    hard: float
    guess: float
    lures: tuple[float, ...]  # how tempting each wrong option is


def planted(content: Content) -> Planted:
    """The questions with something built in: in four lessons, the first of the middle with four options."""
    fit = [
        next(
            question.id
            for question in content.questions_of(lesson.id)
            if len(question.choices()) == 4
            and question.id not in (*lesson.warm_up, *lesson.look_back, *lesson.review)
        )
        for lesson in list(content.lessons.values())[:4]
    ]
    return Planted(*fit)


def practice_class(folder: str | Path | None = None, learners: int = 40, seed: int = 7) -> Path:
    """Write the files of a made-up class into a folder, and say which; a fresh one if none is named."""
    rng, content = np.random.default_rng(seed), shipped()
    folder = Path(folder or tempfile.mkdtemp(prefix="made-up-class-"))
    folder.mkdir(parents=True, exist_ok=True)
    items = {question.id: _item(question, content, rng) for question in content.questions.values()}
    for number in range(1, learners + 1):
        name = f"Simulated learner {number:02}"
        responses = tuple(_course(_learner(rng, len(content.lessons)), items, content, rng))
        made = answer_file.Export(f"simulated-{seed}-{number:02}", name, responses)
        text = answer_file.write(made, START + timedelta(days=60))
        (folder / f"simulated-learner-{number:02}.jsonl").write_text(text, "utf-8", newline="\n")
    return folder


def _learner(rng: np.random.Generator, lessons: int) -> _Learner:
    # Most finish, some stop on the way.
    reach = lessons if rng.random() < 0.7 else int(rng.integers(1, lessons + 1))
    return _Learner(rng.normal(0, 1), rng.normal(0, 0.4), reach, rng.random() < 0.9)


def _item(question: Question, content: Content, rng: np.random.Generator) -> _Item:
    choices = len(question.choices())
    steep, hard = rng.lognormal(0.3, 0.25), rng.normal(0, 0.9)
    lures = rng.dirichlet([2] * max(choices - 1, 1))
    there = planted(content)
    if question.id == there.backwards:
        steep, hard, lures = -2.0, 0.0, np.array([0.9, 0.05, 0.05])
    if question.id == there.everyone:
        hard = -20.0
    if question.id == there.idle:
        steep, hard, lures = 1.5, 0.8, np.array([0.5, 0.5, 0])
    if question.id == there.trap:
        steep, hard, lures = 2.6, 1.4, np.array([0.9, 0.05, 0.05])
    guess = 0.02 if choices == 0 or question.id in (there.trap, there.backwards) else 0.6 / choices
    return _Item(question, revision(question), question.key(), steep, hard, guess, tuple(lures))


def _course(
    who: _Learner, items: dict[str, _Item], content: Content, rng: np.random.Generator
) -> Iterator[Response]:
    """All one learner answers: lesson after lesson, a few days apart, then some of it again in review."""
    learnt: dict[str, datetime] = {}
    now = START + timedelta(hours=float(rng.uniform(0, 60)))
    for lesson in list(content.lessons.values())[: who.reach]:
        asked = [each.id for each in content.questions_of(lesson.id) if each.id not in lesson.review]
        first = [name for name in asked if name in lesson.warm_up]
        last = [name for name in asked if name in lesson.look_back]
        middle = [name for name in asked if name not in (*first, *last) and rng.random() < 0.97]
        for name in (*first, *middle, *last):
            lift = -0.8 if name in first else 0.6
            now += timedelta(seconds=float(rng.uniform(20, 120)))
            yield from _sitting(who, items[name], "lesson", lift, now, rng)
            learnt[name] = now
        now += timedelta(days=float(rng.uniform(1, 3)))
        learnt |= dict.fromkeys(lesson.review, now)
    for name in rng.permutation(list(learnt))[: int(rng.integers(0, 30))]:
        now += timedelta(seconds=float(rng.uniform(20, 120)))
        lift = 1.6 * 0.5 ** ((now - learnt[name]) / HALF_LIFE)
        yield from _sitting(who, items[name], "review", lift, now, rng)


def _sitting(
    who: _Learner, item: _Item, context: str, lift: float, now: datetime, rng: np.random.Generator
) -> Iterator[Response]:
    """Tries at one question until it is right, or given up."""
    hint = False
    sure = None
    for attempt in range(1, TRIES + 1):
        hint = hint or rng.random() < (0.08 if attempt == 1 else 0.4)
        pull = item.steep * (who.ability + lift - item.hard) + 0.5 * hint + 1.2 * (attempt - 1)
        likely = item.guess + (1 - item.guess) / (1 + np.exp(-pull))
        right = rng.random() < likely
        given = item.question.right_answer()
        if not right:
            given = item.question.mistake(given, str(rng.choice(list(given))), item.lures, rng)
        if attempt == 1 and who.open:
            trapped = not right and item.lures[0] >= 0.9
            felt = 2.8 if trapped else 1 + 2 * likely
            sure = int(np.clip(round(felt + who.boldness + rng.normal(0, 0.4)), 1, 3))
        score = item.question.grade(given, item.key).score
        yield Response(
            id=UUID(bytes=rng.bytes(16), version=4),
            question=item.question.id,
            revision=item.revision,
            context=context,
            attempt=attempt,
            given=given,
            score=score,
            confidence=sure,
            hint=hint,
            seconds=round(float(rng.lognormal(3, 0.5)), 1),
            answered_at=now + timedelta(seconds=15 * attempt),
        )
        if score == 1:
            return
