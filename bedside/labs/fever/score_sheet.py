"""The score sheet of the fever desk: each item to pick, the sum with its working, and what it means."""

from functools import partial

from markupsafe import Markup

from bedside.content.lab_models import Item, Lab, Score
from bedside.labs.fever import drawing, scores
from bedside.labs.fever.chart import ASKED, SET, Chart
from bedside.labs.fever.scores import Sum
from bedside.labs.gaps import markup, words
from bedside.text.markdown import plain
from bedside.text.markup import render

_MASCC = [(0, "high risk", "alert"), (scores.LOW_RISK, "low risk", "calm")]
_CISNE = [
    (0, "I", "calm"),
    (scores.CISNE_SECOND, "II", "warm"),
    (scores.CISNE_THIRD, "III", "alert"),
]


def show(chart: Chart, lab: Lab) -> Markup:
    """Both scores, or why they are not for this person; picks that have no button here are remembered."""
    if not chart.met:
        why = markup(lab, "scores-open" if chart.met is None else "scores-not")
        return render("labs/fever/no_scores.html.j2", why=why, kept=_kept(chart, set()))
    mascc, cisne = (score(lab, name) for name in ("mascc", "cisne"))
    refused = scores.cisne_refused(chart.picks)
    asked = {item.id for item in mascc.items} | {"stable"}
    shown = asked if refused else asked | {item.id for item in cisne.items}
    return render(
        "labs/fever/score_sheet.html.j2",
        say=partial(markup, lab),
        plain=plain,
        options=_options,
        picks=chart.picks,
        mascc=mascc,
        mascc_working=_mascc(mascc, chart, lab),
        cisne=cisne,
        cisne_working=_cisne(cisne, chart, lab),
        ask_stable=words(lab, "ask-stable"),
        stable={each: words(lab, f"stable-{each}") for each in ASKED["stable"]},
        refused=refused,
        asked=asked,
        gates=_gates(chart),
        kept=_kept(chart, shown),
    )


def say(chart: Chart, lab: Lab) -> str:
    """What both sums are, in a sentence."""
    mascc, cisne = (_sum(score(lab, name), chart) for name in ("mascc", "cisne"))
    if not mascc.points and not cisne.points:
        return words(lab, "say-due")
    risk = "low risk but not no risk" if scores.low_risk(mascc.so_far) else "high risk"
    first = (
        f"is {mascc.so_far} points, {risk}" if not mascc.open else f"is still open at {mascc.so_far} points"
    )
    if scores.cisne_refused(chart.picks):
        second = "is not for this person"
    elif cisne.open or _gates(chart):
        second = "is still open"
    else:
        second = f"is {_points(cisne.so_far)}, class {_CISNE[scores.cisne_class(cisne.so_far) - 1][1]}"
    return f"MASCC {first}; CISNE {second}."


def score(lab: Lab, name: str) -> Score:
    """A score of the lab by its id."""
    return next(each for each in lab.scores if each.id == name)


def _sum(of: Score, chart: Chart) -> Sum:
    return scores.work_out(of, {item.id: chart.picks[item.id] for item in of.items if item.id in chart.picks})


def _gates(chart: Chart) -> list[str]:
    return [name for name in ("tumor", "stable") if name not in chart.picks]


def _options(item: Item) -> dict[str, str]:
    return {each.id: f"{plain(each.say)}: {_points(each.points)}" for each in item.choices}


def _mascc(mascc: Score, chart: Chart, lab: Lab) -> Markup:
    found = _sum(mascc, chart)
    means = markup(lab, "mascc-low" if scores.low_risk(found.so_far) else "mascc-high")
    return _working(mascc, found, means, _MASCC)


def _cisne(cisne: Score, chart: Chart, lab: Lab) -> Markup:
    found = _sum(cisne, chart)
    return _working(cisne, found, markup(lab, f"cisne-{scores.cisne_class(found.so_far)}"), _CISNE)


def _working(of: Score, found: Sum, means: Markup, parts: list[tuple[int, str, str]]) -> Markup:
    most, name = scores.span(of)[1], of.id.upper()
    mark = "without a sum yet" if found.open else f"with a mark at {found.so_far}"
    label = f"The scale of {name}, from 0 to {most}, {mark}."
    return render(
        "labs/fever/working.html.j2",
        name=name,
        terms=" + ".join(str(found.points.get(item.id, "?")) for item in of.items),
        found=found,
        so_far=_points(found.so_far),
        many=len(of.items),
        most=most,
        means=means,
        scale=drawing.scale(most, parts, None if found.open else found.so_far, label),
    )


def _points(many: int) -> str:
    return f"{many} point" if many == 1 else f"{many} points"


def _kept(chart: Chart, shown: set[str]) -> dict[str, str]:
    ours = shown | set(SET)
    return {name: pick for name, pick in chart.picks.items() if name not in ours}
