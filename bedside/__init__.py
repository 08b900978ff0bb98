"""The words a notebook uses."""

from bedside.lesson import course, lesson, my_answers, progress, review

__all__ = ["course", "lesson", "my_answers", "progress", "review"]
