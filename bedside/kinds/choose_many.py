"""A question with several right options."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from bedside.kinds.forms import ManyChoices
from bedside.kinds.grading import Feedback, Given, Key, Slots, share
from bedside.kinds.options import Option, WithOptions, rights
from bedside.kinds.rules import Found
from bedside.kinds.tally import Took, Vote, quote
from bedside.text.markdown import plain
from bedside.text.phrases import counted

if TYPE_CHECKING:
    from numpy.random import Generator

MOST = 10


class ChooseMany(WithOptions):
    """Tick every right option."""

    kind: Literal["choose-many"]
    options: tuple[Option, ...] = Field(
        min_length=3, json_schema_extra={"maxItems": MOST}, description="Two or more with right: true"
    )

    form = ManyChoices
    most: ClassVar = {"options": MOST}
    took = "ticked it"
    sign = "☐"

    @classmethod
    def objections(cls, value: Mapping[str, Any]) -> Found:
        """Two or more options are right, and not all."""
        found = rights(value)
        if found and sum(found) < 2:
            use = "; for one use kind: choose" if any(found) else ""
            yield ("options",), f"found {counted(sum(found), 'right option')}, expected two or more{use}"
        elif found and all(found):
            yield ("options",), "found every option right, expected a wrong one among them"

    def key(self) -> Key:
        """A slot an option: whether it is to be ticked."""
        return {option.id: option.right for option in self.options}

    def feedback(self) -> Feedback:
        """The why of each option, ticked or not."""
        return {option.id: [(None, option.why)] for option in self.options}

    @staticmethod
    def score(key: Key, slots: Slots) -> float:
        """The share of right boxes ticked less the share of wrong boxes ticked, and at least 0.

        So ticking everything is worth nothing.
        """
        hits = share(slots[slot] for slot, wanted in key.items() if wanted)
        slips = share(not slots[slot] for slot, wanted in key.items() if not wanted)
        return max(0.0, hits - slips)

    def rows_of(self, given: Given, key: Key) -> set[str]:
        """The rows of the options that were ticked."""
        return {name for name, ticked in given.items() if ticked is True}

    def slip(self, value: Any) -> bool:
        """Ticked or not."""
        return value is True

    def slip_said(self, slot: str, slip: Any) -> str:
        """What was ticked or left out."""
        say = next(quote(option.say) for option in self.options if option.id == slot)
        return f"{'ticked' if slip else 'left out'} {say}"

    def offers(self, given: Given) -> bool:
        """Some of the options ticked, one at least."""
        ticks = given.values()
        return given.keys() <= self.key().keys() and all(type(each) is bool for each in ticks) and any(ticks)

    def votes(self, took: Took) -> Iterator[Vote]:
        """A line an option: how many ticked it."""
        for option in self.shown():
            yield option.id, True, plain(option.say), took[option.id, True]

    def mistake(
        self, right: dict[str, Any], slot: str, lures: Sequence[float], rng: "Generator"
    ) -> dict[str, Any]:
        """One box wrongly ticked, or wrongly left out."""
        return right | {slot: not right[slot]}

    def exported(self) -> ManyChoices:
        """Several choices."""
        return ManyChoices(self.options, self.shown(), self.keep_order)
