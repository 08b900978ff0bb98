"""What the class's connections override inside uvicorn's HTTP protocol: when it moves, this says what and where."""

import asyncio
import inspect
import re
import tomllib
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import h11
import pytest
import uvicorn
from packaging.requirements import Requirement
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from bedside.classroom.connection_limits import Patience
from tests.loops import finished

PYPROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))
NOW = version("uvicorn")
THEN = "mend Patience until tests/test_class_guard.py passes, then move the cap in pyproject.toml and environment.yml."
MEND = (
    f"uvicorn {NOW} has moved what bedside/classroom/connection_limits.py overrides: {{}}. "
    f"Read uvicorn's protocols/http/h11_impl.py, {THEN}"
)
OVERRIDDEN = {
    "__init__": "config server_state app_state _loop",
    "connection_made": "transport",
    "connection_lost": "exc",
    "handle_events": "",
    "on_response_complete": "",
    "pause_writing": "",
    "resume_writing": "",
}
READ = ("app", "client", "conn", "cycle", "loop", "transport")
# After an answer uvicorn looks whether the next request is there already.
ANSWERED = ["a request", "the app of now", "answered", "nothing whole"]
HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


class Wire(asyncio.Transport):
    """A connection that keeps what is written to it."""

    def __init__(self) -> None:
        super().__init__({"peername": ("127.0.0.2", 50_000), "sockname": ("127.0.0.1", 80)})
        self.written, self.closed = b"", False

    def write(self, data: Any) -> None:
        self.written += data

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass


class Overheard(H11Protocol):
    """uvicorn's protocol, and the order in which it comes to what is overridden."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.heard: list[str] = []

    def handle_events(self) -> None:
        before, self.app = getattr(self, "cycle", None), answers(self.heard, "the app of now")
        super().handle_events()
        self.heard.append("nothing whole" if getattr(self, "cycle", None) is before else "a request")

    def on_response_complete(self) -> None:
        self.heard.append("answered")
        super().on_response_complete()


def answers(heard: list[str], name: str) -> Callable[..., Any]:
    """An app that is heard."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        heard.append(name)
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    return app


def met(act: Callable[[Overheard, Wire], None]) -> Overheard:
    """A protocol whose client has done this, when all that follows has been done."""

    async def meet() -> Overheard:
        config = uvicorn.Config(answers([], "the app of the start"), log_config=None, lifespan="off")
        config.load()
        protocol, wire = Overheard(config, ServerState(), {}), Wire()
        protocol.connection_made(wire)
        act(protocol, wire)
        while protocol.tasks:
            await asyncio.sleep(0)
        protocol.connection_lost(None)
        return protocol

    return finished(meet())


@pytest.mark.parametrize(("name", "takes"), OVERRIDDEN.items(), ids=OVERRIDDEN)
def test_what_is_overridden_is_there_and_takes_the_same(name: str, takes: str) -> None:
    found = getattr(H11Protocol, name, None)
    assert found, MEND.format(f"{name}() is gone")
    told = " ".join([*inspect.signature(found).parameters][1:])
    assert told == takes, MEND.format(f"{name}() takes ({told}) and took ({takes})")


def test_every_method_that_goes_on_in_uvicorn_is_in_this_list() -> None:
    called = set(re.findall(r"super\(\)\.(\w+)", inspect.getsource(Patience)))
    assert called == OVERRIDDEN.keys()


@pytest.mark.parametrize("name", READ)
def test_what_is_read_of_a_connection_is_there(name: str) -> None:
    protocol = met(lambda protocol, wire: protocol.data_received(HEAD))
    assert getattr(protocol, name, None) is not None, MEND.format(f"a connection has no .{name}")


@pytest.mark.parametrize(
    ("pieces", "heard"),
    [
        ([HEAD], ANSWERED),
        ([HEAD[:9], HEAD[9:]], ["nothing whole", *ANSWERED]),
    ],
    ids=["a head", "a head in two pieces"],
)
def test_the_app_is_read_and_the_cycle_made_anew_when_a_head_is_whole(
    pieces: list[bytes], heard: list[str]
) -> None:
    def send(protocol: Overheard, wire: Wire) -> None:
        for piece in pieces:
            protocol.data_received(piece)

    told = met(send).heard
    assert told == heard, MEND.format(f"a request is now {', '.join(told)}; it was {', '.join(heard)}")


def test_what_is_heaped_up_is_in_the_trailing_data() -> None:
    kept: list[Any] = []

    def send(protocol: Overheard, wire: Wire) -> None:
        protocol.data_received(HEAD * 3)
        kept.append(protocol.conn.trailing_data[0])

    met(send)
    assert kept == [HEAD * 2], MEND.format(f"h11 {h11.__version__}'s trailing_data is not what was heaped up")


def test_no_newer_uvicorn_is_installed_before_somebody_has_looked() -> None:
    listed = map(Requirement, PYPROJECT["project"]["dependencies"])
    (asked,) = (each.specifier for each in listed if each.name == "uvicorn")
    assert any(each.operator == "<" for each in asked), "uvicorn needs a cap: its inside is overridden"
    assert asked.contains(NOW), f"uvicorn {NOW} is not within {asked}: look at the other tests here, {THEN}"
