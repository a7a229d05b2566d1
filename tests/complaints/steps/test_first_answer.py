"""When an office answered first, and how often a reporter was asked before; on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from complaints.life.deeds import Deed
from complaints.life.lifecycle import Action, Actor
from complaints.steps.actions import apply
from storage.models import complaint

BUDI, SARI = "+6281112000001", "+6281112000002"


@pytest.fixture
def crew(staff):
    staff.appoint("PUPR", BUDI, "Budi")
    staff.appoint("DLH", SARI, "Sari")
    return staff


def read(crew, number: int):
    with crew.town.database.read() as connection:
        columns = complaint.c.first_answer_at, complaint.c.asked
        return connection.execute(select(*columns).where(complaint.c.number == number)).one()


@pytest.mark.parametrize(
    "order",
    [
        "TERIMA {}",
        "PROSES {} tim turun besok",
        "TANYA {} lubangnya di mana?",
        "SELESAI {} lubang sudah ditambal",
        "TUNDA {} 2 minggu tunggu aspal",
        "BUKAN {} itu jalan provinsi",
    ],
)
def test_an_order_of_which_the_reporter_is_told_is_the_first_answer(crew, order: str) -> None:
    number = crew.report()
    crew.order(order.format(number))
    answered = crew.town.clock.now() if "BUKAN" not in order else None
    assert read(crew, number).first_answer_at == answered


def test_handing_a_complaint_on_is_no_answer_and_the_next_agencys_word_is(crew) -> None:
    number = crew.report()
    crew.order(f"BUKAN {number} DLH, itu sampah")
    assert read(crew, number).first_answer_at is None
    crew.order(f"TERIMA {number}", SARI)
    assert read(crew, number).first_answer_at == crew.town.clock.now()


def test_later_answers_leave_the_first_one_as_it_was(crew) -> None:
    number = crew.report()
    crew.order(f"TERIMA {number}")
    first = crew.town.clock.now()
    crew.later(hours=3)
    crew.order(f"SELESAI {number} sudah ditambal")
    assert read(crew, number).first_answer_at == first


def test_what_is_taken_back_was_no_answer(crew) -> None:
    number = crew.report()
    crew.order(f"PROSES {number} tim turun besok")
    crew.order(f"BATAL {number}")
    assert read(crew, number).first_answer_at is None
    crew.order(f"TERIMA {number}")
    assert read(crew, number).first_answer_at == crew.town.clock.now()


def test_what_nobody_of_the_office_does_is_no_answer(crew) -> None:
    number = crew.report()
    crew.town.text(f"SUDAH {number}")
    crew.town.clock.advance(timedelta(minutes=1))
    assert crew.row(number)["status"] == "closed"
    assert read(crew, number).first_answer_at is None


def test_a_word_of_a_helping_agency_is_an_answer(crew) -> None:
    number = crew.report()
    now = crew.town.clock.now()
    with crew.town.database.write() as connection:
        join = Deed(Action.JOIN, Actor.ADMIN, "siti", agency="DLH")
        apply(connection, crew.town.processor.office, number, join, now)
        assert read(crew, number).first_answer_at is None
        helps = Deed(Action.START, Actor.OFFICER, "2", "kami bantu", part="DLH")
        apply(connection, crew.town.processor.office, number, helps, now)
    assert read(crew, number).first_answer_at == now


def test_what_is_clear_is_filed_without_asking(crew) -> None:
    assert read(crew, crew.report()).asked == 0


def test_the_question_where_and_an_officers_are_counted(crew) -> None:
    number = crew.report("bogor jalan berlubang")
    assert read(crew, number).asked == 1
    crew.order(f"TANYA {number} sejak kapan?")
    assert read(crew, number).asked == 2
    crew.order(f"BATAL {number}")
    assert read(crew, number).asked == 1
