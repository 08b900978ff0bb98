"""The fever desk in a real Chromium: by mouse, by keyboard alone, on a narrow page, in the dark."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

from tests.browser.workbench import open_lab, settled
from tests.marks import some


@pytest.fixture
def desk(page: Page) -> Iterator[Page]:
    """The lab on a page of its own; whatever goes wrong on it fails the test."""
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    open_lab(page, "fever")
    yield page
    assert wrong == []


def says(page: Page) -> str:
    """The sentence above the answer, once all has been answered."""
    settled(page)
    return page.locator(".bedside-says").inner_text()


def pick(page: Page, name: str, value: str) -> Locator:
    """One radio button."""
    return page.locator(f'input[name="{name}"][value="{value}"]')


def tab_to(page: Page, wanted: Locator) -> None:
    """Go to a control with Tab, and inside a group of radio buttons with an arrow."""
    for _ in range(60):
        where = wanted.evaluate(
            """(wanted) => {
                const active = document.activeElement;
                if (active === wanted) return "there";
                return wanted.type === "radio" && active.name === wanted.name ? "ArrowDown" : "Tab";
            }"""
        )
        if where == "there":
            return
        page.keyboard.press(where)
        settled(page)
    raise AssertionError("the keyboard does not get there")


def test_one_click_tips_the_definition_and_opens_the_scores(desk: Page) -> None:
    assert "the fever half is not met" in says(desk)
    assert not desk.get_by_text("How old is the person?").is_visible()
    pick(desk, "lasting", "hour").click()
    assert "both halves are met" in says(desk)
    assert desk.get_by_role("heading", name="Due within the hour").is_visible()
    assert desk.get_by_role("group", name="How old is the person?").is_visible()


def test_a_score_is_worked_out_by_mouse(desk: Page) -> None:
    desk.get_by_label("Temperature, taken in the mouth").fill("38,9")
    for name, value in {
        "burden": "moderate",
        "hypotension": "no",
        "copd": "yes",
        "tumor": "solid",
        "dehydration": "no",
        "onset": "outpatient",
        "age": "60-or-more",
        "stable": "yes",
        "ecog": "2-or-more",
        "hyperglycemia": "no",
        "heart": "no",
        "mucositis": "below-2",
        "monocytes": "200-or-more",
    }.items():
        settled(desk)
        pick(desk, name, value).click()
    assert says(desk).endswith("MASCC is 18 points, high risk; CISNE is 3 points, class III.")
    assert desk.get_by_text("MASCC: 3 + 5 + 0 + 4 + 3 + 3 + 0 = 18 points of 26.").is_visible()
    assert desk.get_by_role("img", name="with a mark at 18").is_visible()


def test_the_desk_is_used_with_the_keyboard_alone_and_keeps_the_focus(desk: Page) -> None:
    tab_to(desk, desk.locator('[name="temperature"]'))
    desk.keyboard.press("ControlOrMeta+a")
    desk.keyboard.type("101")
    assert says(desk).startswith("38.33 °C once")
    assert desk.get_by_text("this was read as °F").is_visible()
    tab_to(desk, desk.locator('button[value="man"]'))
    desk.keyboard.press("Enter")
    assert says(desk).endswith("MASCC is 10 points, high risk; CISNE is not for this person.")
    assert desk.evaluate("() => document.activeElement.value") == "man"
    tab_to(desk, pick(desk, "hypotension", "yes"))
    desk.keyboard.press("ArrowUp")
    assert "MASCC is 15 points" in says(desk)
    assert desk.evaluate("() => [document.activeElement.name, document.activeElement.value]") == [
        "hypotension",
        "no",
    ]
    tab_to(desk, pick(desk, "stable", "no"))
    desk.keyboard.press("ArrowUp")
    assert says(desk).endswith("CISNE is not for this person.")
    assert desk.get_by_text("The cancer is a blood cancer.").is_visible()
    assert not desk.get_by_text("The person is not stable.").is_visible()


def test_loading_and_clearing_set_the_controls(desk: Page) -> None:
    desk.get_by_role("button", name="Load the woman of 52").click()
    assert "MASCC is 26 points, low risk but not no risk; CISNE is still open." in says(desk)
    assert desk.locator('[name="temperature"]').input_value() == "38.6"
    assert pick(desk, "age", "under-60").is_checked() and pick(desk, "stable", "yes").is_checked()
    pick(desk, "ecog", "below-2").click()
    settled(desk)
    desk.get_by_role("button", name="Load the man of 68").click()
    assert "MASCC is 10 points" in says(desk)
    desk.get_by_role("button", name="Load the woman of 52").click()
    says(desk)
    assert not pick(desk, "ecog", "below-2").is_checked()
    desk.get_by_role("button", name="Clear the desk").click()
    assert says(desk).startswith("The box for the temperature is empty.")
    assert desk.locator('[name="count"]').input_value() == ""


def test_picks_outlive_a_temperature_without_fever_and_a_new_page(desk: Page) -> None:
    desk.get_by_role("button", name="Load the man of 68").click()
    says(desk)
    desk.locator('[name="temperature"]').fill("37")
    assert "not febrile neutropenia" in says(desk)
    assert desk.locator('.bedside-out [type="radio"]').count() == 0
    desk.reload()
    desk.locator("bedside-lab").wait_for()
    assert says(desk).startswith("37.0 °C once")
    desk.locator('[name="temperature"]').fill("38.6")
    assert says(desk).endswith("MASCC is 10 points, high risk; CISNE is not for this person.")


def test_two_desks_on_one_page_do_not_share_their_buttons(desk: Page) -> None:
    desk.evaluate(
        """() => {
            const [lab] = document.querySelectorAll("bedside-lab"), twin = document.createElement("bedside-lab");
            twin.connect(lab.page, lab.ask);
            lab.after(twin);
        }"""
    )
    one, other = desk.locator("bedside-lab").nth(0), desk.locator("bedside-lab").nth(1)
    one.get_by_role("button", name="Load the woman of 52").click()
    settled(desk)
    other.get_by_role("button", name="Load the man of 68").click()
    other.get_by_text("MASCC is 10 points").first.wait_for()
    assert one.locator('[name="age"][value="under-60"]').is_checked()
    assert other.locator('[name="age"][value="60-or-more"]').is_checked()


def test_nonsense_is_explained_and_shown_as_it_was_typed(desk: Page) -> None:
    desk.locator('[name="temperature"]').fill("<b>hot</b>")
    assert says(desk) == "Found “<b>hot</b>” for the temperature. Expected a number in °C, such as 38.6."
    desk.locator('[name="temperature"]').fill("38.6")
    desk.locator('[name="count"]').fill("0.5")
    assert "That looks like ×10⁹/L" in says(desk)


@pytest.mark.parametrize("wide", some([1280, 320], 320))
@pytest.mark.parametrize("scheme", some(["light", "dark"], "dark"))
def test_the_desk_is_sound_for_axe_and_fits_the_page(desk: Page, wide: int, scheme: str) -> None:
    desk.set_viewport_size({"width": wide, "height": 900})
    desk.emulate_media(color_scheme=scheme)
    desk.add_style_tag(
        content="body { margin: 0; background: var(--bedside-paper); color: var(--bedside-ink); }"
    )
    for load in (None, "woman", "man", "older", "clear") if wide == 320 else ("woman", "older"):
        if load:
            desk.locator(f'button[value="{load}"]').click()
            settled(desk)
        assert Axe().run(desk).response["violations"] == []
        assert desk.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        assert desk.evaluate(
            "() => { const out = document.querySelector('.bedside-out'); return out.scrollWidth <= out.clientWidth; }"
        )
