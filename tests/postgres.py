"""A real PostgreSQL server for tests; run as a script, it gets one on Debian, or says what to install."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.browser.chromium import install


def find() -> Path | None:
    """The folder that holds PostgreSQL's programs: on the path, or where Debian keeps them."""
    found = shutil.which("pg_ctl")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    return Path(found).parent if found else debian[-1].parent if debian else None


class Postgres:
    """A server of its own, in a folder of its own, on this machine only."""

    def __init__(self) -> None:
        """Make the database and start the server."""
        self.folder = Path(tempfile.mkdtemp(prefix="bedside-postgres-"))
        # PostgreSQL does not run as root; Debian's package brings a user for it.
        self.user = "postgres" if os.geteuid() == 0 else None
        if self.user:
            shutil.chown(self.folder, self.user)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"postgresql://postgres@127.0.0.1:{self.port}/postgres"
        self._run("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-sync")
        self.start()

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        options = (
            f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories={self.folder}"
        )
        self._run("pg_ctl", "start", "--wait", "--silent", "--log", str(self.folder / "log"), "-o", options)

    def stop(self, how: str = "immediate") -> None:
        """Stop the server: at once, as when its machine fails, or ``fast`` or ``smart``."""
        self._run("pg_ctl", "stop", "--wait", "--silent", "--mode", how)

    def remove(self) -> None:
        """Stop the server and remove its folder."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *words: str) -> None:
        command = [find() / program, "--pgdata", self.folder / "data", *words]
        # Its log keeps the pipe open, so what it says goes to a file.
        with (self.folder / "said").open("wb") as said:
            done = subprocess.run(command, user=self.user, cwd=self.folder, stdout=said, stderr=said)
        if done.returncode:
            raise RuntimeError((self.folder / "said").read_text())


if __name__ == "__main__":
    sys.exit(
        install(
            find, "PostgreSQL for the tests of the records", ["postgresql"], "sudo apt-get install postgresql"
        )
    )
