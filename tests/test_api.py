"""What a notebook calls."""

import subprocess
import sys
from typing import Any

import pytest

import bedside
from bedside.content import shipped
from bedside.errors import UnknownName
from bedside.notebook.api import Lesson, course, lesson
from bedside.notebook.shown import Shown
from tests.pages import Tags

COURSE = shipped()


def test_the_words_a_notebook_uses_are_all_there_is() -> None:
    assert sorted(bedside.__all__) == sorted(
        [
            "claims",
            "class_results",
            "course",
            "join",
            "lab",
            "lesson",
            "my_answers",
            "patient",
            "practice_class",
            "progress",
            "review",
            "start_class",
        ]
    )
    assert all(hasattr(bedside, name) for name in bedside.__all__)


def test_the_words_a_notebook_uses_stay_functions_when_everything_is_loaded() -> None:
    """A module of the same name would take a function's place in the package once it is imported."""
    code = "import bedside, bedside.learner.service, bedside.report; assert all(callable(getattr(bedside, n)) for n in bedside.__all__)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_wrong_lesson_gets_the_nearest_right_name() -> None:
    with pytest.raises(UnknownName, match='There is no lesson "symtoms". Did you mean "symptoms"'):
        lesson("symtoms")


def test_a_wrong_part_or_question_gets_the_nearest_right_name() -> None:
    causes = lesson("causes")
    part = COURSE.lessons["causes"].parts[0].id
    question = COURSE.questions_of("causes")[0].id
    with pytest.raises(UnknownName, match=f'Did you mean "{part}"'):
        causes.read(part[:-1])
    with pytest.raises(UnknownName, match=f'Did you mean "{question}"'):
        causes.ask(question[:-1])


def test_asking_nothing_says_how_to_ask() -> None:
    with pytest.raises(UnknownName, match="Name at least one"):
        lesson("causes").ask()


def test_a_wrong_name_shows_one_sentence_and_no_traceback() -> None:
    with pytest.raises(UnknownName) as caught:
        lesson("cuases")
    assert caught.value._render_traceback_() == [str(caught.value)]


@pytest.mark.parametrize("odd", [None, 3, "", "x" * 10_000, "causes\n", "<b>causes</b>"])
def test_an_odd_name_is_a_wrong_name(odd: Any) -> None:
    with pytest.raises(UnknownName):
        lesson(odd)


@pytest.mark.parametrize("name", COURSE.lessons)
def test_every_page_of_a_lesson_is_sound_html_whose_words_open(name: str) -> None:
    made = Lesson(name, Shown(COURSE))
    pages = [made.read(part.id).markup for part in COURSE.lessons[name].parts] + [made.recap().markup]
    page = Tags()
    for markup in pages:
        page.feed(markup)
    assert not page.open
    assert len(page.ids) == len(set(page.ids))
    assert set(page.targets) <= set(page.ids)
    assert not page.names & {"script", "style", "iframe", "object", "embed", "link"}


def test_the_course_page_says_what_it_is_not_and_who_reviewed_it(capsys: pytest.CaptureFixture[str]) -> None:
    from bedside.content import readings

    markup = readings.course(COURSE)
    assert "not medical advice" in markup
    assert "Reviewed by a clinician: none yet." in markup
    assert all(f'href="{each.notebook}.ipynb"' in markup for each in COURSE.lessons.values())
    course()


def test_a_fact_the_sheet_is_thin_on_shows_both_sides() -> None:
    thin = [
        (lesson_, part)
        for lesson_ in COURSE.lessons.values()
        for part in lesson_.parts
        if any(f.but for f in part.facts)
    ]
    assert len({lesson_.id for lesson_, _ in thin}) >= 4
    for lesson_, part in thin:
        markup = Lesson(lesson_.id, Shown(COURSE)).read(part.id).markup
        assert markup.count("The evidence says:") == sum(1 for fact in part.facts if fact.but)
