"""The fever desk before the count: what is due on suspicion, with a fever or without one, and whose lines are whose."""

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.content import shipped
from bedside.labs.fever import cases, definition, view
from bedside.labs.fever.chart import Chart, read
from bedside.labs.labs import Shown

LAB = shipped().labs["fever"]
HOUR = "Due within the hour"
WARM, WELL = {"temperature": "38.6", "known": "no"}, {"temperature": "36.8", "count": "60"}


def page(**fields: str) -> Shown:
    return view.show(fields, LAB)


def words(shown: Shown) -> str:
    """What the lab shows, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", re.sub(r"</?strong>", "", shown.html))).split())


def chart(**fields: str) -> Chart:
    return read(fields, LAB)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"temperature": "38.6", "count": "60"}, "due-met"),
        (WARM, "due-open"),
        ({"temperature": "38.6", "count": "many"}, "due-open"),
        ({"temperature": "38.1", "known": "no"}, "due-open"),
        ({"temperature": "38.1", "count": "450"}, "due-english"),
        ({"temperature": "38.6", "count": "500"}, "due-english"),
        ({**WELL, "unwell": "yes"}, "due-unwell"),
        ({**WARM, "temperature": "36.1", "unwell": "yes"}, "due-unwell"),
        ({"temperature": "", "count": "", "unwell": "yes"}, "due-unwell"),
    ],
)
def test_suspicion_is_enough_for_what_is_due_within_the_hour(fields: dict[str, str], why: str) -> None:
    told = words(page(**fields))
    assert HOUR in told and told.index(HOUR) < told.index("The two halves of the definition")
    reasons = [name for name in LAB.says if name.startswith("due-")]
    assert [name for name in reasons if LAB.says[name].rpartition("**")[2].strip() in told] == [why]


@pytest.mark.parametrize(
    "fields",
    [
        WELL,
        {"temperature": "38.6", "count": "501"},
        {"temperature": "37.9", "known": "no"},
        {"temperature": ""},
    ],
)
def test_nothing_is_said_to_be_due_for_someone_who_is_neither_warm_nor_unwell(fields: dict[str, str]) -> None:
    assert HOUR not in words(page(**fields))


def test_what_is_due_is_said_even_where_the_temperature_cannot_be_read() -> None:
    said = page(temperature="hot", unwell="yes").say
    assert said.startswith("Found “hot”") and said.endswith("is due within one hour of triage.")


def test_a_count_that_is_not_known_leaves_the_name_open_and_puts_nothing_off() -> None:
    shown = page(**WARM, count="450")
    told = words(shown)
    assert "Count: ? Open. The count is not known yet." in told and "It does not put anything off." in told
    assert shown.say == (
        "38.6 °C once, and the count is not known yet. The first antibiotic dose is due within one hour of triage."
    )
    assert "somewhere on a dashed line" in shown.html and "count not known" in shown.html
    assert "Found" not in told and "The box for the count is empty" not in told


@pytest.mark.parametrize("fields", [WARM, {**WARM, "falling": "yes"}, {**WARM, "unwell": "yes"}])
def test_the_scores_stay_shut_until_there_is_a_fever_and_a_count(fields: dict[str, str]) -> None:
    told = words(page(**fields))
    assert "MASCC and CISNE come last" in told and "How strong are the symptoms" not in told


def test_sepsis_without_a_fever_is_named_and_cisne_is_not_for_it() -> None:
    told = page(case="older")
    assert told.set["temperature"] == "36.1" and told.set["known"] == "no" and told.set["count"] == ""
    assert "What may wait for it?" in words(told) and "Suspected sepsis." in words(told)
    assert told.say.startswith("36.1 °C once, unwell, and the count is not known yet.")
    assert told.say.endswith("The first antibiotic dose is due within one hour of triage.")
    warm = words(page(temperature="38.6", count="60", unwell="yes"))
    assert "No CISNE result for this person." in warm and "You said so at the top." in warm


def test_low_risk_is_told_with_both_figures_and_who_was_studied() -> None:
    told = words(page(**cases.PEOPLE["woman"]))
    for part in ("57 went without complications", "Uys 2004", "already in four US hospitals", "42.3 %"):
        assert part in told
    assert "neither for a count below 100" in told


@pytest.mark.parametrize(("celsius", "english"), [(38.0, False), (38.01, True), (38.3, True)])
def test_the_english_line_is_above_38(celsius: float, english: bool) -> None:
    assert definition.english_fever(celsius) is english


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(["36", "38", "38.1", "38.3", "40", "", "hot"]),
    st.sampled_from(["0", "499", "500", "501", "", "few"]),
    st.sampled_from(["yes", "no"]),
    st.sampled_from(["once", "hour"]),
    st.sampled_from(["yes", "no"]),
)
def test_less_that_is_known_never_takes_away_what_is_due(
    temperature: str, count: str, falling: str, lasting: str, unwell: str
) -> None:
    fields = {
        "temperature": temperature,
        "count": count,
        "falling": falling,
        "lasting": lasting,
        "unwell": unwell,
    }
    known = chart(**fields)
    assert known.suspected or not known.met
    assert chart(**fields, known="no").suspected or not known.suspected
    assert chart(**{**fields, "unwell": "yes"}).suspected
