"""The reports that are written by the clock, when their period is over, into the directory of the settings.

A report is a row once its files are there: a crash in between writes them again, each whole or not at all. After a
long time without the daemon the last period of each kind is written; `aduan report` writes any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from complaints.figures.periods import Kind, Period, last_over, period_of
from complaints.figures.report import gather
from complaints.reports.forms import file_name, render, save
from complaints.reports.writing import write
from complaints.who.office import Office
from config.regions import Region
from config.settings import ReportSettings
from storage import report_lists, reports
from storage.engine import Database


def is_due(database: Database, office: Office, now: datetime) -> bool:
    """Tell whether a period is over whose report has not been written."""
    return any(True for _ in _due(database, office, now))


def write_due(database: Database, office: Office, now: datetime) -> int:
    """Write the reports that are due; gives how many. Raises CannotWriteError."""
    if office.reports is None:
        return 0
    due = list(_due(database, office, now))
    for region, period in due:
        _write(database, office.reports, region, period, now)
    return len(due)


def next_at(office: Office, now: datetime) -> datetime | None:
    """Tell when the next period is over."""
    return min((_over(office, region, kind, now) for region, kind in _wanted(office)), default=None)


def _due(database: Database, office: Office, now: datetime) -> Iterator[tuple[Region, Period]]:
    """Give what has not been written; of a time before a region had its first complaint there is nothing to tell."""
    wanted = [(region, last_over(kind, _today(office, region, now))) for region, kind in _wanted(office)]
    keys = [_key(region, period) for region, period in wanted]
    with database.read() as connection:
        made = reports.made(connection, keys) if keys else set()
        for key, (region, period) in zip(keys, wanted, strict=True):
            over = period.moments(office.zone(region.code))[1]
            if key not in made and report_lists.has_any(connection, region.code, over):
                yield region, period


def _write(database: Database, settings: ReportSettings, region: Region, period: Period, now: datetime) -> None:
    with database.read() as connection:
        found = gather(connection, region, period, now)
    document = write(found, now)
    for form in settings.formats:
        save(Path(settings.directory) / file_name(found, form), render(document, form))
    with database.write() as connection:
        reports.note(connection, _key(region, period), now)


def _wanted(office: Office) -> Iterator[tuple[Region, Kind]]:
    for region in office.regions.values():
        for kind in _kinds(office.reports):
            yield region, kind


def _kinds(settings: ReportSettings | None) -> list[Kind]:
    if settings is None:
        return []
    asked = {Kind.WEEK: settings.weekly, Kind.FORTNIGHT: settings.fortnightly, Kind.MONTH: settings.monthly}
    return [kind for kind, is_wanted in asked.items() if is_wanted]


def _over(office: Office, region: Region, kind: Kind, now: datetime) -> datetime:
    return period_of(kind, _today(office, region, now)).moments(office.zone(region.code))[1]


def _today(office: Office, region: Region, now: datetime) -> date:
    return now.astimezone(office.zone(region.code)).date()


def _key(region: Region, period: Period) -> str:
    return f"{region.code}:{period.kind}:{period.first}"
