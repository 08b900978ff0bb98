"""The marrow as a student sees it: a guess first, then the curve and what changes it."""

from html import escape

from bedside.content.lab_models import Lab
from bedside.labs.controls import button, choice, hidden, slider, tick
from bedside.labs.gaps import markup, words
from bedside.labs.labs import Fields, Shown
from bedside.labs.marrow import drawing, outcome
from bedside.labs.marrow.course import FIRST, WHOSE, Told, follow
from bedside.labs.marrow.fields import GUESS, RESET, SLIDERS, Asked, Odd, read
from bedside.labs.marrow.figures import cells, plainly

_UNITS = {
    "day": "days after",
    "low": "cells/µL",
    "dose": "mg/m²",
    "surface": "m²",
    "days": "days",
    "cycles": "",
}


def controls(lab: Lab) -> str:
    """The guess, and the course, of which only one is seen at a time."""
    gaps = {"dose": plainly(FIRST.dose), "mg": plainly(FIRST.mg), "start": _begins()}
    whose = {name: words(lab, f"whose-{name}") for name in WHOSE}
    return (
        _part("bedside-before", words(lab, "guess"))
        + f"<p>{markup(lab, 'guess-ask', gaps)}</p>"
        + "".join(_slider(name, lab) for name in GUESS)
        + f'<div class="bedside-buttons">{button("turn", "show", words(lab, "show-me"))}</div></div>'
        + _part("bedside-after", words(lab, "course"))
        + "".join(_slider(name, lab) for name in SLIDERS if name not in GUESS)
        + choice("whose", words(lab, "ask-whose"), whose, FIRST.whose)
        + tick("spread", words(lab, "ask-spread"))
        + f'<div class="bedside-buttons">{button("turn", "guess", words(lab, "guess-again"))}</div></div>'
    )


def show(fields: Fields, lab: Lab) -> Shown:
    """The empty frame with the guess, or the curve with what it comes to."""
    asked = read(fields)
    odd = "".join(f'<p class="bedside-notice">{markup(lab, *_odd(each, lab))}</p>' for each in asked.odd)
    if asked.shown:
        out, say = _curve(asked, follow(asked.course), lab)
    else:
        out, say = _frame(asked, lab)
    if asked.odd:
        say = words(lab, *_odd(asked.odd[0], lab))
    kept = {
        "shown": "yes" if asked.shown else "no",
        "guess-day": plainly(asked.day),
        "guess-low": plainly(asked.low),
    }
    return Shown(
        odd + out + "".join(hidden(name, value) for name, value in kept.items()),
        say,
        RESET if fields.get("turn") == "guess" else {},
    )


def _part(kind: str, name: str) -> str:
    return f'<div class="bedside-part {kind}" role="group" aria-label="{escape(name)}">'


def _begins() -> str:
    return cells(WHOSE[FIRST.whose].circ0 * 1000)


def _slider(name: str, lab: Lab) -> str:
    ask = f"guess-{name}" if name in GUESS else f"ask-{name}"
    return slider(name, words(lab, ask), *SLIDERS[name], unit=_UNITS[name])


def _odd(odd: Odd, lab: Lab) -> tuple[str, dict[str, str]]:
    box = words(lab, f"guess-{odd.name}" if odd.name in GUESS else f"ask-{odd.name}")
    gaps = {"typed": odd.typed, "box": box, "used": odd.used}
    if odd.name == "whose":
        return "odd-whose", gaps
    low, high = SLIDERS[odd.name][:2]
    return "odd-number", {**gaps, "low": plainly(low), "high": plainly(high)}


def _frame(asked: Asked, lab: Lab) -> tuple[str, str]:
    gaps = {"start": _begins(), **_guess(asked)}
    label = words(lab, "drawn-guess", gaps)
    start = WHOSE[FIRST.whose].circ0 * 1000
    return drawing.empty(asked, start, label, lab, gaps), words(lab, "say-guess", gaps)


def _curve(asked: Asked, told: Told, lab: Lab) -> tuple[str, str]:
    course = asked.course
    gaps = outcome.figures(course, told) | _guess(asked)
    say = words(lab, "say-one" if course.cycles == 1 else "say-many", gaps)
    names = ["drawn-curve"]
    if (course.dose, course.surface, course.whose) != (FIRST.dose, FIRST.surface, FIRST.whose):
        names.append("drawn-first")
    if asked.spread:
        say += f" {words(lab, 'say-band', gaps)}"
        names.append("drawn-band")
    label = " ".join(words(lab, name, {**gaps, "said": say}) for name in names)
    html = (
        drawing.curve(asked, told, label, lab, gaps)
        + f'<p class="bedside-notice">{outcome.guessed(asked.day, asked.low, lab)}</p>'
        + outcome.remarks(course, told, lab)
        + outcome.tables(course, told, lab)
        + outcome.notes(course, told, asked.spread, lab)
    )
    return html, words(lab, "say-told", gaps) if asked.new else say


def _guess(asked: Asked) -> dict[str, str]:
    return {"day": plainly(asked.day), "low": cells(asked.low)}
