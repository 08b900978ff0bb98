"""The words a notebook uses."""

from bedside.lesson import course, join, lab, lesson, my_answers, patient, progress, review

__all__ = ["course", "join", "lab", "lesson", "my_answers", "patient", "progress", "review"]
