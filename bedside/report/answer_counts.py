"""Who took what in a question: how many each option or slot, and the most frequent wrong answers."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bedside.kinds import Question
from bedside.kinds.grading import fits
from bedside.kinds.tally import most_frequent
from bedside.report.gradebook import Answer

Bools = npt.NDArray[np.bool_]
Firsts = Sequence[Answer | None]  # of each learner, or None
Slot = tuple[str, str | bool]  # a slot and what was put there
SLIPS = 5


@dataclass(frozen=True)
class Row:
    """One line of a question's plot: how many took this, or had this right; in all, and in either third."""

    say: str
    right: bool
    all: int
    upper: int
    lower: int


@dataclass(frozen=True)
class Slip:
    """A wrong answer that several gave: in words, how many gave it, and what its author tells them."""

    say: str
    count: int
    why: str


def rows(
    question: Question,
    firsts: Firsts,
    upper: Bools,
    lower: Bools,
) -> Iterator[Row]:
    """The lines of a question's plot, from first answers; upper and lower mark who is in either third."""
    key = question.key()
    marks = [set() if first is None else question.rows_of(first.given, key) for first in firsts]
    for name, say, right in question.rows(marks):
        has = np.array([name in mark for mark in marks], bool)
        yield Row(say, right, int(has.sum()), int((has & upper).sum()), int((has & lower).sum()))


def slips(question: Question, firsts: Firsts) -> Iterator[Slip]:
    """What was put wrongly into a slot, by at least two learners; at most five."""
    key, feedback = question.key(), question.feedback()
    counted: Counter[Slot] = Counter()
    for first in firsts:
        if first is not None and not first.right:
            slots = question.grade(first.given, key).slots
            counted.update(
                (slot, question.slip(first.given.get(slot))) for slot, right in slots.items() if not right
            )
    for (slot, slip), count in most_frequent(counted, SLIPS):
        if count > 1 and (say := question.slip_said(slot, slip)):
            why = next((why for wanted, why in feedback[slot] if fits(wanted, slip)), "")
            yield Slip(say, count, why)
