"""Several questions as a page asks them."""

from typing import Any

from bedside.content import Content
from bedside.kinds.view import face


def quiz(names: tuple[str, ...], content: Content, context: str) -> dict[str, Any]:
    """What ``<bedside-quiz>`` needs to ask the questions of these ids; context says where they are asked."""
    faces = [face(content.questions[name], content) for name in names]
    if len(faces) == 1:
        del faces[0]["goal"]  # only the summary of several questions names it
    return {"context": context, "questions": faces}
