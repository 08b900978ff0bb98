"""Reads the files of one folder and collects what is wrong with them."""

import os
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from bedside.content import figures, files, names, rules, story_rules, wording, yamls
from bedside.content.faults import Fault
from bedside.content.lab_models import Lab
from bedside.content.stories import Patient
from bedside.content.yamls import Document, Loc, Odd
from bedside.kinds import KINDS, Question
from bedside.text.fields import KEBAB
from bedside.text.phrases import nearest

CLINICIAN = "for-the-clinician.yaml"  # may be missing


def _story(value: Any) -> Any:
    """A patient's file without its questions, which are read as those of lessons are."""
    return (
        {key: each for key, each in value.items() if key != "questions"} if isinstance(value, dict) else value
    )


@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:
    return TypeAdapter(shape)


@cache
def _schema(shape: Any) -> dict[str, Any]:
    return _adapter(shape).json_schema()


class Reader:
    """Reads each file once; ``faults`` grows as it goes."""

    def __init__(self, folder: Path) -> None:
        """Read from this folder."""
        self.folder, self.name = folder, folder.absolute().name
        self.documents: dict[str, Document] = {}
        self.faults: list[Fault] = []
        self.blamed: set[tuple[str, Loc]] = set()

    def holds(self, name: str) -> bool:
        """Whether the folder has such a file, or a link in its place."""
        return os.path.lexists(self.folder / name)

    def document(self, name: str) -> Document:
        """One file, read once."""
        if name not in self.documents:
            self.documents[name], faults = yamls.read(self.folder / name, f"{self.name}/{name}")
            self.faults += faults
        return self.documents[name]

    def one(self, name: str, shape: Any) -> Any:
        """A file that holds one thing."""
        document = self.document(name)
        return None if document.value is None else self._validate(document, document.value, (), shape)

    def many(self, name: str, shape: Any) -> list[Any]:
        """A file that holds a list of things."""
        document = self.document(name)
        if isinstance(document.value, tuple):
            if not document.value:
                self._blame(document, (), "found an empty list, expected entries that begin with: - id:")
            return [self._validate(document, value, (i,), shape) for i, value in enumerate(document.value)]
        if document.value is not None:
            self._blame(document, (), "found no list, expected entries that begin with: - id:")
        return []

    def patient(self, name: str) -> tuple[Any, list[Any]]:
        """A patient's story, and its questions: those are read like any others."""
        document = self.document(f"patients/{name}.yaml")
        if not isinstance(document.value, dict):
            return self.one(f"patients/{name}.yaml", Patient), []
        if not names.known([document], "questions"):
            self._blame(document, ("questions",), "found no questions, expected one or more")
        asked = names.each(document.value, "questions")
        found = [self._validate(document, value, at, Question) for at, value in asked]
        return self._validate(document, _story(document.value), (), Patient), found

    def scored(self, patients: Iterable[Patient], labs: Iterable[Lab]) -> None:
        """Hold the scores of stories, when all is read and sound so far, to those of the labs."""
        known = {score.id: score for lab in labs for score in lab.scores}
        for patient in patients:
            self._ruled(self.document(f"patients/{patient.id}.yaml"), (), story_rules.scored(patient, known))

    def order(self, place: str = "lessons") -> list[str]:
        """The names of the lessons, labs or patients, each once, as far as they can be names of files."""
        found = (name for _, name in names.listed(self.document("course.yaml").value, place))
        return [name for name in dict.fromkeys(found) if re.fullmatch(KEBAB, name) and len(name) <= 60]

    def strays(self, place: str, expected: Iterable[str]) -> None:
        """Files that the course does not name, and so would never be read."""
        right = {f"{name}.yaml" for name in expected}
        for path in sorted((self.folder / place).glob("*.y*ml")):
            if path.name not in right and not path.name.startswith(".") and right:
                message = "found a file that course.yaml does not list, expected it to"
                shown = f"{self.name}/{place}/{path.name}"
                self.faults.append(Fault(shown, 1, message + nearest(path.name, right)))

    def drawings(self) -> dict[str, str]:
        """Every drawing in figures/, as SVG text."""
        found = {}
        for path in sorted((self.folder / "figures").glob("*.svg")):
            shown = f"{self.name}/figures/{path.name}"
            found[path.name], faults = files.read(path, shown)
            if not faults:
                objections = figures.objections(found[path.name])
                faults = [Fault(shown, line, message) for line, message in objections]
            self.faults += faults
        return found

    def _all(self, place: str, order: str = "lessons") -> dict[str, Document]:
        return {name: self.document(f"{place}/{name}.yaml") for name in self.order(order)}

    def meaning(self, drawings: Iterable[str]) -> None:
        """Apply the rules within and between the files."""
        sources, glossary = self.document("sources.yaml"), self.document("glossary.yaml")
        lessons, questions = self._all("lessons"), self._all("questions")
        labs, patients = self._all("labs", "labs"), self._all("patients", "patients")
        course, words = self.document("course.yaml"), names.known([glossary])
        guide = self.document(CLINICIAN) if self.holds(CLINICIAN) else None
        others = (course, sources, glossary, guide) if guide else (course, sources, glossary)
        for document in (*others, *questions.values(), *labs.values()):
            self._ruled(document, (), rules.texts(document.value, set()))
        for document in lessons.values():
            self._ruled(document, (), rules.texts(document.value, words))
        for document in questions.values():
            for at, value in names.each(document.value):
                self._ruled(document, at, rules.question(value))
        for document in patients.values():
            self._ruled(document, (), rules.texts(_story(document.value), words))
            for at, value in names.each(document.value, "questions"):
                self._ruled(document, at, [*rules.texts(value, set()), *rules.question(value)])
            self._ruled(document, (), story_rules.objections(document.value))
        shelves = (lessons, questions, labs, patients, set(drawings))
        found = names.Files(course, sources, glossary, *shelves, guide)
        for document, loc, message in names.objections(found):
            self._blame(document, loc, message)

    def _blame(self, document: Document, loc: Loc, message: str) -> None:
        self.blamed.add((document.file, loc))
        self.faults.append(Fault(document.file, document.line(loc), message))

    def _ruled(self, document: Document, at: Loc, found: Iterable[tuple[Loc, str]]) -> None:
        for loc, message in found:
            self._blame(document, (*at, *loc), f"{wording.place(document, (*at, *loc))}: {message}")

    def _kind(self, document: Document, value: Any, at: Loc) -> type[Question] | None:
        """The kind of a question; what is no question at all is for the model of any to say."""
        kind = rules.kind_of(value) if isinstance(value, dict) else Question
        if kind is None:
            self._blame(document, at, wording.unknown_kind(document, at, KINDS))
        return kind

    def _validate(self, document: Document, value: Any, at: Loc, shape: Any) -> Any:
        if shape is Question:
            shape = self._kind(document, value, at)
        if shape is None:
            return None
        try:
            return _adapter(shape).validate_python(value)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                steps = detail["loc"]
                loc = (*at, *(steps[:-1] if steps[-1:] == ("[key]",) else steps))
                if not self._told(detail, document, loc):
                    self._blame(document, loc, wording.sentence(detail, document, loc, _schema(shape)))
        return None

    def _told(self, detail: ErrorDetails, document: Document, loc: Loc) -> bool:
        """Whether another fault already says so."""
        if detail["type"] == "too_short":  # pydantic counts only the entries without faults
            return bool(len(detail["input"]) >= detail["ctx"]["min_length"])
        if detail["type"] in ("string_pattern_mismatch", "string_too_long"):  # "no such name" says more
            return (document.file, loc) in self.blamed
        return isinstance(detail["input"], Odd) and detail["input"].told
