"""The lab as a page shows it: its controls, the field with the marked cell, and the comparison."""

from random import Random

from markupsafe import Markup

from bedside.content.lab_models import Lab
from bedside.labs.gaps import markup, words
from bedside.labs.labs import Fields, Shown
from bedside.labs.smear.cells import cell
from bedside.labs.smear.compare import comparison, portrait
from bedside.labs.smear.counter import kept, pressed
from bedside.labs.smear.differential import tally
from bedside.labs.smear.field import one, picture
from bedside.labs.smear.ranges import figures
from bedside.labs.smear.slide import GOALS, KINDS, PEOPLE, field_of
from bedside.text.markup import render

_PEOPLE, _GOALS = list(PEOPLE), [str(goal) for goal in GOALS]


def controls(lab: Lab) -> Markup:
    """Whose blood, how many cells, and the keys of the counter."""
    return render(
        "labs/smear/controls.html.j2",
        people={person: words(lab, f"person-{person}") for person in PEOPLE},
        first_person=_PEOPLE[0],
        goals={goal: goal for goal in _GOALS},
        first_goal=_GOALS[0],
        kinds=KINDS,
    )


def show(fields: Fields, lab: Lab) -> Shown:
    """The field with the next cell marked, or the comparison once all are counted."""
    notes: list[str] = []
    person, goal = _pick(fields, "person", _PEOPLE, notes), int(_pick(fields, "goal", _GOALS, notes))
    counts = {each: kept(fields, each, notes) for each in PEOPLE}
    counts[person], said = pressed(counts[person], fields.get("press", ""), person, goal)
    seed, letters = counts[person].seed, counts[person].letters[:goal]
    if len(letters) == goal:
        out = comparison(lab, person, seed, letters)
        said = said or figures(letters, PEOPLE[person])
    else:
        field = field_of(person, seed, len(letters))
        out = render(
            "labs/smear/field.html.j2",
            picture=picture(person, seed, field, len(letters)),
            tally=tally(letters),
            kinds=KINDS,
            silent=markup(lab, "silent"),
        )
        said = said or f"{len(letters)} counted, {goal - len(letters)} left."
        next_one = one(person, seed, len(letters))
        said += f" The marked cell: {next_one.words}" if "words" in fields else " Name the marked cell."
    guide = _guide() if "guide" in fields else []
    shown = render("labs/smear/shown.html.j2", out=out, guide=guide, counts=counts)
    return Shown(shown, " ".join((*notes, said)))


def _pick(fields: Fields, name: str, allowed: list[str], notes: list[str]) -> str:
    found = fields.get(name, allowed[0])
    if found in allowed:
        return found
    expected = ", ".join(allowed)
    notes.append(f'For "{name}" found "{found[:20]}", expected one of {expected}; {allowed[0]} is taken.')
    return allowed[0]


def _guide() -> list[tuple[Markup, str]]:
    cells = ((name, cell(kind, Random(kind))) for kind, name in KINDS.items())
    return [(portrait(drawn), f"{name}: {drawn.words}") for name, drawn in cells]
