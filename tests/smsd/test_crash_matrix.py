"""The daemon is killed at every point that matters and started again: nothing is lost, and what is doubled is known.

Nearly all the time is spent waiting, with transport `gammu` for its library, which sleeps; so the points of one kind
of installation run side by side.
"""

import fcntl
import os
import pickle
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest

from storage.engine import Database
from storage.migrate import upgrade
from tests.smsd.crash_points import POINTS, Point
from tests.smsd.crash_scene import Ending, play

AT_ONCE = 16
Installation = tuple[str, str]
INSTALLATIONS: tuple[Installation, ...] = (("sqlite", "at"), ("postgresql", "at"), ("sqlite", "gammu"))
"""Kinds of database and transport: what is different about `gammu` ends before the database."""

PLAYED = [
    pytest.param(installation, point, id=f"{'-'.join(installation)}-{point.name}")
    for installation in INSTALLATIONS
    for point in POINTS
    if installation[1] in point.transports
]


@pytest.fixture(scope="module")
def endings(
    request: pytest.FixtureRequest, new_database: Callable[[str, Path], str], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Installation], Mapping[str, Ending]]:
    """What came of each point that is asked for, by its name; on each kind of installation.

    It is played once for all processes that share the tests, and one installation after the other.
    """
    module = [item.callspec.params for item in request.session.items if item.path == request.path]
    here = tmp_path_factory.getbasetemp()
    shared = here.parent if "PYTEST_XDIST_WORKER" in os.environ else here

    @cache
    def endings_of(installation: Installation) -> Mapping[str, Ending]:
        played = shared / f"crashes-{'-'.join(installation)}"
        with (shared / "crashes.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not played.exists():
                played.write_bytes(pickle.dumps(_played(installation)))
        found: Mapping[str, Ending] = pickle.loads(played.read_bytes())  # noqa: S301 - one of ours wrote it
        return found

    def _played(installation: Installation) -> dict[str, Ending]:
        database, transport = installation
        asked_for = {params["point"].name for params in module if params["installation"] == installation}
        # Those with the most runs first: none of them shall be left for the end.
        points = sorted((point for point in POINTS if point.name in asked_for), key=lambda point: -len(point.kills))
        folders = [tmp_path_factory.mktemp(point.name) for point in points]
        urls = [_made(new_database(database, folder)) for folder in folders]
        transports = [transport] * len(points)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            results = pool.map(play, points, transports, urls, folders)
            return dict(zip([point.name for point in points], results, strict=True))

    return endings_of


def _made(url: str) -> str:
    """Make the schema: not side by side, Alembic has globals."""
    with closing(Database(url)) as database:
        upgrade(database)
    return url


# The first one plays all points, and the others wait for it.
@pytest.mark.timeout(900)
@pytest.mark.parametrize(("installation", "point"), PLAYED)
def test_killed_there_and_started_again_it_loses_nothing_and_doubles_no_more_than_it_may(
    installation: Installation, point: Point, endings: Callable[[Installation], Mapping[str, Ending]]
) -> None:
    if wrong := endings(installation)[point.name].wrong:
        pytest.fail("\n".join(wrong), pytrace=False)
