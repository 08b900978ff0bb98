"""What is read in a lesson, as HTML: its head, its parts with drawings and sources, its words."""

import json
import re
from collections.abc import Iterable
from html import escape
from xml.etree import ElementTree

from bedside.content import Content
from bedside.content.models import Fact, Figure, Lesson, Part, Source
from bedside.content.paint import painted
from bedside.text.markdown import html, words

_STOPPED = re.compile(r"(<button[^>]*>[^<]*</button>[.,;:?!)]+)")


def head(lesson: Lesson, content: Content) -> str:
    """What a lesson is about, what a student will be able to do, and room for how far they are."""
    goals = "".join(f"<li>{html(objective.say)}</li>" for objective in lesson.objectives)
    return _section(
        lesson.title,
        f"<p>{_glossed(lesson.about, content, lesson.id)}</p>"
        '<p class="bedside-label">After this lesson you can:</p>'
        f'<div class="bedside-live"><ul>{goals}</ul></div>'
        f'<p>About {lesson.minutes} minutes. <span class="bedside-far"></span></p>'
        + _meanings(words(lesson.about), content, lesson.id),
    )


def course(content: Content) -> str:
    """The lessons in order, who reviewed them, and what they are not."""
    lessons = "".join(
        f'<li><a href="{lesson.notebook}.ipynb">{escape(lesson.title)}</a> · {lesson.minutes} minutes<br>'
        f"{_glossed(lesson.about, content, 'course')}</li>"
        for lesson in content.lessons.values()
    )
    used = [word for lesson in content.lessons.values() for word in words(lesson.about)]
    return _section(
        content.course.title,
        f'<p class="bedside-notice">{html(content.course.notice)}<br>'
        f"Reviewed by a clinician: {escape(content.course.reviewed_by)}.</p><ol>{lessons}</ol>"
        + _meanings(used, content, "course"),
    )


def part(part: Part, lesson: Lesson, content: Content) -> str:
    """The facts of a part with their sources, its drawing, and the meanings of its words."""
    place = f"{lesson.id}-{part.id}"
    facts = "".join(f"<li>{_fact(fact, content, place)}</li>" for fact in part.facts)
    drawing = _figure(part.figure, content, place) if part.figure else ""
    used = [word for fact in part.facts for word in words(fact.say) + words(fact.but or "")]
    named = dict.fromkeys(name for fact in part.facts for name in (*fact.sources, *fact.but_sources))
    return _section(
        part.title,
        f"<ul>{facts}</ul>{drawing}" + sources(named, content) + _meanings(used, content, place),
    )


def recap(lesson: Lesson, content: Content) -> str:
    """What the lesson was for, and all its words with their meanings."""
    goals = "".join(f"<li>{html(objective.say)}</li>" for objective in lesson.objectives)
    facts = [fact for part in lesson.parts for fact in part.facts]
    texts = [lesson.about, *(fact.say for fact in facts), *(fact.but or "" for fact in facts)]
    used = dict.fromkeys(word for text in texts for word in words(text))
    entries = sorted((content.glossary[word] for word in used), key=lambda word: word.word.lower())
    meanings = "".join(
        f"<li><strong>{escape(word.word)}</strong>: {html(word.means)}</li>" for word in entries
    )
    return _section(
        f"{lesson.title} Looking back",
        '<p class="bedside-label">Can you do these now? Say each one aloud, in your own words.</p>'
        f"<ul>{goals}</ul>"
        f"<details><summary>The words of this lesson ({len(entries)})</summary><ul>{meanings}</ul></details>",
    )


def told(text: str, content: Content, place: str) -> str:
    """A paragraph with the meanings of its words; place makes their ids differ from others on the page."""
    return f"<p>{_glossed(text, content, place)}</p>{_meanings(words(text), content, place)}"


def sources(names: Iterable[str], content: Content) -> str:
    """Where something comes from, folded away."""
    listed = "".join(f"<li>{source(name, content)}</li>" for name in names)
    return f"<details><summary>Where this comes from</summary><ul>{listed}</ul></details>"


def source(name: str, content: Content) -> str:
    """A source: its label, which leads to it, its title, and how to find it."""
    found = content.sources[name]
    find = f" ({escape(found.find)})" if found.find else ""
    return f"{linked(found)}: {html(found.title)}{find}"


def linked(source: Source) -> str:
    """The label of a source; it leads there if the source has an address."""
    label = escape(source.label)
    if not source.link:
        return label
    return f'<a href="{escape(source.link)}" target="_blank" rel="noopener noreferrer">{label}</a>'


def form(ask: dict[str, str], inside: str) -> str:
    """Controls that ask Python something when they are used; inside is HTML."""
    return f'<form class="bedside-form" data-ask="{escape(json.dumps(ask))}">{inside}</form>'


def _section(title: str, inside: str) -> str:
    return f'<section class="bedside" aria-label="{escape(title)}">{inside}</section>'


def _fact(fact: Fact, content: Content, place: str) -> str:
    said = f"{_glossed(fact.say, content, place)} {_labels(fact.sources, content)}"
    if fact.but is None:
        return said
    but = f"{_glossed(fact.but, content, place)} {_labels(fact.but_sources, content)}"
    first = "The fact sheet says:" if "fact-sheet" in fact.sources else "Often said:"
    return (
        f'<span class="bedside-label">{first}</span> {said}'
        f'<div class="bedside-but"><span class="bedside-label">The evidence says:</span> {but}</div>'
    )


def _labels(names: tuple[str, ...], content: Content) -> str:
    labels = "; ".join(escape(content.sources[name].label) for name in names)
    return f'<span class="bedside-source">[{labels}]</span>'


def _figure(figure: Figure, content: Content, place: str) -> str:
    ElementTree.register_namespace("", "http://www.w3.org/2000/svg")
    drawing = ElementTree.fromstring(content.figures[figure.file])
    drawing.attrib.update({"role": "img", "aria-labelledby": f"{place}-title"})
    for old in ("width", "height"):
        drawing.attrib.pop(old, None)
    svg = painted(ElementTree.tostring(drawing, encoding="unicode"))
    return (
        f'<figure>{svg}<figcaption id="{place}-title">{escape(figure.title)}</figcaption>'
        f"<details><summary>The drawing in words</summary><p>{html(figure.words)}</p></details></figure>"
    )


def _glossed(text: str, content: Content, place: str) -> str:
    targets = {word: (f"{place}-{word}", content.glossary[word].word) for word in words(text)}
    # A button is a box of its own; without this a full stop behind it may begin the next line.
    return _STOPPED.sub(r'<span class="bedside-together">\1</span>', html(text, targets))


def _meanings(used: list[str], content: Content, place: str) -> str:
    return "".join(
        f'<div popover class="bedside-meaning" id="{place}-{word.id}">'
        f"<strong>{escape(word.word)}</strong>: {html(word.means)}</div>"
        for word in (content.glossary[name] for name in dict.fromkeys(used))
    )
