"""Where a class is reached: a socket to listen at, and the address people type."""

import socket
from contextlib import suppress
from dataclasses import dataclass

from bedside.errors import CourseError

PORT = 8765
TRIES = 20  # ports after it that are tried


class Taken(CourseError):
    """Raised when there is no port to listen at; its words say what to do."""


@dataclass(frozen=True)
class Place:
    """A socket that listens, its address, the names of its host, and what to say about it."""

    socket: socket.socket
    address: str
    hosts: tuple[str, ...]
    notes: tuple[str, ...]


def listen(lan: bool = False, port: int | None = None) -> Place:
    """Listen on this computer alone, or for everyone in its network; raises Taken."""
    notes = []
    own = network_address() if lan else None
    if lan and own is None:
        notes.append("This computer is in no network, so only pages on this computer reach the class.")
    heard = _bind("0.0.0.0" if own else "127.0.0.1", port)
    found = heard.getsockname()[1]
    if not lan:
        notes.append("Only this computer can open it. To let your network in, begin it with --lan.")
    if port is None and found != PORT:
        notes.append(f"Port {PORT} is in use, perhaps by another class. This one is at {found}.")
    if own:
        notes.append(
            "Everyone in your network can open this class, and what they send is not encrypted. "
            "Use it in a network you trust, and stop it after the class."
        )
    names = {"localhost", "127.0.0.1"} | ({own, socket.gethostname().lower()} if own else set())
    return Place(heard, f"http://{own or '127.0.0.1'}:{found}", tuple(sorted(names)), tuple(notes))


def network_address() -> str | None:
    """This computer's address in its network, or None if it is in none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
        probe.connect(("192.0.2.1", 9))  # nothing is sent; the system says which way it would go
        own = probe.getsockname()[0]
        return None if own.startswith(("127.", "0.")) else own
    return None


def _bind(host: str, port: int | None) -> socket.socket:
    *ports, last = [port] if port is not None else [*range(PORT, PORT + TRIES), 0]
    for each in ports:
        with suppress(OSError, OverflowError):
            return _heard(host, each)
    try:
        return _heard(host, last)
    except (OSError, OverflowError) as error:
        words = f"Port {port} cannot be used: another program has it. Leave --port out, and one is found."
        raise Taken.because(error, words) from error


def _heard(host: str, port: int) -> socket.socket:
    # Named TCP, since asyncio sends small answers at once only where the socket says so.
    heard = socket.socket(proto=socket.IPPROTO_TCP)
    heard.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        heard.bind((host, port))
        heard.listen()
    except (OSError, OverflowError):
        heard.close()
        raise
    heard.set_inheritable(True)
    return heard
