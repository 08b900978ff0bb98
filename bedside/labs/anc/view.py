"""The count as a student sees it: a report typed in, the sum step by step, its names, and its place."""

from collections.abc import Mapping
from functools import partial
from urllib.parse import parse_qsl, urlencode

from markupsafe import Markup

from bedside.content.lab_models import Lab
from bedside.labs.anc import survey, working
from bedside.labs.anc.report import BOXES, SAMPLES, START, UNITS, Report, read
from bedside.labs.gaps import words
from bedside.labs.labs import Fields, Shown
from bedside.text.markup import render


def controls(lab: Lab) -> Markup:
    """Three boxes with room for a note under each, the unit, whose count it is, and reports to load."""
    units = {name: words(lab, f"unit-{name}") for name in UNITS}
    return render(
        "labs/anc/controls.html.j2", words=partial(words, lab), units=units, start=START, samples=SAMPLES
    )


def show(fields: Fields, lab: Lab) -> Shown:
    """The count with its working, its names in the lists and its place in the survey, or what is missing."""
    changed, undo = _pressed(fields)
    report, is_child = read({**fields, **changed}), fields.get("child") == "on"
    notes = {name: words(lab, note.says, note.gaps) for name, note in report.notes.items()}
    fixes = {name: words(lab, fix.says, fix.gaps) for name, fix in report.fixes.items() if name not in undo}
    shown = render(
        "labs/anc/shown.html.j2",
        undo=undo,
        take_back=words(lab, "fix-undo"),
        fixes=fixes,
        sum=working.total(report, lab),
        lists=working.names(report.count, lab, is_child),
        place=working.place(report.count, lab, is_child),
    )
    told = {f"{name}-said": notes.get(name, "") for name in BOXES}
    return Shown(shown, _say(report, notes, lab, is_child), {**changed, **told})


def _pressed(fields: Fields) -> tuple[dict[str, str], dict[str, str]]:
    """What a pressed button sets, and by the name of a fix, what takes it back."""
    if (sample := fields.get("sample")) in SAMPLES:
        return dict(SAMPLES[sample]), {}
    name = fields.get("fix", "")
    if before := fields.get(f"undo-{name}"):
        return {key: value for key, value in parse_qsl(before, True) if key in START}, {}
    if fix := read(fields).fixes.get(name):
        return dict(fix.set), {name: urlencode({key: fields.get(key, START[key]) for key in fix.set})}
    return {}, {}


def _say(report: Report, notes: Mapping[str, str], lab: Lab, is_child: bool) -> str:
    first = next((name for name in BOXES if name in notes), "")
    label = words(lab, f"ask-{first}") if first else ""
    if report.count is None:
        missing = next(name for name in BOXES if name in notes and not report.used(name))
        return f"{words(lab, f'ask-{missing}')}: {notes[missing]}"
    gaps = {**working.called(report.count, lab), "box": label}
    table = lab.children if is_child else lab.survey
    if table:
        gaps |= {"place": survey.words(report.count, table, working.who(lab, is_child))}
    more = "say-check" if first else "say-place" if table else ""
    return " ".join(words(lab, name, gaps) for name in ("say-child" if is_child else "say", more) if name)
