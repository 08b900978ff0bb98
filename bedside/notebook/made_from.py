"""What a copy of a notebook is made from: its cells, what they show of the content, and the program."""

import ast
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bedside.content import Content
from bedside.text.markdown import words

Call = tuple[str, list[str]]  # what a cell calls, and the names it gives

_KNOWN = {"ask", "claims", "course", "deeper", "lab", "lesson", "patient"}
# What these show is asked for when it is seen, or belongs to the lesson.
_SILENT = {"join", "my_answers", "progress", "read", "recap", "review"}
_ELSEWHERE = {"classroom", "exporters", "report", "site"}  # parts of the program that no copy shows


def fingerprints(notebook: dict[str, Any], content: Content, program: str) -> tuple[str, str]:
    """Of what a notebook says and shows of the content; and of what else its copy is made from."""
    says = _says(notebook)
    live = notebook["metadata"].get("bedside", {}).get("live")  # copied without what it would show
    calls = [call for kind, source in says if kind == "code" and not live for call in _calls(source)]
    shown = [[*_shown(*call, content)] for call in calls]
    beyond = any(name not in _KNOWN | _SILENT for name, _ in calls)
    return _sum([says, shown]), _sum([program, notebook, _all(content) if beyond else None])


def program(package: Path) -> str:
    """A fingerprint of the Python, scripts and styles that make what copies show."""
    paths = sorted(
        path.relative_to(package) for kind in ("py", "js", "css", "j2") for path in package.rglob(f"*.{kind}")
    )
    return _sum([(package / path).read_text("utf-8") for path in paths if not _ELSEWHERE & {*path.parts}])


def cells(path: Path) -> str:
    """A fingerprint of what is written in a notebook's cells; running a cell does not change it."""
    try:
        return _sum(_says(json.loads(path.read_text("utf-8"))))
    except (OSError, ValueError, KeyError, TypeError):
        return f"unreadable {path.name}"


def _says(notebook: dict[str, Any]) -> list[tuple[str, str]]:
    """Each cell's kind and text; a file may hold the text as lines."""
    return [(cell["cell_type"], "".join(cell["source"])) for cell in notebook["cells"]]


def _sum(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def _calls(source: str) -> Iterator[Call]:
    """What a cell calls; a name that only a run would tell makes it a call without a name."""
    try:
        calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    except SyntaxError:  # as a magic of IPython's
        yield "", []
        return
    # lesson("a").ask("b") shows nothing of the lesson but its question, as .deeper() only its deeper ones.
    around = {
        id(call.func.value)
        for call in calls
        if isinstance(call.func, ast.Attribute) and _name(call) in ("ask", "deeper")
    }
    for call in calls:
        if id(call) not in around:
            yield _told(call)


def _told(call: ast.Call) -> Call:
    source = call
    if _name(call) == "deeper":  # the call before it names the lesson
        if not (isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Call)):
            return "", []
        source = call.func.value
    named = [arg.value for arg in source.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    return (_name(call), named) if len(named) == len(source.args) else ("", [])


def _name(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _shown(name: str, named: list[str], content: Content) -> Iterator[Any]:
    """Plain values that are others whenever a call shows something else of the content."""
    match name, named:
        case "ask", _:
            for question in named:
                yield from _question(question, content)
        case "claims", _:
            yield content.clinician and content.clinician.model_dump()
            yield [question.model_dump(include={"facts"}) for question in content.questions.values()]
            yield [source.model_dump() for source in content.sources.values()]
            yield [word.word for word in content.glossary.values()]
            for lesson in content.lessons.values():
                yield lesson.title, [part.model_dump(include={"facts"}) for part in lesson.parts]
        case "course", _:
            yield content.course.model_dump(include={"title", "notice", "reviewed_by"})
            for lesson in content.lessons.values():
                yield from _whole(
                    lesson.model_dump(include={"title", "notebook", "minutes", "about"}), content
                )
        case "deeper", [lesson]:
            for each in content.deeper_of(lesson):
                yield from _question(each.id, content)
        case "lab", [lab] if lab in content.labs:
            yield from _whole(content.labs[lab].model_dump(), content)
        case "lesson", [lesson] if lesson in content.lessons:
            yield from _whole(content.lessons[lesson].model_dump(exclude={"review"}), content)
            for each in content.questions_of(lesson):
                if each.id not in content.lessons[lesson].review:
                    yield from _question(each.id, content)
        case "patient", [patient] if patient in content.patients:
            yield from _whole(content.patients[patient].model_dump(), content)
            for step in content.patients[patient].steps:
                yield from _question(step.ask, content)


def _question(name: str | None, content: Content) -> Iterator[Any]:
    if name is not None and name in content.questions:
        question = content.questions[name]
        objectives = content.lessons[content.lesson_of[name]].objectives
        yield [each.say for each in objectives if each.id == question.objective]
        yield from _whole(question.model_dump(), content)


def _whole(told: Any, content: Content) -> Iterator[Any]:
    """A plain value, and the sources, drawings and words that its texts name."""
    yield told
    for each in _texts(told):
        if each in content.sources:
            yield content.sources[each].model_dump(exclude={"seen"})
        yield content.figures.get(each)
        for word in words(each):
            yield content.glossary[word].model_dump(include={"word", "means"})


def _texts(told: Any) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict):
        for each in told.values():
            yield from _texts(each)
    elif isinstance(told, list | tuple):
        for each in told:
            yield from _texts(each)


def _all(content: Content) -> list[Any]:
    shelves = (content.lessons, content.questions, content.labs, content.patients)
    return [thing.model_dump() for shelf in shelves for thing in shelf.values()]
