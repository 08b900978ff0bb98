"""The course as a folder of pages: what is in it, when it is made, and what it leaves alone."""

import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bedside.content import load, shipped
from bedside.kinds.print_view import paper
from bedside.kinds.view import question_view
from bedside.site.pages import clinician
from bedside.site.search_index import index
from tests.answers import right
from tests.levels import shown
from tests.marks import soak
from tests.sites import SIX, SOUND, files, site, small, whole, write

COURSE = shipped()
PAGES = ["glossary", "index", "one", "patients", "review", "search"]
WRITTEN = re.compile(r"(\d+) files written")


class Links(HTMLParser):
    """What a page holds: ids, addresses it leads to, files it needs, JSON for its script."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.leads: list[str] = []
        self.needs: list[str] = []
        self.told: list[dict] = []
        self._json = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [given["id"]] if given.get("id") else []
        self.leads += [given[key] for key in ("href", "action") if tag in ("a", "form") and given.get(key)]
        self.needs += [given[key] for key in ("src", "href") if tag not in ("a",) and given.get(key)]
        self._json = given.get("type") == "application/json"
        assert not [key for key in given if key.startswith("on")]
        assert tag not in ("style", "iframe", "object", "embed", "base")
        assert tag != "script" or given.get("src") or self._json

    def handle_data(self, text: str) -> None:
        if self._json:
            self.told.append(json.loads(text))
            self._json = False


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the whole course."""
    return whole(tmp_path_factory.getbasetemp().parent / "whole-site")


@pytest.fixture
def fresh(one: Path, tmp_path: Path) -> Path:
    """Another such course, with its pages."""
    return Path(shutil.copytree(one, tmp_path / "fresh"))


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of a small course, in out/, beside the course itself."""
    place = small(tmp_path_factory.mktemp("small"))
    assert site(place / "out", course=place).returncode == 0
    return place


def test_a_course_becomes_a_folder_of_plain_files(one: Path) -> None:
    found = files(one / "out")
    assert sorted(name[:-5] for name in found if name.endswith(".html") and "/" not in name) == PAGES
    others = [
        "app.webmanifest", "bedside.css", "bedside.js", "course.js", "icon.svg", "index.js", "questions.js",
        "store.html", "store.js",
    ]  # fmt: skip
    assert sorted(set(found) - {f"{name}.html" for name in PAGES}) == [
        *(f"assets/{name}" for name in others), "site.json", "sw.js",
    ]  # fmt: skip


@soak
def test_the_same_course_gives_the_same_bytes_anywhere(one: Path, tmp_path: Path) -> None:
    again = site(tmp_path / "elsewhere" / "deep", course=one)
    assert again.returncode == 0
    assert files(tmp_path / "elsewhere" / "deep") == files(one / "out")


def test_a_second_build_writes_nothing_until_something_changes(fresh: Path) -> None:
    out = fresh / "out"
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    again = site(out, course=fresh)
    assert (again.returncode, again.stdout.splitlines()[0]) == (0, "Nothing has changed since the last time.")
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == before
    (out / "one.html").write_text("damaged", "utf-8")
    glossary = fresh / "content" / "glossary.yaml"
    glossary.write_text(glossary.read_text("utf-8").replace("means: ", "means: Truly ", 1), "utf-8")
    told = site(out, course=fresh)
    assert "3 of 3" in told.stdout and WRITTEN.search(told.stdout)
    assert "damaged" not in (out / "one.html").read_text("utf-8")
    assert "Truly" in (out / "glossary.html").read_text("utf-8")


@soak
def test_a_page_that_is_no_more_goes_and_what_others_put_there_stays(tmp_path: Path) -> None:
    place = small(tmp_path)
    out = tmp_path / "out"
    assert site(out, "--answers", course=place).returncode == 0
    assert (out / "one-answers.html").exists()
    (out / "CNAME").write_text("example.org", "utf-8")
    assert site(out, course=place).returncode == 0
    assert not (out / "one-answers.html").exists()
    assert (out / "CNAME").read_text("utf-8") == "example.org"


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("years of work", "utf-8")
    told = site(tmp_path)
    assert told.returncode == 1
    assert told.stderr.strip().endswith("Name a new folder, or an empty one.")
    assert files(tmp_path) == {"thesis.doc": b"years of work"}
    told = site(tmp_path / "thesis.doc")
    assert (told.returncode, "is a file" in told.stderr) == (1, True)
    (tmp_path / "site.json").write_text("[]", "utf-8")
    assert site(tmp_path).returncode == 1


def test_a_cell_that_fails_is_named_and_the_old_pages_stay(fresh: Path) -> None:
    before = files(fresh / "out")
    write(fresh / "notebooks" / "01-one.ipynb", ["# One", 'lesson("one").ask("made-wher")'])
    told = site(fresh / "out", course=fresh)
    assert told.returncode == 1
    assert (
        '01-one.ipynb, cell 2: UnknownName: There is no question "made-wher". Did you mean "made-where"?'
        in told.stderr
    )
    assert "Traceback" not in told.stderr
    assert files(fresh / "out") == before


def test_faulty_content_is_named_with_its_line(tmp_path: Path) -> None:
    place = small(tmp_path)
    (place / "content" / "lessons" / "one.yaml").write_text("id: one\n", "utf-8")
    told = site(tmp_path / "out", course=place)
    assert told.returncode == 1
    assert "content/lessons/one.yaml:1:" in told.stderr
    assert not (tmp_path / "out").exists()


def test_nothing_a_notebook_says_becomes_markup(tmp_path: Path) -> None:
    place = small(tmp_path)
    bad = "# One\n\n<script>alert(1)</script> [a](javascript:alert) <img src=x onerror=alert(1)> [b](data:text/html,x)"
    write(place / "notebooks" / "01-one.ipynb", [bad])
    assert site(tmp_path / "out", course=place).returncode == 0
    text = (tmp_path / "out" / "one.html").read_text("utf-8")
    page = Links(text)
    assert "&lt;script&gt;alert(1)" in text and "<img" not in text
    assert not [address for address in page.leads if ":" in address]


def test_every_link_leads_somewhere(built: Path) -> None:
    pages = {path.name: Links(path.read_text("utf-8")) for path in built.glob("*.html")}
    for name, page in pages.items():
        assert len(set(page.ids)) == len(page.ids), name
        for address in page.leads:
            if address.startswith("https://"):
                continue
            file, _, anchor = address.partition("#")
            assert (file or name) in pages, (name, address)
            assert not anchor or anchor in pages[file or name].ids, (name, address)
        for address in page.needs:
            assert (built / address).is_file(), (name, address)


def test_every_question_of_the_lessons_and_patients_is_on_its_page(built: Path) -> None:
    pages = {path.stem: Links(path.read_text("utf-8")) for path in built.glob("*.html")}
    told = [each for page in pages.values() for given in page.told for each in given.get("questions", [])]
    asked = {each["id"]: each for each in told if "id" in each}
    wanted = {
        question.id for lesson in COURSE.lessons for question in shown(COURSE, lesson)
    } | set(COURSE.patient_of)  # fmt: skip
    assert set(asked) == wanted
    for name, told in asked.items():
        made = question_view(COURSE.questions[name], COURSE)
        assert told == {key: made[key] for key in told}


def test_the_review_knows_every_question(built: Path) -> None:
    text = (built / "assets" / "questions.js").read_text("utf-8")
    told = json.loads(text.removeprefix("globalThis.bedsideQuestions=").removesuffix(";\n"))
    assert told == {
        name: json.loads(json.dumps(question_view(each, COURSE))) for name, each in COURSE.questions.items()
    }


@pytest.mark.parametrize("name", SIX)
def test_a_question_on_paper_shows_its_answer_only_when_asked_to(name: str) -> None:
    course = load(SOUND)
    question = course.questions[name]
    plain, answered = (paper(question, course, answers) for answers in (False, True))
    whys = [*(each.why for each in getattr(question, "options", getattr(question, "items", ())))]
    for said in (question.explain, *whys):
        assert said not in plain
        assert said in answered
    assert plain.count("paper-blank") == {"sort": 2, "order": 3, "number": 1, "fill": 2}.get(question.kind, 0)
    assert "paper-blank" not in answered
    texts = {each.id: each.say for each in getattr(question, "options", getattr(question, "items", ()))}
    match question.kind:
        case "choose" | "choose-many":
            ticked = re.findall(r"✓</span> <strong>(.*?)</strong>", answered)
            given = right(question)
            assert {texts[each] for each in given.values() if each in texts} | {
                texts[each] for each in given if given[each] is True
            } == set(ticked)
            assert "✓" not in plain
        case "sort":
            assert "Neutrophil → White (of all kinds)" in answered
        case "order":
            assert [answered.index(each) for each in texts.values()] == sorted(
                answered.index(each) for each in texts.values()
            )
        case "number":
            assert "<strong>60</strong> cells/µL" in answered
            assert "60" not in plain.replace("Of 600 cells", "")
        case "fill":
            assert "The <strong>bone</strong> marrow makes <strong>white</strong> cells." in answered
            assert "bone" not in plain


def test_the_search_looks_through_what_is_read_and_gives_no_answer_away() -> None:
    body = (
        '<div class="prose"><h1 id="top">The <em>title</em></h1><p>First words.</p></div>'
        '<bedside-quiz><script type="application/json">{"key": "secret"}</script></bedside-quiz>'
        '<div class="on-paper"><div>secret</div></div><h2 id="part">A part</h2><p>More <b>words</b> &amp; signs</p>'
        '<div popover class="bedside-meaning" id="m"><strong>secret</strong></div><svg><text>secret</text></svg><p>The end.</p>'
    )
    assert index("one", "The title", body) == [
        ["one", "top", "The title", "The title", "First words."],
        ["one", "part", "The title", "A part", "More words & signs The end."],
    ]


def test_the_pages_name_no_other_host_but_in_links_to_sources(built: Path) -> None:
    for name, content in files(built).items():
        text = re.sub(r'(href=|"link":)\\?"https://[^"]*"', "", content.decode())
        text = text.replace("http://www.w3.org/2000/svg", "")
        assert not re.findall(r"https?://\S{0,40}", text), name


def test_the_page_for_the_clinician_says_what_the_content_says_and_the_start_leads_there(built: Path) -> None:
    assert clinician(COURSE) in (built / "for-the-clinician.html").read_text("utf-8")
    assert "for-the-clinician.html" in Links((built / "index.html").read_text("utf-8")).leads
