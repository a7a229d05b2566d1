"""What was asked and not answered in time: a report that waited for an answer is filed without it. Nothing is lost."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from complaints.life.asking import Asked
from complaints.life.lifecycle import ENDED
from complaints.talk import reports
from complaints.talk.additions import add
from complaints.talk.desk import Desk
from complaints.who.office import Office
from complaints.who.people import People
from parsers.meaning import Add
from sms.message import InboundMessage
from storage import complaints, dialogues, inbound
from storage.engine import AnyRow, Database, DatabaseError

BATCH = 50
_LONGEST_ERROR = 500
_FOLLOWED = frozenset({Asked.REGION, Asked.WHICH})
"""What something is done about without an answer; all else is only forgotten."""


def is_due(database: Database, office: Office, now: datetime) -> bool:  # noqa: ARG001 - as every job
    """Tell whether something has not been answered in time."""
    with database.read() as connection:
        return dialogues.any_overdue(connection, now)


def settle(database: Database, office: Office, now: datetime) -> int:
    """Do without an answer what can be done, and forget the questions; gives how many there were.

    What something follows from is settled alone. One that raises stops no other: its message is parked, for a person
    to look.
    """
    with database.write() as connection:
        settled = dialogues.forget_overdue(connection, now, kept=_FOLLOWED)
    while keys := _late(database, now):
        for key in keys:
            try:
                settled += _settle(database, office, key, now)
            except DatabaseError:
                raise
            except Exception as error:  # noqa: BLE001 - whatever is wrong with one must not keep the others waiting
                _set_aside(database, key, error, now)
    return settled


def _late(database: Database, now: datetime) -> list[str]:
    with database.read() as connection:
        return dialogues.overdue(connection, now, BATCH)


def _settle(database: Database, office: Office, key: str, now: datetime) -> bool:
    with database.write() as connection:
        asked = dialogues.take_overdue(connection, key, now)
        if asked is None:
            return False
        desk = _desk(connection, office, now)
        _do_without(asked, desk)
        desk.settle(asked)
        desk.changes.write(connection)
    return True


def _set_aside(database: Database, key: str, error: Exception, now: datetime) -> None:
    with database.write() as connection:
        asked = dialogues.take_overdue(connection, key, now)
        dialogues.end(connection, [key])
        if asked is not None and "message" in asked.state:
            error_text = f"{type(error).__name__}: {error}"[:_LONGEST_ERROR]
            inbound.park(connection, asked.state["message"], error_text, now)


def _do_without(asked: AnyRow, desk: Desk) -> None:
    if asked.kind == Asked.REGION:
        reports.file_waiting(_message(asked), asked.state["candidates"][0], asked.state, desk)
    elif asked.kind == Asked.WHICH and asked.state["request"]["kind"] == Add.__name__:
        _add(asked, desk)


def _add(asked: AnyRow, desk: Desk) -> None:
    """Put what somebody added to the newest of the complaints that it may be about."""
    for number in asked.state["numbers"]:
        complaint = desk.complaint(number)
        if complaint is not None and complaint.status not in ENDED:
            add(_message(asked), number, asked.state["request"]["text"], desk)
            return


def _message(asked: AnyRow) -> InboundMessage:
    """Give the message that a question was the answer to, as far as it is needed once more."""
    return InboundMessage(
        id=asked.state["message"],
        line="",
        line_id=asked.line_id,
        subscriber_id=asked.subscriber_id,
        sender=asked.address,
        text="",
        received_at=asked.asked_at,
        language=asked.language,
    )


def _desk(connection: Connection, office: Office, now: datetime) -> Desk:
    """Give a desk on which no message lies."""
    return Desk(
        connection=connection,
        office=office,
        now=now,
        people=People(connection, now),
        complaint_ids=complaints.fresh_ids(connection),
        found={},
        own={},
        posts={},
        floors={},
        given={},
    )
