"""What Python answers when a page asks."""

import json
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bedside.learner import service
from bedside.learner.identity import Card
from bedside.learner.service import LearnerService
from bedside.learner.store import Records
from tests.answers import CHOOSE, COURSE, NOW, kept, told


@pytest.fixture
def here(tmp_path: Path) -> Iterator[LearnerService]:
    """A desk with nothing kept yet."""
    records = Records(f"sqlite:///{tmp_path / 'answers.sqlite'}")
    yield LearnerService(COURSE, records, Card(tmp_path / "learner.json"), lambda: NOW)
    records.close()


def test_an_answer_is_kept_as_the_learners_and_acknowledged(here: LearnerService) -> None:
    response = told()
    assert here.hear({"responses": [response]}) == {"kept": [response["id"]], "refused": []}
    found = next(iter(here.records))
    assert (str(found.id), found.confidence) == (response["id"], 2)
    assert found.learner == here.card.learner().id


def test_an_answer_told_twice_is_kept_once_and_acknowledged_twice(here: LearnerService) -> None:
    response = told()
    here.hear({"responses": [response]})
    assert here.hear({"responses": [response, response]})["kept"] == [response["id"]] * 2
    assert len(here.records) == 1


def test_the_score_is_worked_out_in_python(here: LearnerService) -> None:
    wrong = next(option.id for option in CHOOSE[0].options if not option.right)
    here.hear({"responses": [told(given={"choice": wrong}, score=1)]})
    assert [response.score for response in here.records] == [0]


def test_an_edited_question_keeps_its_old_answers_apart(here: LearnerService) -> None:
    here.hear({"responses": [told(revision="of-old", given={"choice": "gone"}, score=1)]})
    assert [(response.revision, response.score) for response in here.records] == [("of-old", 1)]


def test_nobody_answers_for_another(here: LearnerService) -> None:
    here.hear({"responses": [told(learner="somebody else")]})
    assert [response.learner for response in here.records] == [here.card.learner().id]


ODD = {
    "nothing in the list": None,
    "an empty answer": {},
    "an id that is none": told(id="not a uuid"),
    "attempt nought": told(attempt=0),
    "a score of seven": told(score=7),
    "a list in a slot": told(given={"choice": [1, 2]}),
    "a thousand slots": told(given={str(i): "x" for i in range(1000)}),
    "a hundred thousand letters": told(given={"1": "x" * 100_000}),
    "a NUL that PostgreSQL would not take": told(given={"1": "a\x00b"}),
    "half a letter": told(given={"1": "\ud800"}),
    "not a number": told(seconds=float("nan")),
    "a time before there were computers": told(answered_at="0001-01-01T00:00:00+01:00"),
    "a time after all": told(answered_at="9999-12-31T23:59:59-12:00"),
    "no time zone": told(answered_at="2020-11-22T12:00:00"),
    "a field of its own": told(admin=True),
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_what_is_not_an_answer_is_refused_and_the_others_are_kept(here: LearnerService, odd: Any) -> None:
    good = told()
    reply = here.hear({"responses": [odd, good]})
    assert reply["kept"] == [good["id"]]
    named = isinstance(odd, dict) and len(odd.get("id", "")) == 36
    assert reply["refused"] == ([odd["id"]] if named else [])
    assert len(here.records) == 1


@pytest.mark.parametrize(
    "message", [None, [], "responses", {}, {"responses": None}, {"want": "the moon"}, {"do": []}]
)
def test_what_nobody_understands_gets_an_empty_reply(here: LearnerService, message: Any) -> None:
    assert here.hear(message) == {}


def test_a_clock_that_was_set_back_is_told_and_the_answers_are_kept(here: LearnerService) -> None:
    here.records.add(kept().model_copy(update={"answered_at": NOW + timedelta(days=2)}))
    reply = here.hear({"responses": [told()]})
    assert len(reply["kept"]) == 1
    assert "Your clock says 22 November 2020" in reply["notice"]
    assert "answers from 24 November 2020" in reply["notice"]


def test_a_few_minutes_between_browser_and_python_are_no_matter(here: LearnerService) -> None:
    later = (NOW + timedelta(minutes=5)).isoformat()
    assert "notice" not in here.hear({"responses": [told(answered_at=later)]})


def test_trouble_is_told_and_nothing_is_said_to_be_kept(here: LearnerService) -> None:
    Path(here.records.where).write_bytes(b"broken" * 1000)
    reply = here.hear({"responses": [told()]})
    assert list(reply) == ["trouble"]
    assert "is damaged" in reply["trouble"]


@pytest.mark.parametrize(
    "ask",
    [
        {"show": "mine"},
        {"do": "save"},
        {"do": "erase"},
        {"do": "erase-now"},
        {"show": "progress"},
        {"show": "review"},
        {"show": "lesson", "lesson": "causes"},
    ],
)
def test_trouble_is_told_whatever_was_asked(here: LearnerService, ask: dict[str, str]) -> None:
    Path(here.records.where).write_bytes(b"broken" * 1000)
    assert "is damaged" in here.hear(ask)["trouble"]


def test_a_page_without_its_widget_gets_the_same_reply_as_json(
    here: LearnerService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "shared", lambda: here)
    response = told(given={"choice": "\"'\\ \u2028 🩸"}, id=str(uuid.uuid4()))
    reply = service.answer(json.dumps({"responses": [response]}))
    assert reply._repr_json_() == {"kept": [response["id"]], "refused": []}
