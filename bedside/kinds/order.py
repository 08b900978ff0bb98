"""A question with items to put in order."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from markupsafe import Markup
from pydantic import Field

from bedside.kinds.forms import Steps
from bedside.kinds.grading import Feedback, Given, Key
from bedside.kinds.items import Item, Why, mixed, said
from bedside.kinds.question import Question
from bedside.kinds.tally import Row, Took, Vote, quote
from bedside.text.markdown import plain
from bedside.text.markup import render

if TYPE_CHECKING:
    from numpy.random import Generator

MOST = 8


class OrderItem(Item):
    """A step to put in its place."""

    why: Why


class Order(Question):
    """Put the items in order; they are written in the right one."""

    kind: Literal["order"]
    items: tuple[OrderItem, ...] = Field(
        min_length=3, json_schema_extra={"maxItems": MOST}, description="In the right order"
    )

    form = Steps
    most: ClassVar = {"items": MOST}

    def shown(self) -> Sequence[OrderItem]:
        """The items mixed, and never in the right order."""
        items = mixed(self.items)
        return items[::-1] if items == list(self.items) else items

    def view(self) -> dict[str, Any]:
        """The items, which the page may mix."""
        return {"items": said(self.shown()), "mix": True}

    def printed(self, answers: bool) -> Markup:
        """The items with room for a number before each; with answers, in order."""
        items = self.items if answers else self.shown()
        return render("kinds/order.html.j2", items=items, answers=answers)

    def key(self) -> Key:
        """A slot a place: the item that belongs there."""
        return {str(place): item.id for place, item in enumerate(self.items, 1)}

    def feedback(self) -> Feedback:
        """The why of whatever item a place holds."""
        about: list[tuple[Any, str]] = [(item.id, item.why) for item in self.items]
        return {str(place): about for place in range(1, len(about) + 1)}

    def sent_feedback(self) -> Feedback:
        """What is said of the items once, for all places: every place may hold every item."""
        return {"*": self.feedback()["1"]}

    def rows(self, answers: Sequence[set[str]]) -> list[Row]:
        """A row a place, with its item."""
        return [
            Row(str(place), f"{place}. {plain(item.say)}", False) for place, item in enumerate(self.items, 1)
        ]

    def slip_said(self, slot: str, slip: Any) -> str:
        """The item in its wrong place."""
        return next((f"{quote(item.say)} in place {slot}" for item in self.items if item.id == slip), "")

    def offers(self, given: Given) -> bool:
        """Every item once."""
        each_once = len(set(map(str, given.values()))) == len(self.items)
        return each_once and self.filled(given, {item.id for item in self.items})

    def votes(self, took: Took) -> Iterator[Vote]:
        """A line for each place that an item was put in."""
        for item in self.shown():
            for place in map(str, range(1, len(self.items) + 1)):
                if count := took[place, item.id]:
                    yield place, item.id, f"{plain(item.say)}: place {place}", count

    def mistake(
        self, right: dict[str, Any], slot: str, lures: Sequence[float], rng: "Generator"
    ) -> dict[str, Any]:
        """Two neighbors in each other's place."""
        other = str(int(slot) % len(right) + 1)
        return right | {slot: right[other], other: right[slot]}

    def exported(self) -> Steps:
        """Steps to be put in order."""
        return Steps(self.items, self.shown())
