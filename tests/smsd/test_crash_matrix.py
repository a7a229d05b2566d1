"""The daemon is killed at every point that matters and started again: nothing is lost, and what is doubled is known.

Nearly all the time is spent waiting for Gammu, which sleeps; so the points of one kind of database run side by side.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from storage.engine import Database
from storage.migrate import upgrade
from tests.smsd.crash_points import POINTS, Point
from tests.smsd.crash_scene import Ending, play

AT_ONCE = 16


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def endings(
    request: pytest.FixtureRequest, new_database: Callable[[str, Path], str], tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, Ending]:
    """What came of each point that is asked for, by its name; on each kind of database."""
    module = [item for item in request.session.items if item.path == request.path]
    asked_for = {item.callspec.params["point"].name for item in module if hasattr(item, "callspec")}
    # Those with the most runs first: none of them shall be left for the end.
    points = sorted((point for point in POINTS if point.name in asked_for), key=lambda point: -len(point.kills))
    folders = [tmp_path_factory.mktemp(point.name) for point in points]
    urls = [_made(new_database(request.param, folder)) for folder in folders]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(zip([point.name for point in points], pool.map(play, points, urls, folders), strict=True))


def _made(url: str) -> str:
    """Make the schema: not side by side, Alembic has globals."""
    with closing(Database(url)) as database:
        upgrade(database)
    return url


# Its set-up plays all points.
@pytest.mark.timeout(420)
@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.name)
def test_killed_there_and_started_again_it_loses_nothing_and_doubles_no_more_than_it_may(
    point: Point, endings: Mapping[str, Ending]
) -> None:
    if wrong := endings[point.name].wrong:
        pytest.fail("\n".join(wrong), pytrace=False)
