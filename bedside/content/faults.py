"""What is wrong with the content, said so that an author can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from bedside.errors import CourseError


@dataclass(frozen=True, order=True)
class Fault:
    """One thing to mend, and where it is."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        """On one line and of bearable length, whatever the file contains."""
        return f"{_printable(self.file, 200)}:{self.line}: {_printable(self.message, 400)}"


class ContentError(CourseError):
    """Raised when content has faults; carries all of them."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Keep the faults in file order."""
        self.faults = sorted(set(faults))
        super().__init__("\n".join(map(str, self.faults)))


def nearest(name: str, names: Iterable[str]) -> str:
    """The words ``; did you mean "…"?`` for the nearest of the names, or nothing when none is near."""
    close = get_close_matches(str(name)[:100], sorted(names), n=1, cutoff=0.6)
    return f'; did you mean "{close[0]}"?' if close else ""


def quoted(text: str) -> str:
    """A text from a file as a message shows it: in quotes, and cut when long."""
    return f'"{_printable(text, 60)}"'


def counted(number: int, what: str) -> str:
    """A number with its word, as ``1 option`` and ``2 options``."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def _printable(text: str, most: int) -> str:
    cut = text if len(text) <= most else f"{text[: most - 1]}…"
    return "".join(c if c.isprintable() else " " if c.isspace() else "?" for c in cut)
