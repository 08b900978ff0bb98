"""What someone copied from a lab report: read, doubted where it may be a slip, or explained."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from bedside.kinds.numbers import number
from bedside.labs.anc.count import anc, exact, shown

UNITS = {"cells": 1, "thousands": 1000, "giga": 1000}  # name: how many cells/µL one of it is
BOXES = ("white", "segs", "bands")
START = {"white": "3.6", "unit": "thousands", "segs": "38", "bands": "3"}
SAMPLES = {
    "hidden": START,
    "calm": {"white": "7,800", "unit": "cells", "segs": "5", "bands": "1"},
    "line": {"white": "4.0", "unit": "giga", "segs": "35", "bands": "2.5"},
}

# In cells/µL. Above the first a count is very rare; the page takes none above the second.
RARE, MOST = 100_000, 1_000_000
FEW = 100  # a white count of fewer cells/µL may be one in thousands
LONGEST = 40


class Note(NamedTuple):
    """What is to be told of a box: the name of a text, and what fills its gaps."""

    says: str
    gaps: Mapping[str, str]


class Fix(NamedTuple):
    """What was probably meant: the controls to set, and a button's text with what fills its gaps."""

    set: Mapping[str, str]
    says: str
    gaps: Mapping[str, str]


@dataclass(frozen=True)
class Report:
    """A white count in cells/µL and two shares in percent, None where they cannot be used."""

    white: Fraction | None
    segs: Fraction | None
    bands: Fraction | None
    typed: Mapping[str, str]
    notes: Mapping[str, Note]  # by box
    fixes: Mapping[str, Fix]  # by name

    @property
    def count(self) -> Fraction | None:
        """The neutrophil count in cells/µL, if all of it can be used."""
        if self.white is None or self.segs is None or self.bands is None:
            return None
        return anc(self.white, self.segs, self.bands)

    def used(self, box: str) -> bool:
        """Whether what a box holds can be used."""
        return {"white": self.white, "segs": self.segs, "bands": self.bands}[box] is not None


def read(fields: Mapping[str, str]) -> Report:
    """Read the boxes; what is missing is as at the start, and nothing raises."""
    typed = {name: _clean(fields.get(name, START[name])) for name in BOXES}
    unit = fields.get("unit", START["unit"])
    notes: dict[str, Note] = {}
    fixes: dict[str, Fix] = {}
    white = _white(typed["white"], unit, notes, fixes)
    segs, bands = (_share(name, typed[name], notes) for name in ("segs", "bands"))
    if typed["bands"] == "":
        fixes["bands"] = Fix({"bands": "0"}, "fix-bands", {})
    if segs is not None and bands is not None:
        if segs + bands > 100:
            told = {"segs": shown(segs), "bands": shown(bands), "sum": shown(segs + bands)}
            notes["bands"] = Note("together-over", told)
            segs = bands = None
        elif 0 < segs + bands <= 1 and not (segs.denominator == bands.denominator == 1):
            _fraction(segs, bands, notes, fixes)
    return Report(white, segs, bands, {**typed, "unit": unit}, notes, fixes)


def _clean(text: str) -> str:
    return "".join(each for each in text if each.isprintable()).strip()[: LONGEST + 1]


def _number(name: str, text: str, notes: dict[str, Note]) -> Fraction | None:
    value = number(text)
    echo = {"typed": text if len(text) <= LONGEST else f"{text[:LONGEST]}…"}
    if not text:
        notes[name] = Note(f"{name}-empty", {})
    elif value is None:
        notes[name] = Note("white-words" if name == "white" else "share-words", echo)
    elif value < 0:
        notes[name] = Note("white-negative" if name == "white" else "share-negative", echo)
    else:
        return exact(value)
    return None


def _white(text: str, unit: str, notes: dict[str, Note], fixes: dict[str, Fix]) -> Fraction | None:
    value = _number("white", text, notes)
    if unit not in UNITS:
        notes["white"] = Note("unit-odd", {})
        return None
    if value is None:
        return None
    cells, other = value * UNITS[unit], "thousands" if unit == "cells" else "cells"
    meant = value * UNITS[other]
    told = {"typed": text, "cells": shown(cells), "meant": shown(meant), "thousands": shown(cells / 1000, 5)}
    told["most"] = shown(MOST)
    doubted = 0 < cells < FEW if unit == "cells" else cells > RARE and meant <= MOST
    if doubted:
        fixes["unit"] = Fix({"unit": other}, f"fix-{other}", told)
    if cells > MOST:
        notes["white"] = Note("white-meant-cells" if doubted else "white-too-many", told)
        return None
    if cells > RARE:
        notes["white"] = Note("white-rare", told)
    elif doubted:
        notes["white"] = Note("white-meant-thousands", told)
    elif cells == 0:
        notes["white"] = Note("white-none", told)
    return cells


def _share(name: str, text: str, notes: dict[str, Note]) -> Fraction | None:
    value = _number(name, text.removesuffix("%").rstrip() if text != "%" else text, notes)
    if value is None or value <= 100:
        return value
    notes[name] = Note("share-over", {"typed": text.removesuffix("%").rstrip()})
    return None


def _fraction(segs: Fraction, bands: Fraction, notes: dict[str, Note], fixes: dict[str, Fix]) -> None:
    typed, meant = ({"segs": _plain(segs * by), "bands": _plain(bands * by)} for by in (1, 100))
    told = typed | {f"meant-{name}": value for name, value in meant.items()}
    notes["segs" if segs else "bands"] = Note("share-fraction", told)
    fixes["shares"] = Fix(meant, "fix-shares", told)


def _plain(value: Fraction) -> str:
    return f"{float(value):.10f}".rstrip("0").rstrip(".")
