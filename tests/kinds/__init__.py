"""Kinds of question: that each is whole, that nothing else names one, and how one is added."""
