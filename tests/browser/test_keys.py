"""A key pressed after a click beside a control: it must never reach the notebook, where "x" cuts a cell."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.jupyter import TOKEN, Jupyter, command, run_all

CELLS = [
    'from bedside import lab, lesson, my_answers, patient, progress, review\nlesson("causes")',
    'lesson("causes").ask("causes-predict")',
    'lesson("causes").ask("causes-which-way", "causes-fill-three")',
    'lesson("causes").read("three-ways")',
    'lesson("causes").read("genes")',
    'lab("anc")',
    'patient("fever-day-9")',
    "progress()",
    "review()",
    "my_answers()",
    'lesson("causes").recap()',
]
# Where someone may click who means no control; an option and a box are there for Notebook 7.
PLACES = {
    "a lesson's title": ".bedside-far",
    "a lesson's goals": ".bedside-live li",
    "a question's words": "bedside-question legend",
    "a question's edge": "bedside-question",
    "between two options": "bedside-question .bq-slots",
    "beside the buttons": ".bq-buttons",
    "a hint": ".bq-hint:not([hidden])",
    "how sure": ".bq-sure legend",
    "a verdict": ".bq-verdict:not(:empty)",
    "why": ".bq-why:not([hidden])",
    "an explanation": ".bq-more > p",
    "what is left": ".bq-left",
    "a summary": ".bq-summary > p",
    "what became of an answer": ".bq-saved:not(:empty)",
    "a reading": "section.bedside ul > li",
    "a drawing": ".bedside figure svg",
    "under a drawing": ".bedside figcaption",
    "a source": ".bedside-source",
    "the meaning of a word": ".bedside-meaning:popover-open",
    "a lab's words": "bedside-lab section > p",
    "what a lab says": ".bedside-says",
    "a lab's drawing": "bedside-lab svg",
    "a patient's title": "bedside-patient .bedside-title",
    "a patient's story": ".bedside-step > div > p",
    "how far a learner is": "[aria-label='Your progress'] .bedside-live",
    "a review": "[aria-label='Your review'] .bedside-live",
    "one's own answers": "[aria-label='Your answers'] p",
    "looking back": "section[aria-label$='Looking back'] .bedside-label",
    "an option": "bedside-question:not(.bq-done) .bq-option",
    "a box": "bedside-lab input[type=text]",
    "right of a question": "bedside-quiz",
    "right of a reading": "div:has(> section.bedside figure)",
}
KEYS = [
    *"xddabz00zmyryrcvfhokjio1234567890",
    *("Enter", "Shift+Enter", "Control+Enter", "Alt+Enter", "Shift+m", "Shift+v", "Shift+l", "Shift+o"),
    *("Delete", "Backspace", "Shift+ArrowDown", "Shift+k", "Control+Shift+ArrowDown", "Control+Shift+-"),
    *("Control+a", "Control+c", "Control+x", "Control+v", "Control+z", "Control+Shift+z", "Control+h"),
]
# Keys as the page hears them: what a browser does with a key by itself is left out, and so is its time.
STRIKE = """(keys) => {
    const codes = { Enter: 13, Delete: 46, Backspace: 8, ArrowDown: 40, "-": 189 };
    for (const each of keys) {
        const [key, ...held] = each.split("+").reverse();
        const shape = { key, keyCode: codes[key] ?? key.toUpperCase().charCodeAt(0), bubbles: true, cancelable: true };
        shape.code = key.length > 1 ? key : key === "-" ? "Minus" : /\\d/.test(key) ? `Digit${key}` : `Key${key.toUpperCase()}`;
        for (const each of held) shape[`${each === "Control" ? "ctrl" : each.toLowerCase()}Key`] = true;
        for (const type of ["keydown", "keyup"]) document.activeElement.dispatchEvent(new KeyboardEvent(type, shape));
    }
}"""
SHEET = "sheet-keys"
MODEL = """() => {
    const { content, sessionContext } = window.jupyterapp.shell.currentWidget;
    const cells = content.model.toJSON().cells.map(({ id, cell_type, source }) => [id, cell_type, source]);
    return [cells, sessionContext.session?.kernel?.id, content.mode, Boolean(document.querySelector(".jp-Dialog"))];
}"""
# JupyterLab lays its cells out anew when others come into view.
FOUND = """async (place) => {
    for (let last, now = null; last !== now; ) {
        place.scrollIntoView({ block: "center" });
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        [last, now] = [now, place.getBoundingClientRect().y];
    }
    return place.getBoundingClientRect().toJSON();
}"""
OURS = "[data-lm-suppress-shortcuts='bedside']"
HELD = f'() => Boolean(document.activeElement.closest("{OURS}"))'
# A ring around a whole reading or question would come and go with every click.
RING = f"""() => document.activeElement.matches("{OURS}")
    && getComputedStyle(document.activeElement).outlineStyle !== "none" """
SCROLLED = "() => document.querySelector('.jp-WindowedPanel-outer').scrollTop"


@pytest.fixture(scope="module")
def sheet(jupyter: Jupyter) -> Path:
    """A notebook that shows every kind of thing, not yet run."""
    cells = [
        {
            "cell_type": "code",
            "id": f"c{i}",
            "metadata": {},
            "execution_count": None,
            "outputs": [],
            "source": it,
        }
        for i, it in enumerate(CELLS)
    ]
    spec = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    notebook = {"cells": cells, "metadata": {"kernelspec": spec}, "nbformat": 4, "nbformat_minor": 5}
    path = jupyter.folder / f"{SHEET}.ipynb"
    path.write_text(json.dumps(notebook), "utf-8")
    return path


def fill(page: Page) -> None:
    """Bring every place onto the page: a hint, a verdict, why, a summary, an open lab."""
    page.locator("bedside-patient").wait_for()
    page.evaluate(
        """() => {
            const [first, ...rest] = document.querySelectorAll("bedside-quiz bedside-question");
            if (first.done) first.buttons.again.click();
            first.buttons.hint.click();
            first.querySelector("[data-slot]").click();
            first.check.click();
            for (const each of rest) if (!each.done) each.buttons.show.click();
        }"""
    )
    page.locator(".bq-saved:not(:empty)").first.wait_for()


def click(page: Page, name: str, **how: Any) -> None:
    """Click a place with the mouse, beside any control in it."""
    if name == "the meaning of a word":
        page.locator("section.bedside button.bedside-word").first.click()
    box = page.locator(PLACES[name]).locator("visible=true").first.evaluate(FOUND)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    if name in ("a question's edge", "what is left"):
        x, y = box["x"] + 3, box["y"] + 3
    elif name == "right of a question":
        x, y = box["x"] + box["width"] + 60, box["y"] + 30
    elif name.startswith(("right", "between", "beside")):
        x = box["x"] + box["width"] - 3
    page.mouse.click(x, y, **how)


def struck(page: Page) -> dict[str, list[str]]:
    """What any key did to the notebook, place by place."""
    damage: dict[str, list[str]] = {}
    before = page.evaluate(MODEL)
    for name in PLACES:
        for _ in range(3):  # where the page still moves, a click may fall beside the place
            click(page, name)
            if page.evaluate(HELD):
                break
        found = [] if page.evaluate(HELD) else ["the notebook has the focus"]
        page.evaluate(STRIKE, KEYS)
        page.keyboard.press("x")
        found += ["it lost the focus"] * (not found and not page.evaluate(HELD))
        found += ["there is a ring"] * page.evaluate(RING)
        found += ["the notebook changed"] * (page.evaluate(MODEL) != before)
        if found:
            damage[name] = found
        if "the notebook changed" in found:
            break
    page.wait_for_timeout(500)  # a key may be the first of two, and is waited for
    return damage | ({} if page.evaluate(MODEL) == before else {"in the end": ["the notebook changed"]})


def reads(page: Page) -> None:
    """In a reading that was clicked, keys do what they do on any page: scroll, copy, save, go on, leave."""
    click(page, "a reading")
    before = page.evaluate(SCROLLED)
    page.keyboard.press("PageDown")
    page.wait_for_function(f"(before) => ({SCROLLED})() > before", arg=before)

    page.evaluate(
        "() => addEventListener('copy', () => { window.copied = String(getSelection()); }, { once: true })"
    )
    page.locator(".bedside figcaption").first.dblclick(position={"x": 20, "y": 10})
    page.keyboard.press("Control+c")
    assert page.evaluate("() => window.copied?.trim().length > 1")

    dirty = "window.jupyterapp.shell.currentWidget.content.model.dirty"
    page.evaluate(f"() => {{ {dirty} = true; }}")
    page.keyboard.press("Control+s")
    page.wait_for_function(f"() => !{dirty}")
    assert page.evaluate(HELD)

    page.keyboard.press("Tab")
    inside = "section.bedside :is(button, a, summary):focus"
    assert page.locator(inside).count() == 1

    click(page, "a drawing", button="right")
    page.keyboard.press("Escape")  # the menu
    assert page.locator(".jp-Notebook:focus-within").count() == 0
    click(page, "a question's words")
    page.keyboard.down("Shift")
    click(page, "a reading")
    page.keyboard.up("Shift")
    assert page.evaluate(HELD)
    assert page.locator(".jp-Cell.jp-mod-selected").count() == 1

    page.keyboard.press("Escape")
    assert page.locator(".jp-Cell:focus").count() == 1
    before = page.evaluate(MODEL)
    page.keyboard.press("a")
    page.wait_for_function(f"(before) => ({MODEL})()[0].length === before + 1", arg=len(before[0]))


@pytest.mark.parametrize("application", ["lab/tree", "notebooks"])
def test_no_key_changes_a_notebook_after_a_click_beside_a_control(
    jupyter: Jupyter, page: Page, sheet: Path, application: str
) -> None:
    jupyter.forget()
    page.goto(f"{jupyter.url}/{application}/{sheet.name}?token={TOKEN}&reset")
    page.locator(".jp-Notebook").wait_for(timeout=60_000)
    if "bedside-question" not in sheet.read_text("utf-8"):
        run_all(page)
        command(page, "docmanager:save")
    fill(page)
    assert struck(page) == {}
    reads(page)
