"""What a course comes to, in words and two small tables."""

from typing import NamedTuple

from markupsafe import Markup

from bedside.content.lab_models import Lab
from bedside.labs.gaps import Gaps, markup, words
from bedside.labs.marrow.course import FIRST, LOW, NEEDED, VERY_LOW, Course, Cycle, Told, follow
from bedside.labs.marrow.figures import cells, day, giga, plainly
from bedside.labs.marrow.spread import MANY

_NEAR_DAYS, _NEAR_CELLS = 1.5, 400  # what still is a close guess


class Table(NamedTuple):
    """A table: its head, and its rows, each of which begins with the number of a cycle."""

    head: list[str]
    rows: list[list[str]]


def figures(course: Course, told: Told) -> dict[str, str]:
    """The figures that the lab's texts have gaps for."""
    first, last = told.cycles[0], told.cycles[-1]
    return {
        "dose": plainly(course.dose),
        "surface": plainly(course.surface),
        "mg": plainly(course.mg),
        "days": str(course.days),
        "cycles": str(course.cycles),
        "last": str(course.days * course.cycles),
        "total": str(course.days * course.cycles),
        "start": cells(told.start),
        "nadir": cells(first.nadir),
        "giga": giga(first.nadir),
        "nadir-day": day(first.nadir_day),
        "nadir-last": cells(last.nadir),
        "peak": cells(first.peak),
        "peak-day": day(first.peak_day),
        "end": cells(last.end),
        "lower": cells(told.lows[0]),
        "upper": cells(told.lows[1]),
        "limit": cells(NEEDED),
        "low-limit": cells(LOW),
        "very-low-limit": cells(VERY_LOW),
        "many": str(MANY),
    }


def guessed(at: float, low: float, lab: Lab) -> Markup:
    """How far a guess (a day, cells/µL) is from the first treatment, and why."""
    told = follow(FIRST)
    found = told.cycles[0]
    off, over = at - found.nadir_day, low - found.nadir
    name = (
        "told-near"
        if abs(off) <= _NEAR_DAYS
        else "told-first"
        if at <= 1
        else "told-early"
        if off < 0
        else "told-late"
        if found.back is None or at <= found.back
        else "told-over"
    )
    near = "told-near-low-near" if name == "told-near" else "told-low-near"
    more = near if abs(over) <= _NEAR_CELLS else "told-low-high" if over > 0 else "told-low-deep"
    gaps = figures(FIRST, told) | {
        "day": plainly(at),
        "low": cells(low),
        "off": day(abs(off)),
        "share": f"{found.nadir / told.start * 100:.0f}",
    }
    # A close day with a count that is far off needs no "and" that joins two misses.
    return Markup(" ").join(markup(lab, each, gaps) for each in ("told", name, more))


def low_table(told: Told, lab: Lab) -> Table:
    """How low each cycle goes, and for how long."""
    limits = [words(lab, "col-low", {"limit": cells(limit)}) for limit in (LOW, VERY_LOW)]
    head = [*(words(lab, name) for name in ("col-cycle", "col-nadir", "col-day")), *limits]
    rows = [
        [str(number), cells(each.nadir), day(each.nadir_day), day(each.low), day(each.very_low)]
        for number, each in enumerate(told.cycles, 1)
    ]
    return Table(head, rows)


def back_table(course: Course, told: Told, lab: Lab) -> Table:
    """When each cycle is back, and how high it ends."""
    gaps = figures(course, told)
    head = [words(lab, name, gaps) for name in ("col-cycle", "col-needed", "col-back", "col-end")]
    rows = [[str(number), *_backs(each, gaps, lab)] for number, each in enumerate(told.cycles, 1)]
    return Table(head, rows)


def _backs(cycle: Cycle, gaps: Gaps, lab: Lab) -> list[str]:
    def when(back: float | None) -> str:
        return words(lab, "not-yet", gaps) if back is None else words(lab, "on-day", {"day": day(back)})

    safe = words(lab, "never-low") if cycle.safe == 0 else when(cycle.safe)
    return [safe, when(cycle.back), cells(cycle.end)]


def remarks(course: Course, told: Told, lab: Lab) -> dict[str, Markup]:
    """What the tables mean, by name: the nadir, a count too low for the next dose, and the rebound."""
    gaps = figures(course, told)
    first, nadir = told.cycles[0], "nadir" if course.cycles == 1 else "nadir-many"
    said = {nadir: markup(lab, nadir, gaps)}
    if late := next((each for each in told.cycles if each.end < NEEDED), None):
        said["too-low"] = markup(lab, "too-low", {**gaps, "end": cells(late.end)})
    if first.peak > told.start and first.peak_day < course.days:
        said["rebound"] = markup(lab, "rebound", gaps)
    return said | {"lines": markup(lab, "lines", gaps)}


def notes(course: Course, told: Told, spread: bool, lab: Lab) -> list[Markup]:
    """What the model leaves out or takes for granted."""
    gaps = figures(course, told)
    names = ["note-model", "note-whose", "note-depth", "note-surface"]
    names += [*(["note-spread"] if spread else []), "note-gcsf"]
    said = {name: markup(lab, name, gaps) for name in names}
    if spread and course.whose == "friberg":
        said["note-spread"] += " " + markup(lab, "note-borrowed")
    return list(said.values())
