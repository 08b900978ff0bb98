"""A table as HTML, with a title, a head, and in each row a head of its own."""

from collections.abc import Iterable, Sequence
from html import escape


def table(title: str, head: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    """The table; what stands in it is escaped."""
    return (
        f"<table><caption>{escape(title)}</caption><thead><tr>"
        + "".join(f'<th scope="col">{escape(str(each))}</th>' for each in head)
        + f"</tr></thead><tbody>{''.join(map(_row, rows))}</tbody></table>"
    )


def _row(row: Sequence[object]) -> str:
    first, *others = (escape(str(each)) for each in row)
    return f'<tr><th scope="row">{first}</th>' + "".join(f"<td>{each}</td>" for each in others) + "</tr>"
