"""A learner's own pages and the instructor's, in the real JupyterLab: progress, review, my answers, class results."""

import os
import signal
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page

from bedside.learner import answer_file
from bedside.learner.identity import Card
from tests.answers import COURSE, kept
from tests.browser.jupyter import Jupyter, command
from tests.browser.student import Keyboard, Mouse, answer, right, wrong
from tests.browser.test_lessons import complaints, shoot
from tests.marks import soak

Shown = Callable[[str], None]
SAID = "bedside-live:has(.bedside-form) .bedside-said"


def answered(jupyter: Jupyter, days: float, names: list[str], good: bool = True) -> None:
    """Put answers of so many days ago on record."""
    card = Card(jupyter.home / "share" / "bedside" / "learner.json")
    when = (datetime.now().astimezone() - timedelta(days=days)).isoformat()
    questions = [COURSE.questions[name] for name in names]
    jupyter.records.add(
        *(
            kept(
                question=question,
                learner=card.learner().id,
                given=right(question) if good else wrong(question),
                score=1 if good else 0,
            ).model_copy(update={"answered_at": datetime.fromisoformat(when)})
            for question in questions
        )
    )


def test_half_a_lesson_then_the_kernel_dies_and_all_is_there(jupyter: Jupyter, page: Page) -> None:
    jupyter.forget()
    jupyter.open(page, "02-causes")
    shown = page.locator("bedside-question")
    for i in range(6):
        question = COURSE.questions[shown.nth(i).evaluate("(each) => each.question.id")]
        answer(Mouse(page, shown.nth(i)), question, right(question))
    page.wait_for_function(
        "() => !Object.keys(localStorage).some((name) => name.startsWith('bedside:waiting'))"
    )
    kernel = jupyter.kernel("02-causes")
    os.kill(kernel.pid(), signal.SIGKILL)
    kernel.close()
    jupyter.open(page, "02-causes")
    head = page.locator("bedside-live").first
    head.get_by_text("◐ begun").first.wait_for()
    asked = [q for q in COURSE.questions_of("causes") if q.id not in COURSE.lessons["causes"].review]
    assert f"You have done 6 of the {len(asked)} questions." in head.inner_text()
    assert "not begun" in head.inner_text()
    jupyter.open(page, "00-start-here")
    page.get_by_text("What causes neutropenia? ◐ begun").wait_for()
    page.get_by_text("6 answers are kept").wait_for()
    link = page.locator("bedside-live a", has_text="What raises the risk?")
    link.click()
    page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) h1", has_text="What raises the risk?").wait_for()


def test_review_asks_ten_that_are_due_and_then_says_when_to_come_back(jupyter: Jupyter, page: Page) -> None:
    jupyter.forget()
    names = [each.id for each in COURSE.questions.values() if each.level == "core"][::6][:12]
    answered(jupyter, 30, names)
    jupyter.open(page, "09-review")
    shown = page.locator("bedside-question")
    page.get_by_text("10 questions, 10 left").wait_for()
    page.get_by_text("2 more are due now.").wait_for()
    asked = [shown.nth(i).evaluate("(each) => each.question.id") for i in range(10)]
    assert set(asked) <= set(names)
    lessons = [COURSE.lesson_of[name] for name in asked]
    assert all(one != other for one, other in pairwise(lessons))
    for _ in range(len(COURSE.questions)):
        for i in range(shown.count()):
            question = COURSE.questions[shown.nth(i).evaluate("(each) => each.question.id")]
            answer(Mouse(page, shown.nth(i)), question, right(question))
        page.locator("bedside-quiz .bq-saved", has_text="✓ Saved.").wait_for()
        page.locator("bedside-quiz").evaluate("(quiz) => { quiz.old = true; }")
        page.get_by_role("button", name="What is due next?").click()
        page.wait_for_function("() => !document.querySelector('bedside-quiz')?.old")
        if not shown.count():
            break
    assert "Nothing is due. Come back " in page.locator("bedside-live").first.inner_text()
    given = [each.question for each in jupyter.records if each.context == "review"]
    assert len(given) == len(set(given)) > 10
    assert set(given) >= set(names)
    # After what was due come questions that the notebooks did not ask.
    fresh = {
        name
        for lesson in COURSE.lessons.values()
        for name in lesson.review
        if COURSE.questions[name].level == "core"
    }
    assert set(given) - set(names) <= fresh


def test_answers_are_named_saved_erased_and_taken_in_by_keyboard_alone(
    jupyter: Jupyter, page: Page, tmp_path: Path
) -> None:
    jupyter.forget()
    answered(jupyter, 1, list(COURSE.questions)[:7])
    jupyter.open(page, "00-start-here")
    page.get_by_text("7 answers are kept").wait_for()
    live = page.locator("bedside-live:has(.bedside-form)")
    hand = Keyboard(page, live)
    live.locator("input").first.evaluate("(box) => box.focus()")
    hand.write(live.locator("[name=name]"), "Zoë <b>")
    hand.press(live.get_by_role("button", name="Use this name"))
    page.get_by_text("From now on you are Zoë <b>.").wait_for()
    live.locator("input").first.evaluate("(box) => box.focus()")
    with page.expect_download() as download:
        hand.press(live.get_by_role("button", name="Save my answers as a file"))
    file = tmp_path / download.value.suggested_filename
    assert file.name.startswith("neutropenia-Zoë-b-")
    download.value.save_as(file)
    found = answer_file.read(file.read_text("utf-8"))
    assert (found.name, len(found.responses)) == ("Zoë <b>", 7)
    hand.press(live.get_by_role("button", name="Erase my answers"))
    live.get_by_text("Erase 7 answers for good").wait_for()
    page.wait_for_function("() => document.activeElement.textContent === 'No, keep them'")
    page.keyboard.press("Enter")
    live.get_by_text("7 answers are kept").wait_for()
    live.locator("input").first.evaluate("(box) => box.focus()")
    hand.press(live.get_by_role("button", name="Erase my answers"))
    page.wait_for_function("() => document.activeElement.textContent === 'No, keep them'")
    hand.press(live.get_by_role("button", name="Yes, erase them"))
    live.get_by_text("7 answers erased.").wait_for()
    page.get_by_text("Nothing here yet, and that is fine.").wait_for()
    assert len(jupyter.records) == 0
    live.locator("[type=file]").set_input_files(file)
    live.locator("input").first.evaluate("(box) => box.focus()")
    hand.press(live.get_by_role("button", name="Take it in"))
    live.get_by_text("Took in 7 answers.").wait_for()
    page.get_by_text("You are on your way.").or_(page.get_by_text("needs another look")).first.wait_for()
    live.get_by_text("Zoë <b>").first.wait_for()
    assert len(jupyter.records) == 7
    live.locator("[type=file]").set_input_files({"name": "x.jsonl", "mimeType": "", "buffer": b"hello"})
    live.get_by_role("button", name="Take it in").click()
    live.get_by_text("This file cannot be taken in: line 1: this is not a file of answers").wait_for()


@soak
def test_erasing_forgets_what_the_browser_remembers_too(jupyter: Jupyter, page: Page) -> None:
    jupyter.forget()
    jupyter.open(page, "00-start-here")
    place = page.locator("bedside-question").first
    question = COURSE.questions[place.evaluate("(each) => each.question.id")]
    answer(Mouse(page, place), question, right(question))
    page.get_by_text("One answer is kept").wait_for()
    page.get_by_role("button", name="Erase my answers").click()
    page.get_by_role("button", name="Yes, erase them").click()
    page.get_by_text("One answer erased.").wait_for()
    assert place.locator(".bq-verdict").inner_text() == ""
    left = page.evaluate("() => Object.keys(localStorage).filter((name) => name.startsWith('bedside:'))")
    assert left == []


@soak
@pytest.mark.parametrize("notebook", ["00-start-here", "09-review", "instructor/class-results"])
def test_own_pages_can_be_seen_and_read_by_all(
    jupyter: Jupyter, page: Page, notebook: str, shots: Path
) -> None:
    jupyter.forget()
    names = list(COURSE.questions)
    answered(jupyter, 20, names[:20])
    answered(jupyter, 0, names[30:45])
    answered(jupyter, 0, names[45:50], good=False)
    ready = {"00-start-here": ".bedside-form", "09-review": "bedside-question"}
    jupyter.open(page, notebook, wait=ready.get(notebook, ".bedside-results table"))
    ours = [[".bedside-results"]] if "class" in notebook else None
    for name, theme, width in (
        ("light", "JupyterLab Light", 1280),
        ("dark", "JupyterLab Dark", 1280),
        ("phone", "JupyterLab Light", 390),
        ("phone-dark", "JupyterLab Dark", 390),
    ):
        command(page, "apputils:change-theme", theme=theme)
        page.set_viewport_size({"width": width, "height": 900})
        light = str("Light" in theme).lower()
        page.wait_for_function(f"() => document.body.dataset.jpThemeLight === '{light}'")
        if name == "phone":
            command(page, "application:toggle-left-area")
            command(page, "application:toggle-mode")
        page.wait_for_timeout(500)
        assert not complaints(page, ours), name
        shoot(page, shots / f"own-{Path(notebook).stem}-{name}.png")
