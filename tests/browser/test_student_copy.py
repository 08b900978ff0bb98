"""A student's copy in the real JupyterLab: before anything is run, after a reload, far down the page."""

import json
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from bedside.content import shipped
from tests.browser.jupyter import Jupyter, command, run_all
from tests.browser.student import Keyboard, Mouse, answer, right, wrong
from tests.levels import shown
from tests.marks import soak, some

COURSE = shipped()
CELLS = "[...document.querySelectorAll('.jp-Notebook > * .jp-Cell, .jp-Notebook .jp-Cell')].map((c) => c.textContent.slice(0, 80))"
Sheet = Callable[..., str]


@pytest.fixture
def sheet(jupyter: Jupyter, request: pytest.FixtureRequest) -> Sheet:
    """Make a notebook of these cells, as a student would, and say its name."""

    def make(*cells: str) -> str:
        name = f"sheet-{zlib.crc32(request.node.name.encode())}"
        code = [
            {
                "cell_type": "code",
                "id": f"c{i}",
                "metadata": {},
                "execution_count": None,
                "outputs": [],
                "source": cell,
            }
            for i, cell in enumerate(cells)
        ]
        spec = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
        metadata = {"kernelspec": spec, "language_info": {"name": "python"}}
        notebook = {"cells": code, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
        (jupyter.folder / f"{name}.ipynb").write_text(json.dumps(notebook), "utf-8")
        return name

    return make


def question_at(page: Page, i: int) -> tuple[object, str]:
    """A question on the page, and its model."""
    place = page.locator("bedside-question").nth(i)
    return place, COURSE.questions[place.evaluate("(each) => each.question.id")]


def test_questions_grade_before_any_cell_has_run_and_the_answers_reach_python_once(
    jupyter: Jupyter, page: Page
) -> None:
    jupyter.forget()
    jupyter.open(page, "03-risk-factors")
    place, question = question_at(page, 0)
    answer(Mouse(page, place), question, wrong(question))
    assert place.locator(".bq-verdict").inner_text().startswith("✗")
    answer(Mouse(page, place), question, right(question))
    assert place.locator(".bq-verdict").inner_text().startswith("✓")
    page.locator(".bq-saved", has_text="✓ Saved.").wait_for()
    assert [response.attempt for response in jupyter.records] == [1, 2]
    run_all(page)
    page.reload()
    page.locator("bedside-question").first.wait_for()
    run_all(page)
    assert len(jupyter.records) == 2


def test_a_half_given_answer_is_there_after_a_reload(jupyter: Jupyter, page: Page) -> None:
    jupyter.open(page, "05-diagnosis")
    box = page.locator("bedside-question input[type=text]").first
    box.fill("12")
    radio = page.locator("bedside-question input[type=radio][data-slot]").first
    radio.check()
    page.reload()
    page.locator("bedside-question").first.wait_for()
    assert page.locator("bedside-question input[type=text]").first.input_value() == "12"
    assert page.locator("bedside-question input[type=radio][data-slot]").first.is_checked()


@soak
def test_a_half_given_answer_survives_cells_that_leave_the_page(jupyter: Jupyter, page: Page) -> None:
    settings = jupyter.home / "settings" / "@jupyterlab" / "notebook-extension"
    settings.mkdir(parents=True, exist_ok=True)
    chosen = settings / "tracker.jupyterlab-settings"
    chosen.write_text('{"windowingMode": "full"}', "utf-8")
    try:
        jupyter.open(page, "04-symptoms", wait=".jp-Cell")
        page.locator("bedside-question").first.wait_for()
        name = page.locator("bedside-question").first.evaluate("(each) => each.question.id")
        page.locator("bedside-question input[data-slot]").nth(1).check()
        page.locator("bedside-question").first.get_by_role("button", name="Hint").click()
        page.locator(".jp-MarkdownCell").first.click()  # the cell that is worked on is never taken out
        scroller = page.locator(".jp-WindowedPanel-outer").first
        scroller.evaluate("(outer) => outer.scrollTo(0, outer.scrollHeight)")
        seen = "[...document.querySelectorAll('bedside-question')].some((e) => e.checkVisibility() && e.question.id === name)"
        gone = f"(name) => !{seen}"
        page.wait_for_function(gone, arg=name)
        scroller.evaluate("(outer) => outer.scrollTo(0, 0)")
        page.wait_for_function(f"(name) => {seen}", arg=name)
        first = page.locator("bedside-question").first
        assert first.locator("input[data-slot]").nth(1).is_checked()
        assert first.locator(".bq-hint").is_visible()
    finally:
        chosen.unlink()


@soak
def test_keys_typed_in_a_quiz_leave_the_notebook_alone(jupyter: Jupyter, page: Page) -> None:
    jupyter.open(page, "01-what-it-is")
    run_all(page)
    before = (page.evaluate(CELLS), jupyter.get("api/sessions"))
    active = "[...document.querySelectorAll('.jp-Notebook .jp-Cell')].findIndex((c) => c.classList.contains('jp-mod-active'))"
    for selector in (
        "input[type=radio][data-slot]",
        "input[type=checkbox]",
        "input[type=text]",
        "[data-move]",
        "button[type=submit]",
    ):
        control = page.locator(f"bedside-question {selector}").first
        control.scroll_into_view_if_needed()
        Keyboard(page, page.locator("bedside-question").first)
        control.evaluate("(each) => each.focus()")
        where = page.evaluate(active)
        for key in [
            *"ddxxaabbmmyyiizvcjk0011234567890",
            "ArrowDown",
            "ArrowUp",
            "ArrowLeft",
            "ArrowRight",
            "Shift+L",
            "Delete",
            "Backspace",
        ]:
            page.keyboard.press(key)
        assert page.evaluate("() => Boolean(document.activeElement.closest('bedside-question'))"), selector
        assert page.evaluate(active) == where, selector
        assert not page.locator(".jp-Dialog").count(), selector
    after = (page.evaluate(CELLS), jupyter.get("api/sessions"))
    assert [cell[:20] for cell in before[0]] == [cell[:20] for cell in after[0]]
    assert {s["kernel"]["id"] for s in before[1]} == {s["kernel"]["id"] for s in after[1]}


def test_saving_works_from_a_question_and_it_still_grades_when_opened_without_a_kernel(
    jupyter: Jupyter, page: Page, sheet: Sheet
) -> None:
    name = sheet(
        'from bedside import lesson\nlesson("causes")', f'lesson("causes").ask("{_first("causes")}")'
    )
    jupyter.open(page, name, wait="")
    run_all(page)
    page.locator("bedside-question input").first.focus()
    page.keyboard.press("Control+s")
    page.wait_for_function("() => !document.querySelector('.lm-TabBar-tab.jp-mod-current.jp-mod-dirty')")
    path = jupyter.folder / f"{name}.ipynb"
    page.wait_for_timeout(500)
    assert "bedside-question" in path.read_text("utf-8"), "the script is saved with the notebook"
    jupyter.shut()
    page.reload()
    place, question = question_at(page, 0)
    answer(Mouse(page, place), question, right(question))
    assert place.locator(".bq-verdict").inner_text().startswith("✓")


@soak
def test_a_question_alone_finds_its_script_through_the_kernel(
    jupyter: Jupyter, page: Page, sheet: Sheet
) -> None:
    name = sheet(f'from bedside import lesson\nlesson("causes").ask("{_first("causes")}")')
    jupyter.forget()
    jupyter.open(page, name, wait="")
    run_all(page)
    place, question = question_at(page, 0)
    answer(Mouse(page, place), question, right(question))
    assert place.locator(".bq-verdict").inner_text().startswith("✓")
    page.locator(".bq-saved", has_text="✓ Saved.").wait_for()
    assert [response.score for response in jupyter.records] == [1]


def test_a_question_without_head_or_kernel_says_what_to_do(jupyter: Jupyter, page: Page) -> None:
    source = json.loads((jupyter.folder / "07-prevention.ipynb").read_text("utf-8"))
    models = source["metadata"]["widgets"]["application/vnd.jupyter.widget-state+json"]["state"]
    head = next(name for name, model in models.items() if "page" in model["state"])
    del models[head]
    path = jupyter.folder / "headless.ipynb"
    path.write_text(json.dumps(source), "utf-8")
    _trust(path, jupyter)
    jupyter.open(page, "headless", wait="")
    page.get_by_text("Choose Run → Run All Cells").first.wait_for(timeout=60_000)
    run_all(page)
    page.locator("bedside-question").first.wait_for()


@soak
def test_a_question_that_jupyterlab_gave_up_on_is_shown_after_all(jupyter: Jupyter, page: Page) -> None:
    # A slow computer: JupyterLab looks every 100 ms, for two seconds, whether it has read the widgets.
    page.add_init_script(
        "const real = setTimeout; window.setTimeout = (go, ms, ...rest) => real(go, ms === 100 ? 6000 : ms, ...rest);"
    )
    # It may say so for less than a second, which a busy machine would miss.
    page.add_init_script(
        """new MutationObserver((changes) => {
            for (const { addedNodes } of changes) {
                for (const node of addedNodes) window.gaveUp ||= node.textContent?.includes("model not found");
            }
        }).observe(document, { childList: true, subtree: true });"""
    )
    jupyter.open(page, "06-treatment", wait="")
    page.wait_for_function("() => window.gaveUp", timeout=60_000)
    page.locator("bedside-question").first.wait_for(timeout=60_000)
    page.get_by_text("model not found").first.wait_for(state="detached")


@soak
def test_a_wrong_name_gets_a_friendly_message(jupyter: Jupyter, page: Page, sheet: Sheet) -> None:
    jupyter.open(page, sheet('from bedside import lesson\nlesson("cuases")'), wait="")
    run_all(page)
    said = page.locator(".jp-OutputArea-output").first.inner_text()
    assert said.startswith('There is no lesson "cuases". Did you mean "causes"?')
    assert "Traceback" not in said


def test_the_first_page_opens_without_a_prompt(jupyter: Jupyter, page: Page) -> None:
    page.goto(f"{jupyter.url}/?token=for-these-tests-only")
    page.get_by_role("heading", name="Start here").wait_for(timeout=60_000)
    question = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) bedside-question").first
    question.wait_for(timeout=60_000)  # a kernel starts first
    page.wait_for_timeout(2_000)
    assert page.locator(".jp-Dialog, .Toastify__toast").count() == 0
    page.evaluate("() => { window.same = true; }")
    page.get_by_role("link", name="What causes neutropenia?").first.click()
    page.get_by_role("heading", name="What causes neutropenia?").wait_for()
    assert page.evaluate("() => window.same"), (
        "the lesson opens beside the start page, without loading JupyterLab anew"
    )


@soak
def test_a_glossary_word_opens_its_meaning_by_keyboard(jupyter: Jupyter, page: Page) -> None:
    jupyter.open(page, "02-causes")
    word = page.locator("button.bedside-word").first
    word.focus()
    page.keyboard.press("Enter")
    meaning = page.locator(".bedside-meaning:popover-open")
    assert meaning.is_visible()
    page.keyboard.press("Escape")
    assert not meaning.is_visible()


def test_script_and_styles_are_saved_once_a_notebook(jupyter: Jupyter) -> None:
    for path in sorted(jupyter.folder.glob("0[1-7]*.ipynb")):
        state = json.loads(path.read_text("utf-8"))["metadata"]["widgets"][
            "application/vnd.jupyter.widget-state+json"
        ]["state"]
        sizes = {name: len(json.dumps(model)) for name, model in state.items()}
        heads = [
            name for name, model in state.items() if "bedside-question" in model["state"].get("_esm", "")
        ]
        assert len(heads) == 1
        assert sizes[heads[0]] <= 40_000, path.name


def _first(lesson: str) -> str:
    return next(question.id for question in COURSE.questions_of(lesson) if question.kind == "choose")


def _trust(path: Path, jupyter: Jupyter) -> None:
    subprocess.run(
        [sys.executable, "-m", "jupyter", "trust", str(path)],
        env=jupyter.env,
        check=True,
        capture_output=True,
    )


def save(page: Page, path: Path) -> None:
    """Save the open notebook; a wish that comes while JupyterLab is still at the last one is not heard."""
    written = path.stat().st_mtime_ns
    for _ in range(20):
        command(page, "docmanager:save")
        page.wait_for_timeout(500)
        if path.stat().st_mtime_ns != written:
            return
    raise AssertionError(f"{path.name} was not saved within 10 seconds")


@pytest.mark.parametrize("before", some(["nothing", "the kernel is shut"], "the kernel is shut"))
def test_a_lesson_saved_without_being_run_still_has_its_questions(
    jupyter: Jupyter, page: Page, before: str
) -> None:
    jupyter.open(page, "06-treatment")
    if before == "the kernel is shut":
        jupyter.shut()
    for _ in range(2):
        save(page, jupyter.folder / "06-treatment.ipynb")
    jupyter.open(page, "06-treatment")
    page.wait_for_function(
        "(n) => document.querySelectorAll('bedside-question').length === n",
        arg=len(shown(COURSE, "treatment")),
    )
