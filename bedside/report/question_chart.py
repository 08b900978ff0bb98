"""One question as a projector shows it: who took what, in words, bars and numbers."""

from html import escape

from bedside.report import analysis
from bedside.report.analysis import FEWEST
from bedside.report.findings import TELLING
from bedside.report.item import Item, percent
from bedside.report.tables import bar, table
from bedside.text.markdown import html

TOO_FEW = f"Fewer than {FEWEST} learners: counts alone, since rates of so few would mean little."


def plot(item: Item) -> str:
    """Who took what, what the figures mean, and the most frequent slips."""
    if not item.asked:
        return "<p>Nobody has answered this question yet.</p>"
    if item.asked < FEWEST:
        return (
            f"<p>{item.right} of {item.asked} were right at first. {TOO_FEW}</p>" + _few(item) + _slips(item)
        )
    return _takers(item) + _words(item) + _slips(item)


def _takers(item: Item) -> str:
    strong, weak = item.upper[1], item.lower[1]
    rows = [
        (
            f"{escape(row.say)}{' <b>✓ right</b>' if row.right else ''}",
            bar(row.all, item.asked),
            bar(row.upper, strong),
            bar(row.lower, weak, "low"),
        )
        for row in item.rows
    ]
    head = ("", "All", "The third that did best", "The third that did least well")
    return table(f"How many {item.took}", head, rows, "plot")


def _few(item: Item) -> str:
    rows = [
        (f"{escape(row.say)}{' <b>✓ right</b>' if row.right else ''}", f"{row.all} of {item.asked}")
        for row in item.rows
    ]
    return table(f"How many {item.took}", ("", "All"), rows)


def _words(item: Item) -> str:
    said = [
        f"{item.right} of {item.asked} were right at first ({percent(item.share)}).",
        f"For learners like these, expect {percent(item.low)} to {percent(item.high)}.",
        f"Discrimination {analysis.words(item.discrimination, asked=item.asked)}: {_telling(item)}",
    ]
    if item.wrong:
        said.append(f"{item.mended} of the {item.wrong} who were wrong came right later.")
        said.append(f"{item.sure_and_wrong} said they were sure, and were wrong.")
    return f'<p class="quiet">{" ".join(escape(each) for each in said)}</p>'


def _telling(item: Item) -> str:
    if not item.discrimination <= 1:
        return "all did alike."
    if item.discrimination >= TELLING:
        return "those who did well elsewhere did better here, too."
    if item.discrimination >= 0:
        return "those who did well elsewhere did hardly better here."
    return "those who did well elsewhere did worse here."


def _slips(item: Item) -> str:
    if not item.slips or item.question.choices():
        return ""
    rows = [(escape(slip.say), str(slip.count), html(slip.why)) for slip in item.slips]
    return table("Most frequent slips", ("What they did", "How many", "What its author says to that"), rows)
