"""What four lessons say rests on something a reader can look up, and a figure never stands without what it counts."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from bedside.content import shipped
from bedside.kinds import ChooseMany

COURSE = shipped()
LESSONS = ("what-it-is", "causes", "risk-factors", "diagnosis")
PATIENTS = (
    "baby-with-ear-infections",
    "clozapine-week-10",
    "stable-for-years",
    "purple-ears",
    "high-white-count",
    "after-a-gastric-bypass",
)
QUESTIONS = [
    question
    for question in COURSE.questions.values()
    if COURSE.patient_of.get(question.id) in PATIENTS
    or (question.id not in COURSE.patient_of and COURSE.lesson_of[question.id] in LESSONS)
]
FACTS = [fact for name in LESSONS for part in COURSE.lessons[name].parts for fact in part.facts]
# Known at second hand: may be taught with its label, and decides no answer but where its list is printed.
SECOND_HAND = {"ctcae-v6", "nakamura-754", "linezolid-note", "ctcae-now"}
PRINTED = {"dx-grade-both", "dx-grade-no-version"}


def strings(value: Any) -> Iterator[str]:
    """Every text in a plain value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, tuple | list):
        for each in value:
            yield from strings(each)


def test_what_no_document_was_found_for_is_two_facts_and_no_question() -> None:
    found = [fact.id for fact in FACTS if "general" in (*fact.sources, *fact.but_sources)]
    assert found == ["dx.well_more", "dx.well_refer"]
    assert [question.id for question in QUESTIONS if "general" in question.sources] == []
    assert [name for name in PATIENTS if "general" in COURSE.patients[name].sources] == []


def test_every_source_of_a_fact_or_a_question_can_be_looked_up() -> None:
    named = {name for fact in FACTS for name in (*fact.sources, *fact.but_sources)}
    named |= {name for question in QUESTIONS for name in question.sources}
    bare = {name for name in named if not (COURSE.sources[name].find or COURSE.sources[name].link)}
    assert bare <= {"fact-sheet", "general", "idsa-2010", "asco-idsa-2018"}


def test_what_was_read_at_second_hand_decides_no_answer() -> None:
    resting = {question.id for question in QUESTIONS if SECOND_HAND & set(question.sources)}
    assert resting == PRINTED
    for name in PRINTED:
        assert "version 5" in COURSE.questions[name].ask and "version 6" in COURSE.questions[name].ask


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_a_grade_carries_its_version(question: Any) -> None:
    told = " ".join(strings(question.model_dump()))
    assert not re.search(r"\bgrade \d", told) or re.search(r"version [56]|CTCAE v[56]", told)


def test_a_fact_that_names_a_grade_names_the_version() -> None:
    for fact in FACTS:
        said = f"{fact.say} {fact.but or ''}"
        if re.search(r"\b[Gg]rade \d", said):
            assert re.search(r"[Vv]ersion|\[\[ctcae\]\]", said), fact.id


def test_a_question_with_bands_says_that_they_were_counted_by_eye() -> None:
    told = [question for question in QUESTIONS if re.search(r"\d % bands|bands \d+ %", question.ask)]
    assert len(told) > 5
    assert [question.id for question in told if not re.search(r"by eye|A student counts", question.ask)] == []


def test_no_hint_gives_the_number_of_boxes_to_tick() -> None:
    number = re.compile(r"\b(one|two|three|four|five|six) (of|are|fit)\b", re.IGNORECASE)
    many = [question for question in QUESTIONS if isinstance(question, ChooseMany)]
    assert [question.id for question in many if number.search(question.hint)] == []


def test_the_right_option_is_not_the_longest_by_habit() -> None:
    chosen = [question for question in QUESTIONS if question.kind == "choose"]
    longest = [q.id for q in chosen if max(q.options, key=lambda option: len(option.say)).right]
    assert len(longest) <= len(chosen) / 3
