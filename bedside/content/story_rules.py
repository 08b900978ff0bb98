"""What must hold inside one patient's story: every step is reached and leads on, and no way leads back."""

from collections.abc import Iterator
from math import isfinite
from typing import Any

from bedside.content.lab_models import Score
from bedside.content.names import each
from bedside.content.stories import CLOSE, Patient
from bedside.content.yamls import Loc
from bedside.kinds import KINDS
from bedside.text.phrases import nearest, quoted

MOST = 40  # steps; a learner takes a few, and a message names the nearest of all

Found = Iterator[tuple[Loc, str]]
Steps = list[tuple[str, Loc, Any]]  # the id, place and plain value of each


def objections(story: Any) -> Found:
    """Objections to one story's plain value; what has the wrong shape is passed over."""
    yield from _counts(story)
    steps = [(step["id"], at, step) for at, step in each(story, "steps") if isinstance(step.get("id"), str)]
    if len(steps) > MOST:
        yield ("steps",), f"found {len(steps)}, expected at most {MOST}"
    elif steps:
        yield from _asked(story, steps)
        yield from _led(steps)


def _counts(story: Any) -> Found:
    for at, count in each(story, "counts"):
        figures = [count.get("white"), count.get("segs"), count.get("bands", 0), count.get("anc")]
        if not all(map(_is_figure, figures)):
            continue
        white, segs, bands, anc = figures
        expected = white * 1000 * (segs + bands) / 100
        if segs + bands > 100:
            yield (*at, "segs"), f"found {segs} % and {bands} % bands, expected at most 100 % together"
        elif not abs(anc - expected) <= 0.5 + 1e-9:
            sum_ = f"{white} ×10³/µL × {segs + bands:g} %"
            yield (*at, "anc"), f"found {anc}, expected {expected:.0f}, which is {sum_}"


def _is_figure(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def scored(patient: Patient, known: dict[str, Score]) -> Found:
    """Objections to the scores of a story, which the labs of the course define."""
    for i, found in enumerate(patient.scores):
        at: Loc = ("scores", i)
        if found.score not in known:
            near = nearest(found.score, known)
            yield (*at, "score"), f"found {quoted(found.score)}, expected a score of a lab{near}"
            continue
        items = {
            item.id: {choice.id: choice.points for choice in item.choices}
            for item in known[found.score].items
        }
        wrong = dict(_picked((*at, "picks"), found.picks, items))
        yield from wrong.items()
        total = 0 if wrong else sum(items[item][choice] for item, choice in found.picks.items())
        if not wrong and found.total != total:
            yield (*at, "total"), f"found {found.total}, expected {total}, the sum of its picks"


def _picked(at: Loc, picks: dict[str, str], items: dict[str, dict[str, int]]) -> Found:
    for item, choice in picks.items():
        if item not in items:
            yield (*at, item), f"found {quoted(item)}, expected an item of the score{nearest(item, items)}"
        elif choice not in items[item]:
            yield (*at, item), f"found {quoted(choice)}, expected one of {', '.join(items[item])}"
    for item in items:
        if item not in picks:
            yield at, f"found no pick for {quoted(item)}, expected one for each item"
            return


def _asked(story: Any, steps: Steps) -> Found:
    questions = {q["id"]: (at, q) for at, q in each(story, "questions") if isinstance(q.get("id"), str)}
    seen: dict[str, Loc] = {}
    for _, at, step in steps:
        if not isinstance(ask := step.get("ask"), str):
            if step.get("paths"):
                yield (*at, "paths"), "found paths, expected them only in a step that asks"
            continue
        if ask not in questions:
            near = nearest(ask, questions)
            yield (*at, "ask"), f"found {quoted(ask)}, expected a question of this file{near}"
            continue
        if seen.setdefault(ask, at) != at:
            yield (*at, "ask"), f"found {quoted(ask)} again, expected each question in one step"
        yield from _options(at, step, questions[ask][1])
    for name, (at, _) in questions.items():
        if name not in seen:
            yield (*at, "id"), f"no step asks {quoted(name)}, expected one to"


def _options(at: Loc, step: Any, question: Any) -> Found:
    options = [(o.get("say"), o.get("right") is True) for _, o in each(question, "options")]
    says = {say: right for say, right in options if isinstance(say, str)}
    branching = [name for name, kind in KINDS.items() if kind.branches]
    taken = set()
    for place, path in each(step, "paths"):
        option, where = path.get("option"), (*at, *place, "option")
        if not isinstance(option, str):
            continue
        if question.get("kind") not in branching:
            kinds = " or ".join(branching)
            yield where, f"found a path, expected paths only for a question of the kind {kinds}"
        elif option not in says:
            near = nearest(option, says)
            yield where, f"found {quoted(option)}, expected an option of its question{near}"
        elif says[option]:
            yield where, f"found {quoted(option)}, which is right, expected then to say where that leads"
        elif option in taken:
            yield where, f"found {quoted(option)} a second time, expected it once"
        taken.add(option)


def _led(steps: Steps) -> Found:
    ways: dict[str, list[tuple[Loc, str]]] = {name: [] for name, _, _ in steps if name != CLOSE}
    for name, at, step in steps:
        leads = [((*at, "then"), step.get("then"))]
        leads += [((*at, *place, "to"), path.get("to")) for place, path in each(step, "paths")]
        if name == CLOSE:
            yield (*at, "id"), f"found {quoted(name)}, expected another: close is where a story ends"
        for loc, to in leads:
            if isinstance(to, str) and to != CLOSE and to not in ways:
                near = nearest(to, [*ways, CLOSE])
                yield loc, f"found {quoted(to)}, expected a step of this story or close{near}"
            elif isinstance(to, str) and to != CLOSE and name in ways:
                ways[name].append((loc, to))
    reached, loops = _walk(steps[0][0], ways)
    for name, at, _ in steps:
        if name in ways and name not in reached:
            yield (*at, "id"), f"nothing leads to the step {quoted(name)}, expected a step before it to"
    for loc, to in loops:
        yield loc, f"found {quoted(to)}, where the story has been, expected every way to lead on"


def _walk(first: str, ways: dict[str, list[tuple[Loc, str]]]) -> tuple[set[str], list[tuple[Loc, str]]]:
    """The steps that can be reached, and the leads that go back to one on the way to them."""
    reached, loops = {first}, []
    path = {first: iter(ways.get(first, ()))}
    while path:
        name = next(reversed(path))
        for loc, to in path[name]:
            if to in path:
                loops.append((loc, to))
            elif to not in reached:
                reached.add(to)
                path[to] = iter(ways[to])
                break
        else:
            del path[name]
    return reached, loops
