"""Votes, counted: what a room, a presenter and a spreadsheet are told, and that none of it is a hint."""

import csv
import io
import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside import kinds
from bedside.classroom.vote_changes import COLUMNS, moves, summary, table
from bedside.classroom.vote_counts import right, same, split
from bedside.content import shipped
from bedside.kinds import grading
from bedside.kinds.fill import GAP
from bedside.kinds.items import mixed
from bedside.kinds.numbers import readings
from bedside.kinds.tally import TYPED
from bedside.kinds.view import question_view
from bedside.text.markdown import bare, plain
from tests.answers import right as solved
from tests.test_view import order as in_order

COURSE = shipped()
QUESTIONS = list(COURSE.questions.values())
KINDS = {question.kind: question for question in reversed(QUESTIONS)}
WRITTEN = (
    "1500",
    "1,500",
    "1 500",
    "1500.0",
    "0.6",
    "0,6",
    "-3",
    "−3",
    "0",
    "12",
    "7e",
    "20",
    "21",
    "22",
    "23",
    "24",
    "25",
)
often = settings(max_examples=150, deadline=None, derandomize=True, database=None)
every = pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.id)
every_kind = pytest.mark.parametrize("question", KINDS.values(), ids=KINDS.keys())


def of(kind: str) -> list[kinds.Question]:
    return [question for question in QUESTIONS if question.kind == kind]


def ballots(question: kinds.Question) -> st.SearchStrategy[dict[str, Any]]:
    """What a page may send for a question, the right answer often enough."""
    slots = list(question.key())
    match question:
        case kinds.Choose():
            given = st.fixed_dictionaries({"choice": st.sampled_from([each.id for each in question.options])})
        case kinds.ChooseMany():
            given = st.dictionaries(st.sampled_from(slots), st.booleans()).filter(
                lambda each: any(each.values())
            )
        case kinds.Sort():
            given = st.fixed_dictionaries({slot: st.sampled_from(list(question.groups)) for slot in slots})
        case kinds.Order():
            given = st.permutations([item.id for item in question.items]).map(
                lambda items: {str(place): item for place, item in enumerate(items, 1)}
            )
        case kinds.NumberQuestion():
            typed = st.sampled_from(WRITTEN).filter(lambda each: len(readings(each)) == 1)
            given = st.fixed_dictionaries({"number": typed | st.integers(0, 3000)})
        case kinds.Fill():
            words = [word for gap in question.words() for word in gap]
            typed = st.sampled_from([*words, *map(str.upper, words), " other ", "other", "=1+1"]) | st.text(
                min_size=1, max_size=80
            )
            given = st.fixed_dictionaries({slot: typed.filter(str.strip) for slot in slots})
    return st.just(solved(question)) | given


@st.composite
def rooms(
    draw: st.DrawFn, kind: str | None = None, most: int = 30
) -> tuple[kinds.Question, list[dict[str, Any]]]:
    """A question of the course, and what a room voted."""
    question = draw(st.sampled_from(of(kind) if kind else QUESTIONS))
    return question, draw(st.lists(ballots(question), max_size=most))


@st.composite
def twice(draw: st.DrawFn) -> tuple[kinds.Question, dict[str, Any], dict[str, Any]]:
    """A question, and two votes of a room, in which some came late and some left early."""
    question = draw(st.sampled_from(QUESTIONS))
    people = st.sampled_from([f"learner {n}" for n in range(8)])
    first, second = (draw(st.dictionaries(people, ballots(question))) for _ in range(2))
    stayed = {who: first[who] for who in first if draw(st.booleans())}
    return question, first, second | stayed


def other_key(question: kinds.Question) -> kinds.Question:
    """The same question on the page, with something else that is right."""
    match question:
        case kinds.Choose() | kinds.ChooseMany():
            flags = [option.right for option in question.options]
            flags = [*flags[1:], flags[0]] if question.kind == "choose" else [not flag for flag in flags]
            changed = [
                o.model_copy(update={"right": flag}) for o, flag in zip(question.options, flags, strict=True)
            ]
            return question.model_copy(update={"options": tuple(changed)})
        case kinds.Sort():
            groups = list(question.groups)
            after = {name: groups[(place + 1) % len(groups)] for place, name in enumerate(groups)}
            items = tuple(item.model_copy(update={"group": after[item.group]}) for item in question.items)
            return question.model_copy(update={"items": items})
        case kinds.Order():
            return question.model_copy(update={"items": (*question.items[1:], question.items[0])})
        case kinds.NumberQuestion():
            return question.model_copy(update={"answer": question.answer + 7})
        case kinds.Fill():
            return question.model_copy(update={"text": GAP.sub("{{something|else}}", question.text)})


def as_on_the_page(question: kinds.Question) -> list[str]:
    """The options or items of a question, in the order the page shows them."""
    shown = question_view(question, COURSE)
    return [each["id"] for each in shown.get("options") or shown["items"]]


def open_to_the_room(question: kinds.Question, votes: list[dict[str, Any]]) -> list[Any]:
    """All that is made of votes before the reveal."""
    first = {f"{n}": given for n, given in enumerate(votes)}
    second = {f"{n}": given for n, given in enumerate(reversed(votes))}
    return [
        split(question, votes, typed=False, revealed=False),
        split(question, votes, typed=True, revealed=False),
        moves(question, first, second, revealed=False),
        summary(1, question, first, second, revealed=False),
        table([(1, question, (first, second), False)]),
    ]


def test_all_six_kinds_of_the_course_are_here() -> None:
    assert set(KINDS) == {"choose", "choose-many", "sort", "order", "number", "fill"}


@often
@given(rooms())
def test_these_tests_vote_as_a_page_may(room) -> None:
    question, votes = room
    assert all(question.offers(given) for given in votes)


# Before the reveal


@every
def test_nothing_before_the_reveal_depends_on_what_is_right(question) -> None:
    moved = other_key(question)
    assert moved.key() != question.key()
    votes = [solved(question), solved(moved), solved(moved)]
    assert open_to_the_room(question, votes) == open_to_the_room(moved, votes)


@often
@given(rooms())
def test_whatever_the_votes_nothing_before_the_reveal_depends_on_what_is_right(room) -> None:
    question, votes = room
    assert open_to_the_room(question, votes) == open_to_the_room(other_key(question), votes)


@often
@given(rooms())
def test_before_the_reveal_no_line_says_whether_it_is_right(room) -> None:
    question, votes = room
    assert all(line["right"] is None for line in split(question, votes, typed=True, revealed=False))


@every
def test_lines_stand_as_the_page_shows_options_and_items(question) -> None:
    if question.kind in ("number", "fill"):
        return
    lines = split(question, [solved(question)], typed=False, revealed=False)
    named = "value" if question.kind in ("choose", "order") else "slot"
    assert list(dict.fromkeys(line[named] for line in lines)) == as_on_the_page(question)


def test_an_order_that_the_page_turns_round_is_turned_round_here_too() -> None:
    """Else the lines of such a question, other than its page, would stand in the right order."""
    question = next(iter(of("order")))
    question = question.model_copy(update={"items": tuple(mixed(question.items))})
    lines = split(question, [solved(question)], typed=False, revealed=False)
    assert [line["value"] for line in lines] == as_on_the_page(question)
    assert [line["value"] for line in lines] != [item.id for item in question.items]


@often
@given(st.permutations(["Stem cell", "Band cell", "Segmented cell"]))
def test_an_order_of_any_items_never_stands_in_the_right_order(says) -> None:
    question = in_order(*says)
    lines = split(question, [solved(question)], typed=False, revealed=False)
    assert [line["value"] for line in lines] != [item.id for item in question.items]


# Lines


@often
@given(rooms())
def test_every_line_is_plain_json_with_the_promised_fields(room) -> None:
    question, votes = room
    for typed, revealed in ((False, False), (True, False), (False, True), (True, True)):
        lines = split(question, votes, typed=typed, revealed=revealed)
        assert json.loads(json.dumps(lines, allow_nan=False)) == lines
        for line in lines:
            assert list(line) == ["slot", "value", "say", "count", "share", "right"]
            assert line["say"].strip()
            assert line["slot"] in question.key()
            assert 0 <= line["count"] <= len(votes)
            assert line["share"] == (line["count"] / len(votes) if votes else 0)


@often
@given(rooms("choose"))
def test_of_options_each_voter_counts_once(room) -> None:
    question, votes = room
    lines = split(question, votes, typed=False, revealed=False)
    assert {line["value"]: line["count"] for line in lines if line["count"]} == Counter(
        v["choice"] for v in votes
    )
    assert [line["say"] for line in lines] == [
        next(plain(o.say) for o in question.options if o.id == line["value"]) for line in lines
    ]


@often
@given(rooms("choose-many"))
def test_of_boxes_each_is_counted_by_how_many_ticked_it(room) -> None:
    question, votes = room
    for line in split(question, votes, typed=False, revealed=False):
        assert line["count"] == sum(given.get(line["slot"]) is True for given in votes)


@often
@given(rooms("sort"))
def test_in_sorting_each_item_has_a_line_a_group_and_each_voter_put_it_in_one(room) -> None:
    question, votes = room
    lines = split(question, votes, typed=False, revealed=False)
    assert len(lines) == len(question.items) * len(question.groups)
    for line in lines:
        assert line["count"] == sum(given[line["slot"]] == line["value"] for given in votes)
        item = next(item for item in question.items if item.id == line["slot"])
        assert line["say"] == f"{plain(item.say)} → {plain(question.groups[line['value']])}"


@often
@given(rooms("order"))
def test_in_ordering_each_item_and_each_place_adds_up_to_the_room_and_no_line_is_empty(room) -> None:
    question, votes = room
    lines = split(question, votes, typed=False, revealed=False)
    assert all(line["count"] for line in lines)
    for name in ("slot", "value"):
        counted = Counter()
        for line in lines:
            counted[line[name]] += line["count"]
        assert set(counted.values()) <= {len(votes)}
        assert len(counted) == (len(question.items) if votes else 0)


# Numbers


COUNT = next(question for question in of("number") if question.id == "dx-anc-full-list")  # 1200 cells/µL


def test_a_number_is_one_value_however_it_is_typed_and_is_said_plainly() -> None:
    votes = [
        {"number": typed} for typed in ("1500", "1,500", " 1 500 ", "1500.0", "0,6", "0.6", "123456789012")
    ]
    lines = split(COUNT, votes, typed=False, revealed=False)
    assert [(line["value"], line["say"], line["count"]) for line in lines] == [
        (1500, "1500 cells/µL", 4),
        (0.6, "0.6 cells/µL", 2),
        (123456789012, "123456789012 cells/µL", 1),
    ]


def test_the_most_frequent_numbers_have_a_line_and_the_others_one_together() -> None:
    votes = [{"number": str(n)} for n in range(1, 12) for _ in range(n)]
    lines = split(COUNT, votes, typed=False, revealed=False)
    assert [line["value"] for line in lines] == [11, 10, 9, 8, 7, 6, 5, 4, "other"]
    assert (lines[-1]["count"], lines[-1]["say"]) == (3 + 2 + 1, "other answers")


def test_numbers_near_enough_are_right_and_of_the_others_nothing_is_said() -> None:
    votes = [{"number": str(n)} for n in range(1, 10) for _ in range(2)] + [{"number": "1200"}]
    lines = split(COUNT, votes, typed=False, revealed=True)
    assert [line["right"] for line in lines] == [False] * TYPED + [None]
    (line,) = split(COUNT, [{"number": "1,200"}], typed=False, revealed=True)
    assert line["right"] is True


@often
@given(rooms("number"))
def test_of_numbers_none_is_lost(room) -> None:
    question, votes = room
    lines = split(question, votes, typed=False, revealed=False)
    assert sum(line["count"] for line in lines) == len(votes)
    assert len(lines) <= TYPED + 1
    counts = [line["count"] for line in lines if line["value"] != "other"]
    assert counts == sorted(counts, reverse=True)


# Words


GAPS = COURSE.questions["causes-fill-three"]


def gaps(*words: str) -> dict[str, str]:
    """The same word in every gap, or one each."""
    return {slot: words[place % len(words)] for place, slot in enumerate(GAPS.key())}


@often
@given(rooms("fill"))
def test_a_room_never_reads_what_someone_typed(room) -> None:
    question, votes = room
    rude = [dict.fromkeys(each, "badword") for each in votes]
    assert split(question, rude, typed=False, revealed=False) == []
    told = split(question, [*votes, *rude], typed=False, revealed=True)
    assert [line["say"] for line in told] == [f"Gap {gap}: had it right" for gap in question.key()]
    assert [line["count"] for line in told] == [
        sum(question.grade(given).slots[gap] for given in votes) for gap in question.key()
    ]
    assert "badword" not in json.dumps(
        [told, moves(question, {"a": {**rude[0]}}, {"a": {**rude[0]}}, True)] if rude else told
    )


def test_the_presenter_reads_the_words_of_each_gap_spelled_alike_counted_together() -> None:
    votes = [
        gaps("Marrow", "blood", "bone"),
        gaps(" marrow ", "blood", "bone"),
        gaps("liver", "BLOOD", "bone"),
    ]
    lines = split(GAPS, votes, typed=True, revealed=False)
    assert [(line["slot"], line["say"], line["count"]) for line in lines] == [
        ("1", 'Gap 1: "marrow"', 2),
        ("1", 'Gap 1: "liver"', 1),
        ("2", 'Gap 2: "blood"', 3),
        ("3", 'Gap 3: "bone"', 3),
    ]


def test_many_words_in_one_gap_leave_room_for_those_of_the_next() -> None:
    votes = [gaps(f"word {n}", "same") for n in range(TYPED + 4)]
    lines = split(GAPS, votes, typed=True, revealed=False)
    of_gap = [[line for line in lines if line["slot"] == gap] for gap in "123"]
    assert [len(each) for each in of_gap] == [TYPED + 1, 1, TYPED + 1]
    assert [each[-1]["say"] for each in of_gap] == [
        "Gap 1: other answers",
        'Gap 2: "same"',
        "Gap 3: other answers",
    ]
    assert all(sum(line["count"] for line in each) == len(votes) for each in of_gap)


def test_someone_who_types_other_is_not_taken_for_the_others() -> None:
    lines = split(GAPS, [gaps("other")], typed=True, revealed=True)
    assert [line["say"] for line in lines] == [f'Gap {gap}: "other"' for gap in "123"]
    assert {line["right"] for line in lines} == {False}


def test_a_long_or_odd_word_is_shown_short_and_on_one_line() -> None:
    for word in ("x" * 1200, "a\u202eb", "a\nb", "a\x07b"):
        for line in split(GAPS, [gaps(word)], typed=True, revealed=False):
            assert len(line["say"]) < 80
            assert line["say"].isprintable()


# The reveal


@often
@given(rooms())
def test_at_the_reveal_each_line_is_marked_as_grading_marks_it(room) -> None:
    question, votes = room
    key = question.key()
    before = split(question, votes, typed=True, revealed=False)
    after = split(question, votes, typed=True, revealed=True)
    assert [{**line, "right": None} for line in after] == before
    marked = [line for line in after if not line["say"].endswith("other answers")]
    assert [line["right"] for line in marked] == [
        grading.fits(key[line["slot"]], line["value"]) for line in marked
    ]


@often
@given(rooms("fill"))
def test_a_word_is_marked_as_it_was_graded_however_it_was_spelled(room) -> None:
    question, votes = room
    for each in votes:
        graded = question.grade(each).slots
        assert {
            line["slot"]: line["right"] for line in split(question, [each], typed=True, revealed=True)
        } == graded


@every
def test_who_gives_what_is_right_is_right_in_every_line(question) -> None:
    assert right(question, [solved(question)]) == 1
    for line in split(question, [solved(question)], typed=True, revealed=True):
        boxes = question.kind in ("choose", "choose-many", "sort")
        assert line["right"] is (bool(line["count"]) if boxes else True)


@often
@given(rooms())
def test_the_share_right_is_of_votes_right_in_every_slot(room) -> None:
    question, votes = room
    marks = [question.grade(given).right for given in votes]
    assert right(question, votes) == (sum(marks) / len(marks) if marks else None)
    assert right(question, [solved(question), *votes]) > 0


# The same


@pytest.mark.parametrize(
    ("kind", "one", "other", "alike"),
    [
        ("number", {"number": "1,500"}, {"number": "1 500"}, True),
        ("number", {"number": "0,6"}, {"number": "0.6"}, True),
        ("number", {"number": "15"}, {"number": "1500"}, False),
        ("fill", {"1": " Bone  Marrow "}, {"1": "bone marrow"}, True),
        ("fill", {"1": "Köln"}, {"1": "koln"}, True),
        ("fill", {"1": "bone"}, {"1": "marrow"}, False),
        ("choose-many", {"a": True, "b": False}, {"a": True}, True),
        ("choose-many", {"a": True}, {"b": True}, False),
        ("order", {"1": "a", "2": "b"}, {"2": "b", "1": "a"}, True),
        ("order", {"1": "a", "2": "b"}, {"1": "b", "2": "a"}, False),
        ("choose", {"choice": "a"}, {"choice": "b"}, False),
    ],
)
def test_two_votes_are_the_same_if_they_say_the_same(kind, one, other, alike) -> None:
    assert same(KINDS[kind], one, other) is alike
    assert same(KINDS[kind], other, one) is alike


@often
@given(twice())
def test_votes_that_say_the_same_are_graded_the_same(votes) -> None:
    question, first, second = votes
    for one in first.values():
        assert same(question, one, one)
        for other in second.values():
            if same(question, one, other):
                assert question.grade(one) == question.grade(other)


# Moves


def test_without_anyone_who_voted_twice_there_are_no_moves() -> None:
    question = KINDS["choose"]
    vote = solved(question)
    assert moves(question, {}, {}, revealed=True) is None
    assert moves(question, {"ann": vote}, {"ben": vote}, revealed=True) is None


def test_of_options_the_table_says_who_moved_from_which_to_which() -> None:
    question = COURSE.questions["causes-predict"]
    a, b, c, d = as_on_the_page(question)
    first = {"1": a, "2": a, "3": a, "4": b, "left": c}
    second = {"1": a, "2": b, "3": b, "4": d, "late": d}
    found = moves(
        question,
        *({who: {"choice": o} for who, o in each.items()} for each in (first, second)),
        revealed=False,
    )
    say = {option.id: plain(option.say) for option in question.options}
    assert found == {
        "stayed": 1,
        "moved": 3,
        "rows": [say[each] for each in (a, b, c, d)],
        "columns": [say[each] for each in (a, b, c, d)],
        "counts": [[1, 2, 0, 0], [0, 0, 0, 1], [0, 0, 0, 0], [0, 0, 0, 0]],
    }


@every_kind
def test_only_at_the_reveal_other_kinds_tell_who_moved_to_what_is_right(question) -> None:
    good, bad = solved(question), solved(other_key(question))
    first = {"gained": bad, "lost": good, "stayed": good, "wrong": bad}
    second = {"gained": good, "lost": bad, "stayed": good, "wrong": bad}
    before = moves(question, first, second, revealed=False)
    after = moves(question, first, second, revealed=True)
    assert (before["stayed"], before["moved"]) == (after["stayed"], after["moved"]) == (2, 2)
    if question.kind == "choose":
        assert before == after
    else:
        assert before == {"stayed": 2, "moved": 2, "rows": [], "columns": [], "counts": []}
        assert after["rows"] == after["columns"] == ["Right", "Not right"]
        assert after["counts"] == [[1, 1], [1, 1]]


@often
@given(twice())
def test_the_table_counts_each_who_voted_twice_once(votes) -> None:
    question, first, second = votes
    both = len(first.keys() & second.keys())
    found = moves(question, first, second, revealed=True)
    assert (found is None) is (both == 0)
    if found:
        assert found["stayed"] + found["moved"] == both
        assert sum(map(sum, found["counts"])) == both
        assert json.loads(json.dumps(found)) == found
        diagonal = sum(line[place] for place, line in enumerate(found["counts"]))
        assert diagonal == found["stayed"] if question.kind == "choose" else diagonal >= found["stayed"]


# Summary


def test_a_summary_says_how_many_voted_moved_gained_and_lost() -> None:
    question = COURSE.questions["causes-predict"]
    good, bad = solved(question), solved(other_key(question))
    first = {"gained": bad, "lost": good, "stayed": good, "left": bad, "also": bad}
    second = {"gained": good, "lost": bad, "stayed": good, "also": good, "late": bad}
    assert summary(3, question, first, second, revealed=True) == {
        "number": 3,
        "ask": plain(question.ask),
        "voted": [5, 5],
        "right": [0.4, 0.6],
        "moved": 3,
        "gained": 2,
        "lost": 1,
    }


def test_a_question_asked_once_has_no_second_column() -> None:
    question = KINDS["choose"]
    found = summary(1, question, {"ann": solved(question)}, {}, revealed=True)
    assert (found["voted"], found["right"]) == ([1, None], [1, None])
    assert (found["moved"], found["gained"], found["lost"]) == (None, None, None)


@often
@given(twice())
def test_what_is_gained_less_what_is_lost_is_how_many_more_are_right(votes) -> None:
    question, first, second = votes
    both = {who: (first[who], second[who]) for who in first.keys() & second.keys()}
    only = [{who: pair[n] for who, pair in both.items()} for n in (0, 1)]
    found = summary(1, question, *only, revealed=True)
    if both:
        one, other = found["right"]
        assert found["gained"] - found["lost"] == round((other - one) * len(both))
        assert found["gained"] + found["lost"] <= found["moved"] <= len(both)
    whole = summary(1, question, first, second, revealed=True)
    assert [whole[name] for name in ("moved", "gained", "lost")] == [
        found[name] for name in ("moved", "gained", "lost")
    ]


# For a spreadsheet


def rows(written: bytes) -> list[dict[str, str]]:
    """A table, read again."""
    return list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"), newline="")))


@often
@given(twice())
def test_a_table_has_a_line_for_each_vote_and_each_answer(votes) -> None:
    question, *given = votes
    written = table([(7, question, given, True)])
    assert written.startswith(b"\xef\xbb\xbf" + ",".join(COLUMNS).encode())
    found = rows(written)
    expected = [
        (str(vote), line["say"], str(line["count"]), {True: "yes", False: "no", None: ""}[line["right"]])
        for vote, round_ in enumerate(given, 1)
        for line in (split(question, round_.values(), typed=True, revealed=True) if round_ else ())
    ]
    assert [(r["vote"], r["answer"].removeprefix("'"), r["count"], r["right"]) for r in found] == expected
    for row in found:
        round_ = given[int(row["vote"]) - 1]
        assert None not in row
        assert (row["number"], row["question"], row["voted"]) == ("7", question.id, str(len(round_)))
        assert float(row["voted_right"]) == pytest.approx(right(question, round_.values()), abs=0.001)


@every_kind
def test_of_a_question_not_revealed_a_table_does_not_tell_what_is_right(question) -> None:
    for row in rows(table([(1, question, ({"ann": solved(question)}, {}), False)])):
        assert (row["right"], row["voted_right"]) == ("", "")


def test_a_class_without_votes_has_a_table_with_its_heads_only() -> None:
    assert rows(table([(1, question, ({}, {}), True) for question in KINDS.values()])) == []
    assert rows(table([])) == []


@often
@given(
    st.sampled_from(of("fill")),
    st.text(st.sampled_from("=+-@\t\r\n＝＋－＠'\" ,;|1A()"), min_size=1, max_size=20).filter(str.strip),
)
def test_no_cell_is_a_formula(question, word) -> None:
    votes = {"ann": dict.fromkeys(question.key(), word)}
    minus = {"ben": {"number": "-1500"}}
    written = table([(1, question, (votes, votes), True), (2, COUNT, (minus, {}), True)])
    for row in csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")):
        assert len(row) == len(COLUMNS)
        assert not [
            cell
            for cell in row
            if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
        ]
        assert "\n" not in "".join(row)


def test_words_are_kept_bare_only_for_comparing() -> None:
    """What is shown of a word is in small letters; it is still graded as it was typed."""
    assert bare("Maß") == bare("MASS")
    (line, *_) = split(GAPS, [gaps("Maß")], typed=True, revealed=False)
    assert line["value"] == "mass"
