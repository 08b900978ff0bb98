"""A home that cannot be written: what Jupyter and this course keep there finds another place."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from jupyter_core.paths import jupyter_config_dir, jupyter_data_dir, jupyter_runtime_dir
from platformdirs import user_data_path

from bedside.errors import logged

INSTEAD = ".home"  # in the student's folder


def _ipython() -> str:
    return os.environ.get("IPYTHONDIR") or str(Path.home() / ".ipython")


# What is kept for a person, by the variable that names its place; answers are in the first.
_KEPT: dict[str, Callable[[], str | Path]] = {
    "XDG_DATA_HOME": user_data_path,
    "JUPYTER_DATA_DIR": jupyter_data_dir,
    "JUPYTER_CONFIG_DIR": jupyter_config_dir,
    "IPYTHONDIR": _ipython,
}


def stand_in(folder: Path) -> str:
    """Let the student's folder stand in for places of the home that cannot be written.

    The result says so, and is empty when there is nothing to say. Raises OSError when the folder cannot
    be written, either.
    """
    # All are tried before any is moved, as some lie within others.
    faults = {name: _fault(Path(find())) for name, find in _KEPT.items()}
    running = _fault(Path(jupyter_runtime_dir()))
    for name in filter(faults.get, faults):
        place = folder / INSTEAD / name.lower()
        place.mkdir(parents=True, exist_ok=True)
        os.environ[name] = str(place)
    if running:
        # Keys of kernels: not every disk lets only their owner read a file, but one for temporary files does.
        runtime = tempfile.mkdtemp(prefix="bedside-")
        atexit.register(shutil.rmtree, runtime, ignore_errors=True)
        os.environ["JUPYTER_RUNTIME_DIR"] = runtime
    found = next(filter(None, faults.values()), "")
    return found and (
        f"Your home folder cannot be written ({found}). What would be kept there, as your answers and "
        f"JupyterLab's settings, is kept in {folder / INSTEAD} instead."
    )


def _fault(place: Path) -> str:
    """Why nothing can be written to a place, or nothing."""
    try:
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=place) as probe:
            probe.write(b"1")
    except OSError as error:
        return logged(f"{place}: {error.strerror}", error)
    return ""
