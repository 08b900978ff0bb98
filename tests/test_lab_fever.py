"""The fever desk: the definition at its edges, what is typed, two scores, and what the page shows."""

import re
from fractions import Fraction
from html import unescape
from html.parser import HTMLParser
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.content import shipped
from bedside.content.lab_models import Score
from bedside.labs import labs
from bedside.labs.fever import cases, definition, measurements, score_sheet, scores, view
from bedside.labs.fever.chart import choices
from bedside.text.markdown import plain

COURSE = shipped()
LAB = COURSE.labs["fever"]
MASCC, CISNE = (score_sheet.score(LAB, name) for name in ("mascc", "cisne"))
WOMAN, MAN = ({**cases.PEOPLE[name]} for name in ("woman", "man"))
BEST = {"burden": "mild", "hypotension": "no", "copd": "no", "tumor": "solid"} | {
    "dehydration": "no",
    "onset": "outpatient",
    "age": "under-60",
}
CALM = {"ecog": "below-2", "hyperglycemia": "no", "copd": "no", "heart": "no"} | {
    "mucositis": "below-2",
    "monocytes": "200-or-more",
}
FEVER = {"temperature": "38.6", "lasting": "once", "count": "60", "falling": "no"}
SOME = settings(deadline=None, max_examples=60)
DEGREES, COUNTS = st.floats(30, 45), st.floats(0, 100_000)


def page(**fields: str) -> labs.Shown:
    """What the lab shows."""
    return view.show(fields, LAB)


def words(shown: labs.Shown) -> str:
    """What the lab shows, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", re.sub(r"</?strong>", "", shown.html))).split())


def picks(score: Score) -> st.SearchStrategy[dict[str, str]]:
    """A choice for each item of a score."""
    return st.fixed_dictionaries(
        {item.id: st.sampled_from([choice.id for choice in item.choices]) for item in score.items}
    )


# The definition


@pytest.mark.parametrize(
    ("celsius", "lasting", "met"),
    [
        (38.3, False, True),
        (38.29, False, False),
        (38.0, False, False),
        (38.0, True, True),
        (37.99, True, False),
        (38.29, True, True),
        (38.3, True, True),
    ],
)
def test_the_fever_half_is_exact_at_its_edges(celsius: float, lasting: bool, met: bool) -> None:
    assert definition.fever(celsius, lasting) is met


@pytest.mark.parametrize(
    ("count", "falling", "met"),
    [(499, False, True), (500, False, False), (500, True, True), (7000, True, True)],
)
def test_the_count_half_is_exact_at_its_edge(count: float, falling: bool, met: bool) -> None:
    assert definition.low(count, falling) is met


def test_the_definition_needs_both_halves() -> None:
    found = {
        (warm, few): definition.febrile_neutropenia(warm, False, few, False)
        for warm, few in product((38.3, 38.2), (499, 500))
    }
    assert [each for each, met in found.items() if met] == [(38.3, 499)]


@SOME
@given(DEGREES, DEGREES, COUNTS, COUNTS, st.booleans(), st.booleans(), st.booleans(), st.booleans())
def test_more_fever_or_fewer_cells_never_undo_the_definition(
    t: float, u: float, c: float, d: float, lasting: bool, longer: bool, falling: bool, sooner: bool
) -> None:
    less = definition.febrile_neutropenia(min(t, u), lasting, max(c, d), falling)
    more = definition.febrile_neutropenia(max(t, u), lasting or longer, min(c, d), falling or sooner)
    assert more or not less


# What is typed


@pytest.mark.parametrize(
    ("typed", "celsius"),
    [
        ("38.6", 38.6),
        ("38,6", 38.6),
        (" 38 ", 38),
        ("38.6 °C", 38.6),
        ("38.3c", 38.3),
        ("30", 30),
        ("45", 45),
    ],
)
def test_a_temperature_is_read_as_people_type_it(typed: str, celsius: float) -> None:
    assert measurements.temperature(typed) == (celsius, "", {})


@pytest.mark.parametrize(
    ("typed", "celsius"),
    [
        ("101", 38.33),
        ("100.4", 38.0),
        ("100.94", 38.3),
        ("100.93", 38.29),
        ("100.3", 37.94),
        ("98.6 °F", 37.0),
    ],
)
def test_degrees_fahrenheit_are_explained_and_turned_into_celsius(typed: str, celsius: float) -> None:
    found = measurements.temperature(typed)
    assert (found.value, found.says) == (celsius, "temperature-fahrenheit")
    assert f"It is {measurements.degrees(celsius)} °C." in words(page(temperature=typed))


@SOME
@given(
    st.integers(86_000, 113_000) | st.integers(100_390, 100_410) | st.integers(100_930, 100_950),
    st.booleans(),
)
def test_turning_fahrenheit_into_celsius_never_moves_anyone_over_a_line(
    thousandths: int, lasting: bool
) -> None:
    exact = (Fraction(thousandths, 1000) - 32) * 5 / 9
    found = measurements.temperature(f"{thousandths / 1000:.3f}").value
    assert definition.fever(found, lasting) is (exact >= Fraction("38" if lasting else "38.3"))


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "temperature-empty"),
        ("   ", "temperature-empty"),
        ("warm", "temperature-words"),
        ("1e3", "temperature-words"),
        ("38.6.1", "temperature-words"),
        ("3" * 2000, "temperature-words"),
        ("386", "temperature-range"),
        ("60", "temperature-range"),
        ("-38", "temperature-range"),
        ("101 °C", "temperature-range"),
        ("38.6 F", "temperature-range"),
        ("29.9", "temperature-range"),
        ("45.1", "temperature-range"),
    ],
)
def test_a_temperature_that_cannot_be_read_is_explained(typed: str, says: str) -> None:
    assert measurements.temperature(typed)[:2] == (None, says)
    told = page(temperature=typed)
    assert told.say.startswith(("The box for the temperature is empty", "Found"))
    assert "Fever: ? Open." in words(told) and "adds nothing up" not in words(told)


@pytest.mark.parametrize(
    ("typed", "count"),
    [("60", 60), ("1,500", 1500), ("0", 0), ("499.5", 499.5), ("450 cells/µL", 450), ("450/uL", 450)],
)
def test_a_count_is_read_as_people_type_it(typed: str, count: float) -> None:
    assert measurements.count(typed) == (count, "", {})


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "count-empty"),
        ("few", "count-words"),
        ("0.5 ×10⁹/L", "count-words"),
        ("9" * 39, "count-range"),
        ("-1", "count-range"),
        ("100001", "count-range"),
        ("0.5", "count-thousands"),
        ("1.500", "count-thousands"),
    ],
)
def test_a_count_that_cannot_be_read_is_explained(typed: str, says: str) -> None:
    assert measurements.count(typed)[:2] == (None, says)
    assert "Count: ? Open." in words(page(count=typed))


def test_a_count_in_thousands_is_not_guessed_at_and_a_very_small_one_is_checked() -> None:
    assert "In cells/µL it would be 500." in words(page(count="0.5"))
    assert "If you meant 5 ×10⁹/L, type 5,000." in words(page(count="5"))
    assert "Count: ✓ Met. 5 cells/µL" in words(page(count="5"))


def test_what_was_typed_is_never_taken_for_html_or_markdown() -> None:
    told = page(temperature="<b>[hot](https://x.example)", count="{typed}<i>", burden='"><img>')
    assert not re.search(r"<(b|i|img|a)\b", told.html)
    assert "Found “<b>[hot](https://x.example)”" in told.say


# The scores


def test_the_scores_hold_the_points_of_their_sources() -> None:
    def table(score: Score) -> dict[str, dict[str, int]]:
        return {item.id: {choice.id: choice.points for choice in item.choices} for item in score.items}

    assert table(MASCC) == {
        "burden": {"mild": 5, "moderate": 3, "severe": 0},
        "hypotension": {"no": 5, "yes": 0},
        "copd": {"no": 4, "yes": 0},
        "tumor": {"solid": 4, "no-fungal": 4, "fungal": 0},
        "dehydration": {"no": 3, "yes": 0},
        "onset": {"outpatient": 3, "inpatient": 0},
        "age": {"under-60": 2, "60-or-more": 0},
    }
    assert table(CISNE) == {
        "ecog": {"below-2": 0, "2-or-more": 2},
        "hyperglycemia": {"no": 0, "yes": 2},
        "copd": {"no": 0, "yes": 1},
        "heart": {"no": 0, "yes": 1},
        "mucositis": {"below-2": 0, "2-or-more": 1},
        "monocytes": {"200-or-more": 0, "below-200": 1},
    }
    assert (scores.span(MASCC), scores.span(CISNE)) == ((0, 26), (0, 8))


def test_the_two_patients_score_as_their_stories_say() -> None:
    mine = {
        name: {item.id: facts[item.id] for item in MASCC.items}
        for name, facts in (("woman", WOMAN), ("man", MAN))
    }
    assert scores.total(MASCC, mine["woman"]) == 26
    assert scores.total(MASCC, mine["man"]) == 10
    found = scores.work_out(MASCC, mine["man"])
    assert list(found.points.values()) == [3, 0, 0, 4, 0, 3, 0]
    assert (found.open, found.so_far, found.least, found.most) == ((), 10, 10, 10)


@pytest.mark.parametrize(
    ("pick", "told"),
    [
        ({"tumour": "solid"}, 'mascc has no item "tumour"; did you mean "tumor"?'),
        ({"burden": "mildd"}, '"burden" of mascc has no choice "mildd"; did you mean "mild"?'),
        ({"ecog": "below-2"}, 'mascc has no item "ecog"'),
    ],
)
def test_an_unknown_item_or_choice_is_refused_by_name(pick: dict[str, str], told: str) -> None:
    with pytest.raises(ValueError, match=re.escape(told)):
        scores.total(MASCC, BEST | pick)


def test_a_total_with_an_item_missing_is_refused() -> None:
    rest = {name: pick for name, pick in BEST.items() if name != "age"}
    with pytest.raises(ValueError, match="mascc has no choice for age"):
        scores.total(MASCC, rest)
    assert scores.work_out(MASCC, rest)[1:] == (("age",), 24, 24, 26)


@pytest.mark.parametrize(("score", "most"), [(MASCC, 26), (CISNE, 8)], ids=["mascc", "cisne"])
def test_no_sum_exceeds_its_maximum(score: Score, most: int) -> None:
    @SOME
    @given(picks(score), st.sets(st.sampled_from([item.id for item in score.items])))
    def check(all_: dict[str, str], known: set[str]) -> None:
        part = scores.work_out(score, {name: all_[name] for name in known})
        assert 0 <= part.so_far <= part.least <= part.most
        assert part.least <= scores.total(score, all_) <= part.most <= most

    check()


@SOME
@given(picks(MASCC), st.sampled_from(MASCC.items), st.data())
def test_a_worse_choice_never_raises_mascc(mine: dict[str, str], item: object, data: st.DataObject) -> None:
    order = [choice.id for choice in item.choices]  # from the best to the worst
    worse = data.draw(st.sampled_from(order[order.index(mine[item.id]) :]))
    assert scores.total(MASCC, mine | {item.id: worse}) <= scores.total(MASCC, mine)


@SOME
@given(picks(CISNE), st.sampled_from(CISNE.items), st.data())
def test_a_worse_choice_never_lowers_cisne(mine: dict[str, str], item: object, data: st.DataObject) -> None:
    order = [choice.id for choice in item.choices]
    worse = data.draw(st.sampled_from(order[order.index(mine[item.id]) :]))
    assert scores.total(CISNE, mine | {item.id: worse}) >= scores.total(CISNE, mine)


def test_risk_and_classes_are_exact_at_their_edges() -> None:
    assert [scores.low_risk(points) for points in (0, 20, 21, 26)] == [False, False, True, True]
    assert [scores.cisne_class(points) for points in (0, 1, 2, 3, 8)] == [1, 2, 2, 3, 3]


# The page


def test_what_is_seen_first_is_close_to_the_line_and_one_change_tips_it() -> None:
    first = page()
    assert "the fever half is not met. By the US definition this is not febrile neutropenia." in first.say
    assert "Fever: ✗ Not met. 38.1 °C (100.6 °F) is below 38.3 °C." in words(first)
    assert "Count: ✓ Met. 450 cells/µL is below 500." in words(first)
    for change in ({"lasting": "hour"}, {"temperature": "38.3"}):
        assert "febrile neutropenia by the US definition" in page(**change).say
    assert "first antibiotic dose is due within one hour of triage" in page(lasting="hour").say


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"count": "500", "temperature": "38.3"}, "right on the line"),
        ({"count": "501", "temperature": "38.3"}, "it still needs a reason"),
        ({"temperature": "37.9", "lasting": "hour"}, "however long it lasts"),
        ({"temperature": "38.0", "lasting": "hour"}, "it has been there for an hour"),
        (
            {"count": "2,600", "falling": "yes"},
            "expected to fall below 500 within 48 hours, and that counts too",
        ),
    ],
)
def test_each_half_says_why(fields: dict[str, str], told: str) -> None:
    assert told in words(page(**fields))


@pytest.mark.parametrize("fields", [{}, FEVER, {"count": ""}, {"temperature": "hot"}, {"temperature": "36"}])
def test_the_limits_of_the_definition_are_always_told(fields: dict[str, str]) -> None:
    told = words(page(**fields))
    assert "It does not decide about a real person." in told and "still needs a clinician" in told
    assert "a rectal thermometer is not used" in told


def test_the_hour_is_told_with_its_sources() -> None:
    told = words(page(**FEVER))
    assert "within one hour of triage (ASCO/IDSA 2018)" in told and "at once (NICE CG151)" in told
    assert "The first dose waits for neither." in told
    assert "general clinical knowledge" not in told


def test_without_febrile_neutropenia_no_score_is_shown_but_what_was_picked_is_remembered() -> None:
    told = page(**{**BEST, **CALM, "stable": "yes"})
    assert "the scores are not for this person" in words(told)
    assert "points" not in words(told) and "MASCC" not in told.say
    assert '<input type="hidden" name="burden" value="mild">' in told.html
    assert '<input type="hidden" name="monocytes" value="200-or-more">' in told.html


def test_while_a_half_is_open_the_scores_wait() -> None:
    assert "Fill in the temperature and the count first." in words(page(temperature=""))
    assert "the scores are not for this person" in words(page(temperature="36", count=""))


def test_a_sum_is_shown_with_its_working_and_what_it_means() -> None:
    told = page(**{**FEVER, **BEST, **CALM, "stable": "yes", "ecog": "2-or-more", "heart": "yes"})
    assert "MASCC: 5 + 5 + 4 + 4 + 3 + 3 + 2 = 26 points of 26. 21 or more means low risk" in words(told)
    assert "42.3 %" in words(told)
    assert "CISNE: 2 + 0 + 0 + 1 + 0 + 0 = 3 points of 8. 3 points or more: class III" in words(told)
    assert "about 36 %" in words(told)
    assert told.say.endswith("MASCC is 26 points, low risk but not no risk; CISNE is 3 points, class III.")


@pytest.mark.parametrize(
    ("picked", "told"), [({}, "1.1 %"), ({"heart": "yes"}, "about 6 %"), ({"ecog": "2-or-more"}, "about 6 %")]
)
def test_each_class_of_cisne_tells_its_complications(picked: dict[str, str], told: str) -> None:
    assert told in words(page(**{**FEVER, **BEST, **CALM, "stable": "yes", **picked}))


def test_a_sum_with_items_open_says_where_it_can_end_and_not_what_it_means() -> None:
    told = page(**FEVER, burden="moderate", hypotension="no")
    assert "MASCC: 3 + 5 + ? + ? + ? + ? + ?: 8 points so far. Open: 5 of 7." in words(told)
    assert "anywhere from 8 to 24" in words(told)
    assert "means low risk" not in words(told) and "means high risk" not in words(told)
    assert told.say.endswith("MASCC is still open at 8 points; CISNE is still open.")


@pytest.mark.parametrize(
    ("picked", "reason"),
    [
        ({"tumor": "no-fungal"}, "The cancer is a blood cancer."),
        ({"tumor": "fungal"}, "The cancer is a blood cancer."),
        ({"stable": "no"}, "The person is not stable."),
        ({"hypotension": "yes"}, "The blood pressure is low."),
        ({"unwell": "yes"}, "The person is unwell."),
    ],
)
def test_cisne_is_refused_with_its_reason_and_its_picks_are_kept(picked: dict[str, str], reason: str) -> None:
    told = page(**{**FEVER, **BEST, **CALM, "stable": "yes", **picked})
    assert reason in words(told) and "No CISNE result for this person." in words(told)
    assert "CISNE: " not in words(told).replace("CISNE: points for bad signs", "") and "class" not in words(
        told
    )
    assert told.say.endswith("CISNE is not for this person.")
    assert '<input type="hidden" name="ecog" value="below-2">' in told.html


@pytest.mark.parametrize("missing", ["tumor", "stable"])
def test_cisne_shows_no_sum_before_it_is_known_whether_it_may_be_used(missing: str) -> None:
    fields = {**FEVER, **BEST, **CALM, "stable": "yes"}
    del fields[missing]
    told = page(**fields)
    assert "CISNE is only for a solid tumor" in words(told) or "First pick whether" in words(told)
    assert " of 8." not in words(told) and "CISNE is still open" in told.say


def test_copd_is_asked_once_and_counts_in_both_scores() -> None:
    told = page(**{**FEVER, **BEST, **CALM, "stable": "yes", "copd": "yes"})
    assert told.html.count('name="copd"') == 2  # two radio buttons, one question
    assert "= 22 points of 26" in words(told) and "CISNE: 0 + 0 + 1 + 0 + 0 + 0 = 1 point of 8." in words(
        told
    )


def test_every_item_is_explained_on_the_page() -> None:
    told = words(page(**FEVER))
    for score in (MASCC, CISNE):
        for text in (score.use, score.never, *(item.why for item in score.items)):
            assert plain(text) in told


def test_loading_a_person_sets_every_control_and_tells_the_story() -> None:
    for name, facts, points in (("woman", WOMAN, "26 points"), ("man", MAN, "10 points")):
        told = page(case=name, temperature="37", ecog="2-or-more", burden="severe")
        assert told.set == {**dict.fromkeys(choices(LAB), ""), **facts}
        assert told.set["ecog"] == "" and points in told.say
        assert plain(LAB.says[f"story-{name}"]) in words(told)
        # What the page then holds shows the same.
        assert view.show({k: v for k, v in told.set.items() if v}, LAB)[:2] == told[:2]
    assert page(case="man").say.endswith("CISNE is not for this person.")


def test_clearing_the_desk_empties_it() -> None:
    told = page(case="clear", **WOMAN)
    assert told.set["temperature"] == told.set["count"] == told.set["burden"] == ""
    assert "hidden" not in told.html and "The box for the count is empty" in words(told)


def test_a_story_is_told_as_long_as_its_facts_hold() -> None:
    assert "A woman of 52" in words(page(**WOMAN, ecog="below-2"))
    assert "A woman of 52" not in words(page(**{**WOMAN, "count": "70"}))


class _Names(HTMLParser):
    """The names of the controls, and the words for those who do not see."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.labels: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        self.found |= {held["name"]} if held.get("name") else set()
        self.labels += [held["aria-label"]] if tag == "svg" else []


def test_the_controls_hold_what_is_shown_first() -> None:
    names = _Names()
    names.feed(view.controls(LAB))
    assert names.found == {"unwell", "temperature", "lasting", "known", "count", "falling", "case"}
    assert view.show({}, LAB) == view.show(dict(cases.START), LAB)
    for value in ("38.1", "450"):
        assert f'value="{value}"' in view.controls(LAB)


def test_each_drawing_is_told_in_words() -> None:
    names = _Names()
    names.feed(page(**{**FEVER, **BEST, **CALM, "stable": "yes"}).html)
    hour, place, mascc, cisne = names.labels
    assert place.endswith("This person is inside, at 38.6 °C and 60 cells/µL.")
    assert "60 minutes marks the latest moment" in hour
    assert mascc.endswith("with a mark at 26.") and cisne.endswith("with a mark at 0.")


FIELD = st.text(max_size=60) | st.sampled_from(
    ["no", "yes", "once", "hour", "38.3", "500", "1e999", "٣٨", "nan", "-0"]
)


@SOME
@given(st.dictionaries(st.sampled_from([*choices(LAB), "temperature", "count", "case", "other"]), FIELD))
def test_nonsense_in_any_field_gives_words_and_never_an_error(fields: dict[str, str]) -> None:
    told = view.show(fields, LAB)
    assert told.say.strip() and len(told.say) < 400
    assert "still needs a clinician" in told.html
    assert not re.search(r"\{[a-z]+\}", re.sub("“.*?”", "", plain(told.say)))


@SOME
@given(st.dictionaries(st.sampled_from([*choices(LAB), "temperature", "count"]), FIELD))
def test_nothing_that_was_picked_is_ever_lost(fields: dict[str, str]) -> None:
    names = _Names()
    names.feed(view.show(fields, LAB).html)
    known = choices(LAB)
    kept = {name for name, pick in fields.items() if name in known and pick in known[name]}
    assert kept - {"unwell", "lasting", "known", "falling"} <= names.found


def test_an_answer_that_is_none_is_told_and_left_open() -> None:
    told = words(page(**{**FEVER, **BEST, "burden": "awful"}))
    assert "Found “awful” where an answer to pick was expected." in told
    assert "MASCC: ? + 5 + 4" in told


def test_the_lab_is_found_by_its_name() -> None:
    first = labs.page("fever", COURSE)
    assert first["lab"] == "fever" and first["title"] in first["html"]
    assert "IDSA 2010" in first["html"] and "PMC4500479" in first["html"]
