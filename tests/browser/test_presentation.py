"""View > Presentation Mode: what JupyterLab makes large, the course makes large as well."""

import pytest
from playwright.sync_api import Page

from tests.browser.jupyter import Jupyter, command
from tests.browser.test_lessons import FITS
from tests.marks import some

TEXTS = {
    "05-diagnosis": [
        *(".jp-MarkdownCell p", "bedside-question", ".bq-option", ".bq button", "section.bedside p"),
        *(".bedside-far", "bedside-lab", ".bedside-says", "bedside-lab input[type=text]", ".bedside-source"),
    ],
    "08-patients": ["bedside-patient .bedside-title", ".bedside-step > div > p", "bedside-patient legend"],
}
BOXES = {"05-diagnosis": [".bedside figure svg", "bedside-lab svg", ".bq-option input"], "08-patients": []}
SIZES = """([texts, boxes]) => {
    const first = (name) => [...document.querySelectorAll(name)].find((each) => each.checkVisibility());
    const sizes = texts.map((name) => [name, parseFloat(getComputedStyle(first(name)).fontSize)]);
    return Object.fromEntries([...sizes, ...boxes.map((name) => [name, first(name).getBoundingClientRect().height])]);
}"""


@pytest.mark.parametrize("notebook", some(TEXTS, "05-diagnosis"))
def test_presentation_mode_makes_questions_readings_labs_and_patients_a_third_larger(
    jupyter: Jupyter, page: Page, notebook: str
) -> None:
    jupyter.open(page, notebook, wait="bedside-patient" if "patients" in notebook else "bedside-lab")
    names = [TEXTS[notebook], BOXES[notebook]]
    before = page.evaluate(SIZES, names)
    command(page, "application:toggle-presentation-mode")
    page.locator(".jp-mod-presentationMode").wait_for()
    page.wait_for_function(FITS)
    after = page.evaluate(SIZES, names)
    small = {name: after[name] / size for name, size in before.items() if after[name] < 1.15 * size}
    assert not small
    assert min(after[name] / before[name] for name in TEXTS[notebook]) > 1.33
