"""The folder of pages: what goes into it, and when it has to be made anew."""

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from bedside.content import shipped
from bedside.course_folder import root
from bedside.errors import CourseError, StorageError
from bedside.files import put

MANIFEST = "site.json"  # in the folder: from what it was made, and the SHA-256 of each file


def build(out: Path, tell: Callable[[str], None], answers: bool = False) -> int:
    """Write the course into a folder, and tell how it goes; the result is how many files were written.

    Answers adds a hand-out with the answers for each lesson. Nothing is written when nothing changed.
    Raises CourseError when the folder holds something else or cannot be used, a notebook does not run, or the
    content has faults.
    """
    old = _manifest(out)
    edition = _edition(root(), answers)
    if old.get("edition") == edition and _whole(out, old["files"]):
        return 0
    made = _files(edition, answers, tell)
    sums = {name: _sum(content) for name, content in sorted(made.items())}
    listed = (json.dumps({"edition": edition, "files": sums}, indent=1) + "\n").encode()
    try:
        for name in old.get("files", {}).keys() - made.keys():
            (out / name).unlink(missing_ok=True)
        for name, content in [*made.items(), (MANIFEST, listed)]:
            put(out / name, content)
    except OSError as error:
        raise StorageError.at(str(error.filename or out), error) from error
    return len(made)


def _files(edition: str, answers: bool, tell: Callable[[str], None]) -> dict[str, bytes]:
    """Everything in the folder, by name."""
    from bedside.site import assets, book, frame  # only now: a second build has no use for them

    content = shipped()
    pages = book.book(content, answers, tell)
    made = {f"{page.name}.html": text for page, text in frame.framed(pages, content)}
    made |= assets.assets(pages, content)
    made["sw.js"] = assets.worker(made, edition)
    return {name: text.encode() for name, text in made.items()}


def _edition(course: Path, answers: bool) -> str:
    """A hash of everything that the pages are made from."""
    from importlib.metadata import version

    here = Path(__file__).parents[1]
    kinds = {".py", ".js", ".css", ".j2", ".json", ".svg", ".yaml", ".ipynb"}
    files = {
        path.relative_to(folder.parent).as_posix(): path
        for folder in (course / "content", course / "notebooks", here)
        for path in folder.rglob("*")
        if path.suffix in kinds and ".ipynb_checkpoints" not in path.parts
    }
    parts = [f"{answers}", *(version(name) for name in ("nbconvert", "markdown-it-py", "jinja2"))]
    parts += [f"{name} {_sum(files[name].read_bytes())}" for name in sorted(files)]
    return _sum("\n".join(parts).encode())


def _manifest(out: Path) -> dict[str, Any]:
    """What is known of the folder; raises CourseError when it holds something else."""
    try:
        if not out.exists() or (out.is_dir() and not any(out.iterdir())):
            return {}
        found = json.loads((out / MANIFEST).read_text("utf-8"))
        if isinstance(found["edition"], str) and isinstance(found["files"], dict):
            return {"edition": found["edition"], "files": found["files"]}
    except NotADirectoryError:
        raise CourseError(f"{out} is a file. Name a folder.") from None
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        pass
    except OSError as error:
        raise StorageError.at(str(error.filename or out), error) from error
    raise CourseError(
        f"{out} holds other things, and no pages of a course. Name a new folder, or an empty one."
    )


def _whole(out: Path, sums: Mapping[str, str]) -> bool:
    try:
        return all(_sum((out / name).read_bytes()) == wanted for name, wanted in sums.items())
    except OSError:
        return False


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
