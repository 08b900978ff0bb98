"""All pages of the course, in the order in which they are read."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from nbformat import NotebookNode

from bedside.content import Content
from bedside.course_folder import root
from bedside.errors import CourseError
from bedside.notebook.run_notebooks import Ran, run
from bedside.site import notebook_page, pages


@dataclass(frozen=True)
class Page:
    """One page: its name without .html, its title, the word that leads to it, where it is, what is on it."""

    name: str
    title: str
    short: str
    body: str
    where: str = ""
    scripts: tuple[str, ...] = ()


def book(content: Content, answers: bool, tell: Callable[[str], None]) -> list[Page]:
    """Run the notebooks, telling how it goes, and make all pages; answers adds hand-outs that have them."""
    ran = _run(tell)
    lessons = {lesson.notebook: lesson.id for lesson in content.lessons.values()}
    names = {stem: lessons.get(stem, stem[3:]) for stem in ran}
    told = [_page(each, names[stem], content, names) for stem, each in ran.items()]
    handouts = [
        _handout(ran[stem], page, content, names)
        for stem, page in zip(ran, told, strict=True)
        if answers and 'class="on-paper"' in page.body
    ]
    listed = {page.name: page.title for page in handouts}
    return [
        Page("index", content.course.title, "Start", pages.start(content, names, listed)),
        *told,
        Page("glossary", "Words", "Words", pages.glossary(content, names)),
        Page("search", "Search", "Search", pages.search(), scripts=("index",)),
        *_clinician(content),
        *handouts,
    ]


def _clinician(content: Content) -> list[Page]:
    """The page for a clinician who reviews the course, if the course has one."""
    body = pages.clinician(content)
    return [Page("for-the-clinician", pages.CLINICIAN, "", body, "About the course")] if body else []


def _run(tell: Callable[[str], None]) -> dict[str, NotebookNode]:
    """The notebooks by their names, run; the one a student starts at is not for pages."""
    found = sorted((root() / "notebooks").glob("[0-9][0-9]-*.ipynb"))
    paths = [path for path in found if not path.stem.startswith("00-")]
    done, made = count(1), dict[Path, NotebookNode]()

    def each(path: Path, ran: Ran) -> None:
        if isinstance(ran, CourseError):
            raise CourseError(f"{path.name}, {ran}")
        made[path] = ran
        number = next(done)
        tell(f"  {'█' * number}{'░' * (len(paths) - number)} {number} of {len(paths)}  {path.stem}")

    run(paths, each, shared=True)
    return {path.stem: made[path] for path in paths}


def _page(ran: NotebookNode, name: str, content: Content, names: dict[str, str]) -> Page:
    body, title, lesson = (
        notebook_page.body(ran, content, names),
        notebook_page.title(ran),
        content.lessons.get(name),
    )
    if lesson is None:
        return Page(name, title, name.capitalize(), body)
    at = list(content.lessons).index(name) + 1
    return Page(name, title, lesson.title, body, f"Lesson {at} of {len(content.lessons)}")


def _handout(ran: NotebookNode, page: Page, content: Content, names: dict[str, str]) -> Page:
    body = notebook_page.body(ran, content, names, answers=True)
    return Page(f"{page.name}-answers", f"{page.title} (with answers)", "", body, "With answers")
