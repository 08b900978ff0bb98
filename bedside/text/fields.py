"""What every model of a course is made of: a base that is frozen and strict, and the types of its fields."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

KEBAB = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Kebab = Annotated[str, StringConstraints(pattern=KEBAB, max_length=60)]
Dotted = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)+$", max_length=80)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=1200)]
Label = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Number = Annotated[float, Field(allow_inf_nan=False)]

Id = Annotated[Kebab, Field(description="Its name in small letters, digits and hyphens; never used again")]
Sources = Annotated[tuple[Kebab, ...], Field(description="Ids from sources.yaml")]


class Model(BaseModel):
    """Frozen, strict, and closed to names it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
