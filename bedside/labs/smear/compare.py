"""What comes after the last cell: the count beside the truth, and the cells that were misnamed."""

from collections import Counter
from html import escape

from markupsafe import Markup

from bedside.content.lab_models import Lab
from bedside.content.paint import painted
from bedside.labs.gaps import markup
from bedside.labs.smear.cells import Cell
from bedside.labs.smear.differential import Miss, misses, neutrophils, tally
from bedside.labs.smear.field import one
from bedside.labs.smear.ranges import percent, ranges
from bedside.labs.smear.slide import CELLS, KINDS, NEUTROPHILS, ONE, PEOPLE, Person, slide
from bedside.text.markup import render

_SHOWN = 6  # of the cells that were misnamed


def comparison(lab: Lab, person: str, seed: int, letters: str) -> Markup:
    """All that is shown once the cells are counted; letters are the whole count."""
    whose, truth = PEOPLE[person], slide(person, seed)
    wrong = misses(letters, truth)
    return render(
        "labs/smear/comparison.html.j2",
        title=f"Of {len(letters)} cells, and of all {CELLS:,} on the slide",
        rows=_rows(letters, truth[: len(letters)], whose),
        named=_named(lab, letters, wrong),
        again=_again(person, seed, wrong),
        counted=len(letters),
        ranges=ranges(lab, letters, whose),
    )


def portrait(cell: Cell) -> Markup:
    """One cell as a drawing."""
    label = escape(cell.words)
    svg = painted(f'<svg viewBox="-58 -58 116 116" role="img" aria-label="{label}">{cell.svg}</svg>')
    return Markup(svg)


def _rows(letters: str, truth: str, whose: Person) -> list[tuple[str, int, int, str]]:
    counted, really = tally(letters), tally(truth)
    rows = [(KINDS[kind], counted[kind], really[kind], percent(whose.share(kind))) for kind in KINDS]
    share = percent(whose.share(NEUTROPHILS))
    return [*rows, ("neutrophils", neutrophils(letters), neutrophils(truth), share)]


def _named(lab: Lab, letters: str, wrong: list[Miss]) -> Markup:
    own, parts = sum(letter.islower() for letter in letters), []
    if not own:
        parts.append(f"The lab named all {len(letters)}, and rightly.")
    elif own < len(letters):
        parts.append(f"You named {own}. The lab named the other {len(letters) - own}, and rightly.")
    for (right, named), many in Counter((miss.truth, miss.named) for miss in wrong).most_common():
        parts.append(f"You called {many} {ONE[right]}{'s' * (many > 1)} {_as(named, many)}.")
    if own and not wrong:
        parts.append(markup(lab, "all-right"))
    return Markup(" ").join(parts)


def _as(kind: str, many: int) -> str:
    if kind == "s":
        return KINDS[kind]
    return f"{KINDS[kind]}s" if many > 1 else f"{'an' if kind == 'e' else 'a'} {KINDS[kind]}"


def _again(person: str, seed: int, wrong: list[Miss]) -> list[tuple[Markup, str]]:
    return [
        (
            portrait(one(person, seed, miss.number)),
            f"In truth: {KINDS[miss.truth]}. You said: {KINDS[miss.named]}.",
        )
        for miss in wrong[:_SHOWN]
    ]
