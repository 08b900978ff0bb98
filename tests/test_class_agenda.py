"""What a class asks: the questions of lessons and stories in their order, each once, and their tellings."""

import json
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from itertools import permutations, product
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bedside.classroom.agenda import Agenda, Entry, agenda
from bedside.content import load, root, shipped
from bedside.content.stories import main_way
from bedside.errors import UnknownName
from bedside.text.markdown import plain

COURSE = shipped()
SOUND = load(Path(__file__).parent / "data/sound")
NAMES = [*COURSE.lessons, *COURSE.patients, *COURSE.questions]
TAGS = {"p", "h3", "em", "strong", "code", "br", "a", "button", "div", "span"}
often = settings(max_examples=200, deadline=None, derandomize=True, database=None)
lessons = pytest.mark.parametrize("lesson", COURSE.lessons.values(), ids=lambda each: each.id)
stories = pytest.mark.parametrize("patient", COURSE.patients.values(), ids=lambda each: each.id)
one_or_more = st.lists(st.sampled_from(NAMES), min_size=1, max_size=6)


class Markup(HTMLParser):
    """HTML, read: its tags, attributes, ids and words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.ids: list[str] = []
        self.opens: list[str] = []
        self.said = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.opens += [value or "" for name, value in attrs if name == "popovertarget"]

    def handle_data(self, data: str) -> None:
        self.said += data


def asked(*words: str) -> list[str]:
    """The questions of a class on these words."""
    return [entry.question for entry in agenda(words, COURSE).entries]


def words_of(text: str) -> str:
    """A text of the course as it is read, where a glossary word without words of its own is its entry's."""
    return plain(text, {word.id: word.word for word in COURSE.glossary.values()})


# Lessons


@lessons
def test_a_lesson_asks_all_that_its_notebook_asks_and_begins_and_ends_as_it_does(lesson) -> None:
    cells = json.loads((root() / "notebooks" / f"{lesson.notebook}.ipynb").read_text("utf-8"))["cells"]
    code = "".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    notebook = [
        name for call in re.findall(r"\.ask\((.*?)\)", code, re.S) for name in re.findall(r'"(.+?)"', call)
    ]
    ours = asked(lesson.id)
    first, last = len(lesson.warm_up), len(ours) - len(lesson.look_back)
    assert sorted(ours) == sorted(notebook)
    assert ours[:first] == notebook[:first]
    assert ours[last:] == notebook[last:]
    file = [each.id for each in COURSE.questions_of(lesson.id)]
    assert ours[first:last] == [name for name in file if name in ours[first:last]]


@lessons
def test_questions_kept_for_review_are_asked_only_when_they_are_named(lesson) -> None:
    assert not set(asked(lesson.id)) & set(lesson.review)
    assert all(asked(name) == [name] for name in lesson.review)


def test_a_lesson_tells_nothing_before_its_questions() -> None:
    found = agenda(["causes"], COURSE)
    assert (found.title, found.close) == (COURSE.lessons["causes"].title, "")
    assert {entry.tell for entry in found.entries} == {""}


# Words


def test_words_are_asked_in_the_order_they_are_given() -> None:
    one, other = "dx-anc-add", "causes-predict"
    for words in permutations((one, other, "prevention", "purple-ears")):
        expected = [name for word in words for name in asked(word)]
        assert asked(*words) == expected


def test_a_title_names_each_lesson_and_patient_once() -> None:
    found = agenda(["causes-predict", "causes", "purple-ears", "causes-sort-type"], COURSE)
    assert found.title == f"{COURSE.lessons['causes'].title} · {COURSE.patients['purple-ears'].title}"


@often
@given(one_or_more)
def test_no_question_is_asked_twice_and_none_is_lost(words: list[str]) -> None:
    questions = asked(*words)
    assert max(Counter(questions).values()) == 1
    assert set(questions) == {name for word in words for name in asked(word)}
    assert set(questions) <= set(COURSE.questions)


@often
@given(one_or_more)
def test_naming_something_again_changes_nothing(words: list[str]) -> None:
    assert agenda([*words, *words], COURSE) == agenda(words, COURSE)


@stories
def test_a_question_named_beside_its_story_is_asked_in_its_story(patient) -> None:
    story = agenda([patient.id], COURSE).entries
    for entry, later in product(story, (True, False)):
        words = [patient.id, entry.question] if later else [entry.question, patient.id]
        assert agenda(words, COURSE).entries == story


def test_without_words_it_says_what_can_be_named() -> None:
    with pytest.raises(UnknownName, match=r"What is the class about\? .*causes.*fever-day-9"):
        agenda([], COURSE)


def test_a_lesson_that_asks_nothing_is_no_class() -> None:
    lesson = COURSE.lessons["causes"]
    every = tuple(each.id for each in COURSE.questions_of("causes"))
    silent = lesson.model_copy(update={"review": every, "warm_up": (), "look_back": ()})
    with pytest.raises(UnknownName, match="What is the class about"):
        agenda(["causes"], replace(COURSE, lessons={"causes": silent}))


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("cuases", "causes"),
        ("Causes", "causes"),
        ("fever-day9", "fever-day-9"),
        ("causes-predcit", "causes-predict"),
    ],
)
def test_a_word_that_is_almost_right_is_answered_with_the_right_one(wrong: str, meant: str) -> None:
    with pytest.raises(
        UnknownName, match=f'There is no lesson, patient or question "{wrong}". Did you mean "{meant}"?'
    ):
        agenda(["causes", wrong], COURSE)


@often
@given(st.text(max_size=300))
@example("")
@example("x" * 100_000)
@example("../../etc/passwd\n\x00")
def test_any_other_word_is_answered_in_one_short_sentence_that_names_the_lessons(word: str) -> None:
    with pytest.raises(UnknownName) as said:
        agenda([word], COURSE)
    assert all(lesson in str(said.value) for lesson in COURSE.lessons)
    assert len(str(said.value)) < 700


# Stories


@stories
def test_a_story_asks_the_questions_of_its_main_way(patient) -> None:
    steps = {step.id: step for step in patient.steps}
    asks = [steps[name].ask for name in main_way(patient) if steps[name].ask]
    assert asked(patient.id) == asks
    assert agenda([patient.id], COURSE).title == patient.title


@stories
def test_a_story_is_told_once_in_order_and_each_step_before_its_question(patient) -> None:
    found = agenda([patient.id], COURSE)
    told = {entry.question: Markup(entry.tell).said for entry in found.entries}
    steps = {step.id: step for step in patient.steps}
    whole, waiting = [patient.about], []
    for name in main_way(patient):
        whole.append(steps[name].tell)
        waiting.append(steps[name].tell)
        if ask := steps[name].ask:
            assert all(words_of(tell) in told[ask] for tell in waiting)
            waiting = []
    everything = "".join(told.values()) + Markup(found.close).said
    places = [everything.find(words_of(each)) for each in (*whole, *waiting, *patient.matters)]
    assert -1 not in places
    assert places == sorted(places)
    assert all(everything.count(words_of(each)) == 1 for each in whole)
    assert told[found.entries[0].question].startswith(patient.title)


@stories
def test_nothing_is_told_of_a_turn_that_the_class_does_not_take(patient) -> None:
    found = agenda([patient.id], COURSE)
    everything = "".join(
        Markup(html).said for html in (*(entry.tell for entry in found.entries), found.close)
    )
    way = main_way(patient)
    assert not [step.id for step in patient.steps if step.id not in way and words_of(step.tell) in everything]


def test_what_follows_the_last_question_is_told_at_the_end() -> None:
    found = agenda(["someone"], SOUND)
    assert [entry.question for entry in found.entries] == ["pt-someone-first", "pt-someone-count"]
    assert "the night is long" not in str(found)
    assert "back on the hill" not in found.entries[-1].tell
    assert "back on the hill" in found.close
    assert "The call came first." in found.close


def test_of_several_stories_each_end_says_whose_it_is() -> None:
    said = Markup(agenda(["purple-ears", "causes", "fever-day-9"], COURSE).close).said
    places = [
        said.find(text)
        for name in ("purple-ears", "fever-day-9")
        for text in (COURSE.patients[name].title, words_of(COURSE.patients[name].matters[0]))
    ]
    assert -1 not in places
    assert places == sorted(places)


@stories
def test_every_word_opens_its_own_meaning_on_the_page(patient) -> None:
    found = agenda([patient.id], COURSE)
    pages = [Markup(html) for html in (*(entry.tell for entry in found.entries), found.close)]
    for page in pages:
        assert set(page.opens) <= set(page.ids)
    ids = [each for page in pages for each in page.ids]
    assert len(ids) == len(set(ids))


def test_no_two_meanings_of_all_stories_share_an_id() -> None:
    found = agenda(list(COURSE.patients), COURSE)
    ids = [
        each for html in (*(entry.tell for entry in found.entries), found.close) for each in Markup(html).ids
    ]
    assert ids
    assert len(ids) == len(set(ids))


def test_a_word_told_in_every_place_has_a_meaning_in_each() -> None:
    text = "The [[neutrophil]] is told of."
    someone = SOUND.patients["someone"]
    steps = tuple(step.model_copy(update={"tell": text}) for step in someone.steps)
    someone = someone.model_copy(update={"about": text, "steps": steps, "matters": (text, text)})
    found = agenda(["someone"], replace(SOUND, patients={"someone": someone}))
    page = Markup("".join(entry.tell for entry in found.entries) + found.close)
    assert len(page.opens) == len(set(page.opens)) == 1 + len(main_way(someone)) + 2
    assert page.opens == page.ids


@stories
def test_what_is_told_holds_no_style_no_script_and_nothing_from_elsewhere(patient) -> None:
    found = agenda([patient.id], COURSE)
    for html in (*(entry.tell for entry in found.entries), found.close):
        page = Markup(html)
        assert page.tags <= TAGS
        assert page.attributes <= {"id", "class", "type", "popover", "popovertarget", "href", "target", "rel"}


def test_a_title_is_text_and_no_markup() -> None:
    evil = "<script>alert(1)</script><b style='color:red'>A & B</b>"
    someone = SOUND.patients["someone"].model_copy(update={"title": evil, "about": evil})
    found = agenda(["someone"], replace(SOUND, patients={"someone": someone}))
    for html in (found.entries[0].tell, found.close):
        assert not Markup(html).tags & {"script", "b"}
    assert Markup(found.entries[0].tell).said.startswith(evil)


# Kept


@pytest.mark.parametrize("name", [*COURSE.lessons, *COURSE.patients])
def test_it_comes_back_from_json_as_it_was(name: str) -> None:
    found = agenda([name], COURSE)
    assert Agenda.load(json.loads(json.dumps(found.dump()))) == found


@often
@given(st.builds(Agenda, st.text(), st.lists(st.builds(Entry, st.text(), st.text())).map(tuple), st.text()))
def test_any_agenda_comes_back_from_json_as_it_was(found: Agenda) -> None:
    assert Agenda.load(json.loads(json.dumps(found.dump()))) == found
