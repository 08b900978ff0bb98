"""One question and what a class made of it, in figures."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bedside.content import Content
from bedside.kinds import Question
from bedside.report import analysis
from bedside.report.answer_counts import Row, Slip, rows, slips
from bedside.report.gradebook import Gradebook

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Settled:
    """What shows whether the teaching worked (see ``Gradebook``): a second vote, no guess before reading."""

    asked: int
    right: int
    high: float
    discrimination: float
    sure_and_wrong: int
    slips: tuple[Slip, ...]  # the most frequent first

    @property
    def wrong(self) -> int:
        """How many were wrong."""
        return self.asked - self.right


@dataclass(frozen=True)
class Item:
    """The figures of one question, from first answers; shares are 0 to 1 and NaN when too few answered."""

    question: Question
    lesson: str
    asked: int
    right: int
    share: float
    low: float
    high: float
    discrimination: float
    upper: tuple[int, int]  # right and asked, in the upper third of the class
    lower: tuple[int, int]
    mended: int  # wrong at first, right later
    sure_and_wrong: int
    hinted: int
    rows: tuple[Row, ...]
    slips: tuple[Slip, ...]  # the most frequent first
    guess: bool  # the first answer was a guess, before the reading
    revoted: int  # how many voted a second time, after they talked
    settled: Settled

    @property
    def wrong(self) -> int:
        """How many were wrong at first."""
        return self.asked - self.right

    @property
    def later(self) -> str:
        """What came after the first answer, in words; empty where that is what counts."""
        then = f"{self.settled.right} of {self.settled.asked}"
        if self.revoted:
            return f"{then} after they talked"
        if self.guess:
            return "a guess before the reading" + (f"; {then} in review" if self.settled.asked else "")
        return ""

    @property
    def took(self) -> str:
        """What a row counts: those who took it, ticked it or had it right."""
        return self.question.took


def items(book: Gradebook, content: Content, step: Callable[[], None] = lambda: None) -> tuple[Item, ...]:
    """Each question of the course, in its order; step is called for each."""
    found = analysis.analyse(book.scores)
    sure_and_wrong = ((book.sure == max(analysis.LEVELS)) & (book.scores < 1)).sum(axis=0)
    settled = _settled(book, content)
    guessed = {name for lesson in content.lessons.values() for name in lesson.warm_up}
    mended = (book.mended & (book.scores < 1)).sum(axis=0)
    hinted = (book.hinted == 1).sum(axis=0)

    def third(mark: Bools, column: int) -> tuple[int, int]:
        scores = book.scores[mark, column]
        return int((scores == 1).sum()), int((~np.isnan(scores)).sum())

    def made(n: int, name: str) -> Item:
        step()
        question = content.questions[name]
        return Item(
            question=question,
            lesson=content.lesson_of[name],
            asked=int(found.facility.asked[n]),
            right=int(found.facility.right[n]),
            share=float(found.facility.share[n]),
            low=float(found.facility.low[n]),
            high=float(found.facility.high[n]),
            discrimination=float(found.discrimination[n]),
            upper=third(found.upper, n),
            lower=third(found.lower, n),
            mended=int(mended[n]),
            sure_and_wrong=int(sure_and_wrong[n]),
            hinted=int(hinted[n]),
            rows=tuple(rows(question, book.firsts[name], found.upper, found.lower)),
            slips=tuple(slips(question, book.firsts[name])),
            guess=name in guessed,
            revoted=book.revoted[name],
            settled=next(settled),
        )

    return tuple(made(n, name) for n, name in enumerate(book.questions))


def _settled(book: Gradebook, content: Content) -> Iterator[Settled]:
    found = analysis.analyse(book.settled_scores)
    sure_and_wrong = ((book.settled_sure == max(analysis.LEVELS)) & (book.settled_scores < 1)).sum(axis=0)
    for n, name in enumerate(book.questions):
        yield Settled(
            int(found.facility.asked[n]),
            int(found.facility.right[n]),
            float(found.facility.high[n]),
            float(found.discrimination[n]),
            int(sure_and_wrong[n]),
            tuple(slips(content.questions[name], book.settled[name])),
        )


def fewest_right(items: Iterable[Item]) -> list[Item]:
    """Those that anyone answered, the fewest right first."""
    return sorted(
        (item for item in items if item.asked), key=lambda item: (item.right / item.asked, -item.asked)
    )


def percent(share: float) -> str:
    """A share as people read it, as ``35 %``, never torn apart; NaN is "too few answers"."""
    return analysis.words(share) if np.isnan(share) else f"{share * 100:.0f}\u00a0%"
