"""Who took what in a question: how many each option or slot, and the most frequent wrong answers."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from bedside.content import models
from bedside.content.faults import quoted
from bedside.content.text import plain
from bedside.kinds import grading
from bedside.kinds.numbers import number
from bedside.report.gradebook import Answer

Bools = npt.NDArray[np.bool_]
Firsts = Sequence[Answer | None]  # of each learner, or None
Slot = tuple[str, str | bool]  # a slot and what was put there


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
    question: models.Question,
    firsts: Firsts,
    upper: Bools,
    lower: Bools,
) -> Iterator[Row]:
    """The lines of a question's chart, in its order."""
    key = grading.key(question)
    marks = [None if first is None else _marks(question, key, first.given) for first in firsts]
    for name, say, right in _lines(question, marks):
        has = np.array([mark is not None and name in mark for mark in marks], bool)
        yield Row(say, right, int(has.sum()), int((has & upper).sum()), int((has & lower).sum()))


def _marks(question: models.Question, key: grading.Key, given: Mapping[str, Any]) -> set[str]:
    """The lines of a question's plot that an answer counts in."""
    match question:
        case models.Choose():
            return {str(given.get("choice"))}
        case models.ChooseMany():
            return {name for name, ticked in given.items() if ticked is True}
        case models.NumberQuestion() if not grading.fits(key["number"], given.get("number")):
            return {_number(given.get("number"))}
        case _:
            return {
                slot for slot, right in grading.grade_key(question.kind, key, given).slots.items() if right
            }


def _lines(question: models.Question, marks: list[set[str] | None]) -> list[tuple[str, str, bool]]:
    """Each line of a plot: its name among the marks, its words, and whether it is the right one."""
    match question:
        case models.Choose() | models.ChooseMany():
            return [(option.id, plain(option.say), option.right) for option in question.options]
        case models.Sort():
            groups = {name: plain(label) for name, label in question.groups.items()}
            return [(item.id, f"{plain(item.say)} → {groups[item.group]}", False) for item in question.items]
        case models.Order():
            return [
                (str(place), f"{place}. {plain(item.say)}", False)
                for place, item in enumerate(question.items, 1)
            ]
        case models.NumberQuestion():
            wrong = Counter(name for mark in marks if mark for name in mark if name != "number")
            often = [(name, f"{name} {question.unit}", False) for name, _ in _most(wrong, 5)]
            return [("number", f"{question.answer:g} {question.unit}", True), *often]
        case models.Fill():
            return [
                (str(gap), f"Gap {gap}: {words[0]}", False)
                for gap, words in enumerate(grading.gaps(question), 1)
            ]


def slips(question: models.Question, firsts: Firsts) -> Iterator[Slip]:
    """What was put wrongly into a slot, by at least two learners; at most five."""
    key, whys = grading.key(question), grading.whys(question)
    counted: Counter[Slot] = Counter()
    for first in firsts:
        if first is not None and not first.right:
            slots = grading.grade_key(question.kind, key, first.given).slots
            counted.update(
                (slot, _value(question, first.given.get(slot))) for slot, right in slots.items() if not right
            )
    for (slot, value), count in _most(counted, 5):
        if count > 1 and (say := _said(question, slot, value)):
            why = next((why for wanted, why in whys[slot] if grading.fits(wanted, value)), "")
            yield Slip(say, count, why)


def _value(question: models.Question, value: Any) -> str | bool:
    match question:
        case models.ChooseMany():
            return value is True
        case models.NumberQuestion():
            return _number(value)
        case models.Fill():
            return " ".join(str(value or "").lower().split())
        case _:
            return str(value)


def _number(value: Any) -> str:
    found = number(value)
    return quoted(str(value)) if found is None else f"{found:.10g}"


def _said(question: models.Question, slot: str, value: str | bool) -> str:
    """A wrong value in words; empty for one that the question does not offer."""
    match question:
        case models.Choose():
            return next((_quote(option.say) for option in question.options if option.id == value), "")
        case models.ChooseMany():
            say = next(_quote(option.say) for option in question.options if option.id == slot)
            return f"{'ticked' if value else 'left out'} {say}"
        case models.Sort():
            say = next(_quote(item.say) for item in question.items if item.id == slot)
            return f"{say} under {_quote(question.groups[value])}" if value in question.groups else ""
        case models.Order():
            return next((f"{_quote(i.say)} in place {slot}" for i in question.items if i.id == value), "")
        case models.NumberQuestion():
            return f"{value} {question.unit}" if value else ""
        case models.Fill():
            gap = f" in gap {slot}" if len(grading.gaps(question)) > 1 else ""
            return f"{quoted(str(value))}{gap}" if value else ""


def _quote(say: str) -> str:
    """A text of the course inside a sentence."""
    return f"“{plain(say).rstrip('.')}”"


def _most(counted: Counter[Any], most: int) -> list[tuple[Any, int]]:
    """The most frequent, and among equals in order of name, so that no order of files shows."""
    return sorted(counted.items(), key=lambda pair: (-pair[1], str(pair[0])))[:most]
