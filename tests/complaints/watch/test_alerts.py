"""Alerts: the first at once, then one count every ten minutes, and nothing twice; on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.watch import alerts
from sms.msisdn import Sender, SenderKind
from storage import contacts, outbound, subscribers
from storage.models import complaint
from storage.office_tables import alert

BUDI, DEWI, HADI, ANI = "+6281112000001", "+6281112000002", "+6281112000003", "+6281112000009"
MINUTE = timedelta(minutes=1)


def count(staff: Any) -> int:
    town = staff.town
    if not alerts.is_due(town.database, town.processor.office, town.clock.now()):
        return 0
    return alerts.tell_waiting(town.database, town.processor.office, town.clock.now())


def cry(staff: Any, place: int) -> int:
    return staff.report(f"bogor kebakaran di gang nomor {place}", f"+62811100{place:05}")


def test_the_first_is_told_at_once_and_the_others_counted_after_ten_minutes(staff) -> None:
    staff.appoint("DAMKAR", BUDI)
    first, *others = [cry(staff, place) for place in range(4)]
    assert count(staff) == 0
    staff.town.clock.advance(10 * MINUTE)
    assert [count(staff), count(staff)] == [3, 0]
    at_once, counted = staff.town.answers(BUDI)
    assert at_once.startswith(f"DARURAT {first}, Damkar")
    assert counted == f"3 laporan DARURAT lagi: {', '.join(map(str, others))}. Balas TUGAS"


def test_a_single_one_that_waited_is_told_as_itself(staff) -> None:
    staff.appoint("DAMKAR", BUDI)
    _, second = cry(staff, 1), cry(staff, 2)
    staff.town.clock.advance(10 * MINUTE)
    count(staff)
    assert staff.town.answers(BUDI)[1] == (
        f"DARURAT {second}, Damkar (balas TERIMA {second}): kebakaran di gang nomor 2"
    )
    # It counts as an SMS about that complaint, as one that did not wait does.
    with staff.town.database.read() as connection:
        about = dict(connection.execute(select(complaint.c.id, complaint.c.number)).all())
        rows = outbound.listing(connection, limit=100)
    assert [about.get(row["complaint_id"]) for row in rows if row["text"].startswith(f"DARURAT {second}")] == [second]


def test_what_somebody_has_taken_meanwhile_is_not_told_and_delays_nothing(staff) -> None:
    staff.appoint("DAMKAR", BUDI)
    _, second = cry(staff, 1), cry(staff, 2)
    staff.town.text(f"TERIMA {second}", BUDI)
    staff.town.clock.advance(10 * MINUTE)
    assert count(staff) == 0
    third = cry(staff, 3)
    assert staff.town.answers(BUDI)[-1].startswith(f"DARURAT {third}, Damkar")


def test_what_was_dropped_is_no_alert_that_the_next_has_to_wait_for(staff) -> None:
    staff.appoint("DAMKAR", BUDI)
    cry(staff, 1)
    staff.town.clock.advance(9 * MINUTE)
    staff.town.text(f"TERIMA {cry(staff, 2)}", BUDI)
    staff.town.clock.advance(2 * MINUTE)
    count(staff)
    third = cry(staff, 3)
    assert staff.town.answers(BUDI)[-1].startswith(f"DARURAT {third}, Damkar")


@pytest.mark.parametrize("waves", [1, 4])
def test_on_the_day_of_a_flood_a_phone_gets_one_sms_in_ten_minutes_and_no_complaint_is_left_out(staff, waves) -> None:
    staff.appoint("DAMKAR", BUDI)
    town, numbers = staff.town, []
    for wave in range(waves):
        texts = [(f"bogor kebakaran di gang {wave} nomor {place}", f"+628111{wave}9{place:05}") for place in range(60)]
        town.store(*(town.part(text, sender) for text, sender in texts))
        town.process()
        town.clock.advance(10 * MINUTE)
        count(staff)
    numbers = [row["number"] for row in town.complaints()]
    told = town.answers(BUDI)
    assert len(numbers) == 60 * waves
    assert len(told) == waves + 1
    assert told[0].startswith(f"DARURAT {numbers[0]}")
    assert [int(text.split()[0]) for text in told[1:]] == [59, *[60] * (waves - 1)]
    assert all(len(text) <= 160 for text in told)
    with town.database.read() as connection:
        rows = connection.execute(select(alert.c.complaint_id, alert.c.told_at)).all()
    assert len({row.complaint_id for row in rows}) == len(rows) == 60 * waves
    assert all(row.told_at for row in rows)


@pytest.mark.parametrize(
    ("there", "hears"),
    [
        ((contacts.OFFICER, contacts.DUTY, contacts.HEAD), DEWI),
        ((contacts.OFFICER, contacts.HEAD), BUDI),
        ((contacts.HEAD,), HADI),
        ((), ANI),
    ],
)
def test_danger_is_told_to_who_is_on_duty_else_the_officers_the_head_the_admin(staff, there, hears) -> None:
    phones = {contacts.OFFICER: BUDI, contacts.DUTY: DEWI, contacts.HEAD: HADI}
    for role in there:
        staff.appoint("DAMKAR", phones[role], role=role)
    staff.appoint("ADMIN", ANI, "Ani")
    cry(staff, 1)
    assert {phone for phone in (BUDI, DEWI, HADI, ANI) if staff.town.answers(phone)} == {hears}


def test_a_units_danger_is_told_to_the_unit(staff) -> None:
    with staff.town.database.write() as connection:
        for phone, unit in ((BUDI, None), (DEWI, "PKM-TEGAL-GUNDIL"), (HADI, "PKM-TANAH-SAREAL")):
            ids = subscribers.ids_of(connection, [Sender(SenderKind.NUMBER, phone)], staff.town.clock.now())
            term = contacts.Term(unit)
            now = staff.town.clock.now()
            contacts.add(connection, ids[phone], region="bogor", agency="DINKES", name="X", now=now, term=term)
    number = staff.report("bogor warga tegal gundil keracunan makanan hajatan, muntah semua")
    told = {phone: staff.town.answers(phone) for phone in (BUDI, DEWI, HADI)}
    assert told[DEWI][0].startswith(f"DARURAT {number}"), told
    assert [staff.town.answers(phone) for phone in (BUDI, HADI)] == [[], []]
