"""What a notebook calls: a lesson, its readings, its questions, the learner's own pages."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from IPython.display import display
from platformdirs import user_cache_path

from bedside.course_folder import root
from bedside.errors import UnknownName, unknown
from bedside.frontend.quiz import quiz
from bedside.notebook.kept import Kept
from bedside.notebook.page import Page, waiting
from bedside.notebook.widgets import Live, Quiz, Story

Showing = Callable[..., dict[str, Any]]  # what a course shows: see Shown
NOTHING_DEEPER = '<p class="bedside">This lesson has no such questions yet.</p>'


class Lesson:
    """One lesson, as its notebook uses it."""

    def __init__(self, name: str, show: Showing) -> None:
        """The lesson of that id; raises UnknownName."""
        self.name, self._show, self._told = name, show, show("lesson", name)

    def read(self, part: str) -> Page:
        """The facts, drawing and words of one part."""
        parts = self._told["parts"]
        if part not in parts:
            raise unknown(part, parts, f"part of {self.name}")
        return Page(parts[part])

    def ask(self, *questions: str) -> Quiz:
        """Ask one or more questions."""
        if not questions:
            raise UnknownName('Which question? Name at least one, as: ask("sort-causes")')
        return self._quiz(questions)

    def deeper(self) -> Quiz | Page:
        """The questions for medical students and junior doctors, behind one button."""
        names = self._told["deeper"]
        if not names:
            return Page(NOTHING_DEEPER)
        many = f"{len(names)} question{'s' if len(names) > 1 else ''}"
        return self._quiz(names, fold=f"Go deeper: {many}")

    def recap(self) -> Page:
        """What the lesson was for, and its words."""
        return Page(self._told["recap"])

    def _quiz(self, names: Sequence[str], fold: str = "") -> Quiz:
        own = self._told["questions"]
        asked = [own[name] if name in own else self._show("question", name) for name in names]
        plain = "\n".join(each["plain"] for each in asked)
        return Quiz(plain, quiz([each["face"] for each in asked], "lesson"), fold)

    def _repr_mimebundle_(self, **options: Any) -> Any:
        return Live(self._told["head"], script=True)._repr_mimebundle_(**options)


class Course:
    """The whole course, for its first page."""

    def __init__(self, show: Showing) -> None:
        """The course that is shown."""
        self._html = show("course")["html"]

    def _ipython_display_(self) -> None:
        # The links stand in HTML of their own: JupyterLab opens those beside the page,
        # where a widget's would load it anew.
        display(Page(self._html))
        display(Live({"kind": "script", "title": "", "html": ""}, script=True))


def lesson(name: str) -> Lesson:
    """A lesson by its id, as ``lesson("causes")``."""
    return Lesson(name, _show)


def course() -> Course:
    """The course: its lessons, in order."""
    return Course(_show)


def lab(name: str) -> Live:
    """A lab by its id, as ``lab("anc")``."""
    return Live(_show("lab", name))


def patient(name: str) -> Story:
    """A patient's story by its id, as ``patient("fever-day-9")``."""
    return Story(_show("patient", name))


def claims() -> Page:
    """Every statement of the course with its sources, for a clinician who reviews it."""
    return Page(_show("claims")["html"])


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
    return Live({"kind": "live", "title": title, "html": waiting(title), "ask": {"show": what}})


@cache
def _kept() -> Kept:
    return Kept(root(), user_cache_path("bedside"))


def _show(what: str, *name: str) -> dict[str, Any]:
    def make() -> dict[str, Any]:
        from bedside.notebook.shown import Shown  # only now: reading the content takes a while

        return Shown()(what, *name)

    told: dict[str, Any] = _kept().get("-".join(map(str, (what, *name))), make)
    return told
