"""A course of treatments, and what the count does in each cycle: how low, when, for how long, when back."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.interpolate import CubicHermiteSpline

from bedside.labs.marrow import spread
from bedside.labs.marrow.docetaxel import Floats
from bedside.labs.marrow.friberg import DAY, FRIBERG, KLOFT, Values, solve

WHOSE: Mapping[str, Values] = {"kloft": KLOFT, "friberg": FRIBERG}
LOW, VERY_LOW = 1_000, 500  # cells/µL
NEEDED = 1_500  # cells/µL, before the next docetaxel: its label


@dataclass(frozen=True)
class Course:
    """Treatments with a dose in mg/m² for a body surface in m², so many days apart; whose values are used."""

    dose: float = 75
    surface: float = 1.8
    days: int = 21
    cycles: int = 1
    whose: str = "kloft"  # Friberg's patient stays above what leaflets call usual

    @property
    def mg(self) -> float:
        """The dose of one treatment in mg."""
        return self.dose * self.surface


FIRST = Course()  # what a student guesses at


@dataclass(frozen=True)
class Cycle:
    """One treatment and the days until the next is due: counts in cells/µL, days from this treatment on.

    A day is None if it never comes in this cycle; ``safe`` is 0 if the count never was below what is needed.
    """

    nadir: float
    nadir_day: float
    low: float
    very_low: float
    safe: float | None
    back: float | None
    peak: float
    peak_day: float
    end: float


@dataclass(frozen=True)
class Told:
    """A course worked out; lines in cells/µL at these days, and the low points of the made-up patients."""

    days: Floats
    count: Floats
    first: Floats
    lower: Floats
    upper: Floats
    start: float
    cycles: tuple[Cycle, ...]
    lows: tuple[float, float]


@lru_cache(maxsize=16)
def follow(course: Course) -> Told:
    """What a course comes to, beside the first course with the same days and cycles, and made-up patients.

    Raises KeyError for values that are not known.
    """
    typical = WHOSE[course.whose]
    others = spread.patients(typical)
    starts = [cycle * course.days * DAY for cycle in range(course.cycles)]
    run = solve(
        [typical, WHOSE[FIRST.whose], *others],
        [course.mg, FIRST.mg, *[course.mg] * len(others)],
        starts,
        course.cycles * course.days * DAY,
    )
    days, count = run.hours / DAY, run.count * 1000
    line = CubicHermiteSpline(days, count[:, 0], run.change[:, 0] * 1000 * DAY)
    edges = [spread.LOWER, spread.UPPER]
    lower, upper = np.percentile(count[:, 2:], edges, axis=1)
    start = typical.circ0 * 1000
    # Each search goes through the whole line, so it is made once and not once a cycle.
    found = {limit: line.solve(limit, extrapolate=False) for limit in (LOW, VERY_LOW, NEEDED, start)}
    turns = line.derivative().roots(extrapolate=False)
    cycles = tuple(
        _cycle(line, found, turns, number * course.days, course.days) for number in range(course.cycles)
    )
    lows = np.percentile(count[:, 2:].min(axis=0), edges)
    return Told(days, count[:, 0], count[:, 1], lower, upper, start, cycles, (float(lows[0]), float(lows[1])))


def _cycle(
    line: CubicHermiteSpline, found: Mapping[float, Floats], turns: Floats, start: float, days: float
) -> Cycle:
    """A cycle of a line that crosses each count of ``found`` at its days, and turns at others."""
    end = start + days
    inside = {count: [day for day in at.tolist() if start < day < end] for count, at in found.items()}
    turned = [start, *(day for day in turns.tolist() if start < day < end), end]
    heights = dict(zip(turned, line(turned).tolist(), strict=True))
    bottom = min(turned, key=heights.__getitem__)
    top = max((day for day in turned if day >= bottom), key=heights.__getitem__)
    low, very_low, needed, before = inside

    def below(count: float) -> float:
        edges = np.array([start, *inside[count], end])
        lengths, middles = np.diff(edges), (edges[:-1] + edges[1:]) / 2
        return float(lengths[line(middles) < count].sum())

    def back(count: float) -> float | None:
        return next((day - start for day in inside[count] if day > bottom), None)

    return Cycle(
        nadir=heights[bottom],
        nadir_day=bottom - start,
        low=below(low),
        very_low=below(very_low),
        safe=0.0 if heights[bottom] >= needed else back(needed),
        back=back(before),
        peak=heights[top],
        peak_day=top - start,
        end=heights[end],
    )
