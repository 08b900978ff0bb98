"""Docetaxel in the blood: three compartments, solved in closed form, with each dose given over an hour.

Bruno 1996, J Pharmacokinet Biopharm 24, 153, with the values that Friberg 2002 used for the typical patient.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

INFUSION = 1.0  # hours
VOLUME = 7.4  # liters of the central compartment
CLEARANCE = 5.2 * VOLUME  # liters per hour
_MG_PER_UMOL = 0.808
_K10, _K12, _K21, _K13, _K31 = 5.2, 1.06, 1.51, 1.26, 0.084  # per hour


def level(hours: Floats, starts: Sequence[float], mg: float = 1.0) -> Floats:
    """The level in the blood in µmol/L at these hours, of a dose in mg begun at each start (hours)."""
    total = np.zeros_like(hours)
    for start in starts:
        grown, left = _since(hours - start)
        total += (_WEIGHTS * grown * (1 + left)).sum(axis=-1)
    return total * _unit(mg)


def area(hours: Floats, starts: Sequence[float], mg: float = 1.0) -> Floats:
    """The area under the level from hour 0 to these hours, in µmol·h/L; each dose comes to dose/clearance."""
    total = np.zeros_like(hours)
    for start in starts:
        grown, left = _since(hours - start)
        during = np.clip(hours - start, 0, INFUSION)[..., None]
        total += (_WEIGHTS * (grown * (1 + left) / _RATES - during)).sum(axis=-1)
    return total * _unit(mg)


def umol(mg: float) -> float:
    """So many mg in µmol."""
    return mg / _MG_PER_UMOL


def _unit(mg: float) -> float:
    return umol(mg) / INFUSION / VOLUME


def _modes() -> tuple[Floats, Floats]:
    # What leaves for the tissues comes back, so the level falls as a sum of three exponentials.
    rates = [[-(_K10 + _K12 + _K13), _K21, _K31], [_K12, -_K21, 0], [_K13, 0, -_K31]]
    values, vectors = np.linalg.eig(np.array(rates))
    return values, vectors[0] * np.linalg.inv(vectors)[:, 0] / values


_RATES, _WEIGHTS = _modes()


def _since(hours: Floats) -> tuple[Floats, Floats]:
    """For each mode, e^x - 1 of the time in the infusion, and of the time after it."""
    during = np.multiply.outer(np.clip(hours, 0, INFUSION), _RATES)
    after = np.multiply.outer(np.maximum(hours - INFUSION, 0), _RATES)
    return np.expm1(during), np.expm1(after)
