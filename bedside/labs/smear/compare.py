"""What comes after the last cell: the count beside the truth, and the cells that were misnamed."""

from collections import Counter
from html import escape

from bedside.content.lab_models import Lab
from bedside.content.paint import painted
from bedside.labs.smear.cells import Cell
from bedside.labs.smear.differential import Miss, misses, neutrophils, tally
from bedside.labs.smear.field import one
from bedside.labs.smear.ranges import percent, ranges
from bedside.labs.smear.slide import CELLS, KINDS, NEUTROPHILS, ONE, PEOPLE, Person, slide
from bedside.labs.smear.table import table
from bedside.text.markdown import html

_SHOWN = 6  # of the cells that were misnamed


def comparison(lab: Lab, person: str, seed: int, letters: str) -> str:
    """All that is shown once the cells are counted, as HTML; letters are the whole count."""
    whose, truth = PEOPLE[person], slide(person, seed)
    wrong = misses(letters, truth)
    return "".join(
        (
            "<h4>Your count and the truth</h4>",
            _table(letters, truth[: len(letters)], whose),
            _named(lab, letters, wrong),
            _again(person, seed, wrong),
            f"<h4>How sure can {len(letters)} cells be?</h4>",
            ranges(lab, letters, whose),
        )
    )


def portrait(cell: Cell, caption: str) -> str:
    """One cell with words under it, as HTML."""
    label = escape(cell.words)
    svg = painted(f'<svg viewBox="-58 -58 116 116" role="img" aria-label="{label}">{cell.svg}</svg>')
    return f"<figure>{svg}<figcaption>{escape(caption)}</figcaption></figure>"


def _table(letters: str, truth: str, whose: Person) -> str:
    counted, really = tally(letters), tally(truth)
    rows = [(KINDS[kind], counted[kind], really[kind], percent(whose.share(kind))) for kind in KINDS]
    rows.append(
        ("neutrophils", neutrophils(letters), neutrophils(truth), percent(whose.share(NEUTROPHILS))),
    )
    title = f"Of {len(letters)} cells, and of all {CELLS:,} on the slide"
    return table(title, ("Kind", "Count", "Truth", "Slide"), rows)


def _named(lab: Lab, letters: str, wrong: list[Miss]) -> str:
    own, parts = sum(letter.islower() for letter in letters), []
    if not own:
        parts.append(f"The lab named all {len(letters)}, and rightly.")
    elif own < len(letters):
        parts.append(f"You named {own}. The lab named the other {len(letters) - own}, and rightly.")
    for (right, named), many in Counter((miss.truth, miss.named) for miss in wrong).most_common():
        parts.append(f"You called {many} {ONE[right]}{'s' * (many > 1)} {_as(named, many)}.")
    if own and not wrong:
        parts.append(lab.says["all-right"])
    return f"<p>{html(' '.join(parts))}</p>"


def _as(kind: str, many: int) -> str:
    if kind == "s":
        return KINDS[kind]
    return f"{KINDS[kind]}s" if many > 1 else f"{'an' if kind == 'e' else 'a'} {KINDS[kind]}"


def _again(person: str, seed: int, wrong: list[Miss]) -> str:
    shown = "".join(
        portrait(
            one(person, seed, miss.number),
            f"In truth: {KINDS[miss.truth]}. You said: {KINDS[miss.named]}.",
        )
        for miss in wrong[:_SHOWN]
    )
    return f'<h4>Look at these again</h4><div class="smear-cells">{shown}</div>' if shown else ""
