"""HTML is made by templates, which escape what they are given."""

import ast
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from bedside.text.markup import markdown, render

PACKAGE = Path(__file__).parents[1] / "bedside"
# What is in a folder named page is nbconvert's to find.
TEMPLATES = sorted(path for path in PACKAGE.glob("*/templates/**/*.j2") if path.parent.name != "page")
WITHOUT = {"labs", "text"}  # labs draw; Markdown is written token by token
ROOMS = sorted({path.relative_to(PACKAGE).parts[0] for path in TEMPLATES} - WITHOUT)
TAG = re.compile(r"</?[a-z]")
EVIL = """<b title="it's">&"""


def named(path: Path) -> str:
    """A template, as it is asked for."""
    room, _, *rest = path.relative_to(PACKAGE).parts
    return "/".join([room, *rest])


def pasted(path: Path) -> Iterator[str]:
    """Pieces of text with tags in them that values are pasted into."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.JoinedStr):
            said = "".join(part.value for part in node.values if isinstance(part, ast.Constant))
            if TAG.search(said):
                yield f"{path.name}:{node.lineno}"


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_with_templates_pastes_no_values_into_tags(room: str) -> None:
    assert [place for path in (PACKAGE / room).rglob("*.py") for place in pasted(path)] == []


def test_every_template_is_asked_for_by_a_module_or_by_another_template() -> None:
    sources = [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.j2")]
    asked = {
        name
        for path in sources
        for name in re.findall(r'"([a-z]+/[\w/-]+\.\w+\.j2)"', path.read_text("utf-8"))
    }
    assert asked == {named(path) for path in TEMPLATES}


def test_a_value_is_text_and_what_is_html_already_stays_so() -> None:
    shown = render("classroom/patient.html.j2", title=EVIL, inside=Markup("<p>"))
    assert isinstance(shown, Markup)
    assert shown == f"<h3>{escape(EVIL)}</h3>\n<p>"


def test_a_text_of_the_course_is_the_markdown_of_the_course() -> None:
    assert markdown("*So* a < b") == "<em>So</em> a &lt; b"


def test_a_value_that_is_missing_is_no_gap_in_the_page() -> None:
    with pytest.raises(UndefinedError, match="'inside' is undefined"):
        render("classroom/patient.html.j2", title="")
