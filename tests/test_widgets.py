"""The widgets that carry questions to the page, and pass on what comes back."""

from pathlib import Path
from typing import Any

import nbformat
import pytest
from ipywidgets import Widget

from bedside.learner import service
from bedside.learner.identity import Card
from bedside.learner.store import Records
from bedside.notebook.api import Lesson
from bedside.notebook.shown import Shown
from bedside.notebook.widgets import WAIT, Live, Quiz, _Carrier
from tests.answers import CHOOSE, COURSE, told


@pytest.fixture
def quiz() -> Quiz:
    """A quiz of two questions that notes what it sends."""
    made = Lesson("causes", Shown(COURSE)).ask(CHOOSE[0].id, CHOOSE[1].id)
    made.sent = []
    made.send = made.sent.append
    return made


def test_what_the_page_says_reaches_the_desk_and_the_reply_carries_its_number(
    quiz: Quiz, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    records = Records(f"sqlite:///{tmp_path / 'answers.sqlite'}")
    here = service.LearnerService(COURSE, records, Card(tmp_path / "learner.json"))
    monkeypatch.setattr(service, "shared", lambda: here)
    response = told()
    quiz._handle_custom_msg({"number": 7, "ask": {"responses": [response]}}, [])
    assert quiz.sent == [{"number": 7, "reply": {"kept": [response["id"]], "refused": []}}]
    assert len(records) == 1
    records.close()


@pytest.mark.parametrize("message", [None, [], "responses", 3])
def test_what_is_no_message_gets_no_reply(quiz: Quiz, message: Any) -> None:
    quiz._handle_custom_msg(message, [])
    assert quiz.sent == []


def test_showing_a_lesson_opens_no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "shared", lambda: pytest.fail("the records were opened"))
    Lesson("causes", Shown(COURSE))._repr_mimebundle_()
    Lesson("causes", Shown(COURSE)).ask(CHOOSE[0].id)._repr_mimebundle_()


def test_only_the_first_quiz_of_a_kernel_without_a_head_brings_the_script(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(_Carrier, "_carried", False)
    lesson = Lesson("causes", Shown(COURSE))
    first, second = lesson.ask(CHOOSE[0].id), lesson.ask(CHOOSE[1].id)
    assert "bedside-question" in first._esm
    assert "--bedside-ink" in first._css
    assert second._esm == WAIT
    assert not hasattr(second, "_css")


def test_no_quiz_brings_the_script_where_a_head_did(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(_Carrier, "_carried", False)
    lesson = Lesson("causes", Shown(COURSE))
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


def test_the_head_takes_at_most_40_kb_and_ten_questions_25_kb_more() -> None:
    lesson = Lesson("causes", Shown(COURSE))
    head = Live({"kind": "head", "html": "x" * 2000, "context": "lesson", "questions": []}, script=True)
    assert size(head) <= 40_000
    apart = [lesson.ask(question.id) for question in CHOOSE[:10]]
    together = lesson.ask(*(question.id for question in CHOOSE[:10]))
    assert size(*apart) <= 25_000
    assert size(together) <= 25_000


def test_all_widgets_share_one_layout() -> None:
    lesson = Lesson("causes", Shown(COURSE))
    assert lesson.ask(CHOOSE[0].id).layout is lesson.ask(CHOOSE[1].id).layout


def test_a_place_without_widgets_shows_the_question_as_text(quiz: Quiz) -> None:
    shown = quiz._repr_mimebundle_()[0]
    assert shown["text/plain"].startswith(CHOOSE[0].ask[:40])
