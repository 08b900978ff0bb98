"""One copy of a notebook: run, folded, and vouched for, so that its quizzes show before it is run."""

from pathlib import Path
from subprocess import DEVNULL
from typing import Any

from bedside.errors import logged
from bedside.files import put


async def make(source: Path, target: Path) -> str:
    """Run a notebook, fold its code, save it and vouch for it, so that its quizzes show before it is run.

    The result says why a cell failed, and is empty when none did.
    """
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError
    from nbformat.sign import NotebookNotary

    notebook = nbformat.read(source, as_version=4)
    if notebook.metadata.get("bedside", {}).get("live"):
        # What it shows is of the moment: yesterday's class cannot be joined.
        put(target, nbformat.writes(_as_opened(notebook)).encode())
        return ""
    for trial in (1, 2):
        notebook = nbformat.read(source, as_version=4)
        client = NotebookClient(notebook, kernel_name="python3", timeout=120, record_timing=False)
        client.extra_arguments = ["--IPKernelApp.log_level=ERROR"]
        try:
            # What a kernel says while it ends, on a busy machine, is not for students.
            await client.async_execute(stderr=DEVNULL)
            break
        except CellExecutionError as error:
            return logged(f"{error.ename}: {error.evalue}", error)
        except RuntimeError as error:
            # Of several kernels that start at once, two may take the same port; then one never answers.
            if trial == 2:
                return logged(str(error), error)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.metadata["jupyter"] = {"source_hidden": True}
    text = nbformat.writes(_as_opened(notebook))
    NotebookNotary().sign(nbformat.reads(text, as_version=4))
    put(target, text.encode())
    return ""


def _as_opened(notebook: Any) -> Any:
    """A notebook with the metadata that JupyterLab writes on opening, which would count as a change."""
    from ipykernel.ipkernel import IPythonKernel
    from jupyter_client.kernelspec import KernelSpecManager

    spec = KernelSpecManager().get_kernel_spec("python3")
    kernel = {"name": "python3", "display_name": spec.display_name, "language": spec.language}
    notebook.metadata |= {"kernelspec": kernel, "language_info": dict(IPythonKernel.language_info)}
    return notebook


def shows(path: Path) -> bool:
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
