"""The score sheet of the fever desk: each item to pick, the sum with its working, and what it means."""

from collections.abc import Collection

from bedside.content.lab_models import Lab, Score
from bedside.labs.controls import choice, hidden
from bedside.labs.fever import drawing, scores
from bedside.labs.fever.chart import ASKED, SET, Chart
from bedside.labs.fever.scores import Sum
from bedside.text.markdown import html, plain

_MASCC = [(0, "high risk", "alert"), (scores.LOW_RISK, "low risk", "calm")]
_CISNE = [
    (0, "I", "calm"),
    (scores.CISNE_SECOND, "II", "warm"),
    (scores.CISNE_THIRD, "III", "alert"),
]


def show(chart: Chart, lab: Lab) -> str:
    """Both scores, or why they are not for this person; picks that have no button here are remembered."""
    if not chart.met:
        why = html(lab.says["scores-open" if chart.met is None else "scores-not"])
        return f"<h4>The two scores</h4><p>{why}</p>{_kept(chart, set())}"
    mascc, cisne = (score(lab, name) for name in ("mascc", "cisne"))
    picked = {item.id for item in mascc.items} | {"stable"}
    inside = _mascc(mascc, chart, lab)
    if refused := scores.cisne_refused(chart.picks):
        reasons = "".join(f"<li>{html(lab.says[f'refused-{each}'])}</li>" for each in refused)
        rest = f"<p>{html(lab.says['cisne-refused'])}</p><ul>{reasons}</ul>"
    else:
        shared, picked = set(picked), picked | {item.id for item in cisne.items}
        rest = _cisne(cisne, chart, lab, shared)
    stable = {each: plain(lab.says[f"stable-{each}"]) for each in ASKED["stable"]}
    inside += (
        _head(cisne)
        + choice("stable", plain(lab.says["ask-stable"]), stable, chart.picks.get("stable", ""))
        + rest
        + _kept(chart, picked)
    )
    # A form of its own: without one, radio buttons of the same name elsewhere on the page would be one group.
    return f"<h4>The two scores</h4><p>{html(lab.says['scores-first'])}</p><form>{inside}</form>"


def say(chart: Chart, lab: Lab) -> str:
    """What both sums are, in a sentence."""
    mascc, cisne = (_sum(score(lab, name), chart) for name in ("mascc", "cisne"))
    if not mascc.points and not cisne.points:
        return plain(lab.says["say-due"])
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


def _mascc(mascc: Score, chart: Chart, lab: Lab) -> str:
    found = _sum(mascc, chart)
    means = html(lab.says["mascc-low" if scores.low_risk(found.so_far) else "mascc-high"])
    rest = f"<p>{html(lab.says['mascc-leaves-out'])}</p>"
    return _head(mascc) + _items(mascc, chart) + _working(mascc, found, means, _MASCC) + rest


def _cisne(cisne: Score, chart: Chart, lab: Lab, shared: Collection[str]) -> str:
    found, gates = _sum(cisne, chart), _gates(chart)
    means = html(lab.says[f"cisne-{scores.cisne_class(found.so_far)}"])
    after = "".join(f"<p>{html(lab.says[f'cisne-gate-{each}'])}</p>" for each in gates)
    if not gates:
        after = _working(cisne, found, means, _CISNE)
    return _items(cisne, chart, shared, html(lab.says["asked-above"])) + after


def _head(of: Score) -> str:
    return f"<h5>{html(of.title)}</h5><p>{html(of.use)}</p><p>{html(of.never)}</p>"


def _items(of: Score, chart: Chart, shared: Collection[str] = (), instead: str = "") -> str:
    made = []
    for item in of.items:
        options = {each.id: f"{plain(each.say)}: {_points(each.points)}" for each in item.choices}
        picked = chart.picks.get(item.id, "")
        if item.id in shared:
            control = (
                f'<p class="bedside-kept">{html(item.say)} {options.get(picked, "?")}</p><p>{instead}</p>'
            )
        else:
            control = choice(item.id, plain(item.say), options, picked)
        made.append(f'<div class="bedside-item">{control}<p>{html(item.why)}</p></div>')
    return "".join(made)


def _working(of: Score, found: Sum, means: str, parts: list[tuple[int, str, str]]) -> str:
    most, name = scores.span(of)[1], of.id.upper()
    terms = " + ".join(str(found.points.get(item.id, "?")) for item in of.items)
    scale = f"The scale of {name}, from 0 to {most}"
    if not found.open:
        words = f"{terms} = <strong>{_points(found.so_far)}</strong> of {most}. {means}"
        drawn = drawing.scale(most, parts, found.so_far, f"{scale}, with a mark at {found.so_far}.")
    else:
        words = (
            f"{terms}: <strong>{_points(found.so_far)} so far</strong>. Open: {len(found.open)} of "
            f"{len(of.items)}. The sum can still end anywhere from {found.least} to {found.most}."
        )
        drawn = drawing.scale(most, parts, None, f"{scale}, without a sum yet.")
    return f"<p>{name}: {words}</p>{drawn}"


def _points(many: int) -> str:
    return f"{many} point" if many == 1 else f"{many} points"


def _kept(chart: Chart, shown: set[str]) -> str:
    ours = shown | set(SET)
    return "".join(hidden(name, pick) for name, pick in chart.picks.items() if name not in ours)
