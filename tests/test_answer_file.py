"""A learner's answers as one file."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.learner.answer_file import DamagedFile, Export, read, write
from tests.answers import NOW, kept

FEW = Export(
    "quiet-otter", "Anna Ärmel", (kept(1, "quiet-otter"), kept(2, "quiet-otter", given={"1": "a\u2028b\nc"}))
)
TEXT = write(FEW, NOW)


def test_what_is_written_is_read_back() -> None:
    assert read(TEXT) == FEW


def test_a_file_is_json_lines_with_a_header_first() -> None:
    header, *answers = map(json.loads, TEXT.strip().split("\n"))
    assert header["kind"] == "bedside-answers"
    assert (header["learner"], header["name"], header["answers"]) == ("quiet-otter", "Anna Ärmel", 2)
    assert header["exported_at"] == "2020-11-22T12:00:00+00:00"
    assert [answer["attempt"] for answer in answers] == [1, 1]
    assert all("learner" not in answer for answer in answers)


@pytest.mark.parametrize(
    "changed", [TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT, TEXT + "\n\n", TEXT.rstrip()]
)
def test_what_mail_and_editors_do_to_a_file_does_no_harm(changed: str) -> None:
    assert read(changed) == FEW


def test_no_answer_makes_a_file_too() -> None:
    none = Export("quiet-otter", "", ())
    assert read(write(none, NOW)) == none


HEADER, ONE, TWO = TEXT.strip().split("\n")


BROKEN = [
    ("", "line 1: this is not a file of answers"),
    ("hello", "line 1: this is not a file of answers"),
    ("[" * 100_000, "line 1: this is not a file of answers"),
    (f"{HEADER}\n{'[' * 100_000}\n{TWO}\n", "line 2: this is not an answer"),
    ("[1, 2]", "line 1: this is not a file of answers"),
    ('{"kind": "something-else"}', "line 1: this is not a file of answers"),
    (
        TEXT.replace('"version": 1', '"version": 7'),
        "version 7 of the file, but this program reads version 1",
    ),
    (TEXT.replace('"quiet-otter"', '""', 1), "does not say whose"),
    (TEXT.replace('"quiet-otter"', "7", 1), "does not say whose"),
    (f"{HEADER}\n{ONE}\n", "2 answers were written, 1 are there: cut short"),
    (f"{HEADER}\n{ONE}\n{TWO[:40]}\n", "line 3: this is not an answer"),
    (f"{HEADER}\n{ONE}\n{ONE}\n", "changed after it was written"),
    (f"{HEADER}\n{TWO}\n{ONE}\n", "changed after it was written"),
    (TEXT.replace('"score": 1.0', '"score": 0.5', 1), "changed after it was written"),
    (
        TEXT.replace('"score": 1.0', '"score": 7', 1),
        r"line 2: this is not an answer \(.*less than or equal to 1",
    ),
    (TEXT.replace('"attempt": 1', '"attempt": 1, "admin": true', 1), "line 2: this is not an answer"),
    (TEXT.replace('"seconds": 4.2', '"seconds": NaN', 1), "line 2: this is not an answer"),
]


@pytest.mark.parametrize(("text", "said"), BROKEN)
def test_a_file_that_is_not_whole_is_refused_and_says_why(text: str, said: str) -> None:
    with pytest.raises(DamagedFile, match=said):
        read(text)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(TEXT) - 1), st.characters(codec="utf-8"))
def test_no_single_change_goes_unseen_in_the_answers(place: int, letter: str) -> None:
    """A changed name or date in the header is the learner's own business; an answer is not."""
    changed = TEXT[:place] + letter + TEXT[place + 1 :]
    try:
        found = read(changed)
    except DamagedFile:
        return
    for ours, theirs in zip(FEW.responses, found.responses, strict=True):
        assert ours.model_copy(update={"learner": ""}) == theirs.model_copy(update={"learner": ""})


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    with pytest.raises(DamagedFile):
        read(text)
