"""What a question lists: an item with its words, and the order in which a class and paper show them."""

import hashlib
from collections.abc import Iterable
from typing import Annotated, TypeVar

from pydantic import Field

from bedside.text.fields import Model, Text
from bedside.text.markdown import html

Why = Annotated[Text, Field(description="What to tell the person who gave this answer")]


class Item(Model):
    """Something to pick, to sort or to put in order."""

    say: Text = Field(description="What the student reads")

    @property
    def id(self) -> str:
        """Its name in a response."""
        return short_id(self.say)


AnItem = TypeVar("AnItem", bound=Item)


def short_id(text: str) -> str:
    """A name for an option or item that stays when its neighbours move and does not tell what is right."""
    return hashlib.sha256(text.encode()).hexdigest()[:6]


def mixed(items: Iterable[AnItem]) -> list[AnItem]:
    """Options or items in an order that owes nothing to what is right, and is the same for everyone."""
    return sorted(items, key=lambda item: item.id)


def said(items: Iterable[Item]) -> list[dict[str, str]]:
    """Options or items as the page gets them."""
    return [{"id": each.id, "say": html(each.say)} for each in items]
