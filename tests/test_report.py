"""What the results look like: pages for a projector, a table for a spreadsheet, and the notebook that shows them."""

import csv
import html.parser
import io
import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bedside.content.load import root
from bedside.report.analysis import FEWEST
from bedside.report.class_results import ClassResults, class_results, main
from bedside.report.handed_in import HandedIn, LeftOut
from bedside.report.practice import practice_class
from bedside.report.question_chart import TOO_FEW, bar
from bedside.report.summary import table
from tests.classes import COURSE, KEY, QUESTION, WRONG, answer, results
from tests.node import FRONTEND

NOTEBOOK = root() / "notebooks" / "instructor" / "class-results.ipynb"
HOSTILE = '<script>alert("=1+1")</script>'
GAP = "what-fill-cell"


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> ClassResults:
    return class_results(practice_class(tmp_path_factory.mktemp("practice")))


def pages(found: ClassResults) -> dict[str, str]:
    """Every page of a class."""
    return {
        "overview": found._repr_html_(),
        "teach": found.teach_again().markup,
        "mend": found.mend().markup,
        "lessons": found.lessons().markup,
        "sureness": found.sureness().markup,
        "question": found.question(QUESTION).markup,
        "all": found.questions().markup,
    }


class _Tags(html.parser.HTMLParser):
    """Checks that tags close in order, and that a table has a caption and names its rows and columns."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.text: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        assert not [name for name in found if name.startswith("on")]
        assert tag != "th" or found.get("scope") in ("row", "col")
        assert tag != "caption" or self.open[-1] == "table"
        self.seen.append(tag)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.text.append(data)


def test_every_page_is_sound_html_with_named_tables(made_up: ClassResults) -> None:
    for name, markup in pages(made_up).items():
        tags = _Tags(markup)
        assert not tags.open, name
        assert tags.seen.count("table") == tags.seen.count("caption"), name
        assert not set(tags.seen) & {"script", "iframe", "img", "link"}, name
        assert tags.seen.count("section") == 1 and "aria-label=" in markup, name


def test_no_bar_stands_without_its_number(made_up: ClassResults) -> None:
    for name, markup in pages(made_up).items():
        assert markup.count("<i") == len(re.findall(r"[\d,]+ of [\d,]+(?: \(\d+\u00a0%\))?<i", markup)), name


def test_the_right_option_is_marked_in_words(made_up: ClassResults) -> None:
    markup = made_up.question(QUESTION).markup
    assert markup.count("✓ right") == 1
    assert f"{COURSE.questions[QUESTION].options[0].say} <b>✓ right</b>" in markup
    assert "The third that did best" in markup and "The third that did least well" in markup


def test_the_colors_are_those_of_the_questions_in_light_and_dark(made_up: ClassResults) -> None:
    style = made_up.sureness().markup.split("</style>")[0]
    assert "--bedside-accent: #1f5fbf" in style
    assert "prefers-color-scheme:dark" in style.replace(" ", "") and "[data-jp-theme-light=false]" in style
    shapes = (FRONTEND / "report.css").read_text("utf-8")
    assert not re.search(r"#[0-9a-fA-F]{3}|rgb\(|https?:|url\(|@import", shapes)
    rules = re.findall(r"^([^\s@}/*][^{]*)\{", shapes, re.MULTILINE)
    assert rules and all(".bedside-results" in rule for rule in rules)


def test_each_third_has_its_own_bars(made_up: ClassResults) -> None:
    item = next(item for item in made_up.items if item.question.id == QUESTION)
    cells = re.findall(r"<td>(\d+) of (\d+)", made_up.question(QUESTION).markup)
    row, asked = item.rows[0], (item.asked, item.upper[1], item.lower[1])
    assert cells[:3] == [
        (str(part), str(of)) for part, of in zip((row.all, row.upper, row.lower), asked, strict=True)
    ]
    assert row.upper != row.lower


def test_all_questions_together_stay_light_and_open_one_by_one(made_up: ClassResults) -> None:
    markup = made_up.questions().markup
    assert markup.count("<details>") == len(COURSE.questions)
    assert len(markup.encode()) < 400_000
    causes = [name for name, home in COURSE.lesson_of.items() if home == "causes"]  # patients' among them
    assert made_up.questions("causes").markup.count("<details>") == len(causes)


def test_a_page_of_few_shows_counts_and_no_rate() -> None:
    few = results(*([answer(given={"choice": WRONG}, confidence=3)] for _ in range(FEWEST - 1)))
    for name, markup in pages(few).items():
        text = " ".join(_Tags(markup).text)
        assert not re.search(r"\d\u00a0%", text) and (name == "sureness" or "<i" not in markup), name
    assert f"0 of 9 were right at first. {TOO_FEW}" in few.question(QUESTION).markup
    assert "too few answers" in few.lessons().markup and "9 wrong" in few.sureness().markup
    assert "0 of 9" in few.teach_again().markup


def test_a_bar_of_a_few_has_no_percentage() -> None:
    assert bar(3, 4) == '3 of 4<i style="width:75%"></i>'
    assert bar(5, 10) == '5 of 10 (50\u00a0%)<i style="width:50%"></i>'
    assert bar(0, 10) == "0 of 10 (0\u00a0%)"
    assert bar(0, 0) == "nobody"


def test_what_learners_write_is_shown_as_text_and_cut() -> None:
    wrong = {"1": HOSTILE, "2": "x\u202e" + "y" * 900}
    found = results(*([answer(GAP, wrong)] for _ in range(12)))
    markup = found.question(GAP).markup
    assert "&lt;script&gt;alert(&quot;=1+1&quot;)&lt;/script&gt;" in markup
    assert "<script" not in markup and "\u202e" not in markup and "y" * 70 not in markup


def test_names_of_files_are_shown_as_text() -> None:
    left = HandedIn((), (LeftOut(f"{HOSTILE}.jsonl", "<b>odd</b>"),), {})
    markup = ClassResults(left, COURSE)._repr_html_()
    assert "<script" not in markup and "&lt;b&gt;odd&lt;/b&gt;" in markup
    assert "Left out (1)" in markup


def test_nobodys_name_is_on_any_page(made_up: ClassResults) -> None:
    for markup in pages(made_up).values():
        assert "imulated" not in markup


def test_what_to_say_to_the_most_frequent_slip_stands_beside_it(made_up: ClassResults) -> None:
    from bedside.text.markdown import html as shown

    markup = made_up.teach_again().markup
    for finding in made_up.to_teach[:5]:
        assert shown(finding.item.slips[0].why) in markup


# The table for a spreadsheet


def rows(found: ClassResults) -> list[dict[str, str]]:
    text = table(found.items, found.to_teach, found.to_mend).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_table_has_a_line_a_question_and_opens_in_excel(made_up: ClassResults) -> None:
    raw = table(made_up.items, made_up.to_teach, made_up.to_mend)
    assert raw.startswith(b"\xef\xbb\xbflesson,question,")
    found = rows(made_up)
    assert [row["question"] for row in found] == list(COURSE.questions)
    item = next(item for item in made_up.items if item.question.id == QUESTION)
    row = next(row for row in found if row["question"] == QUESTION)
    assert (int(row["answered"]), int(row["right"])) == (item.asked, item.right)
    assert float(row["share_right"]) == round(item.share, 3)
    assert float(row["low_95"]) < float(row["share_right"]) < float(row["high_95"])
    assert row["taken_all_upper_lower"].startswith(f"{COURSE.questions[QUESTION].options[0].say} (right): ")
    order = [row["question"] for row in sorted(found, key=lambda row: int(row["teach_again"] or 999))]
    assert order[: len(made_up.to_teach)] == [finding.item.question.id for finding in made_up.to_teach]


def test_of_few_learners_the_table_has_counts_and_no_rate_and_a_note_says_why() -> None:
    found = rows(results(*([answer(given={"choice": WRONG})] for _ in range(FEWEST - 1))))
    row = next(row for row in found if row["question"] == QUESTION)
    assert row["answered"] == "9" and row["note"] == TOO_FEW
    assert [row[name] for name in ("right", "sure_and_wrong", "slip_taken_by")] == ["0", "0", "9"]
    rates = ("share_right", "low_95", "high_95", "discrimination", "upper_third_right", "lower_third_right")
    assert [row[name] for name in rates] == [""] * 6
    nobody = next(row for row in found if row["question"] != QUESTION)
    assert nobody["right"] == "" and nobody["note"].startswith("Nobody answered it.")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "＝"])
def test_no_text_is_taken_for_a_formula(start: str) -> None:
    wrong: dict[str, Any] = {"number": f'{start}cmd|" /C calc"!A0'}
    slip = results(*([answer("what-share-of-white", wrong)] for _ in range(12)))
    fill = results(*([answer(GAP, {"1": f"{start}1+1", "2": "infection"})] for _ in range(12)))
    minus = results(*([answer("what-share-of-white", {"number": f"{start}5"})] for _ in range(12)))
    for row in (*rows(slip), *rows(fill), *rows(minus)):
        for name, cell in row.items():
            number = re.fullmatch(r"-?[\d.]+", cell)
            assert number or not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝")), (name, cell)


def test_a_table_of_nobody_has_its_lines_too() -> None:
    assert len(rows(results())) == len(COURSE.questions)


# The notebook


CELLS = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]


def test_the_notebook_is_kept_clean_and_short_of_code() -> None:
    for cell in CELLS:
        if cell["cell_type"] == "code":
            lines = [line for line in "".join(cell["source"]).splitlines() if line]
            assert cell["outputs"] == [] and cell["execution_count"] is None
            assert 1 <= len(lines) <= 3
    like = json.loads((root() / "notebooks" / "02-causes.ipynb").read_text("utf-8"))
    assert json.loads(NOTEBOOK.read_text("utf-8"))["metadata"] == like["metadata"]


def test_the_notebook_says_that_its_people_are_made_up_before_it_shows_them() -> None:
    sources = ["".join(cell["source"]) for cell in CELLS]
    made = next(n for n, source in enumerate(sources) if "practice_class(" in source)
    assert "None of these people is real" in sources[made - 1]


def test_every_page_of_results_is_in_the_notebook() -> None:
    code = "\n".join("".join(cell["source"]) for cell in CELLS if cell["cell_type"] == "code")
    public = {
        name for name, kind in vars(ClassResults).items() if callable(kind) and not name.startswith("_")
    }
    assert public == set(re.findall(r"results\.(\w+)\(", code))
    assert KEY and Path(NOTEBOOK).stem == "class-results"


def test_the_ending_of_its_name_says_what_kind_of_table_is_saved(
    made_up: ClassResults, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made_up.save(tmp_path / "class.xlsx")
    made_up.save(tmp_path / "class.CSV")
    head, *lines = openpyxl.load_workbook(tmp_path / "class.xlsx").active.iter_rows(values_only=True)
    told = csv.DictReader((tmp_path / "class.CSV").read_text("utf-8-sig").splitlines(keepends=True))
    shares = [(row["question"], float(row["share_right"] or "nan")) for row in told]
    kept = [(line[head.index("question")], line[head.index("share_right")]) for line in lines]
    assert [each for each in kept if each[1] is not None] == [each for each in shares if each[1] == each[1]]
    share = next(line[head.index("share_right")] for line in lines if line[1] == QUESTION)
    assert isinstance(share, float)
    capsys.readouterr()
    assert main([tmp_path], tmp_path / "class.doc") == 1
    expected = 'found the ending ".doc", expected .xlsx for a spreadsheet, or .csv for a program.'
    assert capsys.readouterr().out == f"{tmp_path / 'class.doc'}: {expected}\n"
