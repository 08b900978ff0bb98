"""A class run from a notebook in the real JupyterLab, and joined from one."""

import re

from playwright.sync_api import Page, expect

from tests.browser.jupyter import Jupyter, command
from tests.browser.student import Mouse, answer, right
from tests.live import COURSE
from tests.marks import soak


@soak
def test_an_instructor_leads_a_class_from_a_notebook_and_votes_in_it(jupyter: Jupyter, page: Page) -> None:
    jupyter.open(page, "instructor/run-a-class", wait="")
    page.wait_for_function(
        "() => window.jupyterapp?.shell.currentWidget?.content?.widgets?.length > 10", timeout=60_000
    )
    session = "window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel"
    page.wait_for_function(f"() => {session}?.status === 'idle'", timeout=60_000)
    assert page.locator(".jp-OutputArea-output").count() == 0  # yesterday's class is not shown
    for _ in range(9):  # up to the class's frame, and not to its end
        command(page, "notebook:run-cell-and-select-next")
        page.wait_for_timeout(100)
    frame = page.frame_locator("iframe")
    expect(frame.locator("#status")).to_contain_text("You are in.", timeout=60_000)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Open your page").click()
    desk = opened.value
    expect(desk.locator("#here")).to_contain_text("1 person", timeout=60_000)
    desk.get_by_role("button", name="Open the vote").click()
    page.bring_to_front()
    ballot = frame.locator("bedside-ballot")
    ballot.wait_for()
    question = COURSE.questions[ballot.evaluate("(ballot) => ballot.question.id")]
    answer(Mouse(page, ballot), question, right(question))
    expect(frame.locator(".bq-verdict")).to_contain_text("✓ Counted.", timeout=60_000)
    expect(desk.locator("#many")).to_contain_text("1 of 1", timeout=60_000)
    page.locator(".jp-Cell", has_text=re.compile(r"class_results\(room\.code\)")).last.click()
    command(page, "notebook:run-cell-and-select-next")
    expect(page.locator(".jp-OutputArea-output").last).to_contain_text("1 learner", timeout=60_000)
