"""The widgets that carry questions: what they send to the page, and what they keep of what comes back."""

import json
import uuid
from datetime import UTC, datetime
from typing import Any

import pytest

from bedside import grading
from bedside.content import shipped
from bedside.lesson import Lesson
from bedside.question.face import revision
from bedside.question.question import Head, Quiz
from bedside.records import Records

COURSE = shipped()
CHOOSE = [question for question in COURSE.questions.values() if question.kind == "choose"]


@pytest.fixture
def records() -> Records:
    """Records with nothing in them."""
    return Records()


@pytest.fixture
def quiz(records: Records) -> Quiz:
    """A quiz of two questions that notes what it sends."""
    made = Lesson("causes", COURSE, records).ask(CHOOSE[0].id, CHOOSE[1].id)
    made.sent = []
    made.send = made.sent.append
    return made


def told(question: Any, **changes: Any) -> dict[str, Any]:
    """A response as the page tells it: right, unless changed."""
    return {
        "id": str(uuid.uuid4()),
        "question": question.id,
        "revision": revision(question),
        "context": "lesson",
        "attempt": 1,
        "given": dict(grading.key(question)),
        "score": 1,
        "confidence": 2,
        "hint": False,
        "seconds": 4.2,
        "answered_at": datetime.now(UTC).isoformat(),
        **changes,
    }


def hear(widget: Quiz, message: Any) -> None:
    """Deliver a message as the page's comm does."""
    widget._handle_custom_msg(message, [])


def test_an_answer_reaches_python_and_is_acknowledged(quiz: Quiz, records: Records) -> None:
    response = told(CHOOSE[0])
    hear(quiz, {"responses": [response]})
    assert [str(kept.id) for kept in quiz.responses] == [response["id"]]
    assert quiz.responses[0].confidence == 2
    assert quiz.sent == [{"kept": [response["id"]]}]


def test_an_answer_told_twice_is_kept_once_and_acknowledged_twice(quiz: Quiz, records: Records) -> None:
    response = told(CHOOSE[0])
    hear(quiz, {"responses": [response]})
    hear(quiz, {"responses": [response, response]})
    assert len(records) == 1
    assert quiz.sent[-1] == {"kept": [response["id"], response["id"]]}


def test_the_score_is_worked_out_in_python(quiz: Quiz, records: Records) -> None:
    wrong = next(option.id for option in CHOOSE[0].options if not option.right)
    hear(quiz, {"responses": [told(CHOOSE[0], given={"choice": wrong}, score=1)]})
    assert [response.score for response in records] == [0]


def test_an_edited_question_keeps_its_old_answers_apart(quiz: Quiz, records: Records) -> None:
    hear(quiz, {"responses": [told(CHOOSE[0], revision="of-old", given={"choice": "gone"}, score=1)]})
    assert [(response.revision, response.score) for response in records] == [("of-old", 1)]


def test_answers_to_other_questions_wait_in_the_same_outbox_and_are_kept(quiz: Quiz, records: Records) -> None:
    hear(quiz, {"responses": [told(CHOOSE[5])]})
    assert len(records) == 1
    assert quiz.responses == []


@pytest.mark.parametrize(
    "message",
    [
        None,
        [],
        "responses",
        {},
        {"responses": None},
        {"responses": [None]},
        {"responses": [{}]},
        {"responses": [{"id": "not a uuid"}]},
        {"responses": [told(CHOOSE[0], attempt=0)]},
        {"responses": [told(CHOOSE[0], score=7)]},
        {"responses": [told(CHOOSE[0], given={"choice": [1, 2]})]},
        {"responses": [told(CHOOSE[0], given={str(i): "x" for i in range(1000)})]},
        {"responses": [told(CHOOSE[0], learner="<b>someone else</b>")]},
        {"want": "the moon"},
    ],
    ids=repr,
)
def test_what_is_not_an_answer_is_not_kept(quiz: Quiz, records: Records, message: Any) -> None:
    hear(quiz, message)
    assert len(records) == 0
    assert quiz.sent in ([], [{"kept": []}])


def test_a_quiz_without_its_head_is_sent_the_script(quiz: Quiz) -> None:
    hear(quiz, {"want": "script"})
    assert "bedside-question" in quiz.sent[0]["script"]
    assert "--bedside-ink" in quiz.sent[0]["script"]


def size(widget: Any) -> int:
    """The bytes a widget takes in a saved notebook."""
    return len(json.dumps(widget.get_state(), default=str))


def test_the_head_takes_at_most_40_kb_and_ten_questions_25_kb_more(records: Records) -> None:
    lesson = Lesson("causes", COURSE, records)
    head = Head(COURSE, records, page={"html": "x" * 2000, "lesson": "causes", "context": "lesson", "questions": []})
    assert size(head) <= 40_000
    apart = [lesson.ask(question.id) for question in CHOOSE[:10]]
    together = lesson.ask(*(question.id for question in CHOOSE[:10]))
    assert sum(map(size, apart)) <= 25_000
    assert size(together) <= 25_000


def test_all_widgets_share_one_layout(records: Records) -> None:
    lesson = Lesson("causes", COURSE, records)
    assert lesson.ask(CHOOSE[0].id).layout is lesson.ask(CHOOSE[1].id).layout


def test_a_place_without_widgets_shows_the_question_as_text(quiz: Quiz) -> None:
    bundle = quiz._repr_mimebundle_()
    shown = bundle[0] if isinstance(bundle, tuple) else bundle
    assert CHOOSE[0].ask in shown["text/plain"]
    assert all(option.say in shown["text/plain"] for option in CHOOSE[0].options)
