"""How a lab's page and Python talk: no press is lost, no change is overtaken, and Python may be late."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.workbench import open_lab, settled

Open = Callable[[str], None]
LAB = "document.querySelector('bedside-lab')"
SLOW = f"() => {{ const ask = {LAB}.ask; {LAB}.ask = async (m) => {{ await new Promise((r) => setTimeout(r, 300)); return ask(m); }}; }}"


@pytest.fixture
def lab(page: Page) -> Open:
    """Show a lab on a page of its own."""
    return lambda name: open_lab(page, name)


def test_while_python_starts_it_is_said_and_the_change_shows_once_it_is_there(page: Page, lab: Open) -> None:
    lab("anc")
    page.evaluate(f"() => {{ window.real = {LAB}.ask; {LAB}.ask = async () => null; }}")
    page.locator("[name=segs]").fill("12")
    expect(page.locator(".bedside-says")).to_contain_text("Python is starting")
    page.evaluate(f"() => {{ {LAB}.ask = window.real; }}")
    expect(page.locator(".bedside-says")).to_contain_text("540")


def test_when_python_takes_its_time_it_is_said(page: Page, lab: Open) -> None:
    lab("anc")
    page.evaluate(SLOW.replace("300", "2500"))
    page.locator("[name=segs]").fill("12")
    expect(page.locator(".bedside-says")).to_have_text("One moment …")
    expect(page.locator(".bedside-says")).to_contain_text("540")


def test_every_press_counts_however_fast_they_come(page: Page, lab: Open) -> None:
    lab("smear")
    page.evaluate(SLOW)
    page.locator("button[data-key=s]").focus()
    page.keyboard.type("ssllm")
    settled(page)
    expect(page.locator(".bedside-says")).to_contain_text("95 of 100 left")
    assert len(page.told) == 5


def test_a_key_that_is_held_down_counts_once(page: Page, lab: Open) -> None:
    lab("smear")
    page.locator("button[data-key=s]").focus()
    for _ in range(6):
        page.keyboard.down("s")  # the second and later ones are repeats
    page.keyboard.up("s")
    settled(page)
    expect(page.locator(".bedside-says")).to_contain_text("99 of 100 left")


def test_while_someone_types_only_the_latest_is_asked_and_it_is_what_shows(page: Page, lab: Open) -> None:
    lab("anc")
    page.evaluate(SLOW)
    page.locator("[name=segs]").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("12.5", delay=20)
    settled(page)
    assert len(page.told) <= 3
    assert page.told[-1]["fields"]["segs"] == "12.5"
    assert page.locator("[name=segs]").input_value() == "12.5"
    expect(page.locator(".bedside-says")).to_contain_text("558")


def test_what_is_changed_while_python_replies_is_not_lost(page: Page, lab: Open) -> None:
    lab("smear")
    page.evaluate(SLOW)
    page.locator("button[data-key=s]").click()
    page.locator("[name=describe], [type=checkbox]").first.check()
    settled(page)
    assert page.locator("[type=checkbox]").first.is_checked()
    assert "on" in page.told[-1]["fields"].values()


def test_what_is_seen_is_said_aloud_once_it_stays(page: Page, lab: Open) -> None:
    lab("anc")
    voice = page.locator("bedside-lab > .bq-voice")
    assert voice.get_attribute("role") == "status"
    page.locator("[name=segs]").fill("12")
    settled(page)
    assert voice.inner_text() == ""
    expect(voice).to_have_text(page.locator(".bedside-says").inner_text())
