"""What is read in a lesson, as HTML: its head, its parts with drawings and sources, its words."""

import re
from collections.abc import Iterable
from functools import partial
from typing import Any
from xml.etree import ElementTree

from markupsafe import Markup

from bedside.content import Content
from bedside.content.models import Fact, Figure, Lesson, Part
from bedside.content.paint import painted
from bedside.text.markdown import html, words
from bedside.text.markup import render

_STOPPED = re.compile(r"(<button[^>]*>[^<]*</button>[.,;:?!)]+)")


def head(lesson: Lesson, content: Content) -> Markup:
    """What a lesson is about, what a student will be able to do, and room for how far they are."""
    shown = _glossary([lesson.about], content, lesson.id)
    return render("content/lesson.html.j2", lesson=lesson, **shown)


def course(content: Content) -> Markup:
    """The lessons in order, who reviewed them, and what they are not."""
    lessons = content.lessons.values()
    shown = _glossary((lesson.about for lesson in lessons), content, "course")
    return render("content/course.html.j2", course=content.course, lessons=lessons, **shown)


def part(part: Part, lesson: Lesson, content: Content) -> Markup:
    """The facts of a part with their sources, its drawing, and the meanings of its words."""
    place = f"{lesson.id}-{part.id}"
    named = dict.fromkeys(name for fact in part.facts for name in (*fact.sources, *fact.but_sources))
    return render(
        "content/part.html.j2",
        part=part,
        labels=lambda names: "; ".join(content.sources[name].label for name in names),
        drawing=_drawing(part.figure, content, place) if part.figure else "",
        sources=[content.sources[name] for name in named],
        **_glossary(_said(part.facts), content, place),
    )


def recap(lesson: Lesson, content: Content) -> Markup:
    """What the lesson was for, and all its words with their meanings."""
    facts = [fact for part in lesson.parts for fact in part.facts]
    used = dict.fromkeys(word for text in (lesson.about, *_said(facts)) for word in words(text))
    meanings = sorted((content.glossary[word] for word in used), key=lambda word: word.word.lower())
    return render("content/recap.html.j2", lesson=lesson, meanings=meanings)


def told(text: str, content: Content, place: str) -> Markup:
    """A paragraph with the meanings of its words; place makes their ids differ from others on the page."""
    return render("content/paragraph.html.j2", text=text, **_glossary([text], content, place))


def sources(names: Iterable[str], content: Content) -> Markup:
    """Where something comes from, folded away."""
    return render("content/sources.html.j2", sources=[content.sources[name] for name in names])


def _said(facts: Iterable[Fact]) -> list[str]:
    return [text for fact in facts for text in (fact.say, fact.but or "")]


def _glossary(texts: Iterable[str], content: Content, place: str) -> dict[str, Any]:
    """What a template needs to show texts whose words open their meanings."""
    used = dict.fromkeys(word for text in texts for word in words(text))
    return {
        "place": place,
        "glossed": partial(_glossed, content=content, place=place),
        "meanings": [content.glossary[word] for word in used],
    }


def _glossed(text: str, content: Content, place: str) -> Markup:
    targets = {word: (f"{place}-{word}", content.glossary[word].word) for word in words(text)}
    # A button is a box of its own; without this a full stop behind it may begin the next line.
    return Markup(_STOPPED.sub(r'<span class="bedside-together">\1</span>', html(text, targets)))


def _drawing(figure: Figure, content: Content, place: str) -> Markup:
    ElementTree.register_namespace("", "http://www.w3.org/2000/svg")
    drawing = ElementTree.fromstring(content.figures[figure.file])
    drawing.attrib.update({"role": "img", "aria-labelledby": f"{place}-title"})
    for old in ("width", "height"):
        drawing.attrib.pop(old, None)
    return Markup(painted(ElementTree.tostring(drawing, encoding="unicode")))
