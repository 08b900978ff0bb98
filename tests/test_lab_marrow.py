"""The marrow: the drug, the model against a stiff solver, what a course comes to, and what the page shows."""

import re
from collections.abc import Mapping
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad, solve_ivp

from bedside.content import shipped
from bedside.labs import labs
from bedside.labs.marrow import docetaxel, spread, view
from bedside.labs.marrow.course import FIRST, LOW, NEEDED, VERY_LOW, WHOSE, Course, follow
from bedside.labs.marrow.docetaxel import Floats
from bedside.labs.marrow.fields import RESET, SLIDERS, read
from bedside.labs.marrow.friberg import DAY, FRIBERG, KLOFT, Values, solve, steps

COURSE = shipped()
LAB = COURSE.labs["marrow"]
SOME = settings(deadline=None, max_examples=40)
DOSES, SURFACES = st.floats(40, 120), st.floats(1.4, 2.4)
PATIENTS = st.builds(
    Values, st.floats(2, 9), st.floats(60, 130), st.floats(0.1, 0.25), st.floats(4, 18)
)  # about what the made-up ones are
COURSES = st.builds(
    Course, DOSES, SURFACES, st.integers(14, 28), st.integers(1, 3), st.sampled_from(sorted(WHOSE))
)


def lsoda(patient: Values, mg: float, starts: list[float], hours: Floats) -> Floats:
    """The count in ×10⁹/L as the paper writes the model, all eight states together, by a stiff solver."""
    ktr = 4 / patient.mtt
    edges = sorted({0.0, *starts, *(start + 1 for start in starts), float(hours[-1])})
    state, told = [0.0] * 3 + [patient.circ0] * 5, np.full(len(hours), patient.circ0)
    for begin, end in pairwise(edges):
        rate = mg if begin in starts else 0.0

        def change(_: float, y: Floats, rate: float = rate) -> list[float]:
            central, deep, slow, prol, one, two, three, circ = y
            effect = patient.slope * central / 7.4 / 0.808
            return [
                rate - (5.2 + 1.06 + 1.26) * central + 1.51 * deep + 0.084 * slow,
                1.06 * central - 1.51 * deep,
                1.26 * central - 0.084 * slow,
                ktr * prol * (1 - effect) * (patient.circ0 / circ) ** patient.gamma - ktr * prol,
                ktr * (prol - one),
                ktr * (one - two),
                ktr * (two - three),
                ktr * (three - circ),
            ]

        inside = (hours > begin) & (hours <= end)
        at = np.union1d(hours[inside], [end])
        solved = solve_ivp(change, (begin, end), state, "LSODA", at, rtol=1e-9, atol=1e-12)
        state = solved.y[:, -1]
        told[inside] = solved.y[7][np.isin(at, hours[inside])]
    return told


def one(patient: Values, mg: float, days: float = 28) -> tuple[Floats, Floats]:
    """Hours and count of one patient after one dose."""
    run = solve([patient], [mg], [0.0], days * DAY)
    return run.hours, run.count[:, 0]


def bottom(patient: Values, mg: float) -> float:
    """The hour at which the count turns up again."""
    run = solve([patient], [mg], [0.0], 28 * DAY)
    low = run.count[:, 0].argmin()
    near = slice(low - 1, low + 2)
    return float(np.interp(0, run.change[near, 0], run.hours[near]))


def page(**fields: str) -> labs.Shown:
    """What the lab shows."""
    return view.show({name.replace("_", "-"): value for name, value in fields.items()}, LAB)


def after(**fields: str) -> labs.Shown:
    """What it shows once the guess of day 3 and 2,000 cells/µL has been told."""
    return page(shown="yes", guess_day="3", guess_low="2000", **fields)


def words(shown: labs.Shown) -> str:
    """What the lab shows, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", re.sub(r"</?strong>", "", shown.html))).split())


def kept(shown: labs.Shown) -> dict[str, str]:
    """The fields that nobody sees."""
    return dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', shown.html))


# The drug


@pytest.mark.parametrize("mg", [56.0, 135.0, 288.0])
def test_the_drug_that_came_in_has_left_in_the_end(mg: float) -> None:
    area = docetaxel.area(np.array([2000.0]), [0.0], mg)[0]
    assert area == pytest.approx(mg / 0.808 / (5.2 * 7.4), rel=1e-12)
    assert area == pytest.approx(docetaxel.umol(mg) / docetaxel.CLEARANCE, rel=1e-12)


def test_the_area_is_the_integral_of_the_level() -> None:
    for until in (0.4, 1.0, 1.7, 30.0, 60.0):
        edges = [edge for edge in (0, 1, 24, 25) if edge < until] + [until]
        pieces = pairwise(edges)
        by_hand = sum(
            quad(lambda at: docetaxel.level(np.array([at]), [0.0, 24.0], 135)[0], *piece)[0]
            for piece in pieces
        )
        assert docetaxel.area(np.array([until]), [0.0, 24.0], 135)[0] == pytest.approx(by_hand, rel=1e-7)


def test_the_level_climbs_for_an_hour_and_then_falls() -> None:
    hours = np.linspace(0, 30, 601)
    level = docetaxel.level(hours, [0.0], 135)
    assert level[0] == 0
    assert np.all(np.diff(level[hours <= 1]) > 0) and np.all(np.diff(level[hours >= 1]) < 0)


@given(DOSES, SURFACES)
@SOME
def test_twice_the_body_surface_is_twice_the_level(dose: float, surface: float) -> None:
    hours = np.linspace(0, 48, 97)
    small, large = (docetaxel.level(hours, [0.0], Course(dose, size).mg) for size in (surface, 2 * surface))
    assert large == pytest.approx(2 * small)


# The model


@pytest.mark.parametrize(
    ("whose", "dose", "nadir", "day", "back", "peak", "peak_day"),
    [
        ("friberg", 60, 1746, 7.09, 15.49, 5790, 19.7),
        ("friberg", 75, 1354, 7.27, 15.52, 5970, 19.7),
        ("friberg", 100, 896, 7.57, 15.60, 6280, 19.8),
        ("kloft", 100, 220, 8.4, 16.7, 6800, 20.8),
    ],
)
def test_the_published_values_give_the_known_runs(
    whose: str, dose: float, nadir: float, day: float, back: float, peak: float, peak_day: float
) -> None:
    cycle = follow(Course(dose, 1.8, 28, 1, whose)).cycles[0]
    found = (cycle.nadir, cycle.nadir_day, cycle.back, cycle.peak, cycle.peak_day)
    assert found == pytest.approx((nadir, day, back, peak, peak_day), rel=0.01)


@pytest.mark.parametrize(
    ("patient", "mg", "days", "cycles"),
    [
        (FRIBERG, 135, 21, 3),
        (FRIBERG, 56, 28, 1),
        (KLOFT, 180, 21, 3),
        (KLOFT, 288, 14, 3),
        (Values(3.2, 70.0, 0.161, 16.0), 216, 14, 2),
        (Values(8.0, 115.0, 0.145, 25.0), 180, 21, 2),
    ],
)
def test_the_steps_agree_with_a_stiff_solver(patient: Values, mg: float, days: int, cycles: int) -> None:
    starts = [cycle * days * DAY for cycle in range(cycles)]
    run = solve([patient], [mg], starts, cycles * days * DAY)
    exact = lsoda(patient, mg, starts, run.hours)
    # To a part in 5,000, or half a cell per µL where next to none are left.
    assert run.count[:, 0] == pytest.approx(exact, rel=2e-4, abs=5e-4)


def test_the_change_is_the_slope_of_the_count() -> None:
    run = solve([KLOFT], [135], [0.0], 21 * DAY)
    slopes = np.gradient(run.count[:, 0], run.hours)[30:-1]
    assert run.change[30:-1, 0] == pytest.approx(slopes, abs=2e-4)


@given(PATIENTS)
@SOME
def test_without_a_drug_the_count_stays_where_it_is(patient: Values) -> None:
    _, count = one(patient, 0)
    assert count == pytest.approx(patient.circ0, rel=1e-12)


@given(PATIENTS, st.floats(50, 250), st.floats(1.05, 2))
@SOME
def test_a_larger_dose_makes_a_lower_nadir(patient: Values, mg: float, more: float) -> None:
    assert one(patient, mg * more)[1].min() < one(patient, mg)[1].min() < patient.circ0


@given(PATIENTS, st.floats(50, 250), st.floats(1.05, 1.4))
@SOME
def test_slower_ripening_makes_a_later_nadir(patient: Values, mg: float, longer: float) -> None:
    assert bottom(replace(patient, mtt=patient.mtt * longer), mg) > bottom(patient, mg)


@given(PATIENTS, st.floats(80, 200), st.floats(1.2, 1.6))
@SOME
def test_a_stronger_feedback_makes_a_shallower_nadir_and_a_larger_rebound(
    patient: Values, mg: float, more: float
) -> None:
    # With slow ripening the rebound can be two months away.
    strong = one(replace(patient, gamma=patient.gamma * more), mg, 80)[1]
    weak = one(patient, mg, 80)[1]
    assert strong.min() > weak.min()
    assert strong.max() > weak.max() > patient.circ0


@given(PATIENTS, st.floats(50, 250), st.floats(0.3, 3))
@SOME
def test_the_count_in_parts_of_its_start_does_not_depend_on_the_start(
    patient: Values, mg: float, times: float
) -> None:
    other = replace(patient, circ0=patient.circ0 * times)
    assert one(other, mg)[1] / other.circ0 == pytest.approx(one(patient, mg)[1] / patient.circ0)


@pytest.mark.parametrize("whose", sorted(WHOSE))
@pytest.mark.parametrize("days", [14, 28])
def test_no_count_is_negative_even_with_the_largest_doses(whose: str, days: int) -> None:
    patients = [WHOSE[whose], *spread.patients(WHOSE[whose])]
    starts = [cycle * days * DAY for cycle in range(6)]
    run = solve(patients, [120 * 2.4] * len(patients), starts, 6 * days * DAY)
    assert np.all(np.isfinite(run.count)) and run.count.min() > 0


def test_patients_solved_together_do_not_touch_each_other() -> None:
    both = solve([FRIBERG, KLOFT], [135, 180], [0.0], 504).count.T
    alone = [one(FRIBERG, 135, 21)[1], one(KLOFT, 180, 21)[1]]
    assert both == pytest.approx(np.array(alone), rel=1e-12)


@given(st.integers(14, 28), st.integers(1, 6))
@SOME
def test_the_steps_have_an_edge_at_each_start_and_end_of_an_infusion(days: int, cycles: int) -> None:
    starts = [cycle * days * DAY for cycle in range(cycles)]
    hours = steps(starts, cycles * days * DAY)
    assert {*starts, *(start + 1 for start in starts), cycles * days * DAY} <= set(hours.tolist())
    assert np.all(np.diff(hours) > 0) and np.diff(hours).max() <= 6 + 1e-9


@pytest.mark.parametrize(("doses", "starts"), [([135.0, 1.0], [0.0]), ([135.0], []), ([135.0], [5.0])])
def test_doses_that_do_not_fit_are_an_error(doses: list[float], starts: list[float]) -> None:
    with pytest.raises(ValueError, match="one dose for each patient"):
        solve([FRIBERG], doses, starts, 100)


# Made-up patients


@pytest.mark.parametrize(("name", "variance"), [("circ0", 0.064), ("mtt", 0.0192), ("slope", 0.128)])
def test_made_up_patients_are_spread_as_published(name: str, variance: float) -> None:
    logs = np.log([getattr(patient, name) / getattr(KLOFT, name) for patient in spread.patients(KLOFT)])
    assert logs.var() == pytest.approx(variance, rel=0.05)
    assert logs.mean() == pytest.approx(0, abs=0.01)


def test_made_up_patients_differ_in_three_ways_that_do_not_go_together() -> None:
    patients = spread.patients(FRIBERG)
    logs = np.log([[getattr(patient, name) for name in spread.VARIANCES] for patient in patients])
    assert np.abs(np.corrcoef(logs.T) - np.eye(3)).max() < 0.1
    assert len(patients) == spread.MANY and {patient.gamma for patient in patients} == {FRIBERG.gamma}
    assert spread.patients(FRIBERG) == spread.patients.__wrapped__(FRIBERG)


@given(COURSES)
@SOME
def test_the_typical_patient_is_inside_the_band(course: Course) -> None:
    told = follow(course)
    assert np.all(told.lower < told.count) and np.all(told.count < told.upper)
    assert told.lows[0] < min(cycle.nadir for cycle in told.cycles) < told.lows[1]


# A course


@given(COURSES)
@SOME
def test_what_a_cycle_comes_to_is_what_the_line_shows(course: Course) -> None:
    told = follow(course)
    run = solve(
        [WHOSE[course.whose]],
        [course.mg],
        [n * course.days * DAY for n in range(course.cycles)],
        told.days[-1] * DAY,
    )
    for number, cycle in enumerate(told.cycles):
        at = np.linspace(0, course.days, 20_001)
        count = np.interp(number * course.days + at, run.hours / DAY, run.count[:, 0] * 1000)
        low = count.argmin()
        assert cycle.nadir == pytest.approx(count[low], rel=0.01)
        assert cycle.nadir_day == pytest.approx(at[low], abs=0.26)
        assert cycle.end == pytest.approx(count[-1], rel=1e-6)
        for below, limit in ((cycle.low, LOW), (cycle.very_low, VERY_LOW)):
            # Where the line only touches the limit, the straight pieces of this check may miss it.
            if abs(cycle.nadir / limit - 1) > 0.02:
                assert below == pytest.approx((count < limit).mean() * course.days, abs=0.15)
        for back, limit in ((cycle.safe, NEEDED), (cycle.back, told.start)):
            later = at[low:][count[low:] >= limit]
            if back is None:
                assert not later.size or later[0] > course.days - 0.15
            elif back == 0:
                assert count.min() > limit * 0.99
            else:
                assert back == pytest.approx(later[0], abs=0.15)
        assert cycle.peak == pytest.approx(count[low:].max(), rel=0.01)


def test_a_longer_wait_brings_the_count_back_in_time() -> None:
    soon, late = (follow(Course(100, 1.8, days, 2)).cycles for days in (14, 21))
    assert [cycle.back for cycle in soon] == [None, None]
    assert all(cycle.back and 15 < cycle.back < 17 for cycle in late)
    assert soon[0].end < late[0].end


def test_the_line_before_any_change_has_the_same_days_as_the_course() -> None:
    told = follow(Course(120, 2.0, 21, 2))
    assert told.first == pytest.approx(follow(replace(FIRST, cycles=2)).count, rel=1e-12)
    assert told.first.min() > told.count.min()


def test_body_surface_counts_only_through_the_mg() -> None:
    assert follow(Course(90, 1.5)).count == pytest.approx(follow(Course(75, 1.8)).count, rel=1e-9)
    nadirs = [follow(Course(75, surface)).cycles[0].nadir for surface in (1.4, 1.8, 2.4)]
    assert nadirs == sorted(nadirs, reverse=True)


# The page


def test_at_first_there_is_a_guess_to_make_and_no_curve() -> None:
    shown = page()
    assert "your guess" in shown.html and "begins at 5,220" in shown.html
    assert 'class="accent line"' not in shown.html and "nadir" not in shown.html.lower()
    assert kept(shown)["shown"] == "no"
    assert "450" not in words(shown) + shown.say and "Nothing is shown yet" in shown.say


def test_moving_a_guess_moves_its_mark_and_is_said() -> None:
    marks = [
        re.findall(r'class="warm" d="M([\d.]+) ([\d.]+)', page(day=day, low=low).html)
        for day, low in (("4", "3000"), ("9", "3000"), ("9", "800"))
    ]
    assert float(marks[0][0][0]) < float(marks[1][0][0]) and marks[0][0][1] == marks[1][0][1]
    assert float(marks[2][0][1]) > float(marks[1][0][1])
    assert page(day="9", low="800").say == (
        "Nothing is shown yet. Your guess is day 9, at 800 cells/µL; the count begins at 5,220."
    )


def test_show_me_shows_the_curve_and_tells_how_far_the_guess_was() -> None:
    shown = page(day="3", low="2000", shown="no", turn="show")
    assert 'class="accent line"' in shown.html
    assert kept(shown) == {"shown": "yes", "guess-day": "3", "guess-low": "2000"}
    assert shown.say == (
        "You guessed day 3 and 2,000 cells/µL. In the model the low point is on day 7.8, at about 450 cells/µL."
    )
    assert "Your day is 4.8 days too soon." in words(shown)


@pytest.mark.parametrize(
    ("day", "low", "said"),
    [
        (
            0,
            5000,
            ["Many people pick the day of the treatment.", "goes lower than you thought: down to about 9 %"],
        ),
        (1, 600, ["Many people pick the day of the treatment.", "Your count is close, too."]),
        (2, 600, ["5.8 days too soon", "Your count is close, too."]),
        (7, 700, ["Your day is close, within 0.8 days.", "And so is your count."]),
        (8, 0, ["Your day is close, within 0.2 days.", "does not go as low as you thought: about 9 %"]),
        (12, 3000, ["4.2 days too late. By then new cells", "goes lower than you thought"]),
        (21, 0, ["13.2 days too late. By then the count has been back", "does not go as low"]),
    ],
)
def test_each_guess_gets_its_own_answer(day: int, low: int, said: list[str]) -> None:
    told = words(page(day=str(day), low=str(low), turn="show"))
    assert all(part in told for part in said), told


def test_the_guess_stays_when_the_treatment_changes() -> None:
    shown = after(day="15", low="100", dose="120", cycles="2")
    assert kept(shown) == {"shown": "yes", "guess-day": "3", "guess-low": "2000"}
    assert "Your guess: day 3, 2,000 cells/µL. The model: day 7.8, about 450 cells/µL." in words(shown)


def test_guess_again_starts_over() -> None:
    shown = after(dose="120", cycles="4", whose="friberg", spread="on", turn="guess")
    assert kept(shown)["shown"] == "no" and 'class="accent line"' not in shown.html
    assert shown.set == RESET
    assert read({**RESET, "turn": "show"}).course == FIRST


def test_a_new_guess_takes_the_place_of_the_old_one() -> None:
    first = page(day="3", low="2000", turn="show")
    again = view.show({**kept(first), "day": "3", "low": "2000", "turn": "guess"}, LAB)
    third = view.show({**kept(again), **RESET, "day": "8", "low": "1500", "turn": "show"}, LAB)
    assert kept(third) == {"shown": "yes", "guess-day": "8", "guess-low": "1500"}


def test_reopened_it_is_as_it_was_left() -> None:
    left = after(day="3", low="2000", dose="95", spread="on")
    fields = {**kept(left), "day": "3", "low": "2000", "dose": "95", "spread": "on"}
    assert view.show(fields, LAB) == left


def test_the_word_nadir_is_explained_where_the_curve_first_shows() -> None:
    for shown in (page(turn="show"), after(cycles="3")):
        told = words(shown)
        assert "nadir: the low point of the count between two treatments" in told
        assert "450 cells/µL (0.45 ×10⁹/L)" in told


@pytest.mark.parametrize("name", [name for name in SLIDERS if name not in ("day", "low")])
def test_each_step_of_a_slider_is_said(name: str) -> None:
    low, high, step, _ = SLIDERS[name]
    values = [f"{value:.4g}" for value in np.arange(low, high + step / 2, step)]
    assert len({after(**{name: value}).say for value in values}) == len(values)


def test_whose_values_and_the_band_are_said() -> None:
    plain, friberg, band = after(), after(whose="friberg"), after(spread="on", whose="friberg")
    assert plain.say == (
        "135 mg: the low point is on day 7.8, at about 450 cells/µL. On day 21 the count is 6,420."
    )
    assert friberg.say != plain.say and "Of 10 made-up patients, 9 have" in band.say
    assert "borrows those of Kloft 2006" in words(band)
    assert "borrows" not in words(after(spread="on")) and "borrows" not in words(plain)


def test_the_tables_have_a_row_for_each_cycle() -> None:
    shown = after(cycles="3", dose="100")
    assert shown.html.count('<th scope="row">3</th>') == 2 and '<th scope="row">4</th>' not in shown.html
    assert '<tr><th scope="row">1</th><td>221</td><td>8.4</td><td>6.9</td><td>4.5</td></tr>' in shown.html
    assert '<tr><th scope="row">1</th><td>day 12.7</td><td>day 16.7</td><td>6,780</td></tr>' in shown.html
    assert "never below" in words(after(dose="40", whose="friberg")) and "not by day 14" in words(
        after(days="14")
    )


def test_a_count_too_low_for_the_next_dose_is_told() -> None:
    late = Course(120, 2.4, 14, 1, "kloft")
    assert follow(late).cycles[0].end < NEEDED
    told = words(after(dose="120", surface="2.4", days="14", whose="kloft"))
    assert "Not ready: on day 14 the count is" in told and "less than 1,500" in told
    assert "Not ready" not in words(after())


def test_the_curve_before_any_change_is_drawn_once_something_has_changed() -> None:
    dashed = 'class="ink line" stroke-dasharray="7 6" d="M1'
    assert dashed not in after(cycles="2", days="14").html
    for changed in ({"dose": "80"}, {"surface": "1.7"}, {"whose": "friberg"}):
        assert dashed in after(**changed).html


def test_what_the_model_cannot_tell_is_told() -> None:
    told = words(after())
    for part in (
        "does not predict what happens to anyone",
        "This model does not know G-CSF",
        "not a rule for people",
    ):
        assert part in told
    assert "75 mg/m² × 1.8 m² = 135 mg" in told and "5 mg" in told


@pytest.mark.parametrize(
    ("fields", "say"),
    [
        ({"dose": "<b>much</b>"}, "Found “<b>much</b>” for “Dose”. Expected a number from 40 to 120, so 75 was taken."),
        ({"dose": ""}, "Found “” for “Dose”. Expected a number from 40 to 120, so 75 was taken."),
        ({"dose": "1e400"}, "Found “1e400” for “Dose”. Expected a number from 40 to 120, so 75 was taken."),
        ({"cycles": "999999999999"}, "Found “999999999999” for “Treatments”. Expected a number from 1 to 6, so 6 was taken."),
        ({"surface": "-3"}, "Found “-3” for “Body surface”. Expected a number from 1.4 to 2.4, so 1.4 was taken."),
        ({"guess-day": "nan"}, "Found “nan” for “Lowest on day”. Expected a number from 0 to 21, so 0 was taken."),
        ({"whose": "mine"}, "Found “mine” for “Whose values”. Expected one of the two sets of values, so those of Kloft 2006 were taken."),
    ],
)  # fmt: skip
def test_nonsense_is_explained_and_not_refused(fields: Mapping[str, str], say: str) -> None:
    shown = view.show({"shown": "yes", "guess-day": "3", "guess-low": "2000", **fields}, LAB)
    assert shown.say == say
    assert say in words(view.show({"shown": "yes", **fields, "dose": "75"}, LAB)) or "Dose" in say
    assert "<b>" not in shown.html and 'class="accent line"' in shown.html


FIELDS = st.dictionaries(
    st.sampled_from([*SLIDERS, "whose", "spread", "shown", "turn", "guess-day", "guess-low"]),
    st.one_of(
        st.text(max_size=30),
        st.sampled_from(["yes", "on", "show", "guess", "kloft", "20", "{start}", "75.5"]),
    ),
)


@given(FIELDS)
@settings(deadline=None, max_examples=40)
def test_any_fields_show_something_sound(fields: dict[str, str]) -> None:
    shown = labs.show("marrow", fields, COURSE)
    assert shown["say"]
    typed = "".join(fields.values())
    assert "{" in typed or not re.search(r"\{[a-z-]+\}", shown["html"] + shown["say"])
    assert kept(labs.Shown(**shown)).keys() == {"shown", "guess-day", "guess-low"}
    Sound().check(shown["html"])


class Sound(HTMLParser):
    """Whether every tag that was opened is closed in its turn."""

    EMPTY = ("input", "br")

    def check(self, html: str) -> None:
        """Go through the text to its end."""
        self.open: list[str] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Remember a tag that has to be closed."""
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        """Nothing is left open by a tag that closes itself."""

    def handle_endtag(self, tag: str) -> None:
        """Close the tag that was opened last."""
        assert self.open.pop() == tag


def test_the_page_begins_with_both_parts_of_its_controls() -> None:
    told = labs.page("marrow", COURSE)["html"]
    Sound().check(told)
    for name in (*SLIDERS, "whose", "spread", "turn"):
        assert f'name="{name}"' in told
    assert "75 mg for each square meter" in told and "135 mg in all" in told and "5,220 cells/µL" in told


@pytest.mark.parametrize("fields", [{}, {"cycles": "6", "spread": "on", "whose": "kloft"}])
def test_the_drawing_says_in_words_what_it_shows(fields: dict[str, str]) -> None:
    for shown in (page(), after(**fields)):
        svg = ElementTree.fromstring(re.search(r"<svg.*</svg>", shown.html)[0])
        assert svg.get("role") == "img"
        assert "on day 3 at 2,000" in svg.get("aria-label", "") or "on day 0 at 5,000" in svg.get(
            "aria-label", ""
        )
    assert shown.say in unescape(svg.get("aria-label", ""))


def test_every_text_of_the_lab_is_used() -> None:
    pages = [labs.page("marrow", COURSE)["html"], page().html, page().say]
    for fields in (
        {}, {"cycles": "3", "spread": "on"}, {"dose": "40", "days": "14", "spread": "on", "whose": "friberg"},
        {"dose": "120", "surface": "2.4", "days": "14", "whose": "kloft"}, {"dose": "x"}, {"whose": "x"},
    ):  # fmt: skip
        pages += [after(**fields).html, after(**fields).say]
    for day, low in ((0, 5000), (3, 600), (7, 600), (7, 0), (12, 3000), (21, 0)):
        shown = page(day=str(day), low=str(low), turn="show")
        pages += [shown.html, shown.say]
    told = " ".join(unescape(re.sub(r"<[^>]+>", "", each)) for each in pages)
    told += " ".join(unescape(label) for each in pages for label in re.findall(r'aria-label="([^"]*)"', each))
    for name, text in LAB.says.items():
        longest = max(re.split(r"\{[a-z-]+\}|\*\*", text), key=len).strip()
        assert longest in told, name
