"""The course as pages in a real Chromium: from a folder, from a server under a sub-path, without a network or scripts."""

import http.client
import http.server
import json
import re
import shutil
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bedside.content import shipped
from bedside.learner import answer_file
from bedside.report.handed_in import collect
from bedside.text.markdown import plain
from tests.answers import NOW, kept
from tests.browser.student import Keyboard, Mouse, answer, right, whys, wrong
from tests.levels import shown
from tests.marks import soak, some
from tests.sites import served, site, small

COURSE = shipped()
LESSONS = list(COURSE.lessons)
PAGES = ["index", *LESSONS, "patients", "review", "glossary", "search", "for-the-clinician", "causes-answers"]
SOON = 60_000


@pytest.fixture
def context(phone: BrowserContext) -> BrowserContext:
    """A student's phone."""
    return phone


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of it."""
    return context.new_page()


def asked(page: Page) -> list[str]:
    """The ids of the page's questions."""
    return page.locator("bedside-question").evaluate_all("(all) => all.map((each) => each.question.id)")


def do(page: Page, by: type[Mouse] | None = None, slips: bool = True) -> list[str]:
    """Answer every question of the page, wrongly first; by mouse and keyboard in turn unless told; returns the ids."""
    places = page.locator("bedside-question")
    names = asked(page)
    if (button := page.locator("bedside-deeper details:not([open]) > summary")).count():
        button.click()
    for i, name in enumerate(names):
        question, place = COURSE.questions[name], places.nth(i)
        hand = (by or (Mouse if i % 2 else Keyboard))(page, place)
        if isinstance(hand, Keyboard):
            hand.enter()
        if slips:
            answer(hand, question, wrong(question))
            assert place.locator(".bq-verdict").inner_text().startswith("✗"), name
            heard = " ".join(place.locator(".bq-why").all_inner_texts())
            assert all(plain(why) in heard for why in whys(question, wrong(question))), name
        answer(hand, question, right(question))
        assert place.locator(".bq-verdict").inner_text().startswith("✓"), name
        assert plain(question.explain) in place.locator(".bq-more").inner_text(), name
    return names


def saved(page: Page) -> None:
    """Wait until no answer waits to be kept."""
    page.wait_for_function(
        "() => !Object.keys(localStorage).some((name) => name.startsWith('bedside:waiting'))"
    )


def download(page: Page, folder: Path) -> Path:
    """Save the answers from the start page; returns the file."""
    with page.expect_download() as coming:
        page.get_by_role("button", name="Save my answers as a file").click()
    coming.value.save_as(folder / coming.value.suggested_filename)
    return folder / coming.value.suggested_filename


@pytest.mark.parametrize("slips", [False, pytest.param(True, marks=soak)], ids=["rightly", "wrongly first"])
@pytest.mark.parametrize("lesson", LESSONS)
def test_a_whole_lesson_from_a_folder_is_kept_and_read_by_results(
    page: Page, built: Path, tmp_path: Path, lesson: str, slips: bool
) -> None:
    page.goto((built / f"{lesson}.html").as_uri())
    wanted = [question.id for question in shown(COURSE, lesson)]
    # By keyboard, too, where there are most kinds of questions.
    names = do(page, None if slips or lesson == "symptoms" else Mouse, slips)
    assert sorted(names) == sorted(wanted)
    # Of every quiz, not of the first alone: what is not said to be saved may be lost when the page goes.
    said = page.locator(".bq-saved")
    expect(page.locator(".bq-saved", has_text="✓ Saved.")).to_have_count(said.count(), timeout=SOON)
    page.reload()
    done = page.locator("bedside-question .bq-verdict", has_text="✓")
    expect(done).to_have_count(len(wanted), timeout=SOON)
    page.get_by_role("link", name=COURSE.course.title, exact=True).click()
    line = page.locator(".bedside-lessons li", has_text=COURSE.lessons[lesson].title)
    state = "◐ begun" if slips else "● solid"  # what was put right today is to be seen again
    expect(line.locator(".bedside-state").first).to_have_text(state, timeout=SOON)
    file = download(page, tmp_path)
    found = answer_file.read(file.read_text("utf-8"))
    tries = 2 if slips else 1
    assert [each.question for each in found.responses] == [name for name in names for _ in range(tries)]
    assert [each.attempt for each in found.responses] == [*range(1, tries + 1)] * len(wanted)
    assert [each.score == 1 for each in found.responses] == [*[False] * (tries - 1), True] * len(wanted)
    handed_in = collect([tmp_path], COURSE, datetime.now().astimezone())
    assert [len(each) for each in handed_in.answers.values()] == [tries * len(wanted)]


def test_answers_move_from_python_to_the_page_and_stay_one_learners(
    page: Page, built: Path, tmp_path: Path
) -> None:
    page.clock.install(time=NOW + timedelta(hours=1))  # a day later these answers would be due for review
    names = [q.id for q in COURSE.questions_of("prevention")][:5]
    given = [
        kept(i, question=COURSE.questions[name], given=right(COURSE.questions[name]))
        for i, name in enumerate(names)
    ]
    text = answer_file.write(
        answer_file.Export("0123456789abcdef", "Zoë <b>", tuple(given)), given[0].answered_at
    )
    (tmp_path / "mine.jsonl").write_text(text, "utf-8")
    page.goto((built / "index.html").as_uri())
    page.locator("[type=file]").set_input_files(tmp_path / "mine.jsonl")
    page.get_by_role("button", name="Take it in").click()
    page.get_by_text("Took in 5 answers.").wait_for()
    page.get_by_text("Zoë <b>").first.wait_for()
    line = page.locator(".bedside-lessons li", has_text=COURSE.lessons["prevention"].title)
    expect(line.locator(".bedside-state").first).to_have_text("◐ begun", timeout=SOON)
    page.goto((built / "prevention.html").as_uri())
    do(page, Mouse, slips=False)
    saved(page)
    page.goto((built / "index.html").as_uri())
    found = answer_file.read(download(page, tmp_path).read_text("utf-8"))
    assert found.learner == "0123456789abcdef"
    assert [each for each in found.responses if each.id in {one.id for one in given}] == [
        each.model_copy(update={"learner": found.learner}) for each in given
    ]
    page.get_by_role("button", name="Erase my answers").click()
    page.get_by_role("button", name="Yes, erase them").click()
    page.get_by_text("answers erased.").wait_for()
    assert page.evaluate("Object.keys(localStorage)") == []
    page.goto((built / "prevention.html").as_uri())
    expect(page.locator("bedside-question .bq-verdict", has_text="✓")).to_have_count(0)


def test_a_patients_story_goes_on_and_the_review_asks_what_was_wrong(page: Page, address: str) -> None:
    page.goto(f"{address}patients.html")
    story = page.locator("bedside-patient").first
    question = COURSE.questions[
        story.locator("bedside-question").first.evaluate("(each) => each.question.id")
    ]
    answer(Mouse(page, story.locator("bedside-question").first), question, right(question))
    expect(story.locator(".bedside-step")).not_to_have_count(1, timeout=SOON)
    saved(page)
    page.goto(f"{address}review.html")
    page.locator("bedside-live bedside-question").first.wait_for()
    names = asked(page)
    assert 0 < len(names) <= 10
    do(page, Mouse, slips=False)
    saved(page)
    page.get_by_role("button", name="What is due next?").click()
    page.wait_for_function(
        "(old) => document.querySelector('bedside-question')?.question.id !== old", arg=names[0]
    )


@pytest.mark.parametrize("name", some(PAGES, "index", "causes"))
def test_a_page_is_clean_narrow_and_wide_light_and_dark(
    page: Page, built: Path, address: str, name: str
) -> None:
    page.goto(
        (built / f"{name}.html").as_uri()
    )  # the same page from the folder has nothing to complain of either
    page.goto(f"{address}{name}.html?q=fever")
    page.wait_for_load_state("networkidle")
    for width, scheme in ((1280, "dark"), (320, "dark"), (390, "light"), (1920, "light")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
        if width in (320, 1920):
            found = Axe().run(page).response["violations"]
            faults = [f"{v['id']}: {node['html'][:200]}" for v in found for node in v["nodes"]]
            assert faults == [], (width, scheme)


def test_every_page_tells_where_it_is_and_leads_on(page: Page, address: str) -> None:
    page.goto(f"{address}index.html")
    seen = []
    while True:
        seen.append(page.url.rpartition("/")[2].removesuffix(".html"))
        if seen[-1] in LESSONS:
            assert page.get_by_text(f"Lesson {LESSONS.index(seen[-1]) + 1} of 7", exact=True).is_visible()
        here = page.locator("header [aria-current=page]")
        assert here.count() == 1, seen[-1]
        after = page.locator("a[rel=next]")
        if not after.count():
            break
        after.click()
        page.wait_for_load_state()
    assert seen == ["index", *LESSONS, "patients", "review"]
    page.locator("a[rel=prev]").click()
    page.wait_for_url("**/patients.html")


def test_the_search_finds_by_keyboard_and_leads_to_the_place(page: Page, built: Path) -> None:
    page.goto((built / "causes.html").as_uri())
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"  # the first Tab offers to go to the text
    page.locator("header [type=search]").focus()
    page.keyboard.type("clozapine")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=clozapine")
    first = page.locator("#found a").first
    first.wait_for()
    assert re.match(r"\d+ places", page.locator("#told").inner_text())
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.press("Control+a")
    page.keyboard.type("nadir")
    expect(page.locator("#found li").first).to_contain_text("adir")
    page.keyboard.press("Control+a")
    page.keyboard.type("<b>xyzzy</b>")
    expect(page.locator("#told")).to_contain_text("Nothing found for “<b>xyzzy</b>”")
    page.keyboard.press("Control+a")
    page.keyboard.type("Words fever")
    page.locator("#found a").first.click()
    page.locator(":target").wait_for()


def test_a_word_is_explained_in_place(page: Page, built: Path) -> None:
    page.goto((built / "what-it-is.html").as_uri())
    word = page.locator("button.bedside-word:visible").first
    word.focus()
    page.keyboard.press("Enter")
    meaning = page.locator(".bedside-meaning:popover-open")
    meaning.wait_for()
    assert meaning.bounding_box()["x"] >= 0
    page.keyboard.press("Escape")
    expect(page.locator(".bedside-meaning:popover-open")).to_have_count(0)
    assert word.evaluate("(each) => document.activeElement === each")


def test_after_the_first_visit_no_network_is_needed(page: Page, built: Path) -> None:
    with served(built.parent) as root:
        page.goto(f"{root}site/")
        page.evaluate("async () => { await navigator.serviceWorker.ready; }")
    with pytest.raises(OSError, match="refused"):
        http.client.HTTPConnection(root.removeprefix("http://").strip("/"), timeout=5).connect()
    page.goto(f"{root}site/risk-factors.html")  # never seen before
    do(page, Mouse, slips=False)
    saved(page)
    page.goto(f"{root}site/search.html?q=fever")
    page.locator("#found a").first.wait_for()
    page.goto(f"{root}site/review.html")
    page.get_by_text("Nothing is due").or_(page.locator("bedside-live bedside-question")).first.wait_for()


@soak
def test_a_new_edition_arrives_at_the_next_visit(page: Page, tmp_path: Path) -> None:
    place = small(tmp_path)
    assert site(tmp_path / "out", course=place).returncode == 0
    with served(tmp_path) as root:
        page.goto(f"{root}out/one.html")
        page.evaluate("async () => { await navigator.serviceWorker.ready; }")
        answer(
            Mouse(page, page.locator("bedside-question").nth(1)),
            small_question(page, 1),
            right(small_question(page, 1)),
        )
        saved(page)
        text = place / "content" / "course.yaml"
        text.write_text(
            re.sub(r"^title: .*", "title: Quite another", text.read_text("utf-8"), count=1, flags=re.M),
            "utf-8",
        )
        assert site(tmp_path / "out", course=place).returncode == 0
        old = page.evaluate("caches.keys()")
        page.goto(f"{root}out/one.html")  # this is what was kept; the new one comes meanwhile
        until = time.monotonic() + SOON / 1000
        while (now := page.evaluate("caches.keys()")) == old or len(now) > 1:
            assert time.monotonic() < until, "no new edition came"
            page.wait_for_timeout(100)
        page.goto(f"{root}out/one.html")
        page.locator(".site-home", has_text="Quite another").wait_for()
        expect(page.locator("bedside-question .bq-verdict", has_text="✓")).to_have_count(1)


def small_question(page: Page, at: int) -> object:
    """A question of the small course on the page."""
    from bedside.content import load
    from tests.sites import SOUND

    return load(SOUND).questions[asked(page)[at]]


def test_without_scripts_all_can_be_read(chromium: Browser, built: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    for name in ("index", *LESSONS, "patients", "review", "glossary", "search"):
        page.goto((built / f"{name}.html").as_uri())
        assert page.locator("noscript").first.is_visible(), name
        if name in LESSONS:
            wanted = shown(COURSE, name)
            papers = page.locator(".on-paper:visible")
            assert papers.count() == len(wanted)
            text = re.sub(r"\s+", " ", " ".join(papers.all_inner_texts()))
            for question in wanted:
                assert plain(question.ask) in text, question.id
                assert plain(question.explain) not in text, question.id
            assert all(
                page.locator("main figure").nth(i).is_visible()
                for i in range(page.locator("main figure").count())
            )
    context.close()


def test_paper_shows_questions_in_place_of_controls(page: Page, built: Path) -> None:
    page.goto((built / "causes.html").as_uri())
    page.locator("bedside-question").first.wait_for()
    assert page.locator(".on-paper:visible").count() == 0
    page.emulate_media(media="print")
    assert page.locator("bedside-question:visible").count() == 0
    assert page.locator(".on-paper:visible").count() == len(asked(page))
    assert page.locator(":is(header, .site-steps, .site-print):visible").count() == 0
    assert "right)" not in page.locator("main").inner_text()
    page.goto((built / "causes-answers.html").as_uri())
    text = page.locator("main").inner_text()
    for question in shown(COURSE, "causes"):
        assert plain(question.explain) in re.sub(r"\s+", " ", text), question.id


@soak
def test_two_tabs_keep_each_others_answers(context: BrowserContext, built: Path, tmp_path: Path) -> None:
    one, other = context.new_page(), context.new_page()
    one.goto((built / "diagnosis.html").as_uri())
    other.goto((built / "treatment.html").as_uri())
    names = [*asked(one)[:3], *asked(other)[:3]]
    for page in (one, other):
        for i in range(3):
            place = page.locator("bedside-question").nth(i)
            question = COURSE.questions[asked(page)[i]]
            answer(Mouse(page, place), question, right(question))
    saved(one)
    saved(other)
    one.goto((built / "index.html").as_uri())
    one.get_by_text("6 answers are kept").wait_for()
    found = answer_file.read(download(one, tmp_path).read_text("utf-8"))
    assert {each.question for each in found.responses} == set(names)


def test_a_browser_that_keeps_nothing_says_so_and_the_lesson_goes_on(chromium: Browser, built: Path) -> None:
    context = chromium.new_context()
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"
    )
    page = context.new_page()
    page.goto((built / "causes.html").as_uri())
    place = page.locator("bedside-question").first
    question = COURSE.questions[asked(page)[0]]
    answer(Mouse(page, place), question, right(question))
    assert place.locator(".bq-verdict").inner_text().startswith("✓")
    page.locator(".bq-saved", has_text="Not saved").first.wait_for()
    assert "Python" not in page.locator("main").inner_text().replace("it needs Python", "")
    context.close()


def test_the_policy_of_a_page_stops_a_script_that_is_not_the_sites_own(
    page: Page, context: BrowserContext, built: Path, tmp_path: Path
) -> None:
    shutil.copytree(built, tmp_path / "copy")
    file = tmp_path / "copy" / "glossary.html"
    bad = "<script>document.title = 'taken'</script><img src=x onerror=\"document.title = 'taken'\">"
    file.write_text(file.read_text("utf-8").replace("</main>", f"{bad}</main>"), "utf-8")
    other = context.browser.new_context()
    tried = other.new_page()
    said: list[str] = []
    tried.on("console", lambda message: said.append(message.text))
    tried.goto(file.as_uri())
    tried.wait_for_timeout(300)
    assert "taken" not in tried.title()
    assert any("Content Security Policy" in text for text in said)
    other.close()


def test_the_app_can_be_put_on_a_phones_screen(built: Path) -> None:
    told = json.loads((built / "assets" / "app.webmanifest").read_text("utf-8"))
    assert (built / "assets" / told["start_url"]).resolve() == built / "index.html"
    assert all((built / "assets" / icon["src"]).is_file() for icon in told["icons"])
