"""JavaScript without a browser: in the Node that Playwright brings along, the same one on every machine."""

import json
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from playwright._impl._driver import compute_driver_executable

FRONTEND = Path(__file__).parents[1] / "bedside" / "frontend"
NODE = compute_driver_executable()[0]

# As JSON both ways, since that is how answers travel: a line is a call, and the line after it what came of it.
_HEARS = """
import { createInterface } from "node:readline";
const modules = await Promise.all(process.argv.slice(1).map((path) => import(path)));
const known = Object.assign({}, ...modules);
for await (const line of createInterface({ input: process.stdin })) {
  const [name, told] = JSON.parse(line);
  console.log(JSON.stringify(told.map((each) => known[name](...each))));
}
"""


class Node:
    """Modules of JavaScript in a process of their own, until it is closed."""

    def __init__(self, *paths: Path) -> None:
        """Import the modules at these paths."""
        command = [NODE, "--input-type=module", "--eval", _HEARS, *(path.as_uri() for path in paths)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._process.communicate()

    def call(self, name: str, arguments: list[list[Any]]) -> list[Any]:
        """What a function gives for each list of arguments, all in one go; JavaScript knows no whole numbers."""
        print(json.dumps([name, arguments]), file=self._process.stdin, flush=True)
        return json.loads(self._process.stdout.readline(), parse_int=float)


def node(*options: str) -> subprocess.CompletedProcess[str]:
    """What became of a program of Node's, run at the top of the project."""
    top = FRONTEND.parents[1]
    return subprocess.run([NODE, *options], cwd=top, encoding="utf-8", capture_output=True)
