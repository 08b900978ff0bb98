"""What someone typed, read as a temperature or a count, or explained where it cannot be read."""

import re
from collections.abc import Mapping
from math import floor
from typing import NamedTuple

from bedside.kinds.numbers import number

LONGEST = 40
CELSIUS, FAHRENHEIT = (30, 45), (86, 113)  # the same span twice, and the two do not overlap
MOST = 100_000  # cells/µL
THOUSANDS = 20  # a count of so few cells/µL may be one in ×10⁹/L

_DEGREES = re.compile(r"([^°cf]*)°?([cf]?)", re.IGNORECASE)
_CELLS = re.compile(r"([^cµμu/]*)(cells?)?(/?[µμu]l)?", re.IGNORECASE)


class Read(NamedTuple):
    """A value if there is one, and the name of what is to be told of it, with its figures."""

    value: float | None
    says: str = ""
    figures: Mapping[str, str] = {}


def celsius(fahrenheit: float) -> float:
    """A temperature in °F as °C, cut to hundredths: rounding up could carry it over a line."""
    return floor(round((fahrenheit - 32) * 500 / 9, 4)) / 100


def fahrenheit(celsius: float) -> str:
    """A temperature in °C as people read it in °F."""
    return f"{celsius * 9 / 5 + 32:.1f}"


def temperature(typed: str) -> Read:
    """The temperature in °C; what can only be meant as °F is turned into °C."""
    if not typed.strip():
        return Read(None, "temperature-empty")
    told = {"typed": typed.strip()[:LONGEST]}
    found = len(typed) <= LONGEST and _DEGREES.fullmatch(typed.strip())
    value = number(found[1]) if found else None
    if not found or value is None:
        return Read(None, "temperature-words", told)
    unit = found[2].lower()
    if unit != "c" and FAHRENHEIT[0] <= value <= FAHRENHEIT[1]:
        return Read(celsius(value), "temperature-fahrenheit", told | {"celsius": degrees(celsius(value))})
    if unit != "f" and CELSIUS[0] <= value <= CELSIUS[1]:
        return Read(value)
    return Read(None, "temperature-range", told)


def count(typed: str) -> Read:
    """The count in cells/µL; one that looks like ×10⁹/L is not guessed at."""
    if not typed.strip():
        return Read(None, "count-empty")
    told = {"typed": typed.strip()[:LONGEST]}
    found = len(typed) <= LONGEST and _CELLS.fullmatch(typed.strip())
    value = number(found[1]) if found else None
    if value is None:
        return Read(None, "count-words", told)
    if not 0 <= value <= MOST:
        return Read(None, "count-range", told)
    told |= {"typed": shown(value), "cells": shown(round(value * 1000, 6))}
    if 0 < value < THOUSANDS and value != int(value):
        return Read(None, "count-thousands", told)
    return Read(value, "count-few", told) if 0 < value <= THOUSANDS else Read(value)


def degrees(celsius: float) -> str:
    """A temperature in °C as people write it: 38.0, 38.33."""
    words = shown(celsius)
    return words if "." in words else f"{words}.0"


def shown(value: float) -> str:
    """A number as people read it, with nothing rounded that was typed: 450, 1,500, 499.5."""
    words = f"{value:,.10f}".rstrip("0")
    return words[:-1] if words.endswith(".") else words
