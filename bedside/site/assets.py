"""What all pages share: the script, what it knows of the course, styles, the service worker."""

import json
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from typing import Any

from bedside.content import Content
from bedside.frontend import built
from bedside.kinds.view import question_view, revision
from bedside.learner.identity import FIRST, SECOND
from bedside.learner.scheduling import BEST, SCHEDULER
from bedside.site.book import Page
from bedside.site.search_index import index
from bedside.text.markdown import html

AS_IT_IS = ["icon.svg", "store.html"]


def assets(pages: Sequence[Page], content: Content) -> dict[str, str]:
    """What all pages need, by the name of the file."""
    found = [entry for page in pages if page.short for entry in index(page.name, page.title, page.body)]
    return {
        "assets/bedside.js": built("site/bedside.js"),
        "assets/bedside.css": built("site/bedside.css"),
        "assets/course.js": _told("bedsideCourse", course(pages, content)),
        "assets/questions.js": _told(
            "bedsideQuestions",
            {name: question_view(each, content) for name, each in content.questions.items()},
        ),
        "assets/index.js": _told("bedsideIndex", found),
        "assets/store.js": built("site/store.js"),
        **{
            f"assets/{name}": (files("bedside.frontend") / "site" / name).read_text("utf-8")
            for name in AS_IT_IS
        },
        "assets/app.webmanifest": json.dumps(_app(content), indent=1) + "\n",
    }


def course(pages: Iterable[Page], content: Content) -> dict[str, Any]:
    """What the script knows of the course."""
    asked = [question for lesson in content.lessons for question in content.questions_of(lesson)]
    told = [content.questions[name] for name in content.patient_of]
    return {
        "title": content.course.title,
        "file": content.course.slug,
        "lessons": [
            {
                "id": lesson.id,
                "title": lesson.title,
                "page": f"{lesson.id}.html",
                "objectives": [{"id": each.id, "say": html(each.say)} for each in lesson.objectives],
                "review": list(lesson.review),
            }
            for lesson in content.lessons.values()
        ],
        "questions": {
            each.id: {
                "revision": revision(each),
                "lesson": content.lesson_of[each.id],
                "objective": each.objective,
            }
            for each in [*asked, *told]
        },
        "patients": list(content.patient_of),
        "deeper": [name for name, each in content.questions.items() if each.level == "deeper"],
        "memory": {
            "parameters": list(SCHEDULER.parameters),
            "retention": SCHEDULER.desired_retention,
            "longest": SCHEDULER.maximum_interval,
            "best": BEST,
        },
        "names": {"first": FIRST.split(), "second": SECOND.split()},
    }


def worker(made: Mapping[str, str], edition: str) -> str:
    """The service worker that keeps all files for when there is no network."""
    name, listed = json.dumps(edition[:16]), json.dumps(sorted(made))
    return f"const EDITION = {name}, FILES = {listed};\n" + built("site/worker.js")


def _app(content: Content) -> dict[str, Any]:
    return {
        "name": content.course.title,
        "short_name": content.course.title[:12],
        "start_url": "../index.html",
        "scope": "../",
        "display": "minimal-ui",
        "background_color": "#ffffff",
        "theme_color": "#1f5fbf",
        "icons": [{"src": "icon.svg", "sizes": "any", "type": "image/svg+xml"}],
    }


def _told(name: str, value: Any) -> str:
    return f"globalThis.{name}={json.dumps(value, ensure_ascii=False, separators=(',', ':'))};\n"
