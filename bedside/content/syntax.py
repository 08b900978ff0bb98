"""Turns what the YAML parser says of a broken file into a sentence an author can act on."""

import re

import yaml

from bedside.content.faults import Fault
from bedside.text.phrases import quoted

_NAME = re.compile(r"\s*(- +)*([^\s:#\"'\[{]+: +)?")
_OUT_OF_STEP = "expected this line to begin as far in as its neighbors, and its name to end with a colon"
# What the parser says (libyaml's words, or those of PyYAML's own parser), and what it most often means.
_MEANINGS = (
    (r"end of stream", "expected a closing quote for the one opened here"),
    (r"',' or '[]}]'", "expected commas and a closing bracket; put text that begins with [ or { in quotes"),
    (r"escape character", "expected no \\ inside double quotes; use single quotes around the text"),
    (r"sequence entries|mapping keys", "expected a list to begin on its own line"),
)
_EARLIER = re.compile(r"end of stream|',' or '[]}]'|could not find")


def fault(error: yaml.YAMLError, name: str, text: str) -> Fault:
    """The one fault that ended the reading of a file."""
    problem = str(getattr(error, "problem", None) or error)
    mark = getattr(error, "problem_mark", None)
    if _EARLIER.search(problem):  # noticed only later, while the trouble is where this part began
        mark = getattr(error, "context_mark", None) or mark
    line = mark.line if mark else 0
    written = [*text.split("\n"), ""][line]
    if "\t" in written[: len(written) - len(written.lstrip())]:
        return Fault(name, line + 1, "found a tab, expected spaces")
    return Fault(name, line + 1, f"found {quoted(written.strip())}, {_meaning(problem, written)}")


def _meaning(problem: str, written: str) -> str:
    for said, meaning in _MEANINGS:
        if re.search(said, problem):
            return meaning
    value = _NAME.sub("", written, count=1).rstrip()
    if "mapping values" in problem:
        colon = re.search(r":( |$)", value)
        return 'expected quotes around a text that holds ": "' if colon else _OUT_OF_STEP
    if value[:1] in ('"', "'"):
        return f"expected quotes around the whole text, and no {value[0]} inside it"
    if value and value[0] in "[{*&!%@`|>]},":
        return f"expected quotes around a text that begins with {value[0]}"
    return _OUT_OF_STEP
