"""The learner's own data: where it is, and how to take it along, take it in, and erase it."""

from datetime import datetime
from typing import Any

from bedside.learner import answer_file
from bedside.learner.identity import Card, Learner
from bedside.learner.store import Records
from bedside.text.markup import render
from bedside.text.sentences import many, say

Reply = dict[str, Any]


class LearnerData:
    """What a learner can do with their own answers; each reply says what was done, and what is there now.

    Every method raises StorageError when the records cannot be used.
    """

    def __init__(self, records: Records, card: Card, course: str) -> None:
        """The answers in these records of the learner on this card; course begins the names of files."""
        self._records, self._card, self._course = records, card, course

    def show(self, say: str = "") -> Reply:
        """What is kept, where, and what can be done with it."""
        learner = self._card.learner()
        count = len(self._records.of(learner.id))
        page = render(
            "learner/answers.html.j2",
            name=learner.name,
            answers=many(count),
            are="are" if count > 1 else "is",
            where=self._records.where,
        )
        return {"html": page, "say": say}

    def name(self, name: str) -> Reply:
        """Call the learner by this name, or by the one they had when it is empty."""
        learner = self._card.learner()
        wanted = " ".join(name.split())[:80]
        if not wanted:
            return self.show(say("name kept", name=learner.name))
        self._card.sign(Learner(learner.id, wanted))
        return self.show(say("name taken", name=wanted))

    def save(self, now: datetime) -> Reply:
        """A file with all answers, to be downloaded; now is in the learner's time zone."""
        learner = self._card.learner()
        answers = self._records.of(learner.id)
        if not answers:
            return {"say": say("save none")}
        text = answer_file.write(answer_file.Export(learner.id, learner.name, tuple(answers)), now)
        name = "-".join("".join(c if c.isalnum() else " " for c in learner.name).split())
        file = say("save file", course=self._course, learner=name or "answers", day=f"{now:%Y-%m-%d}")
        told = say("save done", answers=many(len(answers)), file=file)
        return {"file": {"name": file, "text": text}, "say": told}

    def take_in(self, text: str) -> Reply:
        """Add the answers of a file to those here; from now on the learner is the one of the file."""
        if not text.strip():
            return {"say": say("take in none")}
        try:
            found = answer_file.read(text)
        except answer_file.DamagedFile as error:
            return {"say": say("take in damaged", why=error)}
        before = self._card.learner()
        self._card.sign(Learner(found.learner, found.name or before.name))
        try:
            new = self._records.take_in(found.responses, before.id, found.learner)
        except Exception:
            self._card.sign(before)
            raise
        old = len(found.responses) - new
        told = [say("take in done", answers=many(new))]
        if old:
            told.append(say("take in here one" if old == 1 else "take in here many", count=old))
        return self.show(" ".join(told))

    def ask_to_erase(self) -> Reply:
        """The question that comes before erasing."""
        count = len(self._records.of(self._card.learner().id))
        return {"html": render("learner/erase.html.j2", answers=many(count))}

    def erase(self) -> Reply:
        """Erase all answers and forget the learner; the next answer is that of someone new."""
        count = self._records.erase(self._card.learner().id)
        self._card.tear_up()
        return self.show(say("erase done", answers=many(count)).capitalize()) | {"erased": True}
