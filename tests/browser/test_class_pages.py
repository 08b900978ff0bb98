"""A class as people see it: students, the presenter and the wall, in real browsers, with the real server."""

import re
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.student import Keyboard, Mouse, answer, right, wrong
from tests.live import COURSE, LiveClass
from tests.marks import soak, some

CHOOSE, SORT, NUMBER, FILL = "causes-predict", "causes-sort-type", "dx-anc-add", "causes-fill-three"
BY_KIND = {question.kind: question for question in COURSE.questions.values()}
COUNTED = "✓ Counted. You can change it until the vote closes."
Begin = Callable[..., LiveClass]
Open = Callable[..., Page]


@pytest.fixture
def begin(house: LiveClass) -> Begin:
    """Begin a class on these questions."""
    return house.another


@pytest.fixture
def live(begin: Begin) -> LiveClass:
    """A class on three questions."""
    return begin(CHOOSE, SORT, NUMBER)


@pytest.fixture
def people(chromium: Browser) -> Iterator[Open]:
    """Open pages, each in a browser of its own; what they complain of fails the test."""
    contexts, complaints = [], []

    def open_(url: str, width: int = 390, scheme: Any = "light", before: str = "") -> Page:
        contexts.append(
            chromium.new_context(
                viewport={"width": width, "height": 760}, color_scheme=scheme, reduced_motion="reduce"
            )
        )
        contexts[-1].set_default_timeout(15_000)
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None
        )
        if before:
            page.add_init_script(before)
        page.goto(url)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def student(live: LiveClass, people: Open) -> Page:
    """A student in that class."""
    return sit(live, people)


@pytest.fixture
def notebook() -> Iterator[Callable[[str], str]]:
    """Serve a page from where a notebook is; Chromium lets none that is not really there show this computer's."""

    class Shell(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(self.server.page.encode())

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("localhost", 0), Shell) as server:
        Thread(target=server.serve_forever, daemon=True).start()

        def serve(page: str) -> str:
            server.page = page
            return f"http://localhost:{server.server_port}/"

        yield serve
        server.shutdown()


def sit(live: LiveClass, people: Open, name: str = "", **options: Any) -> Page:
    """Somebody joins on their phone."""
    page = people(f"{live.address}/{live.code}", **options)
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Join").click()
    expect(page.locator("#class")).to_be_visible()
    expect(page.locator("#status")).not_to_be_empty()
    return page


def vote(page: Page, question: str, given: dict[str, Any], hand: type[Mouse] = Mouse) -> None:
    """Fill in a ballot and cast it."""
    ballot = page.locator("bedside-ballot")
    ballot.wait_for()
    answer(hand(page, ballot), COURSE.questions[question], given)


def verdict(page: Page, words: str | re.Pattern[str]) -> None:
    """Wait until the ballot says this."""
    expect(page.locator(".bq-verdict")).to_have_text(words)


def sound(page: Page) -> None:
    """Nothing for axe to find, and nothing wider than the page."""
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def counted(live: LiveClass, voted: int) -> None:
    """Wait until the presenter sees so many votes."""
    for _ in range(30):
        if live.desk()["voted"] == voted:
            return
        time.sleep(0.1)
    raise AssertionError(live.desk())


def unplug(route: Route) -> None:
    """What is asked does not get through."""
    route.abort()


# Joining


def test_letters_typed_in_any_way_lead_to_the_class(live: LiveClass, people: Open) -> None:
    page = people(live.address, 320)
    sound(page)
    code = page.get_by_label("The six letters")
    code.fill("BCDF")
    code.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("A class has six letters, as BCDFGH. Look at the wall.")
    code.fill("ZZZZZZ")
    code.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("There is no")
    assert page.evaluate("() => document.activeElement.id") == "code"
    code.fill(f"{live.code[:3].lower()}-{live.code[3:].lower()} ")
    page.get_by_label("Your name").fill("Ann")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live.address}/{live.code}")
    expect(page.locator("#status")).to_contain_text("You are in.")
    expect(page.locator("#who")).to_contain_text("as Ann")
    assert live.desk()["names"] == ["Ann"]


def test_an_address_of_no_class_says_so(live: LiveClass, people: Open) -> None:
    page = people(f"{live.address}/ZZZZZZ")
    expect(page.locator("#lost-words")).to_contain_text("There is no")
    page.get_by_role("link", name="another class").click()
    expect(page.get_by_label("The six letters")).to_be_visible()


def test_who_comes_back_has_their_seat_and_whose_seat_is_unknown_joins_again(
    live: LiveClass, student: Page
) -> None:
    student.reload()
    expect(student.locator("#status")).to_contain_text("You are in.")
    student.evaluate(
        f"""() => localStorage.setItem("bedside:seat:{live.code}", JSON.stringify({{ token: "x", name: "", last: 0 }}))"""
    )
    student.reload()
    expect(student.get_by_role("alert")).to_have_text("Your seat is no longer known here. Join once more.")
    student.get_by_role("button", name="Join").click()
    expect(student.locator("#status")).to_contain_text("You are in.")


def test_a_browser_that_keeps_nothing_takes_part(live: LiveClass, people: Open) -> None:
    blocked = (
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('blocked'); } });"
        "Object.defineProperty(window, 'sessionStorage', { get() { throw new Error('blocked'); } });"
    )
    page = sit(live, people, before=blocked)
    desk = people(live.present, before=blocked)
    desk.get_by_role("button", name="Open the vote").click()
    vote(page, CHOOSE, right(COURSE.questions[CHOOSE]))
    verdict(page, COUNTED)


# Voting


@soak
@pytest.mark.parametrize(("hand", "scheme"), [(Mouse, "light"), (Keyboard, "dark")])
def test_each_kind_is_voted_on_closed_and_shown_at_320_pixels(
    begin: Begin, people: Open, hand: type[Mouse], scheme: str
) -> None:
    live = begin(*(question.id for question in BY_KIND.values()))
    voter, other, idle = (sit(live, people, width=320, scheme=scheme) for _ in range(3))
    for number, question in enumerate(BY_KIND.values()):
        live.go("next" if number else "open")
        vote(voter, question.id, wrong(question), hand)
        verdict(voter, COUNTED)
        vote(other, question.id, right(question))
        verdict(other, COUNTED)
        assert voter.evaluate("() => 'key' in document.querySelector('bedside-ballot').question") is False
        assert voter.get_by_role("button", name=re.compile("Hint|Show me|Start again")).count() == 0
        sound(voter)
        live.go("close")
        verdict(voter, "The vote is closed. You voted.")
        verdict(idle, "The vote is closed. You did not vote this time.")
        assert voter.locator("bedside-ballot :is(input, button):enabled:visible").count() == 0
        expect(voter.locator("#split-count")).to_have_text("2 people voted.")
        assert voter.get_by_text("✓").count() == 0
        sound(voter)
        live.go("reveal")
        verdict(voter, "✗ Not this time. Read why.")
        verdict(other, "✓ You had it right.")
        verdict(idle, "Here is the answer.")
        for page in (voter, other, idle):
            expect(page.locator(".bq-more")).to_contain_text("Source:")
            assert page.locator(".bq-why:visible").count() >= 1
            assert "hint" not in page.locator("main").inner_text().lower()
            sound(page)
        assert idle.locator('.bq-why:visible[data-right="no"]').count() == 0 or question.kind == "choose"
        assert voter.locator(".bq-why:visible", has_text="✗").count() >= 1


def test_a_vote_looks_counted_only_when_the_server_has_it(live: LiveClass, student: Page) -> None:
    tries = []
    live.go("open")
    student.route("**/votes", lambda route: (tries.append(route), route.abort()))
    vote(student, CHOOSE, right(COURSE.questions[CHOOSE]))
    verdict(student, "Not counted yet. Trying again …")
    student.wait_for_timeout(2500)
    assert live.desk()["voted"] == 0
    assert 2 <= len(tries) <= 6
    student.unroute("**/votes")
    verdict(student, COUNTED)
    counted(live, 1)


def test_a_vote_that_waits_is_sent_after_a_reload(live: LiveClass, student: Page) -> None:
    live.go("open")
    student.route("**/votes", unplug)
    vote(student, CHOOSE, right(COURSE.questions[CHOOSE]))
    verdict(student, "Not counted yet. Trying again …")
    student.unroute("**/votes")
    student.reload()
    verdict(student, COUNTED)
    counted(live, 1)


def test_a_vote_that_is_late_never_looks_counted(live: LiveClass, student: Page) -> None:
    live.go("open")
    student.route("**/votes", unplug)
    vote(student, CHOOSE, right(COURSE.questions[CHOOSE]))
    verdict(student, "Not counted yet. Trying again …")
    live.go("close")
    expect(student.locator("#status")).to_contain_text("closed")
    student.unroute("**/votes")
    verdict(student, "The vote was closed before this one came in.")
    assert live.desk()["voted"] == 0
    live.go("reveal")
    verdict(student, "Here is the answer.")


def test_a_vote_whose_acknowledgment_was_lost_is_known_to_be_counted(live: LiveClass, student: Page) -> None:
    heard = []

    def deafen(route: Route) -> None:
        if heard:
            route.continue_()
        else:
            heard.append(route.fetch().status)
            route.abort()

    live.go("open")
    student.route("**/votes", lambda route: (live.go("close") if heard else None, deafen(route)))
    vote(student, CHOOSE, right(COURSE.questions[CHOOSE]))
    verdict(student, "The vote is closed. You voted.")
    assert heard == [200]


def test_a_vote_can_be_changed_and_a_change_is_not_counted_before_it_is_cast(
    live: LiveClass, student: Page
) -> None:
    question = COURSE.questions[CHOOSE]
    live.go("open")
    vote(student, CHOOSE, wrong(question))
    verdict(student, COUNTED)
    right_one = student.locator(f'[value="{right(question)["choice"]}"]')
    right_one.check()
    verdict(student, "This change is not counted yet. Press “Change my vote”.")
    student.get_by_role("button", name="Change my vote").click()
    verdict(student, COUNTED)
    counted(live, 1)
    student.reload()
    verdict(student, COUNTED)
    assert right_one.is_checked()
    live.go("close", "reveal")
    verdict(student, "✓ You had it right.")


def test_what_is_half_done_survives_a_reload_and_the_second_vote_begins_empty(
    live: LiveClass, student: Page
) -> None:
    question = COURSE.questions[CHOOSE]
    live.go("open")
    student.locator(f'[value="{wrong(question)["choice"]}"]').check()
    student.get_by_label("fairly sure").check()
    student.reload()
    expect(student.get_by_label("fairly sure")).to_be_checked()
    student.get_by_role("button", name="Vote").click()
    verdict(student, COUNTED)
    live.go("close", "again")
    expect(student.locator("#status")).to_contain_text(
        "second vote: talk with your neighbor, then vote again"
    )
    expect(student.locator("bedside-ballot :checked")).to_have_count(0)
    live.go("close")
    verdict(student, "The vote is closed. You did not vote this time.")
    student.reload()
    live.go("reveal")
    verdict(student, "✗ Not this time. Read why.")  # of the first vote, the only one


def test_a_page_is_back_by_itself_when_the_server_falls(live: LiveClass, student: Page) -> None:
    live.go("open")
    vote(student, CHOOSE, right(COURSE.questions[CHOOSE]))
    verdict(student, COUNTED)
    student.route("**/events", unplug)
    live.kill()
    expect(student.locator("#net")).to_have_text("No connection. Trying again …")
    live.wait()
    live.go("close", "again")
    student.unroute("**/events")
    expect(student.locator("#net")).to_be_empty()
    expect(student.locator("#status")).to_contain_text("second vote")
    vote(student, CHOOSE, wrong(COURSE.questions[CHOOSE]))
    verdict(student, COUNTED)


def test_who_types_keeps_the_focus_and_who_was_in_a_question_is_led_on(
    live: LiveClass, student: Page
) -> None:
    live.go("open", "close", "reveal", "next", "close", "reveal", "next")
    box = student.locator("bedside-ballot input[type=text]")
    box.press_sequentially("1")
    live.step("limit", seconds=300).raise_for_status()
    expect(student.locator("#time")).to_contain_text("Time left: ")
    student.keyboard.type("7")
    assert box.input_value() == "17"
    live.go("close")
    verdict(student, "The vote is closed. You did not vote this time.")
    assert student.evaluate("() => document.activeElement.className") == "bq-verdict"
    live.go("again")
    expect(student.locator("#number")).to_have_text("Question 3, second vote")
    assert student.evaluate("() => document.activeElement.id") == "number"


def test_little_time_left_is_said_aloud_once(live: LiveClass, student: Page) -> None:
    live.step("open", seconds=12).raise_for_status()
    expect(student.locator("#time")).to_contain_text("Time left: 0:1")
    assert student.locator("#time-voice").inner_text() == ""
    expect(student.locator("#time-voice")).to_have_text("10 seconds left.")
    live.step("limit", seconds=None).raise_for_status()
    expect(student.locator("#time")).to_be_empty()
    live.step("limit", seconds=1).raise_for_status()
    verdict(student, "The vote is closed. You did not vote this time.")


def test_a_notebook_shows_the_class_in_a_frame(
    live: LiveClass, page: Page, notebook: Callable[[str], str]
) -> None:
    page.goto(
        notebook(
            f'<!doctype html><iframe src="{live.address}/{live.code}" width="320" height="640"></iframe>'
        )
    )
    frame = page.frame_locator("iframe")
    frame.get_by_role("button", name="Join").click()
    expect(frame.locator("#status")).to_contain_text("You are in.")
    live.go("open")
    answer(
        Mouse(page, frame.locator("bedside-ballot")),
        COURSE.questions[CHOOSE],
        right(COURSE.questions[CHOOSE]),
    )
    expect(frame.locator(".bq-verdict")).to_have_text(COUNTED)


# Presenting


def test_the_secret_leaves_the_address_and_stays_in_this_tab(live: LiveClass, people: Open) -> None:
    desk = people(live.present, 1280)
    expect(desk.get_by_role("button", name="Open the vote")).to_be_visible()
    assert desk.url == f"{live.address}/{live.code}/present"
    assert live.secret not in desk.content()
    desk.reload()
    expect(desk.get_by_role("button", name="Open the vote")).to_be_visible()
    for url in (desk.url, f"{desk.url}#wrong"):
        stranger = people(url)
        expect(stranger.locator("#lost-words")).to_contain_text("open the address that bedside class printed")
        sound(stranger)


def test_a_class_is_led_with_one_button_and_the_keyboard(live: LiveClass, people: Open) -> None:
    desk = people(live.present, 1280)
    folk = [live.sit("Ann"), live.sit("<img src=x onerror='window.hurt = 1'>"), live.sit()]
    question = COURSE.questions[CHOOSE]
    main = desk.locator("#main")
    expect(main).to_be_visible()
    main.focus()
    for button, status in {
        "Open the vote": "Question 1 of 3, first vote: open.",
        "Close the vote": "closed. Let them talk",
        "Reveal the answer": "the answer is shown",
        "Next question": "Question 2 of 3, first vote: open.",
    }.items():
        expect(main).to_have_text(button)
        desk.wait_for_timeout(800)
        desk.keyboard.press("Enter")
        expect(desk.locator("#status")).to_contain_text(status)
        if button == "Open the vote":
            for each in folk[:2]:
                each.vote(CHOOSE, wrong(question)).raise_for_status()
            expect(desk.locator("#many")).to_have_text("2")
        if button == "Reveal the answer":
            expect(desk.locator("#right")).to_have_text("Right: 0 %.")
            expect(desk.locator("#solved")).to_contain_text("Source:")
    desk.get_by_text("Names (2)").click()
    expect(desk.locator("#names")).to_contain_text("<img")
    assert desk.evaluate("() => window.hurt") is None


def test_a_double_click_takes_one_step(live: LiveClass, people: Open) -> None:
    desk = people(live.present, 1280)
    desk.locator("#main").dblclick()
    expect(desk.locator("#status")).to_contain_text("open")
    desk.wait_for_timeout(300)
    assert live.desk()["phase"] == "open"
    assert desk.locator("#trouble").inner_text() == ""


def test_two_presenters_at_once_are_told_in_words(live: LiveClass, people: Open) -> None:
    desk = people(live.present, 1280)
    expect(desk.locator("#main")).to_have_text("Open the vote")
    desk.route("**/desk/steps", lambda route: (live.go("open"), route.continue_()))
    desk.locator("#main").click()
    expect(desk.locator("#main")).to_have_text("Close the vote")
    assert live.desk()["phase"] == "open"
    expect(desk.locator("#trouble")).to_contain_text("has moved on")


def test_the_end_is_asked_for_twice(live: LiveClass, people: Open) -> None:
    desk = people(live.present, 1280)
    end = desk.get_by_role("button", name="End the class", exact=True)
    end.click()
    expect(desk.locator("#sure")).to_contain_text("Really end the class?")
    assert desk.evaluate("() => document.activeElement.id") == "sure-no"
    desk.keyboard.press("Escape")
    expect(desk.locator("#sure")).to_be_hidden()
    assert live.desk()["phase"] == "lobby"
    end.click()
    desk.get_by_role("button", name="Yes, end it").click()
    expect(desk.locator("#status")).to_contain_text("The class is over.")
    assert live.desk()["phase"] == "ended"


def test_a_limit_is_set_extended_and_lifted(live: LiveClass, people: Open) -> None:
    desk = people(live.present, 1280)
    desk.get_by_label("Time limit").select_option("30 seconds")
    desk.locator("#main").click()
    expect(desk.locator("#time")).to_contain_text(re.compile(r"0:(30|2\d)"))
    desk.wait_for_timeout(800)
    desk.get_by_role("button", name="+30 s").click()
    expect(desk.locator("#time")).to_contain_text(re.compile(r"(0:5\d|1:00)"))
    desk.wait_for_timeout(800)
    desk.get_by_role("button", name="No limit").click()
    expect(desk.locator("#time")).to_be_empty()
    assert live.desk()["ends"] is None


def test_who_moved_is_a_table_and_a_sentence_and_the_end_is_summed_up(
    live: LiveClass, people: Open, tmp_path: Path
) -> None:
    question = COURSE.questions[CHOOSE]
    folk = [live.sit() for _ in range(3)]
    desk = people(live.present, 1280)
    live.go("open")
    for each in folk:
        each.vote(CHOOSE, wrong(question)).raise_for_status()
    live.go("close", "again")
    for each, given in zip(folk, (wrong(question), right(question), right(question)), strict=True):
        each.vote(CHOOSE, given, vote=2).raise_for_status()
    live.go("close")
    expect(desk.locator("#moved")).to_have_text("1 stayed with their answer, 2 changed it.")
    table = desk.get_by_role("table", name="From the first vote")
    expect(table.get_by_role("columnheader")).to_have_count(len(question.options))
    live.go("reveal")
    expect(desk.locator("#right")).to_have_text("Right in the first vote: 0 %. In the second: 67 %.")
    live.go("end")
    row = desk.get_by_role("table", name="Each question").get_by_role("row").nth(1)
    expect(row.get_by_role("cell")).to_have_text(["3", "0 %", "3", "67 %", "2", "2", "0"])
    sound(desk)
    with desk.expect_download() as saved:
        desk.get_by_role("button", name="Save the votes").click()
    assert saved.value.suggested_filename == f"class-{live.code}.xlsx"
    saved.value.save_as(tmp_path / "class.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "class.xlsx").active
    assert CHOOSE in [row[1] for row in sheet.iter_rows(values_only=True)]


@soak
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desk_and_the_wall_are_sound_in_every_phase(begin: Begin, people: Open, scheme: str) -> None:
    live = begin(CHOOSE, SORT, FILL)
    base = f"{live.address}/{live.code}"
    # Colors and widths have nothing to do with each other, so each is seen once.
    narrow, wide = (live.present, f"{base}/wall") if scheme == "light" else (f"{base}/wall", live.present)
    pages = [people(narrow, 320, scheme), people(wide, 1280, scheme)]
    folk = [live.sit() for _ in range(2)]

    def look() -> None:
        for page in pages:
            page.wait_for_timeout(300)
            sound(page)

    look()
    for number, name in enumerate((CHOOSE, SORT, FILL)):
        question = COURSE.questions[name]
        live.go("next" if number else "open")
        look()
        for vote in (1, 2):
            folk[0].vote(name, right(question), vote=vote).raise_for_status()
            folk[1].vote(name, wrong(question), vote=vote).raise_for_status()
            live.go("close", *(("again",) if vote == 1 else ()))
        look()
        live.go("reveal")
        look()
    live.go("end")
    look()


# The wall


def test_the_wall_shows_where_to_join_who_is_here_and_nothing_too_early(begin: Begin, people: Open) -> None:
    live = begin(CHOOSE, FILL)
    wall = people(f"{live.address}/{live.code}/wall", 1280)
    expect(wall.locator("#code")).to_have_text(live.code)
    qr = wall.get_by_role("img", name="A code to scan")
    expect(qr).to_be_visible()
    wall.wait_for_function("() => document.querySelector('#qr').complete")
    assert qr.evaluate("(img) => img.naturalWidth") > 0
    first, second = sit(live, people, "Ann"), sit(live, people, "Bob")
    expect(wall.locator("#many")).to_have_text("2 people here")
    live.go("open")
    question = COURSE.questions[CHOOSE]
    vote(first, CHOOSE, right(question))
    expect(wall.locator("#many")).to_have_text("1 of 2 have voted")
    assert wall.locator("#split").is_hidden()
    assert wall.locator("main input").count() == 0
    live.go("close")
    expect(wall.locator("#split-lines")).to_contain_text("1 · 100 %")
    assert "✓" not in wall.locator("main").inner_text()
    live.go("reveal")
    expect(wall.locator(".split-right")).to_have_count(1)
    expect(wall.locator("#answer")).to_contain_text("Source:")
    live.go("next")
    vote(second, FILL, {str(gap): "something rude" for gap in (1, 2, 3)})
    verdict(second, COUNTED)
    for step in ("close", "reveal"):
        live.go(step)
        expect(wall.locator("body")).to_have_attribute(
            "data-phase", {"close": "closed"}.get(step, "revealed")
        )
        assert "rude" not in wall.content()
    assert "Ann" not in wall.content()


@pytest.mark.parametrize("width", some([390, 1024, 1280, 1920], 1280))
def test_the_letters_stand_in_one_line_however_long_the_title_is(
    begin: Begin, people: Open, width: int
) -> None:
    live = begin("fever-day-9", SORT, NUMBER)
    live.go("open")
    wall = people(f"{live.address}/{live.code}/wall", width)
    expect(wall.locator("#number")).to_contain_text("Question 1")
    for each in ("#code", "#address"):
        assert wall.locator(each).evaluate("(each) => each.getClientRects().length") == 1, each
    assert wall.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_phone_asks_which_number_is_meant_before_it_votes(begin: Begin, people: Open) -> None:
    live = begin("dx-anc-full-list")
    live.go("open")
    student = sit(live, people)
    box = student.locator("bedside-ballot input[type=text]")
    box.fill("1.200")
    student.keyboard.press("Enter")
    expect(student.locator(".bq-verdict")).to_have_text(
        "“1.200” can mean 1.2 or 1200. Press the one you mean."
    )
    assert live.desk()["voted"] == 0
    student.get_by_role("button", name="1200 cells/µL", exact=True).click()
    expect(student.get_by_role("button", name="Vote", exact=True)).to_be_focused()
    student.keyboard.press("Enter")
    expect(student.locator(".bq-verdict")).to_have_text(COUNTED)
    assert live.desk()["split"][0]["value"] == 1200
    student.reload()
    expect(student.locator(".bq-verdict")).to_have_text(COUNTED)
    box.fill("1200 cells per µL")  # the same once more is no change
    expect(student.locator(".bq-verdict")).to_have_text(COUNTED)
    box.fill("1.2 ×10⁹/L")
    student.keyboard.press("Enter")
    expect(student.locator(".bq-verdict")).to_contain_text("in this unit: cells/µL.")
    live.go("close")
    expect(student.locator(".split-mine")).to_have_count(1)


def test_neighbors_the_wall_and_the_presenter_see_one_order(begin: Begin, people: Open) -> None:
    live = begin(CHOOSE)
    live.go("open")
    phones = [sit(live, people) for _ in range(3)]
    seen = [phone.locator(".bq-option > span").all_inner_texts() for phone in phones]
    for big in (people(f"{live.address}/{live.code}/wall"), people(live.present)):
        expect(big.locator("#question li").first).to_be_visible()
        seen.append(big.locator("#question li").all_inner_texts())
    assert len(seen[0]) == 4 and seen == [seen[0]] * 5
