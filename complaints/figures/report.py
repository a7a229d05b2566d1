"""All that a report tells of a region or an agency, read in one go."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from complaints.figures.colours import bounds_of
from complaints.figures.measures import LEAST, Day, Measures, Region, days, measure
from complaints.figures.periods import Period
from complaints.figures.ranking import Ranking, ranking
from config.regions import Region as Government
from sms.errors import UserError
from storage import report_lists
from storage.engine import AnyRow
from storage.measures import Bounds
from storage.report_scope import Span

LISTED = 10
"""So many places, and complaints of each kind, are named."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a report is of, and what it found; `agency` None is the whole region.

    `at` is the moment that it tells of: the end of the period, or now if that is not over yet. `unhanded` is how many
    no agency has, and since when.
    """

    government: Government
    agency: str | None
    period: Period
    at: datetime
    bounds: Bounds
    found: Region
    before: Region
    ranking: Ranking
    days: tuple[Day, ...]
    places: tuple[AnyRow, ...]
    latest: tuple[AnyRow, ...]
    oldest: tuple[AnyRow, ...]
    unhanded: tuple[int, datetime | None] = (0, None)

    @property
    def measures(self) -> Measures:
        """The measures of whom it is of."""
        return _of(self.found, self.agency)

    @property
    def measures_before(self) -> Measures:
        """The same of the period before."""
        return _of(self.before, self.agency)

    @property
    def topics(self) -> dict[str | None, int]:
        """What came by topic, without what is delicate; under None what has none."""
        return dict(self.found.topics.get(self.agency, {}))

    @property
    def channels(self) -> dict[str, int]:
        """The same by channel."""
        return dict(self.found.channels.get(self.agency, {}))


class NotBegunError(UserError):
    """A report of a time that is still to come."""


def _of(found: Region, agency: str | None) -> Measures:
    return found.whole if agency is None else found.agencies.get(agency, Measures())


def gather(
    connection: Connection, government: Government, period: Period, now: datetime, agency: str | None = None
) -> Report:
    """Read all figures of a period and of the one before, each set-wise; nothing of it is kept.

    Of a period that is still going on, the one before is read as far, so that the two compare. Raises NotBegunError.
    """
    zone, bounds = ZoneInfo(government.timezone), bounds_of(government)
    span = _span(government, period, now)
    if span.since > now:
        raise NotBegunError(f"{period.name} has not begun: there is nothing to tell of it")
    before = _as_long(_span(government, period.before(), now), span, period, zone)
    offset = span.since.astimezone(zone).utcoffset() or timedelta()
    found = measure(connection, span, bounds)
    return Report(
        government=government,
        agency=agency,
        period=period,
        at=span.until,
        bounds=bounds,
        found=found,
        before=measure(connection, before, bounds),
        ranking=ranking(found.agencies),
        days=tuple(days(connection, span, offset, agency)),
        places=tuple(report_lists.places(connection, span, agency, LEAST, LISTED)),
        latest=tuple(report_lists.latest(connection, span, agency, LISTED)),
        oldest=tuple(report_lists.oldest(connection, span, agency, LISTED)),
        unhanded=(0, None) if agency else report_lists.unhanded(connection, span),
    )


def _span(government: Government, period: Period, now: datetime) -> Span:
    since, until = period.moments(ZoneInfo(government.timezone))
    # Of a period that is still going on, what has been by now.
    return Span(government.code, since, max(since, min(until, now)))


def _as_long(before: Span, span: Span, period: Period, zone: ZoneInfo) -> Span:
    """Cut the period before to as much of it as has been of this one."""
    if span.until >= period.moments(zone)[1]:
        return before
    return replace(before, until=min(before.until, before.since + (span.until - span.since)))
