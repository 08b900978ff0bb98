"""The count as a student sees it: a report typed in, the sum step by step, its names, and its place."""

from collections.abc import Mapping
from html import escape
from urllib.parse import parse_qsl, urlencode

from bedside.content.lab_models import Lab
from bedside.labs.anc import survey, working
from bedside.labs.anc.report import BOXES, SAMPLES, START, UNITS, Report, read
from bedside.labs.controls import box, button, choice, hidden, tick
from bedside.labs.gaps import words
from bedside.labs.labs import Fields, Shown


def controls(lab: Lab) -> str:
    """Three boxes with room for a note under each, the unit, whose count it is, and reports to load."""
    units = {name: words(lab, f"unit-{name}") for name in UNITS}
    samples = "".join(button("sample", name, words(lab, f"sample-{name}")) for name in SAMPLES)
    ask = escape(words(lab, "ask-sample"))
    return (
        _box("white", lab)
        + choice("unit", words(lab, "ask-unit"), units, START["unit"])
        + _box("segs", lab, "%")
        + _box("bands", lab, "%")
        + tick("child", words(lab, "ask-child"))
        + f'<div class="bedside-buttons" role="group" aria-label="{ask}"><span>{ask}</span>{samples}</div>'
    )


def show(fields: Fields, lab: Lab) -> Shown:
    """The count with its working, its names in the lists and its place in the survey, or what is missing."""
    changed, undo = _pressed(fields)
    report, is_child = read({**fields, **changed}), fields.get("child") == "on"
    notes = {name: words(lab, note.says, note.gaps) for name, note in report.notes.items()}
    parts = (
        _fixes(report, undo, lab),
        working.total(report, lab),
        working.names(report.count, lab, is_child),
        working.place(report.count, lab, is_child),
    )
    told = {f"{name}-said": notes.get(name, "") for name in BOXES}
    return Shown("".join(parts), _say(report, notes, lab, is_child), {**changed, **told})


def _box(name: str, lab: Lab, unit: str = "") -> str:
    note = f"lab-anc-{name}-said"
    made = box(name, words(lab, f"ask-{name}"), START[name], unit)
    # The lab's status line says the note aloud once the typing pauses; here it would speak at every key.
    return (
        made.replace("<input ", f'<input aria-describedby="{note}" ')
        + f'<output class="bedside-notice bedside-said" id="{note}" name="{name}-said" aria-live="off">'
        "</output>"
    )


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


def _fixes(report: Report, undo: Mapping[str, str], lab: Lab) -> str:
    # To take a fix back has the fix's own name and value, so that the focus stays where it was.
    made = [
        button("fix", name, words(lab, "fix-undo")) + hidden(f"undo-{name}", before)
        for name, before in undo.items()
    ]
    made += [
        button("fix", name, words(lab, fix.says, fix.gaps))
        for name, fix in report.fixes.items()
        if name not in undo
    ]
    return f'<div class="bedside-buttons">{"".join(made)}</div>' if made else ""


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
