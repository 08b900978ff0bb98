"""An answer, as it travels from the page and as it is kept."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

# PostgreSQL keeps no NUL. No text of the course is longer than 1200.
Short = Annotated[str, Field(max_length=80, pattern=r"^[^\x00]*$")]
Text = Annotated[str, Field(max_length=1200, pattern=r"^[^\x00]*$")]


def _utc(when: datetime) -> datetime:
    # At the ends of the calendar there is no other time zone to go to.
    if not 1970 <= when.year < 3000:
        raise ValueError("this is not a time at which someone answered")
    return when.astimezone(UTC)


class Response(BaseModel):
    """One answer: what was given to each slot of a question, when, and how sure its learner was."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    id: UUID
    learner: Short = Field(default="", description="who answered: a random id; empty until it is kept")
    question: Short
    revision: Short
    context: Short = Field(
        default="lesson", description="where it was asked: lesson, review, class:<code>:<round>"
    )
    attempt: int = Field(ge=1, le=10_000)
    given: dict[Short, Text | bool | float] = Field(max_length=50)
    score: float = Field(ge=0, le=1)
    confidence: int | None = Field(default=None, ge=1, le=3, description="1 a guess, 2 fairly sure, 3 sure")
    hint: bool = False
    seconds: float = Field(default=0, ge=0, le=1e7)
    answered_at: Annotated[AwareDatetime, AfterValidator(_utc)]

    @property
    def right(self) -> bool:
        """Whether every slot was right."""
        return self.score == 1
