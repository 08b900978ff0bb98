"""How far a learner is, and how it is shown."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given

from bedside.content import Content
from bedside.learner.progress import (
    Goal,
    LessonProgress,
    State,
    advice,
    lesson_markup,
    markup,
    progress,
    text,
)
from bedside.learner.response import Response
from bedside.learner.scheduling import day_of, memories, pick, revisions
from tests.answers import COURSE
from tests.pages import Tags
from tests.test_scheduling import NAMES, NOW, answer, nows, streams, thorough, wrong

LESSON = COURSE.lessons["causes"]
GOAL = "causes-spot-medicine"
ASKED = [name for name in NAMES if COURSE.questions[name].objective == GOAL]
KEPT = [name for name in LESSON.review if COURSE.questions[name].objective == GOAL]
TOMORROW = NOW + timedelta(days=1)


def standing(*responses: Response, now: Any = NOW, content: Content = COURSE) -> LessonProgress:
    """How far the lesson is."""
    return next(each for each in progress(responses, content, now) if each.lesson.id == LESSON.id)


def goal(*responses: Response, now: Any = NOW, content: Content = COURSE) -> Goal:
    """How far the objective is reached."""
    found = standing(*responses, now=now, content=content)
    return next(each for each in found.goals if each.objective.id == GOAL)


def test_before_the_first_answer_nothing_is_begun() -> None:
    found = progress([], COURSE, NOW)
    assert [each.lesson.id for each in found] == list(COURSE.lessons)
    assert {each.state for each in found} == {State.NOT_BEGUN}
    assert advice(found) == "Nothing here yet, and that is fine. What you answer in a lesson shows up here."


def test_one_right_answer_begins_its_objective_and_its_lesson() -> None:
    found = standing(answer(ASKED[0]))
    states = {each.objective.id: each.state for each in found.goals}
    assert states.pop(GOAL) == State.BEGUN
    assert set(states.values()) == {State.NOT_BEGUN}
    assert found.state == State.BEGUN


def test_all_right_at_the_first_go_is_solid() -> None:
    assert len(ASKED) > 1 and KEPT
    found = goal(*map(answer, ASKED))
    assert found.state == State.SOLID
    assert found.answered


def test_solid_fades_to_be_revisited_and_a_right_answer_makes_it_solid_again() -> None:
    responses = [*map(answer, ASKED)]
    later = NOW + timedelta(days=3)
    assert goal(*responses, now=later).state == State.REVISIT
    due = pick(responses, COURSE, later).questions
    assert (
        goal(*responses, *(answer(name, 3) for name in due if name in ASKED), now=later).state == State.SOLID
    )


def test_what_was_left_wrong_is_to_be_revisited_at_once() -> None:
    found = standing(wrong(ASKED[0]))
    assert goal(wrong(ASKED[0])).state == found.state == State.REVISIT


def test_wrong_and_then_right_is_begun_today_and_to_be_revisited_tomorrow() -> None:
    responses = [wrong(ASKED[0]), answer(ASKED[0], 0.01), *map(answer, ASKED[1:])]
    assert goal(*responses).state == State.BEGUN
    assert goal(*responses).answered
    assert goal(*responses, now=TOMORROW).state == State.REVISIT
    assert goal(*responses, answer(ASKED[0], 1), now=TOMORROW).state == State.SOLID


def test_a_question_kept_for_review_is_not_needed_but_counts_when_it_was_asked() -> None:
    solid = [*map(answer, ASKED)]
    assert goal(*solid, wrong(KEPT[0]), answer(KEPT[0], 0.01)).state == State.BEGUN
    assert goal(*solid, wrong(KEPT[0])).state == State.REVISIT
    assert goal(*solid, answer(KEPT[0])).state == State.SOLID


def test_a_question_kept_for_review_does_not_begin_a_lesson() -> None:
    """The start page asks one of the first lesson's."""
    found = progress([wrong("start-why-it-matters")], COURSE, NOW)
    assert {each.state for each in found} == {State.NOT_BEGUN}


def test_an_objective_asked_only_in_review_is_solid_when_all_of_it_was_right() -> None:
    lesson = LESSON.model_copy(update={"review": (*ASKED, *KEPT)})
    course = replace(COURSE, lessons={**COURSE.lessons, lesson.id: lesson})
    assert goal(*map(answer, ASKED), content=course).state == State.BEGUN
    assert goal(*map(answer, ASKED + KEPT), content=course).state == State.SOLID


def test_an_edited_question_is_to_be_answered_anew() -> None:
    edited = COURSE.questions[ASKED[0]].model_copy(update={"hint": "Another hint."})
    course = replace(COURSE, questions={**COURSE.questions, ASKED[0]: edited})
    responses = [*map(answer, ASKED)]
    assert goal(*responses, content=course).state == State.BEGUN
    assert not goal(*responses, content=course).answered
    again = answer(ASKED[0], revision=revisions(course)[ASKED[0]])
    assert goal(*responses, again, content=course).state == State.SOLID


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ("not begun, not begun", "not begun"),
        ("not begun, begun", "begun"),
        ("not begun, solid", "begun"),
        ("begun, solid", "begun"),
        ("solid, solid", "solid"),
        ("solid, to be revisited", "to be revisited"),
        ("not begun, to be revisited", "to be revisited"),
    ],
)
def test_a_lesson_is_what_its_objectives_make_it(states: str, expected: str) -> None:
    goals = zip(LESSON.objectives, states.split(", "), strict=False)
    found = LessonProgress(LESSON, tuple(Goal(each, State(state), True) for each, state in goals))
    assert found.state == expected


def test_the_advice_names_the_next_lesson_with_questions_left() -> None:
    first, second, third = list(COURSE.lessons.values())[:3]
    assert advice(progress([answer(_of(second.id)[0])], COURSE, NOW)).endswith(f"Next: {second.title}")
    put_right = [wrong(_of(first.id)[0]), *map(answer, _of(first.id))]
    assert advice(progress(put_right, COURSE, NOW)).endswith(f"Next: {second.title}")
    done = [*put_right, *map(answer, _of(second.id))]
    assert advice(progress(done, COURSE, NOW)).endswith(f"Next: {third.title}")


def test_the_advice_sends_to_review_when_something_is_due_and_rests_when_all_is_done() -> None:
    assert "Your review has the questions" in advice(progress([wrong()], COURSE, NOW))
    assert advice(progress(map(answer, NAMES), COURSE, NOW)).startswith("You have been through it all.")


def _of(lesson: str) -> list[str]:
    return [name for name in NAMES if COURSE.lesson_of[name] == lesson]


EVERY_STATE = [
    *map(answer, _of("what-it-is")),
    *map(answer, _of("causes")[:2]),
    wrong(_of("symptoms")[0]),
]


def test_the_page_shows_every_lesson_with_its_state_in_shape_and_word() -> None:
    found = progress(EVERY_STATE, COURSE, NOW)
    assert {each.state for each in found} == set(State)
    page = markup(found)
    tags = Tags()
    tags.feed(page)
    assert not tags.open
    assert not tags.names & {"script", "style"}
    for each in found:
        shown = f'<span class="bedside-state"><span aria-hidden="true">{each.state.shape}</span> {each.state}</span>'
        assert f'<a href="{each.lesson.notebook}.ipynb">{each.lesson.title}</a> {shown}' in page
        assert lesson_markup(each) in page
    assert page.count("bedside-state") == sum(1 + len(each.goals) for each in found)


def test_four_states_have_four_shapes() -> None:
    assert [state.shape for state in State] == ["○", "◐", "●", "↻"]


def test_the_head_of_a_lesson_shows_its_objectives_each_with_its_state() -> None:
    page = lesson_markup(standing(answer(ASKED[0])))
    assert page.count("<li>") == page.count("bedside-state") == len(LESSON.objectives)
    assert page.count("</span> begun</span>") == 1
    assert page.count("</span> not begun</span>") == len(LESSON.objectives) - 1


def test_the_same_can_be_read_without_html() -> None:
    lines = text(progress(EVERY_STATE, COURSE, NOW)).splitlines()
    assert "● What is neutropenia? (solid)" in lines
    assert "    ○ Spot a medicine or a drug that may have lowered the count. (not begun)" in lines
    assert len(lines) == 1 + sum(1 + len(each.objectives) for each in COURSE.lessons.values())


def test_nothing_is_counted_or_scored() -> None:
    shown = text(progress(EVERY_STATE, COURSE, NOW))
    assert not re.search(r"\d|%", shown)


def test_what_authors_write_is_escaped() -> None:
    objective = LESSON.objectives[0].model_copy(update={"say": "Tell <b> from **this** & that."})
    lesson = LESSON.model_copy(update={"title": "A <script> & more", "objectives": (objective,)})
    page = markup([LessonProgress(lesson, (Goal(objective, State.BEGUN, False),))])
    assert "A &lt;script&gt; &amp; more" in page
    assert "Tell &lt;b&gt; from <strong>this</strong> &amp; that." in page
    assert "<script>" not in page and "<b>" not in page


@thorough
@given(streams(), nows)
def test_whatever_was_answered_to_be_revisited_is_what_review_would_ask(
    responses: list[Response], now: Any
) -> None:
    today = day_of(now, now)
    due = {name for name, memory in memories(responses, COURSE, now).items() if memory.due(today)}
    begun = {COURSE.questions[each.question].objective for each in responses if each.question in NAMES}
    expected = {COURSE.questions[name].objective for name in due} & begun
    found = progress(responses, COURSE, now)
    revisit = {each.objective.id for found_ in found for each in found_.goals if each.state == State.REVISIT}
    assert revisit == expected
    assert (State.REVISIT in {each.state for each in found}) == bool(expected)
    assert markup(found) and text(found)
