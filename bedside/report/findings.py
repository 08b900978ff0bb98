"""What follows from a class's figures: what to teach again, and which question to mend, with the reasons."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bedside.report.analysis import FEWEST
from bedside.report.item import Item, percent

# Moodle's guide to a sound question: 30 to 70 % have it right, and it has a discrimination of 0.25 and up.
EASY, TELLING = 0.70, 0.25
# A share this little above what guessing gives is near it: with four options, up to 35 % right.
CLOSE = 0.10
# Moodle's guide again: with 5 % right something may be wrong with a question; from 95 % on it tells nothing.
HARDLY_ANY, NEARLY_ALL = 0.05, 0.95
# A correlation so many standard errors below 0 is hardly chance: 1 in 20, one-sided. Fisher (1921),
# Metron 1, 3-32.
CLEARLY = 1.645
# How likely it may be, at most, that an option as tempting as the others is passed over by chance. Tarrant,
# Ware and Mohammed (2009), BMC Medical Education 9:40, want 5 % to take it, which a small class cannot show.
BY_CHANCE = 0.05


@dataclass(frozen=True)
class Finding:
    """A question that calls for something, and why, in sentences; the weightiest come first."""

    item: Item
    reasons: tuple[str, ...]
    weight: float


def mend(items: Iterable[Item]) -> list[Finding]:
    """The questions that are at fault themselves; none of fewer than ``FEWEST`` answers."""
    found = [(item, list(_faults(item))) for item in items if item.asked >= FEWEST]
    made = [Finding(item, tuple(say for _, say in faults), faults[0][0]) for item, faults in found if faults]
    return sorted(made, key=lambda finding: (-finding.weight, finding.item.share))


def teach_again(items: Iterable[Item]) -> list[Finding]:
    """What a class did not understand though the question is sound; none of fewer than ``FEWEST`` answers.

    What is settled counts: after a class voted twice the second vote, and never a guess before the reading.
    A question belongs here when its whole interval lies under ``EASY`` and stronger learners do better. First
    are those where most were wrong, and wrong without knowing it: the share that was wrong, and once more the
    share that was wrong and sure.
    """
    items = tuple(items)
    at_fault = {finding.item.question.id for finding in mend(items) if finding.weight > 1}
    made = [
        Finding(
            item, tuple(_needs(item)), (item.settled.wrong + item.settled.sure_and_wrong) / item.settled.asked
        )
        for item in items
        if item.settled.high < EASY and item.settled.discrimination > 0 and item.question.id not in at_fault
    ]
    return sorted(made, key=lambda finding: -finding.weight)


def _needs(item: Item) -> Iterator[str]:
    settled = item.settled
    yield f"{item.right} of {item.asked} had it right at first."
    if item.revoted:
        yield f"After they talked, {settled.right} of {settled.asked} had it right. That is what counts here."
    elif item.guess:
        yield f"In review, {settled.right} of {settled.asked} had it right. That is what counts here."
    if settled.slips and settled.slips[0].count > 1:
        top = settled.slips[0]
        yield f"The most frequent slip: {top.say} ({top.count} of the {settled.wrong} who were wrong)."
    if settled.sure_and_wrong:
        yield f"{settled.sure_and_wrong} {_were(settled.sure_and_wrong)} sure of a wrong answer."
    if item.mended:
        yield f"{item.mended} came right later."


def _faults(item: Item) -> Iterator[tuple[int, str]]:
    """Each fault with its weight; those above 1 spoil what a question says of a class."""
    (strong, of_strong), (weak, of_weak) = item.upper, item.lower
    if _clearly_negative(item):
        rest = (
            f"of the third that did worst, {weak} of {of_weak}. Look at the key first, then at the wording."
        )
        yield (
            4,
            f"The strong fail it: of the third that did best, {strong} of {of_strong} had it right; {rest}",
        )
    elif item.discrimination < 0 and (rival := _rival(item)):
        yield 3, f"The strong take another answer: {rival}. Look whether that is right too."
    elif item.guess:
        pass  # before the reading nobody need know it
    elif item.share <= HARDLY_ANY:
        yield 2, f"Too hard: {item.right} of {item.asked} were right. Look whether it can be answered at all."
    elif item.share <= (chance := item.question.chance()) + CLOSE and not item.discrimination >= TELLING:
        guessed = f", guessing alone gives {percent(chance)}" if chance else ""
        better = "and those who know more do hardly better"
        yield 2, f"Too hard: {item.right} of {item.asked} had it right{guessed}, {better}."
    if item.share >= NEARLY_ALL:
        say = "Everyone" if item.right == item.asked else f"{item.right} of {item.asked}"
        yield 0, f"{say} had it right at first. Keep it to encourage; to find out something, make it harder."
    elif idle := _idle(item):
        named = " and ".join(f"“{say.rstrip('.')}”" for say in idle)
        yield 1, f"Nobody took {named}. Put a mistake there that people do make."


def _clearly_negative(item: Item) -> bool:
    """Whether the discrimination is negative beyond chance, by Fisher's z = artanh(r)·√(n - 3)."""
    r = max(item.discrimination, -0.999)
    return r < 0 and math.atanh(r) * math.sqrt(item.asked - 3) < -CLEARLY


def _rival(item: Item) -> str:
    """The wrong option that most of the upper third took, and fewer of the lower."""
    if not item.question.choices():
        return ""
    top = max(item.rows, key=lambda row: row.upper)
    strong, weak = item.upper[1], item.lower[1]
    if top.right or 2 * top.upper <= strong or top.upper * weak <= top.lower * strong:
        return ""
    return f"{top.upper} of {strong} took “{top.say.rstrip('.')}”, and {item.upper[0]} the right one"


def _idle(item: Item) -> list[str]:
    """The wrong options nobody took, if the others were taken so often that this is hardly chance.

    With d wrong options alike, one stays out of w wrong answers with a probability of (1 - 1/d)^w.
    """
    if not item.question.rows_are_options:
        return []
    wrong = [row for row in item.rows if not row.right]
    taken = sum(row.all for row in wrong)
    if len(wrong) < 2 or (1 - 1 / len(wrong)) ** taken > BY_CHANCE:
        return []
    return [row.say for row in wrong if row.all == 0]


def _were(count: int) -> str:
    return "was" if count == 1 else "were"
