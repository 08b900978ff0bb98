"""The drawings of the count: three lists above one scale, and the people of a survey."""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil

from markupsafe import Markup

from bedside.content.lab_models import Survey
from bedside.labs.anc.count import MILD, MODERATE, NORMAL, PROFOUND, grade, grade_6, level, shown
from bedside.labs.plot import Frame, Point, drawing, text

SPAN = 2000  # cells/µL that the scale shows
_BIG = ' style="font-size:22px"'
_NAME = ' style="font-size:22px;font-weight:700"'
# Readable over whatever lies beneath.
_OVER = (
    ' style="font-size:22px;font-weight:700;paint-order:stroke;stroke:var(--bedside-paper,#fff);'
    'stroke-width:6px"'
)
_IN = ' class="paper" style="font-size:22px;font-weight:700"'

_WORDS = (
    ("severe", 0, MODERATE, "alert"),
    ("moderate", MODERATE, MILD, "warm"),
    ("mild", MILD, NORMAL, "accent"),
)
_GRADES_6 = (
    ("grade 4", 0, PROFOUND, "alert"),
    ("grade 3", PROFOUND, MODERATE, "alert"),
    ("grade 2", MODERATE, MILD, "warm"),
    ("grade 1", MILD, NORMAL, "accent"),
)
_GRADES_5 = (
    ("grade 4", 0, MODERATE, "alert"),
    ("grade 3", MODERATE, MILD, "warm"),
    ("grade 2", MILD, NORMAL, "accent"),
)


def scale(count: Fraction | None, label: str) -> Markup:
    """The three lists above one scale in cells/µL, with a mark at the count; label says it in words."""
    word, six, five = (None, None, None) if count is None else (level(count), grade_6(count), grade(count))
    is_profound = word == "profound"
    left = _across(0)
    ticks = "".join(
        f'<path class="ink line" d="M{_across(value):.1f} 434V446"/>'
        + text(_across(value), 472, f"{value:,}", "middle", _BIG)
        for value in (0, MODERATE, MILD, NORMAL)
    )
    return drawing(
        _mark(count)
        + text(left, 66, "Usual words for adults", "start", _OVER)
        + _bars(_WORDS, 78, "severe" if is_profound else word)
        + _open(78, ("not", "neutropenia"), word == "none", False)
        + _lowest(132, "profound: below 100", is_profound)
        + text(left, 208, "CTCAE version 6 (2025)", "start", _OVER)
        + _bars(_GRADES_6, 220, f"grade {six}")
        + _open(220, ("no", "grade"), word == "none", False)
        + _lowest(274, "grade 4: below 100", is_profound)
        + text(left, 350, "CTCAE version 5 (2017)", "start", _OVER)
        + _bars(_GRADES_5, 362, f"grade {five}")
        + _open(362, ("grade 1", "to lab’s limit"), False, True)
        + f'<path class="ink line" d="M{left:.1f} 440H{_across(SPAN):.1f}"/>{ticks}'
        + text(_across(SPAN), 472, "cells/µL", "end", _BIG),
        label,
        486,
    )


def _across(value: float | Fraction) -> float:
    return 28 + float(value) / SPAN * 592


def _lowest(bottom: int, said: str, chosen: bool) -> str:
    # The step below 100 is too narrow for its name, which stands beside a bracket under the bar.
    left, right = _across(0) + 1, _across(PROFOUND)
    bracket = f'<path class="alert line" d="M{left:.1f} {bottom + 8}v8H{right:.1f}v-8"/>'
    return bracket + text(right + 10, bottom + 28, said, "start", _OVER if chosen else _BIG)


def _bars(parts: Sequence[tuple[str, int, int, str]], top: int, here: str | None) -> str:
    drawn = []
    for name, low, high, kind in parts:
        x, wide = _across(low), _across(high) - _across(low) - 4
        box = f'x="{x:.1f}" y="{top}" width="{wide:.1f}" height="54" rx="10"'
        chosen = name == here
        drawn.append(f'<rect class="{kind if chosen else "soft"}" {box}/><rect class="{kind} line" {box}/>')
        if wide > 60:
            said = f"▸ {name}" if chosen else name
            drawn.append(text(x + wide / 2, top + 34, said, "middle", _IN if chosen else _BIG))
    return "".join(drawn)


def _open(top: int, words: tuple[str, str], chosen: bool, dashed: bool) -> str:
    # It goes on to the right, so its end is not drawn.
    x, end = _across(NORMAL), _across(SPAN)
    edge = f"M{end:.1f} {top}H{x + 10:.1f}q-10 0 -10 10v34q0 10 10 10H{end:.1f}"
    dash = ' stroke-dasharray="8 7"' if dashed else ""
    fill = f'<path class="calm" d="{edge}Z"/>' if chosen else ""
    style = (_IN if chosen else _OVER.replace("700", "400")).replace("22px", "20px")
    return f'{fill}<path class="{"calm" if chosen else "ink"} line"{dash} d="{edge}"/>' + "".join(
        text((x + end) / 2, top + y, each, "middle", style) for y, each in zip((24, 46), words, strict=True)
    )


def _mark(count: Fraction | None) -> str:
    if count is None:
        return text(_across(SPAN), 20, "no count yet", "end", _BIG)
    x = _across(min(float(count), SPAN))
    anchor, at = ("end", x) if x > 500 else ("start", x - 12) if x < 140 else ("middle", x)
    if count > SPAN:
        line = f'<path class="ink line" d="M{x - 40:.1f} 40H{x:.1f}m-12 -10l12 10l-12 10"/>'
    else:
        line = f'<path class="ink line" d="M{x:.1f} 42V440"/><path class="ink" d="M{x:.1f} 42l-10 -14h20z"/>'
    return line + text(at, 20, shown(count), anchor, _NAME)


def crowd(count: Fraction | None, survey: Survey, label: str) -> Markup:
    """The people of a survey by their counts in cells/µL, with those below the count filled in."""
    wide, last = survey.width, survey.width * (len(survey.shares) - 1)
    end, top = last + wide, 2 * ceil(max(survey.shares) / 2)
    frame = Frame((0, end), (0, top), height=340, top=60, right=48, bottom=60)
    steps = [(x, y) for at, y in enumerate(survey.shares) for x in (at * wide, (at + 1) * wide)]
    floor = frame.at(0, 0)[1]
    filled, mark = "", text(612, 22, "no count yet", "end", _BIG)
    if count is not None:
        here = min(float(count), end)
        lower: list[Point] = [(x, y) for x, y in steps if x <= here]
        lower.append((here, lower[-1][1]))
        filled = frame.band(lower, [(x, 0) for x, _ in lower], "accent")
        mark = _pin(frame.at(here, 0)[0], floor, f"{'→ ' if count > end else ''}{shown(count)}")
    limit = frame.at(NORMAL, 0)[0]
    # On the side where the mark is not.
    side, anchor = (-8, "end") if count is not None and NORMAL <= count < 2 * NORMAL else (8, "start")
    return drawing(
        frame.axes("neutrophils, cells/µL", "of 100 people", range(0, last, last // 4), range(0, top + 1, 2))
        # In full: the frame would write the last one as 1e+04.
        + text(frame.at(last + wide / 2, 0)[0], floor + 22, f"{last:,}+", "middle")
        + filled
        + frame.line([(0, 0), *steps, (end, 0)], "ink")
        + f'<path class="alert line" stroke-dasharray="7 7" d="M{limit:.1f} {floor:.1f}V60"/>'
        + text(limit + side, 78, f"{NORMAL:,}", anchor, _OVER)
        + mark,
        label,
        340,
    )


def _pin(x: float, floor: float, said: str) -> str:
    anchor, at = ("end", x + 12) if x > 420 else ("start", x - 12)
    return (
        f'<path class="ink line" d="M{x:.1f} {floor:.1f}V44"/><path class="ink" d="M{x:.1f} 44l-10 -14h20z"/>'
        + text(at, 22, said, anchor, _NAME)
    )
