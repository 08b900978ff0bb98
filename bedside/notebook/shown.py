"""What the words of a notebook show, as plain values made from the content."""

from collections.abc import Mapping
from functools import cached_property
from textwrap import shorten
from typing import Any, TypeVar

from bedside.content import Content, readings, shipped
from bedside.errors import UnknownName, unknown
from bedside.kinds.view import question_view, revision
from bedside.text.markdown import plain

Told = dict[str, Any]
Thing = TypeVar("Thing")


class Shown:
    """What each lesson, lab and patient of a course shows; an unknown name raises UnknownName."""

    def __init__(self, content: Content | None = None) -> None:
        """Of these contents; without any, of the course's own, read when they are first wanted."""
        self._given = content

    def __call__(self, what: str, *name: str) -> Told:
        """What a word of a notebook shows, as ``shown("lesson", "causes")``."""
        told: Told = getattr(self, what)(*name)
        return told

    @cached_property
    def content(self) -> Content:
        """The course's contents."""
        return self._given or shipped()

    def course(self) -> Told:
        """The first page."""
        return {"html": readings.course(self.content)}

    def lesson(self, name: str) -> Told:
        """A lesson: its head, its parts and its looking back as HTML, and its questions."""
        content = self.content
        lesson = _one(name, content.lessons, "lesson")
        own = content.questions_of(lesson.id)
        head = {
            "kind": "head",
            "title": lesson.title,
            "html": readings.head(lesson, content),
            "context": "lesson",
            "questions": [[each.id, revision(each)] for each in own if each.id not in lesson.review],
            "ask": {"show": "lesson", "lesson": lesson.id},
        }
        return {
            "head": head,
            "parts": {part.id: readings.part(part, lesson, content) for part in lesson.parts},
            "recap": readings.recap(lesson, content),
            "deeper": [each.id for each in content.deeper_of(lesson.id)],
            "questions": {each.id: self.question(each.id) for each in own},
        }

    def question(self, name: str) -> Told:
        """A question as the page sees it, and as text for a place without pages."""
        question = _one(name, self.content.questions, "question")
        return {"face": question_view(question, self.content), "plain": shorten(plain(question.ask), 60)}

    def lab(self, name: str) -> Told:
        """A lab, as it looks at first."""
        from bedside.labs import labs  # only now: most lessons have none

        return labs.page(_one(name, self.content.labs, "lab").id, self.content)

    def patient(self, name: str) -> Told:
        """A patient's story."""
        from bedside.notebook.story import story

        return story(_one(name, self.content.patients, "patient"), self.content)

    def claims(self) -> Told:
        """Every statement of the course with its sources."""
        from bedside.content.statements import statements, style

        if self.content.clinician is None:
            raise UnknownName("This course has no for-the-clinician.yaml in its content. Write one.")
        return {"html": statements(self.content.clinician, self.content, style=style())}


def _one(name: str, things: Mapping[str, Thing], what: str) -> Thing:
    if name not in things:
        raise unknown(name, things, what)
    return things[name]
