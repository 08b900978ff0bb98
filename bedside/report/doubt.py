"""What no honest record holds: scores that are not what an answer is worth, answers from days to come."""

from datetime import datetime, timedelta

from bedside.content import Content
from bedside.kinds.view import revision
from bedside.learner.response import Response

AHEAD = timedelta(days=1)  # a clock in another time zone, or set a little wrongly, is ahead by less


class Doubt:
    """Looks through the answers of one learner."""

    def __init__(self, content: Content, now: datetime) -> None:
        """Compare with this content, at this time."""
        self._latest = now + AHEAD
        self._editions = {name: revision(question) for name, question in content.questions.items()}
        self._keys = {name: (each, each.key()) for name, each in content.questions.items()}
        self._worth: dict[tuple[str, str], float] = {}  # a class gives the same answers again and again

    def of(self, answers: tuple[Response, ...]) -> str:
        """Why these answers of one learner cannot be used; empty when they can."""
        if not answers:
            return "there is no answer in it yet"
        if not any(answer.question in self._keys for answer in answers):
            return "none of its answers is to a question of this course"
        if len({answer.id for answer in answers}) < len(answers):
            return "it holds the same answer twice, so it was changed by hand"
        return next(filter(None, (self._odd(answer) for answer in answers)), "")

    def _odd(self, answer: Response) -> str:
        if answer.answered_at > self._latest:
            day = f"{answer.answered_at.day} {answer.answered_at:%B %Y}"
            return f'the answer to "{answer.question}" is dated {day}, which has not come yet'
        if self._editions.get(answer.question) != answer.revision:
            return ""  # what an older edition asked is not known, so its score cannot be looked at
        worth = self._worth_of(answer)
        # Words are read more kindly than they once were, as with a full stop at their end.
        kinder = self._keys[answer.question][0].in_words and worth > answer.score
        if abs(worth - answer.score) > 1e-9 and not kinder:
            said = f"says {answer.score:.0%} right, and {worth:.0%} is right"
            return f'the answer to "{answer.question}" {said}: it was changed by hand'
        return ""

    def _worth_of(self, answer: Response) -> float:
        given = answer.question, repr(answer.given)
        if given not in self._worth:
            question, key = self._keys[answer.question]
            self._worth[given] = question.grade(answer.given, key).score
        return self._worth[given]
