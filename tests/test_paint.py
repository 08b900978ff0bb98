"""Drawings where the course's styles are missing, as in an export: each shape brings its own color."""

import re
from collections.abc import Iterator
from importlib.resources import files
from random import Random
from xml.etree import ElementTree

from bedside.content import readings, shipped
from bedside.content.paint import LIGHT, painted
from bedside.labs.fever.cases import PEOPLE
from bedside.labs.labs import show
from bedside.labs.smear.cells import cell
from bedside.labs.smear.compare import portrait
from bedside.labs.smear.slide import KINDS
from bedside.notebook.story import chart

COURSE = shipped()
SVG = re.compile(r"<svg.*?</svg>", re.DOTALL)
SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text"}
FIELDS = {
    "anc": [{}, {"sample": "calm"}],
    "fever": [{}, *({"case": name} for name in PEOPLE)],
    "marrow": [{}, {"turn": "show", "spread": "on", "dose": "90"}],
    "smear": [{}, {"press": "rest"}],
}


def pages() -> Iterator[tuple[str, str]]:
    """All HTML that holds drawings, each with a name."""
    for lesson in COURSE.lessons.values():
        for part in lesson.parts:
            if part.figure:
                yield part.figure.file, readings.part(part, lesson, COURSE)
    for name, told in FIELDS.items():
        for number, fields in enumerate(told):
            yield f"{name} {number}", show(name, fields, COURSE)["html"]
    for kind in KINDS:
        yield kind, portrait(cell(kind, Random(1)))
    for patient in COURSE.patients.values():
        yield patient.id, chart(patient)


def shapes(node: ElementTree.Element, fill: str = "black", stroke: str = "none") -> Iterator[tuple]:
    """Every shape and text of a drawing, with what fills it and its stroke when there is no style sheet."""
    fill, stroke = node.get("fill", fill), node.get("stroke", stroke)
    if node.tag.rpartition("}")[2] in SHAPES:
        yield node, fill, stroke
    for child in node:
        yield from shapes(child, fill, stroke)


def right(node: ElementTree.Element, fill: str, stroke: str) -> bool:
    """Whether a shape looks as its class says, or says itself how it looks; words without a class are ink."""
    kind, _, line = (node.get("class") or "").partition(" ")
    if kind in LIGHT:
        return (fill, stroke) == (("none", LIGHT[kind]) if line == "line" else (LIGHT[kind], "none"))
    if node.tag.endswith("text"):
        return (fill, stroke) == (LIGHT["ink"], "none")
    return (fill, stroke) in (("none", LIGHT["edge"]), (LIGHT["paper"], LIGHT["edge"]))  # of a map


def test_each_shape_has_the_color_of_its_class_without_our_styles() -> None:
    for name, page in pages():
        drawings = SVG.findall(page)
        assert drawings, name
        for root in map(ElementTree.fromstring, drawings):
            assert "background:var(--bedside-ground,#ffffff)" in root.get("style"), name
            for node, fill, stroke in shapes(root):
                assert right(node, fill, stroke), (name, ElementTree.tostring(node, encoding="unicode")[:200])


def test_the_colors_are_the_light_ones_of_the_style_sheet() -> None:
    css = (files("bedside.frontend") / "elements/colors.css").read_text("utf-8")
    light = css.partition(":root {")[2].partition("}")[0]
    told = dict(re.findall(r"--bedside-([a-z]+): (?:var\([a-z0-9-]+, )?(#[0-9a-f]{6})", light))
    assert {name: told[name] for name in LIGHT} == LIGHT
    assert "--bedside-ground: none;" in light, "with our styles, the theme's own ground is seen"


def test_what_an_author_says_of_the_whole_drawing_stays() -> None:
    made = painted('<svg viewBox="0 0 9 9" font-size="30"><text class="calm">1</text></svg>')
    assert 'font-size="30"' in made
    assert made.count("font-size=") == 1
    assert ElementTree.fromstring(made)[0].get("fill") == LIGHT["calm"]
