"""What all labs share: their first page, their replies, and their controls."""

from dataclasses import replace
from html import escape
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import UndefinedError

from bedside import lab
from bedside.errors import UnknownName
from bedside.labs import labs
from bedside.labs.plot import Frame, drawing
from bedside.learner.service import LearnerService
from bedside.text import markup
from tests.answers import COURSE
from tests.reading import MEAN, MOST, grade

every_lab = pytest.mark.parametrize("name", COURSE.labs)
FIELDS = st.dictionaries(st.text(max_size=20), st.text(max_size=60) | st.none() | st.integers(), max_size=6)


class Controls(HTMLParser):
    """The controls of a page: their names, and those without a label."""

    def __init__(self, page: str) -> None:
        """Read the page."""
        super().__init__()
        self.names: list[str] = []
        self.bare: list[str] = []
        self.labels = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag opens."""
        found = dict(attrs)
        self.labels += tag == "label"
        if tag == "input":
            self.names.append(found["name"])
            if found["type"] != "hidden" and not self.labels and not found.get("aria-label"):
                self.bare.append(found["name"])

    def handle_endtag(self, tag: str) -> None:
        """A tag closes."""
        self.labels -= tag == "label"


def fields_of(name: str) -> list[str]:
    """The names of all controls of a lab's first page."""
    return Controls(labs.page(name, COURSE)["html"]).names


@every_lab
def test_a_lab_is_worth_looking_at_before_anything_was_touched(name: str) -> None:
    page = labs.page(name, COURSE)
    assert "<svg" in page["html"]
    assert 'class="bedside-says"' in page["html"] and 'class="bedside-out"' in page["html"]
    assert len(page["html"]) < 60_000


@every_lab
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_whatever_the_controls_hold_a_lab_replies_in_words(name: str, data: st.DataObject) -> None:
    known = st.fixed_dictionaries({}, optional={each: st.text(max_size=30) for each in fields_of(name)})
    told = data.draw(known | FIELDS)
    reply = labs.show(name, told, COURSE)
    assert reply["say"]
    assert "<script" not in reply["html"]


@every_lab
def test_what_is_typed_never_becomes_part_of_the_page(name: str) -> None:
    nasty = '"><img src=x onerror=alert(1)>'
    reply = labs.show(name, dict.fromkeys(fields_of(name), nasty), COURSE)
    assert "<img" not in reply["html"]


@every_lab
def test_each_control_has_a_label(name: str) -> None:
    assert Controls(labs.page(name, COURSE)["html"]).bare == []


def test_the_desk_answers_for_a_lab_it_knows_and_no_other(desk: LearnerService) -> None:
    reply = desk.hear({"lab": "anc", "fields": {"segs": "12"}})
    assert reply["html"] and reply["say"]
    assert desk.hear({"lab": "os", "fields": {}}) == {}
    assert desk.hear({"lab": "anc", "fields": "x"}) == {}


@pytest.fixture
def desk() -> LearnerService:
    """A desk that needs no records."""
    return LearnerService(COURSE, records=None, card=None)


def test_a_wrong_lab_gets_the_nearest_right_name() -> None:
    with pytest.raises(UnknownName, match='There is no lab "marow". Did you mean "marrow"'):
        lab("marow")


@every_lab
def test_a_lab_can_be_read_at_eighth_grade(name: str) -> None:
    said = [COURSE.labs[name].about, *COURSE.labs[name].says.values()]
    found = [grade(each, COURSE) for each in said if len(each.split()) > 7]
    assert sum(found) / len(found) <= MEAN
    assert max(found) <= MOST


def test_controls_escape_what_they_show() -> None:
    nasty, controls = '"><b>', markup._templates().get_template("labs/controls.html.j2").module
    made = [
        controls.slider("n", nasty, 0, 1, 1, 0, nasty),
        controls.box("n", nasty, nasty, nasty),
        controls.choice("n", nasty, {nasty: nasty}, "x"),
        controls.tick("n", nasty),
        controls.button("n", nasty, nasty, nasty),
        controls.hidden("n", nasty),
    ]
    assert all("<b>" not in each and "&quot;&gt;&lt;b&gt;" in each for each in made)


@every_lab
def test_a_labs_own_texts_never_become_part_of_the_page(name: str) -> None:
    nasty, lab = '"><img src=x>', COURSE.labs[name]
    odd = lab.model_copy(update={"title": nasty, "about": nasty, "says": dict.fromkeys(lab.says, nasty)})
    made = labs.page(name, replace(COURSE, labs={name: odd}))["html"]
    assert "<img" not in made and escape(nasty) in made


def test_a_value_that_a_template_misses_is_no_empty_place() -> None:
    with pytest.raises(UndefinedError, match="take_back"):
        markup.render("labs/anc/shown.html.j2", undo={"unit": ""}, fixes={}, sum="", lists="", place="")


def test_a_plot_puts_values_where_they_belong() -> None:
    frame = Frame((0, 10), (0, 100))
    (left, bottom), (right, top) = frame.at(0, 0), frame.at(10, 100)
    assert left < right and top < bottom
    assert frame.at(5, 50) == ((left + right) / 2, (top + bottom) / 2)
    text = drawing(frame.axes("x", "y <b>", [0, 10_000], [0, 100]) + frame.line([(0, 0), (10, 100)]), "a & b")
    shown = ElementTree.fromstring(text)
    assert shown.get("aria-label") == "a & b"
    assert "10,000" in "".join(shown.itertext())
