"""What nobody hands to an agency in time: the admin is told, together and once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from complaints.jobs import unhanded
from complaints.life.lifecycle import Action
from storage.models import complaint, event

ANI = "+6281112000009"
VAGUE = "mohon perhatian bapak ibu yang terhormat"


def told(staff: Any) -> int:
    town = staff.town
    is_due = unhanded.is_due(town.database, town.processor.office, town.clock.now())
    count = unhanded.tell_due(town.database, town.processor.office, town.clock.now())
    assert is_due is (count > 0)
    return count


def test_the_admin_is_told_once_of_all_of_them_when_their_time_is_over(staff) -> None:
    staff.appoint("ADMIN", ANI, "Ani")
    numbers = [staff.report(VAGUE, f"+628111000020{place}") for place in range(2)]
    staff.report()
    staff.town.clock.advance(timedelta(days=3))
    assert told(staff) == 0
    staff.town.clock.advance(timedelta(hours=6))
    assert [told(staff), told(staff)] == [2, 0]
    assert staff.town.answers(ANI) == [f"Bogor: 2 laporan belum punya dinas: {numbers[0]}, {numbers[1]}. Balas TUGAS"]
    with staff.town.database.read() as connection:
        reasons = connection.scalars(select(event.c.reason).where(event.c.action == Action.ESCALATE)).all()
    assert reasons == ["no agency in time: admin told"] * 2


def test_what_has_been_handed_on_in_time_is_not_told(staff) -> None:
    staff.appoint("ADMIN", ANI, "Ani")
    number = staff.report(VAGUE)
    staff.town.text(f"TERUSKAN {number} PUPR", ANI)
    staff.town.clock.advance(timedelta(days=10))
    assert told(staff) == 0


def test_at_night_it_waits_for_the_morning(staff) -> None:
    staff.appoint("ADMIN", ANI, "Ani")
    staff.report(VAGUE)
    staff.town.clock.advance(timedelta(hours=12))
    with staff.town.database.write() as connection:
        connection.execute(update(complaint).values(verify_by=staff.town.clock.now()))
    assert told(staff) == 0
    staff.town.clock.advance(timedelta(hours=6))
    assert told(staff) == 1
