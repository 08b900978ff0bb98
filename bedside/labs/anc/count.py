"""The absolute neutrophil count and what it is called, in exact arithmetic."""

from fractions import Fraction
from math import floor, isfinite
from typing import Literal

Figure = int | float | Fraction
Level = Literal["none", "mild", "moderate", "severe", "profound"]

NORMAL, MILD, MODERATE, PROFOUND = 1500, 1000, 500, 100  # cells/µL, where each level begins to be left


def exact(value: Figure) -> Fraction:
    """A number as it was typed: 0.1 is a tenth; raises ValueError for what is not finite."""
    if not isfinite(value):
        raise ValueError(f"found {value}, expected a number")
    # Through its shortest text: as binary, 0.1 would be a little more than a tenth.
    return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)


def anc(white: Figure, segs: Figure, bands: Figure = 0) -> Fraction:
    """The count in cells/µL: white (cells/µL) × (segs + bands, in percent) / 100.

    A figure for all neutrophils holds the bands already, so bands are then 0. The formula is that of
    the Severe Chronic Neutropenia International Registry. Raises ValueError for a figure below 0, and
    for shares over 100 % together.
    """
    white, segs, bands = exact(white), exact(segs), exact(bands)
    if min(white, segs, bands) < 0:
        raise ValueError("found a figure below 0, expected 0 or more")
    if segs + bands > 100:
        raise ValueError(f"found {float(segs + bands):g} %, expected 100 % or less")
    return white * (segs + bands) / 100


def level(count: Figure) -> Level:
    """The usual word for an adult's count in cells/µL (Medscape); none from 1,500 up."""
    if count >= NORMAL:
        return "none"
    if count >= MILD:
        return "mild"
    if count >= MODERATE:
        return "moderate"
    return "severe" if count >= PROFOUND else "profound"


def grade(count: Figure, lower_limit: Figure | None = None) -> int | None:
    """The grade of a count in CTCAE v5, both in cells/µL; None if it has none.

    Grade 1 runs from the lab's lower limit down to 1,500; without that limit it cannot be told.
    """
    if count >= NORMAL:
        return 1 if lower_limit is not None and count < lower_limit else None
    return 2 if count >= MILD else 3 if count >= MODERATE else 4


def grade_6(count: Figure) -> int | None:
    """The grade of a count in CTCAE v6, in cells/µL: mild to profound are 1 to 4; None from 1,500 up."""
    return {"none": None, "mild": 1, "moderate": 2, "severe": 3, "profound": 4}[level(count)]


def edge(count: Figure) -> bool:
    """Whether a count in cells/µL lies right on a line of the usual words."""
    return count in (NORMAL, MILD, MODERATE, PROFOUND)


def rounded(count: Figure) -> Fraction:
    """A count in cells/µL as many reports write it: in ×10⁹/L with one decimal, a half going up."""
    return Fraction(floor(exact(count) / 100 + Fraction(1, 2)), 10)


def shown(value: Figure, places: int = 2) -> str:
    """A number as people read it: 1,476 or 0.06; digits past the places are cut, and … says so.

    Rounding could carry a count over a line that it has not reached.
    """
    scaled = exact(value) * 10**places
    whole, rest = divmod(floor(scaled), 10**places)
    tail = f"{rest:0{places}d}"
    if scaled != floor(scaled):
        return f"{whole:,}.{tail}…"
    return f"{whole:,}.{tail}".rstrip("0").rstrip(".")
