"""Two levels: a lesson asks everybody its core questions, and its deeper ones stand behind one button."""

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from nbformat.v4 import new_code_cell, new_notebook, new_output

from bedside.classroom import server
from bedside.classroom.agenda import agenda
from bedside.cli import main
from bedside.content import check, load
from bedside.errors import UnknownName
from bedside.learner.progress import progress
from bedside.learner.response import Response
from bedside.learner.scheduling import memories, pick, revisions
from bedside.notebook.api import Lesson
from bedside.notebook.made_from import fingerprints
from bedside.notebook.shown import Shown
from bedside.site.notebook_page import STATE, VIEW, body
from bedside.text.markdown import plain
from tests.answers import COURSE
from tests.levels import deepened, levelled
from tests.sites import SOUND
from tests.test_made_from import notebook
from tests.test_scheduling import NOW, answer, nows, streams, thorough
from tests.test_widgets import size

SMALL = deepened(load(SOUND), "sort-cells", "count-steps", "fill-made")
LEVELS = levelled(COURSE)
DEEPER = {name for name, each in LEVELS.questions.items() if each.level == "deeper"}


# The check

QUESTION, LESSON = "content/questions/one.yaml", "content/lessons/one.yaml"
UNLISTED = 'found "made-what", which is deeper, expected it under "review" in lessons/one.yaml'


@pytest.mark.parametrize(
    ("lesson", "said"),
    [
        ({}, f"{QUESTION}:14: {UNLISTED}"),
        ({"review": "made-what"}, ""),
        ({"warm_up": "made-what"}, f'{LESSON}:27: warm-up question 1 of "one": found "made-what", which is deeper, expected a core question'),
        ({"look_back": "made-what", "review": "made-what"}, f'{LESSON}:28: look-back question 1 of "one": found "made-what", which is deeper, expected a core question'),
    ],
    ids=["nowhere", "for review", "to guess", "from memory"],
)  # fmt: skip
def test_the_check_names_a_deeper_question_that_everybody_would_be_asked(
    tmp_path: Path, lesson: dict[str, str], said: str
) -> None:
    folder = Path(shutil.copytree(SOUND, tmp_path / "content"))
    _edit(folder / "questions" / "one.yaml", "- id: made-what\n", "- id: made-what\n  level: deeper\n")
    for key, name in lesson.items():
        _edit(folder / "lessons" / "one.yaml", f"{key}: []", f"{key}: [{name}]")
    assert "\n".join(map(str, check(folder))) == said


def test_a_deeper_question_of_a_patient_stands_in_its_story(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SOUND, tmp_path / "content"))
    path = folder / "patients" / "someone.yaml"
    _edit(path, "- id: pt-someone-count\n", "- id: pt-someone-count\n    level: deeper\n")
    assert check(folder) == []


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), "utf-8")


# The button


def test_a_lesson_shows_its_deeper_questions_behind_one_button() -> None:
    told = json.loads(Lesson("one", Shown(SMALL)).deeper().quiz)
    assert told["fold"] == "Go deeper: 3 questions"
    assert [each["id"] for each in told["questions"]] == ["sort-cells", "count-steps", "fill-made"]
    one = json.loads(Lesson("one", Shown(deepened(load(SOUND), "fill-made"))).deeper().quiz)
    assert one["fold"] == "Go deeper: 1 question"


def test_a_lesson_without_such_questions_says_so_in_one_quiet_sentence() -> None:
    shown = Lesson("one", Shown(load(SOUND))).deeper()._repr_html_()
    assert plain(re.sub(r"<[^>]*>", "", shown)) == "This lesson has no such questions yet."


def test_the_button_takes_little_room_in_a_notebook() -> None:
    names = tuple(each.id for each in SMALL.deeper_of("one"))
    Lesson("one", Shown(SMALL))._repr_mimebundle_()
    assert size(Lesson("one", Shown(SMALL)).deeper()) - size(Lesson("one", Shown(SMALL)).ask(*names)) < 2000


@pytest.mark.parametrize("answers", [False, True], ids=["a page", "a hand-out"])
def test_on_paper_the_deeper_questions_stand_open_under_their_heading(answers: bool) -> None:
    told = {"deeper": {"state": {"quiz": Lesson("one", Shown(SMALL)).deeper().quiz}}}
    cell = new_code_cell("", outputs=[new_output("display_data", {VIEW: {"model_id": "deeper"}})])
    page = body(
        new_notebook(cells=[cell], metadata={"widgets": {STATE: {"state": told}}}), SMALL, {}, answers
    )
    papers = page.partition("</bedside-deeper>")[2] or page
    assert papers.count('class="on-paper"') == page.count('class="on-paper"') == 3
    assert ("<bedside-deeper>" in page) == (not answers)


# What is made from what


@pytest.mark.parametrize(
    ("cell", "name", "newer"),
    [
        ('lesson("one").deeper()', "fill-made", True),
        ('lesson("one").deeper()', "count-anc", False),
        ('lesson("one")', "fill-made", False),
        ('lesson("one").ask("count-anc")', "fill-made", False),
        ('lesson("none").deeper()', "fill-made", False),
    ],
)
def test_a_copy_is_made_anew_when_a_question_behind_its_button_changed(
    cell: str, name: str, newer: bool
) -> None:
    edited = SMALL.questions[name].model_copy(update={"hint": "Another one."})
    course = replace(SMALL, questions={**SMALL.questions, name: edited})
    before, after = (fingerprints(notebook(cell), each, "program") for each in (SMALL, course))
    assert (before[0] != after[0], before[1] != after[1]) == (newer, False)


def test_a_copy_is_made_anew_when_a_question_became_deeper() -> None:
    page = notebook('lesson("one").deeper()')
    assert fingerprints(page, SMALL, "")[0] != fingerprints(page, load(SOUND), "")[0]


def test_deeper_of_a_lesson_that_only_a_run_would_tell_is_taken_for_all() -> None:
    page = notebook('a = lesson("one")\na.deeper()')
    assert fingerprints(page, SMALL, "")[1] != fingerprints(page, load(SOUND), "")[1]


# Review


def test_a_new_deeper_question_comes_only_to_those_who_have_answered_one() -> None:
    course = deepened(load(SOUND), "sort-cells", "fill-made")
    first = _right("made-where", course)
    assert pick([first], course, NOW).questions == ()
    assert pick([first, _right("sort-cells", course)], course, NOW).questions == ("fill-made",)


def test_a_deeper_question_that_was_answered_comes_back_like_any_other() -> None:
    course = deepened(load(SOUND), "sort-cells")
    wrong = _right("sort-cells", course).model_copy(update={"score": 0.0})
    assert pick([wrong], course, NOW).questions == ("sort-cells",)


@thorough
@given(streams([*COURSE.questions][::7]), nows)
def test_whatever_was_answered_nobody_gets_deeper_questions_unasked(
    responses: list[Response], now: Any
) -> None:
    known = memories(responses, LEVELS, now).keys()
    new = {*pick(responses, LEVELS, now, most=500).questions} - known
    assert not new & DEEPER or known & DEEPER
    core = {*pick(responses, COURSE, now, most=500).questions} - known - DEEPER
    assert new - DEEPER == core


def _right(name: str, course: Any) -> Response:
    return answer(name, revision=revisions(course)[name])


def test_progress_does_not_wait_for_deeper_questions() -> None:
    asked = [each.id for each in SMALL.questions_of("one") if each.level == "core"]
    (lesson,) = progress([_right(name, SMALL) for name in asked], SMALL, NOW)
    assert (lesson.state, lesson.answered) == ("solid", True)


# In class


def test_a_class_asks_a_lessons_core_questions_or_its_deeper_ones_on_wish() -> None:
    for name in LEVELS.lessons:
        core, deeper = (_asked([name], level) for level in ("core", "deeper"))
        assert deeper == [each.id for each in LEVELS.questions_of(name) if each.level == "deeper"]
        assert core and not set(core) & DEEPER
        assert _asked([name]) == core


def test_a_story_and_a_named_question_stay_as_they_are_at_either_level() -> None:
    name = next(iter(LEVELS.lessons))
    question = LEVELS.lessons[name].warm_up[0]
    for words in (*([each] for each in LEVELS.patients), [question]):
        assert _asked(words, "deeper") == _asked(words)
    assert {LEVELS.questions[each].level for each in _asked([*LEVELS.patients])} == {"core", "deeper"}


def test_a_class_without_such_questions_says_which_lesson_has_none() -> None:
    with pytest.raises(UnknownName, match="There are no deeper questions in one yet"):
        agenda(["one"], load(SOUND), "deeper")


def test_an_unknown_level_is_answered_with_those_there_are() -> None:
    with pytest.raises(UnknownName, match='There is no level "deep". There are: core, deeper.'):
        agenda(["one"], SMALL, "deep")


def test_the_command_for_a_class_knows_levels(monkeypatch: pytest.MonkeyPatch) -> None:
    levels: list[str] = []
    monkeypatch.setattr(server, "serve", lambda words, tell, **options: levels.append(options["level"]))
    main(["class", "causes", "--level", "deeper"])
    main(["class", "causes"])
    assert levels == ["deeper", "core"]


def _asked(words: list[str], level: str = "core") -> list[str]:
    return [entry.question for entry in agenda(words, LEVELS, level).entries]
