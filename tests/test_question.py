"""The widgets that carry questions: what they send to the page, and what they keep of what comes back."""

import uuid
from datetime import UTC, datetime
from typing import Any

import nbformat
import pytest
from ipywidgets import Widget

from bedside import grading
from bedside.content import shipped
from bedside.lesson import Lesson
from bedside.question.face import revision
from bedside.question.question import WAIT, Head, Quiz, _Carrier
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


def test_answers_to_other_questions_wait_in_the_same_outbox_and_are_kept(
    quiz: Quiz, records: Records
) -> None:
    hear(quiz, {"responses": [told(CHOOSE[5])]})
    assert len(records) == 1
    assert quiz.responses == []


ODD = {
    "nothing": None,
    "a list": [],
    "a word": "responses",
    "an empty message": {},
    "no list of answers": {"responses": None},
    "nothing in the list": {"responses": [None]},
    "an empty answer": {"responses": [{}]},
    "an id that is none": {"responses": [{"id": "not a uuid"}]},
    "attempt nought": {"responses": [told(CHOOSE[0], attempt=0)]},
    "a score of seven": {"responses": [told(CHOOSE[0], score=7)]},
    "a list in a slot": {"responses": [told(CHOOSE[0], given={"choice": [1, 2]})]},
    "a thousand slots": {"responses": [told(CHOOSE[0], given={str(i): "x" for i in range(1000)})]},
    "a field of its own": {"responses": [told(CHOOSE[0], learner="<b>someone else</b>")]},
    "an unknown wish": {"want": "the moon"},
}


@pytest.mark.parametrize("message", ODD.values(), ids=ODD)
def test_what_is_not_an_answer_is_not_kept(quiz: Quiz, records: Records, message: Any) -> None:
    hear(quiz, message)
    assert len(records) == 0
    assert quiz.sent in ([], [{"kept": []}])


def test_only_the_first_quiz_of_a_kernel_without_a_head_brings_the_script(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_Carrier, "carried", False)
    lesson = Lesson("causes", COURSE, records)
    first, second = lesson.ask(CHOOSE[0].id), lesson.ask(CHOOSE[1].id)
    assert "bedside-question" in first._esm
    assert "--bedside-ink" in first._css
    assert second._esm == WAIT
    assert not hasattr(second, "_css")


def test_no_quiz_brings_the_script_where_a_head_did(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_Carrier, "carried", False)
    lesson = Lesson("causes", COURSE, records)
    lesson._repr_mimebundle_()
    assert lesson.ask(CHOOSE[0].id)._esm == WAIT


def size(*widgets: Any) -> int:
    """The bytes that widgets and what is shown of them take in a saved notebook."""
    outputs = [nbformat.v4.new_output("execute_result", widget._repr_mimebundle_()[0]) for widget in widgets]
    cells = [nbformat.v4.new_code_cell("", outputs=[output], id=f"c{i}") for i, output in enumerate(outputs)]
    state = Widget.get_manager_state(drop_defaults=True, widgets=list(widgets))
    for widget in widgets:  # Python takes these for defaults; the page does not, and saves them
        scripts = {name: getattr(widget, name) for name in ("_esm", "_css") if hasattr(widget, name)}
        state["state"][widget.model_id]["state"].update(scripts)
    metadata = {"widgets": {"application/vnd.jupyter.widget-state+json": state}}
    empty = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", id=cell.id) for cell in cells])
    full = nbformat.v4.new_notebook(cells=cells, metadata=metadata)
    return len(nbformat.writes(full).encode()) - len(nbformat.writes(empty).encode())


def test_the_head_takes_at_most_40_kb_and_ten_questions_25_kb_more(records: Records) -> None:
    lesson = Lesson("causes", COURSE, records)
    head = Head(
        {"html": "x" * 2000, "lesson": "causes", "context": "lesson", "questions": []}, COURSE, records
    )
    assert size(head) <= 40_000
    apart = [lesson.ask(question.id) for question in CHOOSE[:10]]
    together = lesson.ask(*(question.id for question in CHOOSE[:10]))
    assert size(*apart) <= 25_000
    assert size(together) <= 25_000


def test_all_widgets_share_one_layout(records: Records) -> None:
    lesson = Lesson("causes", COURSE, records)
    assert lesson.ask(CHOOSE[0].id).layout is lesson.ask(CHOOSE[1].id).layout


def test_a_place_without_widgets_shows_the_question_as_text(quiz: Quiz) -> None:
    shown = quiz._repr_mimebundle_()[0]
    assert shown["text/plain"].startswith(CHOOSE[0].ask[:40])
