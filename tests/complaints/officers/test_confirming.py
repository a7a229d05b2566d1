"""The monthly question whether an officer is still there: once, spread, never at night; on both databases."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from complaints.officers import confirming
from complaints.officers.contacts import NewContact, confirm, register
from complaints.who.people import Post
from storage import contacts
from storage.office_tables import contact

BUDI = "+6281112000001"
STEP = timedelta(minutes=30)


def ask(staff: Any) -> int:
    town = staff.town
    if not confirming.is_due(town.database, town.processor.office, town.clock.now()):
        return 0
    return confirming.ask_due(town.database, town.processor.office, town.clock.now())


def asked_over(staff: Any, days: int) -> list[Any]:
    """Let days pass, and give when somebody was asked, in the region's time."""
    asked = []
    for _ in range(days * 48):
        staff.town.clock.advance(STEP)
        asked += [staff.town.clock.now() + timedelta(hours=7)] * ask(staff)
    return asked


def test_after_four_weeks_one_is_asked_with_a_digest_and_reminded_a_week_later(staff) -> None:
    staff.appoint("PUPR")
    first, again = asked_over(staff, 60)[:2]
    assert timedelta(days=28) <= first - staff.town.clock.now() + timedelta(days=60) <= timedelta(days=35)
    assert again - first == timedelta(days=7)
    assert {(at.hour, at.minute) for at in (first, again)} <= {(7, 30), (8, 0), (15, 30), (16, 0)}
    assert ["Belum dijawab" in text for text in staff.town.answers(BUDI)[:2]] == [False, True]


def test_the_phones_of_a_region_are_asked_on_several_days(staff) -> None:
    for place in range(20):
        staff.appoint("PUPR", f"+62811120010{place:02}")
    days = Counter(at.date() for at in asked_over(staff, 35))
    assert sum(days.values()) == 20
    assert max(days.values()) == 4


def test_the_time_runs_from_the_first_question_that_was_not_answered(staff) -> None:
    staff.appoint("PUPR")
    asked_over(staff, 80)
    with staff.town.database.read() as connection:
        (row,) = connection.execute(select(contact))
    assert timedelta(days=28) <= row.asked_at - row.valid_from <= timedelta(days=35)
    assert len(staff.town.answers(BUDI)) >= 3


def test_who_was_confirmed_by_an_admin_is_not_reminded(staff) -> None:
    staff.appoint("PUPR")
    asked_over(staff, 35)
    with staff.town.database.write() as connection:
        assert (
            confirm(
                connection, staff.town.processor.office, Post("bogor", "PUPR"), "0811 1200 0001", staff.town.clock.now()
            )
            == "Budi"
        )
    assert asked_over(staff, 20) == []


def test_contacts_of_before_are_asked_first_and_count_until_then(staff) -> None:
    staff.appoint("PUPR")
    with staff.town.database.write() as connection:
        old = staff.town.clock.now() - timedelta(days=300)
        connection.execute(update(contact).values(valid_from=old, confirmed_at=None))
    assert len(asked_over(staff, 7)) == 1


def test_a_post_that_begins_later_is_told_then(staff) -> None:
    town, later = staff.town, staff.town.clock.now() + timedelta(days=3)
    new = NewContact(Post("bogor", "PUPR"), "Budi", BUDI, term=contacts.Term(None, later))
    with town.database.write() as connection:
        assert register(connection, town.processor.office, new, town.clock.now()) == later
    (welcome,) = staff.queued()
    assert (welcome["not_before"], welcome["expires_at"]) == (later, later + timedelta(days=3))


def test_a_circle_s_contact_who_has_said_nothing_reads_nothing_before_an_admin_knows_them(staff) -> None:
    staff.appoint(contacts.INTEGRITY)
    staff.appoint(contacts.OVERSIGHT, "+6281112000002", "Sari")
    number = staff.report("RAHASIA bogor lurah tajur minta uang surat tanah")
    asked_over(staff, 60)
    assert staff.order("TUGAS") == [] or str(number) not in "".join(staff.order("TUGAS"))
    assert "tanah" not in "".join(staff.town.text(f"BACA {number}", BUDI))
    (late,) = staff.town.text("YA", BUDI)
    assert late.startswith("Jawabannya terlambat")
    with staff.town.database.write() as connection:
        confirm(
            connection, staff.town.processor.office, Post("bogor", contacts.INTEGRITY), BUDI, staff.town.clock.now()
        )
    assert str(number) in staff.order("TUGAS")[0]
