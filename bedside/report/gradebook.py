"""A class's answers as matrices, learners × questions; first answers apart from the later ones."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from bedside.content import Content
from bedside.kinds.view import revision
from bedside.learner.response import Response

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Gradebook:
    """The first answers of a class, and what came of them; rows are learners, columns questions.

    ``firsts[question][row]`` is None where a learner's first answer to the question as it stands now is not
    known: not given, given to an older edition, or lost (the earliest one kept is called a second attempt).
    """

    learners: tuple[str, ...]
    questions: tuple[str, ...]
    firsts: Mapping[str, tuple[Response | None, ...]]
    mended: Bools  # a later answer was right
    older: int  # answers to older editions, or to other courses' questions: not used

    @cached_property
    def scores(self) -> Floats:
        """Scores of the first answers, 0 to 1; NaN where there is none."""
        return self._matrix("score")

    @cached_property
    def sure(self) -> Floats:
        """Sureness at the first answer, 1 to 3; NaN where it was not told."""
        return self._matrix("confidence")

    @cached_property
    def hinted(self) -> Floats:
        """1 where the hint was taken before the first answer, 0 where not; NaN where there is no answer."""
        return self._matrix("hint")

    def columns(self, questions: Iterable[str]) -> list[int]:
        """Where these questions stand."""
        return [self.questions.index(name) for name in questions]

    def _matrix(self, field: str) -> Floats:
        found = [
            [np.nan if each is None else getattr(each, field) for each in self.firsts[q]]
            for q in self.questions
        ]
        made = np.array(found, dtype=float)  # None becomes NaN
        return made.reshape(len(self.questions), len(self.learners)).T


def gradebook(answers: Mapping[str, Sequence[Response]], content: Content) -> Gradebook:
    """Lay out the answers of each learner, given in the order they came."""
    editions = {name: revision(question) for name, question in content.questions.items()}
    kept: dict[str, dict[str, list[Response]]] = {name: {} for name in editions}
    older = 0
    for learner, theirs in answers.items():
        for answer in theirs:
            if editions.get(answer.question) == answer.revision:
                kept[answer.question].setdefault(learner, []).append(answer)
            else:
                older += 1
    firsts = {
        name: tuple(_first(tries.get(learner, ())) for learner in answers) for name, tries in kept.items()
    }
    mended = [
        [_mended(kept[name].get(learner, ()), firsts[name][row]) for name in editions]
        for row, learner in enumerate(answers)
    ]
    shape = len(answers), len(editions)
    return Gradebook(tuple(answers), tuple(editions), firsts, np.array(mended, bool).reshape(shape), older)


def _first(tries: Sequence[Response]) -> Response | None:
    """The first answer of all; in a lesson or a review attempts are numbered, in whatever order they came."""
    if not tries:
        return None
    first = min((each for each in tries if each.context == tries[0].context), key=lambda each: each.attempt)
    return first if first.attempt == 1 else None


def _mended(tries: Sequence[Response], first: Response | None) -> bool:
    return first is not None and any(each.right for each in tries if each is not first)
