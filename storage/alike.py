"""Queries on complaints that may be about the same: of one matter, on one street or in one village, and open.

A place knows of its complaint what is compared (`matter` and `matter_at`), as long as that may be compared; so a search
reads a few rows of an index, however many complaints have named the place.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, literal, select, text, update

from storage.among import among
from storage.engine import AnyRow
from storage.models import complaint, complaint_place

NARROW = ("street", "village")
"""The kinds of places that make two complaints similar; a district is too wide."""

_OPEN = ("new", "triage", "assigned", "in_progress", "waiting", "postponed")
_DECIDES = frozenset({"topic", "region", "kind", "secret", "anonymous", "circle", "threatened_at", "reopened"})
_LOOKED_AT = 25
_MOST_PLACES = 4
"""Of a text that names a list of streets the first decide."""

# No bare column: SQLite would rather walk through all that is open than look up a few by their ids.
_STATUS = literal("") + complaint.c.status
_COMPARED = and_(
    _STATUS.in_(_OPEN),
    complaint.c.kind == "complaint",
    complaint.c.secret.is_(False),
    complaint.c.anonymous.is_(False),
    complaint.c.circle.is_(None),
    complaint.c.threatened_at.is_(None),
)
"""What others may be told of: nothing tells of what is kept apart that it is there."""

_OF_PLACE = complaint.c.id == complaint_place.c.complaint_id
_MATTER = select(complaint.c.region.concat(":").concat(complaint.c.topic)).where(_OF_PLACE, _COMPARED)
_CAME = select(complaint.c.created_at).where(_OF_PLACE)
_REFRESH = (
    update(complaint_place)
    .where(among(complaint_place.c.complaint_id, "ids"), complaint_place.c.kind.in_(NARROW))
    .values(matter=_MATTER.scalar_subquery(), matter_at=_CAME.scalar_subquery())
)
_AT = (
    select(complaint_place.c.complaint_id)
    .where(
        complaint_place.c.matter == bindparam("matter"),
        complaint_place.c.kind == bindparam("kind"),
        complaint_place.c.name == bindparam("name"),
        complaint_place.c.matter_at >= bindparam("since"),
    )
    .order_by(complaint_place.c.matter_at, complaint_place.c.complaint_id)
    .limit(_LOOKED_AT)
)
_THEM = select(
    complaint.c.id,
    complaint.c.number,
    complaint.c.status,
    complaint.c.subscriber_id,
    complaint.c.supporters,
    complaint.c.created_at,
).where(among(complaint.c.id, "ids"), _COMPARED)
_THERE = select(
    complaint_place.c.complaint_id, complaint_place.c.kind, complaint_place.c.name, complaint_place.c.detail
).where(among(complaint_place.c.complaint_id, "ids"), complaint_place.c.kind.in_(NARROW))

_TAKEN = """
SELECT spot.value FROM {each} AS spot WHERE EXISTS (
    SELECT 1 FROM complaint_place
    WHERE matter = {part}0{end} AND kind = {part}1{end} AND name = {part}2{end}
)
"""
# One look into the index for each spot. Rows of values after IN would not do: the index leaves out what has no matter,
# and SQLite does not see that such a row has one; it would read all places.
_TAKEN_OF = {
    "sqlite": text(_TAKEN.format(each="json_each(:spots)", part="json_extract(spot.value, '$[", end="]')")),
    "postgresql": text(_TAKEN.format(each="json_array_elements(CAST(:spots AS json))", part="spot.value ->> ", end="")),
}

Named = Mapping[tuple[str, str], str]
"""Places: kind and name, with what was told of each, such as its RT and RW."""

Spot = tuple[str, str, str]
"""Where a search looks: a matter at a place, by its kind and name."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A complaint that may be about the same, and where it is; `place` is the name of a street or village of both."""

    id: int
    number: int
    status: str
    subscriber_id: int | None
    supporters: int
    created_at: datetime
    place: str


def matter_of(region: str, topic: str | None) -> str | None:
    """Write what a complaint is about as it is compared; None if it is not known."""
    return f"{region}:{topic}" if topic else None


def mark(places: Sequence[dict[str, Any]], complaints: Iterable[Mapping[str, Any]]) -> set[int]:
    """Note at new places what their new complaints are about; gives the complaints that were there before."""
    new = {row["id"]: row for row in complaints}
    for place in places:
        row = new.get(place["complaint_id"])
        compared = row is not None and place["kind"] in NARROW and _is_compared(row)
        place["matter"] = matter_of(row["region"], row["topic"]) if compared and row else None
        place["matter_at"] = row["created_at"] if row else None
    return {place["complaint_id"] for place in places} - new.keys()


def decided(changes: Iterable[Mapping[str, Any]]) -> set[int]:
    """Find the complaints that changes of them may bring among those that are compared, or take out."""
    goes_on = {"in_progress", "waiting", "postponed"}
    return {
        change["id"]
        for change in changes
        if _DECIDES.intersection(change) or ("status" in change and change["status"] not in goes_on)
    }


def refresh(connection: Connection, complaint_ids: Collection[int]) -> None:
    """Note at the places of complaints what these are about now; nothing if they are compared no more."""
    if complaint_ids:
        connection.execute(_REFRESH, {"ids": list(complaint_ids)})


def spots(matter: str | None, places: Iterable[tuple[str, str]]) -> list[Spot]:
    """Tell where to look for what is like a complaint about a matter at these places."""
    narrow = [(kind, name) for kind, name in places if kind in NARROW]
    return [(matter, *place) for place in narrow[:_MOST_PLACES]] if matter else []


def taken(connection: Connection, wanted: Collection[Spot]) -> dict[Spot, bool]:
    """Tell in one statement at which of many spots there is anything to compare, however old; mostly there is not."""
    statement, values = _TAKEN_OF[connection.dialect.name], {"spots": json.dumps(list(wanted))}
    found = {_spot(value) for value in connection.scalars(statement, values)} if wanted else set()
    return {spot: spot in found for spot in wanted}


def _spot(value: str | list[str]) -> Spot:
    matter, kind, name = json.loads(value) if isinstance(value, str) else value
    return matter, kind, name


def find(connection: Connection, matter: str | None, named: Named, since: datetime) -> list[Alike]:
    """Give the complaints about a matter at these places that came since then, the one with most supporters first.

    Of several with as many, the oldest. at each place the oldest 25 are looked at. Two that both name streets, or
    villages, share one; and no RT or RW speaks against it.
    """
    narrow = {key: detail for key, detail in named.items() if key[0] in NARROW}
    ids: dict[int, None] = {}
    for of_matter, kind, name in spots(matter, named):
        found = connection.scalars(_AT, {"matter": of_matter, "kind": kind, "name": name, "since": since})
        ids |= dict.fromkeys(found)
    if not ids:
        return []
    theirs: dict[int, dict[tuple[str, str], str]] = {}
    for place in connection.execute(_THERE, {"ids": list(ids)}):
        theirs.setdefault(place.complaint_id, {})[place.kind, place.name] = place.detail
    rows = connection.execute(_THEM, {"ids": list(ids)})
    fitting = [_alike(row, narrow, theirs[row.id]) for row in rows if _fits(narrow, theirs.get(row.id, {}))]
    return sorted(fitting, key=lambda each: (-each.supporters, each.created_at, each.id))


def of(connection: Connection, row: AnyRow, since: datetime) -> list[Alike]:
    """Give what is like a complaint that is there; nothing of what is kept apart."""
    if row.secret or row.anonymous or row.circle or row.threatened_at:
        return []
    named = {(place.kind, place.name): place.detail for place in connection.execute(_THERE, {"ids": [row.id]})}
    return [each for each in find(connection, matter_of(row.region, row.topic), named, since) if each.id != row.id]


def _is_compared(row: Mapping[str, Any]) -> bool:
    apart = any(row[column] for column in ("secret", "anonymous", "circle"))
    return row["status"] in _OPEN and row["kind"] == "complaint" and not apart


def _fits(mine: Named, theirs: Named) -> bool:
    for kind in NARROW:
        here, there = ({name for each, name in named if each == kind} for named in (mine, theirs))
        if here and there and not here & there:
            return False
    told, known = _numbers(mine.values()), _numbers(theirs.values())
    return bool(mine.keys() & theirs.keys()) and all(told[word] & known[word] for word in told.keys() & known.keys())


def _numbers(details: Iterable[str]) -> dict[str, set[str]]:
    """Read `RT 3 RW 5`: the numbers by their word."""
    numbers: dict[str, set[str]] = {}
    for detail in details:
        words = detail.split()
        for word, number in zip(words[::2], words[1::2], strict=False):
            numbers.setdefault(word, set()).add(number)
    return numbers


def _alike(row: AnyRow, mine: Named, theirs: Named) -> Alike:
    columns = row.id, row.number, row.status, row.subscriber_id, row.supporters, row.created_at
    # A street, if there is one.
    _, place = min(mine.keys() & theirs.keys())
    return Alike(*columns, place=place)
