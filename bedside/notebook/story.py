"""A patient's story as the page sees it: its steps, its questions, and a map of its ways."""

from typing import Any

from markupsafe import Markup

from bedside.content import Content
from bedside.content.paint import LIGHT, painted
from bedside.content.readings import told
from bedside.content.stories import CLOSE, Patient, Step, main_way
from bedside.frontend.quiz import quiz
from bedside.kinds.items import short_id
from bedside.kinds.view import question_view
from bedside.text.markup import render

# The map: how far apart its rows are, and from left to right where lines go past steps of the main way, where
# those steps are, where lines go to turns, where turns are, where lines come back from them, and all names.
ROW, PAST, MAIN, OUT, TURN, BACK, NAMES = 38, 4, 20, 38, 56, 74, 96


def story(patient: Patient, content: Content) -> dict[str, Any]:
    """What ``<bedside-patient>`` needs to tell a patient's story."""
    by_id = {step.id: step for step in patient.steps}
    steps = [by_id[name] for name in rows(patient)]  # so that any way through them goes down the page
    asked = tuple(step.ask for step in steps if step.ask)
    return {
        "id": patient.id,
        "title": patient.title,
        "html": str(_about(patient, content)),
        "steps": [_step(step, patient, content) for step in steps],
        "close": str(_close(patient, content)),
        **quiz([question_view(content.questions[name], content) for name in asked], "lesson"),
        "kind": "patient",
    }


def _about(patient: Patient, content: Content) -> Markup:
    about = told(patient.about, content, patient.id)
    return render("notebook/patient.html.j2", title=patient.title, about=about)


def _close(patient: Patient, content: Content) -> Markup:
    matters = [told(each, content, f"{patient.id}-close-{i}") for i, each in enumerate(patient.matters)]
    sources = [content.sources[name] for name in patient.sources]
    return render("notebook/close.html.j2", matters=matters, chart=chart(patient), sources=sources)


def _step(step: Step, patient: Patient, content: Content) -> dict[str, Any]:
    return {
        "id": step.id,
        "name": name(step),
        "tell": str(told(step.tell, content, f"{patient.id}-{step.id}")),
        "ask": step.ask,
        "paths": {short_id(path.option): path.to for path in step.paths},
        "then": step.then,
    }


def name(step: Step) -> str:
    """A step's id in words, for the map."""
    return step.id.replace("-", " ").capitalize()


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


def chart(patient: Patient) -> Markup:
    """The map of a story as a drawing: the main way, turns to its right; the page marks the way taken."""
    way, order = [*main_way(patient), CLOSE], [*rows(patient), CLOSE]
    at = {step: (MAIN if step in way else TURN, 20 + row * ROW) for row, step in enumerate(order)}
    names = {step.id: name(step) for step in patient.steps} | {CLOSE: "The end"}
    mains = [at[step][1] for step in way]
    drawing = render(
        "notebook/map.svg.j2",
        wide=max(340, NAMES + 10 * max(map(len, names.values()))),
        high=len(order) * ROW,
        at_names=NAMES,
        light=LIGHT,
        edges=[
            (step.id, to, _line(at[step.id], at[to], mains))
            for step in patient.steps
            for to in dict.fromkeys([step.then, *(path.to for path in step.paths)])
        ],
        dots=[(step, names[step], x, y) for step, (x, y) in at.items()],
    )
    return Markup(painted(str(drawing)))


def _line(one: tuple[int, int], other: tuple[int, int], mains: list[int]) -> str:
    """A line of the map, through no dot and no name; mains are the heights of the steps of the main way."""
    (x1, y1), (x2, y2) = one, other
    if x1 == x2 == MAIN:
        if not any(y1 < y < y2 for y in mains):
            return f"M{x1} {y1}V{y2}"
        return f"M{x1} {y1}Q{PAST} {y1} {PAST} {y1 + 16}V{y2 - 16}Q{PAST} {y2} {x2} {y2}"
    if x1 == MAIN:
        return f"M{x1} {y1}C{x1} {y1 + 16} {OUT} {y1 + 6} {OUT} {y1 + 22}V{y2 - 16}Q{OUT} {y2} {x2} {y2}"
    if x2 == MAIN:
        return f"M{x1} {y1}Q{BACK} {y1} {BACK} {y1 + 16}V{y2 - 22}C{BACK} {y2 - 6} {x2} {y2 - 16} {x2} {y2}"
    if y2 - y1 == ROW:
        return f"M{x1} {y1}V{y2}"
    return f"M{x1} {y1}Q{BACK} {y1} {BACK} {y1 + 16}V{y2 - 16}Q{BACK} {y2} {x2} {y2}"
