"""One file's text, or the reason there is none."""

import stat
from pathlib import Path

from bedside.content.faults import Fault
from bedside.errors import logged
from bedside.text.hidden import hidden

LARGEST = 300_000  # bytes; a long lesson has a tenth of this


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
    lines = text.split("\n") if any(hidden(text)) else []
    faults = [Fault(name, i, message) for i, line in enumerate(lines, 1) for message in hidden(line)]
    return ("", faults) if faults else (text, [])
