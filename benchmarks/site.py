"""The course as pages: what one weighs, how soon it can be answered, beside jupyterquiz; how builds grow."""

import gzip
import http.server
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from statistics import median

import nbformat
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from playwright.sync_api import Browser, sync_playwright

from bedside.content import shipped
from benchmarks.peers import OURS, THEIRS, Peer, ten, write
from benchmarks.table import Row
from tests import sites
from tests.browser.chromium import find

TIMES = 9  # each page, in turn, each time in a browser that knows nothing
FEW, MANY = 50, 200  # lessons
SCRIPTS = {
    "require_js_url": "requirejs/require.js",
    "mathjax_url": "MathJax/MathJax.js?config=TeX-AMS-MML_HTMLorMML-full,Safe",
}
# From the beginning of the navigation until the first question can be answered, and that is painted.
WATCH = """((question) => {
    const look = () => {
        const first = document.querySelector(question)?.querySelector("input:enabled");
        if (!first?.checkVisibility()) return requestAnimationFrame(look);
        requestAnimationFrame(() => setTimeout(() => { window.answerable = performance.now(); }));
    };
    look();
})"""


def measure(place: Path, tell: Callable[[str], None]) -> list[Row]:
    """Build the course and jupyterquiz's page, open both cold, and build courses of many lessons."""
    (place / "theirs").mkdir(parents=True)
    first, again = (_built(place / "ours") for _ in range(2))
    tell(f"the course as pages: {first:.1f} s, and {again:.2f} s when nothing changed")
    _peer(place / "theirs")
    lessons = {f"ours/{lesson}.html": OURS for lesson in shipped().lessons}
    pages = {**lessons, "theirs/theirs-one.html": THEIRS}
    times: dict[str, list[float]] = {name: [] for name in pages}
    with _served(place) as (address, sent), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox", "--disable-gpu"])
        for turn in range(TIMES):
            for name, peer in pages.items() if turn % 2 else reversed(pages.items()):
                sent[name] = 0
                times[name].append(_opened(browser, f"{address}{name}", peer))
            tell(f"pages, {turn + 1} of {TIMES}")
        weights = {name: sum(_weights(browser, f"{address}{name}", sent).values()) / 1e3 for name in pages}
        browser.close()
    middle = {name: median(found) for name, found in times.items()}
    theirs = "theirs/theirs-one.html"
    slowest, heaviest = max(lessons, key=middle.__getitem__), max(lessons, key=weights.__getitem__)
    return [
        Row("a lesson page until answerable, the slowest", middle[slowest], None, "ms", 300),
        Row("  beside ten of jupyterquiz through nbconvert", middle[slowest], middle[theirs], "ms", 0.1),
        Row("a lesson page, all its files, gzip, the heaviest", weights[heaviest], None, "KB", 60),
        Row("  beside ten of jupyterquiz through nbconvert", weights[heaviest], weights[theirs], "KB", 0.1),
        Row("build again, nothing changed", again, None, "s", 2),
        *_growth(place / "grown", tell),
    ]


def _built(out: Path, course: Path | None = None) -> float:
    start = time.perf_counter()
    told = sites.site(out, course=course)
    if told.returncode:
        raise SystemExit(told.stderr)
    return time.perf_counter() - start


def _peer(folder: Path) -> None:
    """The same ten questions as jupyterquiz asks them, through nbconvert, with all that its page loads."""
    content = shipped()
    questions = ten(content)
    write(folder, questions, content.lesson_of[questions[0].id])
    notebook = nbformat.read(folder / "theirs-one.ipynb", as_version=4)
    NotebookClient(notebook, resources={"metadata": {"path": str(folder)}}).execute()
    scripts = {name: f"scripts/nbclassic/static/components/{file}" for name, file in SCRIPTS.items()}
    page, _ = HTMLExporter(**scripts).from_notebook_node(notebook)
    (folder / "theirs-one.html").write_text(page, "utf-8")
    # nbclassic, of Jupyter too, carries both scripts; only they are wanted of it, and only here.
    command = [
        sys.executable,
        "-m",
        "uv",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--target",
        str(folder / "scripts"),
        "nbclassic",
    ]
    subprocess.run(command, check=True)


class _Packed(http.server.SimpleHTTPRequestHandler):
    """Serves files as a web server does, compressed, and notes how many bytes each took."""

    def __init__(self, *given: object, sent: dict[str, int], **named: object) -> None:
        self.sent = sent
        super().__init__(*given, **named)

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            return self.send_error(404)
        body = gzip.compress(path.read_bytes(), 6, mtime=0)
        self.sent[self.path] = len(body)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(BrokenPipeError):  # a page that is closed before all has come
            self.wfile.write(body)
        return None

    def log_message(self, *words: object) -> None:
        """Nothing."""


@contextmanager
def _served(folder: Path) -> Iterator[tuple[str, dict[str, int]]]:
    sent: dict[str, int] = {}
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(_Packed, directory=str(folder), sent=sent)
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", sent
    finally:
        server.shutdown()
        server.server_close()


def _opened(browser: Browser, url: str, peer: Peer) -> float:
    """Milliseconds until the first question can be answered, in a browser that knows nothing."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, service_workers="block")
    watch = f"{WATCH}({peer.question!r})"
    context.add_init_script(f"document.addEventListener('readystatechange', () => {watch}, {{ once: true }})")
    page = context.new_page()
    page.goto(url, wait_until="commit")
    page.wait_for_function("() => window.answerable", timeout=60_000)
    spent = float(page.evaluate("window.answerable"))
    context.close()
    return spent


def _weights(browser: Browser, url: str, sent: dict[str, int]) -> dict[str, int]:
    """The compressed bytes of every file that a page needs."""
    sent.clear()
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    page.goto(url, wait_until="networkidle")
    context.close()
    return dict(sent)


def _growth(place: Path, tell: Callable[[str], None]) -> list[Row]:
    """A course of few lessons and one of many, built from nothing."""
    spent = {}
    for count in (FEW, MANY):
        _course(place / str(count), count)
        spent[count] = _built(place / f"{count}-pages", place / str(count)) / count
        tell(f"{count} lessons: {1000 * spent[count]:.0f} ms each")
    return [
        Row(
            f"build, a lesson of {MANY} beside one of {FEW}", 1000 * spent[MANY], 1000 * spent[FEW], "ms", 1.1
        )
    ]


def _course(place: Path, count: int) -> None:
    """A course of so many lessons, each like the one of the small course of the tests."""
    sites.small(place)
    content = place / "content"
    names = [f"l{i:03}" for i in range(count)]
    for folder in ("lessons", "questions"):
        text = (content / folder / "one.yaml").read_text("utf-8")
        for name in names:
            (content / folder / f"{name}.yaml").write_text(_renamed(text, name), "utf-8")
        (content / folder / "one.yaml").unlink()
    for alone in ("patients/someone.yaml", "labs/bench.yaml"):
        (content / alone).unlink()
    course = (content / "course.yaml").read_text("utf-8")
    for old, new in (("[one]", f"[{', '.join(names)}]"), ("[someone]", "[]"), ("[bench]", "[]")):
        course = course.replace(old, new)
    (content / "course.yaml").write_text(course, "utf-8")
    one = (place / "notebooks" / "01-one.ipynb").read_text("utf-8")
    for path in (place / "notebooks").iterdir():
        path.unlink()
    for name in names:
        (place / "notebooks" / f"01-{name}.ipynb").write_text(_renamed(one, name), "utf-8")


def _renamed(text: str, name: str) -> str:
    """A lesson, its questions or its notebook, with ids of its own."""
    text = re.sub(r"\b(made|sort|count|fill)([-.][a-z])", rf"\1{name}\2", text)
    text = re.sub(r"\b(say-where|work-out)\b", rf"{name}-\1", text)
    return (
        text.replace("id: one\n", f"id: {name}\n")
        .replace("01-one", f"01-{name}")
        .replace('\\"one\\"', f'\\"{name}\\"')
    )


if __name__ == "__main__":
    import tempfile

    from benchmarks.table import table

    with tempfile.TemporaryDirectory() as here:
        print(table(measure(Path(here) / "site", lambda line: print(line, flush=True))))
