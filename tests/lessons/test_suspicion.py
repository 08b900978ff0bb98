"""What three lessons and the stories of fever say of a suspected infection rests on something a reader can look up, and waits for nothing."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from bedside.content import shipped

COURSE = shipped()
LESSONS = ("symptoms", "treatment", "prevention")
PATIENTS = (
    "fever-day-9",
    "day-21-no-fever",
    "ulcers-every-three-weeks",
    "sore-throat-on-methimazole",
    "confused-at-breakfast",
    "a-line-in-the-arm",
    "home-before-midnight",
    "a-small-question",
    "before-the-ferry",
    "in-her-own-words",
)
QUESTIONS = [
    question
    for question in COURSE.questions.values()
    if COURSE.patient_of.get(question.id) in PATIENTS
    or (question.id not in COURSE.patient_of and COURSE.lesson_of[question.id] in LESSONS)
]
FACTS = [fact for name in LESSONS for part in COURSE.lessons[name].parts for fact in part.facts]
# The fact sheet names no references; the others have no address in the course yet.
BARE = {"fact-sheet", "ash-infancy", "ctcae-v5", "cyclic-2017"}
# Known at second hand: may be taught with its label, and decides no answer but where its figures are printed.
SECOND_HAND = {"cancercalc", "how-long-2017", "asco-gcsf-2026", "wingard-2025", "ctcae-v6"}
PRINTED = {
    "pt-judith-grades",
    "pt-judith-low-words",
    "pt-helen-cisne",
}


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


def test_nothing_rests_on_general_knowledge() -> None:
    assert [fact.id for fact in FACTS if "general" in (*fact.sources, *fact.but_sources)] == []
    assert [question.id for question in QUESTIONS if "general" in question.sources] == []
    assert [name for name in PATIENTS if "general" in COURSE.patients[name].sources] == []
    assert [name for name in ("fever", "marrow") if "general" in COURSE.labs[name].sources] == []


def test_every_source_can_be_looked_up() -> None:
    named = {name for fact in FACTS for name in (*fact.sources, *fact.but_sources)}
    named |= {name for question in QUESTIONS for name in question.sources}
    named |= {name for lab in ("fever", "marrow") for name in COURSE.labs[lab].sources}
    assert {n for n in named if not (COURSE.sources[n].find or COURSE.sources[n].link)} <= BARE


def test_what_was_read_at_second_hand_decides_no_answer() -> None:
    assert {question.id for question in QUESTIONS if SECOND_HAND & set(question.sources)} == PRINTED


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_a_grade_of_the_count_carries_its_version(question: Any) -> None:
    told = " ".join(strings(question.model_dump()))
    grades = re.sub(
        r"mucositis (?:is|of) grade \d|grade 2 or more|none or grade 1", "", told, flags=re.IGNORECASE
    )
    assert not re.search(r"\bgrade \d", grades) or re.search(r"version [56]", told)


def test_the_first_dose_waits_neither_for_the_count_nor_for_a_fever() -> None:
    wait = re.compile(
        r"wait for the count|of the count, if|once she has a fever|second reading", re.IGNORECASE
    )
    asked = [q for q in QUESTIONS if q.kind == "choose" and any(wait.search(o.say) for o in q.options)]
    assert len(asked) >= 4
    for question in asked:
        assert [o.say for o in question.options if o.right and wait.search(o.say)] == [], question.id


def test_a_count_with_bands_says_that_it_was_made_by_eye() -> None:
    told = [question for question in QUESTIONS if re.search(r"\d % (?:are )?bands|no bands", question.ask)]
    assert len(told) > 5
    assert [question.id for question in told if "ounted by eye" not in question.ask] == []


def test_the_right_option_is_not_the_longest_by_habit() -> None:
    chosen = [question for question in QUESTIONS if question.kind == "choose"]
    longest = [q.id for q in chosen if max(q.options, key=lambda option: len(option.say)).right]
    assert len(longest) <= len(chosen) / 3
