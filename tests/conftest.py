"""What all tests share."""

import os
from collections.abc import Iterator

import pytest

from tests.live import LiveClass
from tests.postgres import Postgres


@pytest.hookimpl(trylast=True)
def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Name a test as soon as it fails, so that a run that is cut off has told it."""
    if report.failed:
        print(f"\nfailed: {report.nodeid} ({report.when})", flush=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give every worker its share of what takes long, and let it begin with that: none is left alone at the end."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", 1))
    long = [item for item in items if item.get_closest_marker("long")]
    browser = [item for item in items if "browser" in item.path.parts and item not in long]
    heavy = long + browser
    light = [item for item in items if item not in set(heavy)]
    items[:] = [item for nth in range(workers) for part in (heavy, light) for item in part[nth::workers]]


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
