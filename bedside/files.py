"""Files, written whole or not at all."""

from pathlib import Path


def put(path: Path, made: bytes) -> None:
    """Write a file, and the folders to it; until it is whole, the old one stays. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.draft")
    try:
        draft.write_bytes(made)
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
