"""Where a page's questions to Python are answered: keep these answers, show my progress, what is due."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from bedside.content import Content, shipped
from bedside.errors import CourseError
from bedside.frontend.quiz import quiz
from bedside.kinds.view import question_view, revision
from bedside.labs import labs
from bedside.learner.data import LearnerData
from bedside.learner.identity import Card
from bedside.learner.progress import LessonProgress, lesson_markup, markup, progress
from bedside.learner.response import Response
from bedside.learner.scheduling import day_of, pick, there
from bedside.learner.store import Records, folder
from bedside.text.markup import render
from bedside.text.sentences import say

Message = dict[str, Any]
_AHEAD = timedelta(minutes=10)


class LearnerService:
    """Answers the messages of a page from the content, the records and who the learner is."""

    def __init__(
        self,
        content: Content,
        records: Records,
        card: Card,
        clock: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        """Work with these."""
        self.content, self.records, self.card, self.clock = content, records, card, clock
        self._data = LearnerData(records, card, content.course.slug)

    def hear(self, message: Any) -> Message:
        """The reply to a message; what stands in the way is told in it, under ``trouble``.

        Its ``zone`` is the IANA name of the learner's time zone; without one, days are this machine's.
        """
        now = there(self.clock(), message.get("zone") if isinstance(message, dict) else None)
        try:
            match message:
                case {"responses": list(told)}:
                    return self._keep(told, now)
                case {"show": "progress"}:
                    return {"html": markup(self._progress(now))}
                case {"show": "lesson", "lesson": str(name)}:
                    found = [each for each in self._progress(now) if each.lesson.id == name]
                    return {"html": lesson_markup(*found)} if found else {}
                case {"show": "review"}:
                    return self._review(now)
                case {"show": "mine"}:
                    return self._data.show()
                case {"lab": str(name), "fields": dict(fields)} if name in self.content.labs:
                    return labs.show(name, fields, self.content)
                case {"do": "name", "name": str(name)}:
                    return self._data.name(name)
                case {"do": "save"}:
                    return self._data.save(now)
                case {"do": "take-in", "file": str(text)}:
                    return self._data.take_in(text)
                case {"do": "erase"}:
                    return self._data.ask_to_erase()
                case {"do": "erase-now"}:
                    return self._data.erase()
        except CourseError as error:
            return {"trouble": str(error)}
        return {}

    def _keep(self, told: list[Any], now: datetime) -> Message:
        """Keep answers; each score is worked out again, where the question is known to be the same."""
        read = [(_id(each), self._read(each)) for each in told]
        learner = self.card.learner().id
        self.records.add(*(each.model_copy(update={"learner": learner}) for _, each in read if each))
        kept = [name for name, each in read if each]
        refused = [name for name, each in read if name and not each]
        return {"kept": kept, "refused": refused, **self._late(now)}

    def _progress(self, now: datetime) -> tuple[LessonProgress, ...]:
        return progress(self.records.of(self.card.learner().id), self.content, now)

    def _review(self, now: datetime) -> Message:
        """The questions that are due, as a quiz of their own for this day."""
        due = pick(self.records.of(self.card.learner().id), self.content, now)
        page = render("learner/review.html.j2", told=due.say(now), asked=bool(due.questions))
        if not due.questions:
            return {"html": page}
        faces = [question_view(self.content.questions[name], self.content) for name in due.questions]
        asked = quiz(faces, "review") | {"round": str(day_of(now, now))}
        return {"html": page, "quiz": asked}

    def _read(self, told: Any) -> Response | None:
        try:
            response = Response.model_validate(told)
        except ValidationError:
            return None
        question = self.content.questions.get(response.question)
        if question is None or revision(question) != response.revision:
            return response
        return response.model_copy(update={"score": question.grade(response.given).score})

    def _late(self, now: datetime) -> Message:
        """A word on a clock that was set back: answers are there from a time yet to come."""
        last = self.records.latest()
        if last is None or last <= now + _AHEAD:
            return {}
        last = last.astimezone(now.tzinfo)
        return {"notice": say("clock", now=_date(now), last=_date(last))}


def _date(when: datetime) -> str:
    return f"{when.day} {when:%B %Y, %H:%M}"


def _id(told: Any) -> str | None:
    try:
        return told["id"] if UUID(told["id"]) else None
    except (TypeError, KeyError, ValueError, AttributeError):
        return None


@cache
def shared() -> LearnerService:
    """The service of this computer: the course's own content, and this person's records."""
    return LearnerService(shipped(), Records(), Card(folder() / "learner.json"))


class Reply(dict[str, Any]):
    """A reply that a page can ask of the kernel itself, as the value of an expression."""

    def _repr_json_(self) -> Message:
        return dict(self)


def answer(text: str) -> Reply:
    """The reply to a message in JSON: the way for a page whose widget has lost its connection."""
    return Reply(shared().hear(json.loads(text)))
