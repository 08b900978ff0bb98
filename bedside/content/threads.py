"""What must hold inside one patient's story: every step is reached and leads on, and no way leads back."""

from collections.abc import Iterator
from typing import Any

from bedside.content.faults import nearest, quoted
from bedside.content.names import each
from bedside.content.stories import CLOSE
from bedside.content.yamls import Loc

Found = Iterator[tuple[Loc, str]]


def objections(story: Any) -> Found:
    """Objections to one story's plain value; what has the wrong shape is passed over."""
    yield from _counts(story)
    steps = {step["id"]: (at, step) for at, step in each(story, "steps") if isinstance(step.get("id"), str)}
    if steps:
        yield from _asked(story, steps)
        yield from _led(steps)


def _counts(story: Any) -> Found:
    for at, count in each(story, "counts"):
        figures = [count.get("white"), count.get("segs"), count.get("bands", 0), count.get("anc")]
        if all(isinstance(each, int | float) and not isinstance(each, bool) for each in figures):
            white, segs, bands, anc = figures
            expected = white * 1000 * (segs + bands) / 100
            if segs + bands > 100:
                yield (*at, "segs"), f"found {segs} % and {bands} % bands, expected at most 100 % together"
            elif not abs(anc - expected) <= 0.5 + 1e-9:
                sum_ = f"{white} ×10³/µL × {segs + bands} %"
                yield (*at, "anc"), f"found {anc}, expected {expected:.0f}, which is {sum_}"


def _asked(story: Any, steps: dict[str, tuple[Loc, Any]]) -> Found:
    questions = {q["id"]: (at, q) for at, q in each(story, "questions") if isinstance(q.get("id"), str)}
    seen: dict[str, str] = {}
    for name, (at, step) in steps.items():
        if not isinstance(ask := step.get("ask"), str):
            if step.get("paths"):
                yield (*at, "paths"), "found paths, expected them only in a step that asks"
            continue
        if ask not in questions:
            near = nearest(ask, questions)
            yield (*at, "ask"), f"found {quoted(ask)}, expected a question of this file{near}"
            continue
        if seen.setdefault(ask, name) != name:
            yield (*at, "ask"), f"found {quoted(ask)} again, expected each question in one step"
        yield from _options(at, step, questions[ask][1])
    for name, (at, _) in questions.items():
        if name not in seen:
            yield (*at, "id"), f"no step asks {quoted(name)}, expected one to"


def _options(at: Loc, step: Any, question: Any) -> Found:
    says = {o.get("say"): o.get("right") is True for _, o in each(question, "options")}
    taken = set()
    for place, path in each(step, "paths"):
        option, where = path.get("option"), (*at, *place, "option")
        if not isinstance(option, str):
            continue
        if question.get("kind") != "choose":
            yield where, "found a path, expected paths only for a question of the kind choose"
        elif option not in says:
            known = [say for say in says if isinstance(say, str)]
            yield where, f"found {quoted(option)}, expected an option of its question{nearest(option, known)}"
        elif says[option]:
            yield where, f"found {quoted(option)}, which is right, expected then to say where that leads"
        elif option in taken:
            yield where, f"found {quoted(option)} a second time, expected it once"
        taken.add(option)


def _led(steps: dict[str, tuple[Loc, Any]]) -> Found:
    ways: dict[str, list[str]] = {}
    for name, (at, step) in steps.items():
        leads = [((*at, "then"), step.get("then"))]
        leads += [((*at, *place, "to"), path.get("to")) for place, path in each(step, "paths")]
        if "then" not in step:
            yield at, f"the step {quoted(name)} is a dead end, expected then: with the next step, or close"
        for loc, to in leads:
            if isinstance(to, str) and to != CLOSE and to not in steps:
                near = nearest(to, [*steps, CLOSE])
                yield loc, f"found {quoted(to)}, expected a step of this story or close{near}"
        ways[name] = [to for _, to in leads if isinstance(to, str) and to in steps]
    first = next(iter(steps))
    reached, loops = _walk(first, ways)
    for name, (at, _) in steps.items():
        if name not in reached:
            yield (*at, "id"), f"nothing leads to the step {quoted(name)}, expected a step before it to"
    for name in loops:
        loop = f"the step {quoted(name)} leads back to where the story has been"
        yield (*steps[name][0], "then"), f"{loop}, expected every way to lead on"


def _walk(first: str, ways: dict[str, list[str]]) -> tuple[set[str], list[str]]:
    """The steps that can be reached, and those that lead back to one on the way to them."""
    reached, loops, path = set(), [], set()

    def go(name: str) -> None:
        reached.add(name)
        path.add(name)
        for to in ways[name]:
            if to in path:
                loops.append(name)
            elif to not in reached:
                go(to)
        path.discard(name)

    go(first)
    return reached, list(dict.fromkeys(loops))
