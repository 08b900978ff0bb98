"""The deeper questions of a lesson: behind one button that everybody can use, and that is remembered as it was left."""

from playwright.sync_api import Page, expect

from bedside.content import load
from bedside.notebook.api import Lesson
from bedside.notebook.shown import Shown
from tests.browser.student import Keyboard, answer, right
from tests.browser.test_lessons import complaints
from tests.browser.workbench import open_deeper
from tests.levels import deepened
from tests.sites import SOUND

DEEPER = ("made-what", "count-anc")


def test_one_button_opens_the_deeper_questions_and_is_remembered(page: Page) -> None:
    course = deepened(load(SOUND), *DEEPER)
    open_deeper(page, Lesson("one", Shown(course)))
    button, places = page.locator("summary", has_text="Go deeper"), page.locator("bedside-question")
    expect(button).to_have_text("Go deeper: 2 questions")
    expect(places.first).to_be_hidden()
    assert not complaints(page)
    button.focus()
    page.keyboard.press("Enter")
    expect(places.first).to_be_visible()
    assert button.evaluate("(each) => each === document.activeElement"), "the focus is lost"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('bedside-question').question.id") == DEEPER[0]
    for place, name in enumerate(DEEPER):
        question = course.questions[name]
        answer(Keyboard(page, places.nth(place)), question, right(question))
        expect(places.nth(place).locator(".bq-verdict")).to_contain_text("✓")
    expect(page.get_by_text("2 questions, all done")).to_be_visible()
    assert {(each["question"], each["context"]) for each in page.told} == {
        (name, "lesson") for name in DEEPER
    }
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        assert button.bounding_box()["height"] >= 36
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert not complaints(page)
    page.reload()
    expect(places.last.locator(".bq-verdict")).to_be_visible()
    button.press("Space")
    page.wait_for_function("localStorage['bedside:deeper'] === 'false'")
    page.reload()
    expect(button).to_be_visible()
    expect(places.first).to_be_hidden()
