"""A class's answers as matrices, learners × questions; first answers apart from the later ones."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from bedside.content import Content
from bedside.kinds.view import revision
from bedside.learner.response import Response

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Answer:
    """What figures are made of: what was given to each slot, and how; learners who did alike share one."""

    given: Mapping[str, Any]
    score: float
    confidence: int | None
    hint: bool

    @classmethod
    def of(cls, response: Response) -> "Answer":
        """That of a response."""
        return cls(response.given, response.score, response.confidence, response.hint)

    @property
    def right(self) -> bool:
        """Whether every slot was right."""
        return self.score == 1


Answers = Mapping[str, tuple[Answer | None, ...]]


@dataclass(frozen=True, eq=False)
class Gradebook:
    """The first answers of a class, and what came of them; rows are learners, columns questions.

    ``firsts[question][row]`` is None where a learner's first answer to the question as it stands now is not
    known: not given, given to an older edition, or lost (the earliest one kept is called a second attempt).
    ``settled`` is what shows whether the teaching worked: the second vote where a class voted twice, and of a
    warm-up question not the guess before the reading, but the first answer in review; elsewhere the first.
    """

    learners: tuple[str, ...]
    questions: tuple[str, ...]
    firsts: Answers
    settled: Answers
    revoted: Mapping[str, int]  # how many voted a second time, a question
    mended: Bools  # a later answer was right
    older: int  # answers to older editions, or to other courses' questions: not used

    @cached_property
    def scores(self) -> Floats:
        """Scores of the first answers, 0 to 1; NaN where there is none."""
        return self._matrix(self.firsts, "score")

    @cached_property
    def settled_scores(self) -> Floats:
        """Scores of what is settled, 0 to 1; NaN where there is nothing."""
        return self._matrix(self.settled, "score")

    @cached_property
    def sure(self) -> Floats:
        """Sureness at the first answer, 1 to 3; NaN where it was not told."""
        return self._matrix(self.firsts, "confidence")

    @cached_property
    def settled_sure(self) -> Floats:
        """Sureness of what is settled, 1 to 3; NaN where it was not told."""
        return self._matrix(self.settled, "confidence")

    @cached_property
    def hinted(self) -> Floats:
        """1 where the hint was taken before the first answer, 0 where not; NaN where there is no answer."""
        return self._matrix(self.firsts, "hint")

    def columns(self, questions: Iterable[str]) -> list[int]:
        """Where these questions stand."""
        return [self.questions.index(name) for name in questions]

    def _matrix(self, answers: Answers, field: str) -> Floats:
        found = [
            [np.nan if each is None else getattr(each, field) for each in answers[q]] for q in self.questions
        ]
        made = np.array(found, dtype=float)  # None becomes NaN
        return made.reshape(len(self.questions), len(self.learners)).T


def gradebook(
    answers: Mapping[str, Sequence[Response]], content: Content, step: Callable[[], None] = lambda: None
) -> Gradebook:
    """Lay out the answers of each learner, given in the order they came; step is called for each."""
    editions = {name: revision(question) for name, question in content.questions.items()}
    guessed = {name for lesson in content.lessons.values() for name in lesson.warm_up}
    columns = {name: column for column, name in enumerate(editions)}
    firsts: dict[str, list[Answer | None]] = {name: [None] * len(answers) for name in editions}
    settled: dict[str, list[Answer | None]] = {name: [None] * len(answers) for name in editions}
    revoted = dict.fromkeys(editions, 0)
    mended = np.zeros((len(answers), len(editions)), bool)
    alike: dict[Any, Answer] = {}
    older = 0
    for row, theirs in enumerate(answers.values()):
        step()
        kept: dict[str, list[Response]] = {}
        for answer in theirs:
            if editions.get(answer.question) == answer.revision:
                kept.setdefault(answer.question, []).append(answer)
            else:
                older += 1
        for name, tries in kept.items():
            first, second = _first(tries), _second(tries)
            after = _in_review(tries) if name in guessed else first
            firsts[name][row] = _shared(first, alike)
            settled[name][row] = _shared(second or after, alike)
            revoted[name] += second is not None
            mended[row, columns[name]] = _mended(tries, first)
    return Gradebook(
        tuple(answers),
        tuple(editions),
        {name: tuple(each) for name, each in firsts.items()},
        {name: tuple(each) for name, each in settled.items()},
        revoted,
        mended,
        older,
    )


def _shared(response: Response | None, alike: dict[Any, Answer]) -> Answer | None:
    """The answer of a response; what a class's file gives once for many learners is one object here, too."""
    if response is None:
        return None
    key = id(response.given), response.score, response.confidence, response.hint
    if key not in alike:
        alike[key] = Answer.of(response)  # it holds what was given, so no other object gets its id
    return alike[key]


def _first(tries: Sequence[Response]) -> Response | None:
    """The first answer of all; in a lesson or a review attempts are numbered, in whatever order they came."""
    if not tries:
        return None
    first = min((each for each in tries if each.context == tries[0].context), key=lambda each: each.attempt)
    return first if first.attempt == 1 else None


def _second(tries: Sequence[Response]) -> Response | None:
    """The vote after the room talked, if there was one."""
    return next((each for each in tries if each.context.startswith("class:") and each.attempt == 2), None)


def _in_review(tries: Sequence[Response]) -> Response | None:
    return _first([each for each in tries if each.context == "review"])


def _mended(tries: Sequence[Response], first: Response | None) -> bool:
    return first is not None and any(each.right for each in tries if each is not first)
