"""The real JupyterLab, as ``bedside lab`` starts it, and what a student does in it."""

import ast
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

from jupyter_client import BlockingKernelClient
from playwright.sync_api import Page

from bedside.learner.store import Records

TOKEN = "for-these-tests-only"
LAB = [sys.executable, "-m", "bedside", "lab"]


def environment(home: Path) -> dict[str, str]:
    """An environment whose home, data and settings are here."""
    # A student's Python keeps what it has compiled; where that is switched off, every kernel would start slowly.
    usual = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {
        **usual,
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "share"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
    }


def prepared(place: Path) -> Path:
    """A home and a folder that ``bedside lab`` made, and what it said, once for all workers of a test run."""
    shared = place.parents[1] if place.parent.name.startswith("popen-") else place.parent
    ready, said = shared / "prepared", shared / "prepared" / "ready"
    try:
        ready.mkdir()
    except FileExistsError:
        for _ in range(1200):
            if said.exists():
                return ready
            time.sleep(0.1)
        raise TimeoutError("the lessons were not prepared within two minutes") from None
    (ready / "home").mkdir()
    command = [*LAB, str(ready / "bedside"), "--prepare-only"]
    with (ready / "said").open("wb") as out:
        subprocess.run(command, env=environment(ready / "home"), check=True, stdout=out, stderr=out)
    said.touch()
    return ready


class Jupyter:
    """A JupyterLab on a folder of its own, with a home of its own."""

    def __init__(
        self,
        place: Path,
        command: list[str] | None = None,
        prepare: bool = True,
        options: list[str] | None = None,
    ) -> None:
        """Start ``bedside lab`` on a new folder under place, with further options of JupyterLab."""
        self.folder, self.home = place / "bedside", place / "home"
        self.env = environment(self.home)
        self.command = command or [*LAB, str(self.folder)]
        if prepare:
            ready = prepared(place)
            shutil.copytree(ready / "home", self.home)
            shutil.copytree(ready / "bedside", self.folder)
        self.home.mkdir(parents=True, exist_ok=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        options = [
            *(options or []),
            "--no-browser",
            f"--ServerApp.port={self.port}",
            f"--IdentityProvider.token={TOKEN}",
        ]
        # So that a test can call the commands of JupyterLab, and of Jupyter Notebook on the same server.
        options += [f"--{app}.expose_app_in_browser=True" for app in ("LabApp", "JupyterNotebookApp")]
        with (place / "jupyter.log").open("wb") as log:
            self.process = subprocess.Popen([*self.command, *options], env=self.env, stdout=log, stderr=log)
        self._wait()

    def _wait(self) -> None:
        for _ in range(1200):
            try:
                self.get("api/status")
                return
            except OSError:
                time.sleep(0.1)
        raise TimeoutError("JupyterLab did not start within two minutes")

    def get(self, path: str, method: str = "GET") -> Any:
        """Ask the server's own interface."""
        token = {"Authorization": f"token {TOKEN}"}
        request = urllib.request.Request(f"{self.url}/{path}", headers=token, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read() or "null")

    def open(self, page: Page, name: str, wait: str = "bedside-question") -> None:
        """Open a notebook in a page with a kernel of its own, and wait until its questions are there."""
        self.shut()
        page.goto(f"{self.url}/lab/tree/{name}.ipynb?token={TOKEN}&reset")
        page.locator(".jp-Notebook").wait_for(timeout=60_000)
        if wait:
            page.locator(wait).first.wait_for(timeout=60_000)

    def kernel(self, name: str) -> "Kernel":
        """The running kernel of a notebook."""
        for _ in range(100):
            for session in self.get("api/sessions"):
                if session["path"] == f"{name}.ipynb":
                    return Kernel(self.home / "runtime" / f"kernel-{session['kernel']['id']}.json")
            time.sleep(0.1)
        raise TimeoutError(f"no kernel for {name}")

    @property
    def records(self) -> Records:
        """What is kept of this student."""
        return Records(f"sqlite:///{self.home / 'share' / 'bedside' / 'answers.sqlite'}")

    def forget(self) -> None:
        """Shut all kernels, and begin with no answers and a new learner."""
        self.shut()
        shutil.rmtree(self.home / "share" / "bedside", ignore_errors=True)

    def shut(self) -> None:
        """Shut all kernels, as the list of running kernels does."""
        for _ in range(100):
            sessions = self.get("api/sessions")
            if not sessions:
                return
            for session in sessions:
                with suppress(HTTPError):  # a kernel that is just ending by itself is not there to be shut
                    self.get(f"api/sessions/{session['id']}", method="DELETE")
            time.sleep(0.1)
        raise TimeoutError("a kernel does not end")

    def stop(self) -> None:
        """End the server and its kernels."""
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:  # it waits for a kernel that is just starting
            self.process.kill()
            self.process.wait()


def command(page: Page, name: str, **options: Any) -> None:
    """Carry out one of JupyterLab's own commands, as its menus do, without waiting for its end."""
    page.wait_for_function("() => window.jupyterapp")
    page.evaluate(
        "([name, options]) => { window.jupyterapp.commands.execute(name, options); }", [name, options]
    )


def run_all(page: Page) -> None:
    """Run every cell of the open notebook, and wait until the kernel is idle again."""
    session = "window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel"
    idle = f"() => {session}?.connectionStatus === 'connected' && {session}.status === 'idle'"
    page.wait_for_function(idle, timeout=60_000)
    command(page, "notebook:run-all-cells")
    page.wait_for_timeout(200)
    waiting = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-InputArea-prompt", has_text="*")
    waiting.first.wait_for(state="detached", timeout=60_000)
    page.wait_for_function(idle, timeout=60_000)


class Kernel:
    """A second client on a notebook's kernel: what Python there knows."""

    def __init__(self, connection: Path) -> None:
        """Connect through the kernel's own connection file."""
        self.client = BlockingKernelClient(connection_file=str(connection))
        self.client.load_connection_file()
        self.client.start_channels()
        self.client.wait_for_ready(30)

    def value(self, expression: str) -> Any:
        """The value of a Python expression, by way of JSON."""
        asked = {"value": f"__import__('json').dumps({expression})"}
        reply = self.client.execute("", store_history=False, user_expressions=asked, reply=True, timeout=30)
        told = reply["content"]["user_expressions"]["value"]
        if told["status"] != "ok":
            raise RuntimeError(told.get("evalue"))
        return json.loads(ast.literal_eval(told["data"]["text/plain"]))

    def pid(self) -> int:
        """The number of the kernel's process, as it is now."""
        return self.value("__import__('os').getpid()")

    def close(self) -> None:
        """Leave; the kernel goes on."""
        self.client.stop_channels()
