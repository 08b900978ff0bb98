"""What a class's answers say: for a notebook, for the command line, for a spreadsheet."""

import sys
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from bedside.content import Content, nearest, shipped
from bedside.errors import StorageError, UnknownName
from bedside.notebook.page import Page
from bedside.report import analysis, pages, summary
from bedside.report.analysis import FEWEST
from bedside.report.findings import Finding, mend, teach_again
from bedside.report.gradebook import gradebook
from bedside.report.handed_in import HandedIn, collect
from bedside.report.item import items
from bedside.report.lesson_figures import lesson_figures
from bedside.report.waiting import Waiting, quiet

WRITERS = {".xlsx": summary.spreadsheet, ".csv": summary.table}


class ClassResults:
    """The results of a class; shown by itself it says whose answers it looks at."""

    def __init__(self, handed: HandedIn, content: Content, waiting: Waiting | None = None) -> None:
        """From what was handed in, and the content it answers."""
        waiting = waiting or quiet()
        self.handed, self._content = handed, content
        waiting.begin("Laying out learner")
        waiting.more(len(handed.answers))
        self._book = gradebook(handed.answers, content, waiting.step)
        waiting.begin("Working out question")
        waiting.more(len(content.questions))
        self.items = items(self._book, content, waiting.step)  # of every question, in the course's order

    @cached_property
    def to_teach(self) -> list[Finding]:
        """What to teach again, the most pressing first."""
        return teach_again(self.items)

    @cached_property
    def to_mend(self) -> list[Finding]:
        """Which questions are at fault, the worst first."""
        return mend(self.items)

    def teach_again(self) -> Page:
        """Show what to teach again; of a few learners the counts."""
        if 0 < len(self._book.learners) < FEWEST:
            return Page(pages.counts(self.items, self._content))
        return Page(pages.teach(self.to_teach, self._content))

    def mend(self) -> Page:
        """Show which questions to mend, and why."""
        return Page(pages.mend(self.to_mend, self._content))

    def lessons(self) -> Page:
        """Show how far the class came in each lesson."""
        return Page(pages.lessons(lesson_figures(self._book, self._content)))

    def sureness(self) -> Page:
        """Show whether those who were sure were right."""
        return Page(pages.sureness(analysis.sureness(self._book.sure, self._book.scores == 1)))

    def question(self, name: str | None = None) -> Page:
        """Show one question, large enough for a hall; the one to teach first, if none is named."""
        if name is None:
            if not self.to_teach:
                raise UnknownName('Nothing stands out. Name a question, as: question("causes-predict")')
            name = self.to_teach[0].item.question.id
        found = next((item for item in self.items if item.question.id == name), None)
        if found is None:
            near = nearest(str(name), self._content.questions).removeprefix("; ")
            raise UnknownName(
                f'There is no question "{name}".{" " + near[0].upper() + near[1:] if near else ""}'
            )
        return Page(pages.one(found, self._content))

    def questions(self, lesson: str | None = None) -> Page:
        """Show every question, or those of one lesson; each opens to its plot."""
        if lesson is not None and lesson not in self._content.lessons:
            raise UnknownName(
                f'There is no lesson "{lesson}". There are: {", ".join(self._content.lessons)}.'
            )
        return Page(
            pages.all_of([each for each in self.items if lesson in (None, each.lesson)], self._content)
        )

    def save(self, file: str | Path) -> None:
        """Write a table with a line a question: .xlsx for a spreadsheet, .csv for programs.

        Raises OSError if it cannot be written, and UnknownName for another ending.
        """
        write = _writer(file)
        Path(file).write_bytes(write(self.items, self.to_teach, self.to_mend))
        print(f"Written: {file}")

    def _repr_html_(self) -> str:
        return pages.overview(self.handed, self._book)


def _writer(file: str | Path) -> Callable[..., bytes]:
    ending = Path(file).suffix.lower()
    if ending not in WRITERS:
        found = f'the ending "{ending}"' if ending else "no ending"
        raise UnknownName(f"{file}: found {found}, expected .xlsx for a spreadsheet, or .csv for a program.")
    return WRITERS[ending]


def class_results(
    *places: str | Path, now: datetime | None = None, db: str | None = None, only: str | Sequence[str] = ()
) -> ClassResults:
    """The results of a class from exported files, folders, archives, its code, or the URL of a database.

    A code is looked up in the database at db, or where classes are kept. Of a database with several classes
    only says which to look at, by code: "BCDFGH"; or "none", what was answered outside classes; or "all".
    """
    content = shipped()
    waiting = Waiting(sys.stderr, time.monotonic)
    wanted = [only] if isinstance(only, str) else only
    handed = collect(places, content, now or datetime.now(UTC), db, wanted, waiting)
    found = ClassResults(handed, content, waiting)
    waiting.end()
    return found


def main(
    places: Iterable[str | Path],
    table: Path | None = None,
    db: str | None = None,
    only: Sequence[str] = (),
) -> int:
    """Print what a class's answers say in a few lines; the result is 0 if any could be used, else 1."""
    try:
        if table:
            _writer(table)
    except UnknownName as error:
        print(error)
        return 1
    found = class_results(*places, db=db, only=only)
    for line in summary.lines(found.handed, found.items, found.to_teach, found.to_mend):
        print(line)
    if table and found.handed.used:
        try:
            found.save(table)
        except OSError as error:
            words = f"{table} cannot be written: {error.strerror}. Name another file: --table FILE"
            raise StorageError.because(error, words) from error
    return 0 if found.handed.used else 1
