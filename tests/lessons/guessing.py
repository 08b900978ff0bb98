"""How well questions with one right option can be guessed by who reads their options and knows nothing.

A ranking learns from all lessons but one what right options look like, and guesses in the one left out.
While writing: ``python -m tests.lessons.guessing causes`` lists what gives a lesson's questions away.
"""

import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from bedside.content import Content, shipped
from bedside.kinds import Choose
from bedside.report.analysis import wilson
from bedside.text.markdown import plain
from tests.lessons.cues import ABSOLUTE, HEDGE, cues

# The most of all items that may be guessed, or have their right option as the longest; and how far apart
# right and wrong options may be in the share that holds an absolute word, or a hedge.
GUESSED, LONGEST, APART = 0.33, 0.29, 0.10
RIDGE = 3.0  # how strongly weights are held back; what others would give is printed with the rest
PATIENTS = "patients"

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Item:
    """A question with one right option, and its lesson."""

    question: Choose
    lesson: str

    @cached_property
    def seen(self) -> Floats:
        """A row of cues an option, each against the mean of the options beside it."""
        rows = np.array(list(cues(self.question).values())).T
        return rows - rows.mean(axis=0)

    @cached_property
    def right(self) -> int:
        """The place of the right option on paper."""
        return next(at for at, option in enumerate(self.question.shown()) if option.right)

    @property
    def longest(self) -> float:
        """1 if the right option is the longest, a share of it where several are."""
        return _share_of_best(np.array([float(len(plain(o.say))) for o in self.question.shown()]), self.right)


@dataclass(frozen=True)
class Guess:
    """Whether an item was guessed, the chance given to its right option, and the cues for it."""

    item: Item
    hit: float
    chance: float
    by: tuple[str, ...]


def items(content: Content) -> list[Item]:
    """Every question with one right option; those of patients stand in a group of their own."""
    return [
        Item(question, PATIENTS if name in content.patient_of else content.lesson_of[name])
        for name, question in content.questions.items()
        if isinstance(question, Choose)
    ]


def guesses(every: Sequence[Item], ridge: float = RIDGE) -> list[Guess]:
    """Each item, guessed by what was learned from the items of all other lessons."""
    found = []
    for lesson in dict.fromkeys(item.lesson for item in every):
        weights = learned([item for item in every if item.lesson != lesson], ridge)
        found += [_guess(item, weights) for item in every if item.lesson == lesson]
    return found


def learned(known: Sequence[Item], ridge: float = RIDGE) -> Floats:
    """The weight of each cue, by a conditional logit over the options of each item, held back by a ridge."""
    spread = np.concatenate([item.seen for item in known]).std(axis=0)
    spread[spread == 0] = np.inf
    weights = np.zeros(len(spread))
    for _ in range(50):  # Newton's method; the ridge makes one top, so that it cannot miss it
        slope, bend = -ridge * weights, ridge * np.eye(len(weights))
        for item in known:
            seen = item.seen / spread
            chances = _chances(seen @ weights)
            mean = chances @ seen
            slope += seen[item.right] - mean
            bend += (seen.T * chances) @ seen - np.outer(mean, mean)
        step = np.linalg.solve(bend, slope)
        weights += step
        if np.abs(step).max() < 1e-10:
            break
    return weights / spread


def _guess(item: Item, weights: Floats) -> Guess:
    scores = np.round(item.seen @ weights, 9)
    spoke = item.seen[item.right] * weights
    names = list(cues(item.question))
    by = tuple(names[at] for at in np.argsort(-spoke)[:3] if spoke[at] > 0.1)
    return Guess(item, _share_of_best(scores, item.right), float(_chances(scores)[item.right]), by)


def _chances(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max())
    return powers / powers.sum()


def _share_of_best(scores: Floats, at: int) -> float:
    best = scores == scores.max()
    return float(best[at] / best.sum())


def carriers(word: re.Pattern[str], some: Iterable[Item]) -> tuple[float, float]:
    """The share of right options, and of wrong ones, that hold such a word."""
    options = [option for item in some for option in item.question.options]
    held = [(option.right, bool(word.search(plain(option.say)))) for option in options]
    right, wrong = ([has for side, has in held if side is which] for which in (True, False))
    return float(np.mean(right)), float(np.mean(wrong))


def summary(found: Sequence[Guess]) -> dict[str, float]:
    """The measures of some items, as shares; "blind" is what guessing without a look would reach."""
    some = [each.item for each in found]
    low, high = wilson([sum(each.hit for each in found)], [len(found)])
    measures = {
        "blind": float(np.mean([1 / len(item.question.options) for item in some])),
        "guessed": float(np.mean([each.hit for each in found])),
        "from": float(low[0]),
        "to": float(high[0]),
        "longest": float(np.mean([item.longest for item in some])),
    }
    for name, word in (("absolute", ABSOLUTE), ("hedge", HEDGE)):
        measures[f"{name}, right"], measures[f"{name}, wrong"] = carriers(word, some)
    return measures


def table(found: Sequence[Guess]) -> str:
    """The measures in percent: by lesson, of all lessons, of everything."""
    groups = {
        name: [each for each in found if each.item.lesson == name]
        for name in dict.fromkeys(each.item.lesson for each in found)
    }
    groups["lessons"] = [each for each in found if each.item.lesson != PATIENTS]
    groups["everything"] = list(found)
    lines = ["               items  blind  guessed    95 %  longest  absolute r/w   hedge r/w"]
    for name, group in groups.items():
        told = [round(100 * share) for share in summary(group).values()]
        line = "{:14}{:6}{:7}{:9}{:5}–{:<4}{:7}{:9} /{:3}{:8} /{:3}"
        lines.append(line.format(name, len(group), *told))
    return "\n".join(lines)


def main(names: Sequence[str]) -> None:
    """Print the measures, and what gives most away: twenty items, or all of the lessons named."""
    every = items(shipped())
    found = guesses(every)
    print(f"In percent. At most {GUESSED:.0%} guessed, {LONGEST:.0%} longest, right/wrong {APART:.0%} apart.")
    print(f"\n{table(found)}\n\nGuessed with other ridges:", end="")
    for ridge in (0.3, 1, 3, 10, 30):
        print(f"  {ridge}: {np.mean([each.hit for each in guesses(every, ridge)]):.0%}", end="")
    said = learned(every) * np.concatenate([item.seen for item in every]).std(axis=0)
    labels = list(cues(every[0].question))
    told = ", ".join(f"{labels[at]} {said[at]:+.2f}" for at in np.argsort(-np.abs(said))[:8])
    print(f"\n\nWhat right options look like in the whole course, next to wrong ones: {told}.")
    print("\nTo mend first: the chance the guesser gave to the right option, and the cues that spoke for it.")
    mend = [each for each in found if each.hit and (not names or each.item.lesson in names)]
    for each in sorted(mend, key=lambda each: -each.chance)[: None if names else 20]:
        print(f"  {each.chance:4.0%}  {each.item.lesson:13} {each.item.question.id:34} {', '.join(each.by)}")


if __name__ == "__main__":
    main(sys.argv[1:])
