"""The list of complaints: whichever way it goes, it finds what a look at every row finds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select

from bench.world import NOW, RARE_AGENCY, RARE_REGION, fill
from storage import listing, places
from storage.complaints import with_agency
from storage.engine import AnyRow, Database
from storage.listing import Page
from storage.listing_filters import Filters
from storage.models import assignment, complaint, complaint_place

_WEEK = NOW - timedelta(days=200)
Fits = Callable[[AnyRow], bool]


def _is_open(row: AnyRow) -> bool:
    return row.agency is not None and row.done_at is None


def _in_time(row: AnyRow, by: datetime) -> bool:
    return _is_open(row) and row.due_at is not None and row.due_at < by


CASES: dict[str, tuple[Filters, Fits]] = {
    "all": (Filters(), lambda _: True),
    "region": (Filters(region="bogor"), lambda row: row.region == "bogor"),
    "rare region": (Filters(region=RARE_REGION), lambda row: row.region == RARE_REGION),
    "agency": (Filters(agency="PUPR"), lambda row: (row.circle or row.agency) == "PUPR"),
    "rare agency": (Filters(agency=RARE_AGENCY), lambda row: (row.circle or row.agency) == RARE_AGENCY),
    "circle": (Filters(agency="INTEGRITY"), lambda row: row.circle == "INTEGRITY"),
    "unit": (Filters(unit="UPTD1"), lambda row: row.unit == "UPTD1" and not row.circle),
    "status": (Filters(statuses=("spam", "triage")), lambda row: row.status in {"spam", "triage"}),
    "kind": (Filters(kind="praise"), lambda row: row.kind == "praise" and not row.circle),
    "usual kind": (Filters(kind="complaint"), lambda row: row.kind == "complaint" and not row.circle),
    "channel": (Filters(channel="letter"), lambda row: row.channel == "letter"),
    "urgent": (Filters(urgent=True), lambda row: row.urgent),
    "overdue": (Filters(overdue=True), lambda row: _in_time(row, NOW)),
    "due before": (Filters(due_before=_WEEK), lambda row: _in_time(row, _WEEK)),
    "silent": (Filters(silent=True), lambda row: _is_open(row) and row.status == "assigned" and not row.accepted_at),
    "reopened": (Filters(reopened=True), lambda row: row.reopened > 0 and not row.circle),
    "flagged": (Filters(flagged=True), lambda row: row.flagged and not row.circle),
    "since": (Filters(since=_WEEK), lambda row: row.created_at >= _WEEK),
    "until": (Filters(until=_WEEK), lambda row: row.created_at < _WEEK),
    "incident": (Filters(incident=1), lambda row: row.incident_id == 1 and not row.circle),
    "words": (Filters(words="TROTOAR"), lambda row: "trotoar" in row.text and not row.circle),
    "phone": (Filters(subscriber_id=1), lambda row: row.subscriber_id == 1 and not row.secret),
    "several": (
        Filters(agency="PUPR", statuses=("closed",), reopened=True),
        lambda row: row.agency == "PUPR" and row.status == "closed" and row.reopened > 0 and not row.circle,
    ),
}

KEYS: dict[str, Callable[[AnyRow], tuple[Any, ...] | None]] = {
    "newest": lambda row: (-row.created_at.timestamp(), -row.id),
    "oldest": lambda row: (row.created_at, row.id),
    "due": lambda row: (row.due_at, row.id) if _is_open(row) and row.due_at else None,
    "updated": lambda row: (-row.updated_at.timestamp(), -row.id),
    "rating": lambda row: (row.rating, row.created_at, row.id) if row.rating else None,
}


def _looked_for(rows: Sequence[AnyRow], fits: Fits, sort: str) -> list[int]:
    """Find the numbers by a look at every row."""
    fitting = [row for row in rows if fits(row) and KEYS[sort](row) is not None]
    return [row.number for row in sorted(fitting, key=lambda row: KEYS[sort](row) or ())]


def _numbers(connection: Connection, filters: Filters, page: Page) -> list[int]:
    return [row["number"] for row in listing.find(connection, filters, NOW, page)]


def test_each_filter_finds_in_each_order_what_a_look_at_every_row_finds(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "_LOOKED_AT", (5, 40))
    fill(database, 2600)
    with database.read() as connection:
        rows = connection.execute(with_agency()).all()
        for name, (filters, fits) in CASES.items():
            for sort in KEYS:
                expected = _looked_for(rows, fits, sort)
                first = _numbers(connection, filters, Page(7, sort))
                assert first == expected[:7], (name, sort)
                if len(expected) > 7:
                    following = _numbers(connection, filters, Page(7, sort, after=first[-1]))
                    assert following == expected[7:14], (name, sort)


def test_places_are_found_by_a_part_of_their_name(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "_LOOKED_AT", (5, 40))
    fill(database, 500)
    with database.read() as connection:
        found = tuple(places.called(connection, "pandu1", 2000))
        names = {name for _, name in found}
        rows = listing.find(connection, Filters(place="pandu1", places=found), NOW, Page(500))
        everywhere = [place["name"] for row in rows for place in places.of(connection, row["id"])]
        there = select(complaint_place.c.complaint_id).where(complaint_place.c.kind == "village").distinct()
        villages = tuple(places.called(connection, "kelurahan", 2000))
        newest = listing.find(connection, Filters(place="kelurahan", places=villages), NOW, Page(7))
        nowhere = listing.find(connection, Filters(place="xyz", places=()), NOW, Page(7))
        expected = sorted((row.complaint_id for row in connection.execute(there)), reverse=True)
    assert [row["id"] for row in newest] == [each for each in expected if each % 800][:7]
    assert nowhere == []
    assert names
    assert all(name.startswith("Jalan Pandu 1") for name in names)
    assert names == names.intersection(everywhere)


def test_a_complaint_without_a_place_in_the_order_is_refused(database: Database) -> None:
    fill(database, 100)
    with database.read() as connection:
        ended = select(complaint.c.number).join(assignment, assignment.c.complaint_id == complaint.c.id)
        number = connection.scalar(ended.where(assignment.c.done_at.is_not(None)).where(complaint.c.rating.is_(None)))
        with pytest.raises(listing.NotInOrderError):
            listing.find(connection, Filters(), NOW, Page(7, "rating", after=number))
