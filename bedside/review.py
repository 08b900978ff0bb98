"""What to practise next: the questions a learner is about to forget, found with FSRS on the kept answers.

FSRS, as in the ``fsrs`` library, version 6, reckons here in whole days. A day turns at four in the morning,
so that an evening that runs late stays one sitting. Of a day's answers to a question the first shows what
was remembered; the tries after it have seen the feedback and move no date. That first answer is rated:

- wrong in any slot: Again
- right, but after the hint or as a guess: Hard
- right: Good
- right, sure of it, and without the hint: Easy

Only answers to a question as it stands today count, wherever they were given: an edited one starts afresh.
Answers come in the order they were kept. A clock that was ahead or went back does no lasting harm: an answer
dated later than now was given when the next one was, or just now, and no question's answers run backwards.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import groupby

from fsrs import Card, Rating, Scheduler

from bedside.content import Content
from bedside.question.face import revision
from bedside.response import Response

NIGHT = timedelta(hours=4)
# Without steps of minutes and without chance: the same answers give the same days, at most a year ahead.
SCHEDULER = Scheduler(learning_steps=(), relearning_steps=(), maximum_interval=365, enable_fuzzing=False)
_EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)  # in every time zone a date that can be reckoned with
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = "January February March April May June July August September October November December".split()


@dataclass(frozen=True)
class Memory:
    """What the answers to one question show: its FSRS card, and how its latest sitting began and ended."""

    card: Card
    first_right: bool
    last_right: bool

    @property
    def back(self) -> date:
        """The day it is due again."""
        return self.card.due.date()

    def due(self, day: date) -> bool:
        """Whether to ask it on a day: it is about to be forgotten, or was left wrong."""
        return self.back <= day or not self.last_right

    def held(self, day: date) -> float:
        """The chance, 0 to 1, that it is remembered on a day, as FSRS sees it."""
        return float(SCHEDULER.get_card_retrievability(self.card, _midnight(day)))


@dataclass(frozen=True)
class Review:
    """What to practise now: ids of questions, how many more are due, and the day the next one is, if any."""

    questions: tuple[str, ...]
    more: int = 0
    back: date | None = None

    def say(self, now: datetime) -> str:
        """What a learner is told of the rest; now is in their time zone, or without one the machine's."""
        if self.more:
            return f"{self.more} more {'is' if self.more == 1 else 'are'} due now."
        if self.questions:
            return "This is all for today."
        if self.back is None:
            first = "Nothing to review yet. Answer some questions in a lesson first; "
            return first + "they come back here when you are about to forget them."
        return f"Nothing is due. Come back {_when(self.back, now.date())}."


def pick(responses: Iterable[Response], content: Content, now: datetime, most: int = 10) -> Review:
    """At most so many questions: those that are due, then new ones that the begun lessons keep for review."""
    today, known = day_of(now, now), memories(responses, content, now)
    due = sorted((name for name in known if known[name].due(today)), key=lambda name: known[name].held(today))
    chosen = [*due, *_new(known, content)][:most]
    back = min((memory.back for name, memory in known.items() if name not in chosen), default=None)
    return Review(tuple(mixed(chosen, content.lesson_of)), max(0, len(due) - most), back)


def memories(responses: Iterable[Response], content: Content, now: datetime) -> dict[str, Memory]:
    """What the answers to each question show of its memory, for every question that was answered."""
    now, current = now.astimezone(), revisions(content)
    answers: dict[str, list[tuple[date, Response]]] = defaultdict(list)
    counted = [response for response in responses if current.get(response.question) == response.revision]
    latest: dict[str, datetime] = {}
    for response, when in zip(counted, _times(counted, now), strict=True):
        latest[response.question] = max(when, latest.get(response.question, _EARLIEST))
        answers[response.question].append((day_of(latest[response.question], now), response))
    return {name: _memory(given) for name, given in answers.items()}


def day_of(when: datetime, now: datetime) -> date:
    """The day a moment belongs to in the time zone of now; it turns at four in the morning."""
    return (when.astimezone(now.astimezone().tzinfo) - NIGHT).date()


def rating(response: Response) -> Rating:
    """What a first answer shows, in the four words of FSRS."""
    if not response.right:
        return Rating.Again
    if response.hint or response.confidence == 1:
        return Rating.Hard
    return Rating.Easy if response.confidence == 3 else Rating.Good


@cache
def revisions(content: Content) -> Mapping[str, str]:
    """The revision of every question as it stands; answers to any other do not count."""
    return {name: revision(question) for name, question in content.questions.items()}


def mixed(names: Iterable[str], lesson_of: Mapping[str, str]) -> list[str]:
    """The names so that neighbours come from different lessons wherever they can."""
    left, order = list(names), []
    while left:
        many = Counter(lesson_of[name] for name in left)
        last = lesson_of[order[-1]] if order else None
        # The lesson with the most left goes first, or its questions pile up at the end.
        order.append(max(left, key=lambda name: (lesson_of[name] != last, many[lesson_of[name]])))
        left.remove(order[-1])
    return order


def _times(responses: list[Response], now: datetime) -> list[datetime]:
    times, following = [], now
    for response in reversed(responses):
        following = response.answered_at if response.answered_at <= now else following
        times.append(following)
    return times[::-1]


def _memory(answers: list[tuple[date, Response]]) -> Memory:
    card = Card(card_id=0)
    for today, given in groupby(answers, key=lambda answer: answer[0]):
        sitting = [response for _, response in given]
        card, _ = SCHEDULER.review_card(card, rating(sitting[0]), _midnight(today))
    return Memory(card, sitting[0].right, sitting[-1].right)


def _new(known: Mapping[str, Memory], content: Content) -> list[str]:
    begun = {content.lesson_of[name] for name in known}
    kept = [name for lesson in begun for name in content.lessons[lesson].review]
    return [name for name in content.questions if name in kept and name not in known]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _when(day: date, today: date) -> str:
    if day <= today:
        return "later today"
    if day == today + timedelta(days=1):
        return "tomorrow"
    year = f" {day.year}" if day.year != today.year else ""
    return f"on {_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}{year}"
