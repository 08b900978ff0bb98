"""The student's own copies of the notebooks: run once, trusted, and never written over once changed."""

import asyncio
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from bedside.files import put

LEDGER = ".bedside.json"  # in the student's folder: what was made from what, and how it was left


@dataclass(frozen=True)
class Step:
    """A copy to make, and the sentence that says why."""

    source: Path
    target: Path
    edition: str
    say: str


def plan(course: Path, folder: Path) -> list[Step]:
    """What is missing or out of date in a folder; nothing when there is nothing to do.

    A copy whose cells a student changed stays, and the newer lesson is made beside it.
    """
    ledger = _ledger(folder)
    shared = _shared(course)
    return [
        step
        for source in sorted((course / "notebooks").rglob("*.ipynb"))
        if ".ipynb_checkpoints" not in source.parts
        for step in _step(source, folder / source.relative_to(course / "notebooks"), folder, shared, ledger)
    ]


def prepare(
    steps: list[Step], folder: Path, tell: Callable[[str], None], at_once: int = os.cpu_count() or 1
) -> None:
    """Make the copies, a few at once; each is in place, or not there at all, if this is cut short."""
    folder.mkdir(parents=True, exist_ok=True)
    done: Future[None] = Future()

    def work() -> None:
        try:
            done.set_result(asyncio.run(_prepare(steps, folder, tell, at_once)))
        except BaseException as error:
            done.set_exception(error)

    # In the main thread nbclient would take Ctrl+C for itself, and end in errors of its own.
    Thread(target=work, daemon=True).start()
    done.result()


def _step(
    source: Path, target: Path, folder: Path, shared: bytes, ledger: dict[str, dict[str, str]]
) -> Iterator[Step]:
    edition = hashlib.sha256(source.read_bytes() + shared).hexdigest()
    say = source.stem
    for beside in range(1, 100):
        known = ledger.get(_entry(target, folder), {})
        if not target.exists():
            yield Step(source, target, edition, say)
            return
        if known.get("edition") == edition:
            if _cells(target) == known.get("left") and not _shows(target):
                yield Step(source, target, edition, f"{say} (again: it was not made on this computer)")
            return
        if _cells(target) in (known.get("left"), _cells(source)):
            yield Step(source, target, edition, f"{say} (newer)" if beside == 1 else say)
            return
        kept = target.name
        target = target.parent / f"{source.stem} (new{'' if beside == 1 else f' {beside}'}).ipynb"
        say = f'{source.stem}: you changed {kept}, so it stays; the newer lesson is "{target.name}"'


def _entry(target: Path, folder: Path) -> str:
    return target.relative_to(folder).as_posix()


def _shared(course: Path) -> bytes:
    """What every copy is made from besides its own notebook: the content and the page's script and styles."""
    here = Path(__file__).parent
    paths = [
        *sorted((course / "content").rglob("*.[ys][av][mg]*")),
        *sorted((here / "question").glob("*.[jc]s*")),
    ]
    return b"".join(hashlib.sha256(path.read_bytes()).digest() for path in paths if path.is_file())


def _cells(path: Path) -> str:
    """A fingerprint of what is written in a notebook's cells; running a cell does not change it."""
    try:
        cells = json.loads(path.read_text("utf-8"))["cells"]
        written = [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    except (OSError, ValueError, KeyError, TypeError):
        return f"unreadable {path.name}"
    return hashlib.sha256(json.dumps(written).encode()).hexdigest()


def _ledger(folder: Path) -> dict[str, dict[str, str]]:
    try:
        found = json.loads((folder / LEDGER).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return (
        {name: made for name, made in found.items() if isinstance(made, dict)}
        if isinstance(found, dict)
        else {}
    )


async def _prepare(steps: list[Step], folder: Path, tell: Callable[[str], None], at_once: int) -> None:
    turn, done = asyncio.Semaphore(at_once), 0

    async def make(step: Step) -> None:
        nonlocal done
        async with turn:
            fault = await _make(step)
        if not fault:
            made = {"edition": step.edition, "left": _cells(step.target)}
            ledger = _ledger(folder) | {_entry(step.target, folder): made}
            put(folder / LEDGER, json.dumps(ledger, indent=1).encode())
        done += 1
        tell(f"  {done} of {len(steps)}  {step.say}" + (f": could not be made ({fault})" if fault else ""))

    await asyncio.gather(*map(make, steps))


async def _make(step: Step) -> str:
    """Run a notebook, fold its code, save it and vouch for it, so that its quizzes show before it is run.

    The result says why a cell failed, and is empty when none did.
    """
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError
    from nbformat.sign import NotebookNotary

    notebook = nbformat.read(step.source, as_version=4)
    if notebook.metadata.get("bedside", {}).get("live"):
        # What it shows is of the moment: yesterday's class cannot be joined.
        put(step.target, step.source.read_bytes())
        return ""
    for trial in (1, 2):
        notebook = nbformat.read(step.source, as_version=4)
        client = NotebookClient(notebook, kernel_name="python3", timeout=120, record_timing=False)
        client.extra_arguments = ["--IPKernelApp.log_level=ERROR"]
        try:
            await client.async_execute()
            break
        except CellExecutionError as error:
            return f"{error.ename}: {error.evalue}"
        except RuntimeError as error:
            # Of several kernels that start at once, two may take the same port; then one never answers.
            if trial == 2:
                return str(error)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.metadata["jupyter"] = {"source_hidden": True}
    text = nbformat.writes(notebook)
    NotebookNotary().sign(nbformat.reads(text, as_version=4))
    put(step.target, text.encode())
    return ""


def _shows(path: Path) -> bool:
    """Whether Jupyter on this computer will show what a copy holds.

    Its signature is unknown where the home is new, or where the folder came from another computer. Such a
    copy is made anew, and its outputs are not signed as they are: they hold scripts, and the ledger that
    could vouch for them came with the same folder, from the same hands.
    """
    import nbformat
    from nbformat.sign import NotebookNotary

    notebook = nbformat.read(path, as_version=4)
    if not any(cell.get("outputs") for cell in notebook.cells):
        return True
    try:
        notary = NotebookNotary()
        known = notary.check_signature(notebook)
    except OSError:
        return True
    # Where no signature can be kept, a new one would be lost as well.
    return known or not Path(notary.db_file).is_file()
