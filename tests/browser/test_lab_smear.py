"""The smear in a real Chromium: counted by mouse and by keys alone, kept over a reload, sound for axe."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from bedside.labs.smear import differential, field, slide
from tests.browser.workbench import open_lab, settled
from tests.marks import some

FIRST = next(iter(slide.PEOPLE))


@pytest.fixture
def quiet(page: Page) -> Iterator[Page]:
    """A page that must not complain."""
    complaints: list[str] = []
    page.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert complaints == []


def says(page: Page) -> str:
    """What the lab says."""
    settled(page)
    return page.locator(".bedside-says").inner_text()


def count(page: Page, kind: str) -> int:
    """What the tally shows for a kind."""
    return int(page.locator(f"dt:text-is('{slide.KINDS[kind]}') + dd").inner_text())


def focused(page: Page) -> str:
    """The name and value of what holds the focus."""
    return page.evaluate("() => document.activeElement.name + ' ' + document.activeElement.value")


def test_a_click_is_a_cell_and_undo_takes_it_back(quiet: Page) -> None:
    open_lab(quiet, "smear")
    marked = quiet.locator(".bedside-out svg")
    before = marked.get_attribute("aria-label")
    quiet.get_by_role("button", name="band (b)").click()
    assert says(quiet).startswith("Counted: band. 99 of 100 left.")
    assert (count(quiet, "b"), count(quiet, "s")) == (1, 0)
    assert marked.get_attribute("aria-label") != before
    assert focused(quiet) == "press b"
    quiet.get_by_role("button", name="undo (u)").click()
    assert says(quiet).startswith("Taken back: band.")
    assert count(quiet, "b") == 0 and marked.get_attribute("aria-label") == before


def test_100_cells_are_counted_by_keys_alone(quiet: Page) -> None:
    truth = slide.slide(FIRST, 1)[:100]
    open_lab(quiet, "smear")
    quiet.keyboard.press("Tab")
    assert focused(quiet) == f"person {FIRST}"
    for i, kind in enumerate(truth):
        if i in (3, 57):  # a slip, taken back
            quiet.keyboard.press("p" if kind != "p" else "s")
            quiet.keyboard.press("u")
        quiet.keyboard.press(kind.upper() if i % 10 == 0 else kind)
    found = differential.neutrophils(truth)
    assert says(quiet).startswith(f"All 100 are counted, and {found} are neutrophils: {found} %.")
    shown = quiet.locator(".bedside-out")
    assert "You named each of your cells rightly." in shown.inner_text()
    for kind, many in differential.tally(truth).items():
        row = shown.locator(f"tr:has(th:text-is('{slide.KINDS[kind]}'))").inner_text().split()
        assert row[1:3] == [str(many), str(many)]
    assert focused(quiet) == f"person {FIRST}"
    quiet.keyboard.press("u")
    assert says(quiet).startswith("Taken back") and count(quiet, "s") >= truth[:99].count("s")


def test_someone_who_does_not_see_the_cells_can_count_by_their_words(quiet: Page) -> None:
    open_lab(quiet, "smear")
    for _ in range(5):  # past the people and the goal, to the box that describes
        quiet.keyboard.press("Tab")
        if focused(quiet) == "words on":
            break
    quiet.keyboard.press("Space")
    for number, kind in enumerate(slide.slide(FIRST, 1)[:12]):
        words = field.one(FIRST, 1, number).words
        assert says(quiet).endswith(f"The marked cell: {words}")
        assert words in str(quiet.locator(".bedside-out svg").get_attribute("aria-label"))
        quiet.keyboard.press(kind)
    assert says(quiet).startswith("Counted:")
    quiet.wait_for_function("() => document.querySelector('.bq-voice').textContent.startsWith('Counted:')")
    assert focused(quiet) == "words on"


def test_a_count_is_there_again_after_a_reload(quiet: Page) -> None:
    open_lab(quiet, "smear")
    quiet.get_by_label("A baby girl").check()
    for key in "llm":
        quiet.keyboard.press(key)
    quiet.get_by_role("button", name="Another slide").click()
    for key in "le":
        quiet.keyboard.press(key)
    settled(quiet)
    quiet.reload()
    quiet.locator("bedside-lab").wait_for()
    assert says(quiet).startswith("2 counted, 98 left.")
    assert (count(quiet, "l"), count(quiet, "e")) == (1, 1)
    assert quiet.locator("[name=count-girl]").input_value() == "2:le"


@pytest.mark.parametrize("wide", some([1280, 320], 320))
@pytest.mark.parametrize("scheme", some(["light", "dark"], "dark"))
def test_it_is_sound_for_axe_and_fits(quiet: Page, wide: int, scheme: str) -> None:
    quiet.set_viewport_size({"width": wide, "height": 900})
    quiet.emulate_media(color_scheme=scheme)
    open_lab(quiet, "smear")
    quiet.add_style_tag(
        content="body { margin: 0; background: var(--bedside-paper); color: var(--bedside-ink); }"
    )

    def sound() -> None:
        settled(quiet)
        assert Axe().run(quiet).response["violations"] == []
        assert quiet.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        assert quiet.evaluate(
            "() => { const { scrollWidth, clientWidth } = document.querySelector('.bedside-out'); "
            "return scrollWidth <= clientWidth; }"
        )

    quiet.get_by_label("Describe the marked cell").check()
    sound()
    quiet.get_by_label("Show the six kinds").check()
    quiet.get_by_label("200").check()
    for key in "bsb":
        quiet.keyboard.press(key)
    quiet.get_by_role("button", name="Count the rest for me").click()
    sound()
