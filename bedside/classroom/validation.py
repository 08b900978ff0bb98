"""What a ballot may hold: every slot of its question filled with something the page offers."""

from collections.abc import Mapping
from typing import Any

from bedside.content import models
from bedside.kinds import grading
from bedside.kinds.numbers import readings


def sound(question: models.Question, given: Mapping[str, Any]) -> bool:
    """Whether this could have been given on the page, complete."""
    slots = set(grading.key(question))
    match question:
        case models.ChooseMany():
            return (
                set(given) <= slots
                and all(type(each) is bool for each in given.values())
                and any(given.values())
            )
        case models.Choose():
            offered = {option.id for option in question.options}
        case models.Sort():
            offered = set(question.groups)
        case models.Order():
            offered = {item.id for item in question.items}
            if len(set(map(str, given.values()))) < len(offered):
                return False
        case models.NumberQuestion():
            return set(given) == slots and len(readings(given["number"])) == 1
        case models.Fill():
            return set(given) == slots and all(
                isinstance(each, str) and each.strip() for each in given.values()
            )
    return set(given) == slots and all(each in offered for each in given.values())
