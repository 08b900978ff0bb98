"""What the two kinds that list options share: one to pick, or several to tick."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar

from markupsafe import Markup
from pydantic import Field

from bedside.kinds.items import Item, Why, mixed, said
from bedside.kinds.question import Question
from bedside.kinds.rules import entries
from bedside.kinds.tally import Row
from bedside.text.markdown import plain
from bedside.text.markup import render

KeepOrder = Annotated[bool, Field(description="Show the options as written, as for a scale")]


class Option(Item):
    """One answer to pick or to tick."""

    why: Why
    right: bool = Field(False, description="true if this is right; leave out if it is not")


class WithOptions(Question):
    """A question with options, each right or not."""

    options: tuple[Option, ...]
    keep_order: KeepOrder = False

    sign: ClassVar[str]  # before an option on paper
    rows_are_options: ClassVar[bool] = True

    def shown(self) -> Sequence[Option]:
        """The options as written where their order matters, or mixed."""
        return list(self.options) if self.keep_order else mixed(self.options)

    def view(self) -> dict[str, Any]:
        """The options, and whether the page may mix them."""
        return {"options": said(self.shown())} | ({} if self.keep_order else {"mix": True})

    def printed(self, answers: bool) -> Markup:
        """The options as a list; with answers, the right ones marked."""
        return render("kinds/options.html.j2", options=self.shown(), sign=self.sign, answers=answers)

    def rows(self, answers: Sequence[set[str]]) -> list[Row]:
        """A row an option."""
        return [Row(option.id, plain(option.say), option.right) for option in self.options]


def rights(value: Mapping[str, Any]) -> list[bool]:
    """For each option of a plain value whether it is right; nothing if that cannot be told."""
    found = [option.get("right", False) for _, option in entries(value, "options")]
    return found if all(isinstance(right, bool) for right in found) else []
