"""One file's text, or the reason there is none."""

import re
import stat
from collections.abc import Iterator
from pathlib import Path

from bedside.content.faults import Fault
from bedside.errors import logged

LARGEST = 300_000  # bytes; a long lesson has a tenth of this

# Controls, other line ends than our own, marks that turn the direction of a line, letters lost or undefined.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff0-\uffff"
    "\ue000-\uf8ff\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)


def read(path: Path, name: str) -> tuple[str, list[Fault]]:
    """The text of a file, with line ends as newlines; a file with faults has no text."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            return "", [Fault(name, 1, "found a folder, expected a file")]
        if not stat.S_ISREG(status.st_mode):
            return "", [Fault(name, 1, "found a device or a pipe, expected a file")]
        if status.st_size > LARGEST:
            size = f"{status.st_size / 1e6:.1f} MB"
            return "", [Fault(name, 1, f"found {size}, expected at most {LARGEST / 1e6} MB")]
        raw = path.read_bytes()
    except FileNotFoundError:
        return "", [Fault(name, 1, "found no such file, expected one")]
    except OSError as error:
        found = logged(f"found a file that does not open ({error.strerror})", error)
        return "", [Fault(name, 1, f"{found}, expected one that does")]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return "", [Fault(name, line, "found letters that are not UTF-8, expected a file saved as UTF-8")]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        return "", [Fault(name, 1, "found an empty file, expected content")]
    lines = text.split("\n") if _HIDDEN.search(text) else []
    faults = [Fault(name, i, message) for i, line in enumerate(lines, 1) for message in hidden(line)]
    return ("", faults) if faults else (text, [])


def hidden(text: str) -> Iterator[str]:
    """Objections to characters that do something unseen, each named once."""
    for c in dict.fromkeys(_HIDDEN.findall(text)) if _HIDDEN.search(text) else ():
        yield f"found the hidden character U+{ord(c):04X}, expected letters and signs that can be seen"
