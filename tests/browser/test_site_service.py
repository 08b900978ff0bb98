"""The learner service in the browser beside the one in Python: the same answers give the same review, words, progress and file."""

import hashlib
import json
import random
import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from bedside.kinds.view import revision
from bedside.learner import answer_file
from bedside.learner.identity import FIRST, SECOND
from bedside.learner.progress import lesson_markup, markup, progress
from bedside.learner.response import Response
from bedside.learner.scheduling import day_of, pick
from bedside.site.assets import course
from tests.answers import COURSE as ONE_LEVEL
from tests.answers import kept, right, told
from tests.browser.student import wrong
from tests.levels import levelled
from tests.marks import soak, some, times
from tests.node import FRONTEND
from tests.test_answer_file import BROKEN, FEW, TEXT
from tests.test_zone import DAYS

ZONES = ["Australia/Lord_Howe", "America/Los_Angeles", "Europe/Zurich"]
COURSE = levelled(ONE_LEVEL)
NAMES = list(COURSE.questions)
CORE = [name for name, question in COURSE.questions.items() if question.level == "core"]
NOW = datetime(2020, 11, 22, 12, tzinfo=UTC)
MODULES = ("service", "kept-answers", "days", "answer-file", "sha256")
# A storage of its own for each service: what Object.keys sees are its entries.
SET_UP = """
globalThis.memory = () => Object.create({
    getItem(name) { return this[name] ?? null; }, setItem(name, value) { this[name] = value; }, removeItem(name) { delete this[name]; },
});
globalThis.faces = async () => new Proxy({}, { get: (_, id) => ({ id }) });
globalThis.service = (now, storage = localStorage) => new LearnerService({ course: bedsideCourse, storage, clock: () => new Date(now), faces });
"""


def script() -> str:
    """The service and what it is made of, for the tests to use."""
    imports = "".join(f'import * as part{i} from "./site/{name}.js";' for i, name in enumerate(MODULES))
    parts = ", ".join(f"part{i}" for i in range(len(MODULES)))
    known = json.dumps(course([], COURSE), ensure_ascii=False)
    return f"{imports}globalThis.bedsideCourse={known};Object.assign(globalThis,{parts});{SET_UP}"


def opened(context: BrowserContext) -> Page:
    """A page with the service in it, as the modules it is written in."""
    page = context.new_page()

    def serve(route: Route) -> None:
        name = urlsplit(route.request.url).path[1:]
        kind = "application/json" if name.endswith(".json") else "text/javascript" if name else "text/html"
        text = (FRONTEND / name).read_text("utf-8") if name else f"<script type=module>{script()}</script>"
        route.fulfill(body=text, content_type=f"{kind}; charset=utf-8")

    page.route("https://course.example/**", serve)
    page.goto("https://course.example/")
    return page


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser that remembers nothing, in Zurich."""
    context = chromium.new_context(timezone_id="Europe/Zurich")
    context.set_default_timeout(60_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page with the service."""
    return opened(context)


def hear(page: Page, message: dict, now: datetime = NOW) -> dict:
    """What the service replies."""
    return page.evaluate("([message, now]) => service(now).hear(message)", [message, now.isoformat()])


def lines(responses: list[Response]) -> list[list[str]]:
    """Answers as the browser keeps them."""
    return [
        [str(each.id), json.dumps(each.model_dump(mode="json", exclude={"learner"}))] for each in responses
    ]


def history(chance: random.Random, now: datetime) -> list[Response]:
    """Some days, weeks and months of someone's answers, with all that clocks and authors do to them."""
    found = []
    for name in chance.sample(chance.choice((NAMES, CORE)), chance.randint(1, chance.choice((5, 60)))):
        question, back = COURSE.questions[name], chance.choice((2, 20, 200, 600))
        days = sorted((chance.uniform(0, back) for _ in range(chance.randint(1, 7))), reverse=True)
        for day in days:
            when = now - timedelta(days=day)
            if chance.random() < 0.3:  # near the turn of a day, and several in a sitting
                when = when.replace(hour=chance.randint(2, 5), minute=chance.choice((0, 1, 59)))
            if chance.random() < 0.02:
                when = now + timedelta(days=chance.uniform(0, 400))
            for attempt in range(1, chance.choice((1, 1, 2, 3)) + 1):
                good = chance.random() < 0.7
                given = kept(
                    question=question, given={}, score=1 if good else chance.choice((0, 0.5)), attempt=attempt,
                    confidence=chance.choice((None, 1, 2, 3)), hint=chance.random() < 0.2,
                )  # fmt: skip
                more = {
                    "answered_at": (when + timedelta(minutes=attempt)).astimezone(UTC).replace(microsecond=0)
                }
                if chance.random() < 0.03:
                    more["revision"] = "an older one"
                if chance.random() < 0.02:
                    more["question"] = "gone"
                found.append(given.model_copy(update=more))
    found.sort(key=lambda each: each.answered_at)
    for _ in range(chance.choice((0, 0, 3))):
        found.insert(chance.randrange(len(found)), found.pop(chance.randrange(len(found))))
    return found


def wanted(responses: list[Response], now: datetime) -> list[object]:
    """What Python says: the review's questions, words and day, all progress, and each lesson's."""
    due, standings = pick(responses, COURSE, now), progress(responses, COURSE, now)
    page = {lesson.notebook: lesson.id for lesson in COURSE.lessons.values()}
    shown = re.sub(r'href="([^"]+)\.ipynb"', lambda found: f'href="{page[found[1]]}.html"', markup(standings))
    day = str(day_of(now, now)) if due.questions else None
    return [list(due.questions), due.say(now), day, shown, *map(lesson_markup, standings)]


READ = """async ([lines, now]) => {
    const storage = memory();
    new Kept(storage).add(lines);
    const ask = service(now, storage);
    const review = await ask.hear({ show: "review" });
    const lessons = await Promise.all(bedsideCourse.lessons.map(({ id }) => ask.hear({ show: "lesson", lesson: id })));
    return [(review.quiz?.questions ?? []).map(({ id }) => id), /<p>(.*?)<\\/p>/.exec(review.html)[1], review.quiz?.round ?? null,
        (await ask.hear({ show: "progress" })).html, ...lessons.map(({ html }) => html)];
}"""


@pytest.mark.parametrize("histories", times(12, 120))
@pytest.mark.parametrize("zone", some(ZONES, "Australia/Lord_Howe"))
def test_review_and_progress_are_those_of_python_for_any_history(
    chromium: Browser, zone: str, histories: int
) -> None:
    context = chromium.new_context(timezone_id=zone)
    page = opened(context)
    chance = random.Random(zone)
    words = set()
    for number in range(histories):
        moment = datetime(
            2020,
            chance.randint(1, 12),
            chance.randint(1, 28),
            chance.randint(0, 23),
            chance.choice((0, 30, 59)),
            tzinfo=UTC,
        )
        now = moment.astimezone(ZoneInfo(zone))
        responses = history(chance, now)
        expected = wanted(responses, now)
        words.add(re.sub(r"\d+|on [A-Z].*", "…", expected[1]))
        assert page.evaluate(READ, [lines(responses), now.isoformat()]) == expected, (zone, number)
    assert len(words) >= 2
    context.close()


def test_a_moment_belongs_to_the_day_that_python_says_in_any_zone(chromium: Browser) -> None:
    context = chromium.new_context()
    page = opened(context)
    place = context.new_cdp_session(page)
    for zone, when, day, what in DAYS:
        place.send("Emulation.setTimezoneOverride", {"timezoneId": zone})
        assert page.evaluate("(when) => dated(dayOf(Date.parse(when)))", when) == day, (zone, what)
    context.close()


@pytest.mark.parametrize("ahead", [0, 1, 5, 300, 400])
def test_the_day_to_come_back_is_said_as_python_says_it(page: Page, ahead: int) -> None:
    responses = [kept(question=COURSE.questions[NAMES[1]], given={}, score=1, confidence=3)]
    now = NOW + timedelta(hours=ahead % 3, days=-ahead)
    seen = [each.model_copy(update={"answered_at": now - timedelta(days=1)}) for each in responses]
    now = now.astimezone(ZoneInfo("Europe/Zurich"))
    assert page.evaluate(READ, [lines(seen), now.isoformat()])[:2] == wanted(seen, now)[:2]


def test_answers_are_kept_once_in_their_order_and_odd_ones_refused(page: Page) -> None:
    good = [told(question=COURSE.questions[name], given={}) for name in NAMES[:3]]
    odd = [
        told() | change
        for change in (
            {"score": 7},
            {"attempt": 0},
            {"admin": True},
            {"answered_at": "yesterday"},
            {"given": {"a": None}},
        )
    ]
    reply = hear(page, {"responses": [good[0], *odd, good[1]]})
    assert reply["kept"] == [good[0]["id"], good[1]["id"]]
    assert reply["refused"] == [each["id"] for each in odd]
    assert hear(page, {"responses": [good[1], good[2]]})["kept"] == [good[1]["id"], good[2]["id"]]
    file = hear(page, {"do": "save"})["file"]["text"]
    assert [str(each.id) for each in answer_file.read(file).responses] == [each["id"] for each in good]


def test_what_python_writes_comes_back_from_the_browser_as_it_was(page: Page) -> None:
    chance = random.Random(6)
    responses = [each.model_copy(update={"learner": "0123abcd"}) for each in history(chance, NOW)]
    responses += [kept(1, "0123abcd", given={"1": 'a\u2028b\n"c"', "2": 1.5, "3": True}, seconds=0.1)]
    text = answer_file.write(answer_file.Export("0123abcd", "Zoë <b>& Co", tuple(responses)), NOW)
    reply = hear(page, {"do": "take-in", "file": text})
    assert reply["say"] == f"Took in {len(responses)} answers."
    assert "Zoë &lt;b&gt;&amp; Co" in reply["html"] and "<b>" not in reply["html"]
    saved = hear(page, {"do": "save"})["file"]
    assert saved["name"] == "neutropenia-Zoë-b-Co-2020-11-22.jsonl"
    found = answer_file.read(saved["text"])
    assert (found.learner, found.name, list(found.responses)) == ("0123abcd", "Zoë <b>& Co", responses)
    assert json.loads(saved["text"].split("\n")[0])["exported_at"] == "2020-11-22T13:00:00+01:00"
    again = hear(page, {"do": "take-in", "file": saved["text"]})
    assert again["say"] == f"Took in no answer. {len(responses)} of the file were here before."


@pytest.mark.parametrize(("text", "said"), [("", "Choose a file first"), *BROKEN[1:]])
def test_a_file_that_is_not_whole_is_refused_in_the_same_words(page: Page, text: str, said: str) -> None:
    wanted = said.split(r" \(")[0].replace(
        "this program", "this page"
    )  # pydantic's own words are Python's alone
    reply = hear(page, {"do": "take-in", "file": text})
    assert wanted in reply["say"] and "html" not in reply
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('bedside:kept'))") == []


@pytest.mark.parametrize(
    "changed", [TEXT, TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT, TEXT + "\n\n", TEXT.rstrip()]
)
def test_what_mail_and_editors_do_to_a_file_does_no_harm(page: Page, changed: str) -> None:
    assert hear(page, {"do": "take-in", "file": changed})["say"] == "Took in 2 answers."
    assert answer_file.read(hear(page, {"do": "save"})["file"]["text"]).responses == FEW.responses


def test_both_readers_agree_on_files_changed_by_chance(page: Page) -> None:
    chance = random.Random(9)
    changed = []
    for _ in range(2000):
        place, letter = chance.randrange(len(TEXT)), chance.choice('0159"{},:\n\r aé😀\\-+eT')
        changed.append(TEXT[:place] + letter + TEXT[place + chance.choice((0, 1)) :])
    theirs = page.evaluate(
        "(texts) => texts.map((text) => { try { return unsealed(text).answers.length; } catch (error) { return error instanceof DamagedFile ? null : `${error}`; } })",
        changed,
    )
    for text, browsers in zip(changed, theirs, strict=True):
        try:
            pythons = len(answer_file.read(text).responses)
        except answer_file.DamagedFile:
            pythons = None
        assert browsers == pythons, text


@pytest.mark.parametrize(
    "field",
    [
        {"id": "123"}, {"id": None}, {"question": "x" * 81}, {"question": 5}, {"revision": "a\0b"}, {"context": 1}, {"attempt": 1.5},
        {"attempt": 10_001}, {"score": -0.1}, {"score": 1.1}, {"confidence": 4}, {"confidence": 0}, {"hint": None}, {"hint": "x"}, {"seconds": -1},
        {"seconds": 1e8}, {"answered_at": "2020-11-22"}, {"answered_at": "2020-11-22T12:00:00"}, {"answered_at": "1969-12-31T23:00:00Z"},
        {"answered_at": "3000-01-01T00:00:00Z"}, {"given": []}, {"given": {"a": []}}, {"given": {"a": "x" * 1201}}, {"given": {f"{i}": "" for i in range(51)}},
    ],
)  # fmt: skip
def test_an_answer_that_python_refuses_the_browser_refuses(page: Page, field: dict) -> None:
    odd = told() | field
    with pytest.raises(ValueError, match=r".+"):
        Response.model_validate_json(json.dumps(odd))
    reply = hear(page, {"responses": [odd]})
    assert (reply["kept"], len(reply["refused"])) == ([], 1)


def test_the_seal_is_sha256(page: Page) -> None:
    texts = ["a" * n for n in range(200)] + ["é😀\u2028" * 40, "x" * 10_000, "ß" * 70_000]
    seals = page.evaluate("(texts) => texts.map(sha256)", texts)
    assert seals == [hashlib.sha256(text.encode()).hexdigest() for text in texts]


def test_someone_new_has_a_made_up_name_and_stays_who_they_are(page: Page) -> None:
    names = page.evaluate("() => Array.from({ length: 200 }, () => service(0, memory()).data.card.learner())")
    assert len({each["id"] for each in names}) == 200
    assert all(re.fullmatch(r"[0-9a-f]{16}", each["id"]) for each in names)
    parts = [each["name"].split() for each in names]
    assert {first for first, *_ in parts} <= set(FIRST.split()) and {second for _, second, _ in parts} <= set(
        SECOND.split()
    )
    assert all(10 <= int(number) < 100 for *_, number in parts)
    first = hear(page, {"show": "mine"})["html"]
    assert hear(page, {"show": "mine"})["html"] == first
    reply = hear(page, {"do": "name", "name": "  <img src=x>   & me " + "y" * 90})
    assert "&lt;img src=x&gt; &amp; me" in reply["html"] and "<img" not in reply["html"]
    assert hear(page, {"do": "name", "name": " "})["say"].startswith("You are still <img src=x> & me yyy")


def test_erasing_forgets_the_answers_and_the_learner(page: Page) -> None:
    hear(page, {"responses": [told()]})
    assert "One answer is kept in this browser" in hear(page, {"show": "mine"})["html"]
    card = page.evaluate("localStorage.getItem('bedside:learner')")
    assert "Erase one answer for good?" in hear(page, {"do": "erase"})["html"]
    reply = hear(page, {"do": "erase-now"})
    assert (reply["say"], reply["erased"]) == ("One answer erased.", True)
    assert page.evaluate("localStorage.getItem('bedside:learner')") != card
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('bedside:kept'))") == []
    assert hear(page, {"do": "save"})["say"] == "There is no answer yet, so there is nothing to save."


def test_two_tabs_at_once_lose_nothing(context: BrowserContext) -> None:
    pages = [opened(context), opened(context)]
    given = [
        [told(question=COURSE.questions[name], given={}) for name in NAMES[start : start + 40]]
        for start in (0, 40)
    ]
    for page, answers in zip(pages, given, strict=True):
        page.evaluate(
            "([answers, now]) => { globalThis.done = (async () => { const one = service(now); for (const each of answers) { await one.hear({ responses: [each] }); await new Promise((go) => setTimeout(go)); } })(); }",
            [answers, NOW.isoformat()],
        )
    for page in pages:
        page.evaluate("done")
    all_ = {each["id"] for part in given for each in part}
    for page in pages:
        for _ in range(100):  # what one tab stored reaches the other a moment later
            found = answer_file.read(hear(page, {"do": "save"})["file"]["text"])
            if (seen := {str(each.id) for each in found.responses}) == all_:
                break
            page.wait_for_timeout(100)
        assert seen == all_


@pytest.mark.parametrize(
    "storage",
    [
        "null",
        "{ getItem() { throw new DOMException('no', 'SecurityError'); }, setItem() { throw new DOMException('no', 'SecurityError'); } }",
    ],
)
def test_a_browser_that_keeps_nothing_says_what_to_do(page: Page, storage: str) -> None:
    ask = f"(message) => service('{NOW.isoformat()}', {storage}).hear(message)"
    reply = page.evaluate(ask, {"responses": [told()]})
    assert reply == {
        "trouble": "This browser keeps nothing for this page. Allow it to keep data, leave private mode, or use another browser."
    }
    assert "No answer is kept" in page.evaluate(ask, {"show": "mine"})["html"]
    assert "Nothing here yet" in page.evaluate(ask, {"show": "progress"})["html"]
    assert "Nothing to review yet" in page.evaluate(ask, {"show": "review"})["html"]
    assert "keeps nothing" in page.evaluate(ask, {"do": "name", "name": "Zoë"})["trouble"]
    assert "keeps nothing" in page.evaluate(ask, {"do": "take-in", "file": TEXT})["trouble"]


def test_a_full_browser_says_so_and_keeps_all_or_nothing_of_a_file(page: Page) -> None:
    hear(page, {"responses": [told()]})
    hear(page, {"show": "mine"})
    who = page.evaluate("localStorage.getItem('bedside:learner')")
    page.evaluate(
        "() => { for (const size of [1e6, 1e5, 1e4, 1000, 100, 10]) for (let i = 0; ; i++) try { localStorage.setItem(`fill${size}${i}`, 'x'.repeat(size)); } catch { break; } }"
    )
    reply = hear(page, {"responses": [told()]})
    assert "no room left for this page. Save your answers as a file" in reply["trouble"]
    page.evaluate(
        "() => { for (let i = 0; i < 9; i++) localStorage.removeItem(`fill100${i}`); }"
    )  # room for an answer, not for fifty
    many = tuple(kept(i, "0123abcd") for i in range(50))
    text = answer_file.write(answer_file.Export("0123abcd", "Zoë", many), NOW)
    assert "no room left" in hear(page, {"do": "take-in", "file": text})["trouble"]
    assert (
        page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('bedside:kept')).length")
        == 1
    )
    assert page.evaluate("localStorage.getItem('bedside:learner')") == who
    assert len(answer_file.read(hear(page, {"do": "save"})["file"]["text"]).responses) == 1


@soak
def test_ten_thousand_answers_are_kept_and_all_still_works(page: Page) -> None:
    chance = random.Random(1)
    answers = []
    for i in range(10_000):
        question = COURSE.questions[chance.choice(NAMES)]
        when = NOW - timedelta(minutes=20 * (10_000 - i))
        good = chance.random() < 0.7
        given = right(question) if good else wrong(question)
        answers.append(
            told(
                question=question,
                given={slot: str(value)[:12] for slot, value in list(given.items())[:2]},
                score=1 if good else 0,
                answered_at=when.isoformat(),
            )
        )
    for start in range(0, 10_000, 1000):
        assert len(hear(page, {"responses": answers[start : start + 1000]})["kept"]) == 1000
    assert "10000 answers are kept" in hear(page, {"show": "mine"})["html"]
    responses = [Response.model_validate(each) for each in answers]
    now = NOW.astimezone(ZoneInfo("Europe/Zurich"))
    assert hear(page, {"show": "review"}, now)["quiz"]["questions"] == [
        {"id": name} for name in pick(responses, COURSE, now).questions
    ]
    assert 'class="bedside-lessons"' in hear(page, {"show": "progress"})["html"]
    assert len(answer_file.read(hear(page, {"do": "save"})["file"]["text"]).responses) == 10_000


def test_a_clock_that_was_set_back_is_mentioned(page: Page) -> None:
    ahead = told(answered_at=(NOW + timedelta(days=3)).isoformat())
    said = "Your clock says 22 November 2020, 13:00, but there are answers from 25 November 2020, 13:00. They are kept in the order they came. Look whether the clock is right."
    assert hear(page, {"responses": [ahead]})["notice"] == said
    assert "notice" not in hear(page, {"responses": [told()]}, NOW + timedelta(days=4))


def test_a_message_nobody_knows_gets_an_empty_reply(page: Page) -> None:
    for message in ({"do": "dance"}, {"show": "lesson", "lesson": "none"}, {}):
        assert hear(page, message) == {}


def test_a_question_of_the_page_has_the_revision_that_python_knows() -> None:
    listed = course([], COURSE)["questions"]
    assert {name: each["revision"] for name, each in listed.items()} == {
        name: revision(each) for name, each in COURSE.questions.items()
    }
    assert uuid.UUID(told()["id"])
