"""Kinds of question: how each is seen, graded, printed."""
