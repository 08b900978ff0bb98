"""A question on paper: to be printed, or read where no script runs; with its answer or without."""

from markupsafe import Markup

from bedside.kinds.course import Course
from bedside.kinds.question import Question
from bedside.text.markup import render


def paper(question: Question, content: Course, answers: bool) -> Markup:
    """A question as HTML without controls; with answers, what is right, why, and where it comes from."""
    labels = [content.sources[name].label for name in question.sources]
    return render("kinds/paper.html.j2", question=question, labels=labels, answers=answers)
