"""The marrow in a real Chromium: by mouse, by keyboard alone, on a narrow page, in the dark."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.workbench import open_lab, settled
from tests.marks import some

CURVE = ".bedside-out path.accent"


@pytest.fixture
def marrow(page: Page) -> Iterator[Page]:
    """The lab on a page of its own; whatever goes wrong on it fails the test."""
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    open_lab(page, "marrow")
    yield page
    assert wrong == []


def says(page: Page) -> str:
    """The sentence above the drawing, once all has been answered."""
    settled(page)
    return page.locator(".bedside-says").inner_text()


def slide(page: Page, name: str, value: str) -> None:
    """Put a slider where it is wanted."""
    page.locator(f'[name="{name}"]').fill(value)


def show(page: Page) -> None:
    """Make a guess and have it told."""
    slide(page, "day", "4")
    slide(page, "low", "2000")
    settled(page)
    page.get_by_role("button", name="Show me").click()
    settled(page)


def tab_to(page: Page, wanted: Locator) -> None:
    """Go to a control with Tab alone."""
    for _ in range(30):
        if wanted.evaluate("(wanted) => document.activeElement === wanted"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the keyboard does not get there")


def test_the_curve_comes_only_after_a_guess(marrow: Page) -> None:
    expect(marrow.get_by_role("slider", name="Lowest on day")).to_be_visible()
    assert marrow.locator(CURVE).count() == 0
    assert "nadir" not in marrow.locator("bedside-lab").inner_text()
    slide(marrow, "day", "4")
    assert says(marrow).startswith("Nothing is shown yet. Your guess is day 4")
    show(marrow)
    assert marrow.locator(CURVE).count() > 0
    assert says(marrow).startswith("You guessed day 4 and 2,000 cells/µL.")
    expect(marrow.get_by_text("nadir: the low point of the count between two treatments")).to_be_visible()
    expect(marrow.get_by_text("Your day is 3.8 days too soon.")).to_be_visible()


def test_only_the_part_that_is_due_is_seen(marrow: Page) -> None:
    guess, course = (
        marrow.get_by_role("group", name="Your guess"),
        marrow.get_by_role("group", name="The treatment"),
    )
    expect(guess).to_be_visible()
    expect(course).to_be_hidden()
    show(marrow)
    expect(guess).to_be_hidden()
    expect(course).to_be_visible()
    marrow.get_by_role("button", name="Guess again").click()
    settled(marrow)
    expect(guess).to_be_visible()
    expect(course).to_be_hidden()


def test_each_knob_changes_what_is_said_and_drawn(marrow: Page) -> None:
    show(marrow)
    seen = {(says(marrow), marrow.locator(".bedside-out svg").inner_html())}
    for name, value in (("dose", "100"), ("surface", "2"), ("days", "14"), ("cycles", "3")):
        slide(marrow, name, value)
        seen.add((says(marrow), marrow.locator(".bedside-out svg").inner_html()))
    marrow.get_by_role("radio", name="Friberg 2002").check()
    seen.add((says(marrow), marrow.locator(".bedside-out svg").inner_html()))
    marrow.get_by_role("checkbox", name="Show how far patients differ").check()
    seen.add((says(marrow), marrow.locator(".bedside-out svg").inner_html()))
    assert len({said for said, _ in seen}) == len({drawn for _, drawn in seen}) == 7
    assert marrow.locator(".bedside-out tbody tr").count() == 6


def test_guess_again_puts_everything_back(marrow: Page) -> None:
    show(marrow)
    slide(marrow, "dose", "120")
    marrow.get_by_role("radio", name="Friberg 2002").check()
    marrow.get_by_role("checkbox").check()
    settled(marrow)
    marrow.get_by_role("button", name="Guess again").click()
    assert says(marrow).startswith("Nothing is shown yet.")
    assert marrow.locator(CURVE).count() == 0
    assert marrow.locator('[name="dose"]').input_value() == "75"
    slide(marrow, "day", "8")
    slide(marrow, "low", "1500")
    marrow.get_by_role("button", name="Show me").click()
    assert says(marrow).startswith(
        "You guessed day 8 and 1,500 cells/µL. In the model the low point is on day 7.8"
    )
    assert marrow.get_by_role("radio", name="Kloft 2006").is_checked()
    assert not marrow.get_by_role("checkbox").is_checked()


def test_two_presses_of_show_me_are_as_good_as_one(marrow: Page) -> None:
    marrow.get_by_role("button", name="Show me").dblclick()
    assert says(marrow).startswith("You guessed day 0 and 5,000 cells/µL.")
    assert marrow.locator(CURVE).count() > 0


def test_it_is_used_with_the_keyboard_alone(marrow: Page) -> None:
    tab_to(marrow, marrow.locator('[name="day"]'))
    for _ in range(9):
        marrow.keyboard.press("ArrowRight")
    marrow.keyboard.press("Tab")
    marrow.keyboard.press("PageDown")
    assert says(marrow).startswith("Nothing is shown yet. Your guess is day 9, at 4,500")
    marrow.keyboard.press("Tab")
    marrow.keyboard.press("Enter")
    assert says(marrow).startswith("You guessed day 9 and 4,500 cells/µL.")
    tab_to(marrow, marrow.locator('[name="dose"]'))
    before = says(marrow)
    marrow.keyboard.press("ArrowRight")
    assert says(marrow) != before and says(marrow).startswith("144 mg")
    assert marrow.evaluate("() => document.activeElement.name") == "dose"
    tab_to(marrow, marrow.get_by_role("radio", name="Kloft 2006"))
    marrow.keyboard.press("ArrowRight")
    tab_to(marrow, marrow.get_by_role("checkbox"))
    marrow.keyboard.press("Space")
    assert "Of 10 made-up patients, 9 have" in says(marrow)
    tab_to(marrow, marrow.get_by_role("button", name="Guess again"))
    marrow.keyboard.press("Enter")
    assert says(marrow).startswith("Nothing is shown yet. Your guess is day 9")


def test_the_focus_goes_on_when_what_was_pressed_is_gone(marrow: Page) -> None:
    marrow.get_by_role("button", name="Show me").press("Enter")
    settled(marrow)
    assert marrow.evaluate("() => document.activeElement.name") == "dose"
    marrow.get_by_role("button", name="Guess again").press("Enter")
    settled(marrow)
    assert marrow.evaluate("() => document.activeElement.name") == "day"


def test_reopened_the_page_is_as_it_was_left(marrow: Page) -> None:
    show(marrow)
    slide(marrow, "dose", "100")
    slide(marrow, "cycles", "2")
    marrow.get_by_role("checkbox").check()
    before, html = says(marrow), marrow.locator(".bedside-out").inner_html()
    marrow.reload()
    marrow.locator("bedside-lab").wait_for()
    assert says(marrow) == before
    assert marrow.locator(".bedside-out").inner_html() == html
    assert marrow.locator('[name="dose"]').input_value() == "100"
    expect(marrow.get_by_role("group", name="Your guess")).to_be_hidden()


def test_what_changes_is_read_aloud(marrow: Page) -> None:
    show(marrow)
    slide(marrow, "dose", "110")
    settled(marrow)
    expect(marrow.locator(".bq-voice")).to_have_text(says(marrow))


@pytest.mark.parametrize("wide", some([1280, 320], 320))
@pytest.mark.parametrize("scheme", some(["light", "dark"], "dark"))
def test_the_marrow_is_sound_for_axe_and_fits_the_page(marrow: Page, wide: int, scheme: str) -> None:
    marrow.set_viewport_size({"width": wide, "height": 900})
    marrow.emulate_media(color_scheme=scheme)
    marrow.add_style_tag(
        content="body { margin: 0; background: var(--bedside-paper); color: var(--bedside-ink); }"
    )

    def check() -> None:
        assert Axe().run(marrow).response["violations"] == []
        assert marrow.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        assert marrow.evaluate(
            "() => { const out = document.querySelector('.bedside-out'); return out.scrollWidth <= out.clientWidth; }"
        )

    check()
    show(marrow)
    slide(marrow, "cycles", "6")
    slide(marrow, "dose", "120")
    marrow.get_by_role("radio", name="Friberg 2002").check()
    marrow.get_by_role("checkbox").check()
    settled(marrow)
    check()
