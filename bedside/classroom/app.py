"""The web side of a class, put together. Every error is a sentence that says what to do."""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from bedside.classroom import routes, static_files
from bedside.classroom.guards import guards, say
from bedside.classroom.rate_limit import Crowded, Guesses
from bedside.classroom.registry import Missing, Registry, Stranger
from bedside.classroom.session import Refused
from bedside.errors import StorageError

LATER = {"Retry-After": "1"}


def app(registry: Registry, hosts: Iterable[str], address: str, guesses: Guesses | None = None) -> FastAPI:
    """The application of a registry that is reached by these hosts, and people are told by this address."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        registry.open()
        yield
        registry.close()

    # Its own pages of documentation would load their scripts from another host.
    made = FastAPI(
        title="A class, live", docs_url=None, redoc_url=None, lifespan=lifespan, middleware=guards(hosts)
    )
    made.state.registry, made.state.address, made.state.guesses = registry, address, guesses or Guesses()
    for error, answer in _ANSWERS.items():
        made.add_exception_handler(error, _handler(answer))
    made.include_router(routes.router)
    made.include_router(static_files.router)
    return made


def _handler(answer: Callable[[Any], JSONResponse]) -> Callable[[Request, Any], Any]:
    async def handle(_: Request, error: Any) -> JSONResponse:
        return answer(error)

    return handle


def _lost(error: RequestValidationError) -> bool:
    """Whether it is the address that is wrong, as a code of five letters."""
    return any(each["loc"][0] == "path" for each in error.errors())


_HTTP = {
    400: "This is not what the page would send. Load the page anew.",
    404: "There is nothing here. Look at the address on the wall.",
    405: "This cannot be done here.",
}
_ANSWERS: dict[type[Exception], Callable[[Any], JSONResponse]] = {
    Missing: lambda missing: say(404, str(missing)),
    Stranger: lambda stranger: say(401, str(stranger)),
    Refused: lambda refused: say(409, str(refused)),
    Crowded: lambda crowded: say(429, str(crowded), {"Retry-After": str(crowded.seconds)}),
    StorageError: lambda error: say(503, f"It cannot be kept just now. {error}", LATER),
    RequestValidationError: lambda error: say(404, _HTTP[404]) if _lost(error) else say(422, _HTTP[400]),
    HTTPException: lambda error: say(error.status_code, _HTTP.get(error.status_code, str(error.detail))),
}
