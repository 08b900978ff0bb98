"""How far a count of 100 or 200 cells can be off by chance, in words, as a drawing and as a table."""

from functools import partial
from typing import NamedTuple

from markupsafe import Markup

from bedside.content.lab_models import Lab
from bedside.labs.gaps import Gaps, markup
from bedside.labs.plot import Frame, drawing, text
from bedside.labs.smear.differential import LINES, Range, anc_range, crossed, neutrophils, share_range, tally
from bedside.labs.smear.slide import GOALS, NEUTROPHILS, Person
from bedside.text.markup import render

_HIGH = 250
_WORDS = ("severe", "moderate", "mild")  # below each of the lines


class Found(NamedTuple):
    """So many neutrophils among so many cells, and which cells these are."""

    found: int
    counted: int
    of: str


def figures(letters: str, whose: Person) -> str:
    """The count of neutrophils with its ranges, in two sentences."""
    found, counted = neutrophils(letters), len(letters)
    share, anc = share_range(found, counted), anc_range(found, counted, whose.white)
    return (
        f"All {counted} are counted, and {found} are neutrophils: {percent(found / counted)}. "
        f"The range that chance allows is {_percent(share)}, which makes an ANC of {_cells(anc)} cells/µL."
    )


def ranges(lab: Lab, letters: str, whose: Person) -> Markup:
    """What 100 and 200 cells allow; where only 100 were counted, 200 are taken to show the same share."""
    fewer, more = GOALS
    mine = Found(neutrophils(letters), len(letters), f"{len(letters)} cells")
    if mine.counted == fewer:
        twice = Found(mine.found * more // fewer, more, f"{more} cells with the same share")
        counts = [mine, twice]
    else:
        counts = [Found(neutrophils(letters[:fewer]), fewer, f"your first {fewer} cells"), mine]
    rows = [
        (
            f"{some.found} in {some.of}",
            _percent(share_range(some.found, some.counted)),
            _cells(anc_range(some.found, some.counted, whose.white)),
        )
        for some in counts
    ]
    rows.append(("the whole slide", percent(whose.share(NEUTROPHILS)), f"{whose.anc:,.0f}"))
    lines = crossed(anc_range(mine.found, mine.counted, whose.white))
    bands = ["bands"] if tally(letters)["b"] else []
    return render(
        "labs/smear/ranges.html.j2",
        say=partial(markup, lab, gaps=_gaps(letters, lines, whose)),
        drawing=_drawn(counts, whose),
        rows=rows,
        title=f"At a white count of {whose.white:,} cells/µL",
        remarks=("crosses" if lines else "one-side", *bands, "table"),
    )


def percent(share: float) -> str:
    """A share, 0 to 1, in percent and with no more digits than it needs."""
    return f"{100 * share:.3g} %"


def _percent(share: Range) -> str:
    return f"{100 * share.low:.1f} to {100 * share.high:.1f} %"


def _cells(anc: Range) -> str:
    return f"{anc.low:,.0f} to {anc.high:,.0f}"


def _gaps(letters: str, lines: list[int], whose: Person) -> Gaps:
    found, each = neutrophils(letters), whose.white / len(letters)
    return {
        "lines": " and ".join(f"{line:,}" for line in lines),
        "without": f"{(found - tally(letters)['b']) * each:,.0f}",
        "with": f"{found * each:,.0f}",
    }


def _drawn(counts: list[Found], whose: Person) -> Markup:
    """The ranges of the ANC above one ruler, with the lines between the usual words."""
    spans = {some: anc_range(some.found, some.counted, whose.white) for some in counts}
    most = max(LINES[-1], *(anc.high for anc in spans.values())) * 1.06
    frame = Frame((0, most), (0, 3), height=_HIGH, left=118, top=34)
    parts = [_lines(frame)]
    for row, (some, anc) in zip((2.5, 1.5), spans.items(), strict=True):
        (x0, y), (x1, _) = frame.at(anc.low, row), frame.at(anc.high, row)
        x, _ = frame.at(whose.white * some.found / some.counted, row)
        ends = f"M{x0:.1f} {y - 12:.1f}v24M{x1:.1f} {y - 12:.1f}v24"
        parts.append(
            f'<path class="accent line" style="stroke-width:6" d="M{x0:.1f} {y:.1f}H{x1:.1f}{ends}"/>'
        )
        parts.append(f'<circle class="accent" cx="{x:.1f}" cy="{y:.1f}" r="9"/>')
        parts.append(text(12, y + 6, f"{some.counted} cells"))
    x, y = frame.at(whose.anc, 0.5)
    parts.append(f'<path class="ink" d="M{x:.1f} {y - 12:.1f}l12 12-12 12-12-12Z"/>')
    parts.append(text(12, y + 6, "in truth"))
    said = "; ".join(f"{some.counted} cells, {_cells(anc)} cells/µL" for some, anc in spans.items())
    label = f"Ranges of the ANC: {said}. In truth it is {whose.anc:,.0f} cells/µL."
    return drawing("".join(parts) + _ruler(frame), label, _HIGH)


def _lines(frame: Frame) -> str:
    """The lines between the usual words; with the words where there is room, or else their figures."""
    parts, before, said = [], 0, 0.0
    for line, word in zip(LINES, _WORDS, strict=True):
        (x, top), (start, low) = frame.at(line, 3), frame.at(before, 0)
        parts.append(f'<path class="ink line" stroke-dasharray="3 7" d="M{x:.1f} {top:.1f}V{low:.1f}"/>')
        if x - start > 90:
            parts.append(text((x + start) / 2, top - 10, word, "middle"))
        elif x - said > 64:
            parts.append(text(x, top - 10, f"{line:,}", "middle"))
            said = x
        before = line
    return "".join(parts)


def _ruler(frame: Frame) -> str:
    (left, low), (right, _) = frame.at(0, 0), frame.at(frame.x[1], 0)
    step = next((each for each in (500, 1000, 2000) if frame.x[1] / each < 7), 5000)
    ticks = range(0, int(frame.x[1]) + 1, step)
    return (
        f'<path class="ink line" d="M{left:.1f} {low:.1f}H{right:.1f}"/>'
        + "".join(text(frame.at(tick, 0)[0], low + 22, f"{tick:,}", "middle") for tick in ticks)
        + text((left + right) / 2, _HIGH - 8, "ANC, cells/µL", "middle")
    )
