"""No step of the daemon walks a whole table: a million old rows must cost nothing."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event

from complaints.jobs import news
from complaints.life.deeds import Deed
from complaints.life.lifecycle import Action, Actor
from complaints.steps.actions import apply
from sms.message import Delivery, DeliveryReport, Outcome, SendOutcome
from sms.msisdn import classify
from smsd import inbox, outbox
from smsd.outbox import Result
from storage import claims, contacts, outbound, subscribers
from storage.claims import Allowed
from storage.engine import Database

GROWING = {
    "alert", "assignment", "complaint", "complaint_place", "dialogue", "digest", "event", "inbound_message",
    "inbound_part", "outbound_message", "outbound_segment", "party", "subscriber",
}  # fmt: skip
"""The tables that grow with every message."""


@contextmanager
def _statements(database: Database) -> Iterator[list[tuple[str, object]]]:
    """Collect what is executed meanwhile."""
    seen: list[tuple[str, object]] = []

    def collect(_connection, _cursor, statement, parameters, _context, many) -> None:
        if re.match(r"SELECT|UPDATE|DELETE", statement):
            seen.append((statement, parameters[0] if many else parameters))

    event.listen(database.engine, "before_cursor_execute", collect)
    yield seen
    event.remove(database.engine, "before_cursor_execute", collect)


def _scans(database: Database, statement: str, parameters: object) -> list[str]:
    """Give the steps of the plan that walk a growing table without an index."""
    with database.read() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        steps = [row[-1] for row in plan]
    return [step for step in steps if (found := re.match(r"SCAN (\w+)(?! USING)", step)) and found[1] in GROWING]


@pytest.fixture
def busy_town(town):
    """A town where something of every kind has happened."""
    for place in range(3):
        town.text(f"bogor jalan berlubang di gang nomor {place}", f"+628111000010{place}")
    return town


def _a_day(town) -> None:
    """Let every step of the daemon happen once."""
    long_ones = [
        town.part(text, reference=5, total=2, sequence=place) for place, text in enumerate(("satu ", "dua"), 1)
    ]
    town.store(long_ones[0])
    town.store(long_ones[1], town.part("bogor lampu jalan mati"))
    number = town.complaints()[0]["number"]
    town.store(town.part(f"CEK {number}"))
    now = town.clock.now()
    line_id = town.line_ids["modem1"]
    town.process()
    with town.database.write() as connection:
        inbox.close_overdue(connection, now)
        outbound.expire(connection, now)
        claims.anything_due(connection, [line_id], now)
        (job,) = outbox.claim(connection, line_id, Allowed(1), now)
    with town.database.write() as connection:
        outcome = SendOutcome(job.segments[0].key, Outcome.ACCEPTED, 7)
        outbox.record(connection, [Result(job.message_id, (outcome,))], now)
        outbox.record_reports(
            connection, [DeliveryReport("modem1", job.segments[0].to, 7, Delivery.DELIVERED, now)], now
        )
        outbox.abandon(connection, outbound.sending_on(connection, [line_id]), now)
    with town.database.write() as connection:
        deed = Deed(Action.START, Actor.ADMIN, "siti")
        apply(connection, town.processor.office, number, deed, now)


def _an_officers_day(town) -> None:
    """Let everything happen that an agency and the scheduled jobs do."""
    now = town.clock.now()
    phones = {"PUPR": "+6281112000001", "LEADER": "+6281112000005", "ADMIN": "+6281112000009"}
    with town.database.write() as connection:
        for agency, phone in phones.items():
            ids = subscribers.ids_of(connection, [classify(phone)], now)
            contacts.add(connection, ids[phone], region="bogor", agency=agency, name="Budi", now=now)
    number = town.complaints()[1]["number"]
    for text in ("TUGAS", f"TERIMA {number}", f"PROSES {number} jalan", f"TANYA {number} di mana?"):
        town.text(text, phones["PUPR"])
    town.text("TUGAS", phones["ADMIN"])
    for place in range(3):
        town.text(f"bogor kebakaran di gang {place}", f"+628111000030{place}")
    town.text("RAHASIA", "+6281110000302")
    town.text("mohon perhatian bapak ibu yang terhormat", "+6281110000400")
    town.do_jobs()
    town.text("RT 3", "+6281110000101")
    # Alerts are counted, the ladder is climbed to its end, and what nobody hands out is told.
    for minutes in (10, 24 * 60, 2 * 24 * 60, 3 * 24 * 60):
        town.clock.advance(timedelta(minutes=minutes))
        town.do_jobs()


# PostgreSQL plans by the sizes it has seen and walks small tables whatever indexes there are.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_step_walks_a_growing_table(busy_town) -> None:
    with _statements(busy_town.database) as seen:
        _a_day(busy_town)
        _an_officers_day(busy_town)
    listings = re.compile(r"ORDER BY (complaint|outbound_message|inbound_message)\.id DESC")
    walks = {
        statement: scans
        for statement, parameters in seen
        if not listings.search(statement) and (scans := _scans(busy_town.database, statement, parameters))
    }

    assert len(seen) > 30
    assert walks == {}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_due_is_looked_for_among_the_few_that_have_a_time(busy_town) -> None:
    with _statements(busy_town.database) as seen:
        news.is_due(busy_town.database, busy_town.processor.office, busy_town.clock.now())
    ((statement, parameters),) = seen
    with busy_town.database.read() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        assert [row[-1] for row in plan] == ["SEARCH complaint USING INDEX ix_complaint_news (news_due_at<?)"]
