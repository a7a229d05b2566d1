"""What the list of complaints can be narrowed by: for each filter its condition, and the index that leads to what fits.

A condition hides its columns from SQLite's planner, which would take any index that one of them has, a poor one too:
which way is gone `storage.listing` decides, by what there really is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, literal_column, null, or_, select, true

from storage.contacts import INTEGRITY, OVERSIGHT
from storage.models import assignment, complaint, complaint_place
from storage.office_tables import incident
from storage.overdue import IS_OPEN, IS_SILENT, is_overdue
from storage.places import is_in

USUAL_KIND, USUAL_CHANNEL = "complaint", "sms"
"""What most are, and therefore in no index."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What is wanted; None, nothing or False is no filter.

    `place` stands in the name of a place, and `places` are those, as `storage.places.called` finds them;
    `subscriber_id` who reported it, and `words` stand in the text, in small or capital letters.
    """

    region: str | None = None
    agency: str | None = None
    unit: str | None = None
    statuses: Collection[str] = ()
    topic: str | None = None
    kind: str | None = None
    channel: str | None = None
    incident: str | None = None
    subscriber_id: int | None = None
    place: str | None = None
    places: Collection[tuple[str, str]] | None = None
    due_before: datetime | None = None
    since: datetime | None = None
    until: datetime | None = None
    words: str | None = None
    urgent: bool = False
    overdue: bool = False
    silent: bool = False
    reopened: bool = False
    flagged: bool = False

    @property
    def by_hand(self) -> bool:
        """Tell whether it takes a look at the hands to know what fits."""
        return any((self.agency, self.unit, self.due_before, self.overdue, self.silent))

    def walked(self) -> Iterator[ColumnElement[bool]]:
        """Give the bounds of a walk through the complaints of a region, in the order in which they came."""
        columns = complaint.c
        if self.region is not None:
            yield columns.region == self.region
        if self.since is not None:
            yield columns.created_at >= self.since
        if self.until is not None:
            yield columns.created_at < self.until


@dataclass(frozen=True, slots=True)
class Way:
    """A way by an index: conditions that name its columns plainly, of the complaint, or of the hand that leads it.

    `straight` gives the ids without a look at the complaints, where another table has them.
    """

    conditions: tuple[ColumnElement[bool], ...]
    by_hand: bool = False
    straight: Select[tuple[int]] | None = None

    def ids(self) -> Select[tuple[int]]:
        """Choose the ids of the complaints at its end."""
        if self.straight is not None:
            return self.straight
        column = assignment.c.complaint_id if self.by_hand else complaint.c.id
        return select(column).where(*self.conditions)


@dataclass(frozen=True, slots=True)
class _Filter:
    """A filter: the condition of a value, and the way to what fits it by an index, if there is one.

    What it finds of what is delicate would tell what the list does not, unless `tells` nothing more than that does.
    """

    fits: Callable[[Any, datetime], ColumnElement[bool]]
    way: Callable[[Any, datetime], Way] | None = None
    tells: bool = False


def conditions(filters: Filters, now: datetime) -> Iterator[ColumnElement[bool]]:
    """Make the conditions of all filters that are given."""
    given = [(_FILTERS[name], value) for name, value in _given(filters)]
    for each, value in given:
        yield each.fits(value, now)
    if any(each.tells for each, _ in given):
        yield complaint.c.circle.is_(None)
    if filters.subscriber_id is not None:
        # Who reported it is not to be found out by trying numbers either.
        hushed = complaint.c.secret, complaint.c.anonymous, complaint.c.threatened_at.is_not(None)
        yield ~or_(*hushed)


def ways(filters: Filters, now: datetime) -> list[Way]:
    """Give the ways that lead to what fits one of the filters, usually the shortest first."""
    given = dict(_given(filters))
    return [each.way(given[name], now) for name, each in _FILTERS.items() if name in given and each.way]


def _given(filters: Filters) -> Iterator[tuple[str, Any]]:
    for field in fields(filters):
        value = getattr(filters, field.name)
        if value is not None and value is not False and (field.name, value) != ("statuses", ()):
            yield field.name, value


def hidden(column: Any) -> ColumnElement[Any]:
    """Hide a column from SQLite's planner; PostgreSQL's sees through it and knows better what to do."""
    return func.coalesce(column, null())


def _ids(*conditions: Any) -> Way:
    return Way(conditions)


def _hands(*conditions: Any) -> Way:
    return Way(conditions, by_hand=True)


_C, _A = complaint.c, assignment.c
_LEADS = and_(_A.lead, _A.ended_at.is_(None))


def _is_of(agency: str, _now: datetime) -> ColumnElement[bool]:
    """Tell whose it is as the list does: its circle's, if it has one."""
    return func.coalesce(_C.circle, _A.agency) == agency


def _way_to_agency(agency: str, _now: datetime) -> Way:
    if agency in {INTEGRITY, OVERSIGHT}:
        return _ids(_C.circle == agency, _C.circle.is_not(None))
    return _hands(_LEADS, _A.agency == agency)


def _there(place: str, _now: datetime) -> ColumnElement[bool]:
    return is_in(place)


def _way_there(places: Collection[tuple[str, str]], _now: datetime) -> Way:
    named = _named(places)
    return Way((_C.id.in_(named),), straight=named)


def _named(places: Collection[tuple[str, str]]) -> Select[tuple[int]]:
    kind, name = complaint_place.c.kind, complaint_place.c.name
    by_kind = {each: [called for other, called in places if other == each] for each, _ in places}
    named = (and_(kind == each, name.in_(names)) for each, names in by_kind.items())
    return select(complaint_place.c.complaint_id).where(or_(false(), *named))


def _incident(name: str) -> Select[tuple[int]]:
    return select(incident.c.id).where(func.lower(incident.c.name) == func.lower(name))


_FILTERS = {
    "subscriber_id": _Filter(
        lambda value, _: hidden(_C.subscriber_id) == value,
        lambda value, _: _ids(_C.subscriber_id == value),
        tells=True,
    ),
    "incident": _Filter(
        lambda value, _: hidden(_C.incident_id).in_(_incident(value)),
        lambda value, _: _ids(_C.incident_id.in_(_incident(value)), _C.incident_id.is_not(None)),
        tells=True,
    ),
    "place": _Filter(_there, tells=True),
    "places": _Filter(lambda *_: true(), _way_there, tells=True),
    "flagged": _Filter(lambda *_: _C.flagged, lambda *_: _ids(_C.flagged), tells=True),
    "unit": _Filter(
        lambda value, _: hidden(_A.unit) == value,
        lambda value, _: _hands(_LEADS, _A.unit == value, _A.unit.is_not(None)),
        tells=True,
    ),
    "reopened": _Filter(lambda *_: _C.reopened > 0, lambda *_: _ids(_C.reopened > literal_column("0")), tells=True),
    "urgent": _Filter(lambda *_: _C.urgent, lambda *_: _ids(_C.urgent)),
    "topic": _Filter(lambda value, _: hidden(_C.topic) == value, lambda value, _: _ids(_C.topic == value), tells=True),
    "channel": _Filter(
        lambda value, _: hidden(_C.channel) == value,
        lambda value, _: _ids(_C.channel == value, *_unusual(_C.channel, value, USUAL_CHANNEL)),
    ),
    "kind": _Filter(
        lambda value, _: hidden(_C.kind) == value,
        lambda value, _: _ids(_C.kind == value, *_unusual(_C.kind, value, USUAL_KIND)),
        tells=True,
    ),
    "agency": _Filter(_is_of, _way_to_agency),
    "region": _Filter(lambda value, _: hidden(_C.region) == value, lambda value, _: _ids(_C.region == value)),
    "statuses": _Filter(lambda value, _: hidden(_C.status).in_(value), lambda value, _: _ids(_C.status.in_(value))),
    "due_before": _Filter(
        lambda value, _: and_(IS_OPEN, _A.due_at < value), lambda value, _: _hands(_A.lead, IS_OPEN, _A.due_at < value)
    ),
    "overdue": _Filter(lambda _, now: is_overdue(now), lambda _, now: _hands(_A.lead, is_overdue(now))),
    "silent": _Filter(lambda *_: and_(IS_OPEN, IS_SILENT), lambda *_: _hands(_A.lead, IS_OPEN, IS_SILENT)),
    "since": _Filter(lambda value, _: _C.created_at >= value, lambda value, _: _ids(_C.created_at >= value)),
    "until": _Filter(lambda value, _: _C.created_at < value),
    "words": _Filter(lambda value, _: _C.text.icontains(value, autoescape=True), tells=True),
}
"""The filters, those first that usually lead to the fewest."""


def _unusual(column: Any, value: str, usual: str) -> Iterator[ColumnElement[bool]]:
    """Say what the index of the unusual says of itself: the databases take it only where the query says so too."""
    if value != usual:
        yield column != literal_column(f"'{usual}'")
