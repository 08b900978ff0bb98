"""The modules of the front end as one script, since a widget can bring only one."""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

# Each after those it imports: the modules of every notebook, and those of some.
CORE, MORE = ["grading", "outbox", "making", "question", "quiz", "live", "notebook"], ["lab", "patient"]
_IMPORT = re.compile(r"^import (?:{ (.*) } from )?.*\n", re.MULTILINE)


@cache
def lean(name: str, package: str = "bedside.question") -> str:
    """A file of a package's folder without margins, comments and CSS line ends: notebooks save copies."""
    lines = map(str.strip, (files(package) / name).read_text("utf-8").splitlines())
    end = "" if name.endswith(".css") else "\n"
    return "".join(line + end for line in lines if line and not line.startswith(("//", "/*")))


def joined(names: Iterable[str], package: str = "bedside.question") -> str:
    """Modules of a package's folder one after the other, without what they import and export."""
    return "".join(_bare(lean(f"{name}.js", package)) for name in names)


def piece(name: str) -> str:
    """A module for some notebooks: it begins when the script is there, and takes from it what it imports."""
    text = lean(f"{name}.js")
    wanted = ",".join(filter(None, _IMPORT.findall(text)))
    return (
        f'customElements.whenDefined("bedside-quiz").then(({{parts:{{{wanted}}}}})=>{{\n{_bare(text)}}});\n'
    )


def _bare(text: str) -> str:
    return re.sub(r"^export (?!default)", "", _IMPORT.sub("", text), flags=re.MULTILINE)
