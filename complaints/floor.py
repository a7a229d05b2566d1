"""Who has the floor: what is open between us and a person, and so what their next text may answer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from complaints.office import Office
from complaints.people import People
from parsers.meaning import Awaited, Situation
from storage import dialogues

_AWAITED = {
    "region": {Awaited.PICK, Awaited.WORDS},
    "which": {Awaited.PICK, Awaited.WORDS},
    "menu": {Awaited.PICK, Awaited.WORDS},
    "withdraw": {Awaited.CONSENT},
    "support": {Awaited.CONSENT},
    "resolved": {Awaited.VERDICT},
    "where": {Awaited.WORDS},
}


def situation_of(connection: Connection, office: Office, subscriber_id: int, now: datetime) -> Situation:
    """Tell in what situation a text of somebody would be read now."""
    rows = dialogues.open_with(connection, [subscriber_id], now)
    awaited = frozenset(answer for row in rows for answer in _AWAITED.get(row.kind, ()))
    return Situation(bool(People(connection).posts_of(office, [subscriber_id])), awaited)
