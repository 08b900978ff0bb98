"""What is wrong with the content, said so that an author can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass

from bedside.errors import CourseError
from bedside.text.phrases import printable


@dataclass(frozen=True, order=True)
class Fault:
    """One thing to mend, and where it is."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        """On one line and of bearable length, whatever the file contains."""
        return f"{printable(self.file, 200)}:{self.line}: {printable(self.message, 400)}"


class ContentError(CourseError):
    """Raised when content has faults; carries all of them."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Keep the faults in file order."""
        self.faults = sorted(set(faults))
        super().__init__("\n".join(map(str, self.faults)))
