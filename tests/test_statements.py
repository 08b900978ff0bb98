"""What a clinician reviews: every statement once, with its sources and how much of them was seen."""

import json
import re
import shutil
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest

from bedside.content import Content, check, load, shipped
from bedside.content.clinician import ForClinician
from bedside.content.load import root
from bedside.content.statements import MARKS, best, statements
from bedside.notebook.made_from import fingerprints
from bedside.site.pages import clinician
from bedside.text.markdown import html
from tests.sites import SOUND

COURSE = shipped()
GUIDE = COURSE.clinician
ROW = re.compile(r"<tr><td>(.*?)</td><td>(.*?)</td></tr>", re.DOTALL)
CODE = re.compile(r"<code>([^<]*)</code>")
WORDS = {word.id: ("", word.word) for word in COURSE.glossary.values()}
SMALL = """
about: What this is for.
tell: How to tell us.
topics:
  - {id: late, title: Late, about: Much., facts: [made.daily]}
  - {id: other, title: Ours < theirs, about: Little., facts: [made, count]}
differs:
  - {title: The hour, say: It differs., sources: [paper]}
"""
# How much was seen of these was not written down. A new source says so with "seen".
NOT_RECORDED = {
    "acs-fever", "ahrq-teach-back", "cdc-ars", "cisne", "clopper-1934",
    "fpnotebook", "learning-radiology", "medscape", "nhlbi-platelets", "niehs-benzene",
    "rumke", "semmelweis-smear", "williams-neutropenia",
}  # fmt: skip


def small(place: Path, text: str = SMALL) -> Path:
    """A small course with a guide for who reviews it."""
    folder = Path(shutil.copytree(SOUND, place / "content"))
    (folder / "for-the-clinician.yaml").write_text(text, "utf-8")
    return folder


def shown(content: Content) -> str:
    """The statements of a course that has a guide."""
    assert content.clinician
    return statements(content.clinician, content)


def test_every_statement_stands_there_once_with_its_sources_and_their_marks() -> None:
    rows = [(said, seen) for said, seen in ROW.findall(shown(COURSE)) if CODE.search(said)]
    assert sorted(CODE.findall("".join(said for said, _ in rows))) == sorted(COURSE.facts)
    for said, seen in rows:
        fact = COURSE.facts[CODE.findall(said)[-1]]
        assert html(fact.say, WORDS) in said and html(fact.but or "", WORDS) in said
        for name in (*fact.sources, *fact.but_sources):
            source = COURSE.sources[name]
            assert escape(source.label) in seen and f"<strong>{MARKS[source.seen][0]}</strong>" in seen, (
                fact.id
            )


def test_a_word_of_the_glossary_stands_there_as_it_is_written_and_opens_nothing() -> None:
    text = shown(COURSE)
    assert "MASCC" in text and "mascc score" not in text
    assert "popover" not in text


def test_what_is_done_in_the_first_hour_comes_first_and_background_last() -> None:
    text = shown(COURSE)
    order = [
        "sx.fn.one_hour",
        "prev.fever_alarm",
        "tx.stop",
        "tx.mascc",
        "dx.formula",
        "prev.diet_fair",
        "def.is_wbc",
    ]
    places = [text.index(f"<code>{name}</code>") for name in order]
    assert places == sorted(places)


def test_the_statements_are_counted_by_the_best_seen_of_their_sources() -> None:
    counted = re.findall(r"<tr><td>([^<]*)</td><td>[^<]*</td><td>(\d+)</td></tr>", shown(COURSE))
    found = [best(fact, COURSE) for fact in COURSE.facts.values()]
    assert [(name, found.count(seen)) for seen, (name, _) in MARKS.items()] == [
        (name, int(number)) for name, number in counted
    ]


def test_it_says_that_nobody_has_reviewed_the_course_until_someone_has() -> None:
    assert COURSE.course.reviewed_by == "none yet"
    assert "No clinician has reviewed this course yet" in shown(COURSE)
    reviewed = replace(COURSE, course=COURSE.course.model_copy(update={"reviewed_by": "Dr. <A>"}))
    assert "Reviewed by a clinician: Dr. &lt;A&gt;." in shown(reviewed)
    assert "No clinician" not in shown(reviewed)


def test_every_new_source_says_how_much_of_it_was_seen() -> None:
    silent = {name for name, source in COURSE.sources.items() if source.seen is None}
    assert silent <= NOT_RECORDED, 'add "seen:" in content/sources.yaml'


def test_the_longest_beginning_decides_and_ends_where_a_word_ends(tmp_path: Path) -> None:
    guide = load(small(tmp_path)).clinician
    assert isinstance(guide, ForClinician)
    topics = {
        name: guide.topic_of(name)
        for name in ("made.daily", "made.daily_dose", "made.dailyness", "count.anc")
    }
    assert {name: topic and topic.id for name, topic in topics.items()} == {
        "made.daily": "late", "made.daily_dose": "late", "made.dailyness": "other", "count.anc": "other",
    }  # fmt: skip
    assert guide.topic_of("unmade.daily") is None


def test_nothing_of_the_guide_becomes_markup(tmp_path: Path) -> None:
    text = shown(load(small(tmp_path)))
    assert "Ours &lt; theirs" in text and "Ours < theirs" not in text


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("[made.daily]", "[made.dayly]", 'found "made.dayly", expected how the ids of facts begin'),
        ("[made, count]", "[made]", 'found no topic for the fact "count.anc", expected one for each'),
        ("[made, count]", "[made, count, made.daily]", 'found the beginning "made.daily" again'),
        ("sources: [paper]", "sources: [papers]", 'found "papers", expected a source in sources.yaml'),
        ("id: other", "id: late", 'found the topic "late" again'),
        ("What this is for.", "<b>What</b> this is for.", "found the HTML"),
        ("tell: How to tell us.", "", "tell"),
    ],
)
def test_a_mistake_in_the_guide_is_named(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert SMALL.count(old) == 1
    found = check(small(tmp_path, SMALL.replace(old, new)))
    assert [fault for fault in found if fault.file != "content/for-the-clinician.yaml"] == []
    assert any(says in str(fault) for fault in found), found


def test_a_course_without_a_guide_has_no_such_page() -> None:
    assert load(SOUND).clinician is None
    assert clinician(load(SOUND)) == ""


def test_its_notebook_is_made_anew_when_a_statement_or_a_mark_changes_and_lessons_are_not(
    tmp_path: Path,
) -> None:
    folder = small(tmp_path)
    before = load(folder)
    sources = folder / "sources.yaml"
    sources.write_text(
        sources.read_text("utf-8").replace("find: PMC1", "find: PMC1, seen: abstract"), "utf-8"
    )
    after = load(folder)
    for cell, renewed in (("claims()", True), ('lesson("one")', False)):
        page = {"metadata": {}, "cells": [{"cell_type": "code", "source": cell}]}
        one, other = (fingerprints(page, content, "program") for content in (before, after))
        assert (one != other) is renewed, cell


def test_the_notebook_shows_them_in_one_cell() -> None:
    notebook = json.loads((root() / "notebooks/instructor/for-the-clinician.ipynb").read_text("utf-8"))
    assert ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"] == [
        "from bedside import claims\n\nclaims()"
    ]
