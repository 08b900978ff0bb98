"""Three people to load, and an empty desk. All are invented."""

from collections.abc import Mapping
from types import MappingProxyType

# Close to the lines, so that one change tips it.
START = MappingProxyType(
    {
        "temperature": "38.1",
        "lasting": "once",
        "known": "yes",
        "count": "450",
        "falling": "no",
        "unwell": "no",
    }
)

_SAME = {**START, "temperature": "38.6", "count": "60", "onset": "outpatient"}
PEOPLE: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "woman": _SAME
        | {
            "burden": "mild",
            "hypotension": "no",
            "copd": "no",
            "tumor": "solid",
            "dehydration": "no",
            "age": "under-60",
            "stable": "yes",
        },
        "man": _SAME
        | {
            "unwell": "yes",
            "burden": "moderate",
            "hypotension": "yes",
            "copd": "yes",
            "tumor": "no-fungal",
            "dehydration": "yes",
            "age": "60-or-more",
            "stable": "no",
        },
        "older": {**START, "temperature": "36.1", "known": "no", "count": "", "unwell": "yes"},
    }
)
CLEAR = MappingProxyType({**START, "temperature": "", "count": ""})


def who(fields: Mapping[str, str]) -> str:
    """The name of the person all of whose facts these fields hold, or nothing."""
    return next((name for name, facts in PEOPLE.items() if facts.items() <= dict(fields).items()), "")
