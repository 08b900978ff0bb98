"""What may stand in a cell of a spreadsheet."""

import math
from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def cell(value: Any) -> Any:
    """A value for a CSV file: a text that would be taken for a formula gets a ' in front (CWE-1236)."""
    if isinstance(value, float):
        return "" if math.isnan(value) else round(value, 3)
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
