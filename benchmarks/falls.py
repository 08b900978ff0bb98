"""A class whose server is killed again and again: how long until every page is back by itself."""

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, expect, sync_playwright

from benchmarks.table import Row
from tests.browser.chromium import find
from tests.browser.student import Mouse, answer, right
from tests.live import COURSE, LiveClass

FALLS = 20
# What is done after each fall, and the words that every student's page then shows.
STEPS = {
    "open": "The vote is open.",
    "close": "The vote is closed.",
    "again": "second vote",
    "close again": "The vote is closed.",
    "reveal": "the answer",
}
QUESTIONS = ("causes-predict", "causes-sort-type", "dx-anc-add", "causes-food-fill")


def measure(place: Path, tell: Callable[[str], None]) -> list[Row]:
    """Kill the server of a presenter, a wall and three students, before each of their steps."""
    place.mkdir(parents=True, exist_ok=True)
    live = LiveClass(f"sqlite:///{place / 'class.sqlite'}", *QUESTIONS)
    expect.set_options(timeout=60_000)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
            took = _fall(live, *_pages(browser, live))
            browser.close()
    finally:
        live.stop()
    tell(f"class: its server killed {FALLS} times, every page back in {median(took):.1f} s")
    return [
        Row(f"{FALLS} falls of a class's server: every page is back", median(took), None, "s", 5),
        Row("  the slowest", max(took), None, "s", 5),
    ]


def _pages(browser: Browser, live: LiveClass) -> tuple[list[Page], list[Page]]:
    place = f"{live.address}/{live.code}"
    watching = [browser.new_page(), browser.new_page()]
    for page, address in zip(watching, (live.present, f"{place}/wall"), strict=True):
        page.goto(address)
    students = [browser.new_page() for _ in range(3)]
    for page in students:
        page.goto(place)
        page.get_by_role("button", name="Join").click()
        expect(page.locator("#status")).to_contain_text("You are in.")
    return watching, students


def _fall(live: LiveClass, watching: list[Page], students: list[Page]) -> list[float]:
    """Seconds from each kill until every page shows what was done after it."""
    took = []
    for fall in range(FALLS):
        step, words = list(STEPS.items())[fall % len(STEPS)]
        step = "next" if fall and step == "open" else step.split()[0]
        live.kill()
        begun = time.monotonic()
        live.wait()
        live.go(step)
        for page in (*watching, *students):
            mark = "#number" if page is watching[1] else "#status"
            expect(page.locator(mark)).to_contain_text(f"Question {fall // len(STEPS) + 1} of")
        for page in students:
            expect(page.locator("#status")).to_contain_text(words)
        took.append(time.monotonic() - begun)
        if step in ("open", "next", "again"):
            question = COURSE.questions[live.desk()["question"]["id"]]
            for page in students:
                ballot = page.locator("bedside-ballot")
                ballot.wait_for()
                answer(Mouse(page, ballot), question, right(question))
                expect(page.locator(".bq-verdict")).to_contain_text("✓ Counted.")
    return took
