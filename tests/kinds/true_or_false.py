"""A seventh kind, as an author of a course might add it: a statement that holds or not."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Literal

from markupsafe import Markup

from bedside.kinds import Question
from bedside.kinds.grading import Feedback, Given, Key
from bedside.kinds.items import Why
from bedside.kinds.tally import Row, Took, Vote
from bedside.text.markup import markdown

WORDS = {"yes": "It is true", "no": "It is not true"}


class TrueOrFalse(Question):
    """Say whether a statement is true."""

    kind: Literal["true-or-false"]
    holds: bool
    why: Why

    form: ClassVar = None
    not_exported = "no other program was tried with it"
    took = "said so"

    @property
    def right(self) -> str:
        """What is to be said of it."""
        return "yes" if self.holds else "no"

    def view(self) -> dict[str, Any]:
        """The two words."""
        return {"words": WORDS}

    def printed(self, answers: bool) -> Markup:
        """The two words to choose from, or the right one."""
        if answers:
            return Markup("<p>{}<br>{}</p>").format(WORDS[self.right], markdown(self.why))
        return Markup("<p>{yes} · {no}</p>").format_map(WORDS)

    def key(self) -> Key:
        """One slot."""
        return {"said": self.right}

    def feedback(self) -> Feedback:
        """The same whatever was said."""
        return {"said": [(None, self.why)]}

    def rows_of(self, given: Given, key: Key) -> set[str]:
        """The row of what was said."""
        return {str(given.get("said"))}

    def rows(self, answers: Sequence[set[str]]) -> list[Row]:
        """A row for either word."""
        return [Row(said, words, said == self.right) for said, words in WORDS.items()]

    def slip_said(self, slot: str, slip: Any) -> str:
        """What was wrongly said."""
        return WORDS.get(slip, "")

    def offers(self, given: Given) -> bool:
        """One of the two words."""
        return self.filled(given, set(WORDS))

    def votes(self, took: Took) -> Iterator[Vote]:
        """A line for either word."""
        for said, words in WORDS.items():
            yield "said", said, words, took["said", said]

    def mistake(self, right: dict[str, Any], slot: str, lures: Sequence[float], rng: Any) -> dict[str, Any]:
        """The other word."""
        return {"said": "no" if self.holds else "yes"}

    def chance(self) -> float:
        """One of two."""
        return 0.5
