"""Turns what the YAML parser says of a broken file into a sentence an author can act on."""

import re

import yaml

from bedside.content.faults import Fault, quoted

_VALUE = re.compile(r"(?:[^\s:#\"'\[{]+:|-)\s+(?=\S)")
# What the parser says (libyaml's words, or those of PyYAML's own parser), and what it most often means.
_MEANINGS = (
    (r"mapping values", 'expected quotes around a text that holds ": ", or one more or less space before it'),
    (r"unexpected end of stream", "expected a closing quote for the one opened here"),
    (r"',' or '[]}]'", "expected a comma or a closing bracket; put text that begins with [ or { in quotes"),
    (r"escape character", "expected no \\ inside double quotes; use single quotes around the text"),
    (r"sequence entries|mapping keys", "expected a list to begin on its own line"),
    (r"directive|tag handle", "expected plain text; put text that begins with % or ! in quotes"),
    (r"expected|could not find", "expected this line to begin as far in as its neighbors, and each name to end with a colon"),
)


def fault(error: yaml.YAMLError, name: str, text: str) -> Fault:
    """The one fault that ended the reading of a file."""
    problem = str(getattr(error, "problem", None) or error)
    mark = getattr(error, "problem_mark", None)
    if "end of stream" in problem:  # the end of the file says little, the opening quote much
        mark = getattr(error, "context_mark", None) or mark
    line = mark.line if mark else 0
    written = (text.split("\n") + [""])[line]
    if "\t" in written[: len(written) - len(written.lstrip())]:
        return Fault(name, line + 1, "found a tab, expected spaces")
    return Fault(name, line + 1, f"found {quoted(written.strip())}, {_meaning(problem, written)}")


def _meaning(problem: str, written: str) -> str:
    value = written.lstrip()
    while start := _VALUE.match(value):
        value = value[start.end() :]
    if "mapping values" not in problem and value[:1] in tuple("[{*&!%@`|>"):
        return f"expected quotes around a text that begins with {value[0]}"
    if "expected" in problem and value[:1] in ('"', "'") and not re.fullmatch(r"\"[^\"]*\"|'[^']*'", value.rstrip()):
        return f"expected quotes around the whole text, and no {value[0]} inside it"
    return next((meaning for said, meaning in _MEANINGS if re.search(said, problem)), f"expected YAML ({problem})")
