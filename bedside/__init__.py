"""The words a notebook uses."""

from bedside.lesson import course, lab, lesson, my_answers, patient, progress, review

__all__ = ["course", "lab", "lesson", "my_answers", "patient", "progress", "review"]
