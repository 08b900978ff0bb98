"""A class, live: the room votes, talks, and votes again."""

from bedside.classroom.client import RunningClass, start_class

__all__ = ["RunningClass", "start_class"]
