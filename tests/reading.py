"""How hard a text is to read: Flesch–Kincaid grade, with glossary words counted as known.

Run it on lessons while writing: ``python -m tests.reading causes`` (no name: the whole course).
"""

import re
import sys
from collections.abc import Iterator
from functools import cache

import textstat

from bedside.content import Content, shipped
from bedside.text import markdown

LEAST = 5.0  # the least a lesson may have on average: below it sentences are chopped, and adults feel it
MEAN, MOST = 8.0, 11.0  # the most a lesson may have on average, and any one text


def _known(content: Content) -> re.Pattern[str]:
    return _any_of(tuple(form for word in content.glossary.values() for form in (word.word, *word.also)))


@cache
def _any_of(forms: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(forms, key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)


def grade(text: str, content: Content) -> float:
    """The Flesch–Kincaid grade of a text; a glossary word weighs as much as "word" does."""
    names = {word.id: word.word for word in content.glossary.values()}
    said = _known(content).sub("word", markdown.plain(text, names))
    return float(textstat.flesch_kincaid_grade(said))


def texts(content: Content, lesson: str) -> Iterator[tuple[str, str]]:
    """Every fact and every ``why`` of a lesson, each with its name."""
    for part in content.lessons[lesson].parts:
        for fact in part.facts:
            yield f"{fact.id}: say", fact.say
            if fact.but:
                yield f"{fact.id}: but", fact.but
    for question in content.questions_of(lesson):
        dumped = question.model_dump()
        for key in ("options", "items", "mistakes"):
            for i, item in enumerate(dumped.get(key, ()), 1):
                yield f"{question.id}: {key} {i}: why", item["why"]
        for i, why in enumerate(dumped.get("whys", ()), 1):
            yield f"{question.id}: gap {i}: why", why
        yield f"{question.id}: explain", question.explain


def grades(content: Content, lesson: str) -> list[tuple[float, str, str]]:
    """(grade, name, text) of every fact and ``why`` of a lesson, hardest first."""
    return sorted(((grade(text, content), name, text) for name, text in texts(content, lesson)), reverse=True)


def mean(found: list[tuple[float, str, str]]) -> float:
    """The mean of ``grades``."""
    return sum(each[0] for each in found) / len(found)


if __name__ == "__main__":
    course = shipped()
    for chosen in sys.argv[1:] or course.lessons:
        found = grades(course, chosen)
        print(f"{chosen}: mean {mean(found):.1f} ({LEAST} to {MEAN}), {len(found)} texts")
        for hard, name, text in found:
            if hard > MOST - 1:
                print(f"  {hard:5.1f}  {name}\n         {text}")
