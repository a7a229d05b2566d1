"""The ladder: which rung comes when, and that each is told once whatever happens meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from complaints.jobs import escalation
from complaints.life.deeds import Deed
from complaints.life.lifecycle import Action, Actor, IllegalStepError
from complaints.steps.actions import apply
from complaints.watch.ladder import Hands, begin, climbs, is_last, look_again, next_at
from config.ladder import LADDER, MOST_RUNGS, URGENT_LADDER
from config.regions import load_region
from parsers.meaning import Kind
from storage import contacts
from storage.changes import Changes
from storage.complaints import by_number
from storage.ladder import any_due
from storage.models import assignment, complaint, event

BOGOR = load_region("bogor")
NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
"""A Monday, 12:00 in Bogor."""
BUDI, RINA, WALI, ANI = "+6281112000001", "+6281112000003", "+6281112000005", "+6281112000009"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def times(hands: Hands) -> list[tuple[str, timedelta]]:
    return [(climb.rung.tell.value, climb.at - NOON) for climb in climbs(hands)]


def test_bogor_has_the_ladder_that_is_shipped() -> None:
    assert (BOGOR.ladder, BOGOR.urgent_ladder) == (LADDER, URGENT_LADDER)


def test_the_agency_hears_in_seven_minutes_its_head_after_a_day_and_the_mayor_after_two() -> None:
    assert times(Hands(BOGOR, False, NOON, None)) == [("officer", 7 * MINUTE), ("head", DAY), ("leader", 2 * DAY)]


def test_who_has_taken_it_up_is_told_on_only_when_it_is_overdue() -> None:
    due = NOON + timedelta(hours=4)
    assert times(Hands(BOGOR, False, None, due)) == [
        # Due at the end of Monday's office hours: the first whole working day ends on Tuesday, the fifth on Monday.
        ("head", timedelta(days=1, hours=4)),
        ("leader", timedelta(days=7, hours=4)),
    ]
    assert times(Hands(BOGOR, False, None, None)) == []


def test_at_night_a_rung_waits_for_the_morning_unless_there_is_danger() -> None:
    night = NOON + timedelta(hours=11)
    assert climbs(Hands(BOGOR, False, night, None))[0].at == NOON + timedelta(hours=18)
    assert climbs(Hands(BOGOR, True, night, None))[0].at == night + timedelta(minutes=15)


def test_danger_climbs_both_ladders_and_the_officers_have_been_told_by_the_alert() -> None:
    told = [(climb.rung.tell.value, climb.place) for climb in climbs(Hands(BOGOR, True, NOON, None))]
    assert told == [("head", MOST_RUNGS), ("admin", MOST_RUNGS + 1), ("head", 1), ("leader", 2)]


def test_what_has_been_told_is_not_told_again_and_then_nobody_is_left() -> None:
    assert times(Hands(BOGOR, False, NOON, None, 0b11)) == [("leader", 2 * DAY)]
    assert next_at(Hands(BOGOR, False, NOON, None, 0b111)) is None


def test_the_last_rung_is_the_last_of_its_kind_on_the_ladder_of_all() -> None:
    found = climbs(Hands(BOGOR, True, NOON, NOON))
    assert {(climb.rung.of.value, climb.rung.tell.value) for climb in found if is_last(BOGOR, climb)} == {
        ("silence", "leader"),
        ("overdue", "leader"),
    }


def test_praise_waits_for_nothing_and_neither_does_a_region_that_has_left() -> None:
    assert begin(BOGOR, Kind.PRAISE, NOON, None, urgent=False) is None
    assert begin(None, Kind.COMPLAINT, NOON, None, urgent=False) is None
    assert begin(BOGOR, Kind.COMPLAINT, NOON, None, urgent=False) == NOON + 7 * MINUTE


# What the job does.


@pytest.fixture
def team(staff: Any) -> Any:
    """An officer and a head at PUPR, the mayor and an admin."""
    staff.appoint("PUPR", BUDI)
    staff.appoint("PUPR", RINA, "Rina", role=contacts.HEAD)
    staff.appoint("LEADER", WALI, "Wali")
    staff.appoint("ADMIN", ANI, "Ani")
    return staff


def climb(staff: Any) -> int:
    town = staff.town
    return escalation.climb_due(town.database, town.processor.office, town.clock.now())


def after(staff: Any, length: timedelta) -> int:
    staff.town.clock.advance(length)
    return climb(staff)


def escalations(staff: Any) -> list[str]:
    with staff.town.database.read() as connection:
        wanted = select(event.c.reason).where(event.c.action == Action.ESCALATE).order_by(event.c.id)
        return list(connection.scalars(wanted))


def test_each_rung_is_told_to_whom_it_names_and_written_down(team) -> None:
    number = team.report()
    assert [climb(team), after(team, 7 * MINUTE), after(team, DAY), after(team, DAY)] == [0, 1, 1, 1]
    assert after(team, 30 * DAY) == 0
    assert team.town.answers(BUDI) == [
        f"Dinas PUPR: 1 laporan baru. Balas misalnya 1 TERIMA\n1 {number} jalan berlubang di depan pasar"
    ]
    assert team.town.answers(RINA) == [f"Bogor: 1 laporan belum diambil 24 jam: PUPR {number}"]
    assert team.town.answers(WALI) == [f"Bogor: 1 laporan belum diambil 48 jam: PUPR {number}"]
    assert escalations(team) == [
        "silence for 7 minutes: officer told",
        "silence for 24 hours: head told",
        "silence for 48 hours: leader told",
    ]


def test_the_citizen_is_told_of_the_ombudsman_once_at_the_end(team) -> None:
    number = team.report()
    after(team, 2 * DAY + MINUTE)
    with team.town.database.write() as connection:
        deed = Deed(Action.RESOLVE, Actor.ADMIN, "siti", "sudah")
        apply(connection, team.town.processor.office, number, deed, team.town.clock.now())
        apply(
            connection,
            team.town.processor.office,
            number,
            Deed(Action.REOPEN, Actor.ADMIN, "siti"),
            team.town.clock.now(),
        )
    assert after(team, 3 * DAY) == 3, "what is opened again is silent anew"
    assert sum("Ombudsman" in text for text in team.town.answers()) == 1


def test_who_was_told_that_it_is_worked_on_reads_that_it_is_not_done(team) -> None:
    number = team.report()
    with team.town.database.write() as connection:
        deed = Deed(Action.START, Actor.ADMIN, "siti", "aspal dipesan")
        apply(connection, team.town.processor.office, number, deed, team.town.clock.now())
    for _ in range(8):
        after(team, 10 * DAY)
    (door,) = [text for text in team.town.answers() if "Ombudsman" in text]
    assert door.startswith(f"Laporan {number} belum selesai.")


def test_a_rejection_tells_of_the_ombudsman_after_the_news_of_it(team) -> None:
    number = team.report()
    with team.town.database.write() as connection:
        deed = Deed(Action.REJECT, Actor.ADMIN, "siti", "jalan milik pribadi")
        apply(connection, team.town.processor.office, number, deed, team.town.clock.now())
    team.town.clock.advance(10 * MINUTE)
    team.news()
    rejected, door = team.town.answers()[-2:]
    assert "jalan milik pribadi" in rejected
    assert "Ombudsman RI, telepon 137" in door
    assert after(team, 5 * DAY) == 0, "what is closed climbs nothing"


def test_after_an_outage_of_three_days_all_rungs_are_told_once_and_together(team) -> None:
    numbers = [team.report(f"bogor jalan rusak di gang {place}", f"+62811100002{place:02}") for place in range(30)]
    assert after(team, 3 * DAY) == 90
    assert climb(team) == 0
    (told,) = team.town.answers(WALI)
    assert told.startswith(f"Bogor: 30 laporan belum diambil 48 jam: PUPR {numbers[0]}, {numbers[1]}")
    assert told.endswith(f"+{30 - told.count(',')}")
    assert len(told) <= 160


def test_what_is_due_within_minutes_goes_along(team) -> None:
    team.report()
    team.town.clock.advance(4 * MINUTE)
    team.report("bogor jalan rusak di gang melati", "+6281110000200")
    assert after(team, 3 * MINUTE) == 2
    assert len(team.town.answers(BUDI)) == 1
    assert after(team, 4 * MINUTE) == 0


def test_what_a_digest_has_told_the_officers_is_not_told_again(team) -> None:
    team.town.clock.advance(timedelta(hours=3, minutes=28))
    team.report()
    team.town.clock.advance(2 * MINUTE)
    team.digests()
    assert after(team, HOUR) == 0
    assert after(team, DAY) == 1


def test_an_agency_without_anybody_is_told_of_to_the_admin_by_number(staff) -> None:
    staff.appoint("ADMIN", ANI, "Ani")
    road, dump = staff.report(), staff.report("bogor sampah menumpuk di tps pasar", "+6281110000200")
    after(staff, 8 * MINUTE)
    assert staff.town.answers(ANI) == [f"Bogor: 2 laporan belum diambil 7 menit: DLH {dump}; PUPR {road}"]


def test_with_nobody_to_tell_the_history_says_so(staff) -> None:
    staff.report()
    after(staff, 3 * DAY)
    assert escalations(staff)[-1] == "silence for 48 hours: no leader to tell"


def test_a_weekend_counts_in_hours_and_not_in_working_days(team) -> None:
    team.town.clock.advance(4 * DAY)
    number = team.report("bogor jalan rusak di gang melati", "+6281110000200")
    with team.town.database.write() as connection:
        due = team.town.clock.now() + HOUR
        connection.execute(update(assignment).values(due_at=due, accepted_at=team.town.clock.now()))
    assert climb(team) == 0
    team.town.text(f"PROSES {number} mulai", BUDI)
    with team.town.database.write() as connection:
        connection.execute(update(assignment).values(due_at=due))
    assert [after(team, DAY) for _ in range(4)] == [0, 0, 0, 1]
    assert team.town.answers(RINA) == [f"Bogor: 1 laporan lewat waktu 1 hari kerja: PUPR {number}"]


@pytest.mark.parametrize("accused", [None, ["PUPR"]])
def test_a_delicate_complaint_never_reaches_the_agency_nor_the_admin(team, accused) -> None:
    team.appoint("OVERSIGHT", "+6281112000007", "Oki")
    number = team.report()
    with team.town.database.write() as connection:
        circle = None if accused else "INTEGRITY"
        connection.execute(update(complaint).values(secret=True, circle=circle, accused=accused))
        connection.execute(update(assignment).values(agency=circle or "PUPR"))
    after(team, 3 * DAY)
    assert [team.town.answers(phone) for phone in (BUDI, RINA, ANI)] == [[], [], []]
    assert team.town.answers(WALI) == [f"Bogor: 1 laporan belum diambil 48 jam: rahasia {number}"]
    heard = team.town.answers("+6281112000007")
    assert heard
    assert all("jalan" not in text and "PUPR" not in text for text in heard)


def test_danger_that_nobody_takes_is_repeated_at_any_hour_to_those_above(team) -> None:
    team.town.clock.advance(timedelta(hours=14))
    team.appoint("DAMKAR", "+6281112000006", "Dewi", role=contacts.DUTY)
    team.appoint("DAMKAR", "+6281112000008", "Hadi", role=contacts.HEAD)
    number = team.report("bogor kebakaran di pasar anyar", "+6281110000200")
    assert [after(team, 15 * MINUTE), after(team, 15 * MINUTE)] == [1, 1]
    (first,) = team.town.answers("+6281112000006")
    assert first.startswith(f"DARURAT {number}, Damkar")
    for phone, limit in (("+6281112000008", 15), (ANI, 30)):
        again = f"DARURAT {number} belum diambil Damkar ({limit} menit), balas CEK {number}: kebakaran di pasar anyar"
        assert team.town.answers(phone) == [again]


def test_what_belongs_to_a_region_that_has_left_waits_a_day_and_stops_nothing(team) -> None:
    number = team.report()
    with team.town.database.write() as connection:
        connection.execute(update(complaint).values(region="tegal"))
    team.report("bogor jalan rusak di gang melati", "+6281110000200")
    assert after(team, 10 * MINUTE) == 1
    with team.town.database.read() as connection:
        left = connection.scalar(select(assignment.c.rung_at).join(complaint).where(complaint.c.number == number))
    assert left == team.town.clock.now() + DAY


STEPS = st.one_of(
    st.sampled_from(["TERIMA", "PROSES", "SELESAI", "BELUM", "TUNDA", "job", "job"]),
    st.integers(1, 40).map(lambda hours: timedelta(hours=hours)),
    st.integers(1, 30).map(lambda minutes: timedelta(minutes=minutes)),
)
_DEEDS = {
    "TERIMA": Deed(Action.ACCEPT, Actor.OFFICER, "1"),
    "PROSES": Deed(Action.START, Actor.OFFICER, "1", "jalan"),
    "SELESAI": Deed(Action.RESOLVE, Actor.OFFICER, "1", "sudah ditambal"),
    "BELUM": Deed(Action.REOPEN, Actor.CITIZEN, "1", "belum"),
    "TUNDA": Deed(Action.POSTPONE, Actor.OFFICER, "1", "besok"),
}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, max_size=14), sender=st.integers(10**6, 10**7 - 1))
def test_each_rung_is_told_exactly_once_in_each_silence_whatever_happens(team, steps, sender) -> None:
    """A silence begins with the report or an objection, and ends when somebody takes it up or finishes it."""
    town = team.town
    number = team.report("bogor jalan berlubang di depan pasar", f"+628111{sender}")
    begun: datetime | None = town.clock.now()
    expected: list[str] = []
    told: set[int] = set()

    def run() -> None:
        if begun is None or not _looks(town):
            return
        for place, (name, length) in enumerate((("officer", 7 * MINUTE), ("head", DAY), ("leader", 2 * DAY))):
            due = _awake(begun + length)
            if place not in told and due <= town.clock.now() + 5 * MINUTE:
                told.add(place)
                expected.append(name)

    for step in [*steps, timedelta(days=4), "job", "job"]:
        if isinstance(step, timedelta):
            town.clock.advance(step)
        elif step == "job":
            run()
            climb(team)
        else:
            with town.database.write() as connection:
                try:
                    apply(connection, town.processor.office, number, _DEEDS[step], town.clock.now())
                except IllegalStepError:
                    continue
            if step == "BELUM":
                begun, told = town.clock.now(), set()
            else:
                begun = None
    with town.database.read() as connection:
        mine = select(event.c.reason).join(complaint).where(complaint.c.number == number)
        reasons = list(connection.scalars(mine.where(event.c.action == Action.ESCALATE).order_by(event.c.id)))
    with town.database.write() as connection:
        connection.execute(update(assignment).values(rung_at=None))
    silent = [reason for reason in reasons if reason.startswith("silence")]
    assert [reason.split(": ")[1].removesuffix(" told") for reason in silent] == expected


def _looks(town: Any) -> bool:
    """Tell whether the job is woken: then it takes along what is nearly due."""
    with town.database.read() as connection:
        return any_due(connection, town.clock.now())


def _awake(at: datetime) -> datetime:
    hour = (at + timedelta(hours=7)).hour
    if 6 <= hour < 21:
        return at
    local = at + timedelta(hours=7)
    morning = local.replace(hour=6, minute=0, second=0, microsecond=0)
    return (morning if morning > local else morning + DAY) - timedelta(hours=7)


def test_a_further_agency_climbs_the_ladder_of_its_own(team) -> None:
    team.appoint("DLH", "+6281112000004", "Sari")
    number = team.report()
    team.town.text(f"TERIMA {number}", BUDI)
    with team.town.database.write() as connection:
        deed = Deed(Action.JOIN, Actor.ADMIN, "siti", agency="DLH")
        apply(connection, team.town.processor.office, number, deed, team.town.clock.now())
    after(team, 2 * DAY + HOUR)
    assert team.town.answers(WALI) == [f"Bogor: 1 laporan belum diambil 48 jam: DLH {number}"]
    assert not any("Ombudsman" in text for text in team.town.answers())


def test_another_unit_of_an_agency_that_took_it_up_is_not_blamed_for_the_days_before(team) -> None:
    number = team.report()
    team.town.text(f"TERIMA {number}", BUDI)
    team.town.clock.advance(3 * DAY)
    row = team.row(number)
    passed = {"id": row["assignment_id"], "unit": "BARAT", "accepted_at": None}
    changes = Changes(
        complaint_updates=[{"id": row["id"], "updated_at": team.town.clock.now()}], assignment_updates=[passed]
    )
    with team.town.database.write() as connection:
        look_again(changes, team.town.processor.office, by_number(connection, number), team.town.clock.now())
        changes.write(connection)
    assert climb(team) == 0
