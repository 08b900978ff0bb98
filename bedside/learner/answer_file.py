"""A learner's answers as one file: JSON lines, a header first, then one answer a line."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError

from bedside.errors import CourseError
from bedside.learner.response import Response
from bedside.text.sentences import say

KIND, VERSION = "bedside-answers", 1


class DamagedFile(CourseError, ValueError):
    """Raised for a file that is not a whole export; its words say what was found."""


@dataclass(frozen=True)
class Export:
    """Whose answers a file holds, and the answers, in the order they came."""

    learner: str
    name: str
    responses: tuple[Response, ...]


def write(export: Export, now: datetime) -> str:
    """The text of an export; the header counts the answers and carries their SHA-256."""
    lines = [
        json.dumps(response.model_dump(mode="json", exclude={"learner"}), ensure_ascii=False)
        for response in export.responses
    ]
    header = {
        "kind": KIND,
        "version": VERSION,
        "learner": export.learner,
        "name": export.name,
        "exported_at": now.isoformat(timespec="seconds"),
        "answers": len(lines),
        "sha256": _seal(lines),
    }
    return "\n".join([json.dumps(header, ensure_ascii=False), *lines, ""])


def read(text: str) -> Export:
    """What a file holds; raises DamagedFile when it is foreign, cut short or changed by hand."""
    # Not splitlines: an answer may hold one of the rarer line ends. Mail may turn \n into \r\n.
    first, *lines = (line.rstrip("\r") for line in text.removeprefix("\ufeff").split("\n"))
    lines = [line for line in lines if line.strip()]
    try:
        header = json.loads(first)
    except (ValueError, RecursionError):
        header = None
    if not isinstance(header, dict) or header.get("kind") != KIND:
        raise DamagedFile(say("file foreign"))
    if header.get("version") != VERSION:
        raise DamagedFile(
            f"line 1: version {header.get('version')} of the file, but this program reads version {VERSION};"
            " a newer program made it"
        )
    learner, name = header.get("learner"), header.get("name")
    if not isinstance(learner, str) or not 0 < len(learner) <= 80 or not isinstance(name, str):
        raise DamagedFile(say("file whose"))
    if header.get("answers") != len(lines):
        raise DamagedFile(say("file cut", said=header.get("answers"), found=len(lines)))
    responses = tuple(_answer(number, line, learner) for number, line in enumerate(lines, 2))
    if header.get("sha256") != _seal(lines):
        raise DamagedFile(say("file changed"))
    return Export(learner, name[:80], responses)


def _answer(number: int, line: str, learner: str) -> Response:
    try:
        answer = Response.model_validate_json(line)
        object.__setattr__(answer, "learner", learner)  # a copy would take as long again as the reading
        return answer
    except (ValidationError, ValueError, RecursionError) as error:
        said = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        raise DamagedFile(say("file answer", line=number, why=said)) from None


def _seal(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
