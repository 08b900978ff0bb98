"""What a student, an instructor or a test waits for, ours beside others', and what review is worth."""

import tempfile
import time
from pathlib import Path

from benchmarks import analysis, classroom, falls, lab, labs, memory, python, records, site
from benchmarks.table import table


def main() -> None:
    """Measure everything, and print ours, theirs, and the ratio."""
    start = time.monotonic()

    def tell(line: str) -> None:
        print(f"{time.monotonic() - start:4.0f} s  {line}", flush=True)

    print("Measuring takes about ten minutes; best with nothing else running.", flush=True)
    with tempfile.TemporaryDirectory(prefix="bedside-bench-") as place:
        tell("JupyterLab starts")
        rows = lab.measure(Path(place) / "lab", tell)
        rows += labs.measure(Path(place) / "labs", tell)
        rows += python.measure(Path(place) / "python", tell)
        rows += records.measure(Path(place) / "records", tell)
        rows += classroom.measure(Path(place) / "classroom", tell)
        rows += falls.measure(Path(place) / "falls", tell)
        rows += site.measure(Path(place) / "site", tell)
    rows += analysis.measure(tell)
    rows += memory.measure(tell)
    print(f"\n{table(rows)}")
    missed = [row.name.strip() for row in rows if row.missed]
    print(f"\n{'Missed: ' + '; '.join(missed) if missed else 'Every aim is met.'}")


if __name__ == "__main__":
    main()
