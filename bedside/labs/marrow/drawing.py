"""The drawing of the count over time: an empty frame with a guess at first, then the curve."""

from collections.abc import Sequence

import numpy as np
from markupsafe import Markup

from bedside.content.lab_models import Lab
from bedside.labs.gaps import Gaps, words
from bedside.labs.marrow.course import FIRST, LOW, VERY_LOW, Told
from bedside.labs.marrow.docetaxel import Floats
from bedside.labs.marrow.fields import Asked
from bedside.labs.plot import Frame, Point, drawing, text

_HIGH, _TOP = 600, 10_000  # units of the drawing, cells/µL
_TICKS = (0, 500, 1000, 1500, 2500, 5000, 7500, 10_000)
_POINTS = 240  # of a line; there are no more across the frame
_BIG = '<text style="font-size:22px" '
# Readable over whatever lies beneath.
_OVER = (
    ' style="font-size:22px;font-weight:700;paint-order:stroke;stroke:var(--bedside-paper,#fff);'
    'stroke-width:6px"'
)
_QUIET = _OVER.replace("700", "400")


def empty(asked: Asked, start: float, label: str, lab: Lab, gaps: Gaps) -> Markup:
    """The frame of the first treatment with the count at its start and the guess."""
    frame = _frame(FIRST.days)
    inside = (
        _axes(frame, FIRST.days, lab) + _doses(frame, 1, FIRST.days, lab) + _start(frame, start, lab, gaps)
    )
    return drawing(inside + _guess(frame, asked, start, lab), label, _HIGH)


def curve(asked: Asked, told: Told, label: str, lab: Lab, gaps: Gaps) -> Markup:
    """The count in cells/µL over days, beside the first treatment, the band, the guess and each low point."""
    course = asked.course
    total = course.days * course.cycles
    frame = _frame(total)
    changed = (course.dose, course.surface, course.whose) != (FIRST.dose, FIRST.surface, FIRST.whose)
    band = _band(frame, told) if asked.spread else ""
    first = frame.line(_thin(told.days, told.first), "ink", dashed=True) if changed else ""
    keys = [("key-this", True), ("key-first", changed), ("key-band", asked.spread)]
    return drawing(
        band
        + _axes(frame, total, lab)
        + _doses(frame, course.cycles, course.days, lab)
        + _start(frame, told.start, lab, gaps)
        + first
        + _wide(frame.line(_thin(told.days, told.count)))
        + _key([name for name, there in keys if there], lab)
        + _guess(frame, asked, told.start, lab)
        + _nadirs(frame, asked, told, lab),
        label,
        _HIGH,
    )


def _band(frame: Frame, told: Told) -> str:
    lower, upper = _thin(told.days, told.lower), _thin(told.days, told.upper)
    # The fill alone is too faint to be told from the page.
    edges = "".join(
        frame.line(each, "ink").replace("<path ", '<path style="stroke-width:1" ', 1)
        for each in (lower, upper)
    )
    return frame.band(lower, upper) + edges


def _frame(days: float) -> Frame:
    return Frame((0, days), (0, _TOP), height=_HIGH, top=52, left=104, bottom=66)


def _wide(line: str) -> str:
    return line.replace("<path ", '<path style="stroke-width:4" ', 1)


def _axes(frame: Frame, total: int, lab: Lab) -> str:
    step = next(step for step in (7, 14, 28) if total / step <= 7)
    limits = "".join(
        frame.line([(0, limit), (total, limit)], "alert", dashed=True) for limit in (LOW, VERY_LOW)
    )
    days, count = words(lab, "axis-days"), words(lab, "axis-count")
    return frame.axes(days, count, range(0, total + 1, step), _TICKS).replace("<text ", _BIG) + limits


def _thin(days: Floats, count: Floats) -> list[Point]:
    at = np.linspace(0, days[-1], _POINTS)
    return list(zip(at.tolist(), np.minimum(np.interp(at, days, count), _TOP).tolist(), strict=True))


def _doses(frame: Frame, cycles: int, days: int, lab: Lab) -> str:
    drawn = []
    for number in range(cycles):
        x, y = frame.at(number * days, _TOP)
        drawn.append(f'<path class="ink" d="M{x - 9:.1f} {y - 6:.1f}h18l-9 16z"/>')
    x, y = frame.at(0, _TOP)
    return "".join(drawn) + text(x + 16, y + 10, words(lab, "mark-dose"), "start", _QUIET)


def _start(frame: Frame, start: float, lab: Lab, gaps: Gaps) -> str:
    (x, y), (end, _) = frame.at(0, start), frame.at(frame.x[1], start)
    return f'<path class="ink line" stroke-dasharray="1 8" d="M{x:.1f} {y:.1f}H{end:.1f}"/>' + text(
        x + 16, y - 10, words(lab, "mark-start", gaps), "start", _QUIET
    )


def _key(names: Sequence[str], lab: Lab) -> str:
    if len(names) == 1:
        return ""
    signs = {
        "key-this": '<path class="accent line" style="stroke-width:4" d="M{x} 22h30"/>',
        "key-first": '<path class="ink line" stroke-dasharray="7 6" d="M{x} 22h30"/>',
        "key-band": '<path class="soft" d="M{x} 12h30v20h-30z"/>'
        '<path class="ink line" style="stroke-width:1" d="M{x} 12h30v20h-30z"/>',
    }
    drawn, x = [], 12
    for name in names:
        said = words(lab, name)
        drawn.append(signs[name].format(x=x) + text(x + 38, 29, said).replace("<text ", _BIG))
        x += 60 + 11 * len(said)
    return "".join(drawn)


def _guess(frame: Frame, asked: Asked, start: float, lab: Lab) -> str:
    if asked.day > frame.x[1]:
        return ""
    x, y = frame.at(asked.day, asked.low)
    floor = frame.at(0, 0)[1]
    side, anchor = (-18, "end") if x > 460 else (18, "start")
    # Below the dotted line, where it would be on it.
    down = 32 if abs(y - frame.at(0, start)[1]) < 24 else 6
    return (
        f'<path class="warm line" stroke-dasharray="1 7" d="M{x:.1f} {y:.1f}V{floor:.1f}"/>'
        f'<path class="warm" d="M{x:.1f} {y - 12:.1f}l12 12l-12 12l-12 -12z"/>'
        + text(x + side, y + down, words(lab, "mark-guess"), anchor, _OVER)
    )


def _nadirs(frame: Frame, asked: Asked, told: Told, lab: Lab) -> str:
    drawn, days = [], asked.course.days
    for number, cycle in enumerate(told.cycles):
        x, y = frame.at(number * days + cycle.nadir_day, cycle.nadir)
        drawn.append(f'<circle class="alert" cx="{x:.1f}" cy="{y:.1f}" r="8"/>')
    x, y = frame.at(told.cycles[0].nadir_day, told.cycles[0].nadir)
    there, label = frame.at(asked.day, asked.low), y - 22
    if abs(there[0] - x) < 140 and y - 60 < there[1] < y + 10:
        # Or the two labels would lie on each other: below the dot where there is room, else above the guess.
        label = y + 34 if told.cycles[0].nadir > 900 else there[1] - 22
    return "".join(drawn) + text(x, label, words(lab, "mark-nadir"), "middle", _OVER)
