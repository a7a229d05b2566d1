"""Reports by the clock: once for each period, after its end; on both databases."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from complaints.jobs import reports
from complaints.jobs import table as jobs
from config.settings import ReportSettings
from sms.files import CannotWriteError
from tests.complaints.figures import history

NOVEMBER = datetime(2026, 10, 31, 17, tzinfo=UTC)
"""The first of November, midnight in Bogor."""


@pytest.fixture
def writing(office, database, tmp_path: Path):
    """An office that writes its reports, with a history, at a moment."""
    history.write(database, history.some_town(random.Random(2), 60))  # noqa: S311  # dice, not a secret
    settings = ReportSettings(directory=str(tmp_path / "out"), weekly=True, fortnightly=True, formats=("md", "html"))
    return replace(office, reports=settings)


def names(writing) -> list[str]:
    return sorted(path.name for path in Path(writing.reports.directory).glob("*"))


def test_each_period_that_is_over_is_written_once(database, writing) -> None:
    assert reports.is_due(database, writing, NOVEMBER)
    assert reports.write_due(database, writing, NOVEMBER) == 3
    whole = ["2026-10", "2026-10-16-31", "2026-W43"]
    assert names(writing) == sorted(f"laporan-bogor-{each}.{end}" for each in whole for end in ("html", "md"))
    for path in Path(writing.reports.directory).glob("*"):
        path.unlink()
    assert not reports.is_due(database, writing, NOVEMBER)
    assert reports.write_due(database, writing, NOVEMBER + timedelta(hours=3)) == 0
    assert names(writing) == []


def test_a_period_is_not_over_before_midnight_of_the_region(database, writing) -> None:
    reports.write_due(database, writing, NOVEMBER - timedelta(seconds=1))
    assert "laporan-bogor-2026-10.md" not in names(writing)
    assert reports.next_at(writing, NOVEMBER - timedelta(seconds=1)) == NOVEMBER


def test_a_report_that_could_not_be_written_is_written_later(database, writing) -> None:
    in_the_way = Path(writing.reports.directory)
    in_the_way.write_text("a file where the folder should be")
    with pytest.raises(CannotWriteError):
        reports.write_due(database, writing, NOVEMBER)
    in_the_way.unlink()
    assert reports.write_due(database, writing, NOVEMBER) == 3


def test_after_a_long_downtime_only_the_last_of_each_kind_is_written(database, writing) -> None:
    assert reports.write_due(database, writing, NOVEMBER + timedelta(days=70)) == 3
    assert "laporan-bogor-2026-12.md" in names(writing)


def test_without_a_directory_nothing_is_written(database, office) -> None:
    assert not reports.is_due(database, office, NOVEMBER)
    assert reports.next_at(office, NOVEMBER) is None


def test_of_a_time_before_the_first_complaint_there_is_no_report(database, office, tmp_path: Path) -> None:
    new = replace(office, reports=ReportSettings(directory=str(tmp_path / "out")))
    assert not reports.is_due(database, new, NOVEMBER)


def test_the_daemon_has_the_job(database, writing) -> None:
    assert jobs.run_if_due(jobs.find("reports"), database, writing, NOVEMBER) == 3
