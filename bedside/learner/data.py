"""The learner's own data: where it is, and how to take it along, take it in, and erase it."""

from datetime import datetime
from typing import Any

from bedside.learner import answer_file
from bedside.learner.identity import Card, Learner
from bedside.learner.store import Records
from bedside.text.markup import render

Reply = dict[str, Any]


class Mine:
    """What a learner can do with their own answers; each reply says what was done, and what is there now.

    Every method raises StorageError when the records cannot be used.
    """

    def __init__(self, records: Records, card: Card) -> None:
        """The answers in these records of the learner on this card."""
        self._records, self._card = records, card

    def show(self, say: str = "") -> Reply:
        """What is kept, where, and what can be done with it."""
        learner = self._card.learner()
        count = len(self._records.of(learner.id))
        page = render(
            "learner/answers.html.j2",
            name=learner.name,
            answers=_answers(count),
            are="are" if count > 1 else "is",
            where=self._records.where,
        )
        return {"html": page, "say": say}

    def name(self, name: str) -> Reply:
        """Call the learner by this name, or by the one they had when it is empty."""
        learner = self._card.learner()
        wanted = " ".join(name.split())[:80]
        if not wanted:
            return self.show(f"You are still {learner.name}.")
        self._card.sign(Learner(learner.id, wanted))
        return self.show(f"From now on you are {wanted}.")

    def save(self, now: datetime) -> Reply:
        """A file with all answers, to be downloaded; now is in the learner's time zone."""
        learner = self._card.learner()
        answers = self._records.of(learner.id)
        if not answers:
            return {"say": "There is no answer yet, so there is nothing to save."}
        text = answer_file.write(answer_file.Export(learner.id, learner.name, tuple(answers)), now)
        name = "-".join("".join(c if c.isalnum() else " " for c in learner.name).split())
        file = f"neutropenia-{name or 'answers'}-{now:%Y-%m-%d}.jsonl"
        return {"file": {"name": file, "text": text}, "say": f"Saved {_answers(len(answers))} as {file}."}

    def take_in(self, text: str) -> Reply:
        """Add the answers of a file to those here; from now on the learner is the one of the file."""
        if not text.strip():
            return {"say": "Choose a file first, one that you saved here or on another computer."}
        try:
            found = answer_file.read(text)
        except answer_file.DamagedFile as error:
            return {"say": f"This file cannot be taken in: {error}. Nothing was changed."}
        before = self._card.learner()
        self._card.sign(Learner(found.learner, found.name or before.name))
        try:
            new = self._records.take_in(found.responses, before.id, found.learner)
        except Exception:
            self._card.sign(before)
            raise
        old = len(found.responses) - new
        there = f" {old} of the file {'was' if old == 1 else 'were'} here before." if old else ""
        return self.show(f"Took in {_answers(new)}.{there}")

    def ask_to_erase(self) -> Reply:
        """The question that comes before erasing."""
        count = len(self._records.of(self._card.learner().id))
        return {"html": render("learner/erase.html.j2", answers=_answers(count))}

    def erase(self) -> Reply:
        """Erase all answers and forget the learner; the next answer is that of someone new."""
        count = self._records.erase(self._card.learner().id)
        self._card.tear_up()
        return self.show(f"{_answers(count)} erased.".capitalize()) | {"erased": True}


def _answers(count: int) -> str:
    return {0: "no answer", 1: "one answer"}.get(count, f"{count} answers")
