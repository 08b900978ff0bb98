"""Votes, counted: how a room is split. Nothing tells what is right, unless it is asked to."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bedside.content import models
from bedside.content.faults import quoted
from bedside.content.text import bare, plain
from bedside.kinds import grading
from bedside.kinds.numbers import number
from bedside.kinds.view import shown

Given = Mapping[str, Any]
Line = dict[str, Any]
OTHERS = "other answers"
NUMBERS = 8  # of what was typed into a slot, values shown by themselves; the others are one line


def split(question: models.Question, votes: Iterable[Given], typed: bool, revealed: bool) -> list[Line]:
    """How the room is split, in the order of the page; typed is whether words that people typed are shown.

    Each line says a slot and a value, both also in words, how many took it and their share of all; and,
    once it is revealed, whether it is right. Of what was typed, rare values are one line, other, which may
    hold right and wrong ones and says neither.
    """
    votes = list(votes)
    if isinstance(question, models.Fill) and not typed:
        return list(_gaps(question, votes)) if revealed else []
    key, lines = grading.key(question), []
    for slot, value, say, count in _counted(question, votes):
        good = grading.fits(key[slot], value) if revealed and value is not None else None
        lines.append(_line(slot, "other" if value is None else value, say, count, len(votes), good))
    return lines


def right(question: models.Question, votes: Iterable[Given]) -> float | None:
    """The share of votes that are right in every slot; None if there are none."""
    marks = [grading.grade(question, given).right for given in votes]
    return sum(marks) / len(marks) if marks else None


def _line(slot: str, value: Any, say: str, count: int, all_: int, good: bool | None) -> Line:
    share = count / all_ if all_ else 0
    return {"slot": slot, "value": value, "say": say, "count": count, "share": share, "right": good}


def _gaps(question: models.Fill, votes: Sequence[Given]) -> Iterator[Line]:
    slots = [grading.grade(question, given).slots for given in votes]
    for gap in grading.key(question):
        yield _line(gap, True, f"Gap {gap}: had it right", sum(each[gap] for each in slots), len(votes), True)


def _counted(question: models.Question, votes: Sequence[Given]) -> Iterator[tuple[str, Any, str, int]]:
    """Each slot and value worth a line: as they are, in words, how many; value None is the others."""
    took = Counter((slot, _value(question, value)) for given in votes for slot, value in given.items())
    match question:
        case models.Choose():
            for option in shown(question):
                yield "choice", option.id, plain(option.say), took["choice", option.id]
        case models.ChooseMany():
            for option in shown(question):
                yield option.id, True, plain(option.say), took[option.id, True]
        case models.Sort():
            for item in shown(question):
                for group, label in question.groups.items():
                    yield item.id, group, f"{plain(item.say)} → {plain(label)}", took[item.id, group]
        case models.Order():
            for item in shown(question):
                for place in map(str, range(1, len(question.items) + 1)):
                    if count := took[place, item.id]:
                        yield place, item.id, f"{plain(item.say)}: place {place}", count
        case models.NumberQuestion():
            for value, count in _often(took, "number"):
                yield "number", value, OTHERS if value is None else f"{value:.15g} {question.unit}", count
        case models.Fill():
            gaps = [str(gap) for gap, _ in enumerate(grading.gaps(question), 1)]
            for gap in gaps:
                where = f"Gap {gap}: " if len(gaps) > 1 else ""
                for value, count in _often(took, gap):
                    yield gap, value, where + (OTHERS if value is None else quoted(value)), count


def _often(took: Counter[tuple[str, Any]], slot: str) -> Iterator[tuple[Any, int]]:
    """What was typed into a slot, the most frequent first, and at last, as None, how many typed others."""
    found = [(value, count) for (where, value), count in took.items() if where == slot and value is not None]
    most = sorted(found, key=lambda pair: (-pair[1], str(pair[0])))[:NUMBERS]
    yield from most
    all_ = sum(count for (where, _), count in took.items() if where == slot)
    if rest := all_ - sum(count for _, count in most):
        yield None, rest


def _value(question: models.Question, value: Any) -> Any:
    """A value in the form in which two that mean the same are the same."""
    match question:
        case models.NumberQuestion():
            return number(value)
        case models.Fill():
            return bare(value).lower()
    return value


def same(question: models.Question, one: Given, other: Given) -> bool:
    """Whether two votes say the same."""
    forms = [
        {slot: _value(question, value) for slot, value in each.items() if value is not False}
        for each in (one, other)
    ]
    return forms[0] == forms[1]
