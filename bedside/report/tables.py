"""The HTML all pages of results are made of: a page, a table, a bar beside its number."""

from collections.abc import Iterable, Sequence
from html import escape

from bedside.frontend import built
from bedside.report.analysis import FEWEST

Cells = Sequence[str]  # HTML


def page(title: str, *inside: str, hall: bool = False) -> str:
    """A page of results, with its styles; in a hall it is large."""
    kind = "bedside-results bedside-hall" if hall else "bedside-results"
    # On a narrow screen a table scrolls; with a tabindex it does so by keyboard too.
    named = f'class="{kind}" aria-label="{escape(title)}" tabindex="0"'
    return f"{_style()}<section {named}>{''.join(inside)}</section>"


def table(caption: str, head: Cells, rows: Iterable[Cells], kind: str = "") -> str:
    """A table whose first column names its rows."""
    top = "".join(f'<th scope="col">{name}</th>' if name else "<td></td>" for name in head)
    body = "".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'
        for first, *cells in rows
    )
    named = f"<caption>{caption}</caption>" if caption else ""
    shown = f' class="{kind}"' if kind else ""
    return f"<table{shown}>{named}<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def bar(part: int, whole: int, kind: str = "") -> str:
    """A part of a whole, in numbers and as a bar; no percentage of a few."""
    if not whole:
        return "nobody"
    share = f"{100 * part / whole:.0f}"
    said = f"{part:,} of {whole:,}" + (f" ({share}\u00a0%)" if whole >= FEWEST else "")
    shown = f' class="{kind}"' if kind else ""
    return f'{said}<i{shown} style="width:{share}%"></i>' if part else said


def _style() -> str:
    """The colors of the questions, which follow the reader's theme, and the shapes of these pages."""
    return f"<style>{built('report/report.css')}</style>"
