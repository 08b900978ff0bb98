"""The counter: what a page has kept of the counts, and what each of its keys does."""

import re
from typing import NamedTuple

from bedside.labs.labs import Fields
from bedside.labs.smear.differential import add, readable, rest, undo
from bedside.labs.smear.slide import KINDS, slide

_KEPT = re.compile(r"([0-9]{1,4}):(.{0,200})", re.ASCII | re.DOTALL)
_LAST = 9999  # a slide's highest seed


class Count(NamedTuple):
    """A slide, by its seed, and what has been counted of it."""

    seed: int
    letters: str


def kept(fields: Fields, person: str, notes: list[str]) -> Count:
    """What a page has kept of a person's count; what cannot be read begins anew, and a note says so."""
    found = fields.get(f"count-{person}", "1:")
    match = _KEPT.fullmatch(found)
    if match and readable(match[2]):
        return Count(int(match[1]), match[2])
    notes.append(f'Of a count found "{found[:20]}", expected a slide and letters as 1:ssl; it begins anew.')
    return Count(1, "")


def pressed(count: Count, key: str, person: str, goal: int) -> tuple[Count, str]:
    """The count after a key, and what is to be said of it; nothing where the count speaks for itself.

    A key names a cell, undoes, counts the rest or takes another slide; others do nothing.
    Raises KeyError for a person who is not among ``PEOPLE``.
    """
    seed, used = count.seed, count.letters[:goal]
    left = goal - len(used)
    if key in KINDS:
        full = f"All {goal} are counted already. Undo takes one back."
        return _named(count, key, goal) if left else (count, full)
    if key == "undo" and not used:
        return count, f"Nothing is counted yet, so there is nothing to take back. {goal} left."
    if key == "undo":
        back, what = undo(used), KINDS.get(used[-1], "what the lab counted")
        said = f"Taken back: {what}. {len(back)} counted, {goal - len(back)} left."
        return Count(seed, back), said
    if key == "rest":
        return Count(seed, rest(count.letters, slide(person, seed), goal)), ""
    if key == "another":
        return Count(seed % _LAST + 1, ""), f"Another slide of the same blood. {goal} left."
    return count, ""


def _named(count: Count, kind: str, goal: int) -> tuple[Count, str]:
    letters = add(count.letters, kind, goal)
    left = goal - len(letters)
    return Count(count.seed, letters), f"Counted: {KINDS[kind]}. {left} of {goal} left." if left else ""
