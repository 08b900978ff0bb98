"""The fever desk as a student sees it: what is due on suspicion, a fever and a count, then two scores."""

from functools import partial

from markupsafe import Markup

from bedside.content.lab_models import Lab
from bedside.labs.fever import cases, drawing, score_sheet
from bedside.labs.fever.chart import ASKED, SET, Chart, choices, read
from bedside.labs.fever.definition import HOUR, LOW, ONCE
from bedside.labs.fever.measurements import LONGEST, degrees, fahrenheit, shown
from bedside.labs.gaps import Gaps, markup, words
from bedside.labs.labs import Fields, Shown
from bedside.text.markup import render

_LIMITS = ("whose-lines", "not-the-definition", "by-mouth")
_STEPS = ("triage", "signs", "blood", "dose", "results")
_SIGNS = {True: "✓ Met", False: "✗ Not met", None: "? Open"}


def controls(lab: Lab) -> Markup:
    """How the person is, the temperature, the count, what is known of both, and people to load."""
    return render(
        "labs/fever/controls.html.j2",
        words=partial(words, lab),
        options={name: {each: words(lab, f"{name}-{each}") for each in ASKED[name]} for name in SET},
        start=cases.START,
        people=(*cases.PEOPLE, "clear"),
    )


def show(fields: Fields, lab: Lab) -> Shown:
    """What is due on suspicion, whether the definition is met and why, and the scores in their place."""
    loaded = _loaded(fields.get("case", ""), lab)
    chart = read({**fields, **loaded}, lab)
    shown = render(
        "labs/fever/shown.html.j2",
        say=partial(markup, lab, gaps=_figures(chart)),
        chart=chart,
        notices=_notices(chart, lab),
        due=_due(chart),
        hour=drawing.hour(),
        steps=_STEPS,
        halves=(("Fever", chart.fever, _why_fever(chart)), ("Count", chart.low, _why_count(chart))),
        signs=_SIGNS,
        place=_place(chart),
        limits=_LIMITS,
        scores=score_sheet.show(chart, lab),
    )
    return Shown(shown, _say(chart, lab), loaded)


def _loaded(case: str, lab: Lab) -> dict[str, str]:
    facts = cases.CLEAR if case == "clear" else cases.PEOPLE.get(case)
    return {} if facts is None else {**dict.fromkeys(choices(lab), ""), **facts}


def _notices(chart: Chart, lab: Lab) -> list[Markup]:
    told: list[tuple[str, Gaps]] = [(f"story-{chart.person}", {})] if chart.person else []
    told += [(each.says, each.figures) for each in (chart.warm, chart.few) if each.says]
    told += [("odd-answer", {"typed": each[:LONGEST]}) for each in chart.odd[:1]]
    return [markup(lab, *each) for each in told]


def _figures(chart: Chart) -> dict[str, str]:
    figures = {}
    if (celsius := chart.warm.value) is not None:
        figures = {"celsius": degrees(celsius), "fahrenheit": fahrenheit(celsius)}
    return figures if chart.few.value is None else figures | {"count": shown(chart.few.value)}


def _why_fever(chart: Chart) -> str:
    if (celsius := chart.warm.value) is None:
        return "fever-open"
    if celsius >= ONCE:
        return "fever-once"
    return "fever-below" if celsius < HOUR else "fever-hour" if chart.lasting else "fever-short"


def _why_count(chart: Chart) -> str:
    if (count := chart.few.value) is None:
        return "count-open" if chart.known else "count-unknown"
    if count < LOW:
        return "count-low"
    return "count-falling" if chart.falling else "count-edge" if count == LOW else "count-high"


def _place(chart: Chart) -> Markup:
    return drawing.place(chart.warm.value, chart.lasting, chart.few.value, chart.falling, _placed(chart))


def _placed(chart: Chart) -> str:
    limit = "38.0 °C, for an hour" if chart.lasting else "38.3 °C"
    counts = "at any count, as it is expected to fall below 500" if chart.falling else "below 500 cells/µL"
    where = f"The definition is met from {limit}, and {counts}. "
    if chart.warm.value is None or (chart.few.value is None and chart.known):
        return where + "The person cannot be placed yet."
    if chart.few.value is None:
        return f"{where}This person is somewhere on a dashed line at {degrees(chart.warm.value)} °C."
    place = {True: "inside", False: "outside"}[bool(chart.met)]
    here = f"{degrees(chart.warm.value)} °C and {shown(chart.few.value)} cells/µL"
    return f"{where}This person is {place}, at {here}."


def _due(chart: Chart) -> str:
    """The name of the text that says why the first dose is due."""
    if chart.met:
        return "due-met"
    if chart.unwell:
        return "due-unwell"
    return "due-open" if chart.few.value is None else "due-english"


def _say(chart: Chart, lab: Lab) -> str:
    due = f" {words(lab, 'say-due')}" if chart.suspected else ""
    if chart.warm.value is None:
        return words(lab, chart.warm.says, chart.warm.figures) + due
    if chart.few.value is None and chart.few.says:
        return words(lab, chart.few.says, chart.few.figures) + due
    lasts = "for an hour or more" if chart.lasting else "once"
    here = f"{degrees(chart.warm.value)} °C {lasts}{', unwell' if chart.unwell else ''}"
    if chart.few.value is None:
        return f"{here}, and the count is not known yet.{due or ' Measure again, and ask how the person is.'}"
    fall = ", expected to fall below 500" if chart.falling and chart.few.value >= LOW else ""
    here += f", and {shown(chart.few.value)} cells/µL{fall}"
    if chart.met:
        named = "both halves are met, so this is febrile neutropenia by the US definition"
        return f"{here}: {named}. {score_sheet.say(chart, lab)}"
    missing = (
        "neither half is"
        if chart.fever == chart.low
        else f"the {'fever' if chart.low else 'count'} half is not"
    )
    return f"{here}: {missing} met. By the US definition this is not febrile neutropenia.{due}"
