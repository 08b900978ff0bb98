"""The count: the sum and its names at their edges, what is typed, the survey's table, and what the page shows."""

import importlib.util
import lzma
import re
from fractions import Fraction
from html import escape, unescape
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.content import shipped
from bedside.content.lab_models import Survey
from bedside.labs import labs
from bedside.labs.anc import count as counting
from bedside.labs.anc import survey, view
from bedside.labs.anc.count import anc, exact, grade, grade_6, level, rounded, shown
from bedside.labs.anc.report import BOXES, MOST, SAMPLES, START, UNITS, read
from bedside.labs.gaps import markup
from bedside.labs.gaps import words as told
from bedside.text.markdown import plain

COURSE = shipped()
LAB = COURSE.labs["anc"]
TABLE = LAB.survey
SOME = settings(deadline=None, max_examples=80)
FEWER = settings(deadline=None, max_examples=40)

WHITES = st.decimals(0, 500, places=2).map(str)
SHARES = st.decimals(0, 50, places=1).map(str)
WHOLE = st.fractions(0, 200_000, max_denominator=1000)


def nhanes() -> ModuleType:
    """The script that makes the table."""
    path = Path(__file__).parents[1] / "scripts" / "nhanes.py"
    spec = importlib.util.spec_from_file_location("nhanes", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


NHANES = nhanes()


def page(**fields: str) -> labs.Shown:
    """What the lab shows."""
    return view.show(fields, LAB)


def words(shown: labs.Shown) -> str:
    """What the lab shows, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", re.sub(r"</?strong>", "", shown.html))).split())


def note(box: str, **fields: str) -> str:
    """The note under a box."""
    return page(**fields).set[f"{box}-said"]


def cells(white: str, segs: str, bands: str = "0", unit: str = "cells") -> Fraction | None:
    """The count of a report, in cells/µL."""
    return read({"white": white, "unit": unit, "segs": segs, "bands": bands}).count


# The sum and its names


@pytest.mark.parametrize(
    ("white", "segs", "bands", "expected"),
    [(600, 10, 0, 60), (3400, 41, 0, 1394), (2200, 12, 3, 330), (12_000, 3, 0, 360), (3200, 31, 2, 1056)],
)
def test_the_count_is_the_share_of_the_white_count(white: int, segs: int, bands: int, expected: int) -> None:
    assert anc(white, segs, bands) == expected


@SOME
@given(WHOLE, st.integers(0, 60), st.integers(0, 40), st.integers(1, 50))
def test_the_count_grows_in_step_with_the_white_count(
    white: Fraction, segs: int, bands: int, by: int
) -> None:
    assert anc(white * by, segs, bands) == by * anc(white, segs, bands)
    assert anc(white, segs, bands) == anc(white, segs) + anc(white, bands)
    assert anc(white, segs, bands) <= white


@SOME
@given(WHITES, SHARES, SHARES)
def test_all_three_units_agree(white: str, segs: str, bands: str) -> None:
    thousands = cells(white, segs, bands, "thousands")
    assert thousands == cells(white, segs, bands, "giga")
    assert thousands == cells(str(exact(float(white)) * 1000 // 1), segs, bands, "cells")


@pytest.mark.parametrize(
    ("white", "segs", "bands"), [(-1, 10, 0), (1000, -1, 2), (1000, 60, 40.1), (1000, 101, 0)]
)
def test_an_impossible_sum_is_refused(white: float, segs: float, bands: float) -> None:
    with pytest.raises(ValueError, match="found"):
        anc(white, segs, bands)


@pytest.mark.parametrize("odd", [float("nan"), float("inf"), -float("inf")])
def test_what_is_not_finite_is_refused(odd: float) -> None:
    with pytest.raises(ValueError, match="expected a number"):
        anc(odd, 10)


@pytest.mark.parametrize(
    ("count", "word", "five", "six"),
    [
        (1500.0000001, "none", None, None),
        (1500, "none", None, None),
        (1499.9999999, "mild", 2, 1),
        (1000, "mild", 2, 1),
        (999.9999999, "moderate", 3, 2),
        (500, "moderate", 3, 2),
        (499.9999999, "severe", 4, 3),
        (100, "severe", 4, 3),
        (99.9999999, "profound", 4, 4),
        (0, "profound", 4, 4),
    ],
)
def test_words_and_grades_of_both_versions_are_exact_at_their_edges(
    count: float, word: str, five: int | None, six: int | None
) -> None:
    assert (level(count), grade(count), grade_6(count)) == (word, five, six)


def test_grade_1_needs_the_labs_own_limit_and_is_not_neutropenia() -> None:
    assert [grade(count, 2000) for count in (1500, 1999.9, 2000)] == [1, 1, None]
    assert grade(1700) is None
    assert level(1700) == "none"
    assert grade(1499, 2000) == 2
    assert grade(1600, 1500) is None


@SOME
@given(WHOLE, WHOLE)
def test_a_lower_count_never_has_a_milder_name(one: Fraction, other: Fraction) -> None:
    low, high = sorted((one, other))
    names = ["none", "mild", "moderate", "severe", "profound"]
    assert names.index(level(low)) >= names.index(level(high))
    assert (grade(low, 2000) or 0) >= (grade(high, 2000) or 0)
    assert (grade_6(low) or 0) >= (grade_6(high) or 0)


def test_binary_arithmetic_moves_no_count_over_a_line() -> None:
    # As floats 1.1 * 3 is 3.3000000000000003, and 4.35 * 100 is 434.99999999999994.
    assert cells("1.1", "100", unit="thousands") == 1100
    assert cells("4.35", "11.5", unit="thousands") == Fraction("500.25")
    assert cells("2.9", "17.2", ".041379310344827586", "thousands") < 500
    for typed in ("0.3", "0.7", "1.1", "2.3"):
        assert cells(typed, "33.3", "66.7", "thousands") == Fraction(typed) * 1000


@SOME
@given(st.fractions(0, 3000, max_denominator=10**9))
def test_a_count_as_shown_keeps_its_name(count: Fraction) -> None:
    assert level(exact(float(shown(count).replace(",", "").removesuffix("…")))) == level(count)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (1476, "1,476"),
        (0.06, "0.06"),
        (1499.999, "1,499.99…"),
        (1500.0000001, "1,500.00…"),
        (0, "0"),
        (37.5, "37.5"),
    ],
)
def test_digits_are_cut_and_never_rounded_up(value: float, said: str) -> None:
    assert shown(value) == said


@pytest.mark.parametrize(
    ("count", "one"), [(1449.99, 1.4), (1450, 1.5), (1499.9, 1.5), (1500, 1.5), (40, 0.0)]
)
def test_a_count_is_rounded_to_one_decimal_with_a_half_going_up(count: float, one: float) -> None:
    assert float(rounded(count)) == one


# What is typed


@pytest.mark.parametrize(
    ("white", "segs", "expected"),
    [("3,6", "50", 1800), ("3.6", "37,5 %", 1350), (" 3.6 ", "5%", 180), ("+4", "50", 2000)],
)
def test_a_decimal_comma_and_a_percent_sign_are_read(white: str, segs: str, expected: int) -> None:
    assert cells(white, segs, unit="thousands") == expected
    assert cells("7,800", "5", "1") == 468
    assert cells("7 800", "5", "1") == cells("7\u00a0800", "5", "1") == 468


@pytest.mark.parametrize("typed", ["nan", "inf", "-inf", "1e3", "six", "3.6 ×10³/µL", "--", "½", "9" * 300])
@pytest.mark.parametrize("box", BOXES)
def test_what_is_no_number_is_quoted_and_explained(box: str, typed: str) -> None:
    found = page(**{box: typed})
    assert found.set[f"{box}-said"].startswith(f"Found “{typed[:40]}")
    assert "Expected" in found.set[f"{box}-said"]
    assert found.say.endswith(found.set[f"{box}-said"])
    assert [found.set[f"{each}-said"] for each in BOXES if each != box] == ["", ""]


@pytest.mark.parametrize("box", BOXES)
@pytest.mark.parametrize("typed", ["", "   ", "\u00a0", "\x00"])
def test_an_empty_box_is_explained_and_nothing_is_taken_for_it(box: str, typed: str) -> None:
    assert "empty" in note(box, **{box: typed})
    assert read({box: typed}).count is None


@pytest.mark.parametrize("box", BOXES)
@pytest.mark.parametrize("typed", ["-1", "−0.5"])
def test_a_figure_below_zero_is_explained(box: str, typed: str) -> None:
    assert "below 0" in note(box, **{box: typed})
    assert read({box: typed}).count is None


def test_a_count_over_100_percent_is_explained() -> None:
    assert "110 %" in note("bands", segs="60", bands="50")
    assert "100.1 %" in note("bands", segs="60.1", bands="40")
    assert "over 100 %" in note("segs", segs="2,700")
    assert read({"segs": "60", "bands": "50"}).count is None
    assert note("bands", segs="33.4", bands="66.6") == ""


def test_cells_entered_as_thousands_are_not_used_and_a_button_puts_it_right() -> None:
    mixed = {"white": "6000", "unit": "thousands"}
    assert read(mixed).count is None
    assert "6,000,000 cells/µL" in note("white", **mixed)
    fixed = page(**mixed, fix="unit")
    assert fixed.set["unit"] == "cells"
    assert fixed.set["white-said"] == ""
    assert "2,460 cells/µL" in fixed.say


def test_thousands_entered_as_cells_are_used_and_doubted() -> None:
    mixed = {"white": "6.0", "unit": "cells"}
    assert read(mixed).count == Fraction("2.46")
    assert "6,000 cells/µL" in note("white", **mixed)
    assert "note under “White count”" in page(**mixed).say
    assert page(**mixed, fix="unit").set["unit"] == "thousands"


def test_a_fix_can_be_taken_back_and_keeps_its_button() -> None:
    mixed = {"white": "6000", "unit": "thousands", "segs": "38", "bands": "3"}
    fixed = page(**mixed, fix="unit")
    assert "Take that back" in words(fixed)
    memory = re.search(r'name="undo-unit" value="([^"]+)"', fixed.html)
    back = page(**{**mixed, "unit": "cells", "undo-unit": unescape(memory[1])}, fix="unit")
    assert back.set["unit"] == "thousands"
    assert 'name="fix" value="unit"' in fixed.html and 'name="fix" value="unit"' in back.html
    assert "Take that back" not in words(page(**{**mixed, "unit": "cells", "undo-unit": memory[1]}))


def test_an_undo_sets_nothing_but_the_boxes() -> None:
    found = page(fix="unit", **{"undo-unit": "evil=1&unit=cells&white-said=no"})
    assert "evil" not in found.set
    assert found.set["unit"] == "cells"


def test_a_share_given_as_part_of_one_is_used_and_doubted() -> None:
    parts = {"white": "4", "segs": "0.45", "bands": "0,05"}
    assert read(parts).count == 20
    assert "45 % and 5 %" in note("segs", **parts)
    fixed = page(**parts, fix="shares")
    assert (fixed.set["segs"], fixed.set["bands"]) == ("45", "5")
    assert "2,000 cells/µL" in fixed.say


@pytest.mark.parametrize(
    ("segs", "bands"), [("1", "0"), ("0", "1"), ("0", "0"), ("38", "0.5"), ("0.9", "0.2")]
)
def test_a_small_share_that_can_only_be_a_percent_is_not_doubted(segs: str, bands: str) -> None:
    assert not read({"segs": segs, "bands": bands}).notes


def test_an_empty_box_for_bands_offers_none() -> None:
    assert read({"bands": ""}).count is None
    assert page(bands="", fix="bands").set["bands"] == "0"


def test_an_extraordinary_white_count_is_used_and_told() -> None:
    assert cells("200", "3", unit="thousands") == 6000
    assert "leukemia" in note("white", white="200")
    assert "leukemia" in note("white", white="200,000", unit="cells")
    assert note("white", white="99") == ""


@pytest.mark.parametrize(
    ("white", "unit"), [("1000001", "cells"), ("9999999", "giga"), ("9" * 39, "thousands")]
)
def test_more_white_cells_than_the_lab_takes_are_explained(white: str, unit: str) -> None:
    assert read({"white": white, "unit": unit}).count is None
    assert f"{MOST:,}" in note("white", white=white, unit=unit)


def test_no_white_cells_at_all_is_explained() -> None:
    assert read({"white": "0.0"}).count == 0
    assert "nothing to sort" in note("white", white="0.0")


def test_a_unit_nobody_picked_is_explained() -> None:
    assert "Pick the one" in note("white", unit="pints")
    assert read({"unit": ""}).count is None


ODD = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["", "nan", "inf", "-0", "1e309", "{cells}", "<b>", "**3**", "\ud800", "９", "٣", "%", "100%", "0,0"]
    ),
    st.floats().map(repr),
    st.decimals(0, 10**7, places=3).map(str),
)


@settings(deadline=None, max_examples=150)
@given(st.dictionaries(st.sampled_from([*START, "fix", "sample", "undo-unit", "undo-shares", "x"]), ODD))
def test_every_text_gives_words_and_never_raises(fields: dict[str, str]) -> None:
    found = labs.show("anc", fields, COURSE)
    assert len(found["say"]) > 20 and found["say"].endswith(".")
    assert not re.search(r"\{[a-z0-9-]+\}", re.sub(r"“.*”", "", found["say"], flags=re.S))
    assert "The sum, step by step" in found["html"]
    report = read({**fields, **{key: found["set"][key] for key in START if key in found["set"]}})
    assert report.count is not None or report.notes


@FEWER
@given(WHITES, st.sampled_from(list(UNITS)), SHARES, SHARES)
def test_a_possible_report_gives_its_count_or_says_why_not(
    white: str, unit: str, segs: str, bands: str
) -> None:
    found = page(white=white, unit=unit, segs=segs, bands=bands)
    expected = Fraction(white) * UNITS[unit] * (Fraction(segs) + Fraction(bands)) / 100
    assert f"The count is {shown(expected)} cells/µL" in found.say


# What the page shows


class Outline(HTMLParser):
    """Tags that are opened and closed in order."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.found.append(tag)
        if tag not in ("input", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("path", "rect"):
            assert self.open.pop() == tag


@pytest.mark.parametrize(
    "fields", [{}, {"white": "<script>alert(1)</script>"}, {"segs": "&lt;\"'{count}**x**"}]
)
def test_what_is_typed_never_becomes_markup(fields: dict[str, str]) -> None:
    found = page(**fields)
    tags = Outline(re.sub(r"<(path|rect|circle)([^>]*)/>", "", found.html))
    assert tags.open == []
    assert "script" not in tags.found
    for typed in fields.values():
        assert typed in found.say
        assert typed not in found.html


def test_what_fills_a_gap_is_no_markup_and_no_further_gap() -> None:
    gaps = {"typed": "<b>{most}**x**</b>", "most": "9"}
    assert "&lt;b&gt;{most}**x**&lt;/b&gt;" in markup(LAB, "white-too-many", gaps)
    assert "<b>{most}**x**</b>" in told(LAB, "white-too-many", gaps)


def test_the_first_sight_is_a_low_count_that_rounding_hides() -> None:
    first = page()
    assert "1,476 cells/µL" in first.say and "mild" in first.say and "grade 2" in first.say
    assert "The same happens here" in words(first)
    assert not any(first.set.values())


def test_the_working_is_shown_step_by_step() -> None:
    said = words(page())
    for step in (
        "3.6 × 1,000 = 3,600 cells/µL",
        "38 % + 3 % = 41 %",
        "3,600 × 41 ÷ 100 = 1,476 cells/µL",
        "1.476 ×10⁹/L",
    ):
        assert step in said
    assert "already: 7,800 cells/µL" in words(page(**SAMPLES["calm"]))


def test_a_sum_that_cannot_be_done_shows_what_is_missing() -> None:
    said = words(page(bands="x"))
    assert "38 % + ? % = ? %" in said
    assert "3,600 cells/µL" in said
    assert "? stands where" in said
    assert "no count yet" in said


@pytest.mark.parametrize("white", ["1500", "1700", "2000"])
def test_where_grade_1_may_be_the_trap_is_told(white: str) -> None:
    said = words(page(white=white, unit="cells", segs="100", bands="0"))
    assert "Not neutropenia" in said and "Grade 1 if the lab’s own lower limit is above" in said
    assert "Mind the trap" in said


@pytest.mark.parametrize("white", ["1499.99", "2000.01", "60000"])
def test_elsewhere_the_trap_is_not_told(white: str) -> None:
    assert "Mind the trap" not in words(page(white=white, unit="cells", segs="100", bands="0"))


@pytest.mark.parametrize("count", [100, 500, 1000, 1500])
def test_a_count_right_on_a_line_is_told(count: int) -> None:
    assert "right on a line" in words(page(white=str(count), unit="cells", segs="100", bands="0"))
    assert "right on a line" not in words(page(white=f"{count}.1", unit="cells", segs="100", bands="0"))


def test_every_list_is_named_with_its_version() -> None:
    said = words(page())
    for name in ("Usual words for adults (Medscape)", "CTCAE version 6 (2025)", "CTCAE version 5 (2017)"):
        assert name in said


@pytest.mark.parametrize(
    ("white", "five", "six"), [("1250", 2, 1), ("700", 3, 2), ("300", 4, 3), ("100", 4, 3), ("60", 4, 4)]
)
def test_a_count_whose_grade_hangs_on_the_version_says_so(white: str, five: int, six: int) -> None:
    found = page(white=white, unit="cells", segs="100", bands="0")
    assert f"version 5 gives it grade {five}, version 6 grade {six}" in found.say
    assert (f"grade {five} in version 5 and grade {six} in version 6" in words(found)) is (five != six)


@pytest.mark.parametrize("white", ["60", "700", "1700", "9000"])
def test_no_grade_is_ever_named_without_its_version(white: str) -> None:
    found = page(white=white, unit="cells", segs="100", bands="0")
    for sentence in re.findall(r"[^.]*\bgrade \d[^.]*", found.say):
        assert "version 5" in sentence and "version 6" in sentence


@pytest.mark.parametrize(
    ("count", "told"), [("1449", False), ("1450", True), ("1499.9", True), ("1500", False)]
)
def test_a_low_count_that_rounding_hides_is_told(count: str, told: bool) -> None:
    assert ("The same happens here" in words(page(white=count, unit="cells", segs="100", bands="0"))) is told


def test_each_report_to_try_can_be_read_and_fills_its_boxes() -> None:
    for name, sample in SAMPLES.items():
        found = page(sample=name, white="nonsense")
        assert {key: found.set[key] for key in START} == sample
        assert not read(sample).notes
    assert read(SAMPLES["line"]).count == counting.NORMAL
    assert level(read(SAMPLES["calm"]).count) == "severe"


def test_every_text_of_the_lab_is_used_and_none_is_missing() -> None:
    home = Path(labs.__file__).parent
    files = (*home.glob("anc/*.py"), *home.glob("templates/anc/*.j2"))
    code = "".join(path.read_text("utf-8") for path in files)
    made = (
        {f"unit-{unit}" for unit in UNITS}
        | {f"sample-{name}" for name in SAMPLES}
        | {f"ask-{box}" for box in BOXES}
    )
    made |= {
        f"{kind}-{word}"
        for kind in ("level", "word")
        for word in ("none", "mild", "moderate", "severe", "profound")
    }
    made |= {f"{kind}-{number}" for kind in ("grade", "named", "six") for number in (1, 2, 3, 4, "none")}
    made |= {f"{box}-empty" for box in BOXES} | {"fix-cells", "fix-thousands"}
    assert set(LAB.says) >= made
    assert {
        name for name in LAB.says if name not in made and f'"{name}"' not in code and f"'{name}'" not in code
    } == set()


def test_the_lab_says_what_the_lesson_says() -> None:
    facts = {fact.id: plain(fact.say) for part in COURSE.lessons["diagnosis"].parts for fact in part.facts}
    said = words(page())
    for figure in ("1,210", "1,185", "1,140", "820"):
        assert figure in facts["dx.duffy"] and figure in said
    for figure in ("5,267", "70"):
        assert figure in facts["dx.survey"] and figure in said
    for figure in ("60", "10"):
        assert figure in facts["dx.rounding"] and figure in said
    of_children = words(page(child="on"))
    for figure in ("2,256", "133"):
        assert figure in facts["dx.survey"] and figure in of_children


def test_the_whole_lab_names_its_sources() -> None:
    made = labs.page("anc", COURSE)["html"]
    for name in ("medscape", "ctcae-v5", "ctcae-v6", "nhanes-2017", "hibbs-2025"):
        assert escape(COURSE.sources[name].label) in made


# The survey


@pytest.mark.parametrize(
    ("table", "people", "below_1500", "fewer", "rounded"),
    [(TABLE, 5267, (70, 0.86), (10, 2, 0), 60), (LAB.children, 2256, (133, 4.86), (19, 1, 0), 117)],
    ids=["adults", "children"],
)
def test_a_table_agrees_with_itself_and_with_the_known_figures(
    table: Survey, people: int, below_1500: tuple[int, float], fewer: tuple[int, ...], rounded: int
) -> None:
    assert (table.people, table.rounded) == (people, rounded)
    reached = survey.sums(table)
    assert reached[-1] == 100
    assert all(share >= 0 for share in table.shares)
    below = {limit.limit: (limit.people, limit.share) for limit in table.below}
    assert below[1500] == below_1500
    assert (below[1000][0], below[500][0], below[100][0]) == fewer
    for limit, (_, share) in below.items():
        if limit % table.width == 0:
            assert reached[limit // table.width] == share


def test_the_words_name_the_step_where_the_hill_is_highest() -> None:
    top = max(range(len(TABLE.shares) - 1), key=lambda step: TABLE.shares[step]) * TABLE.width
    assert f"highest between {top:,} and {top + TABLE.width:,}" in page().html
    assert max(survey.sums(TABLE)[6], 100 - survey.sums(TABLE)[40]) < 2


def test_a_child_s_count_gets_no_adult_word_and_the_children_s_table() -> None:
    adult, child = page(), page(child="on")
    assert "5,267 adults" in words(adult) and "children" not in adult.say
    assert "Adult words do not fit children" in words(child) and "2,256 children" in words(child)
    assert "1,476 cells/µL" in child.say
    for word in ("mild", "moderate", "severe", "profound", "grade 1", "grade 2", "Hibbs", "of adults"):
        assert word not in child.say + words(child).replace("no adult word and no grade", "")


def test_the_switch_is_labeled_with_why_it_is_there() -> None:
    assert "adult words do not fit children" in unescape(view.controls(LAB))


@SOME
@given(WHOLE, WHOLE)
def test_more_people_are_below_a_higher_count(one: Fraction, other: Fraction) -> None:
    low, high = (survey.below(count, TABLE) for count in sorted((one, other)))
    assert low.share <= high.share + 1e-9
    assert low.least <= low.share <= low.most + 1e-9


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "None of the adults"),
        (100, "None of the adults"),
        (468, "Fewer than 1 of 1,000 adults"),
        (750, "Fewer than 1 of 1,000 adults"),
        (1000, "About 1 of 1,000 adults"),
        (1250, "About 4 of 1,000 adults"),
        (1500, "About 9 of 1,000 adults"),
        (1700, "About 1.6 of 100 adults"),
        (4000, "About 48 of 100 adults"),
        (9999, "More than 99 of 100 adults"),
        (10**6, "More than 99 of 100 adults"),
    ],
)
def test_a_place_is_told_no_finer_than_the_table_knows_it(count: int, said: str) -> None:
    assert survey.words(count, TABLE, "adults") == said


def test_a_lab_without_a_survey_still_works_out_the_count() -> None:
    bare = LAB.model_copy(update={"survey": None, "children": None})
    assert "1,476" in view.show({}, bare).say and "1,476" in view.show({"child": "on"}, bare).say


# The script that makes the table


CBC = """SEQN,LBXWBCSI,LBXNEPCT,LBDNENO
1,3.6,41.5,1.5
2,4,37.5,1.5
3,0.5,5.397605e-79,5.397605e-79
4,NA,50,NA
5,6,NA,
6,300,10,30
7,3.3,45.4,1.5
"""
DEMO = """SEQN,WTMEC2YR,RIDAGEYR
1,1000,18
2,3000,40
3,500,80
4,900,17
5,800,30
6,5.397605e-79,9
7,500,17
8,77,2
"""


@pytest.fixture
def everyone(tmp_path: Path) -> object:
    """Seven made-up people, five of whom count: three adults and two children."""
    for name, text in (("CBC_J", CBC), ("DEMO_J", DEMO)):
        (tmp_path / f"{name}.csv.xz").write_bytes(lzma.compress(text.encode()))
    rows = [NHANES.rows(str(tmp_path / f"{name}.csv.xz")) for name in ("CBC_J", "DEMO_J")]
    return NHANES.gather(*rows)


@pytest.fixture
def sample(everyone: object) -> dict[str, object]:
    """Their table."""
    return NHANES.survey(everyone)


def test_the_script_tells_children_from_adults_at_18(everyone: object) -> None:
    children, adults = NHANES.apart(everyone)
    assert sorted(children.ages) == [9, 17] and sorted(adults.ages) == [18, 40, 80]
    assert [len(each) for each in adults] == [3, 3, 3, 3]
    assert NHANES.survey(adults)["below"][-1]["people"] == 2


def test_the_script_counts_those_with_both_figures(sample: dict[str, object]) -> None:
    assert sample["people"] == 5
    assert len(sample["shares"]) == 10_000 // 250 + 1
    assert sum(sample["shares"]) == pytest.approx(100)


def test_the_script_weighs_people_and_keeps_a_count_on_the_line_out(sample: dict[str, object]) -> None:
    # Person 2 has 4 × 37.5 × 10 = 1,500 exactly; person 3 has none at all; person 6 weighs nothing.
    assert sample["below"][-1] == {"limit": 1500, "people": 3, "share": 40.0}
    assert sample["below"][0] == {"limit": 100, "people": 1, "share": 10.0}
    assert sample["shares"][0] == 10 and sample["shares"][5] == 30 and sample["shares"][6] == 60
    assert sample["shares"][-1] == 0


def test_the_script_sees_what_rounding_hides(sample: dict[str, object]) -> None:
    assert sample["rounded"] == 1


def test_the_script_prints_what_the_course_reads(sample: dict[str, object]) -> None:
    read_back = yaml.safe_load(NHANES.block("survey", sample))["survey"]
    assert read_back == sample
    assert Survey.model_validate({**read_back, "shares": tuple(read_back["shares"]), "below": ()}).people == 5


@pytest.mark.parametrize(("text", "value"), [("5.397605e-79", 0.0), ("3.6", 3.6), ("0", 0.0)])
def test_the_script_reads_the_surveys_zero(text: str, value: float) -> None:
    assert NHANES.figure(text) == value


@pytest.mark.parametrize("text", ["", " ", ".", "NA"])
def test_the_script_knows_what_is_missing(text: str) -> None:
    assert NHANES.figure(text) != NHANES.figure(text)


def test_the_script_refuses_someone_without_a_weight_and_an_empty_survey() -> None:
    one = {"SEQN": "9", "LBXWBCSI": "5", "LBXNEPCT": "50", "LBDNENO": "2.5"}
    with pytest.raises(ValueError, match="person 9"):
        NHANES.gather(iter([one]), iter([]))
    with pytest.raises(ValueError, match="nobody"):
        NHANES.survey(NHANES.gather(iter([]), iter([])))


@pytest.mark.parametrize("name", ["survey", "children"])
def test_the_shipped_table_is_written_as_the_script_prints_it(name: str) -> None:
    text = (Path(__file__).parents[1] / "content" / "labs" / "anc.yaml").read_text("utf-8")
    assert NHANES.block(name, yaml.safe_load(text)[name]) in text
