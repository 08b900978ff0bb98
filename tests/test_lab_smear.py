"""The smear: its slides, its drawings, the count of its cells, and how far a count can be off."""

import math
import re
from html.parser import HTMLParser
from itertools import pairwise
from random import Random
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, binomtest

from bedside.content import shipped
from bedside.labs import labs
from bedside.labs.smear import differential, field, slide
from bedside.labs.smear.cells import cell

COURSE = shipped()
LAB = COURSE.labs["smear"]
people = st.sampled_from(list(slide.PEOPLE))
seeds = st.integers(0, 9999)
kinds = st.sampled_from(list(slide.KINDS))
named = st.text("".join(slide.KINDS), max_size=99)
goals = st.sampled_from(slide.GOALS)
few = settings(deadline=None, max_examples=40)


class _Hidden(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = dict(attrs)
        if of.get("type") == "hidden":
            self.fields[str(of["name"])] = str(of["value"])


def shown(**fields: str) -> dict[str, object]:
    """What the lab replies to a page."""
    return labs.show("smear", fields, COURSE)


def remembered(reply: dict[str, object]) -> dict[str, str]:
    """The fields that a page keeps for the lab."""
    parser = _Hidden()
    parser.feed(str(reply["html"]))
    return parser.fields


def press(*keys: str, **fields: str) -> dict[str, object]:
    """What the lab shows after some keys, each with what the page has kept."""
    reply = shown(**fields)
    for key in keys:
        reply = shown(**fields, **remembered(reply), press=key)
    return reply


def letters(reply: dict[str, object], person: str = "ordinary") -> str:
    """The count that a page keeps for a person."""
    return remembered(reply)[f"count-{person}"].partition(":")[2]


# The slide


@few
@given(people, seeds)
def test_a_slide_holds_exactly_the_true_shares(person: str, seed: int) -> None:
    cells = slide.slide(person, seed)
    assert len(cells) == slide.CELLS
    assert {kind: cells.count(kind) for kind in slide.KINDS} == dict(slide.PEOPLE[person].cells)


def test_the_first_100_cells_follow_the_shares_over_many_slides() -> None:
    counts = np.array([slide.slide("girl", seed)[:100].count("s") for seed in range(2000)])
    # Drawn without replacement: 100 of 1,000, of which 40 are segmented.
    variance = 100 * 0.04 * 0.96 * (1000 - 100) / (1000 - 1)
    assert abs(counts.mean() - 4) < 4 * math.sqrt(variance / len(counts))
    assert counts.var() == pytest.approx(variance, rel=0.15)


def test_a_slide_is_the_same_each_time_and_another_seed_gives_another() -> None:
    assert slide.slide("girl", 7) == slide.slide("girl", 7) != slide.slide("girl", 8)


def test_the_baby_girl_has_4_percent_of_5100() -> None:
    girl = slide.PEOPLE["girl"]
    assert girl.share(slide.NEUTROPHILS) == pytest.approx(0.04)
    assert girl.anc == pytest.approx(204)


@few
@given(people, seeds)
def test_fields_follow_each_other_without_a_gap(person: str, seed: int) -> None:
    found = slide.fields(person, seed)
    assert found[0].start == 0 and found[-1].stop >= max(slide.GOALS)
    assert all(before.stop == after.start for before, after in pairwise(found))
    assert all(8 <= each.stop - each.start <= 12 for each in found)
    assert all(slide.field_of(person, seed, i).start <= i for i in range(max(slide.GOALS)))


# The drawings


@few
@given(kinds, kinds, st.integers(), st.integers())
def test_a_description_belongs_to_one_kind_only(one: str, other: str, seed: int, another: int) -> None:
    first, second = cell(one, Random(seed)).words, cell(other, Random(another)).words
    assert one == other or first != second


@few
@given(kinds, st.integers())
def test_a_description_does_not_name_the_cell(kind: str, seed: int) -> None:
    words = cell(kind, Random(seed)).words.lower()
    assert not any(name in words for name in (*slide.KINDS.values(), "neutrophil"))


@few
@given(st.integers())
def test_as_many_lobes_are_drawn_as_the_words_say(seed: int) -> None:
    drawn = cell("s", Random(seed))
    lobes = len(re.findall(r'<path class="accent" transform', drawn.svg))
    assert f"of {('three', 'four', 'five')[lobes - 3]} lobes" in drawn.words


@few
@given(kinds, st.integers())
def test_a_cell_stays_within_its_radius(kind: str, seed: int) -> None:
    drawn = cell(kind, Random(seed))
    grains = re.findall(r"M(-?\d+) (-?\d+)h", drawn.svg)
    assert all(math.hypot(int(x), int(y)) < drawn.radius for x, y in grains)
    ElementTree.fromstring(drawn.svg)


def test_kinds_differ_in_size_and_a_kind_varies() -> None:
    size = {kind: [cell(kind, Random(seed)).radius for seed in range(30)] for kind in slide.KINDS}
    assert max(size["l"]) < min(size["p"]) and max(size["p"]) < min(size["s"])
    assert max(max(size[kind]) for kind in "sbe") < min(size["m"])
    assert all(max(radii) - min(radii) > 2 for radii in size.values())


@few
@given(people, seeds, st.integers(0, 199))
def test_white_cells_do_not_touch_and_lie_inside_the_field(person: str, seed: int, number: int) -> None:
    cells = field.placed(person, seed, slide.field_of(person, seed, number))
    for i, (x, y, each) in enumerate(cells):
        assert each.radius < x < field.WIDE - each.radius and each.radius < y < field.HIGH - each.radius
        for a, b, other in cells[:i]:
            assert math.hypot(x - a, y - b) > each.radius + other.radius


@few
@given(people, seeds, st.integers(0, 199))
def test_a_field_is_sound_small_and_described_by_the_marked_cell(person: str, seed: int, number: int) -> None:
    drawn = field.picture(person, seed, slide.field_of(person, seed, number), number)
    assert len(drawn) < 25_000
    root = ElementTree.fromstring(drawn)
    assert field.one(person, seed, number).words in root.attrib["aria-label"]


# The count


@few
@given(named, kinds, goals)
def test_undo_takes_back_what_was_counted(count: str, kind: str, goal: int) -> None:
    assert differential.undo(differential.add(count, kind, goal)) == count


@few
@given(named, people, seeds, goals)
def test_undo_takes_back_all_that_the_lab_counted(count: str, person: str, seed: int, goal: int) -> None:
    truth = slide.slide(person, seed)
    full = differential.rest(count, truth, goal)
    assert len(full) == goal and differential.undo(full) == count
    assert differential.misses(full, truth) == differential.misses(count, truth)


@few
@given(st.lists(st.sampled_from([*slide.KINDS, "undo", "undo"]), max_size=60))
def test_the_tally_adds_up_whatever_is_pressed(keys: list[str]) -> None:
    count = ""
    for key in keys:
        count = differential.undo(count) if key == "undo" else differential.add(count, key, 20)
        assert sum(differential.tally(count).values()) == len(count) <= 20
    assert differential.neutrophils(count) == count.count("s") + count.count("b")


@few
@given(named, people, seeds)
def test_misnamed_cells_are_those_that_differ(count: str, person: str, seed: int) -> None:
    truth = slide.slide(person, seed)
    wrong = differential.misses(count, truth)
    assert len(wrong) == sum(a != b for a, b in zip(count, truth, strict=False))
    assert all(truth[miss.number] == miss.truth and count[miss.number] == miss.named for miss in wrong)


# How far a count can be off


@few
@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_range_is_the_one_of_scipy(case: tuple[int, int]) -> None:
    exact = binomtest(*case).proportion_ci(method="exact")
    assert differential.share_range(*case) == pytest.approx((exact.low, exact.high), abs=1e-9)


@few
@given(st.integers(2, 300).flatmap(lambda n: st.tuples(st.integers(0, n - 1), st.just(n))))
def test_the_range_is_symmetric_rises_with_what_is_found_and_holds_it(case: tuple[int, int]) -> None:
    found, counted = case
    low, high = differential.share_range(found, counted)
    mirrored = differential.share_range(counted - found, counted)
    assert (low, high) == pytest.approx((1 - mirrored.high, 1 - mirrored.low), abs=1e-9)
    more = differential.share_range(found + 1, counted)
    assert low <= found / counted <= high and low < more.low and high < more.high
    twice = differential.share_range(2 * found, 2 * counted)
    assert twice.high - twice.low < high - low


@pytest.mark.parametrize("counted", slide.GOALS)
def test_the_range_holds_the_true_share_in_at_least_95_of_100_counts(counted: int) -> None:
    edges = np.array([differential.share_range(found, counted) for found in range(counted + 1)])
    luck = np.random.default_rng(1934)
    for share in (0.005, 0.04, 0.1, 0.43, 0.6):
        inside = (edges[:, 0] <= share) & (share <= edges[:, 1])
        # Exactly, and as it turns out in 20,000 counts.
        assert binom.pmf(np.arange(counted + 1), counted, share)[inside].sum() >= 0.95
        assert inside[luck.binomial(counted, share, 20_000)].mean() >= 0.945


def test_four_in_100_of_5100_cells_may_be_severe_or_not() -> None:
    share, anc = differential.share_range(4, 100), differential.anc_range(4, 100, 5100)
    assert share == pytest.approx((0.0110, 0.0993), abs=1e-4)
    assert (round(anc.low), round(anc.high)) == (56, 506)
    assert differential.crossed(anc) == [500]
    assert differential.crossed(differential.anc_range(8, 200, 5100)) == []


def test_whole_percents_around_the_range_are_those_of_the_laboratories_table() -> None:
    # "Blood smear estimates", ADVANCE for Administrators of the Laboratory: 9 bands in 100 cells, 4 to 17 %.
    low, high = differential.share_range(9, 100)
    assert (math.floor(100 * low), math.ceil(100 * high)) == (4, 17)


def test_a_line_belongs_to_the_word_above_it() -> None:
    assert differential.crossed(differential.Range(400, 500)) == [500]
    assert differential.crossed(differential.Range(500, 999)) == []
    assert differential.crossed(differential.Range(450, 1600)) == [500, 1000, 1500]


@pytest.mark.parametrize("case", [(-1, 10), (11, 10), (0, 0)])
def test_a_count_that_cannot_be_is_refused(case: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="expected"):
        differential.share_range(*case)


# The lab


def test_keys_count_and_undo_takes_back() -> None:
    reply = press("s", "l", "b", "undo")
    assert letters(reply) == "sl"
    assert str(reply["say"]).startswith("Taken back: band. 2 counted, 98 left.")
    assert "<dt>lymphocyte</dt><dd>1</dd>" in str(reply["html"])


def test_what_was_counted_last_and_what_comes_is_said() -> None:
    reply = press("e", words="on")
    wanted = field.one("ordinary", 1, 1).words
    assert reply["say"] == f"Counted: eosinophil. 99 of 100 left. The marked cell: {wanted}"


def test_each_person_keeps_a_count_of_their_own() -> None:
    kept = remembered(press("s", "s", person="girl"))
    reply = shown(**kept, person="bands", press="b")
    assert letters(reply, "girl") == "ss" and letters(reply, "bands") == "b"


def test_another_slide_begins_anew() -> None:
    reply = press("s", "another")
    assert remembered(reply)["count-ordinary"] == "2:"
    assert "100 left" in str(reply["say"])


def test_nothing_to_take_back_is_explained() -> None:
    assert "nothing to take back" in str(press("undo")["say"])


def test_a_cell_too_many_is_explained_and_not_counted() -> None:
    reply = press("rest", "s")
    assert len(letters(reply)) == 100
    assert str(reply["say"]).startswith("All 100 are counted already.")


def test_a_right_count_of_100_is_compared() -> None:
    truth = slide.slide("girl", 1)[:100]
    reply = shown(person="girl", **{"count-girl": f"1:{truth}"})
    found = differential.neutrophils(truth)
    low, high = differential.anc_range(found, 100, 5100)
    assert f"{found} are neutrophils: {found} %" in str(reply["say"])
    assert f"an ANC of {low:,.0f} to {high:,.0f} cells/µL" in str(reply["say"])
    assert "You named each of your cells rightly." in str(reply["html"])
    assert "Look at these again" not in str(reply["html"])


def test_misnamed_cells_are_told_and_shown_again() -> None:
    truth = slide.slide("bands", 1)[:100]
    reply = shown(person="bands", **{"count-bands": f"1:{truth.replace('b', 's')}"})
    bands = truth.count("b")
    assert f"You called {bands} bands segmented." in str(reply["html"])
    assert str(reply["html"]).count("In truth: band. You said: segmented.") == 6


def test_one_misnamed_cell_is_told_in_the_singular() -> None:
    truth = slide.slide("girl", 1)[:100]
    first = truth.index("s")
    reply = shown(person="girl", **{"count-girl": f"1:{truth[:first]}e{truth[first + 1 :]}"})
    assert "You called 1 segmented cell an eosinophil." in str(reply["html"])


def test_what_the_lab_counted_is_told_and_is_not_praised() -> None:
    assert "You named 1. The lab named the other 99, and rightly." in str(press("s", "rest")["html"])
    alone = str(press("rest")["html"])
    assert "The lab named all 100, and rightly." in alone and "each of your cells" not in alone
    assert letters(press("s", "rest", "undo")) == "s"


def test_bands_left_out_are_shown_in_figures() -> None:
    reply = shown(person="bands", **{"count-bands": f"1:{'s' * 20 + 'b' * 10 + 'l' * 70}"})
    assert "the ANC comes to 600 cells/µL. With them it is 900 cells/µL" in str(reply["html"])


def test_200_cells_go_on_from_100_and_nothing_is_lost_on_the_way() -> None:
    kept = remembered(press("s", "rest"))
    assert "100 counted, 100 left." in str(shown(**kept, goal="200")["say"])
    full = remembered(shown(**kept, goal="200", press="rest"))
    assert len(full["count-ordinary"]) == 202
    reply = shown(**full, goal="200")
    assert "All 200 are counted" in str(reply["say"]) and "your first 100 cells" in str(reply["html"])
    assert remembered(shown(**full, goal="100")) == full


def test_the_six_kinds_are_shown_when_asked_for() -> None:
    assert str(shown(guide="on")["html"]).count("<figure>") == 6
    assert "<figure>" not in str(shown()["html"])


@pytest.mark.parametrize(
    "fields",
    [
        {"count-ordinary": "1:slx"},
        {"count-ordinary": "s" * 2000},
        {"count-ordinary": "1:" + "s" * 201},
        {"count-ordinary": "99999:s"},
        {"count-ordinary": "<script>"},
        {"count-ordinary": "1:ſ"},
        {"count-ordinary": "١:s"},
        {"count-ordinary": ""},
        {"person": "nobody"},
        {"goal": "1e3"},
    ],
)
def test_what_cannot_be_read_is_explained(fields: dict[str, str]) -> None:
    reply = shown(**fields)
    found, *_ = fields.values()
    assert f'found "{found[:20]}", expected' in str(reply["say"])
    assert "100 left" in str(reply["say"]) and "<script" not in str(reply["html"])


@settings(deadline=None, max_examples=60)
@given(
    st.dictionaries(
        st.sampled_from(
            ["person", "goal", "words", "guide", "press", *(f"count-{who}" for who in slide.PEOPLE)]
        ),
        st.one_of(
            st.text(max_size=30),
            st.sampled_from(["girl", "bands", "200", "rest", "undo", "another", "s", "9999:", "0:sSlL"]),
            named.map("3:{}".format),
        ),
    )
)
def test_nothing_that_a_page_sends_raises(fields: dict[str, str]) -> None:
    reply = shown(**fields)
    assert reply["say"] and all(
        re.fullmatch(r"\d{1,4}:[a-zA-Z]*", each) for each in remembered(reply).values()
    )


def test_every_sentence_of_the_lab_is_used() -> None:
    pages = labs.page("smear", COURSE)["html"]
    pages += "".join(
        str(shown(person=who, **{f"count-{who}": f"1:{slide.slide(who, 1)[:100]}"})["html"])
        for who in slide.PEOPLE
    )
    for name, text in LAB.says.items():
        assert re.split(r"\{|'", text)[0] in pages, name
