"""Item statistics: against published examples, against other libraries, and as they must behave on any class."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import binomtest, pearsonr

from bedside.report.analysis import (
    FEWEST,
    alpha,
    analyse,
    discrimination,
    facility,
    gain,
    measurement_error,
    sureness,
    taken,
    thirds,
    wilson,
    words,
)

KNOWN = json.loads((Path(__file__).parent / "data" / "analysis.json").read_text("utf-8"))
nan = np.nan
thorough = settings(deadline=None, database=None, derandomize=True)

marks = st.sampled_from([0.0, 0.25, 1 / 3, 0.5, 1.0])
gappy = st.one_of(st.just(nan), marks)
classes = st.tuples(st.integers(0, 40), st.integers(0, 6)).flatmap(
    lambda shape: arrays(float, shape, elements=gappy)
)
wholes = st.tuples(st.integers(10, 40), st.integers(2, 6)).flatmap(
    lambda shape: arrays(float, shape, elements=marks)
)
counts = st.integers(0, 2000).flatmap(lambda asked: st.tuples(st.integers(0, asked), st.just(asked)))


def made(learners: int, items: int, gaps: float = 0, seed: int = 1) -> np.ndarray:
    """A made-up class: the able do better, item by item harder, with partial credit and a share of gaps."""
    chance = np.random.default_rng(seed)
    able, hard = chance.normal(size=(learners, 1)), np.linspace(-1, 1, items)
    scores = (chance.random((learners, items)) < 1 / (1 + np.exp(hard - able))).astype(float)
    scores[:, ::3] = np.maximum(scores[:, ::3], chance.integers(0, 5, scores[:, ::3].shape) / 5)
    scores[chance.random(scores.shape) < gaps] = nan
    return scores


def lsat() -> np.ndarray:
    """The thousand answers to the Law School Admission Test, learners × items."""
    patterns = KNOWN["lsat"]["patterns"]
    rows = [[float(mark) for mark in pattern] for pattern in patterns]
    return np.repeat(rows, list(patterns.values()), axis=0)


def fish() -> np.ndarray:
    """The 35 bream as SAS analyses them: four lengths each, one missing."""
    weight, length, height, width = np.array(KNOWN["fish"]["measures"], dtype=float).T
    return np.column_stack([np.cbrt(weight), length, height * length / 100, width * length / 100])


def without(scores: np.ndarray) -> list[np.ndarray]:
    """The class without each item in turn."""
    return [np.delete(scores, item, axis=1) for item in range(scores.shape[1])]


def same(ours: Any, theirs: Any) -> bool:
    """Whether two sets of figures are the same, NaN for NaN."""
    pairs = zip(flat(ours), flat(theirs), strict=True)
    return all(np.allclose(a, b, rtol=1e-7, atol=1e-7, equal_nan=True) for a, b in pairs)


def flat(figures: Any) -> list[Any]:
    """Every array and number in a nest of tuples and lists."""
    nested = isinstance(figures, tuple | list)
    return [part for each in figures for part in flat(each)] if nested else [figures]


# Published examples


@pytest.mark.parametrize("right, asked, low, high", KNOWN["newcombe"]["intervals"])
def test_intervals_are_those_newcombe_printed(right: int, asked: int, low: float, high: float) -> None:
    assert wilson(right, asked) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_the_law_school_test_comes_out_as_published() -> None:
    known, scores = KNOWN["lsat"], lsat()
    assert np.bincount(scores.sum(axis=1).astype(int)).tolist() == known["totals"]
    assert facility(scores).share == pytest.approx(known["facility"], abs=1e-12)
    assert discrimination(scores) * np.sqrt(0.999) == pytest.approx(known["discrimination"], abs=5e-5)
    assert alpha(scores) == pytest.approx(known["alpha"], abs=5e-5)
    assert [alpha(rest) for rest in without(scores)] == pytest.approx(known["alpha without"], abs=5e-5)


def test_the_fish_come_out_as_in_the_sas_manual_which_leaves_out_the_one_with_a_gap() -> None:
    known, scores = KNOWN["fish"], fish()
    whole = scores[~np.isnan(scores).any(axis=1)]
    assert len(scores) - len(whole) == 1
    assert discrimination(whole) == pytest.approx(known["discrimination"], abs=5e-7)
    assert alpha(scores) == alpha(whole) == pytest.approx(known["alpha"], abs=5e-7)
    assert [alpha(rest) for rest in without(whole)] == pytest.approx(known["alpha without"], abs=5e-7)


# Other libraries


@pytest.mark.parametrize("name", ["whole", "gaps"])
def test_girth_and_pingouin_say_the_same_with_and_without_gaps(name: str) -> None:
    known = KNOWN["libraries"][name]
    scores = np.array(known["scores"], dtype=float)
    assert np.isnan(scores).any() == (name == "gaps")
    assert discrimination(scores) == pytest.approx(known["discrimination"], abs=1e-9)
    assert alpha(scores) == pytest.approx(known["alpha"], abs=1e-9)


@thorough
@given(counts.filter(lambda pair: pair[1] > 0))
def test_scipy_gives_the_same_interval(pair: tuple[int, int]) -> None:
    theirs = binomtest(*pair).proportion_ci(method="wilson")
    assert wilson(*pair) == (pytest.approx(theirs.low, abs=1e-9), pytest.approx(theirs.high, abs=1e-9))


@thorough
@given(classes)
def test_scipy_gives_the_same_discrimination_item_by_item(scores: np.ndarray) -> None:
    for item, found in enumerate(discrimination(scores)):
        rest = np.delete(scores, item, axis=1)
        both = ~np.isnan(scores[:, item]) & ~np.isnan(rest).all(axis=1)
        x, r = scores[both, item], np.array([np.nanmean(row) for row in rest[both]])
        if len(x) < FEWEST or np.ptp(x) < 1e-9 or np.ptp(r) < 1e-9:
            assert np.isnan(found)
        else:
            assert found == pytest.approx(pearsonr(x, r).statistic, abs=1e-7)


@thorough
@given(wholes)
def test_alpha_is_what_numpy_variances_make_of_its_formula(scores: np.ndarray) -> None:
    items, total = scores.var(axis=0, ddof=1).sum(), scores.sum(axis=1).var(ddof=1)
    assume(total > 1e-6)
    k = scores.shape[1]
    assert alpha(scores) == pytest.approx(k / (k - 1) * (1 - items / total), abs=1e-6)
    error = measurement_error(scores)
    assert error**2 == pytest.approx(total * (1 - alpha(scores)), abs=1e-6)


# Any class


@thorough
@given(counts)
def test_a_share_lies_in_its_interval_and_both_in_0_to_1(pair: tuple[int, int]) -> None:
    low, high = wilson(*pair)
    if pair[1] == 0:
        assert np.isnan(low) and np.isnan(high)
    else:
        assert 0 <= low <= pair[0] / pair[1] <= high <= 1
        assert low < high


@thorough
@given(classes)
def test_every_figure_is_within_its_bounds_or_nan(scores: np.ndarray) -> None:
    found = analyse(scores)
    right, asked, share, low, high = found.facility
    assert ((right >= 0) & (right <= asked) & (asked <= len(scores))).all()
    known = asked >= FEWEST
    assert (np.isnan(share) == ~known).all() and (np.isnan(low) == ~known).all()
    assert ((low <= share) & (share <= high))[known].all()
    r = found.discrimination
    assert (np.isnan(r) | (np.abs(r) <= 1)).all()
    assert np.isnan(found.alpha) or found.alpha <= 1 + 1e-9
    assert np.isnan(found.measurement_error) == np.isnan(found.alpha)
    assert not (found.upper & found.lower).any() and found.upper.any() == found.lower.any()


@thorough
@given(classes, st.randoms(use_true_random=False))
def test_the_order_of_learners_does_not_matter(scores: np.ndarray, chance: Any) -> None:
    order = np.array(chance.sample(range(len(scores)), len(scores)), dtype=int)
    before, after = analyse(scores), analyse(scores[order])
    assert (before.upper[order] == after.upper).all() and (before.lower[order] == after.lower).all()
    assert same(before.facility, after.facility)
    assert same(before.discrimination, after.discrimination)
    assert same([before.alpha, before.measurement_error], [after.alpha, after.measurement_error])


@thorough
@given(classes, st.randoms(use_true_random=False))
def test_the_order_of_items_only_orders_the_figures(scores: np.ndarray, chance: Any) -> None:
    order = np.array(chance.sample(range(scores.shape[1]), scores.shape[1]), dtype=int)
    before, after = analyse(scores), analyse(scores[:, order])
    assert same([part[order] for part in before.facility], list(after.facility))
    assert same(before.discrimination[order], after.discrimination)
    assert same(before.alpha, after.alpha)


@thorough
@given(classes.filter(lambda scores: scores.shape[1] > 1), marks)
def test_a_learner_who_answered_one_item_changes_the_facility_of_that_item_alone(
    scores: np.ndarray, mark: float
) -> None:
    more = np.vstack([scores, [mark] + [nan] * (scores.shape[1] - 1)])
    before, after = analyse(scores), analyse(more)
    assert after.facility.asked[0] == before.facility.asked[0] + 1
    assert same([part[1:] for part in before.facility], [part[1:] for part in after.facility])
    assert same(before.discrimination, after.discrimination)
    assert same([before.alpha, before.measurement_error], [after.alpha, after.measurement_error])


@thorough
@given(classes.filter(lambda scores: scores.shape[1] > 0))
def test_a_learner_who_answered_nothing_changes_nothing(scores: np.ndarray) -> None:
    before, after = analyse(scores), analyse(np.vstack([scores, np.full(scores.shape[1], nan)]))
    assert not after.upper[-1] and not after.lower[-1]
    assert same(before.facility, after.facility)
    assert same(before.discrimination, after.discrimination)
    assert same(before.alpha, after.alpha)


@thorough
@given(arrays(float, (12, 3), elements=marks))
def test_an_item_that_goes_with_the_rest_discriminates_by_1_and_its_reverse_by_minus_1(
    scores: np.ndarray,
) -> None:
    rest = scores.mean(axis=1, keepdims=True)
    assume(np.ptp(rest) > 0.01)
    assert discrimination(np.hstack([scores, rest]))[3] == pytest.approx(1)
    assert discrimination(np.hstack([scores, 1 - rest]))[3] == pytest.approx(-1)


@pytest.mark.parametrize("mark", [0.0, 1 / 3, 0.7, 1.0])
def test_an_item_all_answered_alike_has_no_discrimination_and_the_others_keep_theirs(mark: float) -> None:
    scores = made(1000, 5)
    found = discrimination(np.column_stack([scores, np.full(1000, mark)]))
    assert np.isnan(found[5])
    assert found[:5] == pytest.approx(discrimination(scores))


@pytest.mark.parametrize("other", [[], [0.0], [0.0] * 99, [1 / 3, 0.7], [1.0] * 9])
def test_an_item_whose_rest_is_the_same_for_all_has_no_discrimination(other: list[float]) -> None:
    for learners in range(FEWEST, 200, 7):
        scores = np.random.default_rng(learners).choice([0, 0.1, 1 / 3, 0.7, 1], (learners, 1))
        assert np.isnan(discrimination(np.hstack([scores, np.tile(other, (learners, 1))]))).all()


def test_one_learner_of_ten_thousand_who_differs_is_a_difference() -> None:
    scores = made(10_000, 4)
    scores[:, 0] = 1
    scores[7, 0] = 0.98
    assert not np.isnan(discrimination(scores)[0])


def test_a_class_of_twins_has_no_alpha() -> None:
    twins = np.tile([1, 0, 1 / 3, 0.7], (30, 1))
    assert np.isnan(alpha(twins)) and np.isnan(measurement_error(twins))
    assert not any(part.any() for part in thirds(twins.sum(axis=1)))


@pytest.mark.parametrize("seed", range(20))
def test_items_that_always_agree_are_without_error(seed: int) -> None:
    agreed = np.tile(made(40, 1, seed=seed), 3) / 3
    assert alpha(agreed) == pytest.approx(1)
    assert measurement_error(agreed) == pytest.approx(0, abs=1e-6)
    assert discrimination(agreed) == pytest.approx([1, 1, 1])
    assert (discrimination(agreed) <= 1).all()


def test_right_and_wrong_may_be_told_as_marks_or_whole_numbers() -> None:
    scores = lsat()[::5]
    for kind in (bool, np.int8, np.float32):
        assert same(discrimination(scores.astype(kind)), discrimination(scores))
        assert same(
            [*facility(scores.astype(kind)), alpha(scores.astype(kind))], [*facility(scores), alpha(scores)]
        )


@pytest.mark.parametrize(
    "scores",
    [
        np.zeros((0, 0)),
        np.zeros((0, 4)),
        np.zeros((30, 0)),
        np.ones((1, 4)),
        np.full((30, 4), nan),
        np.zeros((1, 1)),
    ],
    ids=["nothing", "no learners", "no items", "one learner", "no answers", "one learner, one item"],
)
def test_a_class_with_nothing_to_say_has_only_nan(scores: np.ndarray) -> None:
    codes = np.full(scores.shape, -1)
    found = analyse(scores, codes, 3)
    assert found.facility.share.shape == found.discrimination.shape == (scores.shape[1],)
    assert np.isnan(found.facility.share).all() and np.isnan(found.discrimination).all()
    assert np.isnan(found.alpha) and np.isnan(found.measurement_error)
    assert not found.upper.any() and not found.lower.any()
    assert found.taken.upper.shape == found.taken.lower_share.shape == (scores.shape[1], 3)
    assert not found.taken.upper.any() and np.isnan(found.taken.upper_share).all()


def test_one_item_has_a_facility_but_nothing_to_be_compared_with() -> None:
    found = analyse([[1.0]] * 15 + [[0.0]] * 5)
    assert found.facility.share.tolist() == [0.75]
    assert np.isnan(found.discrimination).all() and np.isnan(found.alpha)


@pytest.mark.parametrize("learners, known", [(FEWEST - 1, False), (FEWEST, True)])
def test_figures_begin_at_the_fewest_learners(learners: int, known: bool) -> None:
    scores = made(learners, 4, seed=3)
    found = analyse(scores, (scores == 1).astype(int), 2)
    figures = [found.facility.share, found.discrimination, found.taken.upper_share, found.alpha]
    figures += [found.measurement_error, gain(scores[:, 0], scores[:, 1])]
    assert [not np.isnan(figure).any() for figure in figures] == [known] * 6
    assert found.facility.asked.tolist() == [learners] * 4


def test_only_fully_right_counts_as_right() -> None:
    scores = np.array([[1.0], [0.99], [0.5], [0.0], [nan]] * 4)
    right, asked, share, *_ = facility(scores)
    assert (right.tolist(), asked.tolist(), share.tolist()) == ([4], [16], [0.25])


def test_alpha_leaves_out_learners_with_a_gap_and_says_nothing_when_too_few_are_left() -> None:
    scores = made(40, 5, gaps=0.1)
    whole = scores[~np.isnan(scores).any(axis=1)]
    assert FEWEST <= len(whole) < 40
    assert alpha(scores) == pytest.approx(alpha(whole))
    assert np.isnan(alpha(np.vstack([scores[np.isnan(scores).any(axis=1)], whole[: FEWEST - 1]])))


def test_learners_with_and_without_gaps_add_up() -> None:
    scores = made(700, 7)
    half = scores.copy()
    half[::2, 3] = nan
    by_hand = [
        pearsonr(half[:, item], np.nanmean(np.delete(half, item, 1), 1)).statistic for item in (0, 1, 2)
    ]
    assert discrimination(half)[:3] == pytest.approx(by_hand)
    assert facility(half).asked.tolist() == [700, 700, 700, 350, 700, 700, 700]


def test_all_at_once_is_what_each_says_alone() -> None:
    scores = made(300, 8, gaps=0.05)
    codes = np.where(np.isnan(scores), -1, (scores * 3).round()).astype(np.int8)
    found = analyse(scores, codes, 4)
    for source in (scores, scores.tolist(), np.asfortranarray(scores)):
        assert same(found.facility, facility(source))
        assert same(found.discrimination, discrimination(source))
        assert same([found.alpha, found.measurement_error], [alpha(source), measurement_error(source)])
    assert same([found.upper, found.lower], thirds(np.nanmean(scores, axis=1)))
    assert same(found.taken, taken(codes, 4, found.upper, found.lower))
    assert analyse(scores).taken is None


def test_the_scores_are_left_as_they_were() -> None:
    scores = made(50, 5, gaps=0.2)
    kept = scores.copy()
    analyse(scores)
    assert same(scores, kept)


@pytest.mark.parametrize("scores", [[1, 0, 1], [[[1.0]]]], ids=["a row", "three axes"])
def test_what_is_no_matrix_is_refused_in_words(scores: Any) -> None:
    with pytest.raises(ValueError, match=r"scores have [13] axes, but a class has two: learners × items"):
        analyse(scores)


# Thirds and options


def test_thirds_are_the_best_and_the_last_third_of_those_with_a_total() -> None:
    totals = np.array([5, 1, 9, 3, nan, 7, 2, 8, 4, 6, 0, 10, 11.0])
    upper, lower = thirds(totals)
    assert totals[upper].tolist() == [9, 8, 10, 11]
    assert totals[lower].tolist() == [1, 3, 2, 0]


def test_who_ties_with_the_edge_of_a_third_is_in_it() -> None:
    totals = np.array([0, 0, 0, 0, 0, 3, 4, 5, 6, 7, 7, 7.0])
    upper, lower = thirds(totals)
    assert (upper.sum(), lower.sum()) == (4, 5)


def test_nobody_is_in_both_thirds() -> None:
    assert not any(part.any() for part in thirds([0, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 9]))


@thorough
@given(
    st.integers(0, 30).flatmap(
        lambda n: st.tuples(arrays(np.int8, (n, 3), elements=st.integers(-1, 3)), arrays(bool, (2, n)))
    )
)
def test_options_are_counted_as_one_would_by_hand(drawn: tuple[np.ndarray, np.ndarray]) -> None:
    codes, (upper, lower) = drawn
    found = taken(codes, 4, upper, lower)
    for item in range(3):
        answered = sum(code >= 0 for code in codes[:, item])
        for part, counted, share in (
            (upper, found.upper, found.upper_share),
            (lower, found.lower, found.lower_share),
        ):
            there = [code for code, mark in zip(codes[:, item], part, strict=True) if mark and code >= 0]
            assert counted[item].tolist() == [there.count(option) for option in range(4)]
            if answered < FEWEST or not there:
                assert np.isnan(share[item]).all()
            else:
                assert share[item] == pytest.approx([there.count(option) / len(there) for option in range(4)])


@pytest.mark.parametrize(
    "codes, said",
    [
        ([[0, 4]], r"codes are 0 to 4, but -1 to 3 are meant"),
        ([[-2, 1]], r"codes are -2 to 1, but -1 to 3 are meant"),
        ([[0.0, nan]], r"codes are float64 on 2 axes, but whole numbers on two are meant"),
        ([0, 1], r"codes are int64 on 1 axes, but whole numbers on two are meant"),
        ([[0, 1], [1, 0]], r"2 learners have codes, but 1 and 1 have marks"),
    ],
)
def test_codes_that_cannot_be_are_refused_in_words(codes: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        taken(codes, 4, np.array([True]), np.array([False]))


# Sureness, gain, words


def test_sureness_tells_the_sure_and_wrong_from_the_sure_and_right() -> None:
    confidence = np.array([[3] * 20 + [1] * 12, [2] * 5 + [0] * 7 + [nan] * 20])
    right = np.array([[True] * 15 + [False] * 5 + [True] * 3 + [False] * 9, [True] * 32])
    found = sureness(confidence, right)
    assert (found.right.tolist(), found.asked.tolist()) == ([3, 5, 15], [12, 5, 20])
    assert found.share.tolist() == [0.25, pytest.approx(nan, nan_ok=True), 0.75]
    assert (found.low[2], found.high[2]) == wilson(15, 20)


def test_gain_is_what_part_of_the_possible_was_gained_by_those_who_have_both() -> None:
    before = np.array([0.2, 0.4] * 6 + [nan, 0.0])
    after = np.array([0.5, 0.9] * 6 + [1.0, nan])
    assert gain(before, after) == pytest.approx((0.7 - 0.3) / (1 - 0.3))
    assert gain(after, before) == pytest.approx((0.3 - 0.7) / (1 - 0.7))


def test_there_is_no_gain_where_nothing_was_left_to_gain_or_too_few_have_both() -> None:
    assert np.isnan(gain([1.0] * 12, [0.5] * 12))
    assert np.isnan(gain([0.5] * 9 + [nan] * 9, [1.0] * 18))
    assert np.isnan(gain([], []))


def test_figures_are_read_as_words_when_there_is_none() -> None:
    assert [words(0.456), words(12.345, 1), words(-0.001), words(-0.25)] == ["0.46", "12.3", "0.00", "-0.25"]
    assert words(nan) == words(nan, asked=FEWEST - 1) == "too few answers"
    assert words(nan, asked=FEWEST) == "nothing to compare"
