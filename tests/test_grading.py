"""Grading in Python and in JavaScript: the same cases, and agreement on all else."""

import json
import re
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside import kinds
from bedside.content import shipped
from bedside.kinds.grading import Grade, fits, marks
from bedside.kinds.items import short_id
from bedside.kinds.numbers import number, readings
from bedside.text.markdown import bare as plain
from tests.node import FRONTEND, Node

CASES = json.loads((Path(__file__).parent / "data" / "grading.json").read_text("utf-8"))
NAMES = {"choose", "choose-many", "sort", "order", "number", "fill"}

JavaScript = Callable[[str, list[list[Any]]], list[Any]]
each = pytest.mark.parametrize("case", CASES, ids=[f"{case['kind']}: {case['name']}" for case in CASES])
thorough = settings(deadline=None, database=None, derandomize=True)
batches = settings(thorough, max_examples=20)


def grade_key(kind: str, key: dict[str, Any], given: dict[str, Any]) -> Grade:
    """Grade against a key, as a kind does."""
    slots = marks(key, given)
    return Grade(all(slots.values()), kinds.KINDS[kind].score(key, slots), slots)


def same(case: dict[str, Any], right: bool, score: float, slots: dict[str, bool]) -> bool:
    """Whether a grade is the one a case expects."""
    return right is case["right"] and slots == case["slots"] and abs(score - case["score"]) < 1e-12


@pytest.fixture(scope="module")
def javascript() -> Iterator[JavaScript]:
    """A function of these modules called on each list of arguments, all in one go."""
    scripts = [FRONTEND / "elements" / name for name in ("grading.js", "numbers.js")]
    with Node(*scripts, *sorted((FRONTEND / "kinds").glob("*.js"))) as node:
        yield node.call


# ---- The cases


@each
def test_a_case_is_graded_in_python(case: dict[str, Any]) -> None:
    found = grade_key(case["kind"], case["key"], case["given"])
    assert same(case, found.right, found.score, dict(found.slots)), found


@pytest.fixture(scope="module")
def graded(javascript: JavaScript) -> dict[str, Any]:
    """What JavaScript makes of every case."""
    found = javascript("grade", [[case["kind"], case["key"], case["given"]] for case in CASES])
    return dict(zip(map(json.dumps, CASES), found, strict=True))


@each
def test_a_case_is_graded_in_javascript(case: dict[str, Any], graded: dict[str, Any]) -> None:
    found = graded[json.dumps(case)]
    assert same(case, **found), found


def test_the_cases_cover_every_kind_with_right_and_wrong_answers() -> None:
    assert {(case["kind"], case["right"]) for case in CASES} == {
        (k, right) for k in NAMES for right in (True, False)
    }


# ---- Both languages agree on what no case foresees

letters = st.characters(exclude_categories=["Cn"])
tricky = st.sampled_from(
    [*"aAéÉßẞıİiσςΣµμﬁ½²Å\u0301\u0308\u0345\u200d\ufeff\ud83d \t\n\v\x1c\x85\u00a0\u2003\u2028\u3000"]
)
written = st.text(letters | tricky | tricky, max_size=12)
digits = st.text(st.sampled_from([*"0123456789015.,+-− \t\n\u00a0\u2009\u202f\ufeffeEx_%１٣"]), max_size=9)
numbers = (
    digits
    | st.from_regex(r"[-+−]?[0-9]{1,3}([ ,\u2009\u00a0]?[0-9]{3}){0,3}([.,][0-9]{0,3})?", fullmatch=True)
    | st.floats().map(str)
    | st.integers().map("{:,}".format)
)
anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | written
    | numbers,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("123ab"), inner, max_size=3),
    max_leaves=6,
)
wanted = (
    st.none()
    | st.booleans()
    | written
    | st.lists(written, min_size=1, max_size=3)
    | st.fixed_dictionaries({"near": st.floats(-1e6, 1e6), "tolerance": st.floats(0, 100)})
)
answers = st.dictionaries(st.sampled_from("abc123"), anything)


def known(text: str) -> bool:
    """Whether Python's Unicode has all these letters; JavaScript's is newer and has more capitals."""
    return all(unicodedata.category(letter) != "Cn" for letter in text)


def test_both_languages_read_every_letter_alike(javascript: JavaScript) -> None:
    planes = 0x20000  # beyond these two there are only ideographs
    words = [f"a{letter}b" for letter in map(chr, range(planes)) if known(letter)]
    found = javascript("plain", [[word] for word in words])
    assert [(w, js) for w, js in zip(words, found, strict=True) if known(js) and js != plain(w)] == []


@batches
@given(st.lists(written, min_size=100, max_size=100))
def test_both_languages_read_words_alike(javascript: JavaScript, words: list[str]) -> None:
    found = javascript("plain", [[word] for word in words])
    assert [(w, js) for w, js in zip(words, found, strict=True) if known(js) and js != plain(w)] == []


@batches
@given(st.lists(numbers, min_size=100, max_size=100))
def test_both_languages_read_numbers_alike(javascript: JavaScript, typed: list[str]) -> None:
    found = javascript("number", [[text] for text in typed])
    assert [(text, js) for text, js in zip(typed, found, strict=True) if js != number(text)] == []


@batches
@given(st.lists(st.tuples(wanted, anything), min_size=20, max_size=20))
def test_both_languages_agree_on_what_fits(javascript: JavaScript, pairs: list[tuple[Any, Any]]) -> None:
    found = javascript("fits", [[*pair] for pair in pairs])
    assert [(pair, js) for pair, js in zip(pairs, found, strict=True) if js is not fits(*pair)] == []


keys = st.dictionaries(st.sampled_from("abc123"), wanted)


@batches
@given(st.lists(st.tuples(st.sampled_from(sorted(NAMES)), keys, answers), min_size=5, max_size=5))
def test_both_languages_agree_on_grades(javascript: JavaScript, told: list[tuple[str, Any, Any]]) -> None:
    for (kind, want, answer), js in zip(told, javascript("grade", [[*each] for each in told]), strict=True):
        found = grade_key(kind, want, answer)
        assert same(js, found.right, found.score, dict(found.slots)), (kind, want, answer)


# ---- Questions of every kind


def _question(kind: str, **rest: Any) -> kinds.Question:
    said = {"id": "one", "objective": "goal", "ask": "What?", "hint": "Look.", "explain": "So."}
    return kinds.KINDS[kind].model_validate({**said, "sources": ("fact-sheet",), "kind": kind, **rest})


def _said(*says: str, **rest: Any) -> tuple[dict[str, Any], ...]:
    return tuple({"say": say, "why": f"About {say}.", **rest} for say in says)


QUESTIONS = {
    "choose": _question("choose", options=(*_said("Liver", "Spleen"), *_said("Marrow", right=True))),
    "choose-many": _question(
        "choose-many", options=(*_said("Fever", "Sores", "Chills", right=True), *_said("Rash", "Itch"))
    ),
    "sort": _question(
        "sort",
        groups={"acquired": "Acquired", "congenital": "Congenital"},
        items=(*_said("Chemotherapy", "Infection", group="acquired"), *_said("A gene", group="congenital")),
    ),
    "order": _question("order", items=_said("Stem cell", "Band cell", "Segmented cell", "In the blood")),
    "number": _question(
        "number",
        answer=60.0,
        tolerance=0.5,
        unit="cells/µL",
        mistakes=({"near": 600.0, "why": "About 600."}, {"near": 61.5, "why": "About 61.5."}),
    ),
    "fill": _question(
        "fill",
        text="Made in the bone {{marrow}}, it is one of the {{white | white blood}} cells.",
        whys=("About the first gap.", "About the second gap."),
        mistakes=(
            {"near": "brain", "why": "About brain."},
            {"near": "red", "why": "About red.", "gap": 2},
            {"near": "brain", "why": "About a second brain.", "gap": 2},
        ),
    ),
}


def best(question: kinds.Question) -> dict[str, Any]:
    """The right answer, as a student gives it."""
    simple = {dict: lambda want: want["near"], list: lambda want: want[0]}
    return {slot: simple.get(type(want), lambda want: want)(want) for slot, want in question.key().items()}


def triggers(question: kinds.Question) -> Iterator[tuple[str, Any, str]]:
    """Each ``why`` of a question with a slot and a value that ought to bring it up."""
    match question:
        case kinds.Choose():
            yield from (("choice", option.id, option.why) for option in question.options)
        case kinds.ChooseMany():
            yield from (
                (option.id, ticked, option.why) for option in question.options for ticked in (True, False)
            )
        case kinds.Sort():
            yield from ((item.id, group, item.why) for item in question.items for group in question.groups)
        case kinds.Order():
            places = range(1, len(question.items) + 1)
            yield from ((str(place), item.id, item.why) for item in question.items for place in places)
        case kinds.NumberQuestion():
            yield from (("number", str(mistake.near), mistake.why) for mistake in question.mistakes)
        case kinds.Fill():
            for gap, words in question.key().items():
                yield from ((gap, word, question.whys[int(gap) - 1]) for word in words)
            yield from ((str(mistake.gap), mistake.near, mistake.why) for mistake in question.mistakes)


def unreached(question: kinds.Question) -> list[tuple[str, Any, str]]:
    """Each ``why`` that another is said instead of."""
    about = question.feedback()
    return [
        (slot, value, meant)
        for slot, value, meant in triggers(question)
        if meant != next((why for want, why in about[slot] if fits(want, value)), None)
    ]


every_kind = pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS.keys())


ids = {say: short_id(say) for say in ("Marrow", "Fever", "Sores", "Chills", "Rash", "Itch")}
ids |= {say: short_id(say) for say in ("Chemotherapy", "Infection", "A gene")}
ids |= {say: short_id(say) for say in ("Stem cell", "Band cell", "Segmented cell", "In the blood")}
KEYS = {
    "choose": {"choice": ids["Marrow"]},
    "choose-many": {
        ids["Fever"]: True,
        ids["Sores"]: True,
        ids["Chills"]: True,
        ids["Rash"]: False,
        ids["Itch"]: False,
    },
    "sort": {ids["Chemotherapy"]: "acquired", ids["Infection"]: "acquired", ids["A gene"]: "congenital"},
    "order": {
        "1": ids["Stem cell"],
        "2": ids["Band cell"],
        "3": ids["Segmented cell"],
        "4": ids["In the blood"],
    },
    "number": {"number": {"near": 60.0, "tolerance": 0.5}},
    "fill": {"1": ["marrow"], "2": ["white", "white blood"]},
}


@every_kind
def test_the_key_says_what_each_slot_wants(question: kinds.Question) -> None:
    assert question.key() == KEYS[question.kind]


@every_kind
def test_the_key_itself_is_right(question: kinds.Question) -> None:
    found = question.grade(best(question))
    assert (found.right, found.score, set(found.slots.values())) == (True, 1.0, {True})


@every_kind
def test_nothing_given_is_worth_nothing(question: kinds.Question) -> None:
    found = question.grade({})
    assert (found.right, found.score) == (False, 0.0)


@every_kind
def test_one_slot_wrong_is_not_right_and_still_worth_something(question: kinds.Question) -> None:
    for slot in question.key():
        found = question.grade({**best(question), slot: "?"})
        assert not found.right
        assert [name for name, good in found.slots.items() if not good] == [slot]
        assert (found.score > 0) == (len(found.slots) > 1)


@every_kind
def test_every_why_can_be_reached(question: kinds.Question) -> None:
    assert unreached(question) == []


def test_every_why_of_the_course_can_be_reached() -> None:
    assert {
        name: unreached(question) for name, question in shipped().questions.items() if unreached(question)
    } == {}


def test_the_key_of_every_question_of_the_course_is_right() -> None:
    assert [
        name for name, question in shipped().questions.items() if question.grade(best(question)).score != 1
    ] == []


# ---- What holds for every answer


@thorough
@given(st.sampled_from(sorted(QUESTIONS)), st.data())
def test_no_answer_is_an_error_and_every_score_is_between_nothing_and_one(
    kind: str, data: st.DataObject
) -> None:
    question = QUESTIONS[kind]
    slots = st.sampled_from([*question.key(), "other"])
    values = anything | st.sampled_from(
        [float("nan"), float("inf"), -float("inf"), 10**400, True, *map(str, range(70))]
    )
    found = question.grade(data.draw(st.dictionaries(slots, values)))
    assert 0 <= found.score <= 1
    assert found.right == (found.score == 1) == all(found.slots.values())
    assert found.slots.keys() == question.key().keys()


boxes = st.dictionaries(st.text(max_size=3), st.booleans()).filter(
    lambda boxes: {True, False} == {*boxes.values()}
)


@thorough
@given(boxes)
def test_ticking_everything_is_worth_nothing(boxes: dict[str, bool]) -> None:
    assert grade_key("choose-many", boxes, dict.fromkeys(boxes, True)).score == 0


@thorough
@given(boxes, st.data())
def test_one_more_right_box_is_worth_more_and_one_more_wrong_box_never_is(
    boxes: dict[str, bool], data: st.DataObject
) -> None:
    ticked = {box: data.draw(st.booleans()) for box in boxes}
    before = grade_key("choose-many", boxes, ticked).score
    for box in (box for box, tick in ticked.items() if not tick):
        after = grade_key("choose-many", boxes, {**ticked, box: True}).score
        assert after >= before if boxes[box] else after <= before


@thorough
@given(written)
def test_a_word_fits_itself_in_any_case_and_between_any_spaces(word: str) -> None:
    for other in (word.upper(), word.lower(), f" \t{word}\u00a0", unicodedata.normalize("NFD", word)):
        assert fits([word], other), other


@thorough
@given(st.floats(-1e9, 1e9).map(lambda value: round(value, 2)))
def test_a_number_is_read_however_it_is_written(value: float) -> None:
    written, grouped = f"{value:.2f}", f"{value:,.2f}"
    for typed in (written, grouped, written.replace(".", ","), grouped.replace(",", " ")):
        assert number(typed) == number(typed.replace("-", "−")) == value, typed


def test_a_very_long_answer_takes_no_time() -> None:
    start = time.process_time()
    for long in ("a" + "\u0301\u0316" * 500_000, " " * 1_000_000, "9" * 1_000_000):
        assert not fits(["a"], long)
        assert number(long) is None
    assert time.process_time() - start < 20  # minutes, if all of it were compared


# ---- Numbers as people type them

NUMBERS = json.loads((Path(__file__).parent / "data" / "numbers.json").read_text("utf-8"))
each_number = pytest.mark.parametrize("case", NUMBERS, ids=[case["name"] for case in NUMBERS])


@each_number
def test_what_was_typed_is_read_in_python(case: dict[str, Any]) -> None:
    found = {typed: list(readings(typed, case["unit"])) for typed in case["typed"]}
    assert found == dict.fromkeys(case["typed"], case["numbers"])


@each_number
def test_what_was_typed_is_read_in_javascript(case: dict[str, Any], javascript: JavaScript) -> None:
    found = javascript("readings", [[typed, case["unit"]] for typed in case["typed"]])
    assert dict(zip(case["typed"], found, strict=True)) == dict.fromkeys(case["typed"], case["numbers"])


def test_the_cases_of_numbers_hold_texts_that_mean_none_one_and_two() -> None:
    assert {len(case["numbers"]) for case in NUMBERS} == {0, 1, 2}


def test_both_languages_read_every_digit_alike(javascript: JavaScript) -> None:
    digits = [letter for letter in map(chr, range(0x20000)) if unicodedata.category(letter) == "Nd"]
    found = javascript("readings", [[letter] for letter in digits])
    assert found == [[unicodedata.decimal(letter)] for letter in digits]


units = st.sampled_from(["", "cells/µL", "%", "°C", "minutes", "×10⁹/L"])


@batches
@given(st.lists(st.tuples(numbers | written, units, st.sampled_from(["", " "]) | units), min_size=100))
def test_both_languages_read_numbers_with_units_alike(
    javascript: JavaScript, told: list[tuple[str, str, str]]
) -> None:
    pairs = [[typed + said, unit] for typed, said, unit in told if known(typed)]
    found = javascript("readings", pairs)
    assert [(pair, js) for pair, js in zip(pairs, found, strict=True) if js != list(readings(*pair))] == []


@pytest.mark.parametrize(
    ("typed", "near", "slips", "numbers"),
    [
        ("1.500", 1500, [2.5], [1500]),  # right
        ("1.500", 1.5, [2.5], [1.5]),
        ("1,500", 1500, [2.5], [1500]),
        ("1,500", 1.5, [2.5], [1.5]),
        ("1.500", 60, [1500], [1500]),  # a known mistake
        ("1,500", 60, [600, 1.5], [1.5]),
        ("1.500", 1500, [1.5], [1.5, 1500]),  # one is right, the other a known mistake
        ("1,500", 60, [1.5, 1500], [1500, 1.5]),
        ("1,500", 60, [600], [1500, 1.5]),  # neither
        ("2.5", 60, [600], [2.5]),
        ("1.500 %", 1500, [600], []),
        (1500, 1500, [1.5], [1500]),
    ],
)
def test_of_two_numbers_one_is_meant_if_it_alone_is_right_or_a_known_mistake(
    javascript: JavaScript, typed: Any, near: float, slips: list[float], numbers: list[float]
) -> None:
    wants = [{"near": each, "tolerance": 0.1} for each in (near, *slips)]
    question = {
        "unit": "cells/µL",
        "key": {"number": wants[0]},
        "why": {"number": [[each, ""] for each in wants[1:]]},
    }
    assert javascript("meant", [[question, typed]]) == [numbers]


def test_before_the_answer_is_known_nothing_tells_which_number_is_meant(javascript: JavaScript) -> None:
    assert javascript("meant", [[{"unit": "cells/µL"}, "1.500"]]) == [[1.5, 1500]]


before = st.from_regex(
    r"[-+−]?([1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]*)?|[0-9]+([.,][0-9]*)?|[.,][0-9]+)", fullmatch=True
)


@thorough
@given(before)
def test_an_answer_kept_from_before_is_still_the_same_number(text: str) -> None:
    text = text[:40]
    plain = text.replace("−", "-")
    grouped = re.fullmatch(r"[-+]?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]*)?", plain)
    if re.fullmatch(r"[-+]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)", plain) or grouped:
        assert number(text) == float(plain.replace(",", "" if grouped else "."))
