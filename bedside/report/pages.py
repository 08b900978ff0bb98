"""A class's results as pages for a projector; every figure stands in words or numbers, too."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from bedside.content import Content
from bedside.frontend import built
from bedside.report import analysis
from bedside.report.analysis import FEWEST, Share
from bedside.report.findings import Finding
from bedside.report.gradebook import Gradebook
from bedside.report.handed_in import HandedIn
from bedside.report.item import Item, fewest_right, percent
from bedside.report.lesson_figures import LessonFigures
from bedside.report.question_chart import TOO_FEW, bar, plot
from bedside.text.markdown import plain
from bedside.text.markup import render


def overview(handed: HandedIn, book: Gradebook) -> Markup:
    """Whose answers are looked at, and what was left out and why."""
    answers = sum(map(len, handed.answers.values()))
    return _page(
        "report/overview.html.j2",
        handed=handed,
        counted=f"{_many(len(book.learners), 'learner')}, {_many(answers, 'answer')}",
        older=f"{book.older:,}" if book.older else "",
        too_few=TOO_FEW if len(book.learners) < FEWEST else "",
    )


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def teach(found: Sequence[Finding], content: Content) -> Markup:
    """What to teach again, the most pressing first."""
    return _page("report/teach.html.j2", found=found, content=content, bar=bar)


def counts(items: Iterable[Item], content: Content) -> Markup:
    """Of a few learners: how many were right, the fewest first."""
    return _page("report/counts.html.j2", found=fewest_right(items), content=content, too_few=TOO_FEW)


def mend(found: Sequence[Finding], content: Content) -> Markup:
    """Which questions to mend, and why."""
    return _page("report/mend.html.j2", found=found, content=content)


def lessons(found: Iterable[LessonFigures]) -> Markup:
    """How far the class came in each lesson, and how well its questions hang together."""
    return _page("report/lessons.html.j2", found=found, percent=percent, words=analysis.words)


def sureness(found: Share) -> Markup:
    """How often the sure, the fairly sure and the guessing were right."""
    names = ("a guess", "fairly sure", "sure")
    rows = zip(names, found.right.tolist(), found.asked.tolist(), strict=True)
    return _page("report/sureness.html.j2", found=rows, bar=bar)


def one(item: Item, content: Content) -> Markup:
    """One question, large."""
    return _page("report/one.html.j2", item=item, plot=plot)


def all_of(found: Iterable[Item], content: Content) -> Markup:
    """Every question, lesson by lesson, each folded to one line."""
    return _page("report/all.html.j2", found=found, content=content, plot=plot)


def _page(template: str, **values: object) -> Markup:
    """A page; its colors are those of the questions, which follow the reader's theme."""
    return render(template, style=Markup(built("report/report.css")), plain=plain, **values)
