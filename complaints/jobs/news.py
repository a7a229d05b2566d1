"""News: citizens hear what became of their complaints, several changes in one SMS, and never at night.

What is new stands in the history; the complaint says when its reporter is to be told, and up to which event they have
been. Telling is one transaction, so that a crash repeats it or finds it done.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from complaints.jobs.calm import is_rush
from complaints.life.asking import Asked, question
from complaints.life.lifecycle import Action, Status
from complaints.steps.notices import bare, is_asked, news
from complaints.steps.supporting import tell_supporters
from complaints.watch.ombudsman import tell_rejected
from complaints.who.office import Office
from sms.message import OutboundMessage, Priority
from storage import complaints, inbound, supporters
from storage.changes import Changes
from storage.complaints import Audience
from storage.engine import AnyRow, Database

BATCH = 50


def is_due(database: Database, office: Office, now: datetime) -> bool:
    """Tell whether somebody is to be told something by now."""
    with database.read() as connection:
        somebody = complaints.any_news(connection, now, _audience(office, now))
    return somebody and (not is_rush(database, office, now) or _any_in_danger(database, office, now))


def tell_due(database: Database, office: Office, now: datetime) -> int:
    """Tell the reporters who are to be told something by now; gives of how many complaints."""
    told, audience = 0, _in_danger(office) if is_rush(database, office, now) else _audience(office, now)
    while batch := _tell_some(database, office, audience, now):
        told += batch
    return told


def _audience(office: Office, now: datetime) -> Audience:
    """Tell who may be texted now: who is in danger, also at night."""
    served = frozenset(office.regions)
    return Audience(served, served - office.quiet_regions(now))


def _in_danger(office: Office) -> Audience:
    """Tell who is not kept waiting in a rush either."""
    return Audience(frozenset(office.regions), frozenset())


def _any_in_danger(database: Database, office: Office, now: datetime) -> bool:
    with database.read() as connection:
        return complaints.any_news(connection, now, _in_danger(office))


def _tell_some(database: Database, office: Office, audience: Audience, now: datetime) -> int:
    with database.write() as connection:
        due = complaints.take_news(connection, now, audience, BATCH)
        _tell(connection, office, due, now)
    return len(due)


def _tell(connection: Connection, office: Office, due: Sequence[AnyRow], now: datetime) -> None:
    events = complaints.untold_events(connection, [complaint.id for complaint in due])
    silent = _silent(connection, office, due, now)
    followers = supporters.of(connection, [complaint.id for complaint in due if complaint.supporters])
    changes = Changes()
    for complaint in due:
        new = events[complaint.id]
        last = max((event.id for event in new), default=complaint.told_event_id)
        # Who wants no news has it told by CEK.
        deaf = complaint.opted_out_at or complaint.subscriber_id is None
        texts = [] if deaf else _texts(office, complaint, new, now, silent)
        for place, text in enumerate(texts):
            changes.send(_message(complaint, f"update:{complaint.id}:{last}:{place}", text), now)
        if theirs := followers.get(complaint.id):
            quiet = _silent_phones(connection, office, complaint, theirs, now)
            tell_supporters(changes, office, complaint, theirs, new, quiet, now)
        if any(event.action == Action.REJECT for event in new):
            tell_rejected(changes, office, complaint, now)
        told = {"id": complaint.id, "told_event_id": last, "news_due_at": None}
        # From now on what the reporter texts may be the answer.
        knows = complaint.id not in silent
        told["asked_at"] = now if knows and texts and is_asked(complaint, new) else complaint.asked_at
        if complaint.status == Status.RESOLVED and new and not complaint.compensation and complaint.subscriber_id:
            told["close_at"] = office.closes_at(complaint, now)
        changes.complaint_updates.append(told)
        if complaint.status == Status.RESOLVED and new and knows and complaint.subscriber_id is not None:
            changes.dialogues.append(_is_it_solved(office, complaint, now))
    changes.write(connection)


def _is_it_solved(office: Office, complaint: AnyRow, now: datetime) -> dict[str, Any]:
    """Make the question that stands until it is answered, or the phone may be somebody else's."""
    stands = office.silence(complaint.region)
    about = complaint.id
    return question(Asked.RESOLVED, complaint.subscriber_id, now, about=about, complaint_id=complaint.id, stands=stands)


def _texts(
    office: Office, complaint: AnyRow, new: Sequence[AnyRow], now: datetime, silent: Collection[int]
) -> list[str]:
    return bare(office, complaint, new) if complaint.id in silent else news(office, complaint, new, now)


def _silent(connection: Connection, office: Office, due: Sequence[AnyRow], now: datetime) -> set[int]:
    """Find the complaints of whose reporters' phones nothing has come for so long that they may be somebody else's."""
    limits = {each.id: now - office.silence(each.region) for each in due if each.subscriber_id is not None}
    old = [each for each in due if each.id in limits and each.created_at < limits[each.id]]
    heard = inbound.last_heard(connection, {each.subscriber_id for each in old})
    return {each.id for each in old if heard.get(each.subscriber_id, each.created_at) < limits[each.id]}


def _silent_phones(
    connection: Connection, office: Office, complaint: AnyRow, theirs: Sequence[AnyRow], now: datetime
) -> set[int]:
    """Find the supporters from whose phones nothing has come for as long."""
    limit = now - office.silence(complaint.region)
    joined = {each.subscriber_id: each.joined_at for each in theirs if each.joined_at < limit}
    heard = inbound.last_heard(connection, set(joined))
    return {phone for phone, since in joined.items() if heard.get(phone, since) < limit}


def _message(complaint: AnyRow, key: str, text: str) -> OutboundMessage:
    return OutboundMessage(
        dedupe_key=key,
        subscriber_id=complaint.subscriber_id,
        text=text,
        priority=Priority.DANGER if complaint.urgent else Priority.UPDATE,
        complaint_id=complaint.id,
        quiet_region=None if complaint.urgent else complaint.region,
    )
