"""The phrases of messages: how a text is quoted, things are counted, the nearest right name is offered."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, names: Iterable[str]) -> str:
    """The words ``; did you mean "…"?`` for the nearest of the names, or nothing when none is near."""
    close = get_close_matches(str(name)[:100], sorted(names), n=1, cutoff=0.6)
    return f'; did you mean "{close[0]}"?' if close else ""


def quoted(text: str) -> str:
    """A text from a file as a message shows it: in quotes, and cut when long."""
    return f'"{printable(text, 60)}"'


def counted(number: int, what: str) -> str:
    """A number with its word, as ``1 option`` and ``2 options``."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def printable(text: str, most: int) -> str:
    """A text on one line and of bearable length, whatever it contains."""
    cut = text if len(text) <= most else f"{text[: most - 1]}…"
    return "".join(c if c.isprintable() else " " if c.isspace() else "?" for c in cut)
