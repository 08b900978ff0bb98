"""Each kind of white cell as a drawing, with words for that very cell that do not name it."""

from collections.abc import Callable
from math import cos, pi, sin
from random import Random
from typing import NamedTuple

from bedside.labs.smear.strokes import apart, blob, body, curve, dots, fine, line, lobe, polar, scatter

_NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five"}


class Cell(NamedTuple):
    """A cell as it is drawn: SVG around 0, 0; its radius in units of the drawing; and what is to be seen."""

    svg: str
    radius: float
    words: str


def cell(kind: str, luck: Random) -> Cell:
    """A cell of this kind, a letter of ``KINDS``; luck decides how it lies, its size and its lobes.

    Raises KeyError for a letter that names no kind.
    """
    drawn = _DRAW[kind](luck)
    return drawn._replace(svg=f'<g transform="rotate({luck.randrange(360)})">{drawn.svg}</g>')


def _segmented(luck: Random) -> Cell:
    r, lobes = luck.uniform(40, 45), luck.choice((3, 3, 4, 4, 4, 5))
    step, long, wide = {3: (1.86, 0.34, 0.27), 4: (1.45, 0.285, 0.25), 5: (1.2, 0.235, 0.235)}[lobes]
    turns = [i * step + luck.uniform(-0.05, 0.05) for i in range(lobes)]
    centers = [polar(r * luck.uniform(0.47, 0.54), turn) for turn in turns]
    grains = scatter(luck, r * 0.9, 28, r * 0.17, lambda at: all(apart(at, c) > r * 0.35 for c in centers))
    thread = line("accent", 3.4, "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in centers))
    nucleus = "".join(
        lobe(luck, at, r * long * luck.uniform(0.88, 1), r * wide * luck.uniform(0.88, 1), turn + pi / 2)
        for at, turn in zip(centers, turns, strict=True)
    )
    words = f"A center of {_NUMBERS[lobes]} lobes joined by thin threads. Fine grains."
    return Cell(body(luck, r) + fine(grains) + thread + nucleus, r, words)


def _band(luck: Random) -> Cell:
    r, shape = luck.uniform(41, 46), luck.choice("CCUS")
    wide, size = r * luck.uniform(0.33, 0.37), r * luck.uniform(0.48, 0.52)
    if shape == "S":
        bow = r * luck.uniform(0.29, 0.32)
        upper = [(bow * cos(turn), bow * sin(turn) - bow) for turn in (-0.7 - i * 0.5 for i in range(7))]
        way = [*upper, (0.0, 0.0), *((-x, -y) for x, y in reversed(upper))]
    else:
        half = luck.uniform(1.85, 2.1) if shape == "C" else pi / 2
        way = [polar(size, half * (i / 6 - 1)) for i in range(13)]
        if shape == "U":
            leg = (-size * luck.uniform(0.7, 0.85), size)
            way = [(leg[0], -leg[1]), *way, leg]
    rod = line("accent", wide, "M" + curve(way))
    grains = scatter(luck, r * 0.9, 28, r * 0.17, lambda at: all(apart(at, p) > wide * 0.7 for p in way))
    words = f"A center like one rod, bent like a {shape} and never thin as a thread. Fine grains."
    return Cell(body(luck, r) + fine(grains) + rod, r, words)


def _lymphocyte(luck: Random) -> Cell:
    r = luck.uniform(30, 34)
    aside = r * luck.uniform(0.04, 0.1)
    clumps = scatter(luck, r * 0.58, 7, r * 0.34, lambda at: True)
    nucleus = f'<path class="accent" d="{blob(luck, r * 0.82, 0.025)}"/>' + dots(
        "ink", r * 0.26, clumps, 0.22
    )
    words = "A small cell. Its round center fills nearly all of it. No grains."
    return Cell(f'{body(luck, r)}<g transform="translate({aside:.1f})">{nucleus}</g>', r, words)


def _monocyte(luck: Random) -> Cell:
    r, notch = luck.uniform(51, 55), luck.uniform(-5, 7)
    x, y = r / 68 * luck.uniform(1.12, 1.22), r / 68 * luck.uniform(1.1, 1.24)
    kidney = (
        f"M-42 4C-46-30-20-43 2-41C32-41 48-18 44 8C41 29 22 34 14 {22 + notch:.0f}"
        f"C8 {10 + notch:.0f}-6 {10 + notch:.0f}-12 {22 + notch:.0f}C-20 35-40 28-42 4Z"
    )
    folds = "M-27-8C-20-27 4-30 24-20M-24 6C-14-8 12-12 30 4"
    nucleus = (
        f'<g transform="scale({x:.2f} {y:.2f})"><path class="accent" d="{kidney}"/>'
        f'<path class="paper line" opacity="0.3" d="{folds}"/></g>'
    )
    words = "A very large cell. Its center is shaped like a kidney. No grains."
    return Cell(body(luck, r, 0.035) + nucleus, r, words)


def _eosinophil(luck: Random) -> Cell:
    r, off = luck.uniform(43, 47), luck.uniform(0.34, 0.37)
    bend = r * luck.uniform(0.02, 0.16)
    centers = [(-r * off, bend), (r * off, bend)]
    lobes = "".join(
        lobe(luck, at, r * luck.uniform(0.24, 0.27), r * luck.uniform(0.33, 0.37), turn)
        for at, turn in zip(centers, (0.25, -0.25), strict=True)
    )
    thread = line("accent", 3.4, f"M{-r * off:.1f} {bend:.1f}Q0 {-bend:.1f} {r * off:.1f} {bend:.1f}")
    # A lobe is taller than wide, so the grains keep less away from its sides.
    free = [(x, y + up) for x, y in centers for up in (-r * 0.16, r * 0.16)]
    grains = scatter(luck, r * 0.87, 60, r * 0.165, lambda at: all(apart(at, c) > r * 0.34 for c in free))
    words = "A center of two lobes joined by a thread. Packed with large grains that leave the center free."
    return Cell(body(luck, r) + dots("warm", r * 0.16, grains) + thread + lobes, r, words)


def _basophil(luck: Random) -> Cell:
    r = luck.uniform(36, 40)
    lobes = "".join(
        lobe(luck, (x * r, y * r), r * 0.4, r * 0.32, turn)
        for x, y, turn in ((-0.27, -0.15, 0.5), (0.27, 0.18, 0.9))
    )
    grains = scatter(luck, r * 0.85, 48, r * 0.21, lambda at: True)
    sizes = (grains[::2], r * 0.235), (grains[1::2], r * 0.18)
    dark = "".join(dots("ink", wide, some) for some, wide in sizes)
    words = "Coarse grains lie all over the cell and hide much of its center."
    return Cell(f'{body(luck, r)}<g opacity="0.6">{lobes}</g>{dark}', r, words)


_DRAW: dict[str, Callable[[Random], Cell]] = {
    "s": _segmented,
    "b": _band,
    "l": _lymphocyte,
    "m": _monocyte,
    "e": _eosinophil,
    "p": _basophil,
}
