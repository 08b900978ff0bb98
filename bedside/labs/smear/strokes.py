"""What cells are drawn with: uneven edges, smooth ways, grains."""

from collections.abc import Callable, Iterable
from itertools import pairwise
from math import cos, hypot, pi, sin
from random import Random

Point = tuple[float, float]


def body(luck: Random, r: float, rough: float = 0.018) -> str:
    """A cell's ground and outline; rough is how uneven its edge is, a share of its radius."""
    # The outline runs through the middle between its points, and so a little inside r.
    return f'<circle class="soft" r="{0.945 * r:.1f}"/><path class="ink line" d="{blob(luck, r, rough)}"/>'


def blob(luck: Random, r: float, rough: float) -> str:
    """A round shape whose edge is as uneven as rough, a share of its radius."""
    knots = [polar(r * luck.uniform(1 - rough, 1 + rough), i * pi / 4) for i in range(8)]
    return f"M{curve([*knots, knots[0], knots[1]], True)}Z"


def curve(way: list[Point], closed: bool = False, digits: int = 3) -> str:
    """A smooth way along points, through the middle between each two, with so many digits."""
    middles = [((a + c) / 2, (b + d) / 2) for (a, b), (c, d) in pairwise(way)]
    first, last = (middles[0], middles[-1]) if closed else (way[0], way[-1])
    inner = zip(way[1:-1], [*middles[1:-1], last], strict=True)
    steps = [f"{x:.{digits}g} {y:.{digits}g}" for x, y in (first, *(at for pair in inner for at in pair))]
    return steps[0] + "".join(f"Q{bend} {to}" for bend, to in zip(steps[1::2], steps[2::2], strict=True))


def scatter(luck: Random, r: float, most: int, gap: float, free: Callable[[Point], bool]) -> list[Point]:
    """Up to so many points within r of the middle, a gap apart, each of them where it is free."""
    found: list[Point] = []
    for _ in range(most * 12):
        at = polar(r * luck.random() ** 0.5, luck.uniform(0, 2 * pi))
        if free(at) and all(apart(at, other) > gap for other in found):
            found.append(at)
            if len(found) == most:
                break
    return found


def fine(grains: Iterable[Point]) -> str:
    """Fine grains."""
    return dots("ink", 2.6, grains, 0.55)


def dots(color: str, wide: float, at: Iterable[Point], seen: float = 1) -> str:
    """Dots of one color and width; seen is their opacity, 0 to 1."""
    # A dot is a line of no length with round ends: a quarter of the text that circles take.
    return line(color, wide, "".join(f"M{x:.0f} {y:.0f}h.1" for x, y in at), seen)


def line(color: str, wide: float, way: str, seen: float = 1) -> str:
    """A way as a line of this color and width."""
    opacity = "" if seen == 1 else f' opacity="{seen}"'
    return f'<path class="{color} line" style="stroke-width:{wide:.1f}"{opacity} d="{way}"/>'


def lobe(luck: Random, at: Point, along: float, across: float, turn: float) -> str:
    """A lobe of a cell's center: uneven, so long and so wide, turned by an angle in radians."""
    place = f"translate({at[0]:.1f} {at[1]:.1f})rotate({turn * 180 / pi:.0f})scale({along:.1f} {across:.1f})"
    knots = [polar(luck.uniform(1.1, 1.32), i * pi / 3) for i in range(6)]
    return f'<path class="accent" transform="{place}" d="M{curve([*knots, *knots[:2]], True, 2)}Z"/>'


def polar(r: float, turn: float) -> Point:
    """The point at a distance and an angle in radians."""
    return r * cos(turn), r * sin(turn)


def apart(a: Point, b: Point) -> float:
    """How far two points are from each other."""
    return hypot(a[0] - b[0], a[1] - b[1])
