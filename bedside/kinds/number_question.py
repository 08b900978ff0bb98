"""A question for a number."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeGuard

from markupsafe import Markup
from pydantic import Field

from bedside.kinds.forms import Numeric
from bedside.kinds.grading import Feedback, Given, Key, fits
from bedside.kinds.items import Why
from bedside.kinds.numbers import number, readings
from bedside.kinds.question import Question
from bedside.kinds.rules import Found, entries
from bedside.kinds.tally import OTHERS, Row, Took, Vote, most_frequent, often
from bedside.text.fields import Label, Model, Number
from bedside.text.markup import render
from bedside.text.phrases import quoted

if TYPE_CHECKING:
    from numpy.random import Generator

SLOT = "number"
ROWS = 5  # of wrong numbers, the most frequent


class NumberMistake(Model):
    """A number people arrive at by a known mistake."""

    near: Number = Field(description="The wrong number; the tolerance of the answer holds for it too")
    why: Why


class NumberQuestion(Question):
    """Work out a number."""

    kind: Literal["number"]
    answer: Number
    tolerance: Annotated[Number, Field(ge=0)] = Field(description="How far off is still right")
    unit: Label = Field(description="Shown beside the number, as: cells/µL")
    mistakes: tuple[NumberMistake, ...] = Field(min_length=1)

    form = Numeric
    took = "wrote it"

    @classmethod
    def objections(cls, value: Mapping[str, Any]) -> Found:
        """No number comes near two of the answer and the mistakes."""
        answer, tolerance = value.get("answer"), value.get("tolerance")
        if not _is_number(answer) or not _is_number(tolerance):
            return
        others = [answer]
        for i, mistake in entries(value, "mistakes"):
            if not _is_number(near := mistake.get("near")):
                continue
            if near in others:
                yield ("mistakes", i, "near"), f"found {near} again, expected each number once"
            for other in others:
                if near != other and abs(near - other) < 2 * tolerance:
                    wanted = f"expected it at least twice the tolerance away from {other}"
                    yield ("mistakes", i, "near"), f"found {near}, {wanted}"
            others.append(near)

    def view(self) -> dict[str, Any]:
        """The unit beside the number."""
        return {"unit": self.unit}

    def printed(self, answers: bool) -> Markup:
        """Room for the number, or the number."""
        number = f"{self.answer:,.10g}"
        return render("kinds/number.html.j2", number=number, unit=self.unit, answers=answers)

    def key(self) -> Key:
        """The one slot wants a number near the answer."""
        return {SLOT: {"near": self.answer, "tolerance": self.tolerance}}

    def feedback(self) -> Feedback:
        """What is told to those who made a known mistake."""
        return {
            SLOT: [({"near": slip.near, "tolerance": self.tolerance}, slip.why) for slip in self.mistakes]
        }

    def rows_of(self, given: Given, key: Key) -> set[str]:
        """The row of right numbers, or that of this wrong one."""
        return {SLOT} if fits(key[SLOT], given.get(SLOT)) else {self.slip(given.get(SLOT))}

    def rows(self, answers: Sequence[set[str]]) -> list[Row]:
        """A row for the right number, and one for each wrong number that is frequent."""
        wrong = Counter(name for answer in answers for name in answer if name != SLOT)
        often = [Row(name, f"{name} {self.unit}", False) for name, _ in most_frequent(wrong, ROWS)]
        return [Row(SLOT, f"{self.answer:g} {self.unit}", True), *often]

    def slip(self, value: Any) -> str:
        """The number, however it was typed."""
        found = number(value)
        return quoted(str(value)) if found is None else f"{found:.10g}"

    def slip_said(self, slot: str, slip: Any) -> str:
        """The wrong number with its unit."""
        return f"{slip} {self.unit}" if slip else ""

    def offers(self, given: Given) -> bool:
        """A number that can be read in one way."""
        return given.keys() == {SLOT} and len(readings(given[SLOT])) == 1

    def votes(self, took: Took) -> Iterator[Vote]:
        """A line for each frequent number, and one for the others."""
        for value, count in often(took, SLOT):
            yield SLOT, value, OTHERS if value is None else f"{value:.15g} {self.unit}", count

    def meant(self, value: Any) -> float | None:
        """The number, however it was typed."""
        return number(value)

    def right_answer(self) -> dict[str, Any]:
        """The answer, typed."""
        return {SLOT: f"{self.answer:g}"}

    def mistake(
        self, right: dict[str, Any], slot: str, lures: Sequence[float], rng: "Generator"
    ) -> dict[str, Any]:
        """A number that a known mistake leads to."""
        return {SLOT: f"{rng.choice([mistake.near for mistake in self.mistakes]):g}"}

    def exported(self) -> Numeric:
        """A number with its tolerance."""
        return Numeric(self.answer, self.tolerance, self.unit, self.mistakes)


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
