"""A class from a notebook: start_class and join, with a real server."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bedside import join
from bedside.classroom import client
from bedside.classroom.address import listen, network_address
from bedside.classroom.client import ClassNotFound, RunningClass, start_class
from bedside.report import class_results


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A learner's own data folder."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.delenv("BEDSIDE_DB", raising=False)


@pytest.fixture
def running(own_folder: None) -> Iterator[RunningClass]:
    """A class begun in a notebook."""
    running = start_class("causes")
    yield running
    running.stop()


def source(page: object) -> str:
    """What the frame of a page shows."""
    return re.search(r'<iframe src="([^"]+)"', page._repr_html_())[1]


def test_a_class_begun_in_a_notebook_shows_how_to_join_and_where_to_lead(running: RunningClass) -> None:
    shown = running._repr_html_()
    assert f"<strong>{running.code}</strong>" in shown
    assert "<svg" in shown
    assert running.present.startswith(f"{running.address}/{running.code}/present#")
    assert httpx.get(running.address).status_code == 200
    running.stop()
    assert "is stopped" in running._repr_html_()
    running.stop()


def test_joining_again_takes_the_same_seat(running: RunningClass) -> None:
    first, again = source(join(running.code)), source(join(running.code.lower()))
    assert first == again
    place, token = first.split("#")
    assert place == f"{running.address}/{running.code}"
    headers = {"Authorization": f"Bearer {token}"}
    assert httpx.get(f"{running.address}/api/{running.code}/seat", headers=headers).json()["seat"] == 1


def test_a_seat_that_is_no_longer_known_is_taken_anew(running: RunningClass, tmp_path: Path) -> None:
    join(running.code)
    kept = tmp_path / "bedside" / "seats" / f"{running.code}.json"
    kept.write_text(json.dumps({"token": "from another day"}))
    token = source(join(running.code)).split("#")[1]
    assert json.loads(kept.read_text())["token"] == token
    kept.write_text("broken {")
    assert source(join(running.code)).split("#")[1] != token


def test_the_address_on_the_wall_may_be_typed_in_any_way(running: RunningClass) -> None:
    for address in ("{}", "http://{}", "http://{}/", " {} ", "http://{}/BCDFGH"):
        typed = address.format(running.address.removeprefix("http://"))
        assert source(join(running.code, typed)).startswith(f"{running.address}/{running.code}#"), address


def test_what_cannot_be_joined_says_what_to_do(running: RunningClass) -> None:
    for code, address, said in [
        ("", None, "six letters"),
        ("123456", None, "six letters"),
        ("<b>hi</b>", None, "six letters"),
        ("XXXXXX", None, "no class XXXXXX on this computer"),
        ("XXXXXX", running.address, "Look at the letters on the wall"),
        (running.code, "127.0.0.1:1", "No class answers"),
        (running.code, "file:///etc/passwd", "is no address"),
        (running.code, "http://", "is no address"),
    ]:
        with pytest.raises(ClassNotFound, match=re.escape(said)):
            join(code, address)


def test_a_wrong_name_says_which_ones_there_are(own_folder: None) -> None:
    with pytest.raises(ClassNotFound, match="causes"):
        start_class("couses")


def test_a_notebook_shows_the_sentence_and_no_traceback() -> None:
    assert ClassNotFound("Look at the wall.")._render_traceback_() == ["Look at the wall."]


def test_the_votes_of_a_class_are_read_by_its_code(running: RunningClass) -> None:
    api = f"{running.address}/api/{running.code}"
    secret = {"Authorization": f"Bearer {running.present.split('#')[1]}"}
    httpx.post(f"{api}/desk/steps", json={"step": "open", "version": 1}, headers=secret).raise_for_status()
    token = source(join(running.code)).split("#")[1]
    from bedside.content import shipped
    from tests.answers import right

    question = shipped().questions["causes-predict"]
    told = {"question": question.id, "vote": 1, "given": right(question), "turn": 1}
    httpx.post(f"{api}/votes", json=told, headers={"Authorization": f"Bearer {token}"}).raise_for_status()
    running.stop()
    results = class_results(running.code)
    assert len(results.handed.answers) == 1
    assert next(item for item in results.items if item.question.id == question.id).asked == 1
    assert "no vote of a class XXXXXX" in class_results("XXXXXX")._repr_html_()


def test_a_class_ends_with_the_notebook_that_began_it(tmp_path: Path) -> None:
    code = 'from bedside import start_class; r = start_class("causes"); print(r.address, flush=True); input()'
    env = {**os.environ, "XDG_DATA_HOME": str(tmp_path)}
    notebook = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env
    )
    address = notebook.stdout.readline().strip()
    for _ in range(100):
        try:
            httpx.get(address)
            break
        except httpx.HTTPError:
            time.sleep(0.1)
    notebook.send_signal(signal.SIGKILL)
    notebook.communicate()
    for _ in range(100):
        try:
            httpx.get(address)
        except httpx.HTTPError:
            return
        time.sleep(0.1)
    raise AssertionError("it goes on by itself")


def test_only_with_lan_does_anyone_else_get_in() -> None:
    own = listen()
    assert own.socket.getsockname()[0] == "127.0.0.1"
    own.socket.close()
    open_ = listen(lan=True)
    try:
        if network_address() is None:
            assert "is in no network" in open_.notes[0]
            assert open_.socket.getsockname()[0] == "127.0.0.1"
        else:
            assert "not encrypted" in open_.notes[-1]
            assert network_address() in open_.address
    finally:
        open_.socket.close()


def test_without_a_network_lan_says_so_and_serves_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bedside.classroom.address.network_address", lambda: None)
    place = listen(lan=True)
    assert "This computer is in no network" in place.notes[0]
    assert place.socket.getsockname()[0] == "127.0.0.1"
    place.socket.close()


def test_join_says_when_a_class_was_stopped(running: RunningClass) -> None:
    running.stop()
    with pytest.raises(
        ClassNotFound, match="No class answers|There is no class"
    ):  # the port may be another's by now
        join(running.code)
    assert client
