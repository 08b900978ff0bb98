"""A question with gaps to fill."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from markupsafe import Markup
from pydantic import Field

from bedside.kinds.forms import Gaps
from bedside.kinds.grading import Feedback, Given, Key
from bedside.kinds.items import Why
from bedside.kinds.question import Question
from bedside.kinds.rules import Found, entries
from bedside.kinds.tally import OTHERS, Row, Took, Vote, often
from bedside.text.fields import Label, Model, Text
from bedside.text.markdown import bare, html, plain
from bedside.text.markup import render
from bedside.text.phrases import counted, quoted

if TYPE_CHECKING:
    from numpy.random import Generator

GAP = re.compile(r"\{\{([^{}]*)\}\}")


class FillMistake(Model):
    """A wrong word people write."""

    near: Label = Field(description="The wrong word")
    why: Why
    gap: Annotated[int, Field(ge=1)] = Field(1, description="Which gap, counted from 1")


class Fill(Question):
    """Write the missing words; a gap is ``{{word}}`` or ``{{word|another that is right}}``."""

    kind: Literal["fill"]
    text: Text = Field(description="The text with its gaps, as: Made in the bone {{marrow}}.")
    whys: tuple[Text, ...] = Field(min_length=1, description="For each gap, why its word is right")
    mistakes: tuple[FillMistake, ...] = Field(min_length=1)

    form = Gaps
    in_words = True

    @classmethod
    def objections(cls, value: Mapping[str, Any]) -> Found:
        """There are gaps with words in them, a why for each, and mistakes that are mistakes."""
        if not isinstance(body := value.get("text"), str):
            return
        gaps = [[bare(word) for word in gap.split("|")] for gap in GAP.findall(body)]
        loose = any(sign in GAP.sub("", body) for sign in "{}")
        if loose:
            yield ("text",), "found a loose { or }, expected gaps written as: {{marrow}}"
        elif not gaps:
            yield ("text",), "found no gap, expected one or more, as: {{marrow}}"
        if not all(all(gap) for gap in gaps):
            yield ("text",), "found a gap with no word in it, expected one, as: {{marrow}}"
        if loose or not gaps:
            return
        if "x".join(map(plain, GAP.split(body)[::2])) != plain(GAP.sub("x", body)):
            yield ("text",), "found ** or other marks around a gap, expected none"
        whys = value.get("whys")
        if isinstance(whys, tuple) and len(whys) != len(gaps):
            yield ("whys",), f"found {len(whys)} for {counted(len(gaps), 'gap')}, expected one for each gap"
        yield from _mistaken(value, gaps)

    def words(self) -> list[list[str]]:
        """The words each gap accepts."""
        return [[word.strip() for word in gap.split("|")] for gap in GAP.findall(self.text)]

    def texts(self) -> list[str]:
        """What stands before, between and behind the gaps."""
        # Split on a gap with its words in brackets gives text, words, text, …
        return GAP.split(self.text)[::2]

    def view(self) -> dict[str, Any]:
        """The texts around the gaps; the words stay behind."""
        return {"text": [_html(text) for text in self.texts()]}

    def printed(self, answers: bool) -> Markup:
        """The text with room in its gaps, or with the words."""
        first, *texts = (Markup(_html(text)) for text in self.texts())
        words = [accepted[0] for accepted in self.words()]
        gaps = zip(words, texts, strict=True)
        return render("kinds/fill.html.j2", first=first, gaps=gaps, answers=answers)

    def key(self) -> Key:
        """A slot a gap: one of its words."""
        return {str(gap): words for gap, words in enumerate(self.words(), 1)}

    def feedback(self) -> Feedback:
        """Why the right word of a gap is right, and what is told to those who made a known mistake."""
        found: Feedback = {}
        for gap, words in enumerate(self.words(), 1):
            slips = [slip for slip in self.mistakes if slip.gap == gap]
            found[str(gap)] = [(words, self.whys[gap - 1]), *(([slip.near], slip.why) for slip in slips)]
        return found

    def rows(self, answers: Sequence[set[str]]) -> list[Row]:
        """A row a gap, with its word."""
        return [Row(str(gap), f"Gap {gap}: {words[0]}", False) for gap, words in enumerate(self.words(), 1)]

    def slip(self, value: Any) -> str:
        """The word, in small letters and without doubled spaces."""
        return " ".join(str(value or "").lower().split())

    def slip_said(self, slot: str, slip: Any) -> str:
        """The wrong word, and in which gap if there are several."""
        gap = f" in gap {slot}" if len(self.words()) > 1 else ""
        return f"{quoted(slip)}{gap}" if slip else ""

    def offers(self, given: Given) -> bool:
        """Something in every gap."""
        filled = all(isinstance(each, str) and each.strip() for each in given.values())
        return filled and given.keys() == self.key().keys()

    def votes(self, took: Took) -> Iterator[Vote]:
        """For each gap a line for each frequent word, and one for the others."""
        gaps = list(self.key())
        for gap in gaps:
            where = f"Gap {gap}: " if len(gaps) > 1 else ""
            for value, count in often(took, gap):
                yield gap, value, where + (OTHERS if value is None else quoted(value)), count

    def meant(self, value: Any) -> str:
        """The word as it is compared, in small letters."""
        return bare(value).lower()

    def slot_said(self, slot: str) -> str:
        """Which gap it is."""
        return f"Gap {slot}"

    def right_answer(self) -> dict[str, Any]:
        """The first word of each gap."""
        return {str(gap): words[0] for gap, words in enumerate(self.words(), 1)}

    def mistake(
        self, right: dict[str, Any], slot: str, lures: Sequence[float], rng: "Generator"
    ) -> dict[str, Any]:
        """A known mistake, in whatever gap it is made."""
        slips = {str(mistake.gap): mistake.near for mistake in self.mistakes}
        gap = str(rng.choice(list(slips)))
        return right | {gap: slips[gap]}

    def exported(self) -> Gaps:
        """A text with gaps."""
        return Gaps(self.texts(), self.words(), self.whys, self.mistakes)


def _html(text: str) -> str:
    return html(text) if text.strip() else text


def _mistaken(value: Mapping[str, Any], gaps: Sequence[Sequence[str]]) -> Found:
    seen: dict[tuple[int, str], int] = {}
    for i, mistake in entries(value, "mistakes"):
        gap, near = mistake.get("gap", 1), mistake.get("near")
        if not isinstance(gap, int) or isinstance(gap, bool) or gap < 1:
            continue
        if gap > len(gaps):
            yield ("mistakes", i, "gap"), f"found gap {gap}, expected at most {len(gaps)}"
        elif isinstance(near, str) and bare(near) in gaps[gap - 1]:
            wanted = "which is right for that gap, expected a wrong word"
            yield ("mistakes", i, "near"), f"found {quoted(near)}, {wanted}"
        elif isinstance(near, str) and seen.setdefault((gap, bare(near)), i) != i:
            yield ("mistakes", i, "near"), f"found {quoted(near)} twice for that gap, expected it once"
