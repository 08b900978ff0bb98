"""A patient's story as the page sees it: its steps, its questions, and a map of its ways."""

from html import escape
from typing import Any

from bedside.content import Content
from bedside.content.models import short_id
from bedside.content.stories import CLOSE, Patient, Step
from bedside.content.text import html
from bedside.question.question import quiz
from bedside.reading import sources, told

ROW, SIDE = 46, 270  # the map: how far its rows are apart, and how far a turn stands from the main way


def story(patient: Patient, content: Content) -> dict[str, Any]:
    """What ``<bedside-patient>`` needs to tell a patient's story."""
    asked = tuple(step.ask for step in patient.steps if step.ask)
    matters = "".join(f"<li>{told(each, content, f'{patient.id}-close')}</li>" for each in patient.matters)
    return {
        "title": patient.title,
        "html": f'<h3 class="bedside-title">{escape(patient.title)}</h3>'
        + told(patient.about, content, patient.id),
        "steps": [_step(step, patient, content) for step in patient.steps],
        "close": f"<h4>What mattered</h4><ul>{matters}</ul><h4>The way you took</h4>"
        f'<p class="bedside-way"></p>{chart(patient)}{sources(patient.sources, content)}',
        **quiz(asked, content, "lesson"),
    }


def _step(step: Step, patient: Patient, content: Content) -> dict[str, Any]:
    return {
        "id": step.id,
        "name": name(step),
        "tell": told(step.tell, content, f"{patient.id}-{step.id}"),
        "ask": step.ask,
        "paths": {short_id(path.option): path.to for path in step.paths},
        "then": step.then,
    }


def name(step: Step) -> str:
    """A step's id in words, for the map."""
    return step.id.replace("-", " ").capitalize()


def main_way(patient: Patient) -> list[str]:
    """The ids of the steps of someone who takes no turn, in order."""
    then = {step.id: step.then for step in patient.steps}
    way = [patient.steps[0].id]
    while (following := then[way[-1]]) != CLOSE:
        way.append(following)
    return way


def rows(patient: Patient) -> list[str]:
    """The ids of all steps, each after every step that leads to it."""
    leads = {step.id: [*(path.to for path in step.paths), step.then] for step in patient.steps}
    order: list[str] = []

    def go(name: str) -> None:
        if name != CLOSE and name not in order:
            for to in reversed(leads[name]):
                go(to)
            order.insert(0, name)

    go(patient.steps[0].id)
    return order


def chart(patient: Patient) -> str:
    """The map of a story as a drawing: the main way on the left, turns on the right; the page marks the way taken."""
    way, order = set(main_way(patient)), [*rows(patient), CLOSE]
    at = {
        step: (24 if step in way or step == CLOSE else 24 + SIDE, 24 + row * ROW)
        for row, step in enumerate(order)
    }
    names = {step.id: name(step) for step in patient.steps} | {CLOSE: "The end"}
    lines = [
        f'<path class="bedside-edge" data-edge="{step.id}>{to}" d="{_curve(at[step.id], at[to])}"/>'
        for step in patient.steps
        for to in dict.fromkeys([step.then, *(path.to for path in step.paths)])
    ]
    dots = [
        f'<g class="bedside-dot" data-step="{step}"><circle cx="{x}" cy="{y}" r="9"/>'
        f'<text x="{x + 20}" y="{y + 6}">{escape(names[step])}</text></g>'
        for step, (x, y) in at.items()
    ]
    high = len(order) * ROW
    return (
        f'<svg class="bedside-map" viewBox="0 0 640 {high}" role="img" aria-label="A map of the story. '
        f'A thick line and filled dots mark the way you took.">{"".join(lines)}{"".join(dots)}</svg>'
    )


def _curve(one: tuple[int, int], other: tuple[int, int]) -> str:
    (x1, y1), (x2, y2) = one, other
    if x1 == x2 and y2 - y1 == ROW:
        return f"M{x1} {y1}V{y2}"
    if x1 == x2:  # past the steps between, to the side where no label is
        return f"M{x1} {y1}C{x1 - 26} {y1 + ROW} {x1 - 26} {y2 - ROW} {x2} {y2}"
    return f"M{x1} {y1}C{x1} {(y1 + y2) / 2:.0f} {x2} {(y1 + y2) / 2:.0f} {x2} {y2}"
