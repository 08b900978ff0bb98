"""A question with items to put into groups."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from markupsafe import Markup
from pydantic import AfterValidator, Field, PlainSerializer

from bedside.kinds.forms import Pairs
from bedside.kinds.grading import Feedback, Given, Key
from bedside.kinds.items import Item, Why, mixed, said
from bedside.kinds.question import Question
from bedside.kinds.rules import Found, entries
from bedside.kinds.tally import Row, Took, Vote, quote
from bedside.text.fields import Kebab, Label
from bedside.text.markdown import html, plain
from bedside.text.markup import render
from bedside.text.phrases import nearest, quoted

if TYPE_CHECKING:
    from numpy.random import Generator

MOST, MOST_GROUPS = 12, 5

Groups = Annotated[
    dict[Kebab, Label],
    AfterValidator(MappingProxyType),
    PlainSerializer(dict, return_type=dict[str, str]),
    Field(description="Each group as name: label"),
]


class SortItem(Item):
    """A thing to put into its group."""

    group: Kebab = Field(description="The name of the group it belongs to")
    why: Why


class Sort(Question):
    """Put each item into its group."""

    kind: Literal["sort"]
    groups: Groups = Field(min_length=2, json_schema_extra={"maxProperties": MOST_GROUPS})
    items: tuple[SortItem, ...] = Field(min_length=2, json_schema_extra={"maxItems": MOST})

    form = Pairs
    most: ClassVar = {"items": MOST, "groups": MOST_GROUPS}

    @classmethod
    def objections(cls, value: Mapping[str, Any]) -> Found:
        """Each item has a group, and each group an item."""
        groups = value.get("groups")
        if not isinstance(groups, dict):
            return
        used = {i: item.get("group") for i, item in entries(value, "items")}
        for i, group in used.items():
            if isinstance(group, str) and group not in groups:
                near = nearest(group, groups)
                yield ("items", i, "group"), f"found {quoted(group)}, expected one of the groups{near}"
        if used and all(isinstance(group, str) and group in groups for group in used.values()):
            for group in groups.keys() - used.values():
                yield ("groups", group), "found no item in this group, expected one or more"

    def shown(self) -> Sequence[SortItem]:
        """The items, mixed."""
        return mixed(self.items)

    def view(self) -> dict[str, Any]:
        """The groups and the items, which the page may mix."""
        groups = {name: html(label) for name, label in self.groups.items()}
        return {"groups": groups, "items": said(self.shown()), "mix": True}

    def printed(self, answers: bool) -> Markup:
        """The groups, and each item with room for its group, or with it."""
        return render("kinds/sort.html.j2", groups=self.groups, items=self.shown(), answers=answers)

    def key(self) -> Key:
        """A slot an item: its group."""
        return {item.id: item.group for item in self.items}

    def feedback(self) -> Feedback:
        """The why of each item, wherever it was put."""
        return {item.id: [(None, item.why)] for item in self.items}

    def rows(self, answers: Sequence[set[str]]) -> list[Row]:
        """A row an item, with its group."""
        return [
            Row(item.id, f"{plain(item.say)} → {plain(self.groups[item.group])}", False)
            for item in self.items
        ]

    def slip_said(self, slot: str, slip: Any) -> str:
        """The item under its wrong group."""
        say = next(quote(item.say) for item in self.items if item.id == slot)
        return f"{say} under {quote(self.groups[slip])}" if slip in self.groups else ""

    def offers(self, given: Given) -> bool:
        """Every item in one of the groups."""
        return self.filled(given, set(self.groups))

    def votes(self, took: Took) -> Iterator[Vote]:
        """A line for each item in each group."""
        for item in self.shown():
            for group, label in self.groups.items():
                yield item.id, group, f"{plain(item.say)} → {plain(label)}", took[item.id, group]

    def mistake(
        self, right: dict[str, Any], slot: str, lures: Sequence[float], rng: "Generator"
    ) -> dict[str, Any]:
        """One item in a wrong group."""
        return right | {slot: str(rng.choice([name for name in self.groups if name != right[slot]]))}

    def exported(self) -> Pairs:
        """Items to be matched with groups."""
        return Pairs(self.items, self.shown(), self.groups)
