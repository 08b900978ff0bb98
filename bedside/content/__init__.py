"""The course's content, and the one door to it: ``load`` gives frozen models, or every fault there is."""

from bedside.content.faults import ContentError, Fault
from bedside.content.load import Content, check, load, shipped
from bedside.course_folder import root
from bedside.text.phrases import nearest

__all__ = ["Content", "ContentError", "Fault", "check", "load", "nearest", "root", "shipped"]
