"""What may stand in a cell of a spreadsheet, and a whole sheet."""

import io
import math
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_AS_IS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def cell(value: Any) -> Any:
    """A value for a CSV file: a text that would be taken for a formula gets a ' in front (CWE-1236)."""
    if isinstance(value, float):
        return "" if math.isnan(value) else round(value, 3)
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def workbook(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """One sheet as .xlsx: a number is a number under every country's rules, and no text is a formula.

    The same rows give the same bytes. None and not-a-number leave their cells empty.
    """
    import xlsxwriter  # here, as a class's server needs cell() alone

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _AS_IS) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(title)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(columns) - 1, 24)
        sheet.write_row(0, 0, columns, head)
        last = 0
        for last, row in enumerate(rows, 1):
            sheet.write_row(last, 0, [None if _missing(value) else value for value in row], body)
        sheet.autofilter(0, 0, last, len(columns) - 1)
    return out.getvalue()


def _missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and not math.isfinite(value))
