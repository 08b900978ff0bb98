"""Whatever happens to kernel, file or disk: an answer called saved is on disk, and one that waits arrives."""

import os
import resource
import shutil
import signal
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page

from tests.answers import kept
from tests.browser.jupyter import LAB, Jupyter, run_all
from tests.marks import soak, times

NOTEBOOK = "02-causes"
WAITING = "Object.keys(localStorage).filter((name) => name.startsWith('bedside:waiting:')).length"
# A clock two days ahead, and nothing else: with Playwright's own, JupyterLab may never come to draw its cells.
AHEAD = """
    window.ahead = 2 * 24 * 3600 * 1000;
    const Real = Date;
    window.Date = class extends Real {
        constructor(...told) { told.length ? super(...told) : super(Real.now() + window.ahead); }
        static now() { return Real.now() + window.ahead; }
    };
"""
# As root every file can be written; without this one power root is held to a file's mode as anyone is.
MEEK = ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jupyter]:
    """A student's JupyterLab that notices at once when a kernel dies, and never tires of starting it again."""
    place = tmp_path_factory.mktemp("fragile")
    meek = MEEK if os.geteuid() == 0 else []
    server = Jupyter(
        place,
        [*meek, *LAB, str(place / "bedside")],
        options=["--KernelRestarter.time_to_dead=0.2", "--KernelRestarter.restart_limit=1000"],
    )
    yield server
    server.stop()


def pick(page: Page) -> None:
    """Answer the first question of the page once more, with another option each time.

    The clicks are the page's own: JupyterLab scrolls when a dialog of its goes, and one by mouse may miss.
    """
    page.locator("bedside-question").first.evaluate(
        """(question) => {
            if (question.done) question.buttons.again.click();
            const options = [...question.querySelectorAll("[data-slot]")];
            const picked = options.findIndex((each) => each.checked);
            options[(picked + 1) % options.length].click();
            question.check.click();
        }"""
    )


def saved(page: Page) -> Locator:
    """What is said of the answers of the first quiz."""
    return page.locator("bedside-quiz").first.locator(".bq-saved")


@pytest.mark.parametrize("kills", times(5, 50))
def test_a_kernel_killed_right_after_saved_appears_loses_no_answer(
    lab: Jupyter, page: Page, kills: int
) -> None:
    lab.forget()
    lab.open(page, NOTEBOOK)
    kernel = lab.kernel(NOTEBOOK)
    # "The kernel appears to have died. It will restart automatically."
    page.add_locator_handler(page.locator(".jp-Dialog"), lambda box: box.locator(".jp-mod-accept").click())
    for count in range(1, kills + 1):
        pick(page)
        saved(page).get_by_text("✓ Saved.").wait_for(timeout=60_000)
        pid = kernel.pid()
        os.kill(pid, signal.SIGKILL)
        assert len(lab.records) == count
    kernel.close()
    answers = list(lab.records)
    assert [answer.attempt for answer in answers] == list(range(1, kills + 1))
    assert len({answer.id for answer in answers}) == kills
    assert page.evaluate(WAITING) == 0


def test_answers_given_without_a_kernel_arrive_once_it_is_started_and_only_once(
    lab: Jupyter, page: Page
) -> None:
    lab.forget()
    lab.open(page, NOTEBOOK)
    lab.kernel(NOTEBOOK).close()
    lab.shut()
    for _ in range(3):
        pick(page)
    saved(page).get_by_text("wait in this browser").wait_for()
    assert page.evaluate(WAITING) == 3
    # The words come before JupyterLab itself has noticed.
    page.wait_for_function("() => !window.jupyterapp.shell.currentWidget.sessionContext.session")
    page.evaluate(
        "() => { window.jupyterapp.shell.currentWidget.sessionContext.changeKernel({ name: 'python3' }); }"
    )
    saved(page).get_by_text("✓ Saved.").wait_for(timeout=60_000)
    assert [answer.attempt for answer in lab.records] == [1, 2, 3]
    run_all(page)
    pick(page)
    page.wait_for_function(f"() => {WAITING} === 0")
    saved(page).get_by_text("✓ Saved.").wait_for()
    assert [answer.attempt for answer in lab.records] == [1, 2, 3, 4]


def answer_in_trouble(lab: Jupyter, page: Page, words: str) -> None:
    """Answer, be told what is wrong, and see that the lesson goes on."""
    pick(page)
    told = saved(page).get_by_text(words)
    told.wait_for(timeout=60_000)
    assert saved(page).inner_text().startswith("Not saved: ")
    assert "One answer waits in this browser until then; you can go on." in saved(page).inner_text()
    assert page.locator("bedside-question").first.locator(".bq-verdict").inner_text()[0] in "✓✗"


def arrives(lab: Jupyter, page: Page, count: int) -> None:
    """Without anyone doing anything in the page, what waits is saved."""
    saved(page).get_by_text("✓ Saved.").wait_for(timeout=60_000)
    assert len(lab.records) == count
    assert page.evaluate(WAITING) == 0


@soak
def test_a_file_that_may_only_be_read_is_told_and_once_mended_the_answer_arrives(
    lab: Jupyter, page: Page
) -> None:
    lab.forget()
    lab.records.add(kept())
    place = lab.home / "share" / "bedside"
    for path in [*place.iterdir(), place]:
        path.chmod(0o555)
    try:
        lab.open(page, NOTEBOOK)
        answer_in_trouble(lab, page, "Allow")
    finally:
        for path in [place, *place.iterdir()]:
            path.chmod(0o755)
    arrives(lab, page, 2)


@soak
def test_a_damaged_file_is_told_and_once_moved_away_the_answer_arrives(lab: Jupyter, page: Page) -> None:
    lab.forget()
    file = lab.home / "share" / "bedside" / "answers.sqlite"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"no longer what it was " * 500)
    lab.open(page, NOTEBOOK)
    answer_in_trouble(lab, page, "answers.sqlite is damaged. Move it to another place; a new one is begun.")
    assert file.read_bytes() == b"no longer what it was " * 500
    file.rename(file.with_name("damaged"))
    arrives(lab, page, 1)


@soak
def test_a_full_disk_is_told_and_once_there_is_room_the_answer_arrives(lab: Jupyter, page: Page) -> None:
    lab.forget()
    lab.open(page, NOTEBOOK)
    pick(page)
    saved(page).get_by_text("✓ Saved.").wait_for(timeout=60_000)
    kernel = lab.kernel(NOTEBOOK)
    pid = kernel.pid()
    # A quota: this process may write no file beyond so many bytes.
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE, (2000, resource.RLIM_INFINITY))
    answer_in_trouble(lab, page, "Free some space")
    resource.prlimit(pid, resource.RLIMIT_FSIZE, before)
    kernel.close()
    arrives(lab, page, 2)


@soak
def test_a_clock_that_goes_back_is_told_and_the_answers_are_kept(lab: Jupyter, page: Page) -> None:
    lab.forget()
    page.add_init_script(AHEAD)
    lab.open(page, NOTEBOOK)
    pick(page)
    saved(page).get_by_text("✓ Saved.").wait_for(timeout=60_000)
    page.evaluate("() => { window.ahead = 0; }")
    pick(page)
    saved(page).get_by_text("Look whether the clock is right").wait_for()
    first, second = lab.records
    assert (first.attempt, second.attempt) == (1, 2)
    assert first.answered_at > second.answered_at


@soak
def test_a_file_taken_away_while_the_lesson_is_open_is_begun_anew(lab: Jupyter, page: Page) -> None:
    lab.forget()
    lab.open(page, NOTEBOOK)
    pick(page)
    saved(page).get_by_text("✓ Saved.").wait_for(timeout=60_000)
    shutil.rmtree(lab.home / "share" / "bedside")
    pick(page)
    page.wait_for_function(f"() => {WAITING} === 0")
    saved(page).get_by_text("✓ Saved.").wait_for()
    assert [answer.attempt for answer in lab.records] == [2]
