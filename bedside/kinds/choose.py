"""A question with one right option."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from bedside.kinds.forms import OneChoice
from bedside.kinds.grading import Feedback, Given, Key
from bedside.kinds.options import Option, WithOptions, rights
from bedside.kinds.rules import Found
from bedside.kinds.tally import Took, Vote, quote
from bedside.text.markdown import plain

if TYPE_CHECKING:
    from numpy.random import Generator

MOST = 8


class Choose(WithOptions):
    """Pick the one right option."""

    kind: Literal["choose"]
    options: tuple[Option, ...] = Field(
        min_length=2, json_schema_extra={"maxItems": MOST}, description="One of them with right: true"
    )

    form = OneChoice
    most: ClassVar = {"options": MOST}
    took = "took it"
    branches = True
    sign = "○"

    @classmethod
    def objections(cls, value: Mapping[str, Any]) -> Found:
        """One option is right."""
        found = rights(value)
        which = [str(i) for i, right in enumerate(found, 1) if right]
        if found and not which:
            yield ("options",), "found no right option, expected one with right: true"
        if len(which) > 1:
            use = "; for several use kind: choose-many"
            yield ("options",), f"found right options {', '.join(which)}, expected one{use}"

    def key(self) -> Key:
        """The one slot wants the id of the right option."""
        return {"choice": next(option.id for option in self.options if option.right)}

    def feedback(self) -> Feedback:
        """The why of the option that was picked."""
        return {"choice": [(option.id, option.why) for option in self.options]}

    def rows_of(self, given: Given, key: Key) -> set[str]:
        """The row of the option that was picked."""
        return {str(given.get("choice"))}

    def slip_said(self, slot: str, slip: Any) -> str:
        """The wrong option, quoted."""
        return next((quote(option.say) for option in self.options if option.id == slip), "")

    def offers(self, given: Given) -> bool:
        """One of the options."""
        return self.filled(given, {option.id for option in self.options})

    def votes(self, took: Took) -> Iterator[Vote]:
        """A line an option."""
        for option in self.shown():
            yield "choice", option.id, plain(option.say), took["choice", option.id]

    def choices(self) -> Sequence[Option]:
        """The options, of which an answer is one."""
        return self.shown()

    def mistake(
        self, right: dict[str, Any], slot: str, lures: Sequence[float], rng: "Generator"
    ) -> dict[str, Any]:
        """A wrong option, by how tempting each is."""
        others = [option.id for option in self.options if not option.right]
        return {"choice": str(rng.choice(others, p=lures))}

    def chance(self) -> float:
        """One of the options."""
        return 1 / len(self.options)

    def exported(self) -> OneChoice:
        """One choice."""
        return OneChoice(self.options, self.shown(), self.keep_order)
