"""Closing a notebook in the real JupyterLab: it asks about saving only when something was changed."""

import shutil

import pytest
from playwright.sync_api import Page

from bedside.content import shipped
from tests.browser.jupyter import Jupyter, command, run_all
from tests.browser.student import Mouse, answer, right
from tests.marks import soak

COURSE = shipped()
MODEL = "window.jupyterapp.shell.currentWidget.context.model"
KERNEL = "window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel"


def settled(page: Page) -> None:
    """Wait until the kernel has started and JupyterLab has taken over what it says and the saved widgets."""
    page.wait_for_function(
        f"() => {KERNEL}?.connectionStatus === 'connected' && {KERNEL}.status === 'idle'", timeout=60_000
    )
    page.wait_for_function(f"() => {MODEL}.getMetadata('language_info').version", timeout=60_000)
    page.wait_for_timeout(500)  # what comes with the kernel's last word


def closes_unasked(page: Page) -> bool:
    """Close the open notebook; whether it went without a question."""
    command(page, "application:close")
    page.wait_for_function(
        "() => document.querySelector('.jp-Dialog') || !document.querySelector('.jp-NotebookPanel')"
    )
    return page.locator(".jp-Dialog").count() == 0


@pytest.mark.parametrize(
    ("name", "wait"),
    [("02-causes", "bedside-question"), pytest.param("instructor/run-a-class", "", marks=soak)],
)
def test_a_notebook_that_was_only_opened_closes_without_a_question(
    jupyter: Jupyter, page: Page, name: str, wait: str
) -> None:
    jupyter.open(page, name, wait)
    settled(page)
    assert not page.evaluate(f"() => {MODEL}.dirty")
    assert closes_unasked(page)


@soak
def test_an_answer_is_no_change_to_the_notebook_but_a_note_and_a_run_are(
    jupyter: Jupyter, page: Page
) -> None:
    # A copy: the lesson itself is for other tests.
    shutil.copy(jupyter.folder / "03-risk-factors.ipynb", jupyter.folder / "to-be-closed.ipynb")
    jupyter.open(page, "to-be-closed")
    settled(page)
    place = page.locator("bedside-question").first
    question = COURSE.questions[place.evaluate("(each) => each.question.id")]
    answer(Mouse(page, place), question, right(question))
    page.locator(".bq-saved", has_text="✓ Saved.").wait_for()
    assert not page.evaluate(f"() => {MODEL}.dirty")
    page.evaluate(f"() => {MODEL}.cells.get(0).sharedModel.setSource('# My own heading')")
    page.wait_for_function(f"() => {MODEL}.dirty")
    command(page, "docmanager:save")
    page.wait_for_function(f"() => !{MODEL}.dirty")
    run_all(page)
    assert page.evaluate(f"() => {MODEL}.dirty")
    assert not closes_unasked(page)
