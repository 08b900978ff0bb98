"""The one door: which questions go into which file, and what an instructor is told about it."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from bedside.content import Content
from bedside.errors import CourseError
from bedside.exporters import anki, canvas, moodle, qti, table
from bedside.exporters.chapter import Chapter
from bedside.files import put
from bedside.kinds import KINDS
from bedside.kinds.forms import Says


@dataclass(frozen=True)
class _Form:
    """How a file for one program ends, what writes it, what becomes of each form, what to say at the end."""

    ending: str
    write: Callable[[Sequence[Chapter], Content], bytes]
    says: Says
    say: str

    @property
    def kinds(self) -> dict[str, str]:
        """The kinds that go into the file, and what becomes of each."""
        return {name: self.says[kind.form] for name, kind in KINDS.items() if kind.form in self.says}


FORMS = {
    "anki": _Form(".apkg", anki.write, anki.SAYS, anki.SAY),
    "moodle": _Form(".xml", moodle.write, moodle.SAYS, moodle.SAY),
    "qti": _Form(".zip", qti.write, qti.SAYS, qti.SAY),
    "canvas": _Form(".zip", canvas.write, canvas.SAYS, canvas.SAY),
    "table": _Form(".xlsx", table.table, table.SAYS, table.TABLE_SAY),
    "csv": _Form(".csv", table.write, table.SAYS, table.CSV_SAY),
}


def export(
    form: str, out: Path, content: Content, lessons: Sequence[str] = (), without: Collection[str] = ()
) -> list[str]:
    """Write the questions of some lessons (of all, if none is named) into a file, whole or not at all.

    Kinds of ``without`` are left out. The result is what to tell the instructor: what became of each kind,
    and what could not be carried over. Raises CourseError when the file cannot be written, or a lesson or a
    kind is not known.
    """
    chosen = FORMS[form]
    if out.suffix.lower() != chosen.ending:
        raise CourseError(f'{out.name}: found the ending "{out.suffix}", expected "{chosen.ending}".')
    if out.is_dir():
        raise CourseError(f"{out} is a folder. Name a file in it.")
    if not out.parent.is_dir():
        raise CourseError(f"{out.parent} is not there. Make this folder first, or name another.")
    for kind in without:
        if kind not in chosen.kinds:
            raise CourseError(f'There is no kind "{kind}". There are: {", ".join(chosen.kinds)}.')
    found = chapters(content, lessons)
    left_in = [each.only([kind for kind in chosen.kinds if kind not in without]) for each in found]
    try:
        put(out, chosen.write(left_in, content))
    except OSError as error:
        raise CourseError.because(error, f"{out} cannot be written: {error.strerror}.") from error
    counts = _counts(left_in)
    carried = [f"  {count} {kind}: {chosen.kinds[kind]}" for kind, count in counts.items()]
    left_out = _counts(found) - counts
    unable = [
        f"  {kind}: not exported, because {KINDS[kind].not_exported}"
        for kind in left_out
        if KINDS[kind].form is None
    ]
    left = ", ".join(f"{count} {kind}" for kind, count in left_out.items()) or "none"
    written = f"{counts.total()} questions of {len(left_in)} lessons are in {out}."
    return [written, *carried, f"Left out: {left}.", *unable, chosen.say]


def _counts(chapters: Sequence[Chapter]) -> Counter[str]:
    return Counter(question.kind for chapter in chapters for question in chapter.questions)


def chapters(content: Content, lessons: Sequence[str] = ()) -> list[Chapter]:
    """Some lessons (all, if none is named) with their questions; raises CourseError when one is not known."""
    for name in lessons:
        if name not in content.lessons:
            near = get_close_matches(name, content.lessons, 1)
            ask = f' Did you mean "{near[0]}"?' if near else ""
            raise CourseError(f'There is no lesson "{name}".{ask} There are: {", ".join(content.lessons)}.')
    wanted = [lesson for lesson in content.lessons.values() if not lessons or lesson.id in lessons]
    by_lesson = {
        lesson.id: [each for each in content.questions.values() if content.lesson_of[each.id] == lesson.id]
        for lesson in wanted
    }
    return [Chapter(lesson, tuple(by_lesson[lesson.id])) for lesson in wanted]
