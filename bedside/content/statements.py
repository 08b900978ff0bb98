"""What a clinician reviews: every fact with its sources, what could do most harm first, as HTML."""

from collections import Counter
from collections.abc import Iterable
from html import escape

from bedside.content import Content, readings
from bedside.content.clinician import ForClinician, Topic
from bedside.content.models import Fact, Seen, Source
from bedside.content.text import html
from bedside.frontend import built

# How much of a source was seen, from most to least: what a row says, and what that means.
MARKS: dict[Seen | None, tuple[str, str]] = {
    "text": ("text seen", "Its text, or the part the statement rests on, as a label, a table or a copy."),
    "abstract": ("abstract seen", "Its abstract or summary."),
    "second-hand": ("second-hand", "Only what another page says of it."),
    "fact-sheet": ("no references", "The fact sheet that the course was built from. It names no sources."),
    "background": ("background", "Commonly stated, and not checked against a document."),
    None: ("not recorded", "How much of it was seen was not written down. Take it as unchecked."),
}
_RANK: list[Seen | None] = list(MARKS)


def statements(guide: ForClinician, content: Content, ways: str = "") -> str:
    """Everything to review, under headings of the second level; ways is HTML that leads to them."""
    return (
        '<section class="bedside bedside-claims" aria-label="For the clinician who reviews this">'
        f"{_standing(content)}<p>{html(guide.about)}</p><h2>How to tell us</h2><p>{html(guide.tell)}</p>"
        f"{ways}{_marks(content)}{''.join(_topic(topic, guide, content) for topic in guide.topics)}"
        f"{_differs(guide, content)}{_sources(content)}</section>"
    )


def style() -> str:
    """The styles, for a page that has none of ours."""
    return f"<style>{built('notebook/statements.css')}</style>"


def best(fact: Fact, content: Content) -> Seen | None:
    """How much was seen of the best-seen source of a fact."""
    seen = (content.sources[name].seen for name in (*fact.sources, *fact.but_sources))
    return min(seen, key=_RANK.index)


def _standing(content: Content) -> str:
    by = content.course.reviewed_by
    said = (
        "No clinician has reviewed this course yet, neither as a whole nor any line of it."
        if by == "none yet"
        else f"Reviewed by a clinician: {escape(by)}."
    )
    return f'<p class="bedside-notice"><strong>{said}</strong><br>{html(content.course.notice)}</p>'


def _marks(content: Content) -> str:
    facts = content.facts.values()
    count = Counter(best(fact, content) for fact in facts)
    rows = [(name, means, f"{count[seen]}") for seen, (name, means) in MARKS.items()]
    return "<h2>How much was seen</h2>" + _table(
        f"The {len(facts)} statements by the best-seen of their sources",
        ("Mark", "What it means", "How many"),
        rows,
        "bedside-marks",
    )


def _topic(topic: Topic, guide: ForClinician, content: Content) -> str:
    asked = Counter(name for question in content.questions.values() for name in question.facts)
    words = {word.id: ("", word.word) for word in content.glossary.values()}  # as text, that opens nothing
    rows = [
        (_said(fact, lesson.title, asked[fact.id], words), _seen(fact, content))
        for lesson in content.lessons.values()
        for part in lesson.parts
        for fact in part.facts
        if guide.topic_of(fact.id) is topic
    ]
    named = f"{escape(topic.title)}: {len(rows)} statement{'s' * (len(rows) != 1)}"
    return (
        f'<h2 id="topic-{topic.id}">{escape(topic.title)}</h2>'
        f'<p><span class="bedside-label">If this is wrong:</span> {html(topic.about)}</p>'
        + _table(named, ("What the course says", "Where from, and how much was seen"), rows)
    )


def _said(fact: Fact, lesson: str, asked: int, words: dict[str, tuple[str, str]]) -> str:
    more = f'<span class="bedside-label">The evidence says:</span> {html(fact.but or "", words)}'
    but = f'<div class="bedside-but">{more}</div>' if fact.but else ""
    times = {0: "not asked", 1: "asked once"}.get(asked, f"asked {asked} times")
    return f"{html(fact.say, words)}{but}<small><code>{fact.id}</code> · {escape(lesson)} · {times}</small>"


def _seen(fact: Fact, content: Content) -> str:
    but = f'<span class="bedside-label">The evidence:</span>{_list(fact.but_sources, content)}'
    return _list(fact.sources, content) + (but if fact.but else "")


def _list(names: Iterable[str], content: Content) -> str:
    found = (content.sources[name] for name in names)
    listed = "".join(f"<li>{readings.linked(source)}: {_mark(source)}</li>" for source in found)
    return f"<ul>{listed}</ul>"


def _mark(source: Source) -> str:
    return f"<strong>{MARKS[source.seen][0]}</strong>"


def _differs(guide: ForClinician, content: Content) -> str:
    rows = [(escape(each.title), f"{html(each.say)}{_list(each.sources, content)}") for each in guide.differs]
    return '<h2 id="topic-differs">What differs between countries</h2>' + _table(
        "What differs between countries", ("What", "Where, and how"), rows, "bedside-differs"
    )


def _sources(content: Content) -> str:
    by_label = sorted(content.sources.items(), key=lambda each: each[1].label.lower())
    listed = "".join(
        f"<li>{readings.source(name, content)} {_mark(source)}</li>" for name, source in by_label
    )
    return f'<h2 id="topic-sources">All sources</h2><ul>{listed}</ul>'


def _table(caption: str, head: Iterable[str], rows: Iterable[Iterable[str]], kind: str = "") -> str:
    top = "".join(f'<th scope="col">{name}</th>' for name in head)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    inside = f"<caption>{caption}</caption><thead><tr>{top}</tr></thead><tbody>{body}</tbody>"
    return f'<table class="{kind}">{inside}</table>' if kind else f"<table>{inside}</table>"
