"""What was asked and not answered in time: a report that waited for an answer is filed without it. Nothing is lost."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from complaints.actions import Deed, apply
from complaints.asking import Asked
from complaints.by_hand import acknowledge
from complaints.lifecycle import ENDED, Action, Actor
from complaints.office import Office
from complaints.opening import NewComplaint, open_complaint
from complaints.people import People
from complaints.replies import still_served, waiting_report
from parsers.meaning import Add
from storage import complaints, dialogues, inbound
from storage.changes import Changes
from storage.engine import AnyRow, Database

BATCH = 50

LONGEST_ERROR = 500


def is_due(database: Database, office: Office, now: datetime) -> bool:  # noqa: ARG001 - as every job
    """Tell whether something has not been answered in time."""
    with database.read() as connection:
        return dialogues.any_overdue(connection, now)


def settle(database: Database, office: Office, now: datetime) -> int:
    """Do without an answer what can be done, and forget the questions; gives how many there were."""
    settled = 0
    while batch := _settle_some(database, office, now):
        settled += batch
    return settled


def _settle_some(database: Database, office: Office, now: datetime) -> int:
    with database.write() as connection:
        late = dialogues.overdue(connection, now, BATCH)
        for asked in late:
            _settle_one(connection, office, asked, now)
        dialogues.end(connection, [asked.key for asked in late])
    return len(late)


def _settle_one(connection: Connection, office: Office, asked: AnyRow, now: datetime) -> None:
    """Do without an answer; what raises is parked with the message that it came with, and stops no other."""
    try:
        with connection.begin_nested():
            _do_without(connection, office, asked, now)
    except Exception as error:
        if asked.state.get("message") is None:
            raise
        inbound.park(connection, asked.state["message"], f"{type(error).__name__}: {error}"[:LONGEST_ERROR], now)


def _do_without(connection: Connection, office: Office, asked: AnyRow, now: datetime) -> None:
    if asked.kind == Asked.REGION:
        _file(connection, office, asked, now)
    elif asked.kind == Asked.WHICH and asked.state["request"]["kind"] == Add.__name__:
        _add(connection, office, asked, now)


def _file(connection: Connection, office: Office, asked: AnyRow, now: datetime) -> None:
    """File a report with the first region that it may be for, and acknowledge it."""
    report = waiting_report(asked.state)
    new = NewComplaint(
        region=still_served(asked.state["candidates"][0], asked.state["candidates"], office),
        text=report.text,
        channel="sms",
        subscriber_id=asked.subscriber_id,
        actor_kind=Actor.CITIZEN,
        actor=str(asked.subscriber_id),
        inbound_message_id=asked.state["message"],
        kind=report.kind,
        anonymous=report.anonymous,
        secret=report.secret,
    )
    changes = Changes()
    complaint_id = complaints.allot_ids(connection, 1)[0]
    opened = open_complaint(changes, office, People(connection), new, complaint_id=complaint_id, now=now)
    acknowledge(changes, office, new, opened, now)
    changes.write(connection)


def _add(connection: Connection, office: Office, asked: AnyRow, now: datetime) -> None:
    """Put what somebody added to the newest of the complaints that it may be about."""
    found = complaints.by_numbers(connection, asked.state["numbers"])
    for number in asked.state["numbers"]:
        if number in found and found[number].status not in ENDED:
            deed = Deed(Action.ADD, Actor.CITIZEN, str(asked.subscriber_id), asked.state["request"]["text"])
            apply(connection, office, number, deed, now)
            return
