"""Answers for tests, as a page tells them and as they are kept."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from bedside.content import shipped
from bedside.kinds import Question
from bedside.kinds.view import revision
from bedside.learner.response import Response

COURSE = shipped()
CHOOSE = [question for question in COURSE.questions.values() if question.kind == "choose"]
# Years back: answers of this day that meet the real clock are seen at once to be old.
NOW = datetime(2020, 11, 22, 12, tzinfo=UTC)


def right(question: Question) -> dict[str, Any]:
    """What fills every slot rightly."""
    return question.right_answer()


def told(question: Any = CHOOSE[0], **changes: Any) -> dict[str, Any]:
    """A response as the page tells it: right, unless changed."""
    return {
        "id": str(uuid.uuid4()),
        "question": question.id,
        "revision": revision(question),
        "context": "lesson",
        "attempt": 1,
        "given": dict(question.key()),
        "score": 1,
        "confidence": 2,
        "hint": False,
        "seconds": 4.2,
        "answered_at": NOW.isoformat(),
        **changes,
    }


def kept(number: int = 0, learner: str = "someone", **changes: Any) -> Response:
    """A response as it is kept, given so many minutes after noon."""
    when = NOW + timedelta(minutes=number)
    return Response.model_validate(told(learner=learner, answered_at=when.isoformat(), **changes))
