"""Taking a step back: everything is as it was before, and the history tells of both; on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.jobs import escalation
from complaints.life.deeds import Deed
from complaints.life.lifecycle import Action, Actor
from complaints.life.undoing import CannotUndoError, TooLateToUndoError
from complaints.steps.actions import apply, find
from storage.complaints import events_of
from storage.models import assignment, complaint

BUDI, SARI, ADMIN, CITIZEN = "+6281112000001", "+6281112000002", "+6281112000009", "+6281110000100"


@pytest.fixture
def crew(staff):
    staff.appoint("PUPR", BUDI, "Budi")
    staff.appoint("DLH", SARI, "Sari")
    staff.appoint("ADMIN", ADMIN, "Ani")
    return staff


def image(crew, number: int) -> tuple[Any, ...]:
    """Everything that a step could overwrite: the complaint, and the hands that hold it now."""
    with crew.town.database.read() as connection:
        kept = [column for column in complaint.c if column.name != "updated_at"]
        row = connection.execute(select(*kept).where(complaint.c.number == number)).one()
        hands = select(assignment).where(assignment.c.complaint_id == row.id, assignment.c.ended_at.is_(None))
        return tuple(row), [tuple(hand) for hand in connection.execute(hands)]


def history(crew, number: int) -> list[tuple[str, str, str]]:
    with crew.town.database.read() as connection:
        events = events_of(connection, find(connection, number).id)
    return [(event["action"], event["before"], event["after"]) for event in events]


def undo(crew, number: int, actor: Actor = Actor.ADMIN, name: str = "siti") -> str:
    with crew.town.database.write() as connection:
        deed = Deed(Action.UNDO, actor, name, "salah tekan")
        return apply(connection, crew.town.processor.office, number, deed, crew.town.clock.now())


@pytest.mark.parametrize(
    "order",
    [
        "TERIMA {}",
        "PROSES {} tim turun besok",
        "SELESAI {} lubang sudah ditambal",
        "BUKAN {} itu jalan provinsi",
        "BUKAN {} DLH, itu sampah",
        "OPER {} PLN kabel putus",
        "TUNDA {} 2 minggu tunggu aspal",
    ],
)
@pytest.mark.parametrize("earlier", ["", "TERIMA {}", "TUNDA {} 2 minggu tunggu aspal", "PROSES {} tim di jalan"])
def test_what_was_ordered_by_mistake_is_as_if_it_had_not_been(crew, order: str, earlier: str) -> None:
    number = crew.report()
    if earlier:
        crew.town.text(earlier.format(number), BUDI)
        crew.later(minutes=11)
    before, told = image(crew, number), len(crew.town.answers(CITIZEN))
    crew.town.text(order.format(number), BUDI)
    if order == "TERIMA {}" and earlier:
        assert image(crew, number) == before, "what has been taken up is not taken up again"
        return
    assert image(crew, number) != before
    (answer,) = crew.town.text(f"BATAL {number}", BUDI)
    assert "perintah terakhir Anda dibatalkan" in answer, answer
    assert image(crew, number) == before
    assert history(crew, number)[-1][0] == "undo"
    crew.later(hours=1)
    assert len(crew.town.answers(CITIZEN)) == told, "the citizen has heard nothing of it"


def test_what_follows_is_told_and_what_was_taken_back_is_not(crew) -> None:
    number = crew.report()
    crew.town.text(f"SELESAI {number} lubang sudah ditambal", BUDI)
    crew.town.text(f"BATAL {number}", BUDI)
    crew.town.text(f"PROSES {number} tim turun besok", BUDI)
    crew.later(minutes=10)
    assert crew.town.answers(CITIZEN)[1:] == [f"Laporan {number} dikerjakan, Dinas PUPR: tim turun besok"]


def test_who_was_handed_it_by_mistake_has_it_no_more(crew) -> None:
    number = crew.report()
    crew.town.text(f"OPER {number} DLH itu sampah", BUDI)
    assert str(number) in crew.town.text("TUGAS", SARI)[0]
    crew.town.text(f"BATAL {number}", BUDI)
    assert "tidak ada laporan" in crew.town.text("TUGAS", SARI)[0]
    assert str(number) in crew.town.text("TUGAS", BUDI)[0]


def test_another_step_in_between_is_not_taken_back_with_it(crew) -> None:
    number = crew.report()
    crew.town.text(f"SELESAI {number} lubang sudah ditambal", BUDI)
    crew.town.text(f"BELUM {number} masih bolong", CITIZEN)
    before = image(crew, number)
    assert "langkah terakhir bukan perintah Anda" in crew.town.text(f"BATAL {number}", BUDI)[0]
    assert image(crew, number) == before


def test_a_colleagues_step_is_theirs(crew) -> None:
    crew.appoint("PUPR", "+6281112000011", "Dedi")
    number = crew.report()
    crew.town.text(f"SELESAI {number} lubang sudah ditambal", BUDI)
    assert "bukan perintah Anda" in crew.town.text(f"BATAL {number}", "+6281112000011")[0]


def test_ten_minutes_are_ten_minutes_by_night_too(crew) -> None:
    crew.town.clock.advance(timedelta(hours=10))  # 22:00: the citizen sleeps
    number = crew.report()
    crew.town.text(f"SELESAI {number} lubang sudah ditambal", BUDI)
    crew.later(minutes=11)
    before = image(crew, number)
    assert "sudah lewat 10 menit" in crew.town.text(f"BATAL {number}", BUDI)[0]
    assert image(crew, number) == before


def test_an_admin_has_a_day_and_the_citizen_hears_how_it_stands_then(crew) -> None:
    number = crew.report()
    before = image(crew, number)[1]
    crew.town.text(f"SELESAI {number} lubang sudah ditambal", BUDI)
    crew.later(hours=8)
    assert undo(crew, number) == "assigned"
    assert image(crew, number)[1] == before
    crew.later(minutes=10)
    assert crew.town.answers(CITIZEN)[-1] == f"Laporan {number} diteruskan, Dinas PUPR. Tanya kapan saja: CEK {number}"


def test_after_a_day_a_step_is_no_slip_any_more(crew) -> None:
    number = crew.report()
    crew.town.text(f"SELESAI {number} lubang sudah ditambal", BUDI)
    crew.later(hours=25)
    with pytest.raises(TooLateToUndoError):
        undo(crew, number)


@pytest.mark.parametrize("first", [None, Action.UNDO])
def test_only_a_step_of_the_office_is_taken_back_and_once(crew, first: Action | None) -> None:
    number = crew.report()
    if first:
        crew.town.text(f"TERIMA {number}", BUDI)
        undo(crew, number)
    with pytest.raises(CannotUndoError):
        undo(crew, number)


def test_what_the_citizen_was_asked_cannot_be_unsaid(crew) -> None:
    number = crew.report()
    crew.town.text(f"TANYA {number} di RT berapa?", BUDI)
    crew.later(seconds=5)
    with pytest.raises(TooLateToUndoError):
        undo(crew, number)
    assert "sudah dibaca pelapor" in crew.town.text(f"BATAL {number}", BUDI)[0]


def test_the_citizen_hears_of_done_after_ten_minutes_wherever_news_are_told_at_once(crew) -> None:
    from dataclasses import replace

    office = crew.town.processor.office
    hasty = replace(office.regions["bogor"], update_minutes=0)
    object.__setattr__(office, "regions", {"bogor": hasty})
    number = crew.report()
    crew.town.text(f"SELESAI {number} lubang sudah ditambal", BUDI)
    crew.later(minutes=9)
    assert len(crew.town.answers(CITIZEN)) == 1
    crew.later(minutes=1)
    assert "selesai menurut" in crew.town.answers(CITIZEN)[-1]


def test_that_somebody_was_told_meanwhile_keeps_nobody_from_taking_it_back(crew) -> None:
    number = crew.report()
    crew.town.text(f"OPER {number} DLH itu sampah", BUDI)
    town = crew.town
    town.clock.advance(timedelta(minutes=8))
    assert escalation.climb_due(town.database, town.processor.office, town.clock.now())
    assert crew.town.text(f"BATAL {number}", BUDI)[0].startswith(f"Laporan {number}: perintah terakhir Anda dibatalkan")
    assert crew.town.text(f"TERIMA {number}", BUDI)[0].startswith(f"Laporan {number} Anda terima")


def test_what_its_reporter_adds_keeps_nobody_from_taking_a_step_back(crew) -> None:
    number = crew.report()
    crew.town.text(f"SELESAI {number} lubang sudah ditambal", BUDI)
    crew.town.text(f"TAMBAH {number} di depan nomor 7")
    assert crew.town.text(f"BATAL {number}", BUDI)[0].startswith(f"Laporan {number}: perintah terakhir Anda dibatalkan")
    assert crew.row(number)["status"] == "assigned"
