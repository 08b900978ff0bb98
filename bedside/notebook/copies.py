"""The student's own copies of the notebooks: run once, trusted, and never written over once changed."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from bedside.content import load
from bedside.errors import CourseError
from bedside.files import put
from bedside.notebook.copying import keep, shows
from bedside.notebook.made_from import cells, fingerprints, program

LEDGER = ".bedside.json"  # in the student's folder: what was made from what, and how it was left


@dataclass(frozen=True)
class Step:
    """A copy to make, what it is made from, and the sentence that says why."""

    source: Path
    target: Path
    edition: str  # of what the lesson says and shows
    program: str  # of what else goes into its copy
    say: str


def plan(course: Path, folder: Path, package: Path = Path(__file__).parents[1]) -> list[Step]:
    """What is missing or out of date in a folder; nothing when there is nothing to do.

    A copy whose cells a student changed stays, and the newer lesson is made beside it; where only the
    program is newer, running the cells shows it. Raises ContentError with every fault of the content.
    """
    ledger, content, made_by = _ledger(folder), load(course / "content"), program(package)
    steps: list[Step] = []
    for source in sorted((course / "notebooks").rglob("*.ipynb")):
        if ".ipynb_checkpoints" not in source.parts:
            made_from = fingerprints(json.loads(source.read_text("utf-8")), content, made_by)
            target = folder / source.relative_to(course / "notebooks")
            steps += _step(source, target, folder, made_from, ledger)
    return steps


def prepare(
    steps: list[Step], folder: Path, tell: Callable[[str], None], at_once: int = os.cpu_count() or 1
) -> list[str]:
    """Make the copies, a few at once; each is in place, or not there at all, if this is cut short.

    The result names the lessons that could not be made. Raises OSError when the folder cannot be used.
    """
    from bedside.notebook.run_notebooks import Ran, run

    folder.mkdir(parents=True, exist_ok=True)
    of = {step.source: step for step in steps}
    done, failed = count(1), list[str]()

    def each(source: Path, ran: Ran) -> None:
        step, fault = of[source], ""
        if isinstance(ran, CourseError):
            failed.append(source.stem)
            fault = f": could not be made ({ran})"
        else:
            keep(ran, step.target)
            _enter(step, folder)
        tell(f"  {next(done)} of {len(steps)}  {step.say}{fault}")

    run(of, each, at_once)
    return failed


def _step(
    source: Path, target: Path, folder: Path, made_from: tuple[str, str], ledger: dict[str, dict[str, str]]
) -> Iterator[Step]:
    edition, made_by = made_from
    say = source.stem
    for beside in range(1, 100):
        known = ledger.get(_entry(target, folder), {})
        if not target.exists():
            yield Step(source, target, edition, made_by, say)
            return
        if known.get("edition") == edition and known.get("program") == made_by:
            if cells(target) == known.get("left") and not shows(target):
                again = f"{say} (again: it was not made on this computer)"
                yield Step(source, target, edition, made_by, again)
            return
        if cells(target) in (known.get("left"), cells(source)):
            yield Step(source, target, edition, made_by, f"{say} (newer)" if beside == 1 else say)
            return
        if known.get("edition") == edition:
            return
        kept = target.name
        target = target.parent / f"{source.stem} (new{'' if beside == 1 else f' {beside}'}).ipynb"
        say = f'{source.stem}: you changed {kept}, so it stays; the newer lesson is "{target.name}"'


def _entry(target: Path, folder: Path) -> str:
    return target.relative_to(folder).as_posix()


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


def _enter(step: Step, folder: Path) -> None:
    """Enter a copy in the ledger."""
    made = {"edition": step.edition, "program": step.program, "left": cells(step.target)}
    ledger = _ledger(folder) | {_entry(step.target, folder): made}
    put(folder / LEDGER, json.dumps(ledger, indent=1).encode())
