"""The pages that no notebook makes: the start, the glossary, the search."""

from collections.abc import Mapping

from markupsafe import Markup

from bedside.content import Content
from bedside.content.models import Lesson
from bedside.content.readings import told
from bedside.content.statements import statements
from bedside.site.notebook_page import live, waiting
from bedside.text.markdown import words
from bedside.text.markup import render

CLINICIAN = "For the clinician who reviews this"


def start(content: Content, pages: Mapping[str, str], handouts: Mapping[str, str]) -> Markup:
    """The first page: what the course is, its lessons, how far a learner is, and their answers.

    Handouts are the titles of the pages with answers, by their names.
    """
    return render(
        "site/start.html.j2",
        course=content.course,
        lessons=[(each, told(each.about, content, each.id)) for each in content.lessons.values()],
        pages=pages,
        patients=content.patients,
        progress=live({"ask": {"show": "progress"}}, waiting("Your progress")),
        answers=live({"ask": {"show": "mine"}}, waiting("Your answers")),
        handouts=handouts,
        clinician=CLINICIAN if content.clinician else "",
    )


def clinician(content: Content) -> Markup:
    """Every statement with its sources, and ways to the topics; empty where the course has no guide to it."""
    guide = content.clinician
    if guide is None:
        return Markup()
    ends = {"differs": "What differs between countries", "sources": "All sources"}
    titles = {topic.id: topic.title for topic in guide.topics} | ends
    return render(
        "site/clinician.html.j2", title=CLINICIAN, statements=statements(guide, content, ways=titles)
    )


def glossary(content: Content, pages: Mapping[str, str]) -> Markup:
    """Every word of the course with its meaning, and the lessons that use it."""
    entries = sorted(content.glossary.values(), key=lambda word: word.word.lower())
    used = {lesson.id: _words(lesson) for lesson in content.lessons.values()}
    return render(
        "site/glossary.html.j2",
        pages=pages,
        entries=[
            (
                word,
                [lesson for lesson in content.lessons.values() if word.id in used[lesson.id]],
                [content.sources[name] for name in word.sources],
            )
            for word in entries
        ],
    )


def search() -> Markup:
    """Room for what is found."""
    return render("site/search.html.j2")


def _words(lesson: Lesson) -> set[str]:
    facts = [fact for part in lesson.parts for fact in part.facts]
    texts = [lesson.about, *(fact.say for fact in facts), *(fact.but or "" for fact in facts)]
    return {word for text in texts for word in words(text)}
