"""What the labs' texts leave open, as {count}: each text is said somewhere, and each gap in it is filled."""

import json
import re
from dataclasses import replace

import pytest

from bedside.content.lab_models import Lab
from bedside.labs import labs
from bedside.labs.fever.cases import PEOPLE
from tests.answers import COURSE

_GAP = re.compile(r"\{[^{}\s]+\}")
_WOMAN = {**PEOPLE["woman"], "ecog": "below-2", "hyperglycemia": "no", "heart": "no"} | {
    "mucositis": "below-2",
    "monocytes": "200-or-more",
}
_SHOWN = {"shown": "yes"}
# Between them they make each lab say all it can say.
STATES = {
    "anc": [
        {},
        {"white": "6", "unit": "cells", "segs": "0.45", "bands": "0.05"},
        {"white": "200", "bands": "", "fix": "bands"},
        {"white": "-1", "segs": "six", "bands": "", "child": "on"},
        {"white": "1.0", "segs": "50", "bands": "10"},
        {"sample": "line"},
        {"sample": "calm"},
        {"white": "7,800", "segs": "2,700", "bands": "-0.5"},
        {"unit": "", "segs": "", "bands": ""},
        {"white": "0", "unit": "cells", "segs": "100"},
        {"child": "on"},
        {"white": "six", "bands": ""},
        {"white": ""},
        {"white": "1000001", "unit": "giga"},
    ],
    "fever": [
        {},
        {"case": "woman"},
        {"case": "man"},
        {"case": "older"},
        {"temperature": "38.6"},
        {"temperature": "38.1", "lasting": "hour", "count": "3.2", "unwell": "maybe"},
        {"temperature": "", "count": "501", "falling": "yes"},
        {"temperature": "six", "count": ""},
        {"temperature": "38.3", "count": "500"},
        {"temperature": "-0.5", "count": "six"},
        {"temperature": "98.6 °F", "count": "7000"},
        {"count": "100001"},
        {"count": "12"},
        {**_WOMAN, "tumor": "solid"},
        {**_WOMAN, "mucositis": "2-or-more"},
        {**_WOMAN, "hyperglycemia": "yes", "heart": "yes", "burden": "severe", "dehydration": "yes"},
        {**_WOMAN, "stable": "no", "tumor": "fungal"},
    ],
    "marrow": [
        {},
        {"dose": "x", "whose": "friberg", "spread": "on", "turn": "show"},
        {"cycles": "2", **_SHOWN, "guess-day": "8", "guess-low": "0"},
        {"day": "13", "surface": "2.4", "days": "14", "turn": "show"},
        {"dose": "40", "days": "14", "whose": "friberg", **_SHOWN},
        {"dose": "120", "surface": "2.4", "days": "14", "cycles": "2", **_SHOWN},
        {"whose": "x", **_SHOWN, "guess-day": "0", "guess-low": "400"},
        {"day": "4", **_SHOWN},
        {**_SHOWN, "guess-day": "20"},
        {**_SHOWN, "guess-day": "7", "guess-low": "400"},
    ],
    "smear": [
        {},
        {"person": "bands", "press": "rest"},
        {"person": "girl", "press": "rest", "goal": "200"},
        {"person": "girl", "count-girl": "1:" + "l" * 90 + "s" * 10},
        {"press": "rest", "count-ordinary": "1:s"},
    ],
}


def marked(lab: Lab) -> Lab:
    """The lab with each text made of its name and its gaps, and nothing else."""
    says = {name: " ".join((f"@{name}@", *_GAP.findall(text))) for name, text in lab.says.items()}
    return lab.model_copy(update={"says": says})


@pytest.mark.parametrize("name", COURSE.labs)
def test_each_text_is_said_and_each_gap_in_it_is_filled(name: str) -> None:
    course = replace(COURSE, labs={name: marked(COURSE.labs[name])})
    made = [labs.page(name, course), *(labs.show(name, fields, course) for fields in STATES[name])]
    said = json.dumps(made, ensure_ascii=False, default=dict)
    assert set(COURSE.labs[name].says) - set(re.findall(r"@([a-z0-9-]+)@", said)) == set()
    assert _GAP.findall(said) == []
