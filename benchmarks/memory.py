"""Sixty days of practice by simulated learners: as review picks it, at random, and in the course's order.

Their forgetting is known, and it is not FSRS's own: the chance to recall halves with every half-life that
passes. A recall makes the half-life 1 + growth × (1 − chance) times as long, so that one just in time does
much and one at once does nothing; a miss sets it back. Learners and questions differ, people guess, and they
say how sure they are. They first go through the course, then answer every day what a policy picks: on each
day as many questions as review found due, at most its ten (or fewer, where there is less time).

The last setting is one that review loses. FSRS expects a recall in time to make a memory three to five times
as long, as in the answers of the many people it was fitted to, and waits accordingly. Where it adds less than
half as much again, and all questions are alike, going round and round is better: nothing waits too long.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from math import exp, log
from statistics import mean, stdev
from uuid import UUID

from bedside.content import Content, shipped
from bedside.learner.response import Response
from bedside.learner.scheduling import pick, revisions
from benchmarks.table import Row

DAYS, AFTER, LEARNERS = 60, 90, 12
START = datetime(2026, 1, 5, 18, tzinfo=UTC)


@dataclass(frozen=True)
class Setting:
    """A kind of learner and of day: half-life after one answer in days, how it grows, answers a day."""

    name: str
    half_life: float = 7
    growth: float = 8
    spread: float = 0.8
    most: int = 10


SETTINGS = (
    Setting("half forgotten after 7 days"),
    Setting("after 3.5 days", half_life=3.5),
    Setting("after 14 days", half_life=14),
    Setting("7 days, recall adds half as much", growth=4),
    Setting("7 days, only 5 answers a day", most=5),
    Setting("3.5 days, only 5 answers a day", half_life=3.5, most=5),
    Setting("14 days, adds half as much, questions alike", half_life=14, growth=4, spread=0.4),
)


@dataclass
class Learner:
    """Someone whose memory is known exactly; answers is what the course sees of it."""

    setting: Setting
    content: Content
    seed: int
    answers: list[Response] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Draw how long this learner holds each question after the first answer."""
        self.chance = random.Random(self.seed)
        typical = self.setting.half_life * self.chance.lognormvariate(0, 0.3)
        spread = self.setting.spread
        self.first = {
            name: typical * self.chance.lognormvariate(0, spread) for name in self.content.questions
        }
        self.half_life: dict[str, float] = {}
        self.last: dict[str, int] = {}

    def recall(self, name: str, day: int) -> float:
        """The true chance, 0 to 1, that this learner recalls a question."""
        return 2 ** ((self.last[name] - day) / self.half_life[name]) if name in self.last else 0.0

    def remembered(self, day: int) -> float:
        """The mean true chance over the course."""
        return mean(self.recall(name, day) for name in self.content.questions)

    def answer(self, name: str, day: int) -> None:
        """Answer a question; a wrong answer is put right at once, with its feedback read."""
        known = self._known(name, day)
        recalled = self.chance.random() < known
        right = recalled or self.chance.random() < 0.2
        doubt = self.chance.random()
        sure = (3 if doubt < 0.7 * known else 2 if doubt < 0.95 else 1) if recalled else 1 + (doubt > 0.6)
        self._tell(name, day, right, sure)
        if not right:
            self._tell(name, day, True, None)
        if name not in self.last:
            self.half_life[name] = self.first[name]
        elif recalled:
            self.half_life[name] *= 1 + self.setting.growth * (1 - known)
        else:
            self.half_life[name] = max(0.4 * self.half_life[name], 0.7 * self.first[name])
        self.last[name] = day

    def _known(self, name: str, day: int) -> float:
        if name in self.last:
            return self.recall(name, day)
        # Just read: what lasts long is also easier to get right at first.
        return 1 / (1 + exp(-0.7 - 1.5 * log(self.first[name] / self.setting.half_life)))

    def _tell(self, name: str, day: int, right: bool, sure: int | None) -> None:
        self.answers.append(
            Response(
                id=UUID(int=len(self.answers)),
                question=name,
                revision=revisions(self.content)[name],
                attempt=1,
                given={},
                score=right,
                confidence=sure,
                answered_at=START + timedelta(days=day, seconds=len(self.answers)),
            )
        )


Policy = Callable[[Learner, int, int], list[str]]


def ours(learner: Learner, day: int, most: int) -> list[str]:
    """What review picks."""
    now = START + timedelta(days=day)
    return list(pick(learner.answers, learner.content, now, most).questions)


def chance(learner: Learner, day: int, many: int) -> list[str]:
    """Any questions."""
    return learner.chance.sample(list(learner.content.questions), many)


def in_order(learner: Learner, day: int, many: int) -> list[str]:
    """The questions that were not asked for longest: round and round through the course."""
    return sorted(learner.content.questions, key=lambda name: learner.last[name])[:many]


@dataclass(frozen=True)
class Outcome:
    """What is remembered, 0 to 1, at the end and later without practice; and each day's number of answers."""

    end: float
    later: float
    counts: tuple[int, ...]


def study(setting: Setting, content: Content, seed: int, policy: Policy, counts: tuple[int, ...]) -> Outcome:
    """Let one learner go through the course, ten questions a day, and then practise up to day 60."""
    learner, course = Learner(setting, content, seed), list(content.questions)
    first = -(-len(course) // 10)
    for place, name in enumerate(course):
        learner.answer(name, place // 10)
    done = []
    for day, many in zip(range(first, DAYS), counts or (setting.most,) * DAYS, strict=False):
        picked = policy(learner, day, many)
        done.append(len(picked))
        for name in picked:
            learner.answer(name, day)
    return Outcome(learner.remembered(DAYS), learner.remembered(AFTER), tuple(done))


def lessons_alone(content: Content) -> Content:
    """The course without its patients: ten answers a day are too few to keep all of it fresh."""
    asked = {name: each for name, each in content.questions.items() if name not in content.patient_of}
    return replace(content, questions=asked)


def compare(setting: Setting, content: Content, learners: int = LEARNERS) -> dict[str, list[Outcome]]:
    """Each policy's outcome for the same learners, at the same number of answers on each day."""
    found: dict[str, list[Outcome]] = {"review": [], "random": [], "in order": []}
    for seed in range(learners):
        found["review"].append(study(setting, content, seed, ours, ()))
        for name, policy in (("random", chance), ("in order", in_order)):
            found[name].append(study(setting, content, seed, policy, found["review"][-1].counts))
    return found


def measure(tell: Callable[[str], None]) -> list[Row]:
    """Print what each policy keeps, and return what is forgotten, ours against the others."""
    rows = []
    tell(f"memory: {LEARNERS} simulated learners, day {DAYS} (day {AFTER} without practice), % ± spread")
    for setting in SETTINGS:
        found = compare(setting, lessons_alone(shipped()))
        kept = {name: [outcome.end for outcome in outcomes] for name, outcomes in found.items()}
        answers = mean(sum(outcome.counts) for outcome in found["review"])
        told = (
            f"{name} {mean(ends):.0%} ± {stdev(ends):.0%} ({mean(each.later for each in found[name]):.0%})"
            for name, ends in kept.items()
        )
        tell(f"memory, {setting.name}, {answers:.0f} answers: {', '.join(told)}")
        forgotten = {name: 100 * (1 - mean(ends)) for name, ends in kept.items()}
        aim = 1.0 if setting is SETTINGS[0] else None
        for name in ("random", "in order"):
            title = f"forgotten on day {DAYS}: {setting.name}; against {name}"
            rows.append(Row(title, forgotten["review"], forgotten[name], "%", aim))
    return rows


if __name__ == "__main__":
    from benchmarks.table import table

    print(table(measure(print)))
