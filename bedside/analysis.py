"""What a class's answers say of its questions: item statistics, on NumPy arrays alone.

A class is a matrix, learners × items. A score is 0 to 1 and NaN where there is no answer; an option taken is a
code from 0 and -1 where there is no answer. A matrix holds first attempts unless its maker says otherwise: later
ones are made with the feedback in sight, and belong in a matrix of their own. Every figure that fewer than
``FEWEST`` learners stand behind is NaN, and so is one that has nothing to compare, as when all answered alike.
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
Bools = npt.NDArray[np.bool_]

_Z = NormalDist().inv_cdf(0.975)
# Far above what rounding leaves of no difference, far below the least difference a class can make.
_ALIKE = 1e-10


class Share(NamedTuple):
    """How many of those asked were right, and their share with its 95 % interval, each 0 to 1."""

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
    upper: Bools
    lower: Bools
    taken: Taken | None


@dataclass(frozen=True)
class Sums:
    """What the figures are made of: a matrix goes over once, however many of them are asked for."""

    right: Ints  # an item
    asked: Ints  # an item
    means: Floats  # a learner, over the items answered
    pairs: Floats  # six an item, over its scores x and the rests r: the sums of 1, x, r, x², r², xr
    whole: Floats  # the totals of the learners without a gap
    whole_items: Floats  # the variances of each item among them

    @classmethod
    def of(cls, scores: "npt.ArrayLike | Sums") -> "Sums":
        """The sums of a matrix of scores; sums are handed back; raises ValueError if it has not two axes."""
        if isinstance(scores, Sums):
            return scores
        x = np.asarray(scores, dtype=float)
        if x.ndim != 2:
            raise ValueError(f"scores have {x.ndim} axes, but a class has two: learners × items")
        every = np.ones(x.shape[1])
        right, asked, answered = count(x == 1), np.full(x.shape[1], len(x)), np.full(len(x), every.size)
        totals, there = x @ every, None
        if np.isnan(totals).any():
            gaps = np.isnan(x)
            x, there = np.where(gaps, 0, x), (~gaps).astype(float)
            totals, answered, asked = x @ every, (there @ every).astype(int), len(x) - count(gaps)
        # A rest is the mean of a learner's other answers: r = t - u·x. Its sums open up into sums of x and x²
        # weighted by learner, so that no matrix of rests is ever made.
        some, whole = (answered > 1).astype(float), (answered == every.size).astype(float)
        u = some / np.maximum(answered - 1, 1)
        t = totals * u
        of_x = np.stack([some, u, t, t * u, whole]) @ x
        of_squares = np.stack([some, u, u * u, whole]) @ (x * x)
        weights = np.stack([some, t, t * t])
        of_1 = weights.sum(axis=1, keepdims=True) if there is None else weights @ there
        n, sum_r, sum_rr = np.broadcast_to(of_1, (3, every.size))
        sum_r, sum_rr = sum_r - of_x[1], sum_rr - 2 * of_x[3] + of_squares[2]
        pairs = np.stack([n, of_x[0], sum_r, of_squares[0], sum_rr, of_x[2] - of_squares[1]])
        learners = whole.sum()
        spread = of_squares[3] - of_x[4] ** 2 / max(learners, 1)
        means = _ratio(totals, answered, answered > 0)
        return cls(right, asked, means, pairs, totals[whole == 1], spread / max(learners - 1, 1))


def analyse(scores: npt.ArrayLike, codes: npt.ArrayLike | None = None, options: int = 0) -> Analysis:
    """All figures of one class at once, from its scores and, if there are any, its option codes."""
    sums = Sums.of(scores)
    upper, lower = thirds(sums.means)
    return Analysis(
        facility(sums),
        discrimination(sums),
        alpha(sums),
        measurement_error(sums),
        upper,
        lower,
        None if codes is None else taken(codes, options, upper, lower),
    )


def facility(scores: npt.ArrayLike | Sums) -> Share:
    """For each item, the share of those asked who had it fully right, with its interval (see ``wilson``).

    Item difficulty p = right / asked in Lord and Novick (1968), Statistical Theories of Mental Test Scores, ch. 15.
    """
    sums = Sums.of(scores)
    return share(sums.right, sums.asked)


def discrimination(scores: npt.ArrayLike | Sums) -> Floats:
    """For each item, the correlation of its score with the mean of the same learner's other answers; -1 to 1.

    The corrected item-total correlation: Henrysson (1963), Psychometrika 28, 211-218. On a matrix without gaps
    the mean of the others ranks learners as their sum does, and the figure is the textbook's.
    """
    n, x, r, xx, rr, xr = Sums.of(scores).pairs
    spread_x, spread_r = n * xx - x * x, n * rr - r * r
    enough = (n >= FEWEST) & (spread_x > _ALIKE * n * xx) & (spread_r > _ALIKE * n * rr)
    both = np.sqrt(np.where(enough, spread_x * spread_r, 1))
    return np.clip(_ratio(n * xr - x * r, both, enough), -1, 1)


def alpha(scores: npt.ArrayLike | Sums) -> float:
    """Reliability of the total, k/(k - 1)·(1 - Σ item variances / variance of totals): Cronbach (1951),
    Psychometrika 16, 297-334. Learners with a gap are left out, and at least two items are needed.
    """
    sums = Sums.of(scores)
    k, totals = len(sums.whole_items), sums.whole
    if k < 2 or len(totals) < FEWEST or totals.var() <= _ALIKE * (totals**2).mean():
        return np.nan
    return float(k / (k - 1) * (1 - sums.whole_items.sum() / totals.var(ddof=1)))


def measurement_error(scores: npt.ArrayLike | Sums) -> float:
    """How far, as a standard deviation, chance moves a total: sd·√(1 - alpha), in points (Lord and Novick 1968,
    ch. 3); of the learners without a gap, as ``alpha``.
    """
    sums = Sums.of(scores)
    reliability = alpha(sums)
    return np.nan if np.isnan(reliability) else float(sums.whole.std(ddof=1) * np.sqrt(max(0, 1 - reliability)))


def thirds(totals: npt.ArrayLike) -> tuple[Bools, Bools]:
    """Who belongs to the upper and who to the lower third, one mark a learner; a total of NaN is in neither.

    Whoever ties with the last one in is in too, so a third can be larger; when that would put someone in both,
    nobody is in either. Kelley (1939), Journal of Educational Psychology 30, 17-24, takes 27 % at each end, best
    for large classes; thirds are steadier in small ones.
    """
    totals = np.asarray(totals, dtype=float)
    ranked = np.sort(totals[~np.isnan(totals)])
    third = len(ranked) // 3
    if len(ranked) < FEWEST or ranked[third - 1] == ranked[-third]:
        return np.zeros(totals.shape, bool), np.zeros(totals.shape, bool)
    return totals >= ranked[-third], totals <= ranked[third - 1]


def taken(codes: npt.ArrayLike, options: int, upper: Bools, lower: Bools) -> Taken:
    """How often each third took each option; raises ValueError for a code that is not among the options."""
    codes = np.asarray(codes)
    if codes.ndim != 2 or not np.issubdtype(codes.dtype, np.integer):
        raise ValueError(f"codes are {codes.ndim}-axis {codes.dtype}, but whole numbers, learners × items, are meant")
    if codes.size and not -1 <= codes.min() <= codes.max() < options:
        raise ValueError(f"codes go from {codes.min()} to {codes.max()}, but -1 to {options - 1} are meant")
    enough = (count(codes >= 0) >= FEWEST)[:, None]
    counts, shares = [], []
    for part in (codes[upper], codes[lower]):
        counts.append(np.array([count(part == option) for option in range(options)]).reshape(options, -1).T)
        answers = counts[-1].sum(axis=1, keepdims=True)
        shares.append(_ratio(counts[-1], answers, enough & (answers > 0)))
    return Taken(*counts, *shares)


def sureness(confidence: npt.ArrayLike, right: npt.ArrayLike) -> Share:
    """For each of the three ``LEVELS`` of confidence, how many answers were right; both of one shape.

    Answers without a confidence, 0 or NaN, are left out. The interval takes answers as independent, so it is a
    little narrow when one learner gave several.
    """
    confidence, right = np.asarray(confidence, dtype=float).ravel(), np.asarray(right, dtype=bool).ravel()
    at = confidence == np.array(LEVELS)[:, None]
    return share((at & right).sum(axis=1), at.sum(axis=1))


def gain(before: npt.ArrayLike, after: npt.ArrayLike) -> float:
    """What part of what there was to gain the class gained, (after - before) / (1 - before), from class means.

    One score a learner, 0 to 1; only learners who have both count. NaN when nothing was left to gain. Hake (1998),
    American Journal of Physics 66, 64-74.
    """
    before, after = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    both = ~np.isnan(before) & ~np.isnan(after)
    if both.sum() < FEWEST or before[both].mean() > 1 - _ALIKE:
        return np.nan
    return float((after[both].mean() - before[both].mean()) / (1 - before[both].mean()))


def wilson(right: npt.ArrayLike, asked: npt.ArrayLike) -> tuple[Floats, Floats]:
    """The 95 % score interval of a share, low and high; NaN where nobody was asked.

    (p + z²/2n ± z·√(p(1 - p)/n + z²/4n²)) / (1 + z²/n): Wilson (1927), Journal of the American Statistical
    Association 22, 209-212.
    """
    right, asked = np.asarray(right, dtype=float), np.asarray(asked, dtype=float)
    p = _ratio(right, asked, asked > 0)
    middle, room = right + _Z**2 / 2, _Z * np.sqrt(np.maximum(p * (asked - right), 0) + _Z**2 / 4)
    # Rounding may carry a limit past the share itself, or past 0 or 1.
    return np.clip((middle - room) / (asked + _Z**2), 0, p), np.clip((middle + room) / (asked + _Z**2), p, 1)


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


def count(marks: Bools) -> Ints:
    """How many marks each column has."""
    # As bytes, 255 rows deep at most, which is many times quicker than letting NumPy widen each to 64 bits.
    deep = len(marks) // 255 + 1
    stacked = np.ascontiguousarray(marks[: len(marks) // deep * deep]).view(np.uint8)
    piled = stacked.reshape(-1, deep * marks.shape[1]).sum(axis=0, dtype=np.uint8)
    return piled.reshape(deep, -1).sum(axis=0, dtype=int) + marks[len(stacked) :].sum(axis=0, dtype=int)


def _ratio(top: npt.ArrayLike, bottom: npt.ArrayLike, where: npt.ArrayLike) -> Floats:
    shape = np.broadcast_shapes(np.shape(top), np.shape(bottom), np.shape(where))
    return np.divide(top, bottom, out=np.full(shape, np.nan), where=where)
