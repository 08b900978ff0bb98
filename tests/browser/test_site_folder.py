"""Pages opened from a folder: in some browsers each file has a storage of its own, and yet answers are seen on all."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from bedside.learner import answer_file
from tests.answers import kept, right
from tests.browser.student import Mouse, answer
from tests.browser.test_site import COURSE, SOON, asked

# As Firefox does it: what a page itself puts into the browser is seen by no other page.
APART = """if (window === top) {
    const own = Object.create({ getItem(name) { return this[name] ?? null; }, setItem(name, value) { this[name] = value; }, removeItem(name) { delete this[name]; } });
    Object.defineProperty(window, "localStorage", { get: () => own });
}"""
FILL = "(sizes) => { for (const size of sizes) for (let i = 0; ; i++) try { localStorage.setItem(`fill${size}-${i}`, 'x'.repeat(size)); } catch { break; } }"
ROOM = "() => { for (const name of Object.keys(localStorage)) if (name.startsWith('fill')) localStorage.removeItem(name); }"


@pytest.fixture
def context(phone: BrowserContext) -> BrowserContext:
    """A browser in which each page from a folder keeps its things apart."""
    phone.add_init_script(APART)
    return phone


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of it."""
    return context.new_page()


def first(page: Page, number: int = 0) -> None:
    """Answer a question of the page rightly."""
    question = COURSE.questions[asked(page)[number]]
    answer(Mouse(page, page.locator("bedside-question").nth(number)), question, right(question))


def saved(page: Page, count: int) -> None:
    """Wait until so many questions of the page are saved."""
    expect(page.locator(".bq-saved", has_text="✓ Saved.")).to_have_count(count, timeout=SOON)


def waiting_while_another_answers(context: BrowserContext, built: Path) -> Page:
    """The first page, opened before an answer was given in another tab."""
    one, other = context.new_page(), context.new_page()
    one.goto((built / "index.html").as_uri())
    one.get_by_text("No answer is kept").wait_for()
    other.goto((built / "causes.html").as_uri())
    first(other)
    saved(other, 1)
    return one


def test_an_answer_on_one_page_is_seen_on_all_and_erased_on_all(page: Page, built: Path) -> None:
    page.goto((built / "causes.html").as_uri())
    first(page)
    saved(page, 1)
    page.goto((built / "index.html").as_uri())
    page.get_by_text("One answer is kept").wait_for()
    name = page.locator("bedside-live strong").last.inner_text()
    page.goto((built / "diagnosis.html").as_uri())
    first(page)
    saved(page, 1)
    page.goto((built / "causes.html").as_uri())
    expect(page.locator("bedside-question .bq-verdict", has_text="✓")).to_have_count(1, timeout=SOON)
    page.goto((built / "index.html").as_uri())
    page.get_by_text("2 answers are kept").wait_for()
    page.get_by_text(name).wait_for()
    page.get_by_role("button", name="Erase my answers").click()
    page.get_by_role("button", name="Yes, erase them").click()
    page.get_by_text("2 answers erased.").wait_for()
    page.goto((built / "causes.html").as_uri())
    page.get_by_text("questions are waiting for you.").wait_for()
    expect(page.locator("bedside-question .bq-verdict", has_text="✓")).to_have_count(0)


def test_two_tabs_of_a_folder_see_each_others_answers(context: BrowserContext, built: Path) -> None:
    page = waiting_while_another_answers(context, built)
    page.locator("[name=name]").fill("Zoë")
    page.get_by_role("button", name="Use this name").click()
    page.get_by_text("One answer is kept").wait_for()


def test_a_full_browser_is_told_of_and_the_answer_waits_until_there_is_room(page: Page, built: Path) -> None:
    page.goto((built / "causes.html").as_uri())
    page.get_by_text("questions are waiting for you.").wait_for()
    store = page.frames[1]
    store.evaluate(FILL, [1_000_000, 100_000, 10_000, 1000, 100, 10])
    first(page)
    page.locator(".bq-saved", has_text="no room left").first.wait_for()
    assert (
        store.evaluate("Object.keys(localStorage).some((name) => name.startsWith('bedside:kept'))") is False
    )
    store.evaluate(ROOM)
    saved(page, 1)
    page.goto((built / "index.html").as_uri())
    page.get_by_text("One answer is kept").wait_for()


def test_a_file_for_which_there_is_no_room_is_kept_as_a_whole_or_not_at_all(
    page: Page, built: Path, tmp_path: Path
) -> None:
    many = tuple(kept(i, "0123abcd") for i in range(50))
    file = tmp_path / "many.jsonl"
    file.write_text(
        answer_file.write(answer_file.Export("0123abcd", "Zoë", many), many[0].answered_at), "utf-8"
    )
    page.goto((built / "index.html").as_uri())
    page.get_by_text("No answer is kept").wait_for()
    store = page.frames[1]
    store.evaluate(FILL, [1_000_000, 100_000, 10_000, 1000, 100, 10])
    store.evaluate("() => { for (let i = 0; i < 2; i++) localStorage.removeItem(`fill1000-${i}`); }")
    page.locator("[type=file]").set_input_files(file)
    page.get_by_role("button", name="Take it in").click()
    page.get_by_text("no room left").wait_for()
    assert store.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('bedside:kept'))") == []
    page.reload()
    page.get_by_text("No answer is kept").wait_for()
    page.frames[1].evaluate(ROOM)
    page.locator("[type=file]").set_input_files(file)
    page.get_by_role("button", name="Take it in").click()
    page.get_by_text("Took in 50 answers.").wait_for()


def test_a_page_that_is_gone_back_to_knows_what_came_meanwhile(context: BrowserContext, built: Path) -> None:
    page = waiting_while_another_answers(context, built)
    # What a browser says to a page that it had put aside whole; Playwright's Chromium puts none aside.
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    page.get_by_text("One answer is kept").wait_for()
