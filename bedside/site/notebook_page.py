"""A run notebook, as the middle of a page: nbconvert walks its cells, this says what they become."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup
from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode

from bedside.content import Content
from bedside.content.stories import main_way
from bedside.kinds.print_view import paper
from bedside.labs import labs
from bedside.text.markdown import plain
from bedside.text.markup import render

TEMPLATES = Path(__file__).parent / "templates"
VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
SVG = re.compile(r"<svg.*?</svg>", re.DOTALL)


def body(notebook: NotebookNode, content: Content, pages: Mapping[str, str], answers: bool = False) -> str:
    """A notebook as HTML; pages maps notebooks' names to pages' names, answers prints what is right."""
    told = Told(notebook, content, answers)
    exporter = TemplateExporter(
        template_name="page",
        extra_template_basedirs=[str(TEMPLATES)],
        filters={"narrated": lambda cell: narrated(cell, pages), "shown": told.shown},
    )
    exporter.file_extension = ".html"
    return exporter.from_notebook_node(notebook)[0].strip()


def title(notebook: NotebookNode) -> str:
    """The first heading of a notebook, as text."""
    lines = (
        line for cell in notebook.cells for line in cell.source.splitlines() if cell.cell_type == "markdown"
    )
    heading = next((line[2:] for line in lines if line.startswith("# ")), "")
    return plain(heading)


def narrated(cell: NotebookNode, pages: Mapping[str, str]) -> str:
    """A cell's Markdown without raw HTML; its heading has an id, and links to notebooks lead to pages."""
    markdown = MarkdownIt("commonmark", {"html": False})
    tokens = markdown.parse(cell.source)
    for token in tokens:
        if token.type == "heading_open":
            token.attrSet("id", cell.id)
        for inner in token.children or ():
            if inner.type == "link_open":
                _lead(inner, pages)
    return str(markdown.renderer.render(tokens, markdown.options, {}))


def _lead(link: Any, pages: Mapping[str, str]) -> None:
    address = str(link.attrGet("href"))
    stem = address.removesuffix(".ipynb")
    if stem != address:
        link.attrSet("href", f"{pages.get(stem, 'index')}.html")
    else:
        link.attrSet("rel", "noopener noreferrer")


def live(told: Mapping[str, Any], inside: Markup) -> Markup:
    """A part of a page that its script keeps up to date; inside is what it shows before, and without."""
    kept = {key: value for key, value in told.items() if key not in ("html", "title")}
    return _element("bedside-live", kept, inside)


def _element(tag: str, told: Any, inside: str = "") -> Markup:
    """An element of the page's script with what it is told, as JSON that cannot end a script of its own."""
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return render("site/element.html.j2", tag=tag, told=Markup(text), inside=inside)


class Told:
    """What the outputs of one notebook become."""

    def __init__(self, notebook: NotebookNode, content: Content, answers: bool) -> None:
        """Those of this notebook; answers is whether its questions stand there answered."""
        widgets = notebook.metadata.get("widgets", {}).get(STATE, {"state": {}})
        self._state, self._content, self._answers = widgets["state"], content, answers

    def shown(self, output: NotebookNode) -> Markup:
        """An output of a cell as HTML."""
        found = output.get("data", {})
        if VIEW in found:
            state = self._state[found[VIEW]["model_id"]]["state"]
            return self._widget(json.loads(state.get("page") or state["quiz"]))
        if "text/html" in found:
            return Markup(found["text/html"])
        return render("site/output.html.j2", text=found.get("text/plain") or output.get("text", ""))

    def _widget(self, told: dict[str, Any]) -> Markup:
        match told["kind"]:
            case "lab":
                return _lab(told["lab"], self._content)
            case "patient":
                return self._story(told)
            case "head":
                return live(told, Markup(told["html"]))
            case "live":
                return live(told, waiting(told["title"]))
            case "script":  # it shows nothing
                return Markup()
        return self._quiz(told)

    def _quiz(self, told: dict[str, Any]) -> Markup:
        asked = Markup().join(self._paper(face["id"]) for face in told["questions"])
        return asked if self._answers else _element(f"bedside-{told['kind']}", told) + asked

    def _story(self, told: dict[str, Any]) -> Markup:
        steps = {step["id"]: step for step in told["steps"]}
        way = (steps[name] for name in main_way(self._content.patients[told["id"]]))
        parts = [(Markup(step["tell"]), self._paper(step["ask"]) if step["ask"] else "") for step in way]
        whole = render("site/story.html.j2", about=Markup(told["html"]), parts=parts)
        return whole if self._answers else _element("bedside-patient", told) + whole

    def _paper(self, name: str) -> Markup:
        return paper(self._content.questions[name], self._content, self._answers)


def waiting(title: str) -> Markup:
    """A place that the page's script fills."""
    return render("site/waiting.html.j2", title=title)


def _lab(name: str, content: Content) -> Markup:
    first = labs.show(name, {}, content)
    drawing = SVG.search(first["html"])
    return render(
        "site/lab.html.j2",
        lab=content.labs[name],
        drawing=Markup(drawing[0] if drawing else ""),
        say=first["say"],
    )
