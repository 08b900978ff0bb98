"""The marrow's figures as a student reads them."""


def cells(count: float) -> str:
    """A count in cells/µL with three digits that count, as a model deserves no more: 1,350, 896, 88."""
    return f"{round(count, -1) if count >= 1000 else round(count):,.0f}"


def giga(count: float) -> str:
    """A count in cells/µL as ×10⁹/L."""
    return f"{count / 1000:.2f}"


def day(days: float) -> str:
    """A day, or so many days, to a tenth."""
    return f"{days:.1f}" if days else "0"


def plainly(number: float) -> str:
    """A number as short as it can be: 1.8, 75."""
    return f"{number:.4g}"
