"""Who is learning here."""

import json
import threading
from pathlib import Path

import pytest

from bedside.errors import StorageError
from bedside.learner.identity import Card, Learner, stranger


def test_someone_new_gets_a_random_id_and_a_name_of_their_own(tmp_path: Path) -> None:
    card = Card(tmp_path / "new" / "learner.json")
    first = card.learner()
    assert card.learner() == Card(card.path).learner() == first
    assert len({stranger().id for _ in range(200)}) == 200
    assert len(first.name.split()) == 3


def test_of_many_that_begin_at_once_one_decides_who_is_learning(tmp_path: Path) -> None:
    for round_ in range(20):
        path = tmp_path / str(round_) / "learner.json"
        found: list[Learner] = []
        threads = [
            threading.Thread(target=lambda p=path, f=found: f.append(Card(p).learner())) for _ in range(6)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(found) == 6
        assert len(set(found)) == 1
        assert [each.name for each in path.parent.iterdir()] == ["learner.json"]


def test_a_name_can_be_given_and_the_id_stays(tmp_path: Path) -> None:
    card = Card(tmp_path / "learner.json")
    before = card.learner()
    card.sign(Learner(before.id, "Zoë"))
    assert card.learner() == Learner(before.id, "Zoë")


def test_a_torn_card_makes_the_next_one_someone_new(tmp_path: Path) -> None:
    card = Card(tmp_path / "learner.json")
    before = card.learner()
    card.tear_up()
    card.tear_up()
    assert card.learner().id != before.id


@pytest.mark.parametrize(
    "text", ["", "{", "[]", json.dumps({"id": 3}), "\ud800".encode("utf-16", "surrogatepass")]
)
def test_a_damaged_card_is_told_and_left_alone(tmp_path: Path, text: str | bytes) -> None:
    path = tmp_path / "learner.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(StorageError, match=f"{path} is damaged. Move it"):
        Card(path).learner()
    assert path.exists()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="cannot be there: on the way to it is a file"):
        Card(tmp_path / "file" / "learner.json").learner()
