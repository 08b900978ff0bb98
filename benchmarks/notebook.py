"""Ten questions in one JupyterLab, ours and jupyterquiz's, and what else a student or a test waits for."""

import tempfile
import time
from pathlib import Path

from benchmarks import lab, python
from benchmarks.table import table


def main() -> None:
    """Measure everything, and print ours, theirs, and the ratio."""
    start = time.monotonic()

    def tell(line: str) -> None:
        print(f"{time.monotonic() - start:4.0f} s  {line}", flush=True)

    print("Measuring takes three to four minutes; best with nothing else running.", flush=True)
    with tempfile.TemporaryDirectory(prefix="bedside-bench-") as place:
        tell("JupyterLab starts")
        rows = lab.measure(Path(place) / "lab", tell)
        rows += python.measure(Path(place) / "python", tell)
    print(f"\n{table(rows)}")
    missed = [row.name.strip() for row in rows if row.missed]
    print(f"\n{'Missed: ' + '; '.join(missed) if missed else 'Every aim is met.'}")


if __name__ == "__main__":
    main()
