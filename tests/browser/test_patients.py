"""The ten stories in a real browser: the main way by mouse or by keyboard alone, and every wrong turn."""

import json
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

from bedside.content.stories import CLOSE, Path, Patient, Step, main_way
from bedside.kinds.items import short_id
from bedside.notebook.story import name, rows, story
from bedside.text import markdown
from tests.browser.student import Keyboard, Mouse, answer, right
from tests.browser.workbench import COURSE, open_patient
from tests.marks import some

WORDS = {word.id: word.word for word in COURSE.glossary.values()}
PEOPLE = list(COURSE.patients)
everyone = pytest.mark.parametrize("name", some(PEOPLE, *PEOPLE[:2]))

# What a page shows of a story, in one look: a step for each section, in their order.
LOOK = """() => {
    const host = document.querySelector("bedside-patient");
    const taken = (what) => [...host.querySelectorAll(`[data-${what}].bedside-taken`)].map((each) => each.dataset[what]);
    const close = host.querySelector(".bedside-close");
    return {
        shown: [...host.querySelectorAll(".bedside-step")].map((step) => step.checkVisibility()),
        ended: close.checkVisibility(),
        words: close.querySelector(".bedside-way").textContent,
        steps: taken("step").sort(),
        edges: taken("edge").sort(),
        voice: host.querySelector(":scope > .bq-voice").textContent,
        at: document.activeElement.closest("bedside-question")?.question.id ?? document.activeElement.tagName,
    };
}"""
SHOWS = f"(wanted) => {{ const {{ shown, ended }} = ({LOOK})(); return JSON.stringify([shown, ended]) === wanted; }}"
WAITING = "() => !Object.keys(localStorage).some((name) => name.startsWith('bedside:waiting:'))"


class Reader:
    """Someone who reads a story in a browser."""

    def __init__(self, page: Page, patient: Patient, hand: type[Mouse] = Mouse) -> None:
        """Open the story, and take down whatever goes wrong on its page."""
        self.page, self.patient, self.hand = page, patient, hand
        self.troubles: list[str] = []
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", lambda said: self.troubles.append(said.text) if said.type == "error" else None)
        self.steps = {step.id: step for step in patient.steps}
        self.order = rows(patient)
        self.asked = [step for step in self.order if self.steps[step].ask]
        open_patient(page, patient)

    def look(self) -> dict[str, object]:
        """What the page shows now."""
        return self.page.evaluate(LOOK)

    def question(self, step: Step) -> Locator:
        """The question of a step."""
        return self.page.locator("bedside-question").nth(self.asked.index(step.id))

    def wait(self, way: list[str], ended: bool = False) -> None:
        """Until exactly these steps are there, and the end if it is to be."""
        wanted = [[step in way for step in self.order], ended]
        self.page.wait_for_function(SHOWS, arg=json.dumps(wanted, separators=(",", ":")))

    def answer(self, step: Step, path: Path | None = None) -> None:
        """Answer a step's question: rightly, or so that it leads along a path."""
        given = {"choice": short_id(path.option)} if path else right(COURSE.questions[step.ask])
        answer(self.hand(self.page, self.question(step)), COURSE.questions[step.ask], given)

    def press(self, button: str, inside: Locator | None = None) -> None:
        """Press a button by its name."""
        place = inside or self.page.locator("bedside-patient")
        self.hand(self.page, place).press(place.get_by_role("button", name=button, exact=True))

    def unfold(self, begun: list[str]) -> list[str]:
        """From the last of these steps to where something is asked, or to the end."""
        way = [*begun]
        while self.steps[way[-1]].ask is None and (then := self.steps[way[-1]].then) != CLOSE:
            way.append(then)
        return way

    def in_words(self, way: list[str], turned: set[str]) -> str:
        """How the page is to say that this way was taken."""
        said = [name(self.steps[step]) + (" (a turn)" if step in turned else "") for step in way]
        return f"You went: {' → '.join(said)}."

    def voiced(self, steps: list[str]) -> str:
        """What is to be read aloud of these steps."""
        return " ".join(markdown.plain(self.steps[step].tell, WORDS) for step in steps)

    def ended(self, way: list[str], turned: set[str]) -> None:
        """The end is there, and says and draws this way and no other."""
        seen = self.look()
        assert seen["words"] == self.in_words(way, turned)
        assert seen["steps"] == sorted([*way, CLOSE])
        assert seen["edges"] == sorted(
            f"{one}>{other}" for one, other in zip(way, [*way[1:], CLOSE], strict=True)
        )

    def told(self) -> list[tuple[str, int, float]]:
        """The answers that Python has been told: the question, which try, and the score; each once."""
        self.page.wait_for_function(WAITING)
        found = self.page.told
        assert len({response["id"] for response in found}) == len(found)
        assert {response["context"] for response in found} <= {"lesson"}
        return [(response["question"], response["attempt"], response["score"]) for response in found]

    def fits(self, scheme: str) -> None:
        """On a phone nothing runs over, and axe finds nothing."""
        self.page.set_viewport_size({"width": 320, "height": 700})
        self.page.emulate_media(color_scheme=scheme)
        ground = "body { margin: 0; background: var(--bedside-paper); color: var(--bedside-ink); }"
        self.page.add_style_tag(content=ground)
        assert self.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        assert Axe().run(self.page).response["violations"] == []
        self.page.set_viewport_size({"width": 1280, "height": 900})


def by_the_main_way(reader: Reader) -> Iterator[tuple[list[str], Step, list[str], bool]]:
    """Each question of the main way, with the steps up to it, those up to the next, and whether that is the end."""
    following, ended = reader.unfold([reader.patient.steps[0].id]), False
    while not ended:
        way, step = following, reader.steps[following[-1]]
        following = way if step.then == CLOSE else reader.unfold([*way, step.then])
        ended = step.then == CLOSE or reader.steps[following[-1]].ask is None
        yield way, step, following, ended


@everyone
def test_a_story_is_read_to_its_end_by_the_main_way(page: Page, name: str) -> None:
    patient = COURSE.patients[name]
    reader = Reader(page, patient, Keyboard if PEOPLE.index(name) % 2 else Mouse)
    reader.wait(reader.unfold([patient.steps[0].id]))
    assert reader.look()["voice"] == ""
    answered = []
    for way, step, following, ended in by_the_main_way(reader):
        reader.answer(step)
        answered.append((step.ask, 1, 1))
        reader.wait(following, ended)
        seen = reader.look()
        assert seen["at"] == step.ask
        fresh = [reader.voiced(following[len(way) :]), reader.in_words(following, set()) if ended else ""]
        assert seen["voice"] == " ".join(filter(None, fresh))
    reader.ended(main_way(patient), set())
    reader.fits("light")

    page.reload()
    reader.wait(main_way(patient), ended=True)
    reader.ended(main_way(patient), set())
    assert reader.look()["voice"] == ""
    assert reader.told() == answered

    reader.press("Begin this story again")
    first = reader.unfold([patient.steps[0].id])
    reader.wait(first)
    assert reader.look()["at"] == reader.steps[first[-1]].ask
    assert page.locator(".bq-verdict").all_inner_texts() == [""] * len(reader.asked)
    assert reader.told() == answered
    assert reader.troubles == []


def answered_before(reader: Reader) -> None:
    """As if every question had been answered rightly at an earlier time."""
    drafts = {}
    for question in story(reader.patient, COURSE)["questions"]:
        given = right(COURSE.questions[question["id"]])
        state = {"given": given, "checked": given, "attempt": 1, "solved": True, "first": True}
        drafts[f"bedside:draft:lesson:{question['id']}:{question['revision']}"] = json.dumps(state)
    reader.page.evaluate(
        "(drafts) => Object.entries(drafts).forEach((each) => localStorage.setItem(...each))", drafts
    )
    reader.page.reload()
    reader.wait(main_way(reader.patient), ended=True)


@everyone
def test_every_wrong_turn_leads_where_it_says_and_back(page: Page, name: str) -> None:
    patient = COURSE.patients[name]
    reader = Reader(page, patient)
    answered_before(reader)
    attempts = dict.fromkeys((step.ask for step in patient.steps), 1)
    expected = []
    turned: set[str] = set()
    way = main_way(patient)
    for step in [reader.steps[each] for each in main_way(patient)]:
        for path in step.paths:
            before = way[: way.index(step.id) + 1]
            reader.press("Start again", reader.question(step))
            reader.wait(before)
            assert reader.look()["at"] == step.ask
            assert page.evaluate("() => document.activeElement.matches('input')")

            reader.answer(step, path)
            attempts[step.ask] += 1
            expected.append((step.ask, attempts[step.ask], 0))
            turned.add(step.id)
            way = [*before, path.to]
            while (then := reader.steps[way[-1]].then) != CLOSE:
                way.append(then)
            reader.wait(way, ended=True)
            seen = reader.look()
            assert seen["at"] == step.ask
            assert (
                reader.question(step).locator(".bq-verdict").inner_text().startswith("✗ You went this way.")
            )
            assert reader.question(step).locator(".bq-why:visible").count() == 1
            new = way[len(before) :]
            assert seen["voice"] == f"{reader.voiced(new)} {reader.in_words(way, turned)}"
            reader.ended(way, turned)
    assert turned
    reader.fits("dark")

    page.reload()
    reader.wait(way, ended=True)
    reader.ended(way, turned)
    assert reader.told() == expected
    reader.press("Begin this story again")
    reader.wait(reader.unfold([patient.steps[0].id]))
    assert reader.troubles == []


def test_a_turn_may_ask_and_the_story_waits_for_it(page: Page) -> None:
    patient = COURSE.patients["clozapine-week-10"]
    reader = Reader(page, patient)
    plan = reader.steps["the-choice"]
    reader.answer(reader.steps["week-ten"])
    reader.wait(["week-ten", "the-choice"])
    reader.answer(plan, plan.paths[0])
    way = ["week-ten", "the-choice", "stopped"]
    reader.wait(way)
    page.reload()
    reader.wait(way)
    reader.answer(reader.steps["stopped"])
    reader.wait([*way, "started-again", "closer-counts"])
    reader.answer(reader.steps["closer-counts"])
    reader.wait([*way, "started-again", "closer-counts"], ended=True)
    reader.ended([*way, "started-again", "closer-counts"], {"the-choice"})
    assert [score for _, _, score in reader.told()] == [1, 0, 1, 1]


def test_a_wrong_option_that_leads_nowhere_is_tried_again(page: Page) -> None:
    patient = COURSE.patients["fever-day-9"]
    reader = Reader(page, patient)
    step = patient.steps[0]
    question = COURSE.questions[step.ask]
    led = {path.option for path in step.paths}
    plain = next(option for option in question.options if not option.right and option.say not in led)
    reader.press("Check", reader.question(step))
    assert reader.question(step).locator(".bq-verdict").inner_text() == "Pick an answer first."
    answer(Mouse(page, reader.question(step)), question, {"choice": plain.id})
    assert reader.question(step).locator(".bq-verdict").inner_text().startswith("✗ Not this one.")
    reader.wait([step.id])
    assert reader.look()["voice"] == ""
    reader.answer(step)
    reader.wait([step.id, step.then])
    assert reader.told() == [(step.ask, 1, 0), (step.ask, 2, 1)]


def test_an_answer_that_was_shown_lets_the_story_go_on(page: Page) -> None:
    patient = next(p for p in COURSE.patients.values() if COURSE.questions[p.steps[0].ask].kind == "number")
    reader = Reader(page, patient)
    step = patient.steps[0]
    for _ in range(2):
        answer(Mouse(page, reader.question(step)), COURSE.questions[step.ask], {"number": "41"})
    reader.press("Show me the answer", reader.question(step))
    reader.wait([step.id, step.then])
    assert reader.look()["at"] == step.ask
    assert [score for _, _, score in reader.told()] == [0, 0]


def test_a_word_of_a_story_opens_its_meaning(page: Page) -> None:
    reader = Reader(page, COURSE.patients["fever-day-9"])
    word = page.locator(".bedside-step .bedside-word:visible").first
    word.click()
    meaning = page.locator(".bedside-meaning:popover-open")
    assert meaning.inner_text().startswith(word.inner_text())
    page.keyboard.press("Escape")
    assert meaning.count() == 0
    assert reader.troubles == []
