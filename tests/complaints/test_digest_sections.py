"""One digest for a person: what stands in it and where, and that its places are kept; on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from sms.codec import segment_count
from storage import dialogues
from storage.models import assignment, complaint
from storage.office_tables import digest

BUDI, SARI = "+6281112000001", "+6281112000002"
AFTERNOON = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
"""15:30 in Bogor; the tests begin at noon of that day."""
MIDNIGHT = datetime(2026, 11, 23, 17, tzinfo=UTC)


def until(staff: Any, moment: datetime) -> None:
    staff.town.clock.advance(moment - staff.town.clock.now())


def change(staff: Any, number: int, **dates: Any) -> None:
    """Set columns of the assignment of a complaint."""
    with staff.town.database.write() as connection:
        whose = select(complaint.c.id).where(complaint.c.number == number).scalar_subquery()
        connection.execute(update(assignment).where(assignment.c.complaint_id == whose).values(**dates))


def listed(staff: Any) -> list[list[int]]:
    """Give the numbers of the lists that phones were sent last."""
    with staff.town.database.read() as connection:
        rows = dialogues.open_with(connection, range(1, 50), staff.town.clock.now())
    return [row.state["numbers"] for row in rows if row.kind == "list"]


def roads(staff: Any, count: int) -> list[int]:
    return [
        staff.report(f"bogor jalan rusak di gang {'abcdefghijkl'[at]}", f"+62811100002{at:02}") for at in range(count)
    ]


def test_the_most_pressing_stands_first_and_each_says_why_it_is_there(staff) -> None:
    staff.appoint("PUPR")
    staff.digests()
    late, today, answered, new, done, later = roads(staff, 6)
    for number in (late, today, answered, done, later):
        staff.town.text(f"TERIMA {number}", BUDI)
    staff.town.text(f"TANYA {answered} di rt berapa?", BUDI)
    staff.news()
    staff.town.text("rt 3 rw 2", "+6281110000202")
    change(staff, late, due_at=AFTERNOON)
    change(staff, today, due_at=MIDNIGHT)
    change(staff, later, due_at=MIDNIGHT + timedelta(seconds=1))
    change(staff, done, due_at=AFTERNOON, done_at=AFTERNOON)
    before = len(staff.town.answers(BUDI))
    until(staff, AFTERNOON)
    assert staff.digests() == 1
    assert "\n".join(staff.town.answers(BUDI)[before:]).split("\n") == [
        (
            "Dinas PUPR 23/11 15:30: 1 baru, 1 lewat waktu, 1 jatuh tempo hari ini, 1 dijawab pelapor. "
            "Balas misalnya 1 TERIMA"
        ),
        f"1 {late} LEWAT WAKTU: jalan rusak di gang a",
        f"2 {today} HARI INI: jalan rusak di gang b",
        f"3 {new} jalan rusak di gang d",
        f"4 {answered} DIJAWAB proses: jalan rusak di gang c",
    ]
    assert listed(staff) == [[late, today, new, answered]]


def test_what_was_answered_is_told_once(staff) -> None:
    staff.appoint("PUPR")
    staff.digests()
    number = staff.report()
    staff.town.text(f"TANYA {number} di rt berapa?", BUDI)
    staff.news()
    staff.town.text("rt 3 rw 2")
    until(staff, AFTERNOON)
    assert staff.digests() == 1
    until(staff, AFTERNOON + timedelta(hours=16))
    assert staff.digests() == 0


def test_until_it_is_taken_up_the_first_date_counts(staff) -> None:
    staff.appoint("PUPR")
    number = staff.report()
    change(staff, number, respond_by=AFTERNOON, due_at=AFTERNOON + timedelta(days=9))
    until(staff, AFTERNOON)
    staff.digests()
    assert f"1 {number} LEWAT WAKTU: " in staff.town.answers(BUDI)[-1]


def test_of_what_is_secret_only_place_and_number_are_told(staff) -> None:
    staff.appoint("PUPR")
    secret, other = roads(staff, 2)
    with staff.town.database.write() as connection:
        connection.execute(update(complaint).where(complaint.c.number == secret).values(secret=True, urgent=True))
    change(staff, secret, due_at=AFTERNOON)
    until(staff, AFTERNOON)
    staff.digests()
    assert staff.town.answers(BUDI)[-1].split("\n")[1:] == [f"1 {secret}", f"2 {other} jalan rusak di gang b"]


def test_who_serves_several_agencies_gets_one_digest_and_a_colleague_their_own(staff) -> None:
    for agency in ("PUPR", "DLH", "PERKIM"):
        staff.appoint(agency)
    staff.appoint("DLH", SARI, "Sari")
    road, rubbish = staff.report(), staff.report("bogor sampah menumpuk di tps pasar", "+6281110000200")
    until(staff, AFTERNOON)
    assert staff.digests() == 2
    assert staff.town.answers(BUDI)[-1].split("\n") == [
        "3 dinas 23/11 15:30: 2 baru. Balas misalnya 1 TERIMA",
        f"1 {road} PUPR: jalan berlubang di depan pasar",
        f"2 {rubbish} DLH: sampah menumpuk di tps pasar",
    ]
    assert staff.town.answers(SARI)[-1].split("\n")[1:] == [f"1 {rubbish} sampah menumpuk di tps pasar"]
    with staff.town.database.read() as connection:
        made = list(connection.execute(select(digest).order_by(digest.c.id)))
    assert [(row.agency, row.subscriber_id is not None, row.slot) for row in made] == [("", True, "15:30")] * 2


def test_no_complaint_is_split_over_two_sms(staff) -> None:
    staff.appoint("PUPR")
    numbers = [
        staff.report(f"bogor jalan rusak parah sekali di gang {at} sebelah warung pak haji", f"+62811100002{at:02}")
        for at in range(6)
    ]
    until(staff, AFTERNOON)
    staff.digests()
    texts = staff.town.answers(BUDI)
    assert all(segment_count(text) == 1 for text in texts)
    lines = [line.split() for text in texts for line in text.split("\n")][1:]
    assert [(int(line[0]), int(line[1])) for line in lines] == list(enumerate(numbers, 1))


def test_on_the_day_of_the_update_the_digest_of_the_agency_stands_for_its_peoples(staff) -> None:
    staff.appoint("PUPR")
    staff.appoint("DLH", SARI, "Sari")
    staff.report()
    staff.report("bogor sampah menumpuk di tps pasar", "+6281110000200")
    until(staff, AFTERNOON)
    old = {"region": "bogor", "agency": "PUPR", "local_date": date(2026, 11, 23), "slot": "15:30"}
    with staff.town.database.write() as connection:
        key = "bogor:PUPR:2026-11-23:15:30"
        connection.execute(digest.insert().values(**old, key=key, made_at=AFTERNOON))
    assert staff.digests() == 1
    assert [len(staff.town.answers(phone)) for phone in (BUDI, SARI)] == [0, 1]
    until(staff, AFTERNOON + timedelta(hours=16))
    assert staff.digests() == 2


def test_a_page_of_the_list_goes_on_where_the_one_before_ended_whatever_was_done_meanwhile(staff) -> None:
    staff.appoint("PUPR")
    numbers = [
        staff.report(f"bogor jalan rusak parah sekali di gang {at} sebelah warung pak haji", f"+62811100002{at:02}")
        for at in range(14)
    ]
    first = staff.town.text("TUGAS", BUDI)
    shown = listed(staff)[0]
    assert shown == numbers[: len(shown)]
    for number in shown[:3]:
        staff.town.text(f"SELESAI {number} sudah ditambal kemarin", BUDI)
    second = staff.town.text("TUGAS 2", BUDI)
    assert listed(staff)[0] == numbers[: len(listed(staff)[0])]
    assert second[0].split("\n")[1].startswith(f"{len(shown) + 1} {numbers[len(shown)]} ")
    assert len(first) == 3
    # Anew from the first page, what is done is gone.
    staff.town.text("TUGAS", BUDI)
    assert listed(staff)[0][0] == numbers[3]


def test_an_empty_list_has_no_places(staff) -> None:
    staff.appoint("PUPR")
    assert staff.town.text("TUGAS", BUDI) == ["Dinas PUPR: tidak ada laporan terbuka."]
    assert listed(staff) == [[]]


def test_what_accuses_an_agency_stands_in_no_list_of_its_own_people(staff) -> None:
    for agency in ("PUPR", "INTEGRITY"):
        staff.appoint(agency)
    staff.appoint("INTEGRITY", SARI, "Sari")
    accusing, other = roads(staff, 2)
    with staff.town.database.write() as connection:
        whose = complaint.c.number.in_([accusing, other])
        connection.execute(update(complaint).where(whose).values(circle="INTEGRITY", accused=["DLH"]))
        connection.execute(update(complaint).where(complaint.c.number == accusing).values(accused=["DLH", "PUPR"]))
    for number in (accusing, other):
        change(staff, number, agency="INTEGRITY")
    until(staff, AFTERNOON)
    staff.digests()
    assert staff.town.answers(BUDI)[-1].split("\n")[1:] == [f"1 {other}"]
    assert staff.town.answers(SARI)[-1].split("\n")[1:] == [f"1 {accusing}", f"2 {other}"]
    assert staff.town.text("TUGAS", BUDI)[0].split("\n")[1:] == [f"1 {other}"]
