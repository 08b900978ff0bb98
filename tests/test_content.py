"""Content: what is sound loads as written, and what is not is reported, all of it, each fault on one line."""

import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import FrozenInstanceError
from html import unescape
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bedside import content
from bedside.content import ContentError, Fault, check, figures, load, yamls
from bedside.content.load import root, shipped
from bedside.content.schema import schemas
from bedside.text import markdown as text
from tests import authors
from tests.marks import soak

DATA = Path(__file__).parent / "data"
SOUND = DATA / "sound"
BROKEN = sorted((DATA / "broken").iterdir())
PAGES = sorted(str(path.relative_to(SOUND)) for path in SOUND.rglob("*.*"))
often = settings(max_examples=150, deadline=None, derandomize=True, database=None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return fresh(tmp_path)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that hypothesis may scribble in; ``only`` puts it right again."""
    return fresh(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that hypothesis may put a course of its own in."""
    return fresh(tmp_path_factory.mktemp("shelf"))


def fresh(parent: Path) -> Path:
    return Path(shutil.copytree(SOUND, parent / "content"))


def said(folder: Path) -> list[str]:
    return [str(fault) for fault in check(folder)]


def told(page: Path) -> tuple[str, list[str], bytes]:
    """What a broken page replaces, what it must say, and what it holds: SVG has no place for such remarks."""
    raw = page.read_bytes()
    remarks = re.match(rb"(# .*\n)+", raw)
    assert remarks, f"{page.name} begins with remarks"
    target, *says = remarks[0].decode().splitlines()
    blank = b"\n" * remarks[0].count(b"\n")
    kept = blank + raw[remarks.end() :] if page.suffix == ".svg" else raw
    return target.removeprefix("# replaces: "), [line.removeprefix("# says: ") for line in says], kept


# What is sound


def test_a_sound_course_loads(folder: Path) -> None:
    found = load(folder)
    assert check(folder) == []
    assert list(found.lessons) == ["one"]
    assert found.lesson_of["count-anc"] == "one"
    assert found.facts["made.marrow"].but == "It also stores them."
    assert [question.kind for question in found.questions_of("one")] == [
        *("choose", "choose-many", "sort", "order", "number", "fill")
    ]
    assert found.figures["drawing.svg"].startswith("<svg")
    assert found.labs["bench"].scores[0].items[1].choices[0].points == 1
    assert [step.then for step in found.patients["someone"].steps][-1] == "close"
    assert found.patients["someone"].counts[1].bands == 0
    assert found.patient_of == {"pt-someone-first": "someone", "pt-someone-count": "someone"}
    assert found.lesson_of["pt-someone-count"] == "one"


def test_the_course_we_ship_loads() -> None:
    assert shipped() is shipped()
    assert shipped().questions


@pytest.mark.parametrize("change", [
    lambda raw: b"\xef\xbb\xbf" + raw,
    lambda raw: raw.replace(b"\n", b"\r\n"),
    lambda raw: raw.replace(b"\n", b"\r"),
], ids=["with a byte order mark", "with the line ends of Windows", "with the line ends of old"])  # fmt: skip
def test_it_loads_however_an_editor_saved_it(folder: Path, change: Callable[[bytes], bytes]) -> None:
    as_written = load(folder)
    for path in folder.rglob("*.*"):
        path.write_bytes(change(path.read_bytes()))
    found = load(folder)
    assert found.questions == as_written.questions
    assert found.figures == as_written.figures


def test_loaded_content_cannot_be_changed(folder: Path) -> None:
    found: Any = load(folder)
    with pytest.raises(ValidationError):
        found.questions["made-where"].ask = "What?"
    with pytest.raises(TypeError):
        found.questions["new"] = found.questions["made-where"]
    with pytest.raises(TypeError):
        found.questions["sort-cells"].groups["blue"] = "Blue"
    with pytest.raises(FrozenInstanceError):
        found.course = None
    with pytest.raises(AttributeError):
        found.course.lessons.append("two")


def test_content_can_be_a_key(folder: Path) -> None:
    found = load(folder)
    assert {found: "it"}[found] == "it"


def test_all_lists_what_the_package_gives() -> None:
    assert sorted(content.__all__) == content.__all__
    assert all(hasattr(content, name) for name in content.__all__)


@settings(often, max_examples=30)
@given(st.data())
def test_what_an_author_writes_is_what_is_loaded(shelf: Path, data: st.DataObject) -> None:
    course = data.draw(authors.courses())
    for place in ("lessons", "questions", "patients"):
        shutil.rmtree(shelf / place)
        (shelf / place).mkdir()
    for name, page in data.draw(authors.spelled(course)).items():
        (shelf / name).write_text(page, "utf-8")
    found = load(shelf)
    assert as_written(found.course) == course["course.yaml"]
    assert [as_written(source) for source in found.sources.values()] == course["sources.yaml"]
    assert [as_written(word) for word in found.glossary.values()] == course["glossary.yaml"]
    for name, lesson in found.lessons.items():
        assert as_written(lesson) == course[f"lessons/{name}.yaml"]
        questions = [as_written(question) for question in found.questions_of(name)]
        assert questions == course[f"questions/{name}.yaml"]
    assert list(found.patients) == course["course.yaml"].get("patients", [])
    for name, patient in found.patients.items():
        asked = [as_written(found.questions[q]) for q, home in found.patient_of.items() if home == name]
        assert as_written(patient) | {"questions": asked} == course[f"patients/{name}.yaml"]
    for said in strings(list(course.values())):
        assert_safe(text.html(said))


def as_written(model: Any) -> Any:
    return model.model_dump(mode="json", exclude_unset=True)


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)


# What is not


@pytest.mark.parametrize("page", BROKEN, ids=[path.name.replace("-", " ") for path in BROKEN])
def test_a_broken_page_is_reported_word_for_word(folder: Path, page: Path) -> None:
    target, says, raw = told(page)
    (folder / target).write_bytes(raw)
    assert says
    assert said(folder) == says


@soak
def test_the_messages_are_the_same_without_libyaml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yamls, "Loader", yaml.SafeLoader)
    for page in BROKEN:
        target, says, raw = told(page)
        folder = fresh(tmp_path / page.name)
        (folder / target).write_bytes(raw)
        assert said(folder) == says


def test_there_are_broken_pages_enough() -> None:
    assert len(BROKEN) >= 40
    assert all(page.stat().st_size < 4000 for page in BROKEN)


def test_the_error_carries_every_fault_of_every_file(folder: Path) -> None:
    for name in ("many-faults-in-one-file.yaml", "source-twice.yaml", "script.svg", "no-notice.yaml"):
        target, _, raw = told(DATA / "broken" / name)
        (folder / target).write_bytes(raw)
    with pytest.raises(ContentError) as caught:
        load(folder)
    assert caught.value.faults == check(folder)
    assert {fault.file for fault in caught.value.faults} == {
        f"content/{page}"
        for page in ("course.yaml", "figures/drawing.svg", "questions/one.yaml", "sources.yaml")
    }
    assert len(caught.value.faults) >= 12
    assert str(caught.value).splitlines() == said(folder)


def test_an_id_is_used_once_in_all_the_course(folder: Path) -> None:
    for path in (folder / "lessons/two.yaml", folder / "questions/two.yaml"):
        shutil.copy(path.with_name("one.yaml"), path)
    course = folder / "course.yaml"
    course.write_text(course.read_text("utf-8").replace("[one]", "[one, two]"), "utf-8")
    found = said(folder)
    assert 'content/lessons/two.yaml:1: found the id "one", expected "two" as in the file name' in found
    for file, line, what in [
        ("lessons", 3, 'notebook "01-one"'),
        ("lessons", 7, 'objective "say-where"'),
        ("lessons", 13, 'fact "made.marrow"'),
        ("questions", 1, 'question "made-where"'),
    ]:
        again = f"found the {what} again, expected each once; the first is at content/{file}/one.yaml:{line}"
        assert f"content/{file}/two.yaml:{line}: {again}" in found
    assert not [line for line in found if "part" in line]


def big(path: Path) -> None:
    path.write_bytes(b"- " + b"x" * 10_000_000)


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def a_dangling_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere.yaml")


def a_link_to_itself(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.name)


def a_link_to_endless_zeros(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


def nothing(path: Path) -> None:
    path.write_bytes(b"")


def spaces(path: Path) -> None:
    path.write_bytes(b"\n  \n\n")


def null_bytes(path: Path) -> None:
    path.write_bytes(b"id: one\ntitle: \0\n\0\0\n")


def terminal_escape(path: Path) -> None:
    path.write_bytes(b"# \x1b[2J\n")


def right_to_left(path: Path) -> None:
    path.write_text("id: one # \u202e\n", "utf-8")


def utf_16(path: Path) -> None:
    path.write_text(path.read_text("utf-8"), "utf-16")


def latin_1(path: Path) -> None:
    path.write_bytes("a: b\nid: é\n".encode("latin-1"))


CLOSED = "found a file that does not open ({}), expected one that does"
HIDDEN = "found the hidden character {}, expected letters and signs that can be seen"


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("make", "says"), [
    (big, ["1: found 10.0 MB, expected at most 0.3 MB"]),
    (a_folder, ["1: found a folder, expected a file"]),
    (a_pipe, ["1: found a device or a pipe, expected a file"]),
    (a_dangling_link, ["1: found no such file, expected one"]),
    (a_link_to_itself, ["1: " + CLOSED.format("Too many levels of symbolic links")]),
    (a_link_to_endless_zeros, ["1: found a device or a pipe, expected a file"]),
    (nothing, ["1: found an empty file, expected content"]),
    (spaces, ["1: found an empty file, expected content"]),
    (null_bytes, ["2: " + HIDDEN.format("U+0000"), "3: " + HIDDEN.format("U+0000")]),
    (terminal_escape, ["1: " + HIDDEN.format("U+001B")]),
    (right_to_left, ["1: " + HIDDEN.format("U+202E")]),
    (utf_16, ["1: found letters that are not UTF-8, expected a file saved as UTF-8"]),
    (latin_1, ["2: found letters that are not UTF-8, expected a file saved as UTF-8"]),
], ids=lambda value: value.__name__.replace("_", " ") if callable(value) else "")  # fmt: skip
def test_a_file_that_is_none_is_reported(folder: Path, page: str, make: Any, says: list[str]) -> None:
    make(folder / page)
    assert said(folder) == [f"content/{page}:{line}" for line in says]


def test_a_missing_file_is_reported(folder: Path) -> None:
    (folder / "glossary.yaml").unlink()
    (folder / "lessons/one.yaml").unlink()
    (folder / "figures/drawing.svg").unlink()
    assert said(folder) == [
        "content/glossary.yaml:1: found no such file, expected one",
        "content/lessons/one.yaml:1: found no such file, expected one",
    ]


def test_a_missing_drawing_is_reported_where_it_is_named(folder: Path) -> None:
    (folder / "figures/drawing.svg").rename(folder / "figures/drawings.svg")
    found = 'content/lessons/one.yaml:20: "file" of "making": found "drawing.svg"'
    assert said(folder) == [f'{found}, expected a drawing in figures/; did you mean "drawings.svg"?']


@pytest.mark.parametrize("where", ["nowhere", "content/course.yaml"])
def test_a_folder_that_is_none_is_reported(folder: Path, where: str) -> None:
    found = check(folder.parent / where)
    assert [Path(fault.file).name for fault in found] == ["course.yaml", "glossary.yaml", "sources.yaml"]


def test_a_file_we_may_not_read_is_reported(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert {fault.message for fault in check(folder)} == {CLOSED.format("Permission denied")}


def test_files_the_course_does_not_list_are_reported(folder: Path) -> None:
    (folder / "labs/branch.yaml").touch()
    (folder / "lessons/on.yaml").touch()
    (folder / "patients/someone-else.yml").touch()
    (folder / "questions/one.yml").touch()
    (folder / "questions/\x1b[2J\n.yaml").touch()
    (folder / "questions/.one.yaml.swp").touch()
    stray = "1: found a file that course.yaml does not list, expected it to"
    assert said(folder) == [
        f'content/labs/branch.yaml:{stray}; did you mean "bench.yaml"?',
        f'content/lessons/on.yaml:{stray}; did you mean "one.yaml"?',
        f'content/patients/someone-else.yml:{stray}; did you mean "someone.yaml"?',
        f"content/questions/?[2J .yaml:{stray}",
        f'content/questions/one.yml:{stray}; did you mean "one.yaml"?',
    ]


# Noise


def assert_only_reported(folder: Path) -> None:
    begun = time.process_time()
    faults = check(folder)
    assert time.process_time() - begun < 20  # milliseconds, unless a pattern runs wild
    assert all(type(fault) is Fault and fault.line >= 1 for fault in faults)
    assert all(str(fault).isprintable() and len(str(fault)) < 700 for fault in faults)
    ours = [re.sub(r'".*"', "", fault.message, flags=re.DOTALL) for fault in faults]
    assert not [
        message for message in ours if re.search(r"Odd\(|tuple|dict|_type|pydantic|None|Input", message)
    ]


def only(desk: Path, page: str, raw: bytes) -> None:
    """Check the sound course with one page replaced, and put that page back."""
    (desk / page).write_bytes(raw)
    try:
        assert_only_reported(desk)
    finally:
        shutil.copy(SOUND / page, desk / page)


@often
@given(page=st.sampled_from(PAGES), raw=authors.noise | authors.scribble.map(str.encode))
def test_noise_is_only_reported(desk: Path, page: str, raw: bytes) -> None:
    only(desk, page, raw)


@often
@given(page=st.sampled_from(PAGES), data=st.data())
def test_slips_of_the_pen_are_only_reported(desk: Path, page: str, data: st.DataObject) -> None:
    blotted = data.draw(authors.blotted((SOUND / page).read_text("utf-8")))
    only(desk, page, blotted.encode("utf-8", "surrogatepass"))


@often
@given(page=st.sampled_from(PAGES), value=authors.values)
def test_any_yaml_at_all_is_only_reported(desk: Path, page: str, value: Any) -> None:
    only(desk, page, yaml.dump(value, allow_unicode=True).encode("utf-8", "surrogatepass"))


@often
@given(page=st.sampled_from([page for page in PAGES if page.endswith("yaml")]), data=st.data())
def test_misfiled_values_are_only_reported(desk: Path, page: str, data: st.DataObject) -> None:
    value = yaml.safe_load((SOUND / page).read_text("utf-8"))
    written = yaml.dump(data.draw(authors.misfiled(value)), allow_unicode=True, sort_keys=False)
    only(desk, page, written.encode("utf-8", "surrogatepass"))


@often
@given(authors.drawn)
def test_any_drawing_at_all_is_only_reported(drawing: str) -> None:
    found = figures.objections(drawing)
    assert all(line >= 1 and message.startswith("found") for line, message in found)


@pytest.mark.parametrize("piece", [
    "[", "{", "- ", "? ", "a: ", "&a ", "!", "*", "'", '"', "|", "%", "\\", "---\n", "a:\n", "- a\n",
    "- [a]\n", "- id: a\n", "- {say: b}\n", "- {facts: [a.b]}\n", "- 'a\n\n'\n",
    "- {kind: choose, options: [{say: a}]}\n",
])  # fmt: skip
def test_no_page_takes_long(desk: Path, piece: str) -> None:
    only(desk, "questions/one.yaml", (piece * 300_000)[:299_999].encode())


@pytest.mark.parametrize("step", [
    "{{id: s{0}, tell: On., then: s{1}}}", "{{id: s{0}, tell: On., then: t{1}}}",
    "{{id: s{0}, ask: q{1}, then: s0}}",
], ids=["a long one", "one that leads nowhere", "one that goes round"])  # fmt: skip
def test_no_story_takes_long(desk: Path, step: str) -> None:
    steps = "".join(f"- {step.format(n, n + 1)}\n" for n in range(6000))
    only(desk, "patients/someone.yaml", f"id: someone\nsteps:\n{steps}".encode())


@pytest.mark.parametrize("piece", [
    "[", "[[", "[a](", "*a ", "**a", "<", "<a ", "`", "&", "\\", "![", "_a*", "<!--", "]]",
])  # fmt: skip
def test_no_text_takes_long(desk: Path, piece: str) -> None:
    page = [{"id": f"q-{n}", "hint": (piece * 2000)[:2000]} for n in range(8)]
    only(desk, "questions/one.yaml", yaml.safe_dump(page, width=10**6).encode())


# Texts


ELSEWHERE = 'target="_blank" rel="noopener noreferrer"'
OPENS = 'type="button" class="bedside-word" popovertarget="note-1"'
GLOSSARY = {"bone-marrow": ("note-1", "bone marrow")}


@pytest.mark.parametrize(("written", "shown"), [
    ("**bold** and *soft*", "<strong>bold</strong> and <em>soft</em>"),
    ("`x < 1`", "<code>x &lt; 1</code>"),
    ("1 < 2 & 3", "1 &lt; 2 &amp; 3"),
    ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    ("&lt;b&gt; &copy;", "&lt;b&gt; ©"),
    ("one\ntwo", "one two"),
    ("one  \ntwo", "one<br>two"),
    ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
    ("[x](http://a.b)", "[x](http://a.b)"),
    ('"[x](https://a.b/ "c")"', f'&quot;<a href="https://a.b/" {ELSEWHERE}>x</a>&quot;'),
    ("[x](https://a.b?c=1&d)", f'<a href="https://a.b?c=1&amp;d" {ELSEWHERE}>x</a>'),
    ("![x](https://a.b/c.png)", "x"),
    ("[[spleen]]", "spleen"),
    ("[[bone-marrow]]", f"<button {OPENS}>bone marrow</button>"),
    ("[[bone-marrow|*it*]]", f"<button {OPENS}>*it*</button>"),
    ("[[bone-marrow|<b>]]", f"<button {OPENS}>&lt;b&gt;</button>"),
])  # fmt: skip
def test_a_text_becomes_html(written: str, shown: str) -> None:
    assert text.html(written, GLOSSARY) == shown


def test_a_glossary_word_without_its_glossary_is_plain() -> None:
    assert text.html("The [[bone-marrow]] and [[spleen|it]].") == "The bone marrow and it."


@pytest.mark.parametrize(("written", "shown"), [
    ("**bold** [a link](https://a.b) `x`", "bold a link x"),
    ("one\ntwo", "one two"),
    ("[[bone-marrow]], [[spleen]], [[spleen|it]]", "bone marrow, spleen, it"),
    ("1 < 2 &amp; 3", "1 < 2 & 3"),
])  # fmt: skip
def test_a_text_without_its_markup_is_plain(written: str, shown: str) -> None:
    assert text.plain(written, {"bone-marrow": "bone marrow"}) == shown


def test_the_glossary_words_of_a_text_are_found_in_order() -> None:
    assert text.words("[[b]] and *[[a|c]]*, not `[[d]]` or \\[[e]]") == ["b", "a"]


# All the markup a text may become, with nothing but an address or an id of ours inside it.
OURS = re.compile(
    r"</?(em|strong|code)>|</(?:a|button)>|<br>"
    r'|<(a) href="https://[^"<>]*" target="_blank" rel="noopener noreferrer">'
    r'|<(button) type="button" class="bedside-word" popovertarget="[^"<>]*">'
)


@often
@given(st.text() | authors.scribble | authors.drawn | authors.marked)
def test_any_text_at_all_becomes_safe_html(written: str) -> None:
    shown = text.html(written, {"a": ('"><b', "<a>")})
    assert_safe(shown)
    bare = OURS.sub(lambda tag: " " if tag[0] == "<br>" else "", shown)
    assert unescape(bare) == text.plain(written, {"a": "<a>"})
    assert all(message.startswith("found ") for message in text.objections(written))


def assert_safe(shown: str) -> None:
    """No markup but our own, each tag closed in its turn, and every other sign escaped."""
    assert not re.search(r"[<>\"']|&(?!(?:amp|lt|gt|quot|#x27);)", OURS.sub("", shown))
    opened = []
    for tag in OURS.finditer(shown):
        if tag[0].startswith("</"):
            assert opened.pop() == tag[0][2:-1]
        elif tag[0] != "<br>":
            opened.append(re.match(r"<([a-z]+)", tag[0])[1])
    assert not opened


# Schemas


def test_the_schemas_on_disk_are_those_of_the_models() -> None:
    folder = root() / "content/schema"
    assert {path.stem: json.loads(path.read_text("utf-8")) for path in folder.glob("*.json")} == schemas()


@pytest.mark.parametrize("page", [page for page in PAGES if page.endswith("yaml")])
def test_an_editor_finds_nothing_wrong_with_a_sound_page(page: str) -> None:
    place, _, file = page.removesuffix(".yaml").rpartition("/")
    schema = schemas()[{"lessons": "lesson", "labs": "lab", "patients": "patient"}.get(place, place or file)]
    jsonschema.validate(yaml.safe_load((SOUND / page).read_text("utf-8")), schema)


@pytest.mark.parametrize(
    "page", ["misspelled-field", "no-why-for-an-option", "only-one-item", "too-many-options"]
)
def test_an_editor_finds_what_is_wrong(page: str) -> None:
    value = yaml.safe_load((DATA / f"broken/{page}.yaml").read_text("utf-8"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(value, schemas()["questions"])


def test_every_shape_tells_an_editor_what_it_is_for() -> None:
    for schema in schemas().values():
        for shape in (schema, *schema.get("$defs", {}).values()):
            assert "description" in shape or shape["type"] == "array"
            assert "title" not in json.dumps(shape.get("properties", {}).get("why", {}))


@pytest.mark.parametrize(
    "written",
    [
        "2 * 3", "2*3", "5*(2)*3", r"2\*3\*4", "2 × 3 × 4", "a_b_c", "*S. aureus*-like", "(*a*/**b**)", "“*a*”", "*p*<0.05",
        "See **this**, *that*.", "[*a*](https://example.org)", "5\n*of* 10", "**5** of *10*", "`a` and `b`",
    ],
)  # fmt: skip
def test_marks_around_whole_words_and_signs_that_mark_nothing_are_in_order(written: str) -> None:
    assert list(text.objections(written)) == []


@pytest.mark.parametrize(
    "written", ["10**2**3", "5 %*2*3", "4 °*2*3", "5*2*mg", "{a}*b*", "*a*[b]", "[[a]]*s*", "x***y***", "`5`3"]
)  # fmt: skip
def test_marks_that_run_words_or_numbers_together_are_named(written: str) -> None:
    assert any("is not shown" in found for found in text.objections(written))
