"""The US definition of febrile neutropenia: a fever and a count. IDSA guideline, Freifeld 2010.

Beside it stand England's lines (NICE CG151, by a summary). They give no name here, but nobody waits for the
stricter of the two.
"""

ONCE = 38.3  # °C in the mouth, when there is one reading
HOUR = 38.0  # °C in the mouth, when it lasts for an hour or more
LOW = 500  # cells/µL; the count is below it
ENGLISH = 38.0  # °C; above it, one reading


def fever(celsius: float, lasting: bool) -> bool:
    """Whether an oral temperature in °C counts as fever; lasting: it has been there for an hour or more."""
    return celsius >= (HOUR if lasting else ONCE)


def low(count: float, falling: bool) -> bool:
    """Whether a count in cells/µL is low enough; falling: expected to fall below 500 within 48 hours."""
    return count < LOW or falling


def febrile_neutropenia(celsius: float, lasting: bool, count: float, falling: bool) -> bool:
    """Whether both halves are met: °C in the mouth and cells/µL, see ``fever`` and ``low``."""
    return fever(celsius, lasting) and low(count, falling)


def english_fever(celsius: float) -> bool:
    """Whether one temperature in °C counts as fever in England."""
    return celsius > ENGLISH


def english_low(count: float) -> bool:
    """Whether a count in cells/µL is low enough in England."""
    return count <= LOW
