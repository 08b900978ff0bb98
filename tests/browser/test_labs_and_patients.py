"""Labs and patients in a student's own copy, in the real JupyterLab, before any cell has been run."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from bedside.kinds.items import short_id
from tests.answers import COURSE
from tests.browser.jupyter import Jupyter, run_all
from tests.browser.student import Keyboard, Mouse, answer, right
from tests.marks import soak, some

# Whether the story waits for the next answer, or has come to its end.
UNFOLDED = """() => {
    const patient = document.querySelector("bedside-patient");
    return !patient.close.hidden || !patient.way().at(-1).to && !patient.way().at(-1).step.place.hidden;
}"""
Hand = Callable[[Page, Locator], None]


def count(page: Page, lab: Locator) -> None:
    """Work out another count, by mouse."""
    lab.locator("[name=segs]").fill("4")


def smear(page: Page, lab: Locator) -> None:
    """Name three cells, by keyboard."""
    lab.locator("button[data-key=s]").focus()
    page.keyboard.type("slm")


def marrow(page: Page, lab: Locator) -> None:
    """Guess, look, and raise the dose, by keyboard."""
    lab.get_by_role("button", name="Show me").focus()
    page.keyboard.press("Enter")
    dose = lab.locator("[name=dose]")
    expect(dose).to_be_visible(timeout=60_000)  # the first answer brings the solver with it
    dose.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")


def fever(page: Page, lab: Locator) -> None:
    """Take the temperature again, by mouse."""
    lab.locator("[type=text]").first.fill("38.4")


# What is done in each lab, what it says then, and what it still says when it is opened again.
WORK: dict[str, tuple[Hand, str, str]] = {
    "anc": (count, "cells/µL", "cells/µL"),
    "smear": (smear, "Counted: monocyte. 97 of 100 left.", "3 counted, 97 left."),
    "marrow": (marrow, "low point", "low point"),
    "fever": (fever, "this is febrile neutropenia", "this is febrile neutropenia"),
}


@pytest.mark.parametrize("name", some(WORK, "smear"))
def test_a_lab_works_before_any_cell_has_run_and_keeps_its_place(
    jupyter: Jupyter, page: Page, name: str
) -> None:
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    work, words, later = WORK[name]
    jupyter.open(page, COURSE.lessons[COURSE.labs[name].lesson].notebook, wait="bedside-lab")
    lab = page.locator(f"bedside-lab:has([data-lab={name}])")
    said = lab.locator(".bedside-says")
    before = said.inner_text()
    work(page, lab)
    expect(said).to_contain_text(words, timeout=60_000)
    assert said.inner_text() != before
    assert page.evaluate("() => Boolean(document.activeElement.closest('bedside-lab'))")
    page.reload()
    expect(said).to_contain_text(later, timeout=60_000)
    run_all(page)
    expect(said).to_contain_text(later, timeout=60_000)
    assert not trouble


@soak
@pytest.mark.parametrize("hand", [Mouse, Keyboard])
def test_a_patient_is_followed_to_the_end_with_a_turn_and_every_answer_is_kept(
    jupyter: Jupyter, page: Page, hand: type[Mouse]
) -> None:
    jupyter.forget()
    patient = COURSE.patients["fever-day-9"]
    jupyter.open(page, "08-patients", wait="bedside-patient")
    place = page.locator("bedside-patient").first
    turned, given_so_far = False, 0
    while not place.locator(".bedside-close").is_visible() and given_so_far < 9:
        shown = place.locator("bedside-question:visible").last
        question = COURSE.questions[shown.evaluate("(each) => each.question.id")]
        step = next(step for step in patient.steps if step.ask == question.id)
        given = right(question)
        if step.paths and not turned:
            given, turned = {"choice": short_id(step.paths[0].option)}, True
        student = hand(page, shown)
        if isinstance(student, Keyboard):
            student.enter()
        answer(student, question, given)
        given_so_far += 1
        page.wait_for_function(UNFOLDED)
    way = place.locator(".bedside-way").inner_text()
    assert "(a turn)" in way
    place.locator(".bq-saved", has_text="✓ Saved.").wait_for()
    kept = list(jupyter.records)
    assert len(kept) == given_so_far
    assert {response.question for response in kept} <= {step.ask for step in patient.steps}
    assert [response.score for response in kept].count(0) == 1
    page.reload()
    expect(place.locator(".bedside-way")).to_have_text(way, timeout=60_000)
