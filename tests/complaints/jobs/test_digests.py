"""Digests: what waits for an agency, at its time, once; on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.jobs import digests
from complaints.jobs.digests import send_now
from complaints.life.deeds import Deed
from complaints.life.lifecycle import Action, Actor
from complaints.steps.actions import apply
from complaints.who.people import People
from sms.codec import segment_count
from sms.message import Priority
from storage import claims, contacts, outbound
from storage.claims import Allowed
from storage.office_tables import digest

BUDI, SARI, ADMIN = "+6281112000001", "+6281112000002", "+6281112000009"
AFTERNOON = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
"""15:30 in Bogor; the tests begin at noon of that day."""


def until(staff: Any, moment: datetime) -> None:
    staff.town.clock.advance(moment - staff.town.clock.now())


def test_an_agency_hears_at_its_time_and_not_before(staff) -> None:
    staff.appoint("PUPR")
    staff.digests()
    number = staff.report()
    until(staff, AFTERNOON - timedelta(seconds=1))
    assert staff.digests() == 0

    staff.town.clock.advance(timedelta(seconds=1))
    assert staff.digests() == 1
    assert staff.town.answers(BUDI) == [
        (f"Dinas PUPR 23/11 15:30: 1 baru. Balas misalnya 1 TERIMA\n1 {number} jalan berlubang di depan pasar")
    ]


def test_a_digest_is_made_once_however_often_the_bell_rings(staff) -> None:
    staff.appoint("PUPR")
    staff.report()
    until(staff, AFTERNOON)
    assert [staff.digests() for _ in range(5)] == [1, 0, 0, 0, 0]
    staff.town.clock.advance(timedelta(hours=3))
    assert staff.digests() == 0
    assert len(staff.town.answers(BUDI)) == 1


def test_with_nothing_to_tell_nothing_is_sent_and_what_comes_later_waits_for_the_next(staff) -> None:
    staff.appoint("PUPR")
    until(staff, AFTERNOON)
    assert staff.digests() == 0
    staff.report()
    staff.later(hours=1)
    assert staff.town.answers(BUDI) == []
    until(staff, AFTERNOON + timedelta(hours=16))
    assert staff.digests() == 1


def test_what_an_officer_has_taken_up_is_not_told_again(staff) -> None:
    staff.appoint("PUPR")
    taken, left = staff.report(), staff.report("bogor jembatan retak di gang melati", "+6281110000200")
    staff.town.text(f"TERIMA {taken}", BUDI)
    until(staff, AFTERNOON)
    staff.digests()
    (told,) = [row["text"] for row in staff.queued() if row["priority"] == Priority.DIGEST]
    assert str(left) in told
    assert str(taken) not in told


def test_a_silent_officer_is_told_again_and_first_of_what_was_never_told(staff) -> None:
    staff.appoint("PUPR")
    texts = [f"bogor jalan rusak di gang {place} kampung kidul sebelah warung" for place in range(30)]
    waiting = [staff.report(text, f"+62811100002{place:02}") for place, text in enumerate(texts)]
    until(staff, AFTERNOON)
    staff.digests()
    first = staff.town.answers(BUDI)
    until(staff, AFTERNOON + timedelta(hours=16))
    staff.digests()
    second = staff.town.answers(BUDI)[len(first) :]

    assert [len(first), len(second)] == [3, 3]
    assert all(segment_count(text) == 1 for text in first + second)
    assert "30 baru" in first[0]
    shown = _numbers(first)
    assert shown + _numbers(second) == waiting[: 2 * len(shown)]


def _numbers(texts: list[str]) -> list[int]:
    return [int(line.split()[1]) for text in texts for line in text.split("\n") if line[:1].isdigit()]


def test_danger_stands_at_the_top_and_says_so(staff) -> None:
    staff.appoint("BPBD")
    staff.report("bogor banjir surut tapi lumpur setinggi lutut, longsor kecil", "+6281110000200")
    until(staff, AFTERNOON)
    staff.digests()
    lines = staff.town.answers(BUDI)[-1].split("\n")
    assert "DARURAT:" in lines[1]


def test_an_agency_without_a_contact_has_its_complaints_told_to_the_admin(staff) -> None:
    staff.appoint("ADMIN", ADMIN, "Ani")
    staff.appoint("DLH", SARI, "Sari")
    road = staff.report()
    staff.report("bogor sampah menumpuk di tps pasar", "+6281110000200")
    vague = staff.report("mohon perhatian bapak ibu yang terhormat", "+6281110000300")
    until(staff, AFTERNOON)
    assert staff.digests() == 2
    assert "\n".join(staff.town.answers(ADMIN)).split("\n") == [
        "Diskominfo Kota Bogor 23/11 15:30: 2 baru. Balas misalnya 1 TERIMA",
        f"1 {road} PUPR: jalan berlubang di depan pasar",
        f"2 {vague} pilih dinas: mohon perhatian bapak ibu yang terhormat",
    ]
    (own,) = staff.town.answers(SARI)
    assert "1 baru" in own

    staff.appoint("PUPR")
    assert staff.digests() == 1
    assert str(road) in staff.town.answers(BUDI)[0]


def test_every_contact_of_an_agency_gets_the_digest_and_one_who_left_does_not(staff) -> None:
    for phone in (BUDI, SARI, ADMIN):
        staff.appoint("PUPR", phone)
    with staff.town.database.write() as connection:
        assert contacts.remove(connection, SARI, region="bogor", agency="PUPR", now=staff.town.clock.now())
        assert not contacts.remove(connection, SARI, region="bogor", agency="PUPR", now=staff.town.clock.now())
    staff.report()
    until(staff, AFTERNOON)
    assert staff.digests() == 2
    assert [len(staff.town.answers(phone)) for phone in (BUDI, SARI, ADMIN)] == [1, 0, 1]


def test_a_digest_that_is_late_on_its_line_waits_for_the_morning(staff) -> None:
    staff.appoint("PUPR")
    staff.report()
    until(staff, AFTERNOON)
    staff.digests()
    line_id, night = staff.town.line_ids["modem1"], AFTERNOON + timedelta(hours=7)
    office = staff.town.processor.office
    with staff.town.database.write() as connection:
        quiet = office.quiet_regions(night)
        claimed = claims.claim(connection, line_id, Allowed(10), night, quiet)
        assert [job.to for job in claimed] == ["+6281110000100"], "answers go at any hour"
        assert not claims.anything_due(connection, [line_id], night, quiet)
        morning = AFTERNOON + timedelta(hours=15)
        claimed = claims.claim(connection, line_id, Allowed(10), morning, office.quiet_regions(morning))
        assert [each.to for each in claimed] == [BUDI]


@pytest.mark.parametrize("down", [timedelta(hours=1), timedelta(days=1), timedelta(days=30)], ids=str)
@pytest.mark.parametrize("begin", [timedelta(hours=-5), timedelta(minutes=-10), timedelta(hours=4)], ids=str)
def test_after_a_downtime_one_digest_makes_up_for_all_and_none_comes_at_night(staff, begin, down) -> None:
    staff.appoint("PUPR")
    staff.appoint("DLH", SARI)
    staff.report()
    staff.report("bogor sampah menumpuk di tps pasar", "+6281110000200")
    until(staff, max(AFTERNOON + begin, staff.town.clock.now()))
    before = len(staff.town.answers(BUDI))

    staff.town.clock.advance(down)
    up = staff.town.clock.now()
    for _ in range(24 * 4):
        staff.digests()
        staff.town.clock.advance(timedelta(minutes=15))

    with staff.town.database.read() as connection:
        made = list(connection.execute(select(digest).where(digest.c.item_count > 0)))
    local = [row.made_at + timedelta(hours=7) for row in made]
    slots = {(row.subscriber_id, row.local_date, row.slot) for row in made}
    late = [row for row in made if row.made_at >= up and _time_of(row) < up]
    assert len(slots) == len(made)
    assert all(6 <= at.hour < 21 for at in local)
    budi, sari = sorted({row.subscriber_id for row in made})
    assert [sum(row.subscriber_id == person for row in late) for person in (budi, sari)] in ([0, 0], [1, 1])
    regular = [row for row in made if row.subscriber_id == budi and row.made_at >= up and row not in late]
    assert len(regular) == 2
    digests_of_budi = [text for text in staff.town.answers(BUDI) if text.startswith("Dinas PUPR")]
    assert len(digests_of_budi) - before == sum(row.subscriber_id == budi for row in made)


def _time_of(row: Any) -> datetime:
    hour, minute = map(int, row.slot.split(":"))
    return datetime.combine(row.local_date, datetime.min.time(), tzinfo=UTC) + timedelta(hours=hour - 7, minutes=minute)


def test_a_digest_by_hand_goes_at_any_hour_and_takes_no_place(staff) -> None:
    staff.appoint("PUPR")
    number = staff.report()
    until(staff, AFTERNOON + timedelta(hours=8))
    town = staff.town
    with town.database.write() as connection:
        (person,) = People(connection, town.clock.now()).recipients("bogor", "PUPR")
        assert send_now(connection, town.processor.office, "bogor", person, town.clock.now()) == 1
    (row,) = [row for row in staff.queued() if row["address"] == BUDI]
    assert (row["quiet_region"], row["not_before"]) == (None, town.clock.now())
    assert str(number) in row["text"]
    until(staff, AFTERNOON + timedelta(hours=16))
    assert staff.digests() == 1


def test_looking_whether_a_digest_is_due_writes_nothing(staff) -> None:
    staff.appoint("PUPR")
    staff.report()
    until(staff, AFTERNOON)
    town = staff.town
    assert digests.is_due(town.database, town.processor.office, town.clock.now())
    assert digests.is_due(town.database, town.processor.office, town.clock.now())
    staff.digests()
    assert not digests.is_due(town.database, town.processor.office, town.clock.now())


def test_what_is_done_waits_for_nobody(staff) -> None:
    staff.appoint("PUPR")
    number = staff.report()
    town = staff.town
    with town.database.write() as connection:
        deed = Deed(Action.RESOLVE, Actor.ADMIN, "siti", "sudah")
        apply(connection, town.processor.office, number, deed, town.clock.now())
    until(staff, AFTERNOON)
    assert staff.digests() == 0
    with town.database.write() as connection:
        apply(connection, town.processor.office, number, Deed(Action.REOPEN, Actor.ADMIN, "siti"), town.clock.now())
    until(staff, AFTERNOON + timedelta(hours=16))
    assert staff.digests() == 1


def test_a_digest_that_never_left_is_not_sent_beside_the_next(staff) -> None:
    staff.appoint("PUPR")
    staff.report()
    until(staff, AFTERNOON)
    staff.digests()
    next_morning = AFTERNOON + timedelta(hours=16)
    until(staff, next_morning)
    staff.digests()
    with staff.town.database.write() as connection:
        outbound.expire(connection, next_morning)
        claimed = claims.claim(connection, staff.town.line_ids["modem1"], Allowed(10), next_morning, ())
    assert [job.text[:22] for job in claimed if job.to == BUDI] == ["Dinas PUPR 24/11 07:30"]
