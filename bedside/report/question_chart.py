"""One question as a projector shows it: who took what, in words, bars and numbers."""

from markupsafe import Markup

from bedside.report import analysis
from bedside.report.analysis import FEWEST
from bedside.report.findings import TELLING
from bedside.report.item import Item, percent
from bedside.text.markup import render

TOO_FEW = f"Fewer than {FEWEST} learners: counts alone, since rates of so few would mean little."


def plot(item: Item) -> Markup:
    """Who took what, what the figures mean, and the most frequent slips."""
    return render(
        "report/plot.html.j2",
        item=item,
        took=f"How many {item.took}",
        bar=bar,
        words=_words(item),
        too_few=TOO_FEW if item.asked < FEWEST else "",
    )


def bar(part: int, whole: int, kind: str = "") -> Markup:
    """A part of a whole, in numbers and as a bar; no percentage of a few."""
    if not whole:
        return Markup("nobody")
    share = f"{100 * part / whole:.0f}"
    said = f"{part:,} of {whole:,}" + (f" ({share}\u00a0%)" if whole >= FEWEST else "")
    return render("report/bar.html.j2", said=said, share=share if part else "", kind=kind)


def _words(item: Item) -> list[str]:
    said = [
        f"{item.right} of {item.asked} were right at first ({percent(item.share)}).",
        f"For learners like these, expect {percent(item.low)} to {percent(item.high)}.",
        f"Discrimination {analysis.words(item.discrimination, asked=item.asked)}: {_telling(item)}",
    ]
    if item.wrong:
        said.append(f"{item.mended} of the {item.wrong} who were wrong came right later.")
        said.append(f"{item.sure_and_wrong} said they were sure, and were wrong.")
    return said


def _telling(item: Item) -> str:
    if not item.discrimination <= 1:
        return "all did alike."
    if item.discrimination >= TELLING:
        return "those who did well elsewhere did better here, too."
    if item.discrimination >= 0:
        return "those who did well elsewhere did hardly better here."
    return "those who did well elsewhere did worse here."
