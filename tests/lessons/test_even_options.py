"""Options of two lessons give nothing away by their form: a reader of the options alone has to know the subject."""

import re

import pytest

from bedside.content import shipped
from bedside.kinds import Choose, ChooseMany

COURSE = shipped()
PICKED = [
    question
    for lesson in ("treatment", "prevention")
    for question in COURSE.questions_of(lesson)
    if isinstance(question, Choose | ChooseMany)
]
SURE = re.compile(r"\b(always|only|never|cannot|must|all|none|every|nothing|nobody)\b", re.IGNORECASE)
CAREFUL = re.compile(r"\b(may|might|some|about|often|usually|likely|sometimes|can|could)\b", re.IGNORECASE)


def share(words: re.Pattern[str], *, right: bool) -> float:
    """How many of the right (or wrong) options hold one of the words, from 0 to 1."""
    said = [option.say for question in PICKED for option in question.options if option.right == right]
    return sum(bool(words.search(re.sub(r"\bMay \d", "", say))) for say in said) / len(said)


@pytest.mark.parametrize("question", PICKED, ids=lambda question: question.id)
def test_the_options_of_a_question_are_about_as_long(question: Choose | ChooseMany) -> None:
    lengths = [len(option.say) for option in question.options]
    assert max(lengths) <= 1.25 * min(lengths)


@pytest.mark.parametrize("words", [SURE, CAREFUL], ids=["sure", "careful"])
def test_sure_and_careful_words_stand_on_both_sides_alike_or_nowhere(words: re.Pattern[str]) -> None:
    assert abs(share(words, right=True) - share(words, right=False)) < 0.08


def test_the_right_option_is_neither_the_longest_nor_the_shortest_by_habit() -> None:
    chosen = [question for question in PICKED if isinstance(question, Choose)]
    for pick in (max, min):
        found = [q.id for q in chosen if pick(q.options, key=lambda option: len(option.say)).right]
        assert len(found) <= len(chosen) / 3, found
