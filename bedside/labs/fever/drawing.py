"""The drawings of the fever desk: where a person stands, the first hour, and a score's scale."""

from collections.abc import Sequence

from markupsafe import Markup

from bedside.labs.fever.definition import HOUR, LOW, ONCE
from bedside.labs.plot import Frame, drawing, text

WARM, FEW = (36, 41), (0, 1500)  # °C and cells/µL that the drawing shows
_BIG = ' style="font-size:22px"'
_NAME = ' style="font-size:22px;font-weight:700"'
# Readable over whatever lies beneath.
_OVER = (
    ' style="font-size:22px;font-weight:700;paint-order:stroke;stroke:var(--bedside-paper,#fff);'
    'stroke-width:6px"'
)


def place(celsius: float | None, lasting: bool, count: float | None, falling: bool, label: str) -> Markup:
    """Where a person stands, in °C and cells/µL, and where the definition is met; label says it in words.

    An edge that belongs to the definition is drawn solid, one that does not is dashed.
    """
    frame = Frame(WARM, FEW, height=360, top=44, left=88)
    limit, top = HOUR if lasting else ONCE, FEW[1] if falling else LOW
    (x, y), (right, bottom) = frame.at(limit, top), frame.at(WARM[1], FEW[0])
    person, beside = "", 1350 if falling else 370
    if celsius is not None and count is None:
        person = _anywhere(frame, celsius)
    if celsius is not None and count is not None:
        person = _person(frame, celsius, count, limit, falling)
        beside = 60 if count > (700 if falling else 210) else beside
    edge = (
        ""
        if falling
        else f'<path class="accent line" stroke-dasharray="8 6" d="M{x:.1f} {y:.1f}H{right:.1f}"/>'
    )
    return drawing(
        f'<rect class="soft" x="{x:.1f}" y="{y:.1f}" width="{right - x:.1f}" height="{bottom - y:.1f}"/>'
        + frame.axes("temperature in the mouth, °C", "count, cells/µL", range(36, 42), range(0, 1501, 500))
        + f'<path class="accent line" d="M{x:.1f} {bottom:.1f}V{y:.1f}"/>{edge}'
        + f'<path class="accent line" stroke-dasharray="1 7" d="M{x:.1f} {y:.1f}V44"/>'
        + text(x, 24, f"{limit:.1f} °C or more" + (" for an hour" if lasting else ""), "middle", _BIG)
        + text(right - 8, frame.at(limit, beside)[1], "febrile neutropenia", "end", _BIG)
        + person,
        label,
        360,
    )


def _person(frame: Frame, celsius: float, count: float, limit: float, falling: bool) -> str:
    x, y = frame.at(min(max(celsius, WARM[0]), WARM[1]), min(count, FEW[1]))
    left = 37.4 < celsius < limit or celsius > 39.2
    side, anchor = (-16, "end") if left else (16, "start")
    beyond = ((celsius < WARM[0], "← "), (celsius > WARM[1], "→ "), (count > FEW[1], "↑ "))
    name = "".join(sign for out, sign in beyond if out) + "this person"
    at = f'cx="{x:.1f}" cy="{y:.1f}"'
    drawn = f'<circle class="paper" {at} r="12"/><circle class="ink" {at} r="8"/>'
    if falling and count >= LOW:
        low = frame.at(WARM[0], LOW)[1] + 24
        drawn += (
            f'<path class="ink line" stroke-dasharray="8 6" d="M{x:.1f} {y + 12:.1f}V{low - 12:.1f}"/>'
            f'<path class="ink" d="M{x:.1f} {low:.1f}l-8 -14h16z"/>'
            + text(x + side, low + 4, "soon below 500", anchor, _OVER)
        )
    # Never over the words at the top, nor over the axis below.
    return drawn + text(x + side, min(max(y + 7, 68), 296), name, anchor, _OVER)


def _anywhere(frame: Frame, celsius: float) -> str:
    """A person without a count: a line at the temperature, from the top to the bottom."""
    warm = min(max(celsius, WARM[0]), WARM[1])
    (x, top), (_, bottom) = frame.at(warm, FEW[1]), frame.at(warm, FEW[0])
    side, anchor = (14, "start") if warm < 38 else (-14, "end")
    return (
        f'<path class="ink line" stroke-dasharray="8 6" d="M{x:.1f} {top:.1f}V{bottom:.1f}"/>'
        + text(x + side, top + 60, "this person:", anchor, _OVER)
        + text(x + side, top + 88, "count not known", anchor, _OVER)
    )


def hour() -> Markup:
    """The hour from triage to the first dose, and what comes after it."""
    start, end, later = 40, 460, 596
    minutes = "".join(
        f'<path class="ink line" d="M{x:.1f} 116V130"/>' + text(x, 156, f"{minute}", "middle", _BIG)
        for minute in range(0, 61, 15)
        for x in [start + (end - start) * minute / 60]
    )
    words = (
        (4, "start", "Triage", "clock starts"),
        (242, "middle", "Blood", "count, cultures"),
        (488, "end", "First dose", "at the latest"),
        (632, "end", "Results", "may follow"),
    )
    return drawing(
        f'<rect class="soft" x="{start}" y="76" width="{end - start}" height="40"/>'
        f'<path class="ink line" d="M{start} 116H{end}"/>'
        f'<path class="ink line" stroke-dasharray="2 9" d="M{end} 116H{later}"/>{minutes}'
        f'<circle class="ink" cx="{start}" cy="76" r="9"/>'
        '<path class="accent" d="M242 62l12 14-12 14-12-14z"/>'
        f'<path class="alert line" d="M{end} 68V130"/><path class="alert" d="M{end} 68l-24 10 24 10z"/>'
        f'<circle class="ink line" cx="{later}" cy="76" r="9"/>'
        + "".join(text(x, 28, name, at, _NAME) + text(x, 54, more, at, _BIG) for x, at, name, more in words)
        + text(60, 108, "within one hour", "start", _BIG)
        + text(end + 30, 156, "minutes", "start", _BIG),
        "A line of time. At 0 minutes is triage, where the clock starts. Blood for the count and for "
        "cultures comes after it, before the dose. A flag at 60 minutes marks the latest moment for the "
        "first dose. The results may come later, behind the flag.",
        168,
    )


def scale(most: int, parts: Sequence[tuple[int, str, str]], at: int | None, label: str) -> Markup:
    """The points from 0 to most in parts, each (its first point, name, color), and a mark at the sum."""
    wide = 592 / (most + 1)
    ends = [first for first, _, _ in parts[1:]] + [most + 1]
    drawn = []
    for (first, name, kind), end in zip(parts, ends, strict=True):
        x, w = 24 + first * wide, (end - first) * wide - 4
        middle, span = x + w / 2, f"{first}" if end - first == 1 else f"{first}–{end - 1}"
        drawn.append(
            f'<rect class="soft" x="{x:.1f}" y="40" width="{w:.1f}" height="48" rx="10"/>'
            f'<rect class="{kind} line" x="{x:.1f}" y="40" width="{w:.1f}" height="48" rx="10"/>'
            + text(middle, 72, name, "middle", _BIG)
            + text(middle, 114, span, "middle", _BIG)
        )
    if at is not None:
        x = 24 + (at + 0.5) * wide - 2
        drawn.append(f'<path class="ink" d="M{x:.1f} 38l-11 -18h22z"/>')
        side = "end" if at > most / 2 else "start"
        drawn.append(
            text(
                x - 18 if side == "end" else x + 18,
                30,
                f"{at} point" if at == 1 else f"{at} points",
                side,
                _NAME,
            )
        )
    return drawing("".join(drawn), label, 122)
