"""From a folder of YAML files to one frozen ``Content``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bedside.content import figures, rules, wording, yamls
from bedside.content.faults import ContentError, Fault
from bedside.content.models import Course, Fact, Lesson, Question, Source, Word
from bedside.content.yamls import Document, Loc

_QUESTION: TypeAdapter[Question] = TypeAdapter(Question)
_KINDS = {"choose", "choose-many", "sort", "order", "number", "fill"}


@dataclass(frozen=True)
class Content:
    """Everything the notebooks say, by id."""

    course: Course
    sources: Mapping[str, Source]
    glossary: Mapping[str, Word]
    lessons: Mapping[str, Lesson]
    questions: Mapping[str, Question]
    lesson_of: Mapping[str, str]
    figures: Mapping[str, str]

    @property
    def facts(self) -> dict[str, Fact]:
        """Every fact of every lesson, by id."""
        parts = (part for lesson in self.lessons.values() for part in lesson.parts)
        return {fact.id: fact for part in parts for fact in part.facts}

    def questions_of(self, lesson: str) -> list[Question]:
        """The questions of one lesson, in the order of its file."""
        return [question for name, question in self.questions.items() if self.lesson_of[name] == lesson]


def root() -> Path:
    """The folder that holds ``content`` and ``notebooks``: the checkout, or what the wheel carries."""
    package = Path(__file__).parents[1]
    checkout = package.parent
    return checkout if (checkout / "content" / "course.yaml").exists() else package / "course"


@cache
def shipped() -> Content:
    """The course's own content, read once."""
    return load(root() / "content")


def load(folder: Path) -> Content:
    """The content of a folder; raises ContentError with every fault when there are any."""
    content, faults = _read(folder)
    if faults:
        raise ContentError(faults)
    return content


def check(folder: Path) -> list[Fault]:
    """Every fault in a folder of content, in file order."""
    return sorted(set(_read(folder)[1]))


def _read(folder: Path) -> tuple[Content | None, list[Fault]]:
    reader = _Reader(folder)
    course = reader.one("course.yaml", TypeAdapter(Course))
    order = reader.listed("course.yaml", "lessons")
    sources = reader.many("sources.yaml", TypeAdapter(Source))
    glossary = reader.many("glossary.yaml", TypeAdapter(Word))
    lessons = {name: reader.one(f"lessons/{name}.yaml", TypeAdapter(Lesson)) for name in order}
    questions = {name: reader.many(f"questions/{name}.yaml", _QUESTION) for name in order}
    reader.strays("lessons", order)
    reader.strays("questions", order)
    drawings = reader.drawings(order)
    reader.meaning(order)
    if reader.faults:
        return None, reader.faults
    return Content(
        course,
        MappingProxyType({source.id: source for source in sources}),
        MappingProxyType({word.id: word for word in glossary}),
        MappingProxyType(lessons),
        MappingProxyType({question.id: question for name in order for question in questions[name]}),
        MappingProxyType({question.id: name for name in order for question in questions[name]}),
        MappingProxyType(drawings),
    ), []


class _Reader:
    """Reads the files of one folder and collects what is wrong with them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.documents: dict[str, Document] = {}
        self.faults: list[Fault] = []

    def blame(self, document: Document, loc: Loc, message: str) -> None:
        """Note one fault at a place."""
        self.faults.append(Fault(document.file, document.line(loc), message[:500]))

    def document(self, name: str) -> Document:
        """One file, read once."""
        if name not in self.documents:
            shown = f"{self.folder.name}/{name}"
            self.documents[name], faults = yamls.read(self.folder / name, shown)
            self.faults += faults
        return self.documents[name]

    def one(self, name: str, adapter: TypeAdapter[Any]) -> Any:
        """A file that holds one thing."""
        document = self.document(name)
        return None if document.value is None else self._validate(document, document.value, (), adapter)

    def many(self, name: str, adapter: TypeAdapter[Any]) -> list[Any]:
        """A file that holds a list of things."""
        document = self.document(name)
        if document.value is None:
            return []
        if not isinstance(document.value, tuple):
            self.blame(document, (), "found no list, expected one: each entry begins with '- id:'")
            return []
        return [self._validate(document, value, (i,), adapter) for i, value in enumerate(document.value)]

    def listed(self, name: str, key: str) -> list[str]:
        """The kebab-case names in a list of a file, each once."""
        value = self.document(name).value
        found = [text for _, text in rules.names(value, key)] if isinstance(value, dict) else []
        return [text for text in dict.fromkeys(found) if text.replace("-", "").isalnum()]

    def strays(self, place: str, order: list[str]) -> None:
        """Files that the course does not name."""
        for path in sorted((self.folder / place).glob("*.yaml")):
            if path.stem not in order:
                document = Document(f"{self.folder.name}/{place}/{path.name}")
                self.blame(document, (), f'found a file for "{path.stem}", which course.yaml does not list')

    def drawings(self, order: list[str]) -> dict[str, str]:
        """The drawings the lessons name, as SVG text."""
        found = {}
        for name in order:
            document = self.document(f"lessons/{name}.yaml")
            for i, part in rules.entries(document.value, "parts"):
                figure = part.get("figure")
                file = figure.get("file") if isinstance(figure, dict) else None
                if isinstance(file, str) and "/" not in file:
                    self._drawing(document, ("parts", i, "figure", "file"), file, found)
        return found

    def _drawing(self, document: Document, loc: Loc, file: str, found: dict[str, str]) -> None:
        known = [path.name for path in (self.folder / "figures").glob("*.svg")]
        if file not in known:
            near = wording.nearest(file, known)
            self.blame(document, loc, f'found the drawing "{file[:60]}", expected one in figures/{near}')
            return
        try:
            found[file] = (self.folder / "figures" / file).read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            self.blame(document, loc, f"found {file} unreadable, expected SVG saved as UTF-8")
            return
        drawing = Document(f"{self.folder.name}/figures/{file}")
        for message in figures.objections(found[file]):
            self.blame(drawing, (), message)

    def meaning(self, order: list[str]) -> None:
        """Rules within and between the files."""
        lessons = [self.document(f"lessons/{name}.yaml") for name in order]
        questions = [self.document(f"questions/{name}.yaml") for name in order]
        sources, glossary = self.document("sources.yaml"), self.document("glossary.yaml")
        known = {
            "source": _ids([sources], ()),
            "glossary word": _ids([glossary], ()),
            "fact": _ids(lessons, ("parts", "facts")),
            "question": _ids(questions, ()),
        }
        self._unique([sources], (), "source")
        self._unique([glossary], (), "glossary word")
        self._unique(lessons, ("objectives",), "objective")
        self._unique(lessons, ("parts", "facts"), "fact")
        self._unique(questions, (), "question")
        for document in (sources, glossary, self.document("course.yaml"), *questions):
            self._rule(document, (), rules.texts(document.value, None))
        for name, lesson, asked in zip(order, lessons, questions, strict=True):
            self._lesson(name, lesson, known)
            objectives = _ids([lesson], ("objectives",))
            for loc, value in _each(asked.value, ()):
                self._rule(asked, loc, rules.question(value))
                self._rule(asked, loc, rules.unknown(value, "objective", f"objective of {name}", objectives))
                self._rule(asked, loc, rules.unknown(value, "facts", "fact", known["fact"]))
                self._rule(asked, loc, rules.unknown(value, "sources", "source", known["source"]))
        for loc, value in _each(glossary.value, ()):
            self._rule(glossary, loc, rules.unknown(value, "sources", "source", known["source"]))

    def _lesson(self, name: str, document: Document, known: dict[str, set[str]]) -> None:
        if isinstance(document.value, dict) and document.value.get("id") not in (None, name):
            self.blame(document, ("id",), f'found the id {document.value["id"]!r}, expected "{name}" as in the file name')
        self._rule(document, (), rules.texts(document.value, known["glossary word"]))
        self._unique([document], ("parts",), "part")
        for loc, fact in _each(document.value, ("parts", "facts")):
            self._rule(document, loc, rules.unknown(fact, "sources", "source", known["source"]))
            self._rule(document, loc, rules.unknown(fact, "but_sources", "source", known["source"]))
            if ("but" in fact) != bool(fact.get("but_sources")):
                self.blame(document, loc, f'{wording.place(document, loc)}: expected "but" and "but_sources" together')
        if isinstance(document.value, dict):
            self._rule(document, (), rules.unknown(document.value, "review", "question", known["question"]))

    def _rule(self, document: Document, at: Loc, found: Iterator[tuple[Loc, str]]) -> None:
        for loc, message in found:
            self.blame(document, (*at, *loc), f"{wording.place(document, (*at, *loc))}: {message}")

    def _unique(self, documents: list[Document], path: tuple[str, ...], what: str) -> None:
        seen: dict[str, str] = {}
        for document in documents:
            for loc, value in _each(document.value, path):
                name, here = value.get("id"), f"{document.file}:{document.line((*loc, 'id'))}"
                if isinstance(name, str) and seen.setdefault(name, here) != here:
                    self.blame(document, (*loc, "id"), f'found the {what} "{name}" again, expected each id once; first in {seen[name]}')

    def _validate(self, document: Document, value: Any, at: Loc, adapter: TypeAdapter[Any]) -> Any:
        try:
            return adapter.validate_python(value)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                if detail["type"] == "too_short" and len(detail["input"]) >= detail["ctx"]["min_length"]:
                    continue  # pydantic counts only the entries without faults; those have their own lines
                steps = tuple(step for step in detail["loc"] if step not in _KINDS and step != "[key]")
                self.blame(document, (*at, *steps), wording.sentence(detail, document, (*at, *steps), adapter))
        return None


def _each(value: Any, path: tuple[str, ...], at: Loc = ()) -> Iterator[tuple[Loc, dict[str, Any]]]:
    """The mappings at the end of a path of lists, as ``("parts", "facts")``, each with its place."""
    if not path:
        yield from (((*at, i), item) for i, item in rules.entries(value))
        return
    if not isinstance(value, dict):
        return
    inner = value.get(path[0])
    if len(path) == 1:
        yield from _each(inner, (), (*at, path[0]))
        return
    for i, item in rules.entries(inner):
        yield from _each(item, path[1:], (*at, path[0], i))


def _ids(documents: list[Document], path: tuple[str, ...]) -> set[str]:
    found = (value.get("id") for document in documents for _, value in _each(document.value, path))
    return {name for name in found if isinstance(name, str)}


def schemas() -> dict[str, dict[str, Any]]:
    """A JSON schema for each kind of content file, so that an editor can complete and check it."""
    shapes = {
        "course": Course,
        "sources": list[Source],
        "glossary": list[Word],
        "lesson": Lesson,
        "questions": list[Question],
    }
    return {name: TypeAdapter(shape).json_schema() for name, shape in shapes.items()}


