"""A whole class: one presenter, the wall, and three students, each in a browser of their own; and its server falls."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.student import Mouse, answer, right, wrong
from tests.live import COURSE, LiveClass
from tests.marks import soak

FIVE = ("causes-predict", "causes-sort-type", "dx-anc-add", "causes-food-fill", "causes-chemo-order")
WALL = {
    "close": "The vote is closed.",
    "again": "Talk with your neighbor, then vote again.",
    "reveal": "The answer",
}


@pytest.fixture
def live(tmp_path: Path) -> Iterator[LiveClass]:
    """A class on five questions of five kinds."""
    live = LiveClass(f"sqlite:///{tmp_path}/class.sqlite", *FIVE)
    yield live
    live.stop()


@pytest.fixture
def pages(chromium: Browser, live: LiveClass) -> Iterator[list[Page]]:
    """The presenter's page, the wall, and three students who sit down; none complains of anything."""
    contexts, complaints = [], []

    def open_(url: str, width: int) -> Page:
        contexts.append(chromium.new_context(viewport={"width": width, "height": 800}))
        page = contexts[-1].new_page()
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(url)
        return page

    place = f"{live.address}/{live.code}"
    found = [open_(live.present, 1280), open_(f"{place}/wall", 1280)]
    for name in ("Ann", "", "Eve"):
        student = open_(place, 390)
        student.get_by_label("Your name").fill(name)
        student.get_by_role("button", name="Join").click()
        expect(student.locator("#status")).to_contain_text("You are in.", timeout=60_000)
        found.append(student)
    yield found
    for context in contexts:
        context.close()
    assert complaints == []


def press(desk: Page, name: str, status: str) -> None:
    """The presenter presses a button, and sees what follows."""
    desk.wait_for_timeout(750)  # a second click too soon is taken for a double one
    desk.get_by_role("button", name=name, exact=True).click()
    expect(desk.locator("#status")).to_contain_text(status, timeout=60_000)


def vote(page: Page, question: str, good: bool) -> None:
    """A student votes, and is told that it counts."""
    ballot = page.locator("bedside-ballot")
    ballot.wait_for()
    answer(
        Mouse(page, ballot),
        COURSE.questions[question],
        (right if good else wrong)(COURSE.questions[question]),
    )
    expect(page.locator(".bq-verdict")).to_contain_text("✓ Counted.", timeout=60_000)


def test_three_browsers_go_through_a_class_of_five_questions_with_second_votes(
    live: LiveClass, pages: list[Page]
) -> None:
    desk, wall, ann, ben, eve = pages
    expect(desk.locator("#here")).to_contain_text("3 people", timeout=60_000)
    press(desk, "Open the vote", "first vote: open")
    for number, name in enumerate(FIVE, 1):
        for student, good in ((ann, True), (ben, False), (eve, False)):
            expect(student.locator("#status")).to_contain_text(f"Question {number} of 5", timeout=60_000)
            vote(student, name, good)
        expect(desk.locator("#many")).to_contain_text("3", timeout=60_000)
        press(desk, "Close the vote", "closed")
        expect(ben.locator(".bq-verdict")).to_contain_text("You voted.", timeout=60_000)
        press(desk, "Vote again", "second vote")
        for student, good in ((ann, True), (ben, True), (eve, False)):
            expect(student.locator("#status")).to_contain_text("second vote", timeout=60_000)
            vote(student, name, good)
        press(desk, "Close the vote", "closed")
        expect(desk.locator("#moved")).to_contain_text(
            "2 stayed with their answer, 1 changed it.", timeout=60_000
        )
        assert wall.get_by_text(COURSE.questions[name].explain[:20]).count() == 0
        press(desk, "Reveal the answer", "the answer is shown")
        expect(desk.locator("#right")).to_have_text("Right in the first vote: 33 %. In the second: 67 %.")
        expect(ann.locator(".bq-verdict")).to_contain_text("You had it right", timeout=60_000)
        expect(eve.locator("bedside-ballot")).to_contain_text("Source:", timeout=60_000)
        if number < len(FIVE):
            press(desk, "Next question", f"Question {number + 1} of 5")
    rows = [row.all_inner_texts() for row in _end(desk)]
    assert len(rows) == 5
    votes = [each for each in _kept(live) if each.context.startswith(f"class:{live.code}:")]
    assert len(votes) == 5 * 2 * 3
    assert sum(each.score == 1 for each in votes) == 5 * 3


@soak
def test_every_page_is_back_by_itself_when_the_server_was_killed(live: LiveClass, pages: list[Page]) -> None:
    desk, wall, *students = pages
    press(desk, "Open the vote", "first vote: open")
    for student in students:
        vote(student, FIVE[0], good=True)
    # What each page shows after the fall was not there before it.
    for step, status in {"close": "closed", "again": "second vote", "reveal": "the answer"}.items():
        live.kill()
        live.wait()
        live.go(*(["close"] if step == "reveal" else []), step)
        for page in (desk, *students):
            expect(page.locator("#status")).to_contain_text(status, timeout=60_000)
        expect(wall.locator("#status")).to_have_text(WALL[step], timeout=60_000)
        if step == "again":
            for student in students:
                vote(student, FIVE[0], good=False)
    expect(desk.locator("#here")).to_contain_text("3 people", timeout=60_000)
    expect(desk.locator("#right")).to_have_text("Right in the first vote: 100 %. In the second: 0 %.")


def _end(desk: Page) -> list:
    desk.wait_for_timeout(750)
    desk.locator("#main").click()
    table = desk.get_by_role("table", name="Each question")
    table.wait_for()
    return table.locator("tbody tr").all()


def _kept(live: LiveClass) -> list:
    from bedside.learner.store import Records

    records = Records(live.db)
    try:
        return list(records)
    finally:
        records.close()
