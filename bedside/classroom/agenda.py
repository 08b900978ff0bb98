"""What a class asks, in order: lessons, single questions, patients."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from markupsafe import Markup

from bedside.content import Content, nearest
from bedside.content.models import Lesson
from bedside.content.readings import told
from bedside.content.stories import Patient, main_way
from bedside.errors import UnknownName
from bedside.text.markup import render

LEVELS = ("core", "deeper")  # of a lesson's questions


@dataclass(frozen=True)
class Entry:
    """A question by its id, and what a patient's story tells before it, as HTML."""

    question: str
    tell: str = ""


@dataclass(frozen=True)
class Agenda:
    """What a class is about, its questions, and what a story tells at its end."""

    title: str
    entries: tuple[Entry, ...]
    close: str = ""

    def dump(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)

    @classmethod
    def load(cls, kept: dict[str, Any]) -> "Agenda":
        """From JSON."""
        return cls(kept["title"], tuple(Entry(**each) for each in kept["entries"]), kept["close"])


def agenda(words: Sequence[str], content: Content, level: str = "core") -> Agenda:
    """What a class on these lessons, questions and patients asks, each question once; raises UnknownName.

    Level says which questions of a lesson it asks: its core ones, or its deeper ones.
    """
    if level not in LEVELS:
        raise UnknownName(f'There is no level "{level[:40]}". There are: {", ".join(LEVELS)}.')
    found: dict[str, Entry] = {}
    titles, close = [], ""
    for word in dict.fromkeys(words):
        title, entries, end = _one(word, content, level)
        titles.append(title)
        close += end
        for each in entries:
            if each.tell:  # a question is asked where its story tells what comes before it
                found.pop(each.question, None)
            found.setdefault(each.question, each)
    if not found and titles and level == "deeper":
        raise UnknownName(f"There are no deeper questions in {', '.join(words)} yet. Ask for its core ones.")
    if not found:
        raise UnknownName(f"What is the class about? Name a lesson, as causes. {_known(content)}")
    return Agenda(" · ".join(dict.fromkeys(titles)), tuple(found.values()), close)


def _one(word: str, content: Content, level: str) -> tuple[str, list[Entry], str]:
    if word in content.lessons:
        lesson = content.lessons[word]
        return lesson.title, [Entry(name) for name in _asked(lesson, content, level)], ""
    if word in content.patients:
        patient = content.patients[word]
        *entries, last = _story(patient, content)
        return patient.title, entries, _titled(patient, Markup(last.tell))
    if word in content.questions:
        return content.lessons[content.lesson_of[word]].title, [Entry(word)], ""
    near = nearest(word, [*content.lessons, *content.patients, *content.questions]).removeprefix("; ")
    hint = f" {near[0].upper()}{near[1:]}" if near else ""
    raise UnknownName(f'There is no lesson, patient or question "{word[:80]}".{hint} {_known(content)}')


def _asked(lesson: Lesson, content: Content, level: str) -> list[str]:
    """Its deeper questions, or what its notebook asks: first for a guess, last from memory."""
    if level == "deeper":
        return [each.id for each in content.deeper_of(lesson.id)]
    kept = {*lesson.warm_up, *lesson.look_back, *lesson.review}
    middle = [each.id for each in content.questions_of(lesson.id) if each.id not in kept]
    return [*lesson.warm_up, *middle, *lesson.look_back]


def _story(patient: Patient, content: Content) -> Iterator[Entry]:
    """The questions on the way without a turn, and at last what follows them, without a question."""
    steps = {step.id: step for step in patient.steps}
    told_now = [_titled(patient, told(patient.about, content, patient.id))]
    for name in main_way(patient):
        told_now.append(told(steps[name].tell, content, f"{patient.id}-{name}"))
        if asked := steps[name].ask:
            yield Entry(asked, "".join(told_now))
            told_now = []
    for place, each in enumerate(patient.matters):
        told_now.append(told(each, content, f"{patient.id}-close-{place}"))
    yield Entry("", "".join(told_now))


def _titled(patient: Patient, inside: Markup) -> str:
    return str(render("classroom/patient.html.j2", title=patient.title, inside=inside))


def _known(content: Content) -> str:
    lessons, patients = ", ".join(content.lessons), ", ".join(content.patients)
    return f"Lessons: {lessons}. Patients: {patients}."
