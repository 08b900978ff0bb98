"""What the people of a made-up class answer, right or wrong."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from bedside.content import models
from bedside.kinds import grading

Given = dict[str, Any]


def right(question: models.Question) -> Given:
    """What fills every slot rightly."""
    key: dict[str, Any] = {**grading.key(question)}
    match question:
        case models.NumberQuestion():
            return {"number": f"{question.answer:g}"}
        case models.Fill():
            return {gap: words[0] for gap, words in key.items()}
        case _:
            return dict(key)


def wrong(question: models.Question, lures: Sequence[float], rng: np.random.Generator) -> Given:
    """A mistake: a wrong option by how tempting each is, or one slot filled as its author expects of some."""
    given = right(question)
    slot = str(rng.choice(list(given)))
    match question:
        case models.Choose():
            others = [option.id for option in question.options if not option.right]
            return {"choice": str(rng.choice(others, p=lures))}
        case models.ChooseMany():
            return given | {slot: not given[slot]}
        case models.Sort():
            return given | {slot: str(rng.choice([name for name in question.groups if name != given[slot]]))}
        case models.Order():
            other = str(int(slot) % len(given) + 1)
            return given | {slot: given[other], other: given[slot]}
        case models.NumberQuestion():
            return {"number": f"{rng.choice([mistake.near for mistake in question.mistakes]):g}"}
        case models.Fill():
            slips = {str(mistake.gap): mistake.near for mistake in question.mistakes}
            gap = str(rng.choice(list(slips)))
            return given | {gap: slips[gap]}
