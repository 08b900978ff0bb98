"""Lessons in the real JupyterLab: their questions answered wrongly, then rightly, and kept by Python.

One lesson, and by ``make soak`` all of them. test_site.py answers all seven as pages: the elements are the same.
"""

import json
import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from bedside.content import shipped
from bedside.text.markdown import plain
from tests.browser.jupyter import Jupyter, command, run_all
from tests.browser.student import Keyboard, Mouse, answer, right, whys, wrong
from tests.levels import shown
from tests.marks import some

COURSE = shipped()
NOTEBOOKS = {"00-start-here": ["start-why-it-matters"]} | {
    COURSE.lessons[name].notebook: [question.id for question in shown(COURSE, name)]
    for name in COURSE.lessons
}
ALL = "[...document.querySelectorAll('bedside-question, bedside-live, bedside-lab, bedside-patient, .bedside')].filter((each) => each.checkVisibility())"
FITS = f"() => {ALL}.every((each) => each.scrollWidth <= each.clientWidth && each.clientWidth > 200)"
OURS = [["bedside-question"], ["bedside-live"], ["bedside-lab"], ["bedside-patient"], [".bedside"]]


def complaints(page: Page, ours: list[list[str]] | None = None) -> list[str]:
    """What axe says of our part of the page."""
    found = Axe().run(page, context={"include": ours or OURS}).response["violations"]
    return [
        f"{v['id']}: {node['html'][:200]} {node['failureSummary'][:300]}"
        for v in found
        for node in v["nodes"]
    ]


def shoot(page: Page, path: Path) -> None:
    """A picture of the whole notebook, to be looked at, where ``make shots`` asks for it: it takes a while."""
    if not os.environ.get("BEDSIDE_SHOTS"):
        return
    size = page.viewport_size
    page.locator(".jp-WindowedPanel-outer").first.evaluate("(outer) => outer.scrollTo(0, 0)")
    for _ in range(4):  # cells that were not on screen yet have only a guessed height
        tall = page.locator(".jp-WindowedPanel-inner").first.evaluate("(inner) => inner.scrollHeight")
        page.set_viewport_size({"width": size["width"], "height": min(tall + 200, 14_000)})
        page.wait_for_timeout(200)
    page.screenshot(path=path)
    page.set_viewport_size(size)


@pytest.mark.parametrize("notebook", some(NOTEBOOKS, "02-causes"))
def test_every_question_is_answered_wrongly_then_rightly_and_kept(
    jupyter: Jupyter, page: Page, notebook: str, shots: Path
) -> None:
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    away: list[str] = []
    page.on(
        "request", lambda r: None if r.url.startswith((jupyter.url, "data:", "blob:")) else away.append(r.url)
    )
    jupyter.forget()
    jupyter.open(page, notebook)
    run_all(page)
    places = page.locator("bedside-question")
    page.wait_for_function(
        "(n) => document.querySelectorAll('bedside-question').length === n", arg=len(NOTEBOOKS[notebook])
    )
    if (button := page.locator("bedside-deeper details:not([open]) > summary")).count():
        button.click()
    for i in range(len(NOTEBOOKS[notebook])):
        question = COURSE.questions[places.nth(i).evaluate("(each) => each.question.id")]
        hand = Mouse(page, places.nth(i)) if i % 2 else Keyboard(page, places.nth(i))
        if isinstance(hand, Keyboard):
            hand.enter()
        answer(hand, question, wrong(question))
        heard = " ".join(places.nth(i).locator(".bq-why").all_inner_texts())
        assert places.nth(i).locator(".bq-verdict").inner_text().startswith("✗"), question.id
        for why in whys(question, wrong(question)):
            assert plain(why) in heard, question.id
        answer(hand, question, right(question))
        assert places.nth(i).locator(".bq-verdict").inner_text().startswith("✓"), question.id
        assert plain(question.explain) in places.nth(i).locator(".bq-more").inner_text(), question.id
        focus = "document.activeElement.closest('bedside-question')?.question.id"
        assert page.evaluate(focus) == question.id, f"{question.id}: the focus is lost"
    asked = set(NOTEBOOKS[notebook])
    page.wait_for_function(
        "() => !Object.keys(localStorage).some((name) => name.startsWith('bedside:waiting'))"
    )
    kept = list(jupyter.records)
    assert {response.question for response in kept} == asked
    assert len(kept) == 2 * len(asked)
    for first, second in zip(kept[::2], kept[1::2], strict=True):
        question = COURSE.questions[first.question]
        assert first.question == second.question
        assert (first.attempt, second.attempt) == (1, 2)
        assert first.score == question.grade(wrong(question)).score < 1
        assert second.score == 1
    assert not trouble
    assert not away
    assert not complaints(page)
    shoot(page, shots / f"{notebook}-done.png")


@pytest.mark.parametrize(
    "notebook",
    some([*(lesson.notebook for lesson in COURSE.lessons.values()), "08-patients"]),
)
def test_a_lesson_can_be_seen_and_read_by_all(
    jupyter: Jupyter, page: Page, notebook: str, shots: Path
) -> None:
    jupyter.open(page, notebook, wait="bedside-patient" if "patients" in notebook else "bedside-question")
    for name, theme, width in (
        ("light", "JupyterLab Light", 1280),
        ("dark", "JupyterLab Dark", 1280),
        ("phone", "JupyterLab Light", 390),
        ("phone-dark", "JupyterLab Dark", 390),
    ):
        command(page, "apputils:change-theme", theme=theme)
        page.set_viewport_size({"width": width, "height": 900})
        light = json.dumps(str("Light" in theme).lower())
        page.wait_for_function(f"() => document.body.dataset.jpThemeLight === {light}")
        if name == "phone":  # as someone on a small screen sets it: View > Simple Interface, and no side bars
            command(page, "application:toggle-left-area")
            command(page, "application:toggle-mode")
            for side in ("left", "right"):
                command(page, "application:toggle-side-tabbar", side=side)
        page.wait_for_timeout(300)
        page.wait_for_function(FITS)
        assert not complaints(page), name
        shoot(page, shots / f"{notebook}-{name}.png")
