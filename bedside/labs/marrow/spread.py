"""Made-up patients, spread as the patients behind Kloft's values were.

Kloft 2006, as written out in the model file of Netterberg 2017 (Cancer Chemother Pharmacol 80, 343; DDMORE
model DDMODEL00000224): Circ0, MTT and Slope are log-normal and independent, and ``VARIANCES`` are those of
their logarithms. γ is the same in all, as it is in that file, and so is the level of the drug.
"""

from dataclasses import replace
from functools import cache

import numpy as np
from scipy.special import ndtri

from bedside.labs.marrow.friberg import Values

MANY = 89
LOWER, UPPER = 5, 95  # percent of them below the band, and below its upper edge
VARIANCES = {"circ0": 0.0639703, "mtt": 0.0191785, "slope": 0.128412}
# Of all lattices of so many points, the one that fills the cube most evenly (least centered discrepancy).
_LATTICE = (1, 35, 65)


@cache
def patients(typical: Values) -> tuple[Values, ...]:
    """So many made-up patients around a typical one: always the same, spread evenly rather than by chance."""
    # A lattice: each of the three takes every one of so many places once, and together they fill the cube.
    places = (np.outer(np.arange(MANY), _LATTICE) % MANY + 0.5) / MANY
    spread = np.exp(ndtri(places) * np.sqrt(list(VARIANCES.values())))
    return tuple(
        replace(
            typical, **{name: getattr(typical, name) * by for name, by in zip(VARIANCES, each, strict=True)}
        )
        for each in spread.tolist()
    )
