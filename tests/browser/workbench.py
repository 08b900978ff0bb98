"""A lab, a patient or deeper questions on a page of its own: the real element in a real Chromium, Python replying, no notebook between."""

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from bedside.content import shipped
from bedside.content.stories import Patient
from bedside.labs import labs
from bedside.notebook.api import Lesson
from bedside.notebook.story import story
from bedside.notebook.widgets import PIECES, SCRIPT, STYLE, STYLES

COURSE = shipped()


def open_lab(page: Page, name: str) -> None:
    """Show a lab; each message of the page is kept in page.told."""

    def reply(message: dict[str, Any]) -> dict[str, Any]:
        page.told.append(message)
        return labs.show(message["lab"], message["fields"], COURSE)

    _open(page, "bedside-lab", labs.page(name, COURSE), reply)


def open_patient(page: Page, patient: Patient) -> None:
    """Show a patient's story; its answers are kept in page.told."""
    _open(page, "bedside-patient", story(patient, COURSE), lambda message: _keep(page, message))


def open_deeper(page: Page, lesson: Lesson) -> None:
    """Show a lesson's deeper questions; their answers are kept in page.told."""
    _open(page, "bedside-deeper", json.loads(lesson.deeper().quiz), lambda message: _keep(page, message))


def _keep(page: Page, message: dict[str, Any]) -> dict[str, Any]:
    page.told += message["responses"]
    return {"kept": [response["id"] for response in message["responses"]]}


def _open(page: Page, tag: str, told: dict[str, Any], reply: Callable[[Any], Any]) -> None:
    page.told = []
    shell = f"""<!doctype html><html lang="en"><title>A lab</title><meta name="viewport" content="width=device-width">
        <link rel="stylesheet" href="question.css"><main><h1>A lesson</h1><h2>Its part</h2><div id="host"></div></main>
        <script type="module">import widget from "./question.js";
        await customElements.whenDefined("{tag}");
        const element = document.createElement("{tag}");
        element.connect({json.dumps(told)}, (message) => python(message));
        document.querySelector("#host").append(element);</script>"""
    files = {
        "question.js": ("".join(PIECES.values()) + SCRIPT, "text/javascript"),
        "question.css": (STYLE + "".join(STYLES.values()), "text/css"),
    }

    def serve(route: Any) -> None:
        text, kind = files.get(route.request.url.rpartition("/")[2], (shell, "text/html"))
        route.fulfill(body=text, content_type=f"{kind}; charset=utf-8")

    page.expose_function("python", reply)
    page.route("https://course.example/**", serve)
    page.goto("https://course.example/")
    page.locator(tag).wait_for()


def settled(page: Page) -> None:
    """Wait until all that was changed has been answered."""
    page.evaluate(
        "async () => { const lab = document.querySelector('bedside-lab'); await lab.turn; await lab.turn; }"
    )
