"""The questions in other programs' forms, each read back by a reader that is not ours, question by question."""

import csv
import dataclasses
import html as entities
import io
import json
import re
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import date
from math import nan
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from bedside import kinds
from bedside.cli import main
from bedside.content import Content, load, shipped
from bedside.errors import CourseError
from bedside.exporters import anki, dates, export
from bedside.exporters.export import FORMS, chapters
from bedside.kinds.forms import Steps
from bedside.report import workbook
from bedside.text.markdown import html, plain
from tests.answers import right
from tests.sites import SOUND

COURSE = shipped()
NAMES = {
    "anki": "a.apkg",
    "moodle": "m.xml",
    "qti": "q.zip",
    "canvas": "v.zip",
    "table": "t.xlsx",
    "csv": "c.csv",
}
QTI = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
# Signs that mean something to HTML, to Moodle, to a table, or to nobody.
ODD = 'a < b > ]]> {1:SHORTANSWER:=x~y#z} "q" & &amp; %50% ~ } # = * 😀 עברית 1e-5'
WORD = '=a~b#c%d*e\\f"g&h<i}j{k 😀'


def written(form: str, place: Path, content: Content = COURSE, *lessons: str) -> Path:
    """A file of this form."""
    export(form, place / NAMES[form], content, lessons)
    return place / NAMES[form]


def text(markup: str) -> str:
    """HTML as the text that a reader sees."""
    return re.sub(r"\s+", " ", entities.unescape(re.sub(r"<[^>]*>", "", markup))).strip()


def said(words: str) -> str:
    """A text of the course as the text that a reader sees."""
    return re.sub(r"\s+", " ", plain(words)).strip()


def hostile() -> Content:
    """The small course, with odd signs in every text of its questions."""
    course = load(SOUND)
    changed: dict[str, Any] = {}
    for question in course.questions.values():
        more: dict[str, Any] = {"ask": f"`{ODD}`", "explain": f"`{ODD}`", "hint": f"`{ODD}`"}
        if isinstance(question, kinds.Choose | kinds.ChooseMany):
            options = [
                option.model_copy(update={"say": f"`{ODD}` {i}", "why": f"`{ODD}`"})
                for i, option in enumerate(question.options)
            ]
            more["options"] = tuple(options)
        if isinstance(question, kinds.Sort | kinds.Order):
            items = [
                item.model_copy(update={"say": f"`{ODD}` {i}", "why": f"`{ODD}`"})
                for i, item in enumerate(question.items)
            ]
            more["items"] = tuple(items)
        if isinstance(question, kinds.Fill):
            more |= {"whys": (f"`{ODD}`",) * 2}
            more["mistakes"] = tuple(
                each.model_copy(update={"near": f"x{WORD}", "why": f"`{ODD}`"}) for each in question.mistakes
            )
        if isinstance(question, kinds.NumberQuestion):
            more |= {"answer": 1e-7, "tolerance": 1e-9}
        changed[question.id] = question.model_copy(update=more)
    return dataclasses.replace(course, questions=changed)


# Anki: its package is a zip with a database of SQLite.


def cards(path: Path) -> dict[str, tuple[list[str], str, str]]:
    """Each note's fields, tags and deck, by the question's id."""
    with zipfile.ZipFile(path) as package:
        (path.parent / "collection.anki2").write_bytes(package.read("collection.anki2"))
    base = sqlite3.connect(path.parent / "collection.anki2")
    decks = {
        name: deck["name"]
        for name, deck in json.loads(base.execute("select decks from col").fetchone()[0]).items()
    }
    rows = base.execute("select flds, tags, did from notes join cards on cards.nid = notes.id").fetchall()
    base.close()
    found = [(fields.split("\x1f"), tags, decks[str(deck)]) for fields, tags, deck in rows]
    assert len({fields[0] for fields, *_ in found}) == len(found)
    return {fields[0]: (fields, tags, deck) for fields, tags, deck in found}


def test_anki_gets_every_question_with_its_right_answer_behind_alone(tmp_path: Path) -> None:
    found = cards(written("anki", tmp_path))
    assert set(found) == set(COURSE.questions)
    for name, (fields, tags, deck) in found.items():
        question = COURSE.questions[name]
        lesson = COURSE.lessons[COURSE.lesson_of[name]]
        assert deck == f"Neutropenia::{lesson.title}"
        assert {f"lesson::{lesson.id}", f"kind::{question.kind}"} <= set(tags.split())
        _, front, hint, back = map(text, fields)
        assert said(question.ask) in front and said(question.ask) in back
        assert hint == said(question.hint)
        assert said(question.explain) in back and said(question.explain) not in front
        assert behind(question, fields[3]) == right(question), name


def behind(question: kinds.Question, back: str) -> dict[str, Any]:
    """The answer that the back of a card shows."""
    texts = {said(each.say): each.id for each in getattr(question, "options", getattr(question, "items", ()))}
    lines = [text(line) for line in re.findall(r"<li>(.*?)(?:<br>.*?)?</li>", back)]
    match question:
        case kinds.Choose() | kinds.ChooseMany():
            ticked = {
                texts[line.removeprefix("✓ ").removesuffix(" (right)")]
                for line in lines
                if line.startswith("✓")
            }
            if isinstance(question, kinds.Choose):
                return {"choice": ticked.pop()}
            return {option.id: option.id in ticked for option in question.options}
        case kinds.Sort():
            names = {text(label): name for name, label in question.groups.items()}
            pairs = (line.rsplit(" → ", 1) for line in lines)
            return {texts[item]: names[group] for item, group in pairs}
        case kinds.Order():
            return {str(i): texts[line] for i, line in enumerate(lines, 1)}
        case kinds.NumberQuestion():
            shown = re.search(r"Your answer: <strong>(.*?)</strong>", back)
            return {"number": shown[1].replace(",", "")}
        case _:
            _, shown = re.findall(r"<p>(.*?)</p>", back)[:2]
            assert "paper-blank" not in shown
            words = [entities.unescape(word) for word in re.findall(r"<strong>(.*?)</strong>", shown)]
            return {str(i): word for i, word in enumerate(words, 1)}


def test_a_newer_deck_brings_the_same_cards_up_to_date(tmp_path: Path) -> None:
    seen = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        cards(written("anki", tmp_path / name, COURSE, "causes"))
        base = sqlite3.connect(tmp_path / name / "collection.anki2")
        seen.append(
            (
                base.execute("select guid, mid, flds from notes order by guid").fetchall(),
                base.execute("select distinct did from cards").fetchall(),
            )
        )
        base.close()
    assert seen[0] == seen[1]
    assert len(seen[0][0]) == sum(COURSE.lesson_of[name] == "causes" for name in COURSE.questions)


def changed_at(deck: bytes, place: Path) -> dict[str, int]:
    """When each note changed, by its question, and how the cards look under "*"; in seconds since 1970."""
    (place / "deck.apkg").write_bytes(deck)
    cards(place / "deck.apkg")
    base = sqlite3.connect(place / "collection.anki2")
    found = {fields.split("\x1f")[0]: mod for fields, mod in base.execute("select flds, mod from notes")}
    looks = json.loads(base.execute("select models from col").fetchone()[0])
    base.close()
    return found | {"*": looks[str(anki._number("bedside question"))]["mod"]}


def test_only_cards_that_changed_are_newer_than_those_that_people_have(tmp_path: Path) -> None:
    course = load(SOUND)
    edited = course.questions["made-where"].model_copy(update={"explain": "Said in another way."})
    later = dataclasses.replace(course, questions=course.questions | {edited.id: edited})
    before, after = (anki.cards(chapters(each), each) | anki.FORM for each in (course, later))
    first = dates.brought_up_to(date(2026, 1, 2), {}, before)
    second = dates.brought_up_to(date(2026, 3, 4), first, after)
    assert {name for name, day in second.items() if day != first[name]} == {"made-where"}

    def made(content: Content, days: dict[str, str]) -> dict[str, int]:
        return changed_at(anki.write(chapters(content), content, days, clock=lambda: 2e9), tmp_path)

    old, new = made(course, first), made(later, second)
    jan, march = 1767312000, 1772582400
    assert set(old.values()) == {jan}
    assert new == dict.fromkeys(new, jan) | {"made-where": march}
    # Until the day of a change is known it counts as made now, and so does a course that is not ours.
    assert made(later, first) == new | {"made-where": 2_000_000_000}
    assert set(made(course, {}).values()) == {2_000_000_000}


def test_the_days_that_the_course_is_given_out_with_can_be_read() -> None:
    known = dates.read()
    assert "*" in known and len(known) > 100
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d [0-9a-f]{12}", day) for day in known.values())


# Moodle: docs.moodle.org tells the elements; the rules of a cloze text are those of its importer.

TYPES = {"choose": "multichoice", "choose-many": "multichoice", "sort": "matching", "order": "ordering", "number": "numerical", "fill": "cloze"}  # fmt: skip
GRADES = {0, 100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667, 14.28571, 12.5, 11.11111, 10, 5}  # fmt: skip


def gaps(cloze: str) -> Iterator[list[tuple[bool, str, str]]]:
    """Each gap's words, as Moodle parts them: whether right, the word, its feedback."""
    for inside in re.findall(r"\{1:SHORTANSWER:(.*?)(?<!\\)\}", cloze):
        found = []
        for choice in re.split(r"(?<!\\)~", inside):
            word, _, why = re.fullmatch(r"(.+?)(?<!&)(#(.*))?", choice, re.DOTALL).groups()
            word, why = (
                entities.unescape(each or "").replace(r"\}", "}").replace(r"\#", "#") for each in (word, why)
            )
            found.append(
                (choice.startswith("="), word.removeprefix("=") if choice.startswith("=") else word, why)
            )
        yield found


def moodle(path: Path) -> dict[str, tuple[str, ET.Element]]:
    """Each question and its category, by its id number."""
    found, category = {}, ""
    for each in ET.parse(path).getroot():
        if each.get("type") == "category":
            category = each.findtext("category/text")
        else:
            found[each.findtext("idnumber")] = (category, each)
    return found


def test_moodle_gets_every_question_with_the_right_answer_and_its_feedback(tmp_path: Path) -> None:
    found = moodle(written("moodle", tmp_path))
    assert set(found) == set(COURSE.questions)
    for name, (category, each) in found.items():
        question = COURSE.questions[name]
        lesson = COURSE.lessons[COURSE.lesson_of[name]]
        assert category == f"$course$/top/Neutropenia/{lesson.title}".replace("//", "/")
        assert each.get("type") == TYPES[question.kind]
        assert said(question.ask) in text(each.findtext("questiontext/text"))
        assert said(question.explain) in text(each.findtext("generalfeedback/text"))
        assert text(each.findtext("hint/text")) == said(question.hint)
        answers = [
            (float(a.get("fraction")), text(a.findtext("text")), text(a.findtext("feedback/text") or ""))
            for a in each.findall("answer")
        ]
        match question:
            case kinds.Choose() | kinds.ChooseMany():
                assert each.findtext("single") == ("true" if question.kind == "choose" else "false")
                assert {(share > 0, *more) for share, *more in answers} == {
                    (option.right, said(option.say), said(option.why)) for option in question.options
                }
                assert {abs(share) for share, *_ in answers} <= GRADES
                assert sum(share for share, *_ in answers) == pytest.approx(
                    100 if question.kind == "choose" else 0, abs=0.01
                )
            case kinds.Sort():
                pairs = {
                    text(p.findtext("text")): p.findtext("answer/text") for p in each.findall("subquestion")
                }
                assert pairs == {said(item.say): question.groups[item.group] for item in question.items}
            case kinds.Order():
                assert [shown for _, shown, _ in answers] == [said(item.say) for item in question.items]
                assert [share for share, *_ in answers] == list(range(1, len(answers) + 1))
                # Without it Moodle 4.5 and 5 stop here with a database error.
                assert each.findtext("shownumcorrect") == "1"
            case kinds.NumberQuestion():
                assert [(share, float(number)) for share, number, _ in answers] == [
                    (100, question.answer), *((0, slip.near) for slip in question.mistakes)
                ]  # fmt: skip
                assert [why for *_, why in answers[1:]] == [said(slip.why) for slip in question.mistakes]
                assert {float(a.findtext("tolerance")) for a in each.findall("answer")} == {
                    question.tolerance
                }
            case kinds.Fill():
                read = list(gaps(each.findtext("questiontext/text")))
                key = [[word for good, word, _ in gap if good] for gap in read]
                assert key == [gap.split("|") for gap in re.findall(r"\{\{(.*?)\}\}", question.text)]
                slips = {
                    (at, word, text(why))
                    for at, gap in enumerate(read, 1)
                    for good, word, why in gap
                    if not good
                }
                assert slips == {(slip.gap, slip.near, said(slip.why)) for slip in question.mistakes}


# QTI: pyslet reads an item and runs its scoring by itself.


def scored(path: Path, gives: dict[str, list[dict[str, Any]]]) -> dict[str, list[tuple[float, list[str]]]]:
    """The score and the feedback of each answer to each item."""
    told = json.dumps([str(path), gives])
    reader = Path(__file__).with_name("qti_reader.py")
    done = subprocess.run(
        [sys.executable, "-W", "ignore", reader], input=told, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def as_qti(question: kinds.Question, given: dict[str, Any]) -> dict[str, Any]:
    """An answer in QTI's names."""
    match question:
        case kinds.Choose():
            return {"RESPONSE": f"o-{given['choice']}"}
        case kinds.ChooseMany():
            return {"RESPONSE": [f"o-{name}" for name, ticked in given.items() if ticked]}
        case kinds.Sort():
            return {"RESPONSE": [f"i-{item} g-{group}" for item, group in given.items()]}
        case kinds.Order():
            return {"RESPONSE": [f"i-{given[str(i)]}" for i in range(1, len(given) + 1)]}
        case kinds.NumberQuestion():
            return {"RESPONSE": float(given["number"])}
        case _:
            return {f"RESPONSE{gap}": word for gap, word in given.items()}


def mistaken(question: kinds.Question) -> tuple[dict[str, Any], list[str]]:
    """A wrong answer, and what is to be said of it."""
    given = right(question)
    match question:
        case kinds.Choose():
            option = next(each for each in question.options if not each.right)
            return {"choice": option.id}, [said(option.why)]
        case kinds.ChooseMany():
            return dict.fromkeys(given, True), [said(option.why) for option in question.options]
        case kinds.Sort():
            item = question.items[0]
            return given | {item.id: next(name for name in question.groups if name != item.group)}, []
        case kinds.Order():
            return given | {"1": given["2"], "2": given["1"]}, []
        case kinds.NumberQuestion():
            return {"number": str(question.mistakes[0].near)}, [said(question.mistakes[0].why)]
        case _:
            slip = question.mistakes[0]
            return given | {str(slip.gap): slip.near}, [said(slip.why)]


def test_qti_scores_every_right_answer_1_and_a_mistake_less_with_its_feedback(tmp_path: Path) -> None:
    path = written("qti", tmp_path)
    wrongs = {name: mistaken(question) for name, question in COURSE.questions.items()}
    gives = {
        name: [as_qti(question, right(question)), as_qti(question, wrongs[name][0])]
        for name, question in COURSE.questions.items()
    }
    for name, ((score, shown), (slip, heard)) in scored(path, gives).items():
        question = COURSE.questions[name]
        assert score == pytest.approx(1), name
        assert slip < 1 and (question.kind != "choose-many" or slip == pytest.approx(0, abs=1e-6)), name
        for feedback in (shown, heard):
            assert any(said(question.explain) in each for each in map(text, feedback)), name
        assert set(wrongs[name][1]) <= set(map(text, heard)), name


def test_qti_takes_every_number_within_the_tolerance_and_every_accepted_word(tmp_path: Path) -> None:
    path, gives, wanted = written("qti", tmp_path), {}, {}
    for name, question in COURSE.questions.items():
        if isinstance(question, kinds.NumberQuestion):
            reach = [question.tolerance * share for share in (-1.5, -1, -0.5, 0.5, 1, 1.5)]
            gives[name] = [{"RESPONSE": float(f"{question.answer + each:.10g}")} for each in reach]
            wanted[name] = [question.grade({"number": str(given["RESPONSE"])}).score for given in gives[name]]
        if isinstance(question, kinds.Fill):
            texts = [gap.split("|") for gap in re.findall(r"\{\{(.*?)\}\}", question.text)]
            gives[name] = [
                as_qti(question, right(question) | {str(at): word.upper()})
                for at, words in enumerate(texts, 1)
                for word in words
            ]
            # Exactly 1: a reader that rounds shares to three places must find three thirds whole as well.
            wanted[name] = [1] * len(gives[name])
    found = scored(path, gives)
    assert {name: [score for score, _ in answers] for name, answers in found.items()} == wanted


def test_a_qti_package_lists_what_it_holds_and_its_items_keep_the_standards_order(tmp_path: Path) -> None:
    with zipfile.ZipFile(written("qti", tmp_path)) as package:
        files = {name: package.read(name) for name in package.namelist()}
    manifest = ET.fromstring(files["imsmanifest.xml"])
    space = {"c": "http://www.imsglobal.org/xsd/imscp_v1p1"}
    listed = {each.get("href") for each in manifest.findall(".//c:file", space)}
    assert listed == set(files) - {"imsmanifest.xml"}
    resources = {each.get("identifier"): each for each in manifest.findall(".//c:resource", space)}
    needed = {each.get("identifierref") for each in manifest.findall(".//c:dependency", space)}
    assert needed == set(resources) - {"r-test"}
    test = ET.fromstring(files["test.xml"])
    assert [s.get("title") for s in test.iter(f"{QTI}assessmentSection")] == [
        x.title for x in COURSE.lessons.values()
    ]
    assert {f"items/{name}.xml" for name in COURSE.questions} == {
        r.get("href") for r in test.iter(f"{QTI}assessmentItemRef")
    }
    order = ["responseDeclaration", "outcomeDeclaration", "itemBody", "responseProcessing", "modalFeedback"]
    name = re.compile(r"[A-Za-z_][\w.-]*")
    for path in listed - {"test.xml"}:
        item = ET.fromstring(files[path])
        places = [order.index(each.tag.removeprefix(QTI)) for each in item]
        assert places == sorted(places), path
        declared = {each.get("identifier") for each in item if "Declaration" in each.tag}
        asked = {each.get("responseIdentifier") for each in item.iter() if each.get("responseIdentifier")}
        used = {
            each.get("identifier")
            for tag in ("variable", "correct", "mapResponse", "setOutcomeValue")
            for each in item.iter(f"{QTI}{tag}")
        }
        assert (
            asked | used | {each.get("outcomeIdentifier") for each in item.iter(f"{QTI}modalFeedback")}
            <= declared
        )
        assert all(name.fullmatch(each.get("identifier")) for each in item.iter() if each.get("identifier"))
        known = {"href", "identifier"}
        assert all(
            set(each.attrib) <= known
            for tag in ("a", "em", "strong", "code", "p", "ul", "li", "prompt")
            for each in item.iter(f"{QTI}{tag}")
        )


def test_a_qti_package_says_what_canvas_asks_of_it_and_only_what_older_schemas_know(tmp_path: Path) -> None:
    with zipfile.ZipFile(written("qti", tmp_path)) as package:
        items = {name: ET.fromstring(package.read(f"items/{name}.xml")) for name in COURSE.questions}
        manifest = ET.fromstring(package.read("imsmanifest.xml"))
    for name, item in items.items():
        score = item.find(f"{QTI}outcomeDeclaration[@identifier='SCORE']")
        assert score.get("normalMaximum") == "1", name  # New Quizzes take points from it
        said = item.findall(f"{QTI}modalFeedback[@identifier='general_all']")  # Canvas's name for it
        assert [said_of(COURSE.questions[name]) in text("".join(each.itertext())) for each in said] == [True]
        # The schema that most readers carry knows no caseSensitive here.
        assert all(set(each.attrib) == {"mapKey", "mappedValue"} for each in item.iter(f"{QTI}mapEntry"))
    # Canvas makes an error of an order unless told what it is, and loses gaps and numbers when told.
    told = {
        each.get("identifier").removeprefix("r-"): each.findtext(f".//{QTI}interactionType")
        for each in manifest.iter("{http://www.imsglobal.org/xsd/imscp_v1p1}resource")
    }
    orders = {name for name, question in COURSE.questions.items() if question.kind == "order"}
    assert {name: kind for name, kind in told.items() if kind} == dict.fromkeys(orders, "orderInteraction")


def said_of(question: kinds.Question) -> str:
    return said(question.explain)


# Canvas: QTI 1.2 as its own exporter writes it, and its own importer read it.

QTI12 = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"
CANVAS = {
    "choose": "multiple_choice_question",
    "choose-many": "multiple_answers_question",
    "sort": "matching_question",
    "order": "matching_question",
    "number": "numerical_question",
    "fill": "fill_in_multiple_blanks_question",
}


def canvas(path: Path) -> dict[str, tuple[str, ET.Element]]:
    """Each item and its quiz, by the question's id."""
    with zipfile.ZipFile(path) as package:
        manifest = ET.fromstring(package.read("imsmanifest.xml"))
        files = {each.get("href") for each in manifest.iter() if each.tag.endswith("}file")}
        assert files == set(package.namelist()) - {"imsmanifest.xml"}
        quizzes = [ET.fromstring(package.read(f)) for f in files if not f.endswith("assessment_meta.xml")]
    return {
        item.get("ident"): (quiz.find(f"{QTI12}assessment").get("title"), item)
        for quiz in quizzes
        for item in quiz.iter(f"{QTI12}item")
    }


def test_canvas_gets_every_question_with_tolerances_and_every_accepted_word(tmp_path: Path) -> None:
    found = canvas(written("canvas", tmp_path))
    assert set(found) == set(COURSE.questions)
    for name, (quiz, item) in found.items():
        question = COURSE.questions[name]
        assert quiz == COURSE.lessons[COURSE.lesson_of[name]].title
        fields = [each.text for each in item.iter(f"{QTI12}fieldentry")]
        assert fields == [CANVAS[question.kind], "1"]
        assert said(question.ask) in text(
            item.findtext(f"{QTI12}presentation/{QTI12}material/{QTI12}mattext")
        )
        heard = {
            each.get("ident"): text(each.findtext(f".//{QTI12}mattext"))
            for each in item.iter(f"{QTI12}itemfeedback")
        }
        assert said(question.explain) in heard["general_fb"]
        labels = {
            place.get("ident"): {
                label.get("ident"): text(label.findtext(f".//{QTI12}mattext"))
                for label in place.iter(f"{QTI12}response_label")
            }
            for place in item.iter(f"{QTI12}response_lid")
        }
        scoring = [
            (case.findtext(f"{QTI12}setvar"), case.find(f"{QTI12}conditionvar"))
            for case in item.iter(f"{QTI12}respcondition")
            if case.find(f"{QTI12}setvar") is not None
        ]
        good = [
            (each.get("respident"), labels.get(each.get("respident"), {}).get(each.text, each.text))
            for _, condition in scoring
            for each in [*condition.findall(f"{QTI12}varequal"), *condition.findall(f"*/{QTI12}varequal")]
        ]
        match question:
            case kinds.Choose() | kinds.ChooseMany():
                options = {said(option.say): option for option in question.options}
                assert set(labels["response1"].values()) == set(options)
                for ident, shown in labels["response1"].items():
                    assert heard[f"{ident}_fb"] == said(options[shown].why)
                no = [each.text for each in item.findall(f".//{QTI12}not/{QTI12}varequal")]
                rights = {label for _, label in good} - {labels["response1"][each] for each in no}
                assert rights == {say for say, option in options.items() if option.right}
            case kinds.Sort():
                stems = {
                    place.get("ident"): text(place.findtext(f"{QTI12}material/{QTI12}mattext"))
                    for place in item.iter(f"{QTI12}response_lid")
                }
                assert {stems[place]: group for place, group in good} == {
                    said(each.say): question.groups[each.group] for each in question.items
                }
            case kinds.Order():
                steps = [said(each.say) for each in question.items]
                assert good == [(f"response_{at}", step) for at, step in enumerate(steps, 1)]
            case kinds.NumberQuestion():
                limits = [
                    float(item.findtext(f".//{QTI12}{tag}")) for tag in ("varequal", "vargte", "varlte")
                ]
                room = question.tolerance
                assert limits == pytest.approx(
                    [question.answer, question.answer - room, question.answer + room], rel=1e-9, abs=1e-12
                )
                assert "vargt" not in {each.tag.removeprefix(QTI12) for each in item.iter()}
            case kinds.Fill():
                gaps_ = [gap.split("|") for gap in re.findall(r"\{\{(.*?)\}\}", question.text)]
                assert [list(words.values()) for words in labels.values()] == gaps_
                assert all(
                    f"[gap{at}]" in item.findtext(f".//{QTI12}mattext") for at in range(1, len(gaps_) + 1)
                )


# A table


def test_the_table_has_a_row_a_question_and_what_is_right(tmp_path: Path) -> None:
    raw = written("csv", tmp_path).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""))}
    assert list(rows) == [
        name for lesson in COURSE.lessons for name in COURSE.questions if COURSE.lesson_of[name] == lesson
    ]
    for name, row in rows.items():
        question = COURSE.questions[name]
        assert (row["kind"], row["question"].removeprefix("'")) == (question.kind, plain(question.ask))
        good = row["right answer"].removeprefix("'").split("\n")
        match question:
            case kinds.Choose() | kinds.ChooseMany():
                assert good == [plain(option.say) for option in question.options if option.right]
            case kinds.NumberQuestion():
                assert float(good[0].split()[0].replace(",", "")) == question.answer
            case kinds.Fill():
                assert [line.split(" or ")[0] for line in good] == list(right(question).values())
            case kinds.Sort():
                assert good == [f"{plain(i.say)} → {question.groups[i.group]}" for i in question.items]
            case kinds.Order():
                assert [line.split(". ", 1)[1] for line in good] == [
                    plain(item.say) for item in question.items
                ]
        assert all(cell[:1] not in "=+-@" or not cell for cell in row.values())


def test_the_table_for_spreadsheets_has_real_numbers_and_no_formula(tmp_path: Path) -> None:
    path = written("table", tmp_path)
    sheet = openpyxl.load_workbook(path).active
    head, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    found = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert set(found) == set(COURSE.questions)
    for name, row in found.items():
        question = COURSE.questions[name]
        assert row["question"] == plain(question.ask)
        if isinstance(question, kinds.NumberQuestion):
            # With German rules a text "0.925" would be read as 925.
            assert (row["right number"], row["give or take"]) == (question.answer, question.tolerance)
            assert row["unit"] == question.unit
        else:
            assert (row["right number"], row["unit"]) == (None, None)
    odd = workbook.workbook(
        "Odd", ["text", "number"], [["=1+1", 0.925], ["https://x.org", None], ["-2", nan]]
    )
    (tmp_path / "odd.xlsx").write_bytes(odd)
    read = [list(row) for row in openpyxl.load_workbook(tmp_path / "odd.xlsx").active.iter_rows(min_row=2)]
    assert [[cell.value for cell in row] for row in read] == [
        ["=1+1", 0.925], ["https://x.org", None], ["-2", None]
    ]  # fmt: skip
    assert [row[0].data_type for row in read] == ["s", "s", "s"]
    assert all(row[0].hyperlink is None for row in read)


# All of them


def test_odd_signs_come_back_as_they_were(tmp_path: Path) -> None:
    course = hostile()
    wanted = re.sub(r"\s+", " ", ODD)
    for fields, *_ in cards(written("anki", tmp_path, course)).values():
        assert wanted in text(fields[1]) and text(fields[2]) == wanted and "<script" not in fields[1]
    for name, (_, each) in moodle(written("moodle", tmp_path, course)).items():
        assert wanted in text(each.findtext("questiontext/text")), name
        for answer in each.findall("answer"):
            assert each.get("type") == "numerical" or wanted in text(answer.findtext("text"))
        if name == "fill-made":
            read = list(gaps(each.findtext("questiontext/text")))
            slips = [
                (word.replace(r"\*", "*"), text(why)) for gap in read for good, word, why in gap if not good
            ]
            assert slips == [(f"x{WORD}", wanted)] * 2
    with zipfile.ZipFile(written("qti", tmp_path, course)) as package:
        for name in course.questions:
            item = ET.fromstring(package.read(f"items/{name}.xml"))
            assert wanted in re.sub(r"\s+", " ", "".join(item.find(f"{QTI}itemBody").itertext())), name
    rows = csv.DictReader(io.StringIO(written("csv", tmp_path, course).read_text("utf-8-sig"), newline=""))
    assert {row["question"] for row in rows} == {ODD}


@pytest.mark.parametrize("form", ["moodle", "qti", "canvas", "table", "csv"])
def test_the_same_course_gives_the_same_file(form: str, tmp_path: Path) -> None:
    first = written(form, tmp_path).read_bytes()
    assert written(form, tmp_path).read_bytes() == first


@pytest.mark.parametrize("form", NAMES)
def test_what_is_told_names_every_kind_and_counts_every_question(form: str, tmp_path: Path) -> None:
    told = export(form, tmp_path / NAMES[form], COURSE)
    assert told[0] == f"{len(COURSE.questions)} questions of 7 lessons are in {tmp_path / NAMES[form]}."
    counts = dict(
        re.findall(r"^  (\d+) ([a-z-]+): .", "\n".join(told), re.MULTILINE)[i][::-1] for i in range(6)
    )
    kinds = [question.kind for question in COURSE.questions.values()]
    assert counts == {kind: str(kinds.count(kind)) for kind in kinds}
    assert "Left out: none." in told


def test_a_kind_that_a_form_does_not_know_is_left_out_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    says = {form: said for form, said in FORMS["moodle"].says.items() if form is not Steps}
    monkeypatch.setitem(FORMS, "moodle", dataclasses.replace(FORMS["moodle"], says=says))
    told = export("moodle", tmp_path / "bank.xml", COURSE)
    orders = {name for name, question in COURSE.questions.items() if question.kind == "order"}
    assert f"Left out: {len(orders)} order." in told
    assert set(moodle(tmp_path / "bank.xml")) == set(COURSE.questions) - orders


def test_a_kind_can_be_left_out_where_a_program_would_stumble_over_it(tmp_path: Path) -> None:
    told = export("moodle", tmp_path / "bank.xml", COURSE, without=["order", "fill"])
    kinds = {COURSE.questions[name].kind for name in moodle(tmp_path / "bank.xml")}
    assert kinds == {"choose", "choose-many", "sort", "number"}
    assert any(re.fullmatch(r"Left out: \d+ fill, \d+ order\.", line) for line in told)
    with pytest.raises(CourseError, match='There is no kind "orders". There are: choose, choose-many, '):
        export("moodle", tmp_path / "bank.xml", COURSE, without=["orders"])


def test_one_lesson_alone_can_be_taken(tmp_path: Path) -> None:
    path = written("moodle", tmp_path, COURSE, "prevention", "causes")
    assert {COURSE.lesson_of[name] for name in moodle(path)} == {"prevention", "causes"}


@pytest.mark.parametrize(
    ("form", "name", "lessons", "words"),
    [
        ("anki", "deck.zip", [], 'deck.zip: found the ending ".zip", expected ".apkg".'),
        ("csv", "no/such/folder.csv", [], "is not there. Make this folder first"),
        ("csv", "folder.csv", [], "is a folder. Name a file in it."),
        ("csv", "a.csv", ["cause"], 'There is no lesson "cause". Did you mean "causes"?'),
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_said_and_nothing_is(
    form: str, name: str, lessons: list[str], words: str, tmp_path: Path
) -> None:
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(CourseError, match=re.escape(words)):
        export(form, tmp_path / name, COURSE, lessons)
    assert [path.name for path in tmp_path.iterdir()] == ["folder.csv"]


def test_the_command_writes_a_file_and_tells_of_it(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bedside", "export", "csv"]
    done = subprocess.run(
        [*command, tmp_path / "all.csv", "--lesson", "causes"], capture_output=True, text=True, check=True
    )
    assert "questions of 1 lessons" in done.stdout and (tmp_path / "all.csv").exists()
    done = subprocess.run([*command, tmp_path / "all.txt"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.strip() == 'all.txt: found the ending ".txt", expected ".csv".'


def test_canvas_has_its_own_form_of_qti_and_no_other_program(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ["--for", "canvas", "--lesson", "causes", "--without", "order"]
    assert main(["export", "qti", str(tmp_path / "v.zip"), *line]) == 0
    assert {COURSE.lesson_of[name] for name in canvas(tmp_path / "v.zip")} == {"causes"}
    assert re.search(r"Left out: \d+ order\.", capsys.readouterr().out)
    with pytest.raises(SystemExit):
        main(["export", "moodle", str(tmp_path / "m.xml"), *line])
    assert "--for canvas goes with qti, and found moodle" in capsys.readouterr().err


def test_markup_of_a_text_reaches_the_programs_as_markup(tmp_path: Path) -> None:
    question = load(SOUND).questions["made-where"]
    bold = question.model_copy(update={"ask": "Where are **neutrophils** made?"})
    course = dataclasses.replace(load(SOUND), questions={"made-where": bold})
    assert html(bold.ask) in moodle(written("moodle", tmp_path, course))["made-where"][1].findtext(
        "questiontext/text"
    )
    with zipfile.ZipFile(written("qti", tmp_path, course)) as package:
        assert (
            ET.fromstring(package.read("items/made-where.xml")).find(f".//{QTI}prompt/{QTI}strong").text
            == "neutrophils"
        )
