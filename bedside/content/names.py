"""What holds between the files: every id is used once, and every name that is used exists."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, NamedTuple

from bedside.content import wording
from bedside.content.clinician import begins
from bedside.content.yamls import Document, Loc
from bedside.kinds.rules import entries
from bedside.text.phrases import nearest, quoted

Found = Iterator[tuple[Document, Loc, str]]
Known = set[str] | None  # None when there is nothing to compare with, as a file that cannot be read


class Files(NamedTuple):
    """The files of a course, as read."""

    course: Document
    sources: Document
    glossary: Document
    lessons: dict[str, Document]
    questions: dict[str, Document]
    labs: dict[str, Document]
    patients: dict[str, Document]
    drawings: set[str]
    clinician: Document | None = None


def each(value: Any, *path: str, at: Loc = ()) -> Iterator[tuple[Loc, dict[str, Any]]]:
    """The mappings at the end of a path of lists, as ``"parts", "facts"``, each with its place."""
    if not path:
        yield from (((*at, i), item) for i, item in entries(value))
    elif isinstance(value, dict):
        yield from _deeper(value.get(path[0]), path[1:], (*at, path[0]))


def _deeper(value: Any, path: tuple[str, ...], at: Loc) -> Iterator[tuple[Loc, dict[str, Any]]]:
    if not path:
        yield from each(value, at=at)
        return
    for i, item in entries(value):
        yield from each(item, *path, at=(*at, i))


def listed(value: Any, key: str) -> Iterator[tuple[Loc, str]]:
    """The text in a field, or each text in its list, with its place."""
    found = value.get(key) if isinstance(value, dict) else None
    if isinstance(found, str):
        yield (key,), found
    elif isinstance(found, tuple):
        yield from (((key, i), name) for i, name in enumerate(found) if isinstance(name, str))


def ids(documents: Iterable[Document], *path: str) -> Found:
    """The ids at the end of a path in these files, each with its place."""
    for document in documents:
        for loc, value in each(document.value, *path):
            if isinstance(name := value.get("id"), str):
                yield document, (*loc, "id"), name


def known(documents: Iterable[Document], *path: str) -> Known:
    """The ids at the end of a path in these files, when all of them can be read."""
    files = list(documents)
    if not all(isinstance(file.value, dict if path else tuple) for file in files):
        return None
    return {name for _, _, name in ids(files, *path)} or None


def unique(what: str, found: Found) -> Found:
    """Objections to names that are used more than once."""
    seen: dict[str, str] = {}
    for document, loc, name in found:
        if name in seen:
            again = f"found the {what} {quoted(name)} again"
            yield document, loc, f"{again}, expected each once; the first is at {seen[name]}"
        seen.setdefault(name, f"{document.file}:{document.line(loc)}")


def exist(document: Document, at: Loc, value: Any, key: str, what: str, names: Known) -> Found:
    """Objections to names in a field that do not exist, or are there twice."""
    seen = set()
    for loc, name in listed(value, key):
        if names is not None and name not in names:
            message = f"found {quoted(name)}, expected {what}{nearest(name, names)}"
        elif name in seen:
            message = f"found {quoted(name)} a second time, expected it once"
        else:
            seen.add(name)
            continue
        yield document, (*at, *loc), f"{wording.place(document, (*at, *loc))}: {message}"


def objections(files: Files) -> Found:
    """Everything wrong between the files of a course."""
    lessons, questions = files.lessons.values(), files.questions.values()
    source, fact = known([files.sources]), known(lessons, "parts", "facts")
    yield from unique("source", ids([files.sources]))
    yield from unique("glossary word", ids([files.glossary]))
    yield from unique("objective", ids(lessons, "objectives"))
    yield from unique("fact", ids(lessons, "parts", "facts"))
    patients = files.patients.values()
    yield from unique("question", chain(ids(questions), ids(patients, "questions")))
    notebooks = ((file, loc, name) for file in lessons for loc, name in listed(file.value, "notebook"))
    yield from unique("notebook", notebooks)
    for key, what in (("lessons", "a lesson"), ("labs", "a lab"), ("patients", "a patient")):
        yield from exist(files.course, (), files.course.value, key, what, None)
    for at, word in each(files.glossary.value):
        yield from exist(files.glossary, at, word, "sources", "a source in sources.yaml", source)
    for name in files.lessons:
        yield from _lesson(name, files, source)
        yield from _questions(name, files, source, fact)
        yield from _levels(name, files)
    objective = known(lessons, "objectives")
    for name, file in files.labs.items():
        yield from _named(file, name)
        yield from exist(file, (), file.value, "lesson", "a lesson of course.yaml", set(files.lessons))
        yield from exist(file, (), file.value, "sources", "a source in sources.yaml", source)
        for at, score in each(file.value, "scores"):
            yield from exist(file, at, score, "sources", "a source in sources.yaml", source)
    for name, file in files.patients.items():
        yield from _named(file, name)
        yield from unique("step", ids([file], "steps"))
        yield from exist(file, (), file.value, "sources", "a source in sources.yaml", source)
        for at, value in each(file.value, "questions"):
            yield from exist(file, at, value, "objective", "an objective of a lesson", objective)
            yield from exist(file, at, value, "facts", "a fact of a lesson", fact)
            yield from exist(file, at, value, "sources", "a source in sources.yaml", source)
    if files.clinician:
        yield from _reviewed(files.clinician, source, fact)


def _reviewed(file: Document, source: Known, fact: Known) -> Found:
    yield from unique("topic", ids([file], "topics"))
    for at, value in each(file.value, "differs"):
        yield from exist(file, at, value, "sources", "a source in sources.yaml", source)
    if fact is None:
        return
    beginnings = [
        ((*at, *loc), name)
        for at, value in each(file.value, "topics")
        for loc, name in listed(value, "facts")
    ]
    yield from unique("beginning", ((file, loc, name) for loc, name in beginnings))
    for loc, name in beginnings:
        if not any(begins(name, known_) for known_ in fact):
            message = f"found {quoted(name)}, expected how the ids of facts begin"
            yield file, loc, f"{wording.place(file, loc)}: {message}{nearest(name, fact)}"
    for name in sorted(fact):
        if beginnings and not any(begins(begin, name) for _, begin in beginnings):
            yield file, ("topics",), f"found no topic for the fact {quoted(name)}, expected one for each"


def _named(file: Document, name: str) -> Found:
    found = file.value.get("id") if isinstance(file.value, dict) else None
    if isinstance(found, str) and found != name:
        yield file, ("id",), f'found the id {quoted(found)}, expected "{name}" as in the file name'


def _lesson(name: str, files: Files, source: Known) -> Found:
    file, asked = files.lessons[name], known([files.questions[name]])
    value = file.value if isinstance(file.value, dict) else {}
    yield from _named(file, name)
    yield from unique("part", ids([file], "parts"))
    for list_ in ("warm_up", "look_back", "review"):
        yield from exist(file, (), value, list_, f"a question in questions/{name}.yaml", asked)
    for at, part in each(value, "parts"):
        place, figure = (*at, "figure"), part.get("figure")
        yield from exist(file, place, figure, "file", "a drawing in figures/", files.drawings)
    for at, fact in each(value, "parts", "facts"):
        yield from exist(file, at, fact, "sources", "a source in sources.yaml", source)
        yield from exist(file, at, fact, "but_sources", "a source in sources.yaml", source)
        if ("but" in fact) != bool(fact.get("but_sources")):
            has, lacks = ("but", "but_sources") if "but" in fact else ("but_sources", "but")
            yield file, at, f'{wording.place(file, at)} has "{has}" and no "{lacks}", expected both or none'


def _questions(name: str, files: Files, source: Known, fact: Known) -> Found:
    file, objective = files.questions[name], known([files.lessons[name]], "objectives")
    for at, value in each(file.value):
        yield from exist(file, at, value, "objective", f"an objective in lessons/{name}.yaml", objective)
        yield from exist(file, at, value, "facts", "a fact of a lesson", fact)
        yield from exist(file, at, value, "sources", "a source in sources.yaml", source)


def _levels(name: str, files: Files) -> Found:
    lesson, file = files.lessons[name], files.questions[name]
    if not isinstance(lesson.value, dict):
        return
    lists = ("review", "look_back", "warm_up")
    placed = {asked: loc for key in lists for loc, asked in listed(lesson.value, key)}
    for at, question in each(file.value):
        asked = question.get("id")
        if question.get("level") != "deeper" or not isinstance(asked, str):
            continue
        found, loc = f"found {quoted(asked)}, which is deeper", placed.get(asked)
        if loc is None:
            yield file, (*at, "level"), f'{found}, expected it under "review" in lessons/{name}.yaml'
        elif loc[0] != "review":
            yield lesson, loc, f"{wording.place(lesson, loc)}: {found}, expected a core question"
