"""The count on a page: real Chromium, mouse and keyboard, wide and narrow, light and dark."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.workbench import open_lab, settled
from tests.marks import some


@pytest.fixture
def lab(page: Page) -> Iterator[Page]:
    """The lab on a page of its own, where nothing may go wrong unseen."""
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    open_lab(page, "anc")
    yield page
    assert troubles == []


def says(page: Page) -> str:
    """The sentence under the controls, once all is answered."""
    settled(page)
    return page.locator(".bedside-says").inner_text()


def note(page: Page, box: str) -> str:
    """What stands under a box, as far as it is seen."""
    settled(page)
    return page.locator(f"[name={box}-said]").inner_text()


def described(page: Page, name: str) -> str:
    """What Chromium tells a screen reader of a box beside its name."""
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    box = next(node for node in tree if node.get("name", {}).get("value") == name)
    return box["description"]["value"]


def test_a_report_is_typed_with_the_mouse_and_the_count_follows(lab: Page) -> None:
    assert "1,476 cells/µL" in says(lab)
    lab.get_by_role("textbox", name="White count").fill("7,8")
    lab.get_by_role("textbox", name="Segmented cells").fill("5")
    lab.get_by_role("textbox", name="Bands").fill("1")
    assert "468 cells/µL: severe" in says(lab)
    assert "7,800 × 6 ÷ 100 = 468 cells/µL" in lab.locator(".bedside-out").inner_text()
    lab.get_by_role("radio", name="cells/µL").check()
    assert "0.46… cells/µL" in says(lab)
    assert "is possible" in note(lab, "white")


def test_a_note_stands_under_the_box_it_concerns_and_belongs_to_it(lab: Page) -> None:
    expect(lab.locator("[name=segs-said]")).to_be_hidden()
    lab.locator("[name=segs]").fill("about half")
    assert "Found “about half”" in note(lab, "segs")
    box, told, below = (
        lab.locator(f"[name={name}]").bounding_box() for name in ("segs", "segs-said", "bands")
    )
    assert box["y"] + box["height"] <= told["y"] < below["y"]
    assert (
        described(lab, "Segmented cells, or all neutrophils %")
        == lab.locator("[name=segs-said]").inner_text()
    )
    assert says(lab).startswith("Segmented cells, or all neutrophils: Found")
    lab.locator("[name=segs]").fill("38")
    assert note(lab, "segs") == ""
    expect(lab.locator("[name=segs-said]")).to_be_hidden()


def test_what_is_shown_is_said_aloud_once_the_typing_pauses(lab: Page) -> None:
    lab.locator("[name=white]").fill("2.0")
    expect(lab.get_by_role("status").filter(has_text="820 cells/µL")).to_have_count(1)


def test_a_mixed_up_unit_is_put_right_and_taken_back_with_the_keyboard_alone(lab: Page) -> None:
    lab.keyboard.press("Tab")
    assert lab.evaluate("document.activeElement.name") == "white"
    lab.keyboard.press("ControlOrMeta+a")
    lab.keyboard.type("6000")
    assert "6,000,000" in note(lab, "white")
    for name in ("unit", "segs", "bands", "child", "sample", "sample", "sample", "fix"):
        lab.keyboard.press("Tab")
        assert lab.evaluate("document.activeElement.name") == name
    lab.keyboard.press("Enter")
    assert "2,460 cells/µL" in says(lab)
    assert lab.locator("[name=unit]:checked").input_value() == "cells"
    assert lab.evaluate("document.activeElement.textContent") == "Take that back"
    lab.keyboard.press("Space")
    settled(lab)
    assert lab.locator("[name=unit]:checked").input_value() == "thousands"
    assert lab.evaluate("document.activeElement.textContent") == "Read 6000 as cells/µL"


def test_the_unit_and_the_reports_are_chosen_with_the_keyboard_alone(lab: Page) -> None:
    lab.locator("[name=unit]:checked").focus()
    lab.keyboard.press("ArrowRight")
    settled(lab)
    assert lab.told[-1]["fields"]["unit"] == "giga"
    assert "1,476 cells/µL" in says(lab)
    for _ in range(5):
        lab.keyboard.press("Tab")
    lab.keyboard.press("Enter")
    assert "severe" in says(lab)
    assert lab.locator("[name=white]").input_value() == "7,800"
    assert lab.evaluate("document.activeElement.textContent") == "Calm white count"


def test_typing_is_never_disturbed_by_an_answer(lab: Page) -> None:
    lab.locator("[name=white]").fill("")
    lab.locator("[name=white]").press_sequentially("12.75", delay=20)
    settled(lab)
    assert lab.locator("[name=white]").input_value() == "12.75"
    assert lab.evaluate("document.activeElement.name") == "white"


def test_a_page_opened_again_holds_what_was_typed_and_its_notes(lab: Page) -> None:
    lab.locator("[name=bands]").fill("80")
    assert "118 %" in note(lab, "bands")
    lab.reload()
    lab.locator("bedside-lab").wait_for()
    assert "118 %" in note(lab, "bands")
    assert lab.locator("[name=bands]").input_value() == "80"


@pytest.mark.parametrize("scheme", some(["light", "dark"], "dark"))
@pytest.mark.parametrize("width", some([1280, 320], 320))
def test_the_lab_is_sound_for_axe_and_fits(lab: Page, width: int, scheme: str) -> None:
    lab.emulate_media(color_scheme=scheme)
    lab.set_viewport_size({"width": width, "height": 800})
    for fields in (
        {},
        {"white": "6000", "segs": "0,45", "bands": ""},
        {"white": "0.2", "segs": "3", "bands": "0"},
    ):
        for name, typed in fields.items():
            lab.locator(f"[name={name}]").fill(typed)
        settled(lab)
        found = Axe().run(lab)
        assert found.violations_count == 0, found.generate_report()
        assert lab.evaluate("document.documentElement.scrollWidth") <= width
        assert (
            lab.evaluate(
                "(() => { const o = document.querySelector('.bedside-out'); return o.scrollWidth - o.clientWidth; })()"
            )
            <= 0
        )
