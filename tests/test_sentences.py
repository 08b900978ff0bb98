"""The catalogue of sentences that Python and the pages' scripts both say."""

import re
from pathlib import Path

import pytest

from bedside.text.sentences import many, say, sentences
from tests.node import FRONTEND, Node

PACKAGE = FRONTEND.parent
PYTHON = [path for kind in ("py", "j2") for path in PACKAGE.rglob(f"*.{kind}")]
SCRIPTS = [path for path in FRONTEND.rglob("*.js") if "built" not in path.parts]


def mentioned(paths: list[Path]) -> set[str]:
    """The names of sentences that stand in these files."""
    text = "\n".join(path.read_text("utf-8") for path in paths)
    return {name for name in sentences() if f'"{name}"' in text}


def test_every_sentence_is_said_by_python_and_by_the_scripts() -> None:
    assert sentences().keys() - mentioned(PYTHON) == set()
    assert sentences().keys() - mentioned(SCRIPTS) == set()


def test_no_sentence_of_the_catalogue_is_written_out_anywhere_else() -> None:
    """So none can drift apart from its twin."""
    long = [said for said in sentences().values() if len(said) > 25 and "{" not in said]
    assert len(long) > 10
    for path in [*PYTHON, *SCRIPTS]:
        text = path.read_text("utf-8")
        assert [said for said in long if said in text] == [], path.name


def test_both_languages_fill_the_gaps_alike() -> None:
    gaps = {
        name: {gap: f"<{gap}> & {{name}} $1" for gap in re.findall(r"\{(\w+)\}", said)}
        for name, said in sentences().items()
    }
    with Node(FRONTEND / "sentences.js") as scripts:
        assert scripts.call("say", [[name, told] for name, told in gaps.items()]) == [
            say(name, **told) for name, told in gaps.items()
        ]
        assert scripts.call("many", [[0], [1], [2], [1500]]) == [many(count) for count in (0, 1, 2, 1500)]


def test_a_sentence_or_a_gap_that_is_not_there_is_a_fault() -> None:
    with pytest.raises(KeyError):
        say("no such sentence")
    with pytest.raises(KeyError):
        say("name taken")
