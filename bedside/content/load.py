"""The one door for content: from a folder of YAML files to one frozen ``Content``."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any

from bedside.content.clinician import ForClinician
from bedside.content.faults import ContentError, Fault
from bedside.content.lab_models import Lab
from bedside.content.models import Course, Fact, Lesson, Source, Word
from bedside.content.reader import CLINICIAN, Reader
from bedside.content.stories import Patient
from bedside.course_folder import root
from bedside.kinds import Question


# By identity, so that a function can be cached by its content.
@dataclass(frozen=True, eq=False)
class Content:
    """Everything the notebooks say, by id."""

    course: Course
    sources: Mapping[str, Source]
    glossary: Mapping[str, Word]
    lessons: Mapping[str, Lesson]
    labs: Mapping[str, Lab]
    patients: Mapping[str, Patient]
    questions: Mapping[str, Question]
    lesson_of: Mapping[str, str]
    patient_of: Mapping[str, str]
    figures: Mapping[str, str]
    clinician: ForClinician | None = None

    @property
    def facts(self) -> dict[str, Fact]:
        """Every fact of every lesson, by id."""
        parts = (part for lesson in self.lessons.values() for part in lesson.parts)
        return {fact.id: fact for part in parts for fact in part.facts}

    def questions_of(self, lesson: str) -> list[Question]:
        """The questions of one lesson, in the order of its file; those of patients are not among them."""
        mine = (name for name, home in self.lesson_of.items() if home == lesson)
        return [self.questions[name] for name in mine if name not in self.patient_of]

    def deeper_of(self, lesson: str) -> list[Question]:
        """Those of a lesson's questions that are meant for medical students and junior doctors."""
        return [question for question in self.questions_of(lesson) if question.level == "deeper"]


@cache
def shipped() -> Content:
    """The course's own content, read once."""
    return load(root() / "content")


def load(folder: Path) -> Content:
    """The content of a folder; raises ContentError with every fault when there are any."""
    content, faults = _read(folder)
    if content is None:
        raise ContentError(faults)
    return content


def check(folder: Path) -> list[Fault]:
    """Every fault in a folder of content, in file order."""
    return sorted(set(_read(folder)[1]))


def _read(folder: Path) -> tuple[Content | None, list[Fault]]:
    reader = Reader(folder)
    order, labs, patients = reader.order(), reader.order("labs"), reader.order("patients")
    drawings = reader.drawings()
    for place, expected in (("lessons", order), ("questions", order), ("labs", labs), ("patients", patients)):
        reader.strays(place, expected)
    reader.meaning(drawings)
    course = reader.one("course.yaml", Course)
    sources = reader.many("sources.yaml", Source)
    glossary = reader.many("glossary.yaml", Word)
    lessons = {name: reader.one(f"lessons/{name}.yaml", Lesson) for name in order}
    asked = {name: reader.many(f"questions/{name}.yaml", Question) for name in order}
    benches = {name: reader.one(f"labs/{name}.yaml", Lab) for name in labs}
    told = {name: reader.patient(name) for name in patients}
    clinician = reader.one(CLINICIAN, ForClinician) if reader.holds(CLINICIAN) else None
    if not reader.faults:
        reader.scored((patient for patient, _ in told.values()), benches.values())
    if reader.faults:
        return None, reader.faults
    home = {objective.id: name for name in order for objective in lessons[name].objectives}
    questions = [*chain(*asked.values()), *chain(*(questions for _, questions in told.values()))]
    return Content(
        course,
        _by_id(sources),
        _by_id(glossary),
        MappingProxyType(lessons),
        MappingProxyType(benches),
        MappingProxyType({name: patient for name, (patient, _) in told.items()}),
        _by_id(questions),
        MappingProxyType({question.id: home[question.objective] for question in questions}),
        MappingProxyType({question.id: name for name, (_, own) in told.items() for question in own}),
        MappingProxyType(drawings),
        clinician,
    ), []


def _by_id(things: Iterable[Any]) -> Mapping[str, Any]:
    return MappingProxyType({thing.id: thing for thing in things})
