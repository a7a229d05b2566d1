"""The daemon is killed at every point that matters and started again: nothing is lost, and what is doubled is known.

Nearly all the time is spent waiting, with transport `gammu` for its library, which sleeps; so the points of one kind
of installation run side by side.
"""

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
INSTALLATIONS = (("sqlite", "at"), ("postgresql", "at"), ("sqlite", "gammu"))
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
) -> Callable[[tuple[str, str]], Mapping[str, Ending]]:
    """What came of each point that is asked for, by its name; on each kind of installation."""
    module = [item.callspec.params for item in request.session.items if item.path == request.path]

    @cache
    def endings_of(installation: tuple[str, str]) -> Mapping[str, Ending]:
        database, transport = installation
        asked_for = {params["point"].name for params in module if params["installation"] == installation}
        # Those with the most runs first: none of them shall be left for the end.
        points = sorted((point for point in POINTS if point.name in asked_for), key=lambda point: -len(point.kills))
        folders = [tmp_path_factory.mktemp(point.name) for point in points]
        urls = [_made(new_database(database, folder)) for folder in folders]
        transports = [transport] * len(points)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            played = pool.map(play, points, transports, urls, folders)
            return dict(zip([point.name for point in points], played, strict=True))

    return endings_of


def _made(url: str) -> str:
    """Make the schema: not side by side, Alembic has globals."""
    with closing(Database(url)) as database:
        upgrade(database)
    return url


# The first one plays all points.
@pytest.mark.timeout(420)
@pytest.mark.parametrize(("installation", "point"), PLAYED)
def test_killed_there_and_started_again_it_loses_nothing_and_doubles_no_more_than_it_may(
    installation: tuple[str, str], point: Point, endings: Callable[[tuple[str, str]], Mapping[str, Ending]]
) -> None:
    if wrong := endings(installation)[point.name].wrong:
        pytest.fail("\n".join(wrong), pytrace=False)
