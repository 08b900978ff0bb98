"""Scores that add up points: any score of the content, and what the sums of MASCC and CISNE mean."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from bedside.content.lab_models import Item, Score
from bedside.text.phrases import nearest

LOW_RISK = 21  # MASCC, Klastersky 2000: so many points or more
CISNE_SECOND, CISNE_THIRD = 1, 3  # CISNE 2015: where classes II and III begin


class Sum(NamedTuple):
    """A score worked out, in points: of each item that is picked, so far, and where it can still end."""

    points: Mapping[str, int]
    open: tuple[str, ...]
    so_far: int
    least: int
    most: int


def work_out(score: Score, picks: Mapping[str, str]) -> Sum:
    """Add up a score from {item: choice}; items may be missing. Raises ValueError as ``points`` does."""
    found = points(score, picks)
    missing = [item for item in score.items if item.id not in found]
    so_far = sum(found.values())
    least, most = (so_far + sum(of(worth(item)) for item in missing) for of in (min, max))
    return Sum(found, tuple(item.id for item in missing), so_far, least, most)


def total(score: Score, picks: Mapping[str, str]) -> int:
    """The points of a score from {item: choice}; raises ValueError as ``points`` does, or for one missing."""
    found = work_out(score, picks)
    if found.open:
        raise ValueError(f"{score.id} has no choice for {', '.join(found.open)}")
    return found.so_far


def points(score: Score, picks: Mapping[str, str]) -> dict[str, int]:
    """The points of each item picked, in its order; raises ValueError for an item or choice it has not."""
    items = {item.id: item for item in score.items}
    for name, pick in picks.items():
        if name not in items:
            raise ValueError(f'{score.id} has no item "{name}"{nearest(name, items)}')
        choices = [choice.id for choice in items[name].choices]
        if pick not in choices:
            raise ValueError(f'"{name}" of {score.id} has no choice "{pick}"{nearest(pick, choices)}')
    return {item.id: _chosen(item, picks[item.id]) for item in score.items if item.id in picks}


def span(score: Score) -> tuple[int, int]:
    """The least and the most points a score can come to."""
    found = work_out(score, {})
    return found.least, found.most


def low_risk(mascc: int) -> bool:
    """Whether so many MASCC points mean low risk. Klastersky 2000."""
    return mascc >= LOW_RISK


def cisne_class(cisne: int) -> int:
    """The class, 1 to 3, of so many CISNE points. CISNE 2015."""
    return 1 + (cisne >= CISNE_SECOND) + (cisne >= CISNE_THIRD)


def cisne_refused(picks: Mapping[str, str]) -> tuple[str, ...]:
    """Why CISNE is not for this person, from {item: choice} of all that is asked; empty if it is.

    It is for people with a solid tumor who seem stable: CISNE 2015.
    """
    reasons = {
        "tumor": picks.get("tumor") in ("no-fungal", "fungal"),
        "unstable": picks.get("stable") == "no",
        "pressure": picks.get("hypotension") == "yes",
        "unwell": picks.get("unwell") == "yes",
    }
    return tuple(name for name, found in reasons.items() if found)


def worth(item: Item) -> Iterable[int]:
    """The points each choice of an item gives."""
    return [choice.points for choice in item.choices]


def _chosen(item: Item, pick: str) -> int:
    return next(choice.points for choice in item.choices if choice.id == pick)
