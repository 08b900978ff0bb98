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
from zoneinfo import ZoneInfo

from fsrs import Card, Rating, Scheduler

from bedside.content import Content
from bedside.kinds.view import revision
from bedside.learner.response import Response
from bedside.text.sentences import say

# Without steps of minutes and without chance: the same answers give the same days, at most a year ahead.
SCHEDULER = Scheduler(learning_steps=(), relearning_steps=(), maximum_interval=365, enable_fuzzing=False)
NIGHT = timedelta(hours=4)
# When more is due than can be asked, what is most likely gone waits: saving it takes the answers that would
# keep several others. benchmarks/memory.py measures it; with the lowest chance first, random can be better.
BEST = 0.75
_EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)  # a broken clock's dates stay such as can be reckoned with
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
_MONTHS = "January February March April May June July August September October November December"


@dataclass(frozen=True)
class Memory:
    """What the answers to one question show: its FSRS card, and how its latest sitting began and ended."""

    card: Card
    first_right: bool
    last_right: bool

    @property
    def back(self) -> date:
        """The day on which it is about to be forgotten."""
        return self.card.due.date()

    def due(self, day: date) -> bool:
        """Whether to ask it on a day: it is about to be forgotten, or was left wrong."""
        return self.back <= day or not self.last_right

    def held(self, day: date) -> float:
        """The chance, 0 to 1, that it is remembered on a day, as FSRS sees it."""
        return float(SCHEDULER.get_card_retrievability(self.card, _midnight(day)))


@dataclass(frozen=True)
class Review:
    """What to practise now: ids of questions, how many more are due, and the day of the next one, if any."""

    questions: tuple[str, ...] = ()
    more: int = 0
    back: date | None = None

    def say(self, now: datetime) -> str:
        """What a learner is told beside the questions; now as for ``pick``."""
        if self.more:
            return say("due one" if self.more == 1 else "due many", count=self.more)
        if self.questions:
            return say("due none")
        if self.back is None:
            return say("due first")
        return say("due later", when=_spoken(self.back, now.date()))


def pick(responses: Iterable[Response], content: Content, now: datetime, most: int = 10) -> Review:
    """At most so many questions: those that are due, then new ones that lessons keep for review.

    Now is in the learner's time zone; without one, in this machine's. The answers come in the order they
    were kept. Of too many that are due, those come first whose chance to be remembered is nearest ``BEST``.
    A new one comes only when its objective was begun, so that nobody is asked what they have not read; and
    a deeper one only when another deeper one was answered, since not everybody wants them.
    """
    known, today = memories(responses, content, now), day_of(now, now)
    due = [name for name, memory in known.items() if memory.due(today)]
    due.sort(key=lambda name: abs(known[name].held(today) - BEST))
    chosen = [*due, *_new(known, content)][:most]
    back = min((memory.back for name, memory in known.items() if name not in due), default=None)
    return Review(mixed(chosen, content.lesson_of), max(0, len(due) - most), back)


def memories(responses: Iterable[Response], content: Content, now: datetime) -> dict[str, Memory]:
    """What the answers show of each question that was answered, by its id; now as for ``pick``."""
    current = revisions(content)
    counted = [response for response in responses if current.get(response.question) == response.revision]
    answers: dict[str, list[tuple[datetime, Response]]] = defaultdict(list)
    for when, response in zip(_moments(counted, now.astimezone(UTC)), counted, strict=True):
        before = answers[response.question]
        before.append((max(when, before[-1][0] if before else _EARLIEST), response))
    return {name: _memory(given, now) for name, given in answers.items()}


def rating(response: Response) -> Rating:
    """What a first answer shows, in the words of FSRS."""
    if not response.right:
        return Rating.Again
    if response.hint or response.confidence == 1:
        return Rating.Hard
    return Rating.Easy if response.confidence == 3 else Rating.Good


def there(now: datetime, zone: object) -> datetime:
    """Now where a learner is: in the time zone of this IANA name, or as it is when no zone has that name."""
    try:
        return now.astimezone(ZoneInfo(zone)) if isinstance(zone, str) and len(zone) < 80 else now
    except (LookupError, ValueError, OSError):  # ZoneInfo reads no file outside its own folders
        return now


def day_of(when: datetime, now: datetime) -> date:
    """The day a moment belongs to, in the time zone of now; it turns at four in the morning."""
    return (when.astimezone(now.tzinfo or now.astimezone().tzinfo) - NIGHT).date()


def mixed(names: Iterable[str], lesson_of: Mapping[str, str]) -> tuple[str, ...]:
    """The names so ordered that neighbours come from different lessons wherever they can."""
    left = list(names)
    order: list[str] = []
    while left:
        many = Counter(lesson_of[name] for name in left)
        last = lesson_of[order[-1]] if order else None
        # The lesson with the most left goes first, or it would pile up at the end.
        order.append(max(left, key=lambda name: (lesson_of[name] != last, many[lesson_of[name]])))
        left.remove(order[-1])
    return tuple(order)


@cache
def revisions(content: Content) -> Mapping[str, str]:
    """The revision of each question as it stands, by its id."""
    return {name: revision(question) for name, question in content.questions.items()}


def _moments(responses: list[Response], now: datetime) -> list[datetime]:
    moments, following = [], now
    for response in reversed(responses):
        following = response.answered_at if response.answered_at <= now else following
        moments.append(following)
    return moments[::-1]


def _memory(answers: list[tuple[datetime, Response]], now: datetime) -> Memory:
    card = Card(card_id=0)  # without an id of ours it sleeps to find one
    for day, given in groupby(answers, key=lambda answer: day_of(answer[0], now)):
        sitting = [response for _, response in given]
        card, _ = SCHEDULER.review_card(card, rating(sitting[0]), _midnight(day))
    return Memory(card, sitting[0].right, sitting[-1].right)


def _new(known: Mapping[str, Memory], content: Content) -> list[str]:
    seen = [content.questions[name] for name in known]
    begun, levels = {each.objective for each in seen}, {"core", *(each.level for each in seen)}
    kept = (content.questions[name] for lesson in content.lessons.values() for name in lesson.review)
    return [
        each.id for each in kept if each.id not in known and each.objective in begun and each.level in levels
    ]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _spoken(day: date, today: date) -> str:
    if day <= today:
        return say("today")  # after midnight, while the night still counts as yesterday
    if day == today + timedelta(days=1):
        return say("tomorrow")
    year = "" if day.year == today.year else f" {day.year}"
    date_ = f"{day.day} {_MONTHS.split()[day.month - 1]}{year}"
    return say("weekday", weekday=_DAYS.split()[day.weekday()], day=date_)
