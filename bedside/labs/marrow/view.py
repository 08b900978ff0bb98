"""The marrow as a student sees it: a guess first, then the curve and what changes it."""

from functools import partial

from markupsafe import Markup

from bedside.content.lab_models import Lab
from bedside.labs.gaps import markup, words
from bedside.labs.labs import Fields, Shown
from bedside.labs.marrow import drawing, outcome
from bedside.labs.marrow.course import FIRST, WHOSE, Told, follow
from bedside.labs.marrow.fields import GUESS, RESET, SLIDERS, Asked, Odd, read
from bedside.labs.marrow.figures import cells, plainly
from bedside.text.markup import render

_UNITS = {
    "day": "days after",
    "low": "cells/µL",
    "dose": "mg/m²",
    "surface": "m²",
    "days": "days",
    "cycles": "",
}


def controls(lab: Lab) -> Markup:
    """The guess, and the course, of which only one is seen at a time."""
    gaps = {"dose": plainly(FIRST.dose), "mg": plainly(FIRST.mg), "start": _begins()}
    return render(
        "labs/marrow/controls.html.j2",
        words=partial(words, lab),
        ask=markup(lab, "guess-ask", gaps),
        guess=GUESS,
        sliders=SLIDERS,
        units=_UNITS,
        whose={name: words(lab, f"whose-{name}") for name in WHOSE},
        first=FIRST,
    )


def show(fields: Fields, lab: Lab) -> Shown:
    """The empty frame with the guess, or the curve with what it comes to."""
    asked = read(fields)
    out, say = _curve(asked, follow(asked.course), lab) if asked.shown else _frame(asked, lab)
    if asked.odd:
        say = words(lab, *_odd(asked.odd[0], lab))
    kept = {
        "shown": "yes" if asked.shown else "no",
        "guess-day": plainly(asked.day),
        "guess-low": plainly(asked.low),
    }
    notices = [markup(lab, *_odd(each, lab)) for each in asked.odd]
    shown = render("labs/marrow/shown.html.j2", notices=notices, out=out, kept=kept)
    return Shown(shown, say, RESET if fields.get("turn") == "guess" else {})


def _begins() -> str:
    return cells(WHOSE[FIRST.whose].circ0 * 1000)


def _odd(odd: Odd, lab: Lab) -> tuple[str, dict[str, str]]:
    box = words(lab, f"guess-{odd.name}" if odd.name in GUESS else f"ask-{odd.name}")
    gaps = {"typed": odd.typed, "box": box, "used": odd.used}
    if odd.name == "whose":
        return "odd-whose", gaps
    low, high = SLIDERS[odd.name][:2]
    return "odd-number", {**gaps, "low": plainly(low), "high": plainly(high)}


def _frame(asked: Asked, lab: Lab) -> tuple[Markup, str]:
    gaps = {"start": _begins(), **_guess(asked)}
    label = words(lab, "drawn-guess", gaps)
    start = WHOSE[FIRST.whose].circ0 * 1000
    return drawing.empty(asked, start, label, lab, gaps), words(lab, "say-guess", gaps)


def _curve(asked: Asked, told: Told, lab: Lab) -> tuple[Markup, str]:
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
    shown = render(
        "labs/marrow/curve.html.j2",
        say=partial(markup, lab, gaps=gaps),
        curve=drawing.curve(asked, told, label, lab, gaps),
        guessed=outcome.guessed(asked.day, asked.low, lab),
        remarks=outcome.remarks(course, told, lab),
        low=outcome.low_table(told, lab),
        back=outcome.back_table(course, told, lab),
        notes=outcome.notes(course, told, asked.spread, lab),
    )
    return shown, words(lab, "say-told", gaps) if asked.new else say


def _guess(asked: Asked) -> dict[str, str]:
    return {"day": plainly(asked.day), "low": cells(asked.low)}
