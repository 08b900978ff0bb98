"""The learner's own data: shown, taken along, taken in, erased."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bedside.errors import StorageError
from bedside.learner import answer_file
from bedside.learner.data import LearnerData
from bedside.learner.identity import Card, Learner
from bedside.learner.store import Records
from tests.answers import NOW, kept
from tests.pages import Tags


class Computer:
    """A computer with records and a card of its own."""

    def __init__(self, place: Path) -> None:
        self.records = Records(f"sqlite:///{place / 'answers.sqlite'}")
        self.card = Card(place / "learner.json")
        self.mine = LearnerData(self.records, self.card, "neutropenia")

    def answer(self, *numbers: int) -> None:
        """Keep answers of whoever learns here."""
        self.records.add(*(kept(number, self.card.learner().id) for number in numbers))


@pytest.fixture
def computers(tmp_path: Path) -> Iterator[Callable[[str], Computer]]:
    """Makes computers."""
    made: list[Computer] = []

    def make(name: str) -> Computer:
        made.append(Computer(tmp_path / name))
        return made[-1]

    yield make
    for computer in made:
        computer.records.close()


def test_it_says_who_where_and_how_many(computers: Callable[[str], Computer]) -> None:
    laptop = computers("laptop")
    assert "No answer is kept" in laptop.mine.show()["html"]
    laptop.answer(1)
    assert "One answer is kept" in laptop.mine.show()["html"]
    laptop.answer(2, 3)
    page = laptop.mine.show()["html"]
    assert "3 answers are kept" in page
    assert laptop.records.where in page
    assert laptop.card.learner().name in page


def test_its_page_is_sound_html_whatever_the_name(computers: Callable[[str], Computer]) -> None:
    laptop = computers("laptop")
    laptop.mine.name("<script>alert(1)</script> & \"'")
    markup = laptop.mine.show()["html"]
    tags = Tags()
    tags.feed(markup)
    assert not tags.open
    assert "script" not in tags.names
    assert "&lt;script&gt;" in markup


def test_a_name_is_optional_and_can_be_changed(computers: Callable[[str], Computer]) -> None:
    laptop = computers("laptop")
    before = laptop.card.learner()
    assert laptop.mine.name("   ")["say"] == f"You are still {before.name}."
    assert laptop.mine.name("  Anna \n Ärmel " + "x" * 200)["say"].startswith(
        "From now on you are Anna Ärmel x"
    )
    assert laptop.card.learner().id == before.id
    assert len(laptop.card.learner().name) == 80


def test_the_file_holds_all_answers_and_the_name(computers: Callable[[str], Computer]) -> None:
    laptop = computers("laptop")
    assert laptop.mine.save(NOW) == {"say": "There is no answer yet, so there is nothing to save."}
    laptop.answer(1, 2)
    laptop.mine.name("Anna / ../Ärmel")
    reply = laptop.mine.save(NOW)
    assert reply["file"]["name"] == "neutropenia-Anna-Ärmel-2020-11-22.jsonl"
    found = answer_file.read(reply["file"]["text"])
    assert (found.name, list(found.responses)) == ("Anna / ../Ärmel", list(laptop.records))


def test_another_computer_takes_the_answers_in_and_twice_does_no_harm(
    computers: Callable[[str], Computer],
) -> None:
    laptop, ward = computers("laptop"), computers("ward")
    laptop.answer(1, 2, 3)
    ward.answer(10)
    text = laptop.mine.save(NOW)["file"]["text"]
    assert ward.mine.take_in(text)["say"] == "Took in 3 answers."
    assert ward.card.learner() == laptop.card.learner()
    assert len(ward.records.of(laptop.card.learner().id)) == 4
    again = ward.mine.take_in(text)
    assert again["say"] == "Took in no answer. 3 of the file were here before."
    assert len(ward.records) == 4


def test_answers_go_there_and_back_and_end_the_same(computers: Callable[[str], Computer]) -> None:
    laptop, ward = computers("laptop"), computers("ward")
    laptop.answer(1, 2)
    ward.mine.take_in(laptop.mine.save(NOW)["file"]["text"])
    ward.answer(3)
    laptop.answer(4)
    laptop.mine.take_in(ward.mine.save(NOW)["file"]["text"])
    ward.mine.take_in(laptop.mine.save(NOW)["file"]["text"])
    assert {answer.id for answer in laptop.records} == {answer.id for answer in ward.records}
    assert len(ward.records) == 4


@pytest.mark.parametrize("text", ["", "   ", "hello", '{"kind": "bedside-answers"}'])
def test_what_is_no_file_of_answers_changes_nothing(computers: Callable[[str], Computer], text: str) -> None:
    laptop = computers("laptop")
    laptop.answer(1)
    before = laptop.card.learner()
    said = laptop.mine.take_in(text)["say"]
    assert "Choose a file first" in said or "cannot be taken in" in said
    assert laptop.card.learner() == before
    assert len(laptop.records) == 1


def test_when_taking_in_fails_the_learner_stays_who_they_were(computers: Callable[[str], Computer]) -> None:
    laptop, ward = computers("laptop"), computers("ward")
    laptop.answer(1)
    ward.answer(2)
    text, before = laptop.mine.save(NOW)["file"]["text"], ward.card.learner()
    ward.records.close()
    Path(ward.records.where).write_bytes(b"broken" * 1000)
    with pytest.raises(StorageError):
        ward.mine.take_in(text)
    assert ward.card.learner() == before


def test_erasing_asks_first_and_then_leaves_someone_new(computers: Callable[[str], Computer]) -> None:
    laptop = computers("laptop")
    laptop.card.sign(Learner("anna", "Anna"))
    laptop.answer(1, 2)
    laptop.records.add(kept(3, "somebody else"))
    asked = laptop.mine.ask_to_erase()["html"]
    assert "Erase 2 answers for good" in asked
    assert len(laptop.records) == 3
    assert asked.index("No, keep them") < asked.index("Yes, erase them")
    reply = laptop.mine.erase()
    assert (reply["say"], reply["erased"]) == ("2 answers erased.", True)
    assert [answer.learner for answer in laptop.records] == ["somebody else"]
    assert laptop.card.learner().id != "anna"
