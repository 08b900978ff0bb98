"""Answers, counted: what the tallies of several kinds share."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from bedside.text.markdown import plain

OTHERS = "other answers"
TYPED = 8  # of what was typed into a slot, values shown by themselves; the others are one line

Took = Counter[tuple[str, Any]]  # how many put which value into which slot
Vote = tuple[str, Any, str, int]  # a slot and a value, in words, how many took it; value None is all others


class Row(NamedTuple):
    """A line of a question's plot: its name, its words, and whether it is the right answer."""

    name: str
    say: str
    right: bool


def most_frequent(counted: Counter[Any], most: int) -> list[tuple[Any, int]]:
    """The most frequent, and among equals in order of name, so that no order of files shows."""
    return sorted(counted.items(), key=lambda pair: (-pair[1], str(pair[0])))[:most]


def often(took: Took, slot: str) -> Iterator[tuple[Any, int]]:
    """What was typed into a slot, the most frequent first, and at last, as None, how many typed others."""
    all_ = Counter({value: count for (where, value), count in took.items() if where == slot})
    most = most_frequent(Counter({value: n for value, n in all_.items() if value is not None}), TYPED)
    yield from most
    if rest := all_.total() - sum(count for _, count in most):
        yield None, rest


def quote(say: str) -> str:
    """A text of the course inside a sentence."""
    return f"“{plain(say).rstrip('.')}”"
