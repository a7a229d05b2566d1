"""Danger does not wait for a digest: its office hears of it at once, whatever the hour.

On the day of a flood there are hundreds. A phone is told of the first at once, and then, every ten minutes, how many
there are more: a row in `alert` for each, so that nothing is told twice and nothing is forgotten.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, groupby

from sqlalchemy import Connection

from complaints.life.lifecycle import Status
from complaints.watch.ladder_texts import by_agency
from complaints.who.circles import as_told, is_barred, unaccused
from complaints.who.office import Office
from complaints.who.people import People, Post
from sms.message import OutboundMessage, Priority
from sms.safe_text import mask_phones, one_line
from storage import alerts
from storage.changes import Changes
from storage.contacts import ADMIN
from storage.engine import AnyRow, Database
from storage.hands import agencies_of

_EVERY = timedelta(minutes=10)
_UNREACHED = "alert_admin"
"""The text for the admin, who has to call an office that no contact is registered for."""
_LONGEST = 200
"""Characters of the citizen's text: enough to act on, and CEK gives the rest."""
_WAITS = frozenset({Status.NEW, Status.TRIAGE, Status.ASSIGNED})


@dataclass(frozen=True, slots=True)
class Danger:
    """A complaint as an alert tells of it; `agency` None if none has it. `also`: who is told though another has it.

    `unit` is the part of the agency that has it.

    `circle`: it is a delicate one, of whose reporter nothing is told, and whoever is of an agency that it accuses does
    not hear of it.
    """

    complaint_id: int
    number: int
    region: str
    agency: str | None
    text: str
    also: str | None = None
    unit: str | None = None
    circle: str | None = None
    accused: Collection[str] | None = None


def alert(changes: Changes, office: Office, people: People, danger: Danger, now: datetime) -> None:
    """Tell who is on duty at the agency, or the admin where it has nobody; of what is delicate, its circle instead."""
    told = danger.also or danger.agency
    text = _text(office, people, danger)
    for subscriber_id in _hearers(people, danger):
        # It may be handed to the same office twice, and then it is danger twice.
        key = f"alert:{danger.complaint_id}:{told or ''}:{subscriber_id}:{now.isoformat()}"
        warn(changes, people, _message(key, subscriber_id, danger.complaint_id, text), now)


def warn(changes: Changes, people: People, message: OutboundMessage, now: datetime) -> None:
    """Send an alert at once, or leave it to be counted if the phone has had one lately."""
    last = people.last_alert(message.subscriber_id)
    at_once = last is None or now - last >= _EVERY
    row = {"key": message.dedupe_key, "subscriber_id": message.subscriber_id, "complaint_id": message.complaint_id}
    changes.alerts.append({**row, "made_at": now, "told_at": now if at_once else None})
    if at_once:
        people.note_alert(message.subscriber_id, now)
        changes.send(message, now)


def is_due(database: Database, office: Office, now: datetime) -> bool:  # noqa: ARG001 - as every job
    """Tell whether a phone is to be told by now what has come since its last alert."""
    with database.read() as connection:
        return alerts.any_waiting(connection, now - _EVERY)


def tell_waiting(database: Database, office: Office, now: datetime) -> int:
    """Tell each phone what has come since its last alert, and nobody has taken up; gives how many alerts that is."""
    with database.write() as connection:
        waits = alerts.take_waiting(connection, now - _EVERY)
        people = People(connection, now)
        served = _still_told(connection, office, people, [row for row in waits if _is_pressing(row)])
        alerts.mark_told(connection, [row.id for row in served], now)
        alerts.drop(connection, [row.id for row in waits if row not in served])
        changes, posts = Changes(), people.posts_of(office, {row.subscriber_id for row in served})
        for subscriber_id, waiting in groupby(sorted(served, key=_phone), _phone):
            told = list({row.complaint_id: row for row in waiting}.values())
            about = told[0].complaint_id if len(told) == 1 else None
            text = _together(office, people, posts.get(subscriber_id, ()), told)
            changes.send(_message(f"alert:{subscriber_id}:{now.isoformat()}", subscriber_id, about, text), now)
        changes.write(connection)
    return len(served)


def _still_told(connection: Connection, office: Office, people: People, rows: Sequence[AnyRow]) -> list[AnyRow]:
    """Leave out what has become delicate meanwhile for those whose it was, and for those whom it accuses now."""
    posts = people.posts_of(office, {row.subscriber_id for row in rows})
    hands = agencies_of(connection, {row.complaint_id for row in rows if row.circle})
    return [
        row
        for row in rows
        if row.region in office.regions
        and not is_barred(people, row, posts.get(row.subscriber_id, ()), hands.get(row.complaint_id, ()))
    ]


def _phone(row: AnyRow) -> int:
    subscriber_id: int = row.subscriber_id
    return subscriber_id


def _is_pressing(row: AnyRow) -> bool:
    return row.status in _WAITS and row.accepted_at is None


def _together(office: Office, people: People, posts: Sequence[Post], rows: Sequence[AnyRow]) -> str:
    """Write several alerts as one count, and a single one as itself.

    Whose list does not have all of them, as who stands above those who do, is told whose they are, and how to read one.
    """
    first, texts = rows[0], office.texts_for(rows[0].region)
    if len(rows) > 1:
        theirs = all(any(people.answers_for(post, row.region, _holder(row)) for post in posts) for row in rows)
        numbers = by_agency([("" if theirs else _holder(row) or "", row.number) for row in rows])
        return texts.render("alert_more" if theirs else "alert_more_others", count=len(rows), numbers=numbers)
    said = (
        texts.render("task_secret", number=first.number) if first.secret or first.circle else as_told(first, first.text)
    )
    return _text(office, people, Danger(first.complaint_id, first.number, first.region, first.agency, said))


def _holder(row: AnyRow) -> str | None:
    """Give whose list has a complaint: its circle's, if it has one, else its agency's."""
    holder: str | None = row.circle or row.agency
    return holder


def _message(key: str, subscriber_id: int, complaint_id: int | None, text: str) -> OutboundMessage:
    return OutboundMessage(
        dedupe_key=key, subscriber_id=subscriber_id, text=text, priority=Priority.DANGER, complaint_id=complaint_id
    )


def _text(office: Office, people: People, danger: Danger) -> str:
    key = _key(people, danger)
    named = danger.also or danger.agency if key == _UNREACHED else danger.agency
    said = mask_phones(danger.text) if danger.circle else danger.text
    values: dict[str, str | int] = {
        "agency": office.agency_name(danger.region, named),
        "number": danger.number,
        "text": one_line(said, _LONGEST),
    }
    return office.texts_for(danger.region).render_with(key, values)


def _hearers(people: People, danger: Danger) -> list[int]:
    told = danger.also or danger.agency
    if danger.circle is None:
        return people.on_duty(danger.region, told, None if danger.also else danger.unit)
    line = (danger.circle, *people.instead_of(danger.circle))
    codes = line if told is None or not people.has_contact(danger.region, told) else (told, *line)
    # Somebody who is away is better than nobody, and where nobody at all is registered a life goes before the secret.
    heard = (people.on_duty_at(Post(danger.region, code)) for code in codes)
    registered = (people.holders(danger.region, code) for code in (*codes, ADMIN))
    reached = (unaccused(people, danger.region, danger.accused, phones) for phones in chain(heard, registered))
    return next(filter(None, reached), [])


def _key(people: People, danger: Danger) -> str:
    """Choose the text: the admin must know that nobody else hears of it."""
    told = danger.also or danger.agency
    if told is None:
        return "alert_triage"
    if not people.has_contact(danger.region, told):
        return "alert" if told == danger.circle else _UNREACHED
    if danger.also:
        return "alert_secret" if danger.circle else "alert_also"
    return "alert"
