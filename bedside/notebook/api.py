"""What a notebook calls: a lesson, its readings, its questions, and friendly words for a wrong name."""

from collections.abc import Iterable
from typing import Any

from IPython.display import display

from bedside import content
from bedside.content import Content, nearest, readings
from bedside.kinds.view import revision
from bedside.notebook.story import story
from bedside.notebook.widgets import Live, Quiz, Story


class UnknownName(LookupError):  # noqa: N818 - a notebook prints the sentence, not the name
    """Raised for a name the course does not have; a notebook shows its one sentence and no traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class Lesson:
    """One lesson, as its notebook uses it."""

    def __init__(self, name: str, shelf: Content) -> None:
        """The lesson of that id; raises UnknownName."""
        self._content = shelf
        self._lesson = shelf.lessons[_known(name, shelf.lessons, "lesson")]

    def read(self, part: str) -> readings.Page:
        """The facts, drawing and words of one part."""
        parts = {each.id: each for each in self._lesson.parts}
        chosen = parts[_known(part, parts, f"part of {self._lesson.id}")]
        return readings.Page(readings.part(chosen, self._lesson, self._content))

    def ask(self, *questions: str) -> Quiz:
        """Ask one or more questions."""
        if not questions:
            raise UnknownName('Which question? Name at least one, as: ask("sort-causes")')
        for name in questions:
            _known(name, self._content.questions, "question")
        return Quiz(questions, self._content)

    def deeper(self) -> Quiz | readings.Page:
        """The questions for medical students and junior doctors, behind one button."""
        names = tuple(question.id for question in self._content.deeper_of(self._lesson.id))
        if not names:
            return readings.Page(readings.nothing_deeper())
        many = f"{len(names)} question{'s' if len(names) > 1 else ''}"
        return Quiz(names, self._content, fold=f"Go deeper: {many}")

    def recap(self) -> readings.Page:
        """What the lesson was for, and its words."""
        return readings.Page(readings.recap(self._lesson, self._content))

    def _repr_mimebundle_(self, **options: Any) -> Any:
        asked = [q for q in self._content.questions_of(self._lesson.id) if q.id not in self._lesson.review]
        page = {
            "kind": "head",
            "title": self._lesson.title,
            "html": readings.head(self._lesson, self._content),
            "context": "lesson",
            "questions": [[question.id, revision(question)] for question in asked],
            "ask": {"show": "lesson", "lesson": self._lesson.id},
        }
        return Live(page, script=True)._repr_mimebundle_(**options)


class Course:
    """The whole course, for its first page."""

    def __init__(self, shelf: Content) -> None:
        """The course these contents make."""
        self._content = shelf

    def _ipython_display_(self) -> None:
        # The links stand in HTML of their own: JupyterLab opens those beside the page,
        # where a widget's would load it anew.
        display(readings.Page(readings.course(self._content)))
        display(Live({"kind": "script", "title": "", "html": ""}, script=True))


def lesson(name: str) -> Lesson:
    """A lesson by its id, as ``lesson("causes")``."""
    return Lesson(name, content.shipped())


def course() -> Course:
    """The course: its lessons, in order."""
    return Course(content.shipped())


def lab(name: str) -> Live:
    """A lab by its id, as ``lab("anc")``."""
    from bedside.labs import labs  # only now: most lessons have none

    shelf = content.shipped()
    return Live(labs.page(_known(name, shelf.labs, "lab"), shelf))


def patient(name: str) -> Story:
    """A patient's story by its id, as ``patient("fever-day-9")``."""
    shelf = content.shipped()
    return Story(story(shelf.patients[_known(name, shelf.patients, "patient")], shelf))


def join(code: str, address: str | None = None) -> readings.Page:
    """A running class by its code, and by the address on the wall if it runs on another computer."""
    from bedside.classroom import client  # only now: most lessons are for oneself

    return client.join(code, address)


def claims() -> readings.Page:
    """Every statement of the course with its sources, for a clinician who reviews it."""
    from bedside.content.statements import statements, style  # only now: no lesson needs it

    shelf = content.shipped()
    if shelf.clinician is None:
        raise UnknownName("This course has no for-the-clinician.yaml in its content. Write one.")
    return readings.Page(style() + statements(shelf.clinician, shelf))


def progress() -> Live:
    """How far the learner is, lesson by lesson."""
    return _live("Your progress", "progress")


def review() -> Live:
    """Questions that the learner is about to forget."""
    return _live("Your review", "review")


def my_answers() -> Live:
    """The learner's own answers: where they are, and how to take them along or erase them."""
    return _live("Your answers", "mine")


def _live(title: str, what: str) -> Live:
    html = readings.waiting(title)
    return Live({"kind": "live", "title": title, "html": html, "ask": {"show": what}})


def _known(name: str, names: Iterable[str], what: str) -> str:
    known = list(names)
    if name in known:
        return name
    listed = f" There are: {', '.join(known)}." if len(known) <= 12 else ""
    hint = nearest(name, known).removeprefix("; ")
    raise UnknownName(
        f'There is no {what} "{name}".{" " + hint[0].upper() + hint[1:] if hint else ""}{listed}'
    )
