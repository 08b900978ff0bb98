"""Votes, counted: how a room is split. Nothing tells what is right, unless it is asked to."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bedside.kinds import Question
from bedside.kinds.grading import Given, fits

Line = dict[str, Any]


def split(question: Question, votes: Iterable[Given], typed: bool, revealed: bool) -> list[Line]:
    """How the room is split, in the order of the page; typed is whether words that people typed are shown.

    Each line says a slot and a value, both also in words, how many took it and their share of all; and,
    once it is revealed, whether it is right. Of what was typed, rare values are one line, other, which may
    hold right and wrong ones and says neither.
    """
    votes = list(votes)
    if question.in_words and not typed:
        return list(_wordless(question, votes)) if revealed else []
    key, lines = question.key(), []
    took = Counter((slot, question.meant(value)) for given in votes for slot, value in given.items())
    for slot, value, say, count in question.votes(took):
        good = fits(key[slot], value) if revealed and value is not None else None
        lines.append(_line(slot, "other" if value is None else value, say, count, len(votes), good))
    return lines


def right(question: Question, votes: Iterable[Given]) -> float | None:
    """The share of votes that are right in every slot; None if there are none."""
    marks = [question.grade(given).right for given in votes]
    return sum(marks) / len(marks) if marks else None


def _line(slot: str, value: Any, say: str, count: int, all_: int, good: bool | None) -> Line:
    share = count / all_ if all_ else 0
    return {"slot": slot, "value": value, "say": say, "count": count, "share": share, "right": good}


def _wordless(question: Question, votes: Sequence[Given]) -> Iterator[Line]:
    slots = [question.grade(given).slots for given in votes]
    for slot in question.key():
        say = f"{question.slot_said(slot)}: had it right"
        yield _line(slot, True, say, sum(each[slot] for each in slots), len(votes), True)


def same(question: Question, one: Given, other: Given) -> bool:
    """Whether two votes say the same."""
    forms = [
        {slot: question.meant(value) for slot, value in each.items() if value is not False}
        for each in (one, other)
    ]
    return forms[0] == forms[1]
