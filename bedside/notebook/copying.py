"""One copy of a notebook: folded, and vouched for, so that its quizzes show before it is run."""

from pathlib import Path
from typing import Any

from bedside.files import put


def keep(notebook: Any, target: Path) -> None:
    """Fold the code of a notebook that was run, save it and vouch for it; one of the moment is only saved."""
    import nbformat
    from nbformat.sign import NotebookNotary

    ran = not notebook.metadata.get("bedside", {}).get("live")
    if ran:
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.metadata["jupyter"] = {"source_hidden": True}
    text = nbformat.writes(_as_opened(notebook))
    if ran:
        NotebookNotary().sign(nbformat.reads(text, as_version=4))
    put(target, text.encode())


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
