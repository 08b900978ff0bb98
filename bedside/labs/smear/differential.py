"""Counting cells: one letter a cell, a capital where the lab counted it; and what a count allows.

A share that was counted comes with its exact 95 % range: Clopper and Pearson 1934, Biometrika 26:404.
"""

import re
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from scipy.special import betaincinv

from bedside.labs.smear.slide import KINDS, NEUTROPHILS

LINES = (500, 1000, 1500)  # cells/µL, where the usual words for adults change
_LETTERS = re.compile(f"[{''.join(KINDS)}]*", re.IGNORECASE | re.ASCII)


class Range(NamedTuple):
    """From low to high, in whatever unit its maker says."""

    low: float
    high: float


class Miss(NamedTuple):
    """A cell that was named wrongly: its number on the slide, what it is and what it was called."""

    number: int
    truth: str
    named: str


def readable(letters: str) -> bool:
    """Whether these are letters that a count can be made of."""
    return bool(_LETTERS.fullmatch(letters))


def add(letters: str, kind: str, goal: int) -> str:
    """The count with one cell more, as long as there are fewer than the goal."""
    return letters + kind if len(letters) < goal else letters


def rest(letters: str, truth: str, goal: int) -> str:
    """The count with what is missing counted rightly, in capitals."""
    return letters + truth[len(letters) : goal].upper()


def undo(letters: str) -> str:
    """The count without its last cell, or without all that the lab counted last."""
    return re.sub("([A-Z]+|.)$", "", letters)


def tally(letters: str) -> Mapping[str, int]:
    """How many of each kind were counted, whoever counted them."""
    found = Counter(letters.lower())
    return {kind: found[kind] for kind in KINDS}


def neutrophils(letters: str) -> int:
    """How many of the counted cells are segmented or bands."""
    return sum(tally(letters)[kind] for kind in NEUTROPHILS)


def misses(letters: str, truth: str) -> list[Miss]:
    """The counted cells that were named wrongly, in the order of the slide."""
    named = zip(truth, letters.lower(), strict=False)
    return [Miss(i, right, said) for i, (right, said) in enumerate(named) if right != said]


def share_range(found: int, counted: int) -> Range:
    """The exact 95 % range of a share, 0 to 1, where found of counted cells show it (Clopper, Pearson 1934).

    Raises ValueError when fewer than none or more than all were found, or none was counted.
    """
    if not 0 <= found <= counted or not counted:
        raise ValueError(f"found {found} of {counted}, expected 0 to {counted} of at least 1")
    low = betaincinv(found, counted - found + 1, 0.025) if found else 0.0
    high = betaincinv(found + 1, counted - found, 0.975) if found < counted else 1.0
    return Range(float(low), float(high))


def anc_range(found: int, counted: int, white: float) -> Range:
    """The neutrophil count in cells/µL that ``share_range`` allows at a white count in cells/µL."""
    low, high = share_range(found, counted)
    return Range(low * white, high * white)


def crossed(anc: Range) -> list[int]:
    """The lines between usual words that a range in cells/µL crosses; a line belongs to the word above."""
    return [line for line in LINES if anc.low < line <= anc.high]
