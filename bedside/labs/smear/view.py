"""The lab as a page shows it: its controls, the field with the marked cell, and the comparison."""

from random import Random

from bedside.content.lab_models import Lab
from bedside.labs.controls import button, choice, hidden, tick
from bedside.labs.labs import Fields, Shown
from bedside.labs.smear.cells import cell
from bedside.labs.smear.compare import comparison, portrait
from bedside.labs.smear.counter import kept, pressed
from bedside.labs.smear.differential import tally
from bedside.labs.smear.field import one, picture
from bedside.labs.smear.ranges import figures
from bedside.labs.smear.slide import GOALS, KINDS, PEOPLE, field_of
from bedside.text.markdown import html

_PEOPLE, _GOALS = list(PEOPLE), [str(goal) for goal in GOALS]


def controls(lab: Lab) -> str:
    """Whose blood, how many cells, and the keys of the counter."""
    people = {person: lab.says[f"person-{person}"] for person in PEOPLE}
    keys = "".join(button("press", kind, f"{name} ({kind})", kind) for kind, name in KINDS.items())
    return (
        choice("person", "Whose blood?", people, _PEOPLE[0])
        + choice("goal", "How many cells?", {goal: goal for goal in _GOALS}, _GOALS[0])
        + tick("words", "Describe the marked cell in words")
        + tick("guide", "Show the six kinds")
        + '<fieldset class="bedside-choice"><legend>The slide</legend>'
        + button("press", "rest", "Count the rest for me")
        + button("press", "another", "Another slide")
        + '</fieldset><fieldset class="bedside-choice"><legend>Name the marked cell</legend>'
        + f"{keys}{button('press', 'undo', 'undo (u)', 'u')}</fieldset>"
    )


def show(fields: Fields, lab: Lab) -> Shown:
    """The field with the next cell marked, or the comparison once all are counted."""
    notes: list[str] = []
    person, goal = _pick(fields, "person", _PEOPLE, notes), int(_pick(fields, "goal", _GOALS, notes))
    counts = {each: kept(fields, each, notes) for each in PEOPLE}
    counts[person], said = pressed(counts[person], fields.get("press", ""), person, goal)
    seed, letters = counts[person].seed, counts[person].letters[:goal]
    if len(letters) == goal:
        shown = comparison(lab, person, seed, letters)
        said = said or figures(letters, PEOPLE[person])
    else:
        field = field_of(person, seed, len(letters))
        shown = picture(person, seed, field, len(letters)) + _tally(letters)
        shown += f"<p>{html(lab.says['silent'])}</p>"
        said = said or f"{len(letters)} counted, {goal - len(letters)} left."
        next_one = one(person, seed, len(letters))
        said += f" The marked cell: {next_one.words}" if "words" in fields else " Name the marked cell."
    shown += _guide() if "guide" in fields else ""
    shown += "".join(hidden(f"count-{each}", f"{seed}:{counted}") for each, (seed, counted) in counts.items())
    return Shown(shown, " ".join((*notes, said)))


def _pick(fields: Fields, name: str, allowed: list[str], notes: list[str]) -> str:
    found = fields.get(name, allowed[0])
    if found in allowed:
        return found
    expected = ", ".join(allowed)
    notes.append(f'For "{name}" found "{found[:20]}", expected one of {expected}; {allowed[0]} is taken.')
    return allowed[0]


def _tally(letters: str) -> str:
    boxes = (f"<div><dt>{KINDS[kind]}</dt><dd>{many}</dd></div>" for kind, many in tally(letters).items())
    return f'<dl class="smear-tally">{"".join(boxes)}</dl>'


def _guide() -> str:
    cells = ((name, cell(kind, Random(kind))) for kind, name in KINDS.items())
    shown = "".join(portrait(drawn, f"{name}: {drawn.words}") for name, drawn in cells)
    return f'<h4>The six kinds</h4><div class="smear-cells">{shown}</div>'
