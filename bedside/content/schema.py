"""A JSON schema for each kind of content file, so that an editor can complete and check it."""

from functools import reduce
from operator import or_
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, create_model
from pydantic.json_schema import GenerateJsonSchema

from bedside.content.clinician import ForClinician
from bedside.content.lab_models import Lab
from bedside.content.models import Course, Lesson, Source, Word
from bedside.content.stories import Patient
from bedside.kinds import KINDS


class _Untitled(GenerateJsonSchema):
    """Without the titles pydantic makes up, which only repeat the names."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def schemas() -> dict[str, dict[str, Any]]:
    """The schemas by name; a question is one of the kinds there are."""
    question: Any = Annotated[reduce(or_, KINDS.values()), Field(discriminator="kind")]
    patient = create_model(
        "PatientFile",
        __base__=Patient,
        __doc__="A patient's file, which holds the questions of the story as well.",
        questions=(tuple[question, ...], Field(min_length=1, description="As in questions/*.yaml")),
    )
    shapes: dict[str, Any] = {
        "course": Course,
        "sources": list[Source],
        "glossary": list[Word],
        "lesson": Lesson,
        "questions": list[question],
        "lab": Lab,
        "patient": patient,
        "for-the-clinician": ForClinician,
    }
    made = {name: TypeAdapter(shape) for name, shape in shapes.items()}
    return {name: adapter.json_schema(schema_generator=_Untitled) for name, adapter in made.items()}
