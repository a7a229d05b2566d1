"""A database as years leave it: a million complaints, a tenth of them open, with places, words, grades and messages.

    python bench/world.py URL [--complaints 1000000] [--open 9000] [--answers 4]

Fills an empty database, and leaves it for whatever is to be measured. The complaints grow in number with time, over
three years; nine of ten older than two months are closed, nine of ten of the last two are open. What is rare is there
too: a region and an agency with a few hundred complaints each, kinds, doors and topics with some. Everything follows
from a complaint's place in the row, so that two worlds of one size are the same.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from sqlalchemy import func, select  # noqa: E402

from complaints.life.numbers import number_of  # noqa: E402
from complaints.who.office import Office  # noqa: E402
from config.modem_settings import ModemSettings  # noqa: E402
from config.settings import Settings  # noqa: E402
from storage import alike, bulk  # noqa: E402
from storage.complaints import number_key  # noqa: E402
from storage.engine import Database  # noqa: E402
from storage.message_tables import inbound_message, outbound_message  # noqa: E402
from storage.migrate import upgrade  # noqa: E402
from storage.models import (  # noqa: E402
    assignment,
    complaint,
    complaint_ids,
    complaint_place,
    counter,
    event,
    line,
    subscriber,
)
from storage.office_tables import incident  # noqa: E402

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
"""A Monday, noon in Bogor."""
YEARS = timedelta(days=3 * 365)
RECENT = timedelta(days=60)
RARE_REGION, RARE_AGENCY, RARE_UNIT = "sabang", "ARSIP", "UPTD1"
_BATCH = 20_000
_PHONES = 3
"""So many complaints come from one phone."""
_TEXTS = (
    "jalan berlubang di depan pasar", "lampu jalan mati sudah seminggu", "sampah menumpuk di pinggir kali",
    "air PDAM tidak mengalir sejak kemarin", "antrean KTP lama sekali", "banjir setiap hujan di gang kami",
    "pelayanan puskesmas kurang ramah", "pohon tumbang menutup jalan", "trotoar dipakai parkir", "bau dari pabrik tahu",
)  # fmt: skip
_STREETS = tuple(f"Jalan {name} {number}" for name in ("Melati", "Mawar", "Pandu", "Cempaka") for number in range(200))
_OPEN = ("assigned",) * 6 + ("in_progress",) * 3 + ("triage", "waiting", "resolved", "postponed")
_DONE = ("closed",) * 30 + ("not_ours", "withdrawn", "archived", "spam", "duplicate")
_OUTCOMES = {"withdrawn": "withdrawn"}
_CLOSED = ("confirmed", "timed_out", "timed_out", "explained", "rejected")

Rows = tuple[list[dict[str, Any]], ...]


def office_of(database: Database) -> Office:
    """Make the office of Kota Bogor."""
    bind = ModemSettings(name="bind", transport="gammu", device="none", msisdn="+628111000001")
    with database.read() as connection:
        return Office.of(Settings(regions=("bogor",), lines=(bind,)), number_key(connection))


def fill(database: Database, count: int = 1_000_000, most_open: int | None = None, answers: int = 2) -> Office:
    """Write so many complaints and what hangs on them into an empty database; give its office.

    At most so many are open, the newest, and each has so many messages that were sent.
    """
    office = office_of(database)
    with database.write() as connection:
        connection.execute(line.insert(), [{"id": 1, "name": "bind", "transport": "gammu"}])
        connection.execute(incident.insert(), [_incident(place) for place in (1, 2)])
    rows = _rows(office, count, count if most_open is None else most_open, answers)
    while batch := list(islice(rows, _BATCH)):
        with database.write() as connection:
            for place, table in enumerate(_TABLES):
                bulk.insert(connection, table, [row for each in batch for row in each[place]])
    _count_on(database, count)
    return office


_TABLES = (subscriber, inbound_message, complaint, assignment, event, complaint_place, outbound_message)


def _count_on(database: Database, count: int) -> None:
    """Let the next numbers follow, and let the database know its tables, as its own upkeep would."""
    with database.write() as connection:
        if database.is_sqlite:
            connection.execute(counter.update().where(counter.c.name == "complaint").values(value=count))
            return
        connection.execute(select(func.setval(complaint_ids.name, count)))
        for table in _TABLES:
            if table is not complaint:
                sequence = func.pg_get_serial_sequence(table.name, "id")
                connection.execute(select(func.setval(sequence, select(func.max(table.c.id)).scalar_subquery())))
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM (ANALYZE)")


def _incident(place: int) -> dict[str, Any]:
    return {
        "id": place,
        "name": f"Banjir {place}",
        "region": "bogor",
        "topics": ["banjir"],
        "areas": [],
        "opened_at": NOW - timedelta(days=place),
        "opened_by": "siti",
    }


def _rows(office: Office, count: int, most_open: int, answers: int) -> Iterator[Rows]:
    """Give the rows of each complaint, in the order of the tables."""
    chance = Random(7)  # noqa: S311 - a bench, not a secret
    agencies = [*office.regions["bogor"].catalogue.agencies]
    weights = [1 / place for place in range(1, len(agencies) + 1)]
    topics = [topic.code for topic in office.regions["bogor"].catalogue.topics]
    for place in range(1, count + 1):
        began = NOW - YEARS * ((count - place + 0.5) / count)
        is_open = place % 10 != 0 if NOW - began < RECENT else place % 18 == 0
        is_open = is_open and place > count - most_open
        status = chance.choice(_OPEN if is_open else _DONE)
        agency = chance.choices(agencies, weights)[0] if place % 3000 else RARE_AGENCY
        itself = _complaint(office, place, began, status, chance.choice(topics))
        places = _places(place, chance)
        alike.mark(places, [{**itself, "anonymous": False}])
        yield (
            [_phone(place)] if place % _PHONES == 1 else [],
            [_inbound(place, began)],
            [itself],
            [] if status == "triage" else [_hands(place, agency, status, began, chance)],
            [_event(place, began, "open", "new"), _event(place, began, "assign", status)],
            places,
            [_outbound(place, began, each) for each in range(answers)],
        )


def _phone_of(place: int) -> int:
    return place - (place - 1) % _PHONES


def _phone(place: int) -> dict[str, Any]:
    return {"id": place, "address": f"+628111{place:07}", "kind": "number", "created_at": NOW - YEARS}


def _complaint(office: Office, place: int, began: datetime, status: str, topic: str) -> dict[str, Any]:
    outcome = _CLOSED[place % len(_CLOSED)] if status == "closed" else _OUTCOMES.get(status)
    flags = ["abuse"] if place % 997 == 0 else []
    quality = {"score": 1.0, "flags": flags, "reasons": []}
    changed = min(began + timedelta(hours=place % 500), NOW)
    return {
        "id": place,
        "number": number_of(place, office.number_key),
        "region": "bogor" if place % 2500 else RARE_REGION,
        "subscriber_id": _phone_of(place),
        "inbound_message_id": place,
        "channel": "sms" if place % 50 else ("phone", "walkin", "letter")[place // 50 % 3],
        "kind": "complaint" if place % 5 else ("aspiration", "question", "praise")[place // 5 % 3],
        "text": f"{_TEXTS[place % len(_TEXTS)]} nomor {place}",
        "status": status,
        "outcome": outcome,
        "topic": topic if place % 20 else None,
        "urgent": place % 60 == 0,
        "confidence": 0.9,
        "routing": {"reasons": [f"found: {topic}"], "alternatives": [["PUPR", 0.9]], "quality": quality},
        "circle": "INTEGRITY" if place % 800 == 0 else None,
        "secret": place % 800 == 0,
        "reopened": 1 if place % 70 == 0 else 0,
        "rating": 1 + place % 5 if outcome == "confirmed" and place % 3 == 0 else None,
        "incident_id": 1 + place % 2 if NOW - began < timedelta(days=2) and place % 4 == 0 else None,
        "duplicate_of": place - 1 if status == "duplicate" and place > 1 else None,
        "first_answer_at": changed if status not in {"triage", "assigned"} else None,
        "asked": place % 4 // 3,
        "created_at": began,
        "updated_at": changed,
        "status_since": changed,
        "verify_by": began + timedelta(hours=4) if status == "triage" else None,
        "flagged": bool(flags),
    }


def _hands(place: int, agency: str, status: str, began: datetime, chance: Random) -> dict[str, Any]:
    is_done = status in _DONE or status == "resolved"
    taken = status != "assigned" or chance.random() < 0.5
    due = began + timedelta(days=chance.choice((5, 10, 60)))
    return {
        "complaint_id": place,
        "agency": agency,
        "unit": RARE_UNIT if place % 1500 == 0 else None,
        "lead": True,
        "state": status,
        "assigned_at": began,
        "accepted_at": began + timedelta(hours=6) if taken else None,
        "respond_by": began + timedelta(days=3),
        "due_at": None if status in {"waiting", "postponed"} else due,
        "done_at": min(began + timedelta(days=1 + place % 14), NOW) if is_done else None,
    }


def _event(place: int, at: datetime, action: str, after: str) -> dict[str, Any]:
    return {
        "complaint_id": place,
        "at": at,
        "actor_kind": "system",
        "actor": "router",
        "action": action,
        "after": after,
    }


def _places(place: int, chance: Random) -> list[dict[str, Any]]:
    named = [("street", chance.choice(_STREETS)), ("village", f"Kelurahan {place % 68}")][: place % 3]
    return [{"complaint_id": place, "kind": kind, "name": name} for kind, name in named]


def _inbound(place: int, began: datetime) -> dict[str, Any]:
    return {
        "id": place,
        "key": f"world:{place}",
        "line_id": 1,
        "subscriber_id": _phone_of(place),
        "state": "done" if place % 40 else "ignored",
        "text": _TEXTS[place % len(_TEXTS)],
        "text_hash": f"{place:032x}",
        "parts_total": 1,
        "parts_stored": 1,
        "received_at": began,
        "processed_at": began,
    }


def _outbound(place: int, began: datetime, each: int) -> dict[str, Any]:
    return {
        "dedupe_key": f"world:{place}:{each}",
        "subscriber_id": _phone_of(place),
        "complaint_id": place,
        "line_id": 1,
        "text": "Laporan Anda kami terima.",
        "priority": each,
        "state": "sent" if place % 30 else "failed",
        "segments": 1,
        "created_at": began,
        "not_before": began,
        "expires_at": began + timedelta(days=2),
    }


def main() -> None:
    """Fill a database."""
    parser = argparse.ArgumentParser(description="A database as years leave it.")
    parser.add_argument("url", help="the address of an empty database")
    parser.add_argument("--complaints", type=int, default=1_000_000)
    parser.add_argument("--open", type=int, help="so many at most, the newest")
    parser.add_argument("--answers", type=int, default=2, help="SMS that were sent about each")
    options = parser.parse_args()
    database = Database(options.url)
    upgrade(database)
    fill(database, options.complaints, options.open, options.answers)
    database.close()


if __name__ == "__main__":
    main()
