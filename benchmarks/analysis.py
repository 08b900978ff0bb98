"""A class of a hundred analysed, against pandas grouping the same answers by question and by learner."""

import time
from collections.abc import Callable
from statistics import median
from typing import Any

import numpy as np
import pandas as pd

from bedside.report.analysis import analyse
from benchmarks.table import Row

LEARNERS, ITEMS, OPTIONS = 100, 100, 4
TIMES = 51


def measure(tell: Callable[[str], None]) -> list[Row]:
    """Measure each side in turn, in one process, on the same made-up class."""
    tell(f"Analysis: {LEARNERS:,} learners × {ITEMS} items, every figure; {TIMES} times each")
    scores, codes = _class()
    learner, item = np.divmod(np.arange(scores.size), ITEMS)
    long = pd.DataFrame({"learner": learner, "item": item, "score": scores.ravel()})
    ours, theirs = _in_turn(TIMES, lambda: analyse(scores, codes, OPTIONS), lambda: _group(long))
    return [Row("analyse a class, against pandas grouping it", ours, theirs, "ms", 1)]


def _class() -> tuple[np.ndarray, np.ndarray]:
    """Scores, a third of the items with partial credit, and the options taken, the first of them right."""
    chance = np.random.default_rng(1)
    able, hard = chance.normal(size=(LEARNERS, 1)), np.linspace(-2, 2, ITEMS)
    right = chance.random((LEARNERS, ITEMS)) < 1 / (1 + np.exp(hard - able))
    codes = np.where(right, 0, chance.integers(1, OPTIONS, right.shape)).astype(np.int8)
    scores = right.astype(float)
    scores[:, ::3] = np.maximum(scores[:, ::3], chance.integers(0, 4, scores[:, ::3].shape) / 4)
    return scores, codes


def _group(long: pd.DataFrame) -> Any:
    return long.groupby("item")["score"].mean(), long.groupby("learner")["score"].sum()


def _in_turn(times: int, *sides: Callable[[], Any]) -> list[float]:
    """The median time of each side in milliseconds, after one run of each that does not count."""
    runs = [[_timed(side) for side in sides] for _ in range(times + 1)][1:]
    return [median(each) * 1e3 for each in zip(*runs, strict=True)]


def _timed(side: Callable[[], Any]) -> float:
    start = time.perf_counter()
    side()
    return time.perf_counter() - start
