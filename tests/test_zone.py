"""A day turns at four in the morning where the learner is, wherever the kernel runs."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bedside.learner import answer_file
from bedside.learner.identity import Card
from bedside.learner.scheduling import day_of, there
from bedside.learner.service import LearnerService
from bedside.learner.store import Records
from tests.answers import COURSE, told
from tests.test_scheduling import ONE

DAYS = json.loads((Path(__file__).parent / "data" / "days.json").read_text("utf-8"))
LA = "America/Los_Angeles"


class Machine:
    """A desk on a machine that runs in UTC, whose clock is set by hand."""

    def __init__(self, place: Path) -> None:
        self.now = datetime(2026, 11, 22, tzinfo=UTC)
        self.records = Records(f"sqlite:///{place / 'answers.sqlite'}")
        self.desk = LearnerService(COURSE, self.records, Card(place / "learner.json"), lambda: self.now)

    def hear(self, when: str, message: dict[str, Any], **zone: Any) -> dict[str, Any]:
        """The reply at a moment."""
        self.now = datetime.fromisoformat(when).astimezone(UTC)
        return self.desk.hear(message | zone)


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    """A machine in UTC, where a question was answered wrong at 20:00 in Los Angeles, and put right."""
    machine = Machine(tmp_path)
    question = COURSE.questions[ONE]
    bad = next(option.id for option in question.options if not option.right)
    for minute, change in ((0, {"given": {"choice": bad}}), (1, {"attempt": 2})):
        when = f"2026-11-22T19:5{minute}:00-08:00"
        machine.hear(when, {"responses": [told(question, answered_at=when, **change)]}, zone=LA)
    yield machine
    machine.records.close()


REVIEW = {"show": "review"}


def test_one_evening_in_los_angeles_is_one_day_on_a_machine_in_utc(machine: Machine) -> None:
    for when in ("2026-11-22T20:00:00-08:00", "2026-11-22T23:30:00-08:00"):
        assert "Nothing is due. Come back tomorrow." in machine.hear(when, REVIEW, zone=LA)["html"]
    late = machine.hear("2026-11-23T03:59:00-08:00", REVIEW, zone=LA)
    assert "Nothing is due. Come back later today." in late["html"]
    morning = machine.hear("2026-11-23T04:30:00-08:00", REVIEW, zone=LA)
    assert [each["id"] for each in morning["quiz"]["questions"]] == [ONE]
    assert morning["quiz"]["round"] == "2026-11-23"


@pytest.mark.parametrize("ask", [{"show": "progress"}, {"show": "lesson", "lesson": COURSE.lesson_of[ONE]}])
def test_progress_is_of_the_learners_day(machine: Machine, ask: dict[str, str]) -> None:
    assert "to be revisited" not in machine.hear("2026-11-22T23:30:00-08:00", ask, zone=LA)["html"]
    assert "to be revisited" in machine.hear("2026-11-23T04:30:00-08:00", ask, zone=LA)["html"]


def test_a_saved_file_has_the_learners_day_and_time(machine: Machine) -> None:
    file = machine.hear("2026-11-22T23:30:00-08:00", {"do": "save"}, zone=LA)["file"]
    assert file["name"].endswith("-2026-11-22.jsonl")
    assert json.loads(file["text"].split("\n")[0])["exported_at"] == "2026-11-22T23:30:00-08:00"
    assert len(answer_file.read(file["text"]).responses) == 2


def test_a_word_about_the_clock_tells_the_learners_times(machine: Machine) -> None:
    ahead = told(answered_at="2026-07-04T12:00:00-07:00")
    machine.hear("2026-07-04T12:00:00-07:00", {"responses": [ahead]}, zone=LA)
    notice = machine.hear("2026-03-01T12:00:00-08:00", {"responses": [told()]}, zone=LA)["notice"]
    assert "Your clock says 1 March 2026, 12:00, but there are answers from 22 November 2026, 19:51" in notice


ODD = [
    None, "", "Nowhere/At_All", "../../etc/passwd", "/etc/passwd", "America", "a\0b", "\ud800", "x" * 10_000, "é" * 79,
    "../" * 3000, 5, ["UTC"], {"a": 1}, True, "tzdata.zi", "zone.tab", "__init__.py", "America/../UTC", "UTC\n",
]  # fmt: skip


@pytest.mark.parametrize("zone", ODD, ids=lambda each: repr(each)[:20])
def test_a_zone_that_is_none_leaves_the_machines_and_does_no_harm(machine: Machine, zone: Any) -> None:
    without = machine.hear("2026-11-22T20:30:00-08:00", REVIEW)
    assert machine.hear("2026-11-22T20:30:00-08:00", REVIEW, zone=zone) == without
    assert without["quiz"]["round"] == "2026-11-23"
    assert there(machine.now, zone).utcoffset() == machine.now.utcoffset()


@pytest.mark.parametrize(
    ("zone", "when", "day", "what"), DAYS, ids=[f"{each[0]}, {each[3]}" for each in DAYS]
)
def test_a_moment_belongs_to_the_day_of_its_own_clock(zone: str, when: str, day: str, what: str) -> None:
    moment = datetime.fromisoformat(when)
    assert what
    for now in (moment, datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)):
        assert str(day_of(moment, there(now, zone))) == day
