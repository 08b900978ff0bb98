"""What ``make test`` leaves to ``make soak``: the same tests on everything there is, and over and over."""

from collections.abc import Iterable
from typing import Any

import pytest

soak = pytest.mark.soak


def some(values: Iterable[Any], *now: Any) -> list[Any]:
    """Values for a test, of which those named now are tried at once, and the others by ``make soak``."""
    values = list(values)
    assert set(now) <= set(values)
    return [value if value in now else pytest.param(value, marks=soak) for value in values]


def times(now: int, long: int) -> list[Any]:
    """How often something is done at once, and how often by ``make soak``."""
    return [now, pytest.param(long, marks=soak)]
