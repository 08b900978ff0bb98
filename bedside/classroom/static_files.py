"""The files of a class: its pages, their scripts and styles, and the code to scan."""

import io
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Annotated

import segno
from fastapi import APIRouter, Path, Request, Response
from starlette.exceptions import HTTPException

from bedside.classroom.routes import Code

router = APIRouter(include_in_schema=False)
Name = Annotated[str, Path(pattern=r"^[a-z-]{1,40}\.(js|css)$")]
_TYPES = {"js": "text/javascript", "css": "text/css", "html": "text/html"}

FRONTEND = files("bedside.frontend")


@cache
def part(name: str) -> tuple[bytes, str, str]:
    """A file of the pages: its content, its type, and a mark of both."""
    kind = name.rpartition(".")[2]
    found = FRONTEND / ("classroom" if kind == "html" else "built/classroom") / name
    if kind not in _TYPES or not found.is_file():
        raise HTTPException(404)
    content = found.read_bytes()
    return content, f"{_TYPES[kind]}; charset=utf-8", f'"{sha256(content).hexdigest()[:16]}"'


@router.get("/parts/{name}")
async def parts(name: Name, request: Request) -> Response:
    """A script or a style sheet; one that a browser still has is not sent again."""
    content, kind, mark = part(name)
    headers = {"ETag": mark, "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == mark:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=kind, headers=headers)


def _page(name: str) -> Response:
    content, kind, _ = part(name)
    return Response(content, media_type=kind)


@router.get("/")
async def join() -> Response:
    """Where a code is typed."""
    return _page("join.html")


@router.get("/{code}")
async def student(code: Code) -> Response:
    """Where students vote."""
    return _page("student.html")


@router.get("/{code}/wall")
async def wall(code: Code) -> Response:
    """What is projected."""
    return _page("wall.html")


@router.get("/{code}/present")
async def present(code: Code) -> Response:
    """Where the presenter leads the class; the page itself holds no secret."""
    return _page("present.html")


@router.get("/{code}/qr.svg")
async def qr(code: Code, request: Request) -> Response:
    """The address of the student's page, to be scanned."""
    address = f"{request.app.state.address}/{code.upper()}"
    drawing = io.BytesIO()
    segno.make(address, error="m").save(drawing, kind="svg", scale=8, border=2, dark="#000", light="#fff")
    return Response(drawing.getvalue(), media_type="image/svg+xml")
