"""The marrow model: cells that divide, three steps of ripening, and the count in the blood.

Friberg 2002, J Clin Oncol 20, 4713. All five pools begin at ``circ0``, and ktr is 4/MTT:
Prol' = ktr·Prol·(1 - E)·(Circ0/Circ)^γ - ktr·Prol, T1' = ktr·(Prol - T1), T2' and T3' likewise,
Circ' = ktr·(T3 - Circ), and E = Slope·C, with C the level of the drug.

``solve`` takes Runge-Kutta steps of order four for all patients at once, with an edge at each start and end
of an infusion: a solver that picks its steps took three times as long. The steps are set beforehand, and what
makes them exact enough (tests hold them to LSODA) is how Prol is kept: counted in parts of Circ0, and as
p = log Prol + ktr·Slope·(area under C). So Prol cannot be negative, the area is known in closed form, and in
p' = ktr·(1 - E)·((Circ0/Circ)^γ - 1) the steep E meets a factor near 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from bedside.labs.marrow import docetaxel
from bedside.labs.marrow.docetaxel import INFUSION, Floats

DAY = 24.0  # hours
_LONGEST = 6.0  # hours that a step may take
# From each dose on, in hours: fine while the level is steep.
_FIRST = (
    *(INFUSION * (part / 6) ** 2 for part in range(7)),
    *(INFUSION + 0.04 * (1.5**n - 1) / 0.5 for n in range(1, 12)),
)


@dataclass(frozen=True)
class Values:
    """What a patient is like: circ0 in ×10⁹/L, mtt in hours, gamma, and slope per µmol/L."""

    circ0: float
    mtt: float
    gamma: float
    slope: float


FRIBERG = Values(5.05, 88.7, 0.161, 8.58)  # docetaxel and the neutrophil count: Friberg 2002
KLOFT = Values(5.22, 84.2, 0.145, 15.57)  # the same of other patients: Kloft 2006, Clin Cancer Res 12, 5481


@dataclass(frozen=True)
class Run:
    """The count over time in ×10⁹/L and how fast it changes (per hour), hours × patients."""

    hours: Floats
    count: Floats
    change: Floats


def steps(starts: Sequence[float], end: float) -> Floats:
    """The hours at which to step, from 0 to the end; starts are hours of doses that begin at 0, in order."""
    edges = [*starts, end]
    parts = []
    for start, stop in pairwise(edges):
        fine = start + np.array([hour for hour in _FIRST if hour < stop - start])
        rest = int(np.ceil((stop - fine[-1]) / _LONGEST))
        parts += [fine, np.linspace(fine[-1], stop, rest + 1)[1:-1]]
    return np.concatenate([*parts, [end]])


def solve(patients: Sequence[Values], doses: Sequence[float], starts: Sequence[float], end: float) -> Run:
    """The count of each patient, who gets a dose in mg at each of the starts, from hour 0 to the end.

    Raises ValueError if there is not one dose for each patient, or the first dose does not begin at hour 0.
    """
    if len(patients) != len(doses) or not starts or starts[0] != 0:
        raise ValueError("one dose for each patient and a first start at hour 0 are meant")
    circ0, mtt, gamma, slope = (
        np.array([getattr(each, name) for each in patients]) for name in Values.__annotations__
    )
    hours, ktr, effect = steps(starts, end), 4 / mtt, slope * np.array(doses)
    wide = np.diff(hours)
    thirds = np.stack([hours[:-1], hours[:-1] + wide / 2, hours[1:]], axis=1)
    stop = 1 - docetaxel.level(thirds, starts)[..., None] * effect
    taken = docetaxel.area(thirds, starts)[..., None] * (effect * ktr)
    pools, slopes = np.ones((5, len(ktr))), np.empty((4, 5, len(ktr)))
    pools[0] = 0
    last = np.ones((len(hours), 2, len(ktr)))

    def rate(pools: Floats, at: tuple[int, int], out: Floats) -> None:
        np.multiply(stop[at], pools[4] ** -gamma - 1, out=out[0])
        np.subtract(np.exp(pools[0] - taken[at]), pools[1], out=out[1])
        np.subtract(pools[1:4], pools[2:], out=out[2:])
        out *= ktr

    for n, step in enumerate(wide):
        rate(pools, (n, 0), slopes[0])
        rate(pools + step / 2 * slopes[0], (n, 1), slopes[1])
        rate(pools + step / 2 * slopes[1], (n, 1), slopes[2])
        rate(pools + step * slopes[2], (n, 2), slopes[3])
        pools = pools + step / 6 * (slopes[0] + 2 * (slopes[1] + slopes[2]) + slopes[3])
        last[n + 1] = pools[3:]
    ripe, count = last[:, 0], last[:, 1]
    return Run(hours, count * circ0, (ripe - count) * (ktr * circ0))
