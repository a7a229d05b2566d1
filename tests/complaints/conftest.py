"""An office with officers: contacts, what they receive, and time that passes."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from complaints.jobs import digests, news
from sms.msisdn import Sender, SenderKind
from storage import contacts, outbound, subscribers

BUDI, SARI, ADMIN = "+6281112000001", "+6281112000002", "+6281112000009"


class Staff:
    """The officers of a town, and its scheduled jobs."""

    def __init__(self, town: Any) -> None:
        self.town = town

    def appoint(self, agency: str, phone: str = BUDI, name: str = "Budi", role: str = contacts.OFFICER) -> None:
        """Register a phone for an agency."""
        now = self.town.clock.now()
        with self.town.database.write() as connection:
            ids = subscribers.ids_of(connection, [Sender(SenderKind.NUMBER, phone)], now)
            contacts.add(connection, ids[phone], region="bogor", agency=agency, name=name, now=now, role=role)

    def digests(self) -> int:
        """Run the job of the digests; gives how many had something to tell."""
        return digests.send_due(self.town.database, self.town.processor.office, self.town.clock.now())

    def news(self) -> int:
        """Run the job of the news."""
        return news.tell_due(self.town.database, self.town.processor.office, self.town.clock.now())

    def later(self, **by: float) -> None:
        """Let time pass, and run what has become due."""
        self.town.clock.advance(timedelta(**by))
        self.digests()
        self.news()

    def report(self, text: str = "bogor jalan berlubang di depan pasar", sender: str = "+6281110000100") -> int:
        """Report as a citizen, and give the number that is answered."""
        return int(self.town.text(text, sender)[0].split()[1].strip("."))

    def order(self, command: str, phone: str = BUDI) -> list[str]:
        """Text a command as an officer, send back the code if one is asked for, and give what is answered at last."""
        told: list[str] = self.town.text(command, phone)
        code = re.search(r"YA (\d{6})", told[-1]) if told else None
        answered: list[str] = self.town.text(f"YA {code[1]}", phone) if code else told
        return answered

    def row(self, number: int) -> Any:
        """Give a complaint as it is."""
        return next(row for row in self.town.complaints() if row["number"] == number)

    def queued(self) -> list[Any]:
        """Give everything queued, oldest first."""
        with self.town.database.read() as connection:
            return list(reversed(outbound.listing(connection, limit=1000)))


@pytest.fixture
def staff(town) -> Staff:
    """Kota Bogor with nobody registered yet."""
    return Staff(town)
