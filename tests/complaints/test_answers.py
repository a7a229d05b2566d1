"""An officer asks, the citizen answers, and the answer goes where the question came from; on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from complaints.actions import Deed, apply
from complaints.by_hand import open_by_hand
from complaints.lifecycle import Action, Actor
from complaints.opening import NewComplaint
from storage import complaints

CITIZEN, BUDI, SARI, ADMIN = "+6281110000100", "+6281112000001", "+6281112000002", "+6281112000009"


@pytest.fixture
def asked(staff):
    """Budi has asked the citizen about the road, and the question is out."""
    staff.appoint("PUPR", BUDI, "Budi")
    staff.appoint("PUPR", SARI, "Sari")
    staff.number = staff.report()
    staff.town.text(f"TANYA {staff.number} di RT berapa?", BUDI)
    staff.later(minutes=1)
    assert staff.town.answers(CITIZEN)[-1].endswith("bertanya: di RT berapa? (jawab: balas SMS ini)")
    assert staff.row(staff.number)["status"] == "waiting"
    return staff


def heard(staff, phone: str) -> list[str]:
    """What reached an officer as a citizen's answer."""
    return [text for text in staff.town.answers(phone) if "jawaban pelapor" in text]


@pytest.mark.parametrize(
    "text", ["RT 3 dekat masjid", "rt 3", "3", "sudah pak", "iya", "di depan pasar anyar, RT 3 RW 4"]
)
def test_what_the_citizen_texts_next_is_the_answer_and_no_new_complaint(asked, text: str) -> None:
    number = asked.number
    assert asked.town.text(text) == [
        f"Laporan {number}: jawaban Anda kami teruskan ke Dinas PUPR. Laporan baru? Awali SMS dengan BOGOR."
    ]
    assert heard(asked, BUDI) == [f"Laporan {number}, jawaban pelapor: {text}"]
    assert heard(asked, SARI) == [], "who asked hears it"
    assert asked.row(number)["status"] == "in_progress"
    assert len(asked.town.complaints()) == 1
    with asked.town.database.read() as connection:
        event = complaints.events_of(connection, asked.row(number)["id"])[-1]
    assert (event["actor_kind"], event["action"], event["reason"]) == ("citizen", "answer", text)


@pytest.mark.parametrize(
    "text", ["bogor lampu jalan mati di jalan merdeka", "KEBAKARAN di pasar", "banjir pak, tolong cepat"]
)
def test_a_complaint_with_the_keyword_or_in_danger_is_a_new_one(asked, text: str) -> None:
    (answer,) = asked.town.text(text)
    assert "jawaban Anda" not in answer
    assert len(asked.town.complaints()) == 2
    assert asked.row(asked.number)["status"] == "waiting"


@pytest.mark.parametrize("text", ["CEK", "BANTUAN", "terima kasih", "makasih pak"])
def test_a_command_and_thanks_are_no_answer(asked, text: str) -> None:
    asked.town.text(text)
    assert asked.row(asked.number)["status"] == "waiting"
    assert heard(asked, BUDI) == []


def test_somebody_elses_text_is_no_answer(asked) -> None:
    asked.town.text("lampu jalan mati di jalan merdeka", "+6281110000200")
    assert asked.row(asked.number)["status"] == "waiting"


def test_a_question_that_was_not_sent_yet_is_not_answered(staff) -> None:
    staff.appoint("PUPR")
    number = staff.report()
    staff.town.clock.advance(timedelta(hours=10))  # 22:00: the question waits for the morning
    staff.town.text(f"TANYA {number} di RT berapa?", BUDI)
    staff.later(minutes=30)
    assert "diterima" in staff.town.text("lampu jalan mati di jalan merdeka")[0]
    assert staff.row(number)["status"] == "waiting"


def test_an_answer_at_night_reaches_the_officer_in_the_morning(asked) -> None:
    asked.town.clock.advance(timedelta(hours=11))
    asked.town.text("rt 3")
    told = next(row for row in asked.queued() if "jawaban pelapor" in row["text"])
    assert told["quiet_region"] == "bogor"
    assert (told["not_before"] + timedelta(hours=7)).hour == 6


def test_after_a_week_an_answer_must_name_its_complaint(asked) -> None:
    asked.town.clock.advance(timedelta(days=8))
    assert "diterima" in asked.town.text("lampu jalan mati di jalan merdeka")[0]
    digits = str(asked.number)
    assert "jawaban Anda" in asked.town.text(f"{digits[:3]} {digits[3:]} di RT 3 RW 4")[0]
    assert len(heard(asked, BUDI)) == 1


def test_two_open_questions_are_told_apart_by_the_number(asked) -> None:
    other = asked.report("bogor aspal jalan mengelupas di gang melati")
    asked.town.text(f"TANYA {other} sejak kapan?", SARI)
    asked.later(minutes=1)
    (which,) = asked.town.text("sejak kemarin di RT 3")
    assert which.startswith(f"Laporan mana, {other} atau yang lain?")
    assert asked.row(asked.number)["status"] == asked.row(other)["status"] == "waiting"
    assert "jawaban Anda" in asked.town.text(f"{other} sejak kemarin")[0]
    assert len(heard(asked, SARI)) == 1
    assert "jawaban Anda" in asked.town.text("RT 3")[0]
    assert len(heard(asked, BUDI)) == 1
    assert len(asked.town.complaints()) == 2


def test_when_an_admin_asked_all_officers_of_the_agency_hear_the_answer(staff) -> None:
    staff.appoint("PUPR", BUDI)
    staff.appoint("PUPR", SARI)
    number = staff.report()
    town = staff.town
    with town.database.write() as connection:
        deed = Deed(Action.ASK, Actor.ADMIN, "siti", "di RT berapa?")
        apply(connection, town.processor.office, number, deed, town.clock.now())
    staff.later(minutes=1)
    town.text("RT 3")
    assert len(heard(staff, BUDI)) == len(heard(staff, SARI)) == 1


def test_without_any_officer_the_answer_stands_in_the_history(staff) -> None:
    number = staff.report()
    town = staff.town
    with town.database.write() as connection:
        deed = Deed(Action.ASK, Actor.ADMIN, "siti", "di RT berapa?")
        apply(connection, town.processor.office, number, deed, town.clock.now())
    staff.later(minutes=1)
    assert "jawaban Anda" in town.text("RT 3")[0]
    assert town.errors == []


def test_two_texts_in_one_batch_are_one_answer_and_what_comes_after(asked) -> None:
    town = asked.town
    town.store(town.part("RT 3"), town.part("lampu jalan di sana juga mati semua"))
    town.process()
    assert town.errors == []
    assert len(heard(asked, BUDI)) == 1
    assert len(town.complaints()) == 2


def test_a_complaint_without_a_phone_cannot_be_asked_about(staff) -> None:
    staff.appoint("PUPR")
    town = staff.town
    with town.database.write() as connection:
        new = NewComplaint("bogor", "jalan berlubang di depan pasar", "walkin", None, Actor.ADMIN, "siti")
        number = open_by_hand(connection, town.processor.office, new, None, town.clock.now()).number
    (answer,) = town.text(f"TANYA {number} di RT berapa?", BUDI)
    assert answer.startswith(f"Laporan {number} masuk tanpa nomor telepon")
    assert staff.row(number)["status"] == "assigned"


@pytest.mark.parametrize("meanwhile", ["PROSES {} tim berangkat", "SELESAI {} sudah ditambal"])
def test_a_question_stays_open_whatever_the_office_does_meanwhile(asked, meanwhile: str) -> None:
    asked.town.text(meanwhile.format(asked.number), BUDI)
    asked.later(minutes=10)
    status = asked.row(asked.number)["status"]
    assert "jawaban Anda" in asked.town.text("depan pasar anyar pa")[0]
    assert len(heard(asked, BUDI)) == 1
    assert asked.row(asked.number)["status"] == status
    assert len(asked.town.complaints()) == 1
