"""What a course comes to, in words and two small tables."""

from collections.abc import Sequence

from bedside.content.lab_models import Lab
from bedside.labs.gaps import Gaps, markup, words
from bedside.labs.marrow.course import FIRST, LOW, NEEDED, VERY_LOW, Course, Cycle, Told, follow
from bedside.labs.marrow.figures import cells, day, giga, plainly
from bedside.labs.marrow.spread import MANY

_NEAR_DAYS, _NEAR_CELLS = 1.5, 400  # what still is a close guess


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


def guessed(at: float, low: float, lab: Lab) -> str:
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
    return " ".join(markup(lab, each, gaps) for each in ("told", name, more))


def tables(course: Course, told: Told, lab: Lab) -> str:
    """How low each cycle goes and for how long, and when it is back."""
    gaps = figures(course, told)
    low = [
        words(lab, "col-cycle"),
        words(lab, "col-nadir"),
        words(lab, "col-day"),
        *(words(lab, "col-low", {"limit": cells(limit)}) for limit in (LOW, VERY_LOW)),
    ]
    back = [words(lab, name, gaps) for name in ("col-cycle", "col-needed", "col-back", "col-end")]
    lows = [[cells(each.nadir), *map(day, (each.nadir_day, each.low, each.very_low))] for each in told.cycles]
    backs = [_backs(each, gaps, lab) for each in told.cycles]
    return (
        f"<h4>{markup(lab, 'table-low')}</h4>{_table(low, lows)}"
        f"<h4>{markup(lab, 'table-back')}</h4>{_table(back, backs)}"
        f"<p>{markup(lab, 'table-words', gaps)}</p>"
    )


def _backs(cycle: Cycle, gaps: Gaps, lab: Lab) -> list[str]:
    def when(back: float | None) -> str:
        return words(lab, "not-yet", gaps) if back is None else words(lab, "on-day", {"day": day(back)})

    safe = words(lab, "never-low") if cycle.safe == 0 else when(cycle.safe)
    return [safe, when(cycle.back), cells(cycle.end)]


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{each}</th>' for each in heads)
    body = "".join(
        f'<tr><th scope="row">{number}</th>{"".join(f"<td>{each}</td>" for each in row)}</tr>'
        for number, row in enumerate(rows, 1)
    )
    return f'<table class="bedside-figures"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def remarks(course: Course, told: Told, lab: Lab) -> str:
    """What the tables mean: the word nadir, a count too low for the next dose, and the rebound."""
    gaps = figures(course, told)
    first = told.cycles[0]
    parts = [f"<p>{markup(lab, 'nadir' if course.cycles == 1 else 'nadir-many', gaps)}</p>"]
    if late := next((each for each in told.cycles if each.end < NEEDED), None):
        parts.append(
            f'<p class="bedside-notice">{markup(lab, "too-low", {**gaps, "end": cells(late.end)})}</p>'
        )
    if first.peak > told.start and first.peak_day < course.days:
        parts.append(f"<p>{markup(lab, 'rebound', gaps)}</p>")
    parts.append(f"<p>{markup(lab, 'lines', gaps)}</p>")
    return "".join(parts)


def notes(course: Course, told: Told, spread: bool, lab: Lab) -> str:
    """What the model leaves out or takes for granted."""
    gaps = figures(course, told)
    names = ["note-model", "note-whose", "note-depth", "note-surface"]
    names += [*(["note-spread"] if spread else []), "note-gcsf"]
    said = {name: markup(lab, name, gaps) for name in names}
    if spread and course.whose == "friberg":
        said["note-spread"] += f" {markup(lab, 'note-borrowed')}"
    return f"<h4>{markup(lab, 'notes')}</h4><ul>{''.join(f'<li>{each}</li>' for each in said.values())}</ul>"
