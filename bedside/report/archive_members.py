"""What lies in a zip archive, whichever program wrote it."""

import re
import zipfile
from collections.abc import Sequence
from contextlib import suppress

PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # the others unpack in bites of any size
SPLIT_MARK = 4  # bytes that may stand before the first file


def members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files in an archive that someone put there; raises BadZipFile if its beginning is missing."""
    inside = archive.infolist()
    if min((each.header_offset for each in inside), default=0) > SPLIT_MARK:
        raise zipfile.BadZipFile  # it was cut short, and what was found is the end of an archive inside it
    return [each for each in inside if not each.is_dir() and not hidden(parts(each))]


def why_shut(member: zipfile.ZipInfo) -> str:
    """Why a member cannot be opened; empty when it can."""
    if member.flag_bits & 1:
        return "locked with a password"
    return "" if member.compress_type in PACKED else "packed in a way that cannot be read here"


def parts(member: zipfile.ZipInfo) -> Sequence[str]:
    """A member's folders and name; some programs for Windows write them with backslashes."""
    name = member.filename
    with suppress(UnicodeError):  # other programs write UTF-8 and do not say so
        name = name.encode("cp437").decode()
    return [part for part in re.split(r"[/\\]", name) if part]


def hidden(parts: Sequence[str]) -> bool:
    """Nobody hands in hidden files, nor what a Mac puts beside them."""
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)
