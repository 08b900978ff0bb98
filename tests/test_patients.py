"""The patients: every figure worked out again, every way walked, every text read."""

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain
from typing import Any

import pytest

from bedside.content import shipped
from bedside.content.stories import CLOSE, Patient, Step, main_way
from bedside.kinds import Choose, NumberQuestion
from bedside.labs.anc import count
from bedside.labs.fever import scores
from bedside.text import markdown
from tests.reading import MEAN, MOST, grade

COURSE = shipped()
SCORES = {score.id: score for score in COURSE.labs["fever"].scores}
WORDS = {word.id: word.word for word in COURSE.glossary.values()}

# What a text may call a count beside those of its story: where the levels begin, in cells/µL, what Julian's count
# is near, where the ranges of healthy Duffy-null adults begin, what is usual for a baby like Alma, and where low begins
# for a newborn like Noor. Sofia's 140 are micrograms, and Daniel's counts near 900 are told as that.
LEVELS = {count.PROFOUND, count.MODERATE, count.MILD, count.NORMAL}
KNOWN = {
    "stable-for-years": {1400, 1210, 820},
    "baby-with-ear-infections": {200},
    "red-navel": {1750},
    "fever-on-filgrastim": {140},
    "clozapine-other-column": {900},
}
YEARS = {2009, 2025}

NUMBER = r"(\d{1,3}(?:,\d{3})+|\d+)(?![\d.,]*\d)"
CALLED = re.compile(
    rf"{NUMBER} (?:cells/µL|neutrophils)"
    rf"|(?<!white )\b[Cc]ounts? (?:(?:is|was|are|were|has|been|of|at|near|to|back|around|up|now|still) )+{NUMBER}"
    rf"|\babsolute\D{{0,40}}{NUMBER}|\bANC\)? (?:is|of) {NUMBER}"
)
SUM = re.compile(r"(\d[\d,]*) × (\d+) ÷ 100 = (\d[\d,]*)")
LARGE = re.compile(r"(?<![\d.,])(\d{1,3}(?:,\d{3})+|\d{3,})(?![\d.,]*\d| °)")

everyone = pytest.mark.parametrize("patient", COURSE.patients.values(), ids=COURSE.patients)


def asked(patient: Patient) -> list[Any]:
    """The questions of a story."""
    return [COURSE.questions[name] for name, home in COURSE.patient_of.items() if home == patient.id]


def strings(value: Any) -> Iterator[str]:
    """Every text in a plain value, without its markup."""
    if isinstance(value, str):
        yield markdown.plain(value, WORDS)
    elif isinstance(value, dict):
        yield from chain.from_iterable(map(strings, value.values()))
    elif isinstance(value, tuple | list):
        yield from chain.from_iterable(map(strings, value))


def story_texts(patient: Patient) -> dict[str, str]:
    """Every text of a story itself, by name."""
    found = {"about": patient.about} | {f"{step.id}: tell": step.tell for step in patient.steps}
    return found | {f"matters {i}": each for i, each in enumerate(patient.matters, 1)}


def question_texts(patient: Patient) -> dict[str, str]:
    """Every ``why`` and every explanation of a story's questions, by name."""
    found = {}
    for question in asked(patient):
        dumped = question.model_dump()
        whys = [item["why"] for key in ("options", "items", "mistakes") for item in dumped.get(key, ())]
        for i, why in enumerate([*whys, *dumped.get("whys", ())], 1):
            found[f"{question.id}: why {i}"] = why
        found[f"{question.id}: explain"] = question.explain
    return found


def whole(number: str) -> int:
    return int(number.replace(",", ""))


def sums(patient: Patient) -> list[tuple[int, int, int]]:
    """Every sum as 600 × 10 ÷ 100 = 60 in the questions of a story."""
    found = [SUM.findall(text) for question in asked(patient) for text in strings(question.model_dump())]
    return [(whole(white), int(share), whole(result)) for white, share, result in chain.from_iterable(found)]


def ways(patient: Patient) -> list[list[Step]]:
    """Every way a learner can take through a story."""
    steps = {step.id: step for step in patient.steps}

    def go(name: str) -> Iterator[list[Step]]:
        if name == CLOSE:
            yield []
            return
        for to in dict.fromkeys([steps[name].then, *(path.to for path in steps[name].paths)]):
            yield from ([steps[name], *rest] for rest in go(to))

    return list(go(patient.steps[0].id))


def test_the_patients_come_in_the_order_of_the_course() -> None:
    assert tuple(COURSE.patients) == COURSE.course.patients


# Figures


@everyone
def test_every_count_follows_from_its_report(patient: Patient) -> None:
    assert patient.counts
    for each in patient.counts:
        found = count.anc(count.exact(each.white) * 1000, each.segs, each.bands)
        assert found == each.anc, each.day
        assert count.level(found) == each.level, each.day
        if each.ctcae is not None:
            assert count.grade(found) == each.ctcae, each.day


def test_a_grade_is_named_where_a_story_speaks_of_grades() -> None:
    for patient in COURSE.patients.values():
        told = " ".join(story_texts(patient).values())
        assert bool(re.search(r"\bgrade \d", told)) == any(each.ctcae for each in patient.counts), patient.id


@everyone
def test_every_count_is_told(patient: Patient) -> None:
    told = " ".join(strings([*story_texts(patient).values(), [q.model_dump() for q in asked(patient)]]))
    missing = [
        each.anc for each in patient.counts if not re.search(rf"(?<![\d,.]){each.anc:,}(?![\d,]\d)", told)
    ]
    assert missing == []


@everyone
def test_every_number_that_is_called_a_count_is_one(patient: Patient) -> None:
    own = {each.anc for each in patient.counts} | LEVELS | KNOWN.get(patient.id, set())
    whites = {int(Fraction(str(each.white)) * 1000) for each in patient.counts}
    right = own | {result for _, _, result in sums(patient)}
    seen = set()
    for told in strings([*story_texts(patient).values(), [q.model_dump() for q in asked(patient)]]):
        for found in CALLED.finditer(told):
            number = whole(next(filter(None, found.groups())))
            of_white = re.search(r"[Ww]hite count[^.]{0,12}$", told[: found.start()]) is not None
            assert number in (whites if of_white else right), f"{number} in: {told}"
            seen.add(number)
    assert seen & own


@everyone
def test_every_large_number_a_story_tells_is_known(patient: Patient) -> None:
    own = {each.anc for each in patient.counts} | LEVELS | KNOWN.get(patient.id, set()) | YEARS
    slips = {m.near for q in asked(patient) if isinstance(q, NumberQuestion) for m in q.mistakes}
    for told in strings(list(story_texts(patient).values())):
        for number in map(whole, LARGE.findall(told)):
            assert number in own | slips, f"{number} in: {told}"


@everyone
def test_every_sum_is_right(patient: Patient) -> None:
    found = sums(patient)
    assert found
    for white, share, result in found:
        assert Fraction(white * share, 100) == result, (white, share, result)


@everyone
def test_each_story_asks_for_a_count_that_follows_from_the_words_of_the_question(patient: Patient) -> None:
    to_work_out = [q for q in asked(patient) if isinstance(q, NumberQuestion) and q.unit == "cells/µL"]
    assert to_work_out
    for question in to_work_out:
        report = next(each for each in patient.counts if each.anc == question.answer)
        assert f"{report.white:.1f} ×10³/µL" in question.ask
        assert f"{report.segs:g} %" in question.ask
        listed = f"{report.bands:g} %" if report.bands else "no bands"
        # A machine prints one figure, which holds the bands.
        assert listed in question.ask or (
            not report.bands and f"neutrophils {report.segs:g} %" in question.ask
        )


def test_every_score_is_worked_out_again() -> None:
    found = [(patient, each) for patient in COURSE.patients.values() for each in patient.scores]
    assert found
    for patient, each in found:
        assert scores.total(SCORES[each.score], each.picks) == each.total
        points = [q for q in asked(patient) if isinstance(q, NumberQuestion) and q.unit == "points"]
        assert [question.answer for question in points] == [each.total]
        assert all(str(each.total) in markdown.plain(question.explain) for question in points)


# Ways


@everyone
def test_whatever_turns_they_take_a_learner_decides_two_to_four_times(patient: Patient) -> None:
    for way in ways(patient):
        assert 2 <= sum(step.ask is not None for step in way) <= 4, [step.id for step in way]


@everyone
def test_a_way_asks_nothing_twice_and_tells_no_step_twice(patient: Patient) -> None:
    for way in ways(patient):
        names = [step.ask for step in way if step.ask]
        assert len(names) == len(set(names))
        assert len(way) == len({step.id for step in way})


@everyone
def test_every_step_lies_on_some_way(patient: Patient) -> None:
    assert {step.id for way in ways(patient) for step in way} == {step.id for step in patient.steps}


def test_at_least_four_stories_branch() -> None:
    branching = [patient for patient in COURSE.patients.values() if len(ways(patient)) > 1]
    assert len(branching) >= 4


@everyone
def test_every_turn_says_so_and_comes_back_to_the_main_way(patient: Patient) -> None:
    main = main_way(patient)
    steps = {step.id: step for step in patient.steps}
    for step in patient.steps:
        for path in step.paths:
            assert path.to not in main
            assert steps[path.to].tell.startswith("In this telling, ")
            to = path.to
            while to not in main:
                to = steps[to].then
                assert to != CLOSE, path.option
            assert main.index(to) > main.index(step.id)


@everyone
def test_no_step_of_the_main_way_is_told_as_a_turn(patient: Patient) -> None:
    steps = {step.id: step for step in patient.steps}
    assert [name for name in main_way(patient) if "In this telling" in steps[name].tell] == []


@everyone
def test_a_turn_is_a_wrong_option(patient: Patient) -> None:
    for step in patient.steps:
        if step.paths:
            question = COURSE.questions[step.ask]
            assert isinstance(question, Choose)
            wrong = {option.say for option in question.options if not option.right}
            assert {path.option for path in step.paths} <= wrong


# Words


@everyone
def test_a_story_can_be_read(patient: Patient) -> None:
    texts = story_texts(patient) | question_texts(patient)
    found = sorted(((grade(text, COURSE), name) for name, text in texts.items()), reverse=True)
    assert found[0][0] <= MOST, found[:3]
    assert sum(hard for hard, _ in found) / len(found) <= MEAN
    tells = [grade(text, COURSE) for text in story_texts(patient).values()]
    assert sum(tells) / len(tells) <= MEAN


@everyone
def test_each_question_names_the_person_and_so_stands_alone(patient: Patient) -> None:
    person = patient.title.partition(",")[0]
    assert person.isalpha() and person in patient.about
    assert [question.id for question in asked(patient) if person not in question.ask] == []


@everyone
def test_the_ids_of_a_story_s_questions_say_whose_they_are(patient: Patient) -> None:
    person = patient.title.partition(",")[0].lower()
    found = asked(patient)
    assert found
    assert [question.id for question in found if not question.id.startswith(f"pt-{person}-")] == []


def test_ids_that_begin_as_those_of_patients_are_theirs() -> None:
    assert {name for name in COURSE.questions if name.startswith("pt-")} == set(COURSE.patient_of)


def test_no_two_patients_share_a_name() -> None:
    people = [patient.title.partition(",")[0] for patient in COURSE.patients.values()]
    assert len(people) == len(set(people))


# What only a story asks

SMALL = ["three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
CLOCK = re.compile(r"\b\d{1,2}:\d\d\b")
FINDING = re.compile(rf"(\d[\d,]*(?:\.\d+)?)( ×10³| ?%)?|\b({'|'.join(SMALL)})\b", re.IGNORECASE)


def findings(texts: Iterator[str]) -> set[Fraction]:
    """Ages, days, temperatures and counts of these texts; no shares, and no lines where a level begins."""
    found = set()
    told = (CLOCK.sub("", text) for text in texts)
    for number, unit, word in chain.from_iterable(map(FINDING.findall, told)):
        if "%" not in unit:
            value = Fraction(number.replace(",", "")) if number else Fraction(SMALL.index(word.lower()) + 3)
            found.add(value * 1000 if unit else value)
    return found - LEVELS


@everyone
def test_a_story_opens_with_something_that_no_lesson_asks_about_the_same_person(patient: Patient) -> None:
    first = COURSE.questions[next(step.ask for step in patient.steps if step.ask)]
    own = findings(strings([first.ask, str(getattr(first, "answer", ""))]))
    asked_before = {}
    for question in COURSE.questions.values():
        if question.id not in COURSE.patient_of and isinstance(question, Choose | NumberQuestion):
            dumped = question.model_dump()
            said = [
                dumped["ask"],
                str(dumped.get("answer", "")),
                [o["say"] for o in dumped.get("options", ())],
            ]
            asked_before[question.id] = own & findings(strings(said))
    same = {name: sorted(map(float, shared)) for name, shared in asked_before.items() if len(shared) > 1}
    assert same == {}, first.id
