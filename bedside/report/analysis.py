"""What a class's answers say of its questions: item statistics, on NumPy arrays alone.

A class is a matrix, learners × items. A score is 0 to 1, NaN where there is no answer; an option taken is a
code from 0, and -1 where there is no answer. A matrix is of first attempts unless its maker says otherwise:
later ones are made after feedback, and belong in a matrix of their own. A figure is NaN when fewer than
``FEWEST`` learners stand behind it, and when there is nothing to compare, as where all answered alike.
"""

from dataclasses import dataclass
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

FEWEST = 10
LEVELS = (1, 2, 3)  # of confidence: a guess, fairly sure, sure

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]

_Z = NormalDist().inv_cdf(0.975)
# A variance far above what rounding makes of no difference at all, far below the least one in a class.
_ALIKE = 1e-12


class Share(NamedTuple):
    """How many of those asked were right, and their share with its 95 % interval, 0 to 1."""

    right: Ints
    asked: Ints
    share: Floats
    low: Floats
    high: Floats


class Taken(NamedTuple):
    """How many of each third took each option, and their share of the third's answers; items × options."""

    upper: Ints
    lower: Ints
    upper_share: Floats
    lower_share: Floats


@dataclass(frozen=True)
class Analysis:
    """All figures of one class; ``taken`` is None when no options were given."""

    facility: Share
    discrimination: Floats
    alpha: float
    measurement_error: float
    upper: Marks
    lower: Marks
    taken: Taken | None


def analyse(scores: npt.ArrayLike, codes: npt.ArrayLike | None = None, options: int = 0) -> Analysis:
    """All figures of one class, from its scores and, if there are any, its codes of so many options.

    Thirds go by the mean of a learner's answers. Raises ValueError for what is no matrix, and as ``taken``.
    """
    upper, lower = thirds(means(scores))
    chosen = None if codes is None else taken(codes, options, upper, lower)
    return Analysis(
        facility(scores),
        discrimination(scores),
        alpha(scores),
        measurement_error(scores),
        upper,
        lower,
        chosen,
    )


def means(scores: npt.ArrayLike) -> Floats:
    """For each learner, the mean of the answers there are; NaN where there is none."""
    x = _matrix(scores)
    there = ~np.isnan(x)
    answered = there.sum(axis=1)
    return _ratio(np.where(there, x, 0).sum(axis=1), answered, answered > 0)


def facility(scores: npt.ArrayLike) -> Share:
    """For each item, the share of those asked who had it fully right, with its interval (see ``wilson``).

    The item difficulty of Lord and Novick (1968), Statistical Theories of Mental Test Scores.
    """
    x = _matrix(scores)
    return share((x == 1).sum(axis=0), (~np.isnan(x)).sum(axis=0))


def discrimination(scores: npt.ArrayLike) -> Floats:
    """For each item, how its score goes with the mean of the same learner's other answers: Pearson's r.

    The item-total correlation without the item's own part in the total, on which see Henrysson (1963),
    Psychometrika 28, 211-218. Without gaps the mean of the others gives what their sum gives.
    """
    x = _matrix(scores)
    there = ~np.isnan(x)
    x = np.where(there, x, 0)
    others = there.sum(axis=1, keepdims=True) - 1
    both = there & (others > 0)
    rest = (x.sum(axis=1, keepdims=True) - x) / np.maximum(others, 1)
    n = both.sum(axis=0)
    off_x, off_rest = _deviations(x, both), _deviations(rest, both)
    spread_x, spread_rest = (off_x**2).sum(axis=0), (off_rest**2).sum(axis=0)
    enough = (n >= FEWEST) & (spread_x > _ALIKE * n) & (spread_rest > _ALIKE * n)
    return np.clip(_ratio((off_x * off_rest).sum(axis=0), np.sqrt(spread_x * spread_rest), enough), -1, 1)


def alpha(scores: npt.ArrayLike) -> float:
    """Reliability of the total of k items: k/(k - 1)·(1 - Σ variances of the items / variance of the total).

    Of learners without a gap, and at least two items. Cronbach (1951), Psychometrika 16, 297-334.
    """
    whole = _whole(scores)
    totals, k = whole.sum(axis=1), whole.shape[1]
    if k < 2 or len(whole) < FEWEST or totals.var() <= _ALIKE:
        return np.nan
    return float(k / (k - 1) * (1 - whole.var(axis=0, ddof=1).sum() / totals.var(ddof=1)))


def measurement_error(scores: npt.ArrayLike) -> float:
    """How far chance moves a total, as a standard deviation, in points: sd·√(1 - alpha).

    Of learners without a gap, as ``alpha``. Lord and Novick (1968), as in ``facility``.
    """
    found = alpha(scores)
    if np.isnan(found):
        return found
    return float(_whole(scores).sum(axis=1).std(ddof=1) * np.sqrt(max(0, 1 - found)))


def thirds(totals: npt.ArrayLike) -> tuple[Marks, Marks]:
    """Who is in the upper and who in the lower third, a mark a learner; a total of NaN is in neither.

    Whoever ties with the last one in is in too, so a third can be larger than a third; where that would put
    someone in both, nobody is in either. Kelley (1939), Journal of Educational Psychology 30, 17-24, takes
    27 % at each end; thirds keep more learners of a small class.
    """
    totals = np.asarray(totals, dtype=float)
    ranked = np.sort(totals[~np.isnan(totals)])
    third = len(ranked) // 3
    if len(ranked) < FEWEST or ranked[third - 1] == ranked[-third]:
        return np.zeros(totals.shape, bool), np.zeros(totals.shape, bool)
    return totals >= ranked[-third], totals <= ranked[third - 1]


def taken(codes: npt.ArrayLike, options: int, upper: Marks, lower: Marks) -> Taken:
    """How often each third took each option; raises ValueError for a code that is not among the options."""
    codes = np.asarray(codes)
    if codes.ndim != 2 or codes.dtype.kind not in "iu":
        raise ValueError(f"codes are {codes.dtype} on {codes.ndim} axes, but whole numbers on two are meant")
    if codes.size and not -1 <= codes.min() <= codes.max() < options:
        raise ValueError(f"codes are {codes.min()} to {codes.max()}, but -1 to {options - 1} are meant")
    if not codes.shape[:1] == upper.shape == lower.shape:
        raise ValueError(f"{len(codes)} learners have codes, but {upper.size} and {lower.size} have marks")
    enough = (codes >= 0).sum(axis=0) >= FEWEST
    counts, shares = [], []
    for part in (codes.compress(upper, axis=0), codes.compress(lower, axis=0)):
        each = [(part == option).sum(axis=0) for option in range(options)]
        counts.append(np.array(each, dtype=int).reshape(options, codes.shape[1]).T)
        answers = counts[-1].sum(axis=1)
        shares.append(_ratio(counts[-1], answers[:, None], (enough & (answers > 0))[:, None]))
    return Taken(*counts, *shares)


def sureness(confidence: npt.ArrayLike, right: npt.ArrayLike) -> Share:
    """For each of the three ``LEVELS`` of confidence, how many answers were right; both of one shape.

    Answers without a confidence, 0 or NaN, are left out. The interval takes answers as independent, so it is
    a little narrow where a learner gave several.
    """
    confidence, right = np.asarray(confidence, dtype=float).ravel(), np.asarray(right, dtype=bool).ravel()
    at = confidence == np.array(LEVELS)[:, None]
    return share((at & right).sum(axis=1), at.sum(axis=1))


def gain(before: npt.ArrayLike, after: npt.ArrayLike) -> float:
    """How much of what there was to gain was gained: (after - before) / (1 - before), from class means.

    One score a learner, 0 to 1, of those who have both; NaN when nothing was left to gain. Hake (1998),
    American Journal of Physics 66, 64-74.
    """
    both = np.stack([np.asarray(before, dtype=float), np.asarray(after, dtype=float)])
    both = both[:, ~np.isnan(both).any(axis=0)]
    if both.shape[1] < FEWEST or both[0].mean() > 1 - 1e-10:
        return np.nan
    first, last = both.mean(axis=1)
    return float((last - first) / (1 - first))


def wilson(right: npt.ArrayLike, asked: npt.ArrayLike) -> tuple[Floats, Floats]:
    """The 95 % score interval of a share, low and high; NaN where nobody was asked.

    (p + z²/2n ± z·√(p(1 - p)/n + z²/4n²)) / (1 + z²/n): Wilson (1927), Journal of the American Statistical
    Association 22, 209-212.
    """
    right, n = np.asarray(right, dtype=float), np.asarray(asked, dtype=float)
    p = _ratio(right, n, n > 0)
    middle, room = right + _Z**2 / 2, _Z * np.sqrt(p * (n - right) + _Z**2 / 4)
    # Rounding may carry a limit past the share itself, or past 0 or 1.
    return np.clip((middle - room) / (n + _Z**2), 0, p), np.clip((middle + room) / (n + _Z**2), p, 1)


def share(right: npt.ArrayLike, asked: npt.ArrayLike) -> Share:
    """A share with its interval, NaN where fewer than ``FEWEST`` were asked."""
    right, asked = np.asarray(right), np.asarray(asked)
    enough = asked >= FEWEST
    low, high = (np.where(enough, limit, np.nan) for limit in wilson(right, asked))
    return Share(right, asked, _ratio(right, asked, enough), low, high)


def words(value: float, digits: int = 2, asked: int = 0) -> str:
    """A figure as people read it; NaN is "too few answers", or "nothing to compare" if enough were asked."""
    if np.isnan(value):
        return "too few answers" if asked < FEWEST else "nothing to compare"
    return f"{value:z.{digits}f}"


def _matrix(scores: npt.ArrayLike) -> Floats:
    x = np.asarray(scores, dtype=float)
    if x.ndim != 2:
        raise ValueError(f"scores have {x.ndim} axes, but a class has two: learners × items")
    return x


def _whole(scores: npt.ArrayLike) -> Floats:
    """The scores of those without a gap."""
    x = _matrix(scores)
    return x[~np.isnan(x).any(axis=1)]


def _deviations(x: Floats, counted: Marks) -> Floats:
    """How far each score is from its item's mean, of those that are counted; 0 for the others."""
    mean = (x * counted).sum(axis=0) / np.maximum(counted.sum(axis=0), 1)
    off: Floats = (x - mean) * counted
    return off


def _ratio(top: npt.ArrayLike, bottom: npt.ArrayLike, where: Marks) -> Floats:
    """One over the other, NaN elsewhere."""
    out: Floats = np.full(np.broadcast_shapes(np.shape(top), np.shape(bottom)), np.nan)
    np.divide(top, bottom, out=out, where=where)
    return out
