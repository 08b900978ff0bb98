"""A number as people type it, with or without the unit that is wanted: what a text may mean.

frontend/elements/numbers.js holds the same few lines; both are run on tests/data/numbers.json.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from bedside.text.markdown import straight

_LONGEST = 40
_BLANK = re.compile(r"[\t-\r \u00a0\u00ad\u061c\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]")
_SIGNS = [("＋", "+"), ("[，،]", ","), ("．", "."), ("٫", "·"), ("[＇´٬]", "'"), ("[º˚]", "°")]
_TYPED = re.compile(r"[≈~=]?([-+]?)([0-9.,'·]*)(.*)", re.DOTALL)
# 1,234,567.8 and 1.234.567,8 and 1'234'567.8; or, as in India, 12,34,567.8.
_GROUPED = re.compile(
    r"[1-9][0-9]{0,2}([',.])[0-9]{3}(?:\1[0-9]{3})*(?:(?!\1)[.,·][0-9]*)?"
    r"|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}(?:[.·][0-9]*)?"
)
_DECIMAL = re.compile(r"[0-9]+[.,·]?[0-9]*|[.,·][0-9]+")
_SPELLINGS = [
    (rf"{_BLANK.pattern}|\.|\^(?=[0-9])", ""),
    ("percent|٪", "%"),
    ("per", "/"),
    ("micro|mc(?=l)|μ", "u"),
    ("lit(er|re)", "l"),
    ("mm3", "ul"),
    ("[×*]", "x"),
    ("degrees?", "°"),
    ("celsius", "c"),
    ("minute", "min"),
    ("(?<=[a-z]{3})s(?=/|$)", ""),
]


def number(value: Any) -> float | None:
    """The number someone typed, 1,500 as in English where it may mean two; None for anything else."""
    return next(iter(readings(value)), None)


def readings(value: Any, unit: str = "") -> tuple[float, ...]:
    """The numbers a value may mean: none, one, or two where it may hold a thousand or three decimals.

    A unit may follow, if it is this one. Of two, the first is as in English: 1,500 is 1500, and 1.500 is 1.5.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return (float(value),) if abs(value) < 1e15 else ()
    if not isinstance(value, str) or len(value) > _LONGEST:
        return ()
    typed = "".join(str(unicodedata.decimal(letter, letter)) for letter in _BLANK.sub("", value))
    sign, body, rest = _TYPED.fullmatch(_folded(straight(typed), _SIGNS)).groups()  # type: ignore[union-attr]
    if rest and not _same(rest, unit):
        return ()
    grouped = _GROUPED.fullmatch(body)
    ways = [body.replace(grouped[1] or ",", "")] if grouped else []
    ways += [body] if _DECIMAL.fullmatch(body) else []
    found = tuple(float(sign + re.sub("[,·]", ".", way)) for way in ways)
    return found[::-1] if "." in body else found


def _same(said: str, unit: str) -> bool:
    """Whether a unit is the one that is wanted, or a part of it that leaves the number as it is."""
    said, own = (_folded(unicodedata.normalize("NFKD", each).lower(), _SPELLINGS) for each in (said, unit))
    return said in (own, own.removeprefix("°")) or (own.startswith("cell/") and said in ("cell", own[4:]))


def _folded(text: str, table: Iterable[tuple[str, str]]) -> str:
    for pattern, plain in table:
        text = re.sub(pattern, plain, text)
    return text
