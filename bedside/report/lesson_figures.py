"""How a class did in a lesson as a whole: from warm-up to look-back, and how far its questions agree."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bedside.content import Content
from bedside.report import analysis
from bedside.report.gradebook import Gradebook

# Moodle's guide calls alpha satisfactory above 0.75, and a test as a whole unsatisfactory below 0.64.
TOGETHER, SOMEWHAT = 0.75, 0.64
# Hake (1998) calls a normalised gain of 0.3 and up medium, and of 0.7 and up high.
SOME, MUCH = 0.3, 0.7


@dataclass(frozen=True)
class LessonFigures:
    """The figures of one lesson, from the questions its notebook asks; NaN where too few answered."""

    title: str
    questions: int
    learners: int  # who answered any of it
    complete: int  # who answered all of it
    both: int  # who answered warm-up and look-back
    before: float  # mean score of the warm-up among these, 0 to 1
    after: float
    gain: float
    alpha: float
    error: float  # in points, a question being worth one

    @property
    def gain_in_words(self) -> str:
        """What the gain means, for someone who has never heard of it."""
        if np.isnan(self.gain):
            return "" if np.isnan(self.before) else "nothing was left to make up"
        if self.gain < 0:
            return "the look-back went worse than the warm-up"
        much = "much" if self.gain >= MUCH else "some" if self.gain >= SOME else "little"
        return f"{much} of what was missing was made up ({self.gain:.2f})"

    @property
    def alpha_in_words(self) -> str:
        """What alpha means."""
        if np.isnan(self.alpha):
            return ""
        if self.alpha >= TOGETHER:
            return "they agree well on who knows more"
        return "they agree somewhat" if self.alpha >= SOMEWHAT else "each goes its own way"

    @property
    def error_in_words(self) -> str:
        """What the standard error of measurement means."""
        if np.isnan(self.error):
            return analysis.words(self.error, asked=self.complete)
        return f"{analysis.words(self.error, 1)} of {self.questions} points, up or down"


def lesson_figures(book: Gradebook, content: Content) -> Iterator[LessonFigures]:
    """Each lesson of the course, in its order."""
    for lesson in content.lessons.values():
        asked = [each.id for each in content.questions_of(lesson.id) if each.id not in lesson.review]
        scores = book.scores[:, book.columns(asked)]
        before = analysis.means(book.scores[:, book.columns(lesson.warm_up)])
        after = analysis.means(book.scores[:, book.columns(lesson.look_back)])
        both = ~np.isnan(before) & ~np.isnan(after)
        enough = both.sum() >= analysis.FEWEST
        yield LessonFigures(
            lesson.title,
            len(asked),
            int((~np.isnan(scores)).any(axis=1).sum()),
            int((~np.isnan(scores)).all(axis=1).sum()),
            int(both.sum()),
            float(before[both].mean()) if enough else np.nan,
            float(after[both].mean()) if enough else np.nan,
            analysis.gain(before, after),
            analysis.alpha(scores),
            analysis.measurement_error(scores),
        )
