"""The modules of the front end as one script, since a widget can bring only one."""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

# Each after those it imports: the modules of every notebook, and those of some.
CORE = ["numbers", "grading", "outbox", "making", "shuffle", "question", "quiz", "live", "notebook"]
MORE = ["lab", "patient", "deeper"]
_IMPORT = re.compile(r"^import (?:{ (.*) } from )?.*\n", re.MULTILINE)
# Texts, which stay as they are; and the spaces and ends of lines that a script does as well without.
_INNER = r"\$\{(?:[^`{}\n]|`[^`\n]*`|\{[^{}\n]*\})*\}"
_TEXT = rf"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`(?:{_INNER}|[^`\n])*`"
_IDLE = re.compile(
    rf"({_TEXT})| (=>|[!=]==|&&|[|][|]=?|[?][?]=?|[<>+-]?=|[?:<>]) "
    r"|(?<=[;{,(\[])\n|(?<=[;{,]) | (?=})|(?<=\)) (?={)"
)


@cache
def lean(name: str) -> str:
    """A file of the front end without margins and comments: each notebook saves a copy."""
    lines = (files("bedside.frontend") / name).read_text("utf-8").splitlines()
    lines = [line.partition(" // ")[0].strip() for line in lines]
    text = "\n".join(line for line in lines if line and not line.startswith(("//", "/*"))) + "\n"
    return re.sub(r"\s*([{};,])\s*|(?<=:) ", r"\1", text) if name.endswith(".css") else text


def joined(names: Iterable[str], folder: str = "elements") -> str:
    """Modules of a folder one after the other, without what they import and export."""
    return "".join(_bare(lean(f"{folder}/{name}.js")) for name in names)


def piece(name: str) -> str:
    """A module for some notebooks: it begins when the script is there, and takes from it what it imports."""
    text = lean(f"elements/{name}.js")
    wanted = ",".join(filter(None, _IMPORT.findall(text)))
    return (
        f'customElements.whenDefined("bedside-quiz").then(({{parts:{{{wanted}}}}})=>{{\n{_bare(text)}}});\n'
    )


def _bare(text: str) -> str:
    told = re.sub(r"^export (?!default)", "", _IMPORT.sub("", text), flags=re.MULTILINE)
    return _IDLE.sub(lambda found: _text(found[1]) if found[1] else found[2] or "", told)


def _text(said: str) -> str:
    # A notebook is JSON, where each quotation mark of this kind takes two letters.
    plain = said[0] == '"' and not re.search(r"['\\]", said)
    return f"'{said[1:-1]}'" if plain else said
