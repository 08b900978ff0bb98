"""Grading: every question is a set of named slots, and an answer fills them.

A key says what each slot wants, in five forms that a ``why`` uses too: text (exactly this), true or false,
a list (one of these words), ``{"near", "tolerance"}`` (a number), and None (anything).
frontend/elements/grading.js holds the same few lines; both are run on tests/data/grading.json.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bedside.content import models
from bedside.content.rules import GAP
from bedside.content.text import bare
from bedside.kinds.numbers import number

Wanted = str | bool | list[str] | dict[str, float] | None
Key = dict[str, Wanted]
Whys = dict[str, list[tuple[Wanted, str]]]

# No text of the course is longer, and comparing a much longer one can take minutes.
_LONGEST = 1200


@dataclass(frozen=True)
class Grade:
    """How an answer did: score is 0 to 1, slots tells which of them were right."""

    right: bool
    score: float
    slots: Mapping[str, bool]


def grade(question: models.Question, given: Mapping[str, Any]) -> Grade:
    """Grade what was given, a value a slot; odd or missing values are wrong, never an error."""
    return grade_key(question.kind, key(question), given)


def grade_key(kind: str, wanted: Key, given: Mapping[str, Any]) -> Grade:
    """Grade against a key: slots right / slots, but for choose-many ticking everything is worth nothing.

    Its score is the share of right boxes ticked less the share of wrong boxes ticked, and at least 0.
    """
    slots = {}
    for slot, want in wanted.items():
        value = given.get(slot)
        slots[slot] = fits(want, False if value is None and isinstance(want, bool) else value)
    right = all(slots.values())
    if kind != "choose-many":
        return Grade(right, _share(slots.values()), slots)
    hits = _share(slots[slot] for slot, want in wanted.items() if want)
    slips = _share(not slots[slot] for slot, want in wanted.items() if not want)
    return Grade(right, max(0.0, hits - slips), slots)


def _share(marks: Iterable[bool]) -> float:
    found = list(marks)
    return sum(found) / max(len(found), 1)


def fits(wanted: Wanted, value: Any) -> bool:
    """Whether a value is what a slot wants."""
    if wanted is None:
        return True
    if isinstance(wanted, list):
        return isinstance(value, str) and len(value) <= _LONGEST and bare(value) in map(bare, wanted)
    if isinstance(wanted, dict):
        found = number(value)
        # A little room, so that 0.3 + 0.1 still counts as 0.4.
        return found is not None and abs(found - wanted["near"]) <= wanted["tolerance"] + 1e-9
    return type(value) is type(wanted) and value == wanted


def key(question: models.Question) -> Key:
    """What each slot of a question wants."""
    match question:
        case models.Choose():
            return {"choice": next(option.id for option in question.options if option.right)}
        case models.ChooseMany():
            return {option.id: option.right for option in question.options}
        case models.Sort():
            return {item.id: item.group for item in question.items}
        case models.Order():
            return {str(place): item.id for place, item in enumerate(question.items, 1)}
        case models.NumberQuestion():
            return {"number": {"near": question.answer, "tolerance": question.tolerance}}
        case models.Fill():
            return {str(gap): words for gap, words in enumerate(gaps(question), 1)}


def whys(question: models.Question) -> Whys:
    """For each slot, what to say of the values it may hold: the first that fits is meant."""
    match question:
        case models.Choose():
            return {"choice": [(option.id, option.why) for option in question.options]}
        case models.ChooseMany():
            return {option.id: [(None, option.why)] for option in question.options}
        case models.Sort():
            return {item.id: [(None, item.why)] for item in question.items}
        case models.Order():
            about: list[tuple[Wanted, str]] = [(item.id, item.why) for item in question.items]
            return {str(place): about for place in range(1, len(about) + 1)}
        case models.NumberQuestion():
            slips = question.mistakes
            return {"number": [({"near": m.near, "tolerance": question.tolerance}, m.why) for m in slips]}
        case models.Fill():
            return {
                str(gap): [
                    (words, question.whys[gap - 1]),
                    *(([slip.near], slip.why) for slip in question.mistakes if slip.gap == gap),
                ]
                for gap, words in enumerate(gaps(question), 1)
            }


def gaps(question: models.Fill) -> list[list[str]]:
    """The words each gap accepts."""
    return [[word.strip() for word in gap.split("|")] for gap in GAP.findall(question.text)]
