"""The pages that no notebook makes: the start, the glossary, the search."""

from collections.abc import Mapping
from html import escape

from bedside.content import Content
from bedside.content.models import Lesson
from bedside.content.readings import sources, told
from bedside.content.statements import statements
from bedside.site.notebook_page import live, waiting
from bedside.text.markdown import html, words

CLINICIAN = "For the clinician who reviews this"
HERE = (
    "You can save your answers as a file, take that file into another browser or into JupyterLab, or hand it "
    "to your teacher."
)


def start(content: Content, pages: Mapping[str, str], handouts: Mapping[str, str]) -> str:
    """The first page: what the course is, its lessons, how far a learner is, and their answers.

    Handouts are the titles of the pages with answers, by their names.
    """
    course = content.course
    lessons = "".join(
        f'<li><a href="{pages[lesson.notebook]}.html">{escape(lesson.title)}</a> · {lesson.minutes} minutes'
        f"{told(lesson.about, content, lesson.id)}</li>"
        for lesson in content.lessons.values()
    )
    people = (
        '<p>After the lessons, <a href="patients.html">people with a story</a> wait for you. '
        'What fades comes back in your <a href="review.html">review</a>.</p>'
        if content.patients
        else ""
    )
    return (
        f'<div class="bedside prose"><h1>{escape(course.title)}</h1><p>{html(course.about)}</p>'
        f'<p class="bedside-notice">{html(course.notice)}<br>'
        f"Reviewed by a clinician: {escape(course.reviewed_by)}.</p>"
        "<p>Guess first, read a little, then answer. You see at once why an answer fits or not. "
        "Words with a dotted line open their meaning.</p>"
        f'<h2 id="lessons">The lessons</h2><ol class="site-course">{lessons}</ol>{people}'
        '<h2 id="progress">How far you are</h2></div>'
        + live({"ask": {"show": "progress"}}, waiting("Your progress"))
        + f'<div class="bedside prose"><h2 id="answers">Your answers</h2><p>{HERE}</p></div>'
        + live({"ask": {"show": "mine"}}, waiting("Your answers"))
        + (_handouts(handouts) if handouts else "")
        + (_to_clinician() if content.clinician else "")
    )


def clinician(content: Content) -> str:
    """Every statement with its sources, and ways to the topics; empty where the course has no guide to it."""
    guide = content.clinician
    if guide is None:
        return ""
    ends = {"differs": "What differs between countries", "sources": "All sources"}
    titles = {topic.id: topic.title for topic in guide.topics} | ends
    ways = "".join(f'<li><a href="#topic-{name}">{escape(title)}</a></li>' for name, title in titles.items())
    ways = f'<nav aria-label="On this page"><ol>{ways}</ol></nav>'
    return f'<div class="bedside prose"><h1>{CLINICIAN}</h1></div>{statements(guide, content, ways)}'


def _handouts(handouts: Mapping[str, str]) -> str:
    links = "".join(f'<li><a href="{page}.html">{escape(title)}</a></li>' for page, title in handouts.items())
    return (
        '<div class="bedside prose"><h2 id="handouts">For instructors: hand-outs with answers</h2>'
        "<p>Open one and print it. Everyone who can open this site can open them, too. For a hand-out "
        f"without answers, print the lesson itself.</p><ul>{links}</ul></div>"
    )


def _to_clinician() -> str:
    return (
        f'<div class="bedside prose"><h2 id="clinician">{CLINICIAN}</h2><p><a href="for-the-clinician.html">'
        "Every statement with its sources</a>, what could do most harm first, and what differs between "
        "countries. Nobody has to read it to learn.</p></div>"
    )


def glossary(content: Content, pages: Mapping[str, str]) -> str:
    """Every word of the course with its meaning, and the lessons that use it."""
    entries = sorted(content.glossary.values(), key=lambda word: word.word.lower())
    used = {lesson.id: _words(lesson) for lesson in content.lessons.values()}
    shown = []
    for word in entries:
        also = f" <span>(also: {escape(', '.join(word.also))})</span>" if word.also else ""
        places = " · ".join(
            f'<a href="{pages[lesson.notebook]}.html">{escape(lesson.title)}</a>'
            for lesson in content.lessons.values()
            if word.id in used[lesson.id]
        )
        where = f'<br><span class="bedside-source">In: {places}</span>' if places else ""
        more = sources(word.sources, content) if word.sources else ""
        shown.append(f'<dt id="{word.id}"><strong>{escape(word.word)}</strong>{also}</dt>')
        shown.append(f"<dd>{html(word.means)}{where}{more}</dd>")
    return (
        f'<div class="bedside prose"><h1>Words</h1><p>The {len(entries)} words that the lessons explain.</p>'
        f'<dl class="site-words">{"".join(shown)}</dl></div>'
    )


def search() -> str:
    """Room for what is found."""
    return (
        '<div class="bedside prose"><h1>Search</h1><form class="bedside-form" id="find">'
        '<label>Words to look for <input type="search" name="q" maxlength="80" autocomplete="off"></label>'
        "<button>Find</button></form>"
        '<p id="told" role="status"></p><ol id="found"></ol>'
        '<noscript><p>Searching needs scripts. Without them, <a href="glossary.html">the words</a> are '
        "listed in one place, and your browser can search a page.</p></noscript></div>"
    )


def _words(lesson: Lesson) -> set[str]:
    facts = [fact for part in lesson.parts for fact in part.facts]
    texts = [lesson.about, *(fact.say for fact in facts), *(fact.but or "" for fact in facts)]
    return {word for text in texts for word in words(text)}
