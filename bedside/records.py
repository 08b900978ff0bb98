"""Every answer given, kept once."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

Short = Annotated[str, Field(max_length=80)]


class Response(BaseModel):
    """One answer: what was given to each slot of a question, when, and how sure its learner was."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: UUID
    question: Short
    revision: Short
    context: Short = "lesson"
    attempt: int = Field(ge=1, le=10_000)
    given: dict[Short, str | bool | float] = Field(max_length=50)
    score: float = Field(ge=0, le=1)
    confidence: int | None = Field(None, ge=1, le=3, description="1 a guess, 2 fairly sure, 3 sure")
    hint: bool = False
    seconds: float = Field(0, ge=0, le=1e7)
    answered_at: datetime


class Records:
    """Responses in the order they came; one that comes again, under the same id, is kept once."""

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: dict[UUID, Response] = {}

    def add(self, response: Response) -> bool:
        """Keep a response; False when it was there already."""
        return self._kept.setdefault(response.id, response) is response

    def __iter__(self) -> Iterator[Response]:
        """Every response, oldest first."""
        return iter(self._kept.values())

    def __len__(self) -> int:
        """How many there are."""
        return len(self._kept)


here = Records()  # what this kernel has been told
