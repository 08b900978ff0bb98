"""One field of view as a drawing: white cells among red ones, and a mark at the cell to be named."""

from functools import lru_cache
from math import hypot
from random import Random
from typing import NamedTuple

from markupsafe import Markup

from bedside.labs.plot import drawing
from bedside.labs.smear.cells import Cell, cell
from bedside.labs.smear.slide import Field, slide

WIDE, HIGH = 640, 462
_ROWS = {8: (3, 2, 3), 9: (3, 3, 3), 10: (3, 4, 3), 11: (4, 3, 4), 12: (4, 4, 4)}
_REACH = 56  # the most a cell needs from its middle, with a little air


class Placed(NamedTuple):
    """A white cell and where its middle lies."""

    x: float
    y: float
    cell: Cell


def one(person: str, seed: int, number: int) -> Cell:
    """The cell of this number on a slide; it looks the same wherever it is shown."""
    return cell(slide(person, seed)[number], Random(f"{person} {seed} {number}"))


@lru_cache(maxsize=64)
def placed(person: str, seed: int, field: Field) -> tuple[Placed, ...]:
    """The white cells of a field in the order in which they are counted: row by row, from the left."""
    luck, numbers, found = Random(f"places {person} {seed} {field.number}"), iter(range(*field[1:])), []
    rows = _ROWS[field.stop - field.start]
    for row, many in enumerate(rows):
        room = WIDE / many / 2 - _REACH
        for i in range(many):
            x = (2 * i + 1) * WIDE / many / 2 + luck.uniform(-room, room)
            y = (2 * row + 1) * HIGH / len(rows) / 2 + luck.uniform(-1, 1) * (HIGH / len(rows) / 2 - _REACH)
            found.append(Placed(x, y, one(person, seed, next(numbers))))
    return tuple(found)


@lru_cache(maxsize=64)
def _view(person: str, seed: int, field: Field) -> str:
    cells = placed(person, seed, field)
    whites = "".join(f'<g transform="translate({x:.0f} {y:.0f})">{each.svg}</g>' for x, y, each in cells)
    edge = f'<path class="ink line" opacity="0.6" d="M1 1H{WIDE - 1}V{HIGH - 1}H1Z"/>'
    return _reds(person, seed, field) + whites + edge


def _reds(person: str, seed: int, field: Field) -> str:
    """Red cells wherever there is room, drawn together, so that no edge is darker where two touch."""
    luck = Random(f"reds {person} {seed} {field.number}")
    taken = [(x, y, each.radius + 2) for x, y, each in placed(person, seed, field)]
    whites, sizes = len(taken), (21.0, 22.5, 24.0)
    for _ in range(420):
        x, y, r = luck.uniform(-12, WIDE + 12), luck.uniform(-12, HIGH + 12), luck.choice(sizes)
        if all(hypot(x - a, y - b) > r + c for a, b, c in taken):
            taken.append((x, y, r))
    parts = []
    layers = (("warm", 2, 0.55), ("paper", 1.9, 1), ("warm", 1.9, 0.3), ("paper", 0.85, 0.5))
    for size in sizes:
        way = "".join(f"M{x:.0f} {y:.0f}h.1" for x, y, r in taken[whites:] if r == size)
        for color, wide, seen in layers:
            style = f'style="stroke-width:{wide * size:.1f}" opacity="{seen}"'
            parts.append(f'<path class="{color} line" {style} d="{way}"/>')
    return "".join(parts)


def _mark(at: Placed) -> str:
    """Four corners around a cell and an arrow to it, each with a quiet edge, to be seen on any ground."""
    x, y, r = at.x, at.y, at.cell.radius + 5
    down = y > HIGH / 2
    tip, tail = (y - r - 4, y - r - 40) if down else (y + r + 4, y + r + 40)
    head = 13 if tail > tip else -13
    leg = r * 0.42
    corners = "".join(
        f"M{x + a * r:.0f} {y + b * (r - leg):.0f}V{y + b * r:.0f}H{x + a * (r - leg):.0f}"
        for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    )
    arrow = f"M{x:.0f} {tail:.0f}V{tip:.0f}m-11 {head}l11 {-head}l11 {head}"
    return "".join(
        f'<path class="{color} line" style="stroke-width:{wide}" d="{corners}{arrow}"/>'
        for color, wide in (("paper", 10), ("alert", 4.5))
    )


def picture(person: str, seed: int, field: Field, number: int) -> Markup:
    """A field with the cell of this number marked; its label describes the marked cell in words."""
    at = placed(person, seed, field)[number - field.start]
    label = (
        f"A field of view with {field.stop - field.start} white cells among red cells. "
        f"Number {number - field.start + 1} of them is marked. {at.cell.words}"
    )
    return drawing(_view(person, seed, field) + _mark(at), label, HIGH)
