"""Where Chromium is; run as a script, it gets one on Debian, or says in one line what to install."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

# The same browser without a window's trappings takes less than half of the processor's time.
SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """The path of a Chromium: the one named by CHROMIUM, the system's, or playwright's own."""
    found = [os.environ.get("CHROMIUM"), *map(shutil.which, NAMES)]
    return next((path for path in found if path), None) or _playwrights()


def _playwrights() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install(find: Callable[[], Any], what: str, packages: list[str], say: str) -> int:
    """Install Debian's packages when something is not found and it can be done; the result is the exit code."""
    if find():
        return 0
    fetch(what, packages)
    if find():
        return 0
    print(f"Not found: {what}. Install it: {say}", file=sys.stderr)
    return 1


def fetch(what: str, packages: list[str]) -> None:
    """Install Debian's packages, as far as it can be done."""
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print(f"Getting {what}: a minute, once.", flush=True)
        quiet = {
            "stdout": subprocess.DEVNULL,
            "stderr": subprocess.DEVNULL,
            "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        }
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
        subprocess.run(["apt-get", "install", "-y", "-qq", *packages], check=False, **quiet)


if __name__ == "__main__":
    if not (shutil.which(SHELL) or os.environ.get("CHROMIUM")):
        fetch("a Chromium for the browser tests", [SHELL, "fonts-dejavu-core"])
    sys.exit(
        install(
            find,
            "Chromium for the browser tests",
            ["chromium", "fonts-dejavu-core"],
            "sudo apt-get install chromium, or: .venv/bin/playwright install chromium",
        )
    )
