"""The question element by itself, on a plain page with no notebook, no kernel and no server of ours."""

import json
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

from bedside.content import shipped
from bedside.kinds.view import question_view
from bedside.notebook.widgets import SCRIPT, STYLE
from tests.browser.student import Keyboard, Mouse, answer, right, wrong
from tests.marks import some

COURSE = shipped()
BY_KIND = {question.kind: question for question in COURSE.questions.values()}
Show = Callable[..., None]


@pytest.fixture
def show(page: Page) -> Show:
    """Put a quiz on a page of its own; what it asks is gathered in window.told, and window.reply answers."""
    files = {"question.js": (SCRIPT, "text/javascript"), "question.css": (STYLE, "text/css")}

    def serve(route: object) -> None:
        name = route.request.url.rpartition("/")[2]
        text, kind = files.get(name, (page.shell, "text/html"))
        route.fulfill(body=text, content_type=f"{kind}; charset=utf-8")

    page.route("https://course.example/**", serve)

    def put(*questions: object, host: bool = True, context: str = "lesson", **more: str) -> None:
        quiz = {"context": context, **more, "questions": [question_view(each, COURSE) for each in questions]}
        ask = (
            "async (message) => { told.push(message); return window.reply?.(message) ?? null; }"
            if host
            else ""
        )
        page.shell = f"""<!doctype html><html lang="en"><title>A quiz</title><meta name="viewport" content="width=device-width">
            <link rel="stylesheet" href="question.css"><main><h1>A quiz</h1><bedside-quiz></bedside-quiz></main>
            <script type="module">import "./question.js"; window.told = [];
            document.querySelector("bedside-quiz").connect({json.dumps(quiz)}{", " + ask if ask else ""});</script>"""
        page.goto("https://course.example/")
        page.locator("bedside-question").first.wait_for()

    return put


KEPT = "() => { window.reply = ({ responses }) => ({ kept: responses.map(({ id }) => id) }); }"


def only(page: Page) -> Locator:
    """The one question on the page."""
    return page.locator("bedside-question")


def give(page: Page, question: object, given: dict[str, object]) -> None:
    """Answer the one question with the mouse."""
    answer(Mouse(page, only(page)), question, given)


@pytest.mark.parametrize("kind", BY_KIND)
def test_what_is_wrong_and_what_is_right_is_said_aloud(page: Page, show: Show, kind: str) -> None:
    question = BY_KIND[kind]
    show(question)
    assert page.locator("[role=status]").first.get_attribute("aria-live") == "polite"
    give(page, question, wrong(question))
    aloud = page.locator(".bq-voice").inner_text()
    assert aloud.startswith("✗") and len(aloud) > 40
    give(page, question, right(question))
    assert len(page.locator(".bq-voice").inner_text()) > 20
    assert page.evaluate("() => document.activeElement.className") == "bq-verdict"


@pytest.mark.parametrize("kind", BY_KIND)
@pytest.mark.parametrize("scheme", some(["light", "dark"], "light"))
def test_each_kind_is_sound_for_axe_and_fits_320_pixels(
    page: Page, show: Show, kind: str, scheme: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.emulate_media(color_scheme=scheme)
    question = BY_KIND[kind]
    show(question)
    page.add_style_tag(
        content="body { margin: 0; background: var(--bedside-paper); color: var(--bedside-ink); }"
    )
    for given in (None, wrong(question), right(question)):
        if given:
            give(page, question, given)
        assert Axe().run(page).response["violations"] == []
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("kind", BY_KIND)
def test_after_two_tries_the_answer_can_be_shown_and_the_question_begun_again(
    page: Page, show: Show, kind: str
) -> None:
    question = BY_KIND[kind]
    show(question)
    ask = page.get_by_role("button", name="Show me the answer")
    give(page, question, wrong(question))
    assert not ask.is_visible()
    give(page, question, wrong(question))
    ask.click()
    assert page.locator(".bq-verdict").inner_text().startswith("This is the answer")
    assert page.locator(".bq-why").first.is_visible() or kind in ("number", "fill")
    page.get_by_role("button", name="Start again").click()
    assert page.locator(".bq-verdict").inner_text() == ""
    give(page, question, right(question))
    assert page.locator(".bq-verdict").inner_text() == "✓ That is right now."


def test_an_answer_that_is_not_one_yet_is_not_counted(page: Page, show: Show) -> None:
    for kind, words in {
        "choose": "Pick an answer",
        "number": "Type a number",
        "sort": "Find a place",
    }.items():
        show(BY_KIND[kind])
        page.get_by_role("button", name="Check").click()
        assert page.locator(".bq-verdict").inner_text().startswith(words)
        assert page.evaluate("() => told") == []


def test_a_number_in_words_is_asked_for_again(page: Page, show: Show) -> None:
    show(BY_KIND["number"])
    page.locator("input[type=text]").fill("about sixty")
    page.keyboard.press("Enter")
    assert page.locator(".bq-verdict").inner_text() == "Type a number first, such as 1500 or 0.6."


def test_after_solving_the_other_options_get_their_why_too(page: Page, show: Show) -> None:
    question = BY_KIND["choose"]
    show(question)
    give(page, question, right(question))
    assert page.locator(".bq-why:visible").count() == len(question.options)
    assert page.locator(".bq-why:visible", has_text="Why not:").count() == len(question.options) - 1


def test_a_quiz_tells_how_many_are_left_and_ends_in_words(page: Page, show: Show) -> None:
    first, second = [question for question in COURSE.questions.values() if question.kind == "choose"][:2]
    show(first, second)
    assert page.locator(".bq-left").inner_text() == "2 questions, 2 left"
    answer(Mouse(page, only(page).nth(0)), first, right(first))
    page.wait_for_function("() => document.querySelector('.bq-left').textContent === '2 questions, 1 left'")
    answer(Mouse(page, only(page).nth(1)), second, wrong(second))
    answer(Mouse(page, only(page).nth(1)), second, right(second))
    page.locator(".bq-summary p").wait_for()
    said = page.locator(".bq-summary").inner_text()
    assert said.startswith("All done here. Worth another look later:")
    assert not any(letter.isdigit() for letter in said)


def test_how_sure_one_is_goes_with_the_first_answer(page: Page, show: Show) -> None:
    question = BY_KIND["choose"]
    show(question)
    page.get_by_label("fairly sure").check()
    page.get_by_role("button", name="Hint").click()
    give(page, question, right(question))
    page.wait_for_function("() => told.length")
    told = page.evaluate("() => told[0].responses[0]")
    assert (told["confidence"], told["hint"], told["attempt"], told["score"]) == (2, True, 1, 1)


def test_an_answer_waits_until_the_host_has_kept_it(page: Page, show: Show) -> None:
    question = BY_KIND["choose"]
    waiting = "Object.keys(localStorage).filter((name) => name.startsWith('bedside:waiting:')).length"
    show(question, host=False)
    give(page, question, wrong(question))
    assert page.evaluate(waiting) == 1
    show(question)
    page.wait_for_function("() => told.length")
    told = page.evaluate("() => told")
    assert len(told[0]["responses"]) == 1
    page.evaluate(KEPT)
    page.wait_for_function(f"() => {waiting} === 0")


def test_an_answer_is_called_saved_only_once_it_is_kept(page: Page, show: Show) -> None:
    question = BY_KIND["choose"]
    show(question)
    saved = page.locator(".bq-saved")
    give(page, question, wrong(question))
    page.wait_for_function("() => told.length")
    assert saved.inner_text() == "One answer waits in this browser, and will be saved when Python is running."
    page.evaluate("() => { window.reply = () => ({ trouble: 'The disk is full.' }); }")
    give(page, question, right(question))
    page.get_by_text(
        "Not saved: The disk is full. 2 answers wait in this browser until then; you can go on."
    ).wait_for()
    assert saved.get_attribute("aria-live") == "polite"
    page.evaluate(KEPT)
    page.get_by_text("✓ Saved.").wait_for()
    told = page.evaluate("() => told.at(-1).responses")
    assert [response["attempt"] for response in told] == [1, 2]


def test_a_review_begins_afresh_on_another_day_and_forgets_the_old_one(page: Page, show: Show) -> None:
    question = BY_KIND["choose"]
    drafts = "Object.keys(localStorage).filter((name) => name.startsWith('bedside:draft:'))"
    for day in ("2020-11-22", "2020-11-23"):
        show(question, context="review", round=day)
        assert page.locator(".bq-verdict").inner_text() == ""
        give(page, question, right(question))
        assert [name.split(":")[3] for name in page.evaluate(drafts)] == [day]
    show(question, context="review", round="2020-11-23")
    assert page.locator(".bq-verdict").inner_text() == "✓ That is right."
    page.wait_for_function("() => told.length")
    assert {each["context"] for each in page.evaluate("() => told[0].responses")} == {"review"}


def test_what_python_refuses_is_set_aside_and_not_told_again(page: Page, show: Show) -> None:
    question = BY_KIND["choose"]
    show(question)
    page.evaluate(
        "() => { window.reply = ({ responses }) => ({ kept: [], refused: responses.map(({ id }) => id) }); }"
    )
    give(page, question, wrong(question))
    names = "Object.keys(localStorage).map((name) => name.split(':')[1])"
    page.wait_for_function(f"() => {names}.includes('refused') && !{names}.includes('waiting')")
    assert page.locator(".bq-saved").inner_text().startswith("Not saved: Python could not read an answer.")


def test_answers_that_wait_from_an_older_course_are_handed_over_too(page: Page, show: Show) -> None:
    question = BY_KIND["choose"]
    show(question, host=False)
    give(page, question, wrong(question))
    page.evaluate(
        """() => {
            const old = Object.keys(localStorage).find((name) => name.startsWith("bedside:waiting:"));
            localStorage.setItem(old.replace("waiting:", "waiting:causes:"), localStorage.getItem(old));
            localStorage.removeItem(old);
        }"""
    )
    page.add_init_script(f"({KEPT})()")
    show(question)
    page.wait_for_function("() => !Object.keys(localStorage).some((name) => name.includes('waiting'))")
    assert len(page.evaluate("() => told[0].responses")) == 1


def test_hundreds_of_waiting_answers_go_in_parts(page: Page, show: Show) -> None:
    question = BY_KIND["choose"]
    page.add_init_script(f"({KEPT})()")
    show(question)
    page.evaluate(
        """() => {
            for (let i = 0; i < 250; i++) localStorage.setItem(`bedside:waiting:${i}`, JSON.stringify({ id: `${i}`, answered_at: `${i}` }));
        }"""
    )
    give(page, question, wrong(question))
    page.wait_for_function("() => !Object.keys(localStorage).some((name) => name.includes('waiting'))")
    assert page.evaluate("() => told.map(({ responses }) => responses.length)") == [100, 100, 51]


def test_a_browser_that_keeps_nothing_still_asks_and_grades(page: Page, show: Show) -> None:
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('blocked'); } });"
    )
    question = BY_KIND["choose"]
    show(question)
    give(page, question, right(question))
    assert page.locator(".bq-verdict").inner_text().startswith("✓")
    page.wait_for_function("() => told.length === 1")


def test_tab_goes_from_one_question_to_the_next(page: Page, show: Show) -> None:
    show(BY_KIND["choose"], BY_KIND["order"])
    page.keyboard.press("Tab")
    for _ in range(12):
        if page.evaluate(
            "() => document.activeElement.closest('bedside-question') === document.querySelectorAll('bedside-question')[1]"
        ):
            break
        page.keyboard.press("Tab")
    else:
        pytest.fail("the second question is not reached")
    item = only(page).nth(1).locator("[data-item]").first.get_attribute("data-item")
    Keyboard(page, only(page).nth(1)).press(
        only(page).nth(1).locator(f'[data-item="{item}"] [data-move="1"]')
    )
    assert only(page).nth(1).locator("[data-item]").nth(1).get_attribute("data-item") == item
    assert "place 2 of" in only(page).nth(1).locator(".bq-voice").inner_text()


def test_what_a_student_types_is_shown_as_text(page: Page, show: Show) -> None:
    show(BY_KIND["fill"])
    box = page.locator("input[type=text]")
    for i in range(box.count()):
        box.nth(i).fill('<img src=x onerror="window.hurt = 1">')
    page.keyboard.press("Enter")
    assert page.evaluate("() => window.hurt") is None
    assert page.locator("bedside-question img").count() == 0


def test_a_page_of_sixteen_quizzes_without_python_says_within_a_second_that_an_answer_waits(
    page: Page, show: Show
) -> None:
    question = BY_KIND["choose"]
    page.clock.install()
    show(question)
    # Each finds out by itself, in turn, that nobody is there, as a widget does whose kernel is gone.
    page.evaluate(
        """(quiz) => {
            window.reply = () => new Promise((resolve) => setTimeout(resolve, 1000, null));
            const ask = async (message) => { told.push(message); return window.reply(message); };
            for (let i = 0; i < 15; i++) document.querySelector("main").append(document.createElement("bedside-quiz").connect(quiz, ask));
        }""",
        {"context": "lesson", "questions": [question_view(BY_KIND["sort"], COURSE)]},
    )
    first = page.locator("bedside-quiz").first
    answer(Mouse(page, first), question, wrong(question))
    page.clock.run_for(1100)
    words = "One answer waits in this browser, and will be saved when Python is running."
    assert first.locator(".bq-saved").inner_text() == words
    page.clock.run_for(3000)
    assert len(page.evaluate("() => told")) < 16, "they were all asked before the words came"
    page.evaluate(KEPT)
    page.clock.run_for(1100)
    assert first.locator(".bq-saved").inner_text().startswith("✓ Saved.")
    assert page.evaluate("() => Object.keys(localStorage).filter((name) => name.includes('waiting'))") == []
