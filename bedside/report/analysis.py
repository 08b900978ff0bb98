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
# Far above what rounding makes of no difference at all, far below the least difference in a class.
_ALIKE = 1e-10


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


@dataclass(frozen=True)
class Sums:
    """What the figures are made of; it may stand for its matrix, which is then gone through only once."""

    right: Ints  # an item
    asked: Ints  # an item
    means: Floats  # a learner: of the scores there are
    totals: Floats  # a learner without a gap
    whole: Floats  # an item, over learners without a gap: Σx and Σx²
    pairs: Floats  # an item, over learners with a rest r: Σ1, Σx, Σr, Σx², Σr², Σxr, and the scale of Σr²

    @classmethod
    def of(cls, scores: "npt.ArrayLike | Sums") -> "Sums":
        """The sums of a matrix of scores; raises ValueError if it has not two axes."""
        if isinstance(scores, Sums):
            return scores
        x = np.asarray(scores, dtype=float)
        if x.ndim != 2:
            raise ValueError(f"scores have {x.ndim} axes, but a class has two: learners × items")
        items, totals = x.shape[1], np.einsum("li->l", x)
        right, means, gaps = count(x == 1), totals / max(items, 1), np.isnan(totals)
        if not gaps.any():
            return cls(right, np.full(items, len(x)), means, totals, *_whole(x, totals))
        # A part at a time, which fits the processor's cache.
        parts = np.array_split(x[gaps], len(x) // 1000 + 1)
        asked, some, pairs = zip(*map(_gappy, parts), strict=True)
        means[gaps], totals = np.concatenate(some), totals[~gaps]
        whole, more = _whole(x[~gaps], totals)
        return cls(right, sum(asked, len(totals)), means, totals, whole, sum(pairs, more))


# Sums by einsum and not by @: the threads of BLAS stall when a machine is busy.
def _whole(x: Floats, totals: Floats) -> tuple[Floats, Floats]:
    """Of learners without a gap, where r = (total - x) / others, so that no rest need be worked out."""
    others = max(x.shape[1] - 1, 1)
    sum_x, sum_xx, sum_xt = _columns(x), _products(x, x), np.einsum("l,li->i", totals, x)
    n, sum_tt = np.full_like(sum_x, len(x)), np.full_like(sum_x, (totals**2).sum())
    sum_r, sum_rr, sum_xr = totals.sum() - sum_x, sum_tt - 2 * sum_xt + sum_xx, sum_xt - sum_xx
    per = np.array([1, 1, others, 1, others**2, others, others**2])[:, None]
    return np.stack([sum_x, sum_xx]), np.stack([n, sum_x, sum_r, sum_xx, sum_rr, sum_xr, sum_tt]) / per


def _gappy(x: Floats) -> tuple[Ints, Floats, Floats]:
    """Of learners with gaps: how many answered each item, their means, and the pairs."""
    there = ~np.isnan(x)
    x, answered = np.where(there, x, 0), there.sum(axis=1)
    totals, paired = x.sum(axis=1), answered > 1
    r = (totals[:, None] - x) * (paired / np.maximum(answered - 1, 1))[:, None] * there
    x[~paired] = 0
    n, sum_rr = count(there[paired]), _products(r, r)
    pairs = [n, _columns(x), _columns(r), _products(x, x), sum_rr, _products(x, r), sum_rr]
    return count(there), _ratio(totals, answered, answered > 0), np.stack(pairs)


def _products(a: Floats, b: Floats) -> Floats:
    return np.einsum("li,li->i", a, b)


def analyse(scores: npt.ArrayLike, codes: npt.ArrayLike | None = None, options: int = 0) -> Analysis:
    """All figures of one class, from its scores and, if there are any, its codes of so many options.

    Thirds go by the mean of a learner's answers. Raises ValueError as ``Sums.of`` and ``taken`` do.
    """
    sums = Sums.of(scores)
    upper, lower = thirds(sums.means)
    chosen = None if codes is None else taken(codes, options, upper, lower)
    return Analysis(
        facility(sums), discrimination(sums), alpha(sums), measurement_error(sums), upper, lower, chosen
    )


def facility(scores: npt.ArrayLike | Sums) -> Share:
    """For each item, the share of those asked who had it fully right, with its interval (see ``wilson``).

    The item difficulty of Lord and Novick (1968), Statistical Theories of Mental Test Scores.
    """
    sums = Sums.of(scores)
    return share(sums.right, sums.asked)


def discrimination(scores: npt.ArrayLike | Sums) -> Floats:
    """For each item, how its score goes with the mean of the same learner's other answers: Pearson's r.

    The item-total correlation without the item's own part in the total, on which see Henrysson (1963),
    Psychometrika 28, 211-218. Without gaps the mean of the others gives what their sum gives.
    """
    n, x, r, xx, rr, xr, scale = Sums.of(scores).pairs
    spread_x, spread_r = n * xx - x * x, n * rr - r * r
    enough = (n >= FEWEST) & (spread_x > _ALIKE * n * xx) & (spread_r > _ALIKE * n * scale)
    both = np.sqrt(np.where(enough, spread_x * spread_r, 1))
    return np.clip(_ratio(n * xr - x * r, both, enough), -1, 1)


def alpha(scores: npt.ArrayLike | Sums) -> float:
    """Reliability of the total of k items: k/(k - 1)·(1 - Σ variances of the items / variance of the total).

    Of learners without a gap, and at least two items. Cronbach (1951), Psychometrika 16, 297-334.
    """
    sums = Sums.of(scores)
    (sum_x, sum_xx), totals = sums.whole, sums.totals
    n, k = len(totals), len(sum_x)
    if k < 2 or n < FEWEST or totals.var() <= _ALIKE * (totals**2).mean():
        return np.nan
    items = (sum_xx - sum_x**2 / n).sum() / (n - 1)
    return float(k / (k - 1) * (1 - items / totals.var(ddof=1)))


def measurement_error(scores: npt.ArrayLike | Sums) -> float:
    """How far chance moves a total, as a standard deviation, in points: sd·√(1 - alpha).

    Of learners without a gap, as ``alpha``. Lord and Novick (1968), as in ``facility``.
    """
    sums = Sums.of(scores)
    found = alpha(sums)
    return found if np.isnan(found) else float(sums.totals.std(ddof=1) * np.sqrt(max(0, 1 - found)))


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
    enough = count(codes >= 0) >= FEWEST
    counts, shares = [], []
    for part in (codes.compress(upper, axis=0), codes.compress(lower, axis=0)):
        each = [count(part == option) for option in range(options)]
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
    if both.shape[1] < FEWEST or both[0].mean() > 1 - _ALIKE:
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


def count(marks: Marks) -> Ints:
    """How many marks each column has."""
    # As bytes, of which no more than 255 are added up before they are widened.
    return _columns(marks.view(np.uint8), len(marks) // 255 + 1).astype(int)


def _columns(x: npt.NDArray, wide: int = 8) -> npt.NDArray:
    """The sum of each column, with so many rows side by side at first: NumPy is slow at many short rows."""
    even = len(x) // wide * wide
    piled = x[:even].reshape(even // wide, wide * x.shape[1]).sum(axis=0, dtype=x.dtype)
    return piled.reshape(wide, x.shape[1]).sum(axis=0) + x[even:].sum(axis=0)


def _ratio(top: npt.ArrayLike, bottom: npt.ArrayLike, where: npt.ArrayLike) -> Floats:
    """One over the other, NaN elsewhere."""
    out = np.full(np.broadcast_shapes(np.shape(top), np.shape(bottom)), np.nan)
    return np.divide(top, bottom, out=out, where=where)
