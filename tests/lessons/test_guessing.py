"""Right options cannot be told by their looks, and the guesser that says so is a fair one."""

import re
from functools import cache

import pytest

from bedside.content import shipped
from bedside.kinds import Choose
from bedside.kinds.options import Option
from tests.lessons.cues import ABSOLUTE, HEDGE, cues
from tests.lessons.guessing import (
    APART,
    GUESSED,
    LONGEST,
    PATIENTS,
    Guess,
    Item,
    carriers,
    guesses,
    items,
    summary,
    table,
)  # fmt: skip

COURSE = shipped()


@cache
def found(patients: bool) -> list[Guess]:
    """Every item guessed; with those of patients, or those of lessons alone."""
    return [each for each in guesses(items(COURSE)) if patients or each.item.lesson != PATIENTS]


def asked(name: str, *options: str, right: int) -> Item:
    """A made-up question in a lesson of that name."""
    made = tuple(Option(say=say, why="Why.", right=at == right) for at, say in enumerate(options))
    question = Choose(
        id="made-up", kind="choose", objective="made-up", ask="Which?", hint="Look.", explain="So.",
        sources=("fact-sheet",), options=made, keep_order=True,
    )  # fmt: skip
    return Item(question, name)


def telling(right: str) -> list[Item]:
    """Twenty items in two lessons, whose right option always reads like this and stands at any place."""
    wrong = ("It comes and goes", "It stays low", "It rises again")
    options = [(*wrong[:at], right, *wrong[at:]) for at in range(4)]
    return [asked(f"{name}", *options[i % 4], right=i % 4) for name in "ab" for i in range(10)]


@pytest.mark.parametrize("patients", [False, True], ids=["lessons", "everything"])
def test_right_options_cannot_be_guessed_from_the_options_alone(patients: bool) -> None:
    told = found(patients)
    assert summary(told)["guessed"] <= GUESSED, f"\n{table(told)}\nTo mend: python -m tests.lessons.guessing"


@pytest.mark.parametrize("patients", [False, True], ids=["lessons", "everything"])
def test_right_options_are_not_the_longest_by_habit(patients: bool) -> None:
    told = found(patients)
    assert summary(told)["longest"] <= LONGEST, f"\n{table(told)}"


@pytest.mark.parametrize("patients", [False, True], ids=["lessons", "everything"])
@pytest.mark.parametrize("word", [ABSOLUTE, HEDGE], ids=["absolute", "hedge"])
def test_always_and_never_may_and_some_stand_on_both_sides_alike(
    word: re.Pattern[str], patients: bool
) -> None:
    right, wrong = carriers(word, [each.item for each in found(patients)])
    assert abs(right - wrong) <= APART, f"in {right:.0%} of right options, in {wrong:.0%} of wrong ones"


@pytest.mark.parametrize(
    "right", ["It often falls", "It falls, and then in the end it rises once more than it fell"]
)
def test_the_guesser_sees_what_gives_options_away(right: str) -> None:
    assert summary(guesses(telling(right)))["guessed"] == 1


def test_the_guesser_knows_nothing_of_the_lesson_it_guesses_in() -> None:
    told = [each for each in telling("It often falls") if each.lesson == "a"]
    wrong = ("It comes and goes", "It often falls", "It rises again")
    blind = [asked("b", *wrong, "It stays low", right=3) for _ in range(10)]
    assert summary(guesses([*told, *blind])[10:])["guessed"] == 0


def test_options_that_look_alike_count_as_a_share_and_the_place_only_where_it_stays() -> None:
    item = asked("a", "One way", "Two way", right=0)
    assert (item.longest, guesses([item, asked("b", "One way", "Two way", right=0)])[0].hit) == (0.5, 1)
    mixed = Item(item.question.model_copy(update={"keep_order": False}), "a")
    assert cues(mixed.question)["first"] == cues(mixed.question)["last"] == [0, 0]
