"""One JupyterLab and one Chromium for all browser tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.chromium import find
from tests.browser.jupyter import Jupyter
from tests.sites import served, whole

SHOTS = Path(__file__).parent / "shots"
expect.set_options(timeout=60_000)  # as long as a busy machine needs


@pytest.fixture(scope="session")
def jupyter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jupyter]:
    """A student's JupyterLab, with all lessons prepared."""
    server = Jupyter(tmp_path_factory.mktemp("student"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the whole course, with hand-outs."""
    return whole(tmp_path_factory.getbasetemp().parent / "whole-site")


@pytest.fixture(scope="session")
def address(built: Path) -> Iterator[str]:
    """The site, served under a path of its own."""
    with served(built.parent) as root:
        yield f"{root}site/"


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    """A phone's browser that remembers nothing; what it complains of, and what it asks of others, fails the test."""
    context = chromium.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    context.set_default_timeout(60_000)
    said: list[str] = []
    context.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    context.on("weberror", lambda error: said.append(str(error.error)))
    context.on("request", lambda asked: said.append(asked.url) if foreign(asked.url) else None)
    yield context
    context.close()
    assert said == []


def foreign(url: str) -> bool:
    """Whether an address is neither a file, nor the page's own server, nor something the page made."""
    return not url.startswith(("file://", "http://127.0.0.1:", "blob:", "data:"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Take a picture of the page when a test fails."""
    report = yield
    page = getattr(item, "funcargs", {}).get("page")
    if report.failed and page and not page.is_closed():
        SHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SHOTS / f"failed-{item.name}.png")
    return report


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page of a browser that remembers nothing."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())  # "leave this page?", when a notebook is not saved
    yield page
    context.close()


@pytest.fixture(scope="session")
def shots() -> Path:
    """Where screenshots go, to be looked at."""
    SHOTS.mkdir(exist_ok=True)
    return SHOTS
