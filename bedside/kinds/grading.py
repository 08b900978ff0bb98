"""Grading: every question is a set of named slots, and an answer fills them.

A key says what each slot wants, in five forms that feedback uses too: text (exactly this), true or false,
a list (one of these words), ``{"near", "tolerance"}`` (a number), and None (anything).
frontend/elements/grading.js holds the same few lines; both are run on tests/data/grading.json.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bedside.kinds.numbers import number
from bedside.text.markdown import bare

Wanted = str | bool | list[str] | dict[str, float] | None
Key = dict[str, Wanted]
Slots = Mapping[str, bool]  # of each slot whether it is right
Given = Mapping[str, Any]  # what was put into each slot
Feedback = dict[str, list[tuple[Wanted, str]]]

# No text of the course is longer, and comparing a much longer one can take minutes.
_LONGEST = 1200


@dataclass(frozen=True)
class Grade:
    """How an answer did: score is 0 to 1, slots tells which of them were right."""

    right: bool
    score: float
    slots: Slots


def marks(key: Key, given: Given) -> dict[str, bool]:
    """Whether each slot holds what the key wants; odd or missing values are wrong, never an error."""
    found = {}
    for slot, wanted in key.items():
        value = given.get(slot)
        found[slot] = fits(wanted, False if value is None and isinstance(wanted, bool) else value)
    return found


def share(marks: Iterable[bool]) -> float:
    """The share of right ones, 0 to 1."""
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
