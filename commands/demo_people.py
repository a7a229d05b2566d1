"""Who is in the demo: a citizen, the officers of two agencies and an admin, by what they are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from sms.msisdn import classify
from smsd.virtual.conversation import CITIZEN
from storage import contacts, subscribers
from storage.contacts import ADMIN


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody who works by SMS: what they are called, their phone, and the agency they are registered for."""

    name: str
    number: str
    agency: str


OFFICERS = (
    Officer("budi", "+6281112000001", "PUPR"),
    Officer("sari", "+6281112000002", "DLH"),
    Officer("admin", "+6281112000009", ADMIN),
)

PHONES: Mapping[str, str] = {"citizen": CITIZEN, **{officer.name: officer.number for officer in OFFICERS}}
"""The phones that have a name."""

_NAMES = {number: name for name, number in PHONES.items()}


def name_of(phone: str) -> str:
    """Give what somebody is called: a name, or their number."""
    return _NAMES.get(phone, phone)


def register(connection: Connection, region: str, now: datetime) -> None:
    """Register the officers; those who are registered already stay as they are."""
    senders = {officer: classify(officer.number) for officer in OFFICERS}
    ids = subscribers.ids_of(connection, senders.values(), now)
    for officer, sender in senders.items():
        person, agency = ids[sender.address], officer.agency
        contacts.add(connection, person, region=region, agency=agency, name=officer.name.title(), now=now)
