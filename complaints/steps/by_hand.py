"""Complaints that an admin enters for somebody: a call, a visit, a letter. No wrong door."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from complaints.life.asking import Asked, question
from complaints.steps.notices import acknowledgement
from complaints.steps.opening import NewComplaint, Opened, open_complaint
from complaints.who.office import Office
from complaints.who.people import People
from parsers.keyword import read
from parsers.reading import Reading
from sms.errors import UserError
from sms.message import OutboundMessage, Priority
from sms.msisdn import Sender, SenderKind, parse_msisdn
from sms.safe_text import mask_nik
from storage import complaints, external_refs, subscribers
from storage.changes import Changes


class ThereAlreadyError(UserError):
    """The complaint of another system is here already; the message names its number."""


def open_by_hand(  # noqa: PLR0913, PLR0917 - what is known of one that comes by another door
    connection: Connection,
    office: Office,
    new: NewComplaint,
    sender: str | None,
    now: datetime,
    ref: tuple[str, str] | None = None,
) -> Opened:
    """Open a complaint in the connection's transaction and acknowledge it to the citizen, if there is a number.

    `ref` is what another system calls it: the system and the id there. Raises NotANumberError if `sender` is no phone
    number, and ThereAlreadyError if the other system's complaint is here already.
    """
    refuse_known(connection, ref)
    new = replace(new, text=mask_nik(new.text))
    if sender is not None:
        citizen = Sender(SenderKind.NUMBER, parse_msisdn(sender))
        new = replace(new, subscriber_id=subscribers.ids_of(connection, [citizen], now)[citizen.address])
    changes = Changes()
    complaint_id = complaints.allot_ids(connection, 1)[0]
    opened = open_complaint(changes, office, People(connection, now), new, complaint_id=complaint_id, now=now)
    acknowledge(changes, office, new, opened, now)
    changes.write(connection)
    if ref:
        system, external_id = ref
        external_refs.add(
            connection, [{"complaint_id": opened.id, "system": system.upper(), "external_id": external_id}]
        )
    return opened


def refuse_known(connection: Connection, ref: tuple[str, str] | None) -> None:
    """Refuse what another system calls by an id that is here already: it would be answered twice."""
    if ref is None:
        return
    external_refs.lock(connection)
    number = external_refs.number_of(connection, *ref)
    if number is not None:
        raise ThereAlreadyError(f"{ref[0].upper()}:{ref[1]} is here already: complaint {number}")


def acknowledge(  # noqa: PLR0913 - who is told of what
    changes: Changes, office: Office, new: NewComplaint, opened: Opened, now: datetime, *, waits: bool = False
) -> None:
    """Tell the citizen that there is a complaint of theirs now, if there is a number to tell.

    `waits`: nobody is on the phone, so that it keeps the quiet hours and lets answers go first.
    """
    if new.subscriber_id is None:
        return
    key, text = words_for(office, new.region, opened)
    receipt = OutboundMessage(
        dedupe_key=f"receipt:{opened.id}",
        subscriber_id=new.subscriber_id,
        text=text,
        priority=Priority.UPDATE if waits else Priority.ANSWER,
        complaint_id=opened.id,
        purpose=key,
        quiet_region=new.region if waits else None,
    )
    changes.send(receipt, now)
    if opened.lacks_place:
        where = question(Asked.WHERE, new.subscriber_id, now, complaint_id=opened.id, state={"number": opened.number})
        changes.dialogues.append(where)


def words_for(office: Office, region: str, opened: Opened) -> tuple[str, str]:
    """Write what the citizen is told of a complaint that has just been opened: the key of the text, and the text."""
    key, values = acknowledgement(office, region, opened)
    return key, office.texts_for(region).render_with(key, values)


def as_texted(office: Office, text: str) -> Reading | None:
    """Read a text as an SMS that begins with the keyword of a region is read, its labels too; None if it does not."""
    reading = read(text, office.vocabulary(""))
    return reading if reading.named and reading.addressed and reading.body.strip() else None
