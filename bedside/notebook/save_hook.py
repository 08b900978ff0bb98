"""Saving a lesson without losing its questions.

JupyterLab saves the state of a widget only while its kernel knows it. A lesson that was opened and not run,
or whose kernel was stopped, would be saved without its questions, and opened empty the next time.
"""

import json
from pathlib import Path
from typing import Any

_KIND = "application/vnd.jupyter.widget-state+json"
Notebook = dict[str, Any]


def before_saving(model: dict[str, Any], path: str, contents_manager: Any, **_: Any) -> None:
    """Jupyter Server's hook: put back into a notebook what its file holds and its outputs still show."""
    if model.get("type") != "notebook" or not isinstance(model.get("content"), dict):
        return
    try:
        place = Path(contents_manager.root_dir, *path.strip("/").split("/"))
        old = json.loads(place.read_text("utf-8"))
    except (OSError, ValueError):
        return
    keep_widgets(model["content"], old)


def keep_widgets(new: Notebook, old: Notebook) -> None:
    """Give a notebook the widget states of an older one that its outputs show and it lacks."""
    known = _states(old)
    metadata = new.setdefault("metadata", {})
    states = _states(new)
    missing = [name for name in _shown(new) if name not in states and name in known]
    for name in missing:
        states[name] = known[name]
        # A state names the models it is made of, as its layout, by their ids.
        missing += [part for part in known if part not in states and f"IPY_MODEL_{part}" in str(known[name])]
    if missing:
        whole = {"state": states, "version_major": 2, "version_minor": 0}
        metadata.setdefault("widgets", {})[_KIND] = whole


def _states(notebook: Notebook) -> dict[str, Any]:
    widgets = notebook.get("metadata", {}).get("widgets", {})
    found = widgets.get(_KIND, {}) if isinstance(widgets, dict) else {}
    states = found.get("state", {}) if isinstance(found, dict) else {}
    return dict(states) if isinstance(states, dict) else {}


def _shown(notebook: Notebook) -> list[str]:
    outputs = [output for cell in notebook.get("cells", ()) for output in cell.get("outputs", ())]
    views = [output.get("data", {}).get("application/vnd.jupyter.widget-view+json") for output in outputs]
    return [view["model_id"] for view in views if isinstance(view, dict) and "model_id" in view]
