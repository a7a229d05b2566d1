"""Who hears of complaints, as `aduan check` looks at it: agencies without anybody, and phones without an agency.

A region that has no contact at all is a new one, and only warned. In one that is at work, a gap is an error.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from sqlalchemy import RowMapping

    from config.regions import Region
    from storage.engine import AnyRow

_WAY_OUT = "`aduan contact add {region} {post} +62... --name NAME`"
_SOON = timedelta(days=60)
"""How far ahead it is looked whether somebody will be there."""

_EVER = datetime.max.replace(tzinfo=UTC)
"""When a time ends that has no end."""

_LONG_SILENT = "`aduan contact confirm` or `replace`"


def gaps(region: Region, rows: Sequence[AnyRow], now: datetime) -> Iterator[str]:
    """Tell where nobody hears of complaints who should; `rows` are the region's contacts now."""
    from complaints.who.people import is_confirmed
    from storage.contacts import ADMIN, DEPUTY, INTEGRITY, OVERSIGHT

    there = {row.agency for row in rows if row.role != DEPUTY}
    sure = {row.agency for row in rows if row.role != DEPUTY and is_confirmed(row.asked_at, row.confirmed_at, now)}
    fate = "their complaints go to the admin" if ADMIN in sure else "nobody hears of their complaints by SMS"
    yield from _without(region, "no contact", [code for code in region.catalogue.agencies if code not in there], fate)
    silent = [code for code in region.catalogue.agencies if code in there - sure]
    yield from _without(region, "no confirmed contact", silent, f"nobody has answered for long; {_LONG_SILENT}")
    for post, what in (
        (ADMIN, "complaints that no agency has"),
        (INTEGRITY, "secret complaints, and those that accuse officials,"),
        (OVERSIGHT, "complaints about this service"),
    ):
        if post not in sure:
            way_out = _WAY_OUT.format(region=region.code, post=post)
            yield f"region {region.code}: no {post} contact: {what} reach {_instead(post, sure)}; {way_out}"
    yield from _partial(region, rows)
    yield from _headless(region, rows)


def absences(region: Region, registered: Sequence[RowMapping], now: datetime) -> Iterator[str]:
    """Tell where nobody will be, for some days or from a day on, though somebody is now."""
    from storage.contacts import DEPUTY, POSTS

    spans: dict[str, list[tuple[datetime, datetime]]] = {}
    for row in registered:
        if row["region"] == region.code and row["role"] != DEPUTY:
            spans.setdefault(row["agency"], []).append((row["valid_from"], row["valid_until"] or _EVER))
    for agency in (*region.catalogue.agencies, *POSTS):
        for since, until in _holes(sorted(spans.get(agency, ())), now):
            days = _days(region, since, until)
            yield f"region {region.code}: {agency}: nobody {days}; --from and --until of contacts"


def _holes(spans: Sequence[tuple[datetime, datetime]], now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Find the times soon that no span covers; where none covers now, that is told already."""
    if not spans or spans[0][0] > now:
        return
    covered = now
    for begins, ends in (*spans, (_EVER, _EVER)):
        if covered < begins and covered < now + _SOON:
            yield covered, begins
        covered = max(covered, ends)


def _days(region: Region, since: datetime, until: datetime) -> str:
    """Write the first and the last day of a time, as the region counts them."""
    zone = ZoneInfo(region.timezone)
    first = since.astimezone(zone)
    if until == _EVER:
        return f"from {first.day}/{first.month} on"
    last = (until - timedelta.resolution).astimezone(zone)
    return f"from {first.day}/{first.month} to {last.day}/{last.month}"


def strange(region: Region, rows: Sequence[AnyRow]) -> Iterator[str]:
    """Tell of contacts of agencies that the region does not have."""
    from storage.contacts import POSTS

    gone = sorted({row.agency for row in rows} - set(region.catalogue.agencies) - {*POSTS})
    if gone:
        yield f"region {region.code}: contacts of {', '.join(gone)}, which the region does not have (any more)"


def strangers(regions: Mapping[str, Region], served: Collection[str]) -> Iterator[str]:
    """Tell of contacts of regions that the settings do not name; `served` are the regions that have contacts."""
    gone = sorted(set(served) - set(regions))
    if gone:
        yield f"contacts of {', '.join(gone)}, which is no region of the settings (any more)"


def _without(region: Region, what: str, missing: Sequence[str], fate: str) -> Iterator[str]:
    count = len(region.catalogue.agencies)
    if missing:
        which = ", ".join(missing) if len(missing) < count else "any agency"
        yield f"region {region.code}: {what} for {which} ({len(missing)} of {count} agencies): {fate}"


def _instead(post: str, sure: Collection[str]) -> str:
    """Tell who hears where nobody is at a post."""
    from complaints.who.people import line_of

    return next((code for code in line_of(post) if code in sure), "nobody by SMS")


def _partial(region: Region, rows: Sequence[AnyRow]) -> Iterator[str]:
    """Tell of agencies whose accused are all that would hear of it: of what accuses their own office nobody does."""
    from storage.contacts import INTEGRITY, POSTS

    theirs: dict[int, set[str]] = {}
    for row in rows:
        theirs.setdefault(row.subscriber_id, set()).add(row.agency)
    judges = [posts - {*POSTS} for posts in theirs.values() if INTEGRITY in posts]
    both = sorted(set.intersection(*judges)) if judges else []
    if both:
        yield (
            f"region {region.code}: every {INTEGRITY} contact also serves {', '.join(both)}: nobody hears of "
            f"what accuses its people; {_WAY_OUT.format(region=region.code, post=INTEGRITY)}"
        )


def _headless(region: Region, rows: Sequence[AnyRow]) -> Iterator[str]:
    """Tell of agencies with officers and without a head, where the ladder tells the head of their silence."""
    from config.ladder import Tell
    from storage.contacts import HEAD, POSTS

    if not any(rung.tell is Tell.HEAD for rung in (*region.ladder, *region.urgent_ladder)):
        return
    led = {row.agency for row in rows if row.role == HEAD}
    missing = sorted({row.agency for row in rows} - led - {*POSTS})
    if missing:
        way_out = f"`aduan contact add {region.code} AGENCY +62... --name NAME --role head`"
        yield f"region {region.code}: no head for {', '.join(missing)}, whom the ladder tells of silence; {way_out}"
