"""The rooms of the program, and who may know of whom: imports lead down the list, and never in a circle."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# From what people call down to what all the others stand on.
ROOMS = [
    "__init__", "__main__", "cli", "site", "exporters", "classroom", "report", "notebook", "learner", "labs",
    "content", "kinds", "text", "frontend", "course_folder", "files", "errors",
]  # fmt: skip
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted((ROOT / "bedside").rglob("*.py"))
}


def room(module: str) -> str:
    """The room that a module is in."""
    return [*module.split("."), "__init__"][1]


def imports(path: Path) -> Iterator[str]:
    """The modules of ours that one imports, wherever in it: within a function and for types alone as well."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name in MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module in MODULES:
            named = [f"{node.module}.{each.name}" for each in node.names]
            yield from (name if name in MODULES else node.module for name in named)


KNOWS = {module: sorted(set(imports(path))) for module, path in MODULES.items()}


def test_every_room_is_in_the_list() -> None:
    assert {room(module) for module in MODULES} == set(ROOMS)


def test_imports_lead_down_the_list() -> None:
    up = [
        f"{module} imports {other}"
        for module, others in KNOWS.items()
        for other in others
        if ROOMS.index(room(other)) < ROOMS.index(room(module))
    ]
    assert up == []


def test_no_module_knows_of_itself_through_others() -> None:
    left = {module: set(others) for module, others in KNOWS.items()}
    while free := [module for module, others in left.items() if not others & left.keys()]:
        for module in free:
            del left[module]
    assert left == {}


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("bedside", "IPython ipywidgets anywidget sqlalchemy pydantic"),
        ("bedside.classroom.session", "IPython ipywidgets anywidget sqlalchemy pydantic fastapi"),
        ("bedside.classroom.agenda", "IPython ipywidgets anywidget sqlalchemy"),
        ("bedside.classroom.app", "IPython ipywidgets anywidget"),
        ("bedside.learner.service", "IPython ipywidgets anywidget"),
        ("bedside.report", "IPython ipywidgets anywidget sqlalchemy"),
        ("bedside.site.pages", "IPython ipywidgets anywidget sqlalchemy"),
        ("bedside.exporters", "IPython ipywidgets anywidget sqlalchemy"),
    ],
)
def test_what_a_module_does_not_need_is_not_loaded(module: str, heavy: str) -> None:
    code = f"import sys, {module}; print(*sorted(sys.modules.keys() & set({heavy.split()})))"
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, text=True, capture_output=True, check=True)
    assert told.stdout == "\n"
