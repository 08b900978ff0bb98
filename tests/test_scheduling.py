"""What is practised next, and when."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from itertools import pairwise
from statistics import mean
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from fsrs import Rating
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.learner.response import Response
from bedside.learner.scheduling import BEST, Review, day_of, memories, mixed, pick, rating, revisions
from benchmarks.memory import SETTINGS, compare, lessons_alone
from tests.answers import COURSE
from tests.marks import soak

NOW = datetime(2020, 11, 22, 12, tzinfo=UTC)  # a Sunday
TODAY = NOW.date()
NAMES = [name for name in COURSE.questions if name not in COURSE.lessons[COURSE.lesson_of[name]].review]
thorough = settings(deadline=None, derandomize=True, database=None)
# Its objective keeps nothing for review, so that nothing new comes with it.
ONE = "causes-predict"


def answer(name: str = ONE, days: float = 0, right: bool = True, **changes: Any) -> Response:
    """An answer given so many days from now, right and fairly sure unless changed."""
    given_ = {
        "id": UUID(int=0),
        "question": name,
        "revision": revisions(COURSE).get(name, "gone"),
        "attempt": 1,
        "given": {},
        "score": float(right),
        "confidence": 2,
        "answered_at": NOW + timedelta(days=days),
    }
    return Response.model_validate(given_ | changes)


def wrong(name: str = ONE, days: float = 0, **changes: Any) -> Response:
    """An answer that is wrong."""
    return answer(name, days, right=False, **changes)


def back(*responses: Response, now: datetime = NOW) -> int:
    """In how many days the one question answered is about to be forgotten."""
    (memory,) = memories(responses, COURSE, now).values()
    return (memory.back - day_of(now, now)).days


def test_without_answers_there_is_nothing_to_review_yet() -> None:
    review = pick([], COURSE, NOW)
    assert review == Review()
    assert review.say(NOW).startswith("Nothing to review yet. Answer some questions in a lesson first")


def test_what_was_right_today_is_not_asked_again_today() -> None:
    review = pick([answer()], COURSE, NOW)
    assert review == Review(back=TODAY + timedelta(days=2))
    assert review.say(NOW) == "Nothing is due. Come back on Tuesday 24 November."


def test_a_wrong_first_answer_comes_back_tomorrow_though_it_was_put_right() -> None:
    responses = [wrong(), answer(days=0.01, confidence=3)]
    review = pick(responses, COURSE, NOW)
    assert review.questions == ()
    assert review.say(NOW) == "Nothing is due. Come back tomorrow."
    assert pick(responses, COURSE, NOW + timedelta(days=1)).questions == (ONE,)


def test_what_was_left_wrong_comes_back_at_once() -> None:
    assert pick([wrong()], COURSE, NOW).questions == (ONE,)
    assert pick([answer(), wrong(days=0.01)], COURSE, NOW).questions == (ONE,)


@pytest.mark.parametrize(
    ("expected", "changes"),
    [
        (Rating.Again, {"score": 0}),
        (Rating.Again, {"score": 0.99, "confidence": 3}),
        (Rating.Again, {"score": 0, "hint": True}),
        (Rating.Hard, {"hint": True, "confidence": 3}),
        (Rating.Hard, {"confidence": 1}),
        (Rating.Good, {"confidence": 2}),
        (Rating.Good, {"confidence": None}),
        (Rating.Easy, {"confidence": 3}),
    ],
)
def test_an_answer_is_rated_by_score_hint_and_sureness(expected: Rating, changes: dict[str, Any]) -> None:
    assert rating(answer(**changes)) == expected


def test_the_surer_the_later_it_comes_back() -> None:
    waits = [back(wrong()), back(answer(confidence=1)), back(answer()), back(answer(confidence=3))]
    assert waits == [1, 1, 2, 8]


def test_the_hint_brings_it_back_sooner() -> None:
    assert back(answer(confidence=3, hint=True)) < back(answer())


def test_what_is_recalled_in_time_waits_longer_each_time() -> None:
    responses = [answer(days=-12), answer(days=-10), answer()]
    waits = [back(*responses[: i + 1], now=responses[i].answered_at) for i in range(3)]
    assert waits == sorted(waits) and waits[2] > 2 * waits[1] > 4 * waits[0]


def test_nothing_waits_longer_than_a_year() -> None:
    responses = [answer(days=days, confidence=3) for days in (-2000, -1900, -1500, -1000, 0)]
    assert back(*responses) == 365


def test_later_tries_of_a_day_move_no_date() -> None:
    assert back(answer(), *(answer(days=i / 100, confidence=3) for i in range(1, 9))) == back(answer())
    assert back(answer(), wrong(days=0.01)) == back(answer())


def test_an_answer_after_midnight_still_belongs_to_the_evening() -> None:
    late = NOW.replace(hour=23)
    responses = [wrong(answered_at=late), answer(answered_at=late + timedelta(hours=3))]
    (memory,) = memories(responses, COURSE, late + timedelta(hours=4)).values()
    assert memory.back == TODAY + timedelta(days=1)
    assert not memory.first_right and memory.last_right


def test_at_night_one_is_told_to_come_back_later_today() -> None:
    night = datetime(2020, 11, 23, 1, tzinfo=UTC)
    responses = [wrong(answered_at=night), answer(answered_at=night)]
    assert pick(responses, COURSE, night).say(night) == "Nothing is due. Come back later today."
    assert pick(responses, COURSE, night.replace(hour=4)).questions == (ONE,)


def test_what_was_answered_in_the_evening_is_due_from_the_morning() -> None:
    evening = NOW.replace(hour=22)
    responses = [wrong(answered_at=evening), answer(answered_at=evening)]
    assert pick(responses, COURSE, NOW.replace(hour=23)).questions == ()
    assert pick(responses, COURSE, NOW.replace(day=23, hour=6)).questions == (ONE,)


@pytest.mark.parametrize(("hours", "expected"), [(-8, date(2020, 11, 21)), (0, TODAY), (14, TODAY)])
def test_the_day_is_the_learners(hours: int, expected: date) -> None:
    zone = timezone(timedelta(hours=hours))
    assert day_of(NOW.replace(hour=5), NOW.astimezone(zone)) == expected


def test_without_a_time_zone_now_is_the_machines() -> None:
    naive = NOW.astimezone().replace(tzinfo=None)
    assert pick([answer()], COURSE, naive) == pick([answer()], COURSE, NOW.astimezone())


@pytest.mark.parametrize("context", ["lesson", "review", "class:ABCDEF:1"])
def test_answers_count_wherever_they_were_given(context: str) -> None:
    assert pick([wrong(context=context)], COURSE, NOW).questions == (ONE,)


def test_an_edited_question_starts_afresh() -> None:
    edited = COURSE.questions[ONE].model_copy(update={"hint": "Another hint."})
    course = replace(COURSE, questions={**COURSE.questions, ONE: edited})
    before = [wrong(), answer(NAMES[-1])]
    assert list(memories(before, course, NOW)) == [NAMES[-1]]
    after = [*before, answer(revision=revisions(course)[ONE])]
    assert memories(after, course, NOW)[ONE].first_right


def test_there_are_at_most_ten_and_the_rest_is_counted() -> None:
    responses = [answer(name, -2) for name in NAMES[:13]]
    review = pick(responses, COURSE, NOW)
    assert len(review.questions) == 10
    assert review.say(NOW) == "3 more are due now."
    review = pick(responses[:11], COURSE, NOW)
    assert review.say(NOW) == "1 more is due now."
    assert pick(responses[:2], COURSE, NOW).say(NOW) == "That is all for now."


def test_new_questions_of_begun_objectives_fill_up() -> None:
    kept = [name for name in COURSE.lessons["causes"].review if COURSE.questions[name].level == "core"]
    begun = "causes-spot-medicine"
    expected = {name for name in kept if COURSE.questions[name].objective == begun}
    asked = next(name for name in NAMES if COURSE.questions[name].objective == begun)
    assert 0 < len(expected) < len(kept)
    review = pick([answer(asked)], COURSE, NOW)
    assert set(review.questions) == expected
    assert review.more == 0
    due = [answer(name, -2) for name in NAMES if name != asked][:9]
    filled = pick([*due, answer(asked)], COURSE, NOW).questions
    assert len(filled) == 10
    assert {each.question for each in due} < set(filled)


def test_a_new_question_that_was_answered_is_new_no_more() -> None:
    kept = [answer(name) for lesson in COURSE.lessons.values() for name in lesson.review]
    assert pick(kept, COURSE, NOW).questions == ()


def test_of_too_many_those_come_first_that_can_still_be_saved() -> None:
    lost = [wrong(name, -300) for name in NAMES[:20]]
    fading = [answer(name, -8) for name in NAMES[20:30]]
    known = memories(lost + fading, COURSE, NOW)
    assert all(known[each.question].held(TODAY) < BEST / 2 for each in lost)
    review = pick(lost + fading, COURSE, NOW)
    assert set(review.questions) == {each.question for each in fading}
    assert review.more == 20


def test_neighbours_come_from_different_lessons() -> None:
    responses = [answer(name, -2) for lesson in COURSE.lessons for name in _first(lesson, 2)]
    picked = [COURSE.lesson_of[name] for name in pick(responses, COURSE, NOW).questions]
    assert len(set(picked)) > 1
    assert all(one != two for one, two in pairwise(picked))


def _first(lesson: str, many: int) -> list[str]:
    return [name for name in NAMES if COURSE.lesson_of[name] == lesson][:many]


@thorough
@given(st.lists(st.sampled_from("abcd"), max_size=12))
def test_mixing_keeps_all_and_parts_neighbours_wherever_it_can(lessons: list[str]) -> None:
    lesson_of = {str(place): lesson for place, lesson in enumerate(lessons)}
    order = mixed(lesson_of, lesson_of)
    assert sorted(order) == sorted(lesson_of)
    most = max(Counter(lessons).values(), default=0)
    together = sum(lesson_of[one] == lesson_of[two] for one, two in pairwise(order))
    assert together == max(0, most - 1 - (len(lessons) - most))


def test_an_answer_from_the_future_was_given_just_now() -> None:
    assert back(answer(days=400)) == back(answer())


def test_a_clock_that_ran_ahead_for_a_while_spoils_nothing() -> None:
    ahead = answer(days=400)
    assert back(ahead, now=NOW) == 2
    later = memories([ahead, answer(NAMES[-1], -1)], COURSE, NOW)
    assert later[ONE].back == later[NAMES[-1]].back == TODAY + timedelta(days=1)


def test_a_clock_that_goes_back_does_not_turn_answers_round() -> None:
    (memory,) = memories([wrong(days=-1), answer(days=-9)], COURSE, NOW).values()
    assert memory.last_right and not memory.first_right
    assert memory.card.last_review.date() == TODAY - timedelta(days=1)


def test_a_date_at_the_beginning_of_the_calendar_is_reckoned_with() -> None:
    first = answer(answered_at=datetime(1970, 1, 1, tzinfo=UTC))
    west = NOW.astimezone(timezone(timedelta(hours=-12)))
    assert pick([first], COURSE, west).questions == (ONE,)


def test_answers_taken_in_from_another_computer_keep_their_days() -> None:
    here, taken_in = answer(NAMES[0], -1), answer(NAMES[1], -30)
    known = memories([here, taken_in], COURSE, NOW)
    assert known[NAMES[1]].card.last_review.date() == TODAY - timedelta(days=30)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2020, 11, 23), "tomorrow"),
        (date(2020, 11, 24), "on Tuesday 24 November"),
        (date(2020, 12, 1), "on Tuesday 1 December"),
        (date(2021, 2, 28), "on Sunday 28 February 2021"),
    ],
)
def test_the_day_to_come_back_is_said_in_words(day: date, said: str) -> None:
    assert Review(back=day).say(NOW) == f"Nothing is due. Come back {said}."


moments = st.datetimes(datetime(1970, 1, 2), datetime(2999, 12, 30), timezones=st.just(UTC)) | st.datetimes(
    datetime(2020, 1, 1), datetime(2021, 1, 1), timezones=st.just(UTC)
)
zones: st.SearchStrategy[tzinfo | None] = st.sampled_from(
    [
        None,
        UTC,
        timezone(timedelta(hours=14)),
        ZoneInfo("America/Los_Angeles"),
        ZoneInfo("Australia/Lord_Howe"),
    ]
)
nows = st.builds(
    lambda when, zone: when.replace(tzinfo=zone),
    st.datetimes(datetime(2020, 1, 1), datetime(2021, 1, 1)),
    zones,
)


def streams(names: list[str] = [*NAMES[:14], "causes-elane-share"], **fixed: Any) -> Any:  # noqa: B006
    """Any answers to these questions, in any order of time."""
    one = st.builds(
        answer,
        st.sampled_from(names),
        score=st.sampled_from([0, 0.5, 1]),
        confidence=st.sampled_from([None, 1, 2, 3]),
        hint=st.booleans(),
        answered_at=moments,
        **fixed,
    )
    return st.lists(one, max_size=40)


@thorough
@given(streams(), nows)
def test_whatever_was_answered_a_review_is_at_most_ten_known_questions(
    responses: list[Response], now: datetime
) -> None:
    review = pick(responses, COURSE, now)
    assert len(review.questions) == len(set(review.questions)) <= 10
    assert set(review.questions) <= set(COURSE.questions)
    assert not review.more or len(review.questions) == 10
    assert review.back is None or review.back > day_of(now, now)
    assert (review == Review()) <= (not responses)
    assert review.say(now)
    due = {name for name, memory in memories(responses, COURSE, now).items() if memory.due(day_of(now, now))}
    assert len(due) == len(due & set(review.questions)) + review.more


@thorough
@given(streams(), streams(["gone", "<b>"]), streams(revision=st.just("old")), nows, st.randoms())
def test_answers_to_unknown_or_edited_questions_change_nothing(
    known: list[Response], unknown: list[Response], old: list[Response], now: datetime, chance: Any
) -> None:
    places = [True] * len(known) + [False] * (len(unknown) + len(old))
    chance.shuffle(places)
    ours, others = iter(known), iter(unknown + old)
    together = [next(ours) if mine else next(others) for mine in places]
    assert pick(together, COURSE, now) == pick(known, COURSE, now)
    assert memories(together, COURSE, now) == memories(known, COURSE, now)


@thorough
@given(streams(), nows)
def test_when_all_that_is_due_was_answered_right_nothing_is_due_today(
    responses: list[Response], now: datetime
) -> None:
    asked: list[str] = []
    review = pick(responses, COURSE, now)
    while review.questions and len(asked) == len(set(asked)):
        asked += review.questions
        responses = responses + [answer(name, answered_at=now.astimezone(UTC)) for name in review.questions]
        review = pick(responses, COURSE, now)
    assert len(asked) == len(set(asked))
    assert review.say(now).startswith("Nothing")


@soak
@pytest.mark.parametrize("setting", [SETTINGS[0], SETTINGS[4]], ids=["ten a day", "five a day"])
def test_simulated_learners_keep_more_than_at_random_or_in_order(setting: Any) -> None:
    found = compare(setting, lessons_alone(COURSE), learners=6)
    kept = {name: mean(outcome.end for outcome in outcomes) for name, outcomes in found.items()}
    answers = {name: [outcome.counts for outcome in outcomes] for name, outcomes in found.items()}
    assert answers["review"] == answers["random"] == answers["in order"]
    assert kept["review"] > 1.05 * kept["random"]
    assert kept["review"] > 1.05 * kept["in order"]
