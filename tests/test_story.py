"""A story as the page sees it: its order, its map, and nothing in it that an author did not mean as text."""

import json
import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.content import Content, load, shipped
from bedside.content.stories import CLOSE, Patient, main_way
from bedside.kinds.items import short_id
from bedside.notebook import story as stories
from bedside.notebook.story import NAMES, chart, name, rows, story

COURSE = shipped()
SOUND = load(Path(__file__).parent / "data/sound")
SOMEONE = SOUND.patients["someone"]
SVG = "{http://www.w3.org/2000/svg}"
often = settings(max_examples=60, deadline=None, derandomize=True, database=None)
everyone = pytest.mark.parametrize("patient", [*COURSE.patients.values(), SOMEONE], ids=lambda each: each.id)


@st.composite
def patients(draw: st.DrawFn) -> Patient:
    """A story of any shape: each step leads to later ones, is led to by one before it, and stands anywhere in its file."""
    many = draw(st.integers(2, 10))
    leads: list[set[int]] = [set() for _ in range(many)]
    for step in range(1, many):
        for before in draw(st.sets(st.integers(0, step - 1), min_size=1, max_size=3)):
            leads[before].add(step)
    steps = []
    for step in range(many):
        then = draw(st.sampled_from(sorted(leads[step]))) if leads[step] else many
        paths = [{"option": f"Go to {to}", "to": f"s-{to}"} for to in sorted(leads[step] - {then})]
        steps.append(
            {"id": f"s-{step}", "tell": "On.", "paths": paths, "then": f"s-{then}" if then < many else CLOSE}
        )
    steps[1:] = draw(st.permutations(steps[1:]))
    told = {
        "id": "any",
        "title": "Any",
        "about": "Any.",
        "steps": steps,
        "matters": ["It."],
        "sources": ["one"],
    }
    return Patient.model_validate_json(json.dumps(told))


def edges(patient: Patient) -> set[tuple[str, str]]:
    """Each step with each that it leads to."""
    return {(step.id, to) for step in patient.steps for to in (step.then, *(path.to for path in step.paths))}


# Order


@often
@given(patients())
def test_every_step_stands_behind_all_that_lead_to_it(patient: Patient) -> None:
    order = [*rows(patient), CLOSE]
    assert sorted(order) == sorted([CLOSE, *(step.id for step in patient.steps)])
    assert order[0] == patient.steps[0].id
    for before, after in edges(patient):
        assert order.index(before) < order.index(after)


@often
@given(patients())
def test_the_main_way_is_that_of_someone_who_takes_no_turn(patient: Patient) -> None:
    way = [*main_way(patient), CLOSE]
    then = {step.id: step.then for step in patient.steps}
    assert way[0] == patient.steps[0].id
    assert [then[step] for step in way[:-1]] == way[1:]


def test_turns_stand_between_the_step_that_asks_and_where_the_way_goes_on() -> None:
    assert rows(SOMEONE) == ["at-home", "a-long-night", "at-the-desk", "home-again"]
    assert main_way(SOMEONE) == ["at-home", "at-the-desk", "home-again"]


def test_the_page_is_told_the_steps_in_that_order_however_they_stand_in_the_file() -> None:
    first, *others = SOMEONE.steps
    mixed = SOMEONE.model_copy(update={"steps": (first, *reversed(others))})
    told = story(mixed, SOUND)
    assert [step["id"] for step in told["steps"]] == rows(SOMEONE)
    assert [question["id"] for question in told["questions"]] == ["pt-someone-first", "pt-someone-count"]
    assert told["steps"] == story(SOMEONE, SOUND)["steps"]


@everyone
def test_the_page_is_told_where_every_option_leads(patient: Patient) -> None:
    content = SOUND if patient is SOMEONE else COURSE
    told = {step["id"]: step for step in story(patient, content)["steps"]}
    for step in patient.steps:
        assert told[step.id]["then"] == step.then
        assert told[step.id]["ask"] == step.ask
        assert told[step.id]["paths"] == {short_id(path.option): path.to for path in step.paths}
    options = {
        option.id for step in patient.steps if step.paths for option in content.questions[step.ask].options
    }
    assert {option for step in told.values() for option in step["paths"]} <= options


# The map


def drawn(patient: Patient) -> ElementTree.Element:
    """The map as XML."""
    return ElementTree.fromstring(str(chart(patient)).replace("<svg", f'<svg xmlns="{SVG[1:-1]}"', 1))


def dots(svg: ElementTree.Element) -> dict[str, tuple[float, float]]:
    """Where the dot of each step is."""
    circles = {group.attrib["data-step"]: group.find(f"{SVG}circle") for group in svg.iter(f"{SVG}g")}
    return {step: (float(dot.attrib["cx"]), float(dot.attrib["cy"])) for step, dot in circles.items()}


def along(d: str) -> list[tuple[float, float]]:
    """Points along a line, close to one another."""
    found: list[tuple[float, float]] = []
    for command, rest in re.findall(r"([MVQC])([^MVQC]*)", d):
        numbers = [float(number) for number in rest.split()]
        if command == "V":
            numbers = [found[-1][0], *numbers]
        corners = [
            found[-1] if found else (numbers[0], numbers[1]),
            *zip(numbers[::2], numbers[1::2], strict=True),
        ]
        for i in range(41):
            points = corners
            while (
                len(points) > 1
            ):  # de Casteljau's way to a point of a curve, which serves for straight lines too
                points = [
                    tuple(a + (b - a) * i / 40 for a, b in zip(one, other, strict=True))
                    for one, other in pairwise(points)
                ]
            found.append(points[0])
    return found


@often
@given(patients())
def test_the_map_has_a_dot_for_each_step_and_a_line_for_each_lead(patient: Patient) -> None:
    svg = drawn(patient)
    steps = [group.attrib["data-step"] for group in svg.iter(f"{SVG}g")]
    assert sorted(steps) == sorted([*(step.id for step in patient.steps), CLOSE])
    lines = [line.attrib["data-edge"] for line in svg.iter(f"{SVG}path")]
    assert sorted(lines) == sorted(f"{before}>{after}" for before, after in edges(patient))
    at = dots(svg)
    assert len(set(at.values())) == len(at)
    for line in svg.iter(f"{SVG}path"):
        before, after = line.attrib["data-edge"].split(">")
        points = along(line.attrib["d"])
        assert (points[0], points[-1]) == (at[before], at[after])


@often
@given(patients())
def test_no_line_of_the_map_crosses_a_name_or_another_dot(patient: Patient) -> None:
    svg = drawn(patient)
    at = dots(svg)
    wide, high = map(float, svg.attrib["viewBox"].split()[2:])
    assert {float(text.attrib["x"]) for text in svg.iter(f"{SVG}text")} == {NAMES}
    for line in svg.iter(f"{SVG}path"):
        ends = line.attrib["data-edge"].split(">")
        for x, y in along(line.attrib["d"]):
            assert 2 <= x <= NAMES - 10 and 0 <= y <= high and x <= wide
            for step, (cx, cy) in at.items():
                assert step in ends or (x - cx) ** 2 + (y - cy) ** 2 > 11**2, line.attrib["data-edge"]


@everyone
def test_the_map_names_every_step_and_has_room_for_the_names(patient: Patient) -> None:
    svg = drawn(patient)
    found = {group.attrib["data-step"]: group.find(f"{SVG}text").text for group in svg.iter(f"{SVG}g")}
    assert found == {step.id: name(step) for step in patient.steps} | {CLOSE: "The end"}
    wide = float(svg.attrib["viewBox"].split()[2])
    assert max(map(len, found.values())) * 10 <= wide - NAMES
    assert svg.attrib["role"] == "img" and len(svg.attrib["aria-label"]) > 20


def test_a_name_on_the_map_is_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stories, "name", lambda step: f"<b>{step.id} & co")
    found = [text.text for text in drawn(SOMEONE).iter(f"{SVG}text")]
    assert found == [*(f"<b>{step} & co" for step in rows(SOMEONE)), "The end"]


# Words


HOSTILE = '<img src=x onerror="hurt()"> <script>hurt()</script> &lt;b&gt; [x](javascript:hurt()) "\''


def hostile(content: Content) -> Patient:
    """A story in which every text of its author is as bad as can be."""
    steps = tuple(step.model_copy(update={"tell": HOSTILE}) for step in SOMEONE.steps)
    changed: dict[str, Any] = {
        "title": HOSTILE,
        "about": HOSTILE,
        "matters": (HOSTILE, HOSTILE),
        "steps": steps,
    }
    return content.patients["someone"].model_copy(update=changed)


class Seen(HTMLParser):
    """What a browser makes of a page: its tags, their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_what_an_author_wrote_reaches_the_page_as_text() -> None:
    told = story(hostile(SOUND), SOUND)
    ground = ' style="background:var(--bedside-ground,#ffffff)"'  # the map's own
    close = told["close"].replace(ground, "", 1)
    for page in (told["html"], close, *(step["tell"] for step in told["steps"])):
        seen = Seen(page)
        assert HOSTILE.replace("&lt;", "<").replace("&gt;", ">") in seen.text.replace("\\", "")
        assert not seen.tags & {"script", "img", "b"}
        assert not [each for each in seen.attributes if each.startswith("on") or each in ("src", "style")]
        assert "javascript:" not in "".join(re.findall(r"<[^<>]*>", page))
    assert told["title"] == HOSTILE  # for a place that shows plain text


def ids(told: dict[str, Any]) -> list[str]:
    """Every id that a story puts on its page."""
    pages = [told["html"], told["close"], *(step["tell"] for step in told["steps"])]
    return [found for page in pages for found in re.findall(r'\bid="([^"]*)"', page)]


def test_no_id_is_on_a_page_twice_even_with_all_stories_on_it() -> None:
    found = Counter(each for patient in COURSE.patients.values() for each in ids(story(patient, COURSE)))
    assert len(found) > 50
    assert [each for each, times in found.items() if times > 1] == []


@everyone
def test_every_glossary_word_of_a_story_opens_its_meaning(patient: Patient) -> None:
    told = story(patient, SOUND if patient is SOMEONE else COURSE)
    pages = [told["html"], told["close"], *(step["tell"] for step in told["steps"])]
    opened = [target for page in pages for target in re.findall(r'popovertarget="([^"]*)"', page)]
    assert opened
    assert set(opened) == set(ids(told))


def test_the_same_word_may_stand_in_all_that_mattered() -> None:
    words = ("A [[neutrophil]].", "Two [[neutrophil|neutrophils]].", "The [[neutrophil]] again.")
    found = ids(story(SOMEONE.model_copy(update={"matters": words, "about": words[0]}), SOUND))
    assert len(found) == len(set(found))
    assert sum(each.endswith("neutrophil") for each in found) == 4
