"""What a clinician reviews: every fact with its sources, what could do most harm first, as HTML."""

from collections import Counter
from collections.abc import Mapping

from markupsafe import Markup

from bedside.content import Content
from bedside.content.clinician import ForClinician, Topic
from bedside.content.models import Fact, Seen
from bedside.frontend import built
from bedside.text.markup import render

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


def statements(
    guide: ForClinician, content: Content, ways: Mapping[str, str] | None = None, style: str = ""
) -> Markup:
    """Everything to review, under headings of the second level.

    Ways are titles that lead to the topics, by their ids; style is ``style()`` for a page without our styles.
    """
    asked = Counter(name for question in content.questions.values() for name in question.facts)
    return render(
        "content/statements.html.j2",
        guide=guide,
        content=content,
        ways=ways,
        style=Markup(style),
        marks=MARKS,
        counted=Counter(best(fact, content) for fact in content.facts.values()),
        topics=[(topic, _of(topic, guide, content, asked)) for topic in guide.topics],
        words={word.id: ("", word.word) for word in content.glossary.values()},  # as text, that opens nothing
        sources=sorted(content.sources.values(), key=lambda source: source.label.lower()),
    )


def style() -> str:
    """The styles, for a page that has none of ours."""
    return built("notebook/statements.css")


def best(fact: Fact, content: Content) -> Seen | None:
    """How much was seen of the best-seen source of a fact."""
    seen = (content.sources[name].seen for name in (*fact.sources, *fact.but_sources))
    return min(seen, key=_RANK.index)


def _of(
    topic: Topic, guide: ForClinician, content: Content, asked: Counter[str]
) -> list[tuple[Fact, str, str]]:
    """The facts of a topic, each with the title of its lesson and how often it is asked."""
    return [
        (fact, lesson.title, _times(asked[fact.id]))
        for lesson in content.lessons.values()
        for part in lesson.parts
        for fact in part.facts
        if guide.topic_of(fact.id) is topic
    ]


def _times(asked: int) -> str:
    return {0: "not asked", 1: "asked once"}.get(asked, f"asked {asked} times")
