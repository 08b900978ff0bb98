"""What the pages of a class ask, and what they are told."""

from collections.abc import AsyncIterator, Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import StreamingResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ConfigDict, Field

from bedside.classroom import vote_changes
from bedside.classroom.ballots import Ballot, context, name
from bedside.classroom.registry import Missing, Registry, Stranger
from bedside.classroom.room_state import RoomState
from bedside.classroom.session import LONGEST, Refused
from bedside.classroom.store import Seat
from bedside.kinds.view import revision
from bedside.learner.response import Response as Answer
from bedside.learner.response import Short, Text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
router = APIRouter(prefix="/api/{code}")
Code = Annotated[str, Path(pattern="^[A-Za-z]{6}$")]
Token = Annotated[HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False))]


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class Name(_Told):
    """Who sits down; the name may be empty."""

    name: str = Field("", max_length=1000)


class Vote(_Told):
    """What a student gives; turn grows with each vote they cast."""

    question: Short
    vote: Literal[1, 2]
    given: dict[Short, Text | bool | float] = Field(min_length=1, max_length=50)
    sure: Literal[1, 2, 3] | None = None
    seconds: float = Field(0, ge=0, le=1e7)
    turn: int = Field(ge=1, lt=2**53)


class Step(_Told):
    """What the presenter does; version is that of the class they see."""

    step: Literal["open", "close", "again", "reveal", "next", "end", "limit"]
    version: int = Field(ge=1, lt=2**31)
    seconds: float | None = Field(None, ge=1, le=LONGEST)


def _registry(request: Request) -> Registry:
    registry: Registry = request.app.state.registry
    return registry


Registries = Annotated[Registry, Depends(_registry)]


async def _room(code: Code, request: Request, registry: Registries) -> RoomState:
    """The room that someone looks up by its code; too many wrong ones make them wait."""
    async with request.app.state.guesses.turn(request.client and request.client.host) as guess:
        try:
            return await registry.room(code.upper())
        except Missing:
            guess.wrong()
            raise


async def _seat(code: Code, request: Request, registry: Registries, token: Token) -> Seat:
    """Whose seat a token is for; a wrong one counts as a wrong code, since it asks for one, too."""
    try:
        return await registry.seat(code.upper(), token.credentials if token else "")
    except Stranger:
        await _room(code, request, registry)
        raise


async def _presented(code: Code, request: Request, registry: Registries, token: Token) -> RoomState:
    """The room that a token presents; a wrong one counts as a wrong code, too."""
    try:
        return await registry.presents(code.upper(), token.credentials if token else "")
    except Stranger:
        await _room(code, request, registry)
        raise


Rooms = Annotated[RoomState, Depends(_room)]
Seats = Annotated[Seat, Depends(_seat)]
Presenters = Annotated[RoomState, Depends(_presented)]


@router.get("")
async def there(room: Rooms) -> dict[str, str]:
    """Whether a class is there."""
    found = room.moment.found
    return {"code": found.code, "title": found.agenda.title, "phase": found.session.phase}


@router.post("/seats", status_code=201)
async def sit(room: Rooms, told: Name, registry: Registries) -> dict[str, str | int]:
    """Sit down in a class."""
    token, seat = await registry.sit(room.code, told.name)
    return {"token": token, "name": seat.name, "seat": seat.number}


@router.get("/seat")
async def who(seat: Seats) -> dict[str, str | int]:
    """Whose seat a token is for."""
    return {"name": seat.name, "seat": seat.number}


@router.post("/votes")
async def vote(code: Code, seat: Seats, told: Vote, registry: Registries) -> dict[str, bool | int]:
    """Cast a vote, or change it; it is on disk when this answers."""
    code = code.upper()
    question = registry.content.questions.get(told.question)
    if question is None or not question.offers(told.given):
        raise Refused("This is not a vote on the question that is asked. Load the page anew.")
    answer = Answer(
        id=name(code, told.question, told.vote, seat.learner),
        learner=seat.learner,
        question=told.question,
        revision=revision(question),
        context=context(code, told.vote),
        attempt=told.vote,
        given=told.given,
        score=question.grade(told.given).score,
        confidence=told.sure,
        seconds=told.seconds,
        answered_at=registry.clock(),
    )
    await registry.vote(Ballot(code, seat.number, told.vote, told.turn, answer))
    return {"counted": True, "turn": told.turn}


@router.get("/events")
async def events(code: Code, request: Request, registry: Registries, token: Token) -> StreamingResponse:
    """What happens in a class; with a seat's token also what its person voted, and they count as here."""
    if token is None:
        room = await _room(code, request, registry)
        return _stream(room.students(None))
    seat = await _seat(code, request, registry, token)
    room = await registry.room(code.upper())
    own = await registry.own(room, token.credentials)

    async def stay() -> AsyncIterator[bytes]:
        with room.seated(seat):
            async for event in room.students(own):
                yield event

    return _stream(stay())


@router.get("/wall/events")
async def wall(room: Rooms) -> StreamingResponse:
    """What the wall shows."""
    return _stream(room.wall())


@router.get("/desk/events")
async def presenter(room: Presenters) -> StreamingResponse:
    """What the presenter sees."""
    await room.look()  # a page that is loaded begins with what is now, not with a moment ago
    return _stream(room.presenter())


@router.post("/desk/steps")
async def step(room: Presenters, told: Step, registry: Registries) -> dict[str, int]:
    """Take a step: open, close, vote again, reveal, next, end, or set another limit."""
    return {"version": await registry.step(room, told.version, told.step, told.seconds)}


@router.get("/results.xlsx")
async def spreadsheet(room: Presenters, registry: Registries) -> Response:
    """The votes as a table for a spreadsheet."""
    return await _table(room, registry, vote_changes.spreadsheet, "xlsx", XLSX)


@router.get("/results.csv")
async def results(room: Presenters, registry: Registries) -> Response:
    """The votes as a table for programs."""
    return await _table(room, registry, vote_changes.table, "csv", "text/csv")


async def _table(
    room: RoomState, registry: Registry, write: Callable[[vote_changes.Rounds], bytes], ending: str, kind: str
) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="class-{room.code}.{ending}"'}
    return Response(await registry.table(room, write), media_type=kind, headers=headers)


def _stream(events: AsyncIterator[bytes]) -> StreamingResponse:
    return StreamingResponse(events, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})
