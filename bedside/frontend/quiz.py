"""What ``<bedside-quiz>`` needs to ask questions."""

from collections.abc import Sequence
from typing import Any


def quiz(faces: Sequence[dict[str, Any]], context: str) -> dict[str, Any]:
    """These questions, each as its element needs it; context says where they are asked."""
    asked = [dict(face) for face in faces]
    if len(asked) == 1:
        del asked[0]["goal"]  # only the summary of several questions names it
    return {"kind": "quiz", "context": context, "questions": asked}
