"""The ``bedside`` command."""

import argparse
import json
import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from bedside.errors import CourseError, StorageError, show_log
from bedside.notebook.copies import plan, prepare
from bedside.notebook.home import stand_in


def main(words: list[str] | None = None) -> int:
    """Run one command; the result is the exit code."""
    for out in (sys.stdout, sys.stderr):
        if isinstance(out, TextIOWrapper):
            out.reconfigure(
                errors="replace"
            )  # an old terminal lacks some letters, which is no reason to stop
    try:
        code = _run(words)
        sys.stdout.flush()
        return code
    except CourseError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # whoever reads has seen enough, as "head" has
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(words: list[str] | None) -> int:
    parser = argparse.ArgumentParser("bedside", description="A course on neutropenia in Jupyter notebooks.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    lab_ = commands.add_parser("lab", help="open the course in JupyterLab", description=lab.__doc__)
    lab_.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=Path.home() / "bedside",
        help="your own folder (default: ~/bedside)",
    )
    lab_.add_argument("--prepare-only", action="store_true", help="make your copies of the lessons, and stop")

    check_ = commands.add_parser("check", help="find mistakes in the content", description=check.__doc__)
    check_.add_argument("folder", nargs="?", type=Path, help="the content to check (default: this course's)")
    check_.add_argument("--schema", action="store_true", help="write schema/*.json for editors as well")

    results_ = commands.add_parser(
        "results", help="see what a class's answers say", description=results.__doc__
    )
    results_.add_argument(
        "places",
        nargs="+",
        metavar="FILES-OR-FOLDER",
        help="files your students saved, folders, a platform's zip, or a database's URL",
    )
    results_.add_argument(
        "--table", "--csv", type=Path, metavar="FILE",
        help="write a table as well: FILE.xlsx for a spreadsheet, FILE.csv for programs",
    )  # fmt: skip
    results_.add_argument("--db", metavar="URL", help="look up a class's letters in this database")
    results_.add_argument(
        "--class", dest="only", action="append", default=[], metavar="CODE",
        help="of a database with several classes, this one (once or more); none: what was outside; or all",
    )  # fmt: skip

    class_ = commands.add_parser("class", help="run a class, live", description=hold_class.__doc__)
    class_.add_argument(
        "words", nargs="*", metavar="LESSON", help="a lesson, or questions, or a patient, by their names"
    )
    class_.add_argument(
        "--level",
        default="core",
        help="which questions of a lesson to ask: core, or deeper, for medical students and junior doctors",
    )
    class_.add_argument("--lan", action="store_true", help="let everyone in your network in")
    class_.add_argument("--port", type=int, help="listen at this port")
    class_.add_argument(
        "--db", metavar="URL", help="keep the class in this database, as postgresql://host/name"
    )
    class_.add_argument("--again", metavar="CODE", default="", help="go on with a class that was stopped")
    class_.add_argument("--no-browser", action="store_true", help="do not open the presenter's page")
    class_.add_argument("--json", action="store_true", help="tell a program: one line, until its input ends")

    site_ = commands.add_parser(
        "site", help="write the course as pages that open anywhere", description=site.__doc__
    )
    site_.add_argument("folder", type=Path, metavar="OUT", help="the folder for the pages")
    site_.add_argument("--answers", action="store_true", help="add hand-outs with the answers, to be printed")

    export_ = commands.add_parser(
        "export", help="write the questions for another program", description=export.__doc__
    )
    export_.add_argument(
        "form", choices=["anki", "moodle", "qti", "table", "csv"], help="the program they are for"
    )
    export_.add_argument("file", type=Path, metavar="OUT", help="the file to write")
    export_.add_argument(
        "--lesson", action="append", default=[], metavar="LESSON", help="this lesson alone (once or more)"
    )
    export_.add_argument(
        "--without", action="append", default=[], metavar="KIND", help="leave this kind out (once or more)"
    )
    export_.add_argument("--for", dest="program", choices=["canvas"], help="qti as Canvas itself writes it")

    for each in commands.choices.values():
        each.add_argument("--verbose", action="store_true", help="show what is behind a message, too")

    chosen, rest = parser.parse_known_args(words)
    if chosen.verbose:
        show_log()
    if rest and chosen.command != "lab":
        parser.error(f"unknown: {' '.join(rest)}")
    if chosen.command == "class":
        return hold_class(**{name: value for name, value in vars(chosen).items() if name != "command"})
    if chosen.command == "site":
        return site(chosen.folder.expanduser().resolve(), chosen.answers)
    if chosen.command == "export":
        if chosen.program and chosen.form != "qti":
            parser.error(f"--for {chosen.program} goes with qti, and found {chosen.form}")
        form, file = chosen.program or chosen.form, chosen.file.expanduser().resolve()
        return export(form, file, chosen.lesson, chosen.without)
    if chosen.command == "check":
        return check(chosen.folder, chosen.schema)
    if chosen.command == "results":
        return results(chosen.places, chosen.table, chosen.db, chosen.only)
    return lab(chosen.folder.expanduser().resolve(), chosen.prepare_only, rest)


def lab(folder: Path, prepare_only: bool, rest: list[str]) -> int:
    """Prepare your own copy of the lessons and open them in JupyterLab. Further options go to JupyterLab."""
    from bedside.content import ContentError
    from bedside.course_folder import root

    failed: list[str] = []
    try:
        steps = plan(root(), folder)
        if moved := stand_in(folder):
            print(moved, file=sys.stderr, flush=True)
        if steps:
            print(f"Preparing your lessons in {folder}", flush=True)
            failed = prepare(steps, folder, lambda line: print(line, flush=True))
    except ContentError as error:
        raise CourseError(f"{error}\nThe lessons cannot be made until this is mended.") from error
    except OSError as error:
        raise StorageError.because(error, _unusable(error, folder)) from error
    except KeyboardInterrupt:
        print("Stopped before all lessons were ready. Run it again to go on.", file=sys.stderr, flush=True)
        os._exit(130)  # at once: the kernels end by themselves when they miss this process
    if failed:
        said = "The lines above say why. An older copy stays as it is. Run it again to try once more."
        print(f"Not ready: {', '.join(sorted(failed))}. {said}", file=sys.stderr, flush=True)
        if prepare_only or not any(folder.rglob("*.ipynb")):
            return 1
    print(f"Your lessons are in {folder}", flush=True)
    if prepare_only:
        return 0
    print("JupyterLab opens in your browser. To stop it, come back here and press Ctrl+C twice.", flush=True)
    ours = str(Path(__file__).parent / "notebook" / "jupyter")
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(
        filter(None, [ours, os.environ.get("JUPYTER_CONFIG_PATH")])
    )
    from jupyterlab.labapp import LabApp

    # As root, in a container, JupyterLab asks to be told so; it listens on this machine only.
    as_root = getattr(os, "geteuid", lambda: 1)() == 0
    first = "/tree/00-start-here.ipynb" if (folder / "00-start-here.ipynb").exists() else ""
    start = [f"--LabApp.default_url=/lab{first}", "--LabApp.log_level=WARN"]
    start += ["--FileContentsManager.pre_save_hook=bedside.notebook.save_hook.before_saving"]
    apps = ("LabApp", "JupyterNotebookApp")  # Jupyter Notebook, where it is installed, is on the same server
    start += [f"--{app}.extra_labextensions_path={ours}/labextensions" for app in apps]
    start += ["--ServerApp.log_level=WARN", *["--allow-root"] * as_root]
    LabApp.launch_instance([f"--ServerApp.root_dir={folder}", *start, *rest])
    return 0


def _unusable(error: OSError, folder: Path) -> str:
    """What cannot be used, and what to do: the folder, or a place of Jupyter's in the home."""
    place = Path(error.filename or folder)
    said = f"{place} cannot be used: {error.strerror or error}."
    if folder == place or folder in place.parents or place in folder.parents:
        return f"{said} Name another folder: bedside lab FOLDER"
    return (
        f"{said} Set HOME to a folder that can be written; or JUPYTER_DATA_DIR and JUPYTER_RUNTIME_DIR for "
        "what Jupyter keeps, and BEDSIDE_DB for your answers."
    )


def check(folder: Path | None, schema: bool) -> int:
    """Name every mistake in the content, each with its file and line; exit with 1 if there are any."""
    from bedside.content import check as faults_in
    from bedside.content.schema import schemas
    from bedside.course_folder import root

    folder = (folder or root() / "content").resolve()
    if schema:
        (folder / "schema").mkdir(parents=True, exist_ok=True)
        for name, made in schemas().items():
            text = json.dumps(made, indent=1, ensure_ascii=False) + "\n"
            (folder / "schema" / f"{name}.json").write_text(text, "utf-8")
    faults = faults_in(folder)
    for fault in faults:
        print(fault)
    print(f"{len(faults)} to mend" if faults else "The content is in order.")
    return 1 if faults else 0


def site(folder: Path, answers: bool) -> int:
    """Write the course as plain pages. They open from the folder or from any web server."""
    from bedside.site import build

    written = build(folder, lambda line: print(line, flush=True), answers)
    print(f"{written} files written." if written else "Nothing has changed since the last time.")
    print(f"Open {folder / 'index.html'} in a browser.")
    return 0


def export(form: str, file: Path, lessons: list[str], without: list[str]) -> int:
    """Write the questions as a deck for Anki, for Moodle, for Canvas and Blackboard, or for a spreadsheet."""
    from bedside.content import shipped
    from bedside.exporters import export as write

    print("\n".join(write(form, file, shipped(), lessons, without)))
    return 0


def results(places: list[str], table: Path | None, db: str | None, only: list[str]) -> int:
    """See what to teach again and which questions to mend; exit with 1 if no file could be used."""
    from bedside.report import main as show

    return show(places, table, db, only)


def hold_class(words: list[str], no_browser: bool, json: bool, **options: Any) -> int:
    """Run a class on a lesson, live: the room votes, talks, and votes again. Ctrl+C stops it."""
    from bedside.classroom.server import hold

    return hold(words, as_json=json, browser=not no_browser and not json, **options)
