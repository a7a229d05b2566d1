"""The leader's SMS: once a day, in one SMS, how the region stands.

Like a digest it is a row, made if it is absent, in one transaction with its SMS.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection

from complaints.figures.measures import LEAST
from complaints.figures.statistics import Figures, Share, Standing, of_region
from complaints.time.hours import is_quiet
from complaints.who.office import Office
from complaints.who.people import People
from config.regions import Region
from config.text_limits import LONGEST
from config.texts import Texts
from sms.codec import segment_count
from sms.message import OutboundMessage, Priority
from storage import digests
from storage.changes import Changes
from storage.contacts import LEADER
from storage.digests import Place
from storage.engine import Database

_SLOT = "leader"
_DAY = timedelta(days=1)


def is_due(database: Database, office: Office, now: datetime) -> bool:
    """Tell whether a leader has not had today's SMS."""
    with database.read() as connection:
        return any(True for _ in _not_made(connection, office, now))


def send_due(database: Database, office: Office, now: datetime) -> int:
    """Send what is due; gives of how many regions."""
    sent = 0
    with database.read() as connection:
        due = list(_not_made(connection, office, now))
    for region in due:
        with database.write() as connection:
            sent += _send(connection, office, region, now)
    return sent


def next_at(office: Office, now: datetime) -> datetime | None:
    """Tell when a leader's SMS is due next."""
    return min((_next(office, region, now) for region in office.regions.values()), default=None)


def _next(office: Office, region: Region, now: datetime) -> datetime:
    local = now.astimezone(office.zone(region.code))
    today = datetime.combine(local.date(), region.leader_at, local.tzinfo)
    return today if today > now else datetime.combine(local.date() + _DAY, region.leader_at, local.tzinfo)


def _not_made(connection: Connection, office: Office, now: datetime) -> Iterator[Region]:
    """Give the regions whose leader should have had today's SMS and has not."""
    people = People(connection, now)
    for region in office.regions.values():
        place = _place(office, region, now)
        begun = now.astimezone(office.zone(region.code)).time() >= region.leader_at
        is_time = begun and not is_quiet(region, now)
        if is_time and people.holders(region.code, LEADER) and not digests.made(connection, [place.key]):
            yield region


def _place(office: Office, region: Region, now: datetime) -> Place:
    return Place(region.code, LEADER, now.astimezone(office.zone(region.code)).date(), _SLOT)


def _send(connection: Connection, office: Office, region: Region, now: datetime) -> bool:
    digest_id = digests.take(connection, _place(office, region, now), now)
    if digest_id is None:
        return False
    changes, text = Changes(), leader_text(connection, office, region, now)
    for subscriber_id in People(connection, now).holders(region.code, LEADER):
        message = OutboundMessage(
            dedupe_key=f"leader:{digest_id}:{subscriber_id}",
            subscriber_id=subscriber_id,
            text=text,
            priority=Priority.DIGEST,
            quiet_region=region.code,
            expires_at=_next(office, region, now),
        )
        changes.send(message, now)
    changes.write(connection)
    digests.write_count(connection, digest_id, 1)
    return True


def leader_text(connection: Connection, office: Office, region: Region, now: datetime) -> str:
    """Write how a region stands, as its leader reads it."""
    local = now.astimezone(office.zone(region.code))
    return write(
        office.texts_for(region.code), region, f"{local.day}/{local.month}", of_region(connection, region.code, now)
    )


def write(texts: Texts, region: Region, date: str, standing: Standing) -> str:
    """Write it in one SMS: of the agencies that are late as many are named, the latest first, as there is room for."""
    late = sorted(standing.agencies.items(), key=lambda item: (-item[1].overdue, item[0]))
    named = [f"{code} {figures.overdue}" for code, figures in late if figures.overdue]
    while True:
        figures = _figures(texts, standing, ", ".join(named))
        text = texts.render("leader", keyword=region.keyword.capitalize(), date=date, figures=figures)
        if not named or (len(", ".join(named)) <= len(LONGEST["list"]) and segment_count(text) == 1):
            return text
        named.pop()


def _figures(texts: Texts, standing: Standing, named: str) -> str:
    told = [_new(texts, standing.whole), _overdue(texts, standing.whole, named)]
    shares = ("leader_on_time", standing.whole.on_time), ("leader_confirmed", standing.whole.confirmed)
    # Of too few a share says nothing, and 1 of 1 is no 100 %.
    told += [texts.render(key, percent=_percent(share)) for key, share in shares if share.whole >= LEAST]
    sentence, oldest = ", ".join(told) + ".", standing.oldest
    if oldest is None:
        return sentence
    return f"{sentence} {texts.render('leader_oldest', number=oldest.number, code=oldest.agency, count=oldest.days)}"


def _percent(share: Share) -> int:
    return share.percent or 0


def _new(texts: Texts, figures: Figures) -> str:
    return texts.render("leader_new", count=figures.new) if figures.new else texts.render("leader_new_none")


def _overdue(texts: Texts, figures: Figures, named: str) -> str:
    if not figures.overdue:
        return texts.render("leader_overdue_none")
    if not named:
        return texts.render("leader_overdue", count=figures.overdue)
    return texts.render("leader_overdue_of", count=figures.overdue, list=named)
