"""What all tests share."""

import os
from collections.abc import Iterator

import httpx
import pytest
from hypothesis import settings

from tests.live import LiveClass
from tests.postgres import Postgres

# A busy machine answers late, and httpx would give up after five seconds.
for part in ("connect", "read", "write", "pool"):
    setattr(httpx._config.DEFAULT_TIMEOUT_CONFIG, part, 60.0)

# The same examples each time: what fails today failed yesterday, too.
settings.register_profile("steady", derandomize=True, database=None, deadline=None)
settings.load_profile("steady")


@pytest.hookimpl(trylast=True)
def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Name a test as soon as it fails, so that a run that is cut off has told it."""
    if report.failed:
        print(f"\nfailed: {report.nodeid} ({report.when})", flush=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let each worker begin with its share of the real programs, so that none is left alone with them at the end."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    slow = [item for item in items if "browser" in item.path.parts]
    quick = [item for item in items if "browser" not in item.path.parts]
    items[:] = [
        item
        for worker in range(workers)
        for kind in (slow, quick)
        for item in kind[len(kind) * worker // workers : len(kind) * (worker + 1) // workers]
    ]


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    """A real PostgreSQL."""
    server = Postgres()
    yield server
    server.remove()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveClass]:
    """A real server of classes, with SQLite."""
    house = LiveClass(f"sqlite:///{tmp_path_factory.mktemp('classes')}/classes.sqlite")
    yield house
    house.stop()
