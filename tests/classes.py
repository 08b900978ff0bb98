"""Classes for tests of the results: answers to real questions, and the files they are handed in as."""

import itertools
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from bedside.content import shipped
from bedside.kinds.view import revision
from bedside.learner import answer_file
from bedside.learner.response import Response
from bedside.report.class_results import ClassResults
from bedside.report.handed_in import HandedIn, collect
from tests.answers import NOW

COURSE = shipped()
QUESTION = "causes-methimazole"  # one of four options, the first is right; not a warm-up
KEY, WRONG, OTHER = (option.id for option in COURSE.questions[QUESTION].options[:3])
_numbers = itertools.count(1)


def answer(name: str = QUESTION, given: dict[str, Any] | None = None, **changes: Any) -> Response:
    """An answer to a question, rightly scored; without a given one it is right."""
    question = COURSE.questions[name]
    given = right(name) if given is None else given
    number = next(_numbers)
    fields: dict[str, Any] = {
        "id": UUID(int=number),
        "learner": "otter",
        "question": name,
        "revision": revision(question),
        "attempt": 1,
        "given": given,
        "score": question.grade(given).score,
        "answered_at": NOW - timedelta(days=9) + timedelta(seconds=number),
    }
    return Response(**(fields | changes))


def right(name: str) -> dict[str, Any]:
    """What is right."""
    question = COURSE.questions[name]
    if question.kind == "number":
        return {"number": f"{question.answer:g}"}
    key = question.key()
    return {slot: words[0] for slot, words in key.items()} if question.kind == "fill" else dict(key)


def hand_in(folder: Path, *responses: Response, name: str = "otter.jsonl") -> Path:
    """A file that holds these answers, as its learner exported it."""
    folder.mkdir(parents=True, exist_ok=True)
    learner = responses[0].learner if responses else "otter"
    path = folder / name
    path.write_bytes(answer_file.write(answer_file.Export(learner, "Somebody", responses), NOW).encode())
    return path


def handed(*places: Path | str) -> HandedIn:
    """What can be used of these places today."""
    return collect(places, COURSE, NOW)


def results(*classes: list[Response]) -> ClassResults:
    """The results of learners with these answers."""
    answers = {f"learner {n:02}": tuple(theirs) for n, theirs in enumerate(classes)}
    return ClassResults(HandedIn(tuple(answers), (), answers), COURSE)
