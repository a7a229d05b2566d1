"""The days of a contact's post, as they are typed and listed: those of its region, the last one with it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime, tzinfo

    from complaints.who.office import Office
    from complaints.who.people import Post
    from storage.contacts import Term

FC = TypeVar("FC", bound="Callable[..., Any] | click.Command")


def day_option(name: str, into: str, help_text: str) -> Callable[[FC], FC]:
    """Make an option that takes a day."""
    kind = click.DateTime(["%Y-%m-%d"])
    return click.option(name, into, metavar="DATE", type=kind, callback=_day, help=help_text)


def _day(_ctx: click.Context, _param: click.Parameter, value: datetime | None) -> date | None:
    return value.date() if value else None


def term_of(office: Office, post: Post, said: Mapping[str, Any], now: datetime) -> Term:
    """Turn the days of a term, which are the region's, into moments; the last day belongs to it."""
    from datetime import datetime, time

    from storage.contacts import Term

    zone, begins, ends = office.zone(post.region), said.get("begins"), said["ends"]
    since = datetime.combine(begins, time(), zone) if begins else None
    until = datetime.combine(ends + timedelta(days=1), time(), zone) if ends else None
    if until and until <= max(since or now, now):
        raise click.UsageError("the last day is over, or before the first one")
    return Term(said.get("unit"), since, until)


def last_day(ends: datetime | None, zone: tzinfo) -> str | None:
    """Write the last day before a moment, as a region counts its days and `--until` takes it."""
    return f"{(ends - timedelta.resolution).astimezone(zone):%Y-%m-%d}" if ends else None
