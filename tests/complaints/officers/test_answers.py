"""An officer asks, the citizen answers, and the answer goes where the question came from; on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from complaints.life.deeds import Deed
from complaints.life.lifecycle import Action, Actor
from complaints.steps.actions import apply
from complaints.steps.by_hand import open_by_hand
from complaints.steps.opening import NewComplaint
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
    assert staff.town.answers(CITIZEN)[-1].endswith("pertanyaan Dinas PUPR: di RT berapa? (jawab: balas SMS ini)")
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


def test_what_comes_within_the_hour_is_more_of_the_answer_and_later_it_is_not(asked) -> None:
    town = asked.town
    town.store(town.part("ok"), town.part("RT 3 RW 2 dekat masjid raya"))
    town.process()
    asked.later(minutes=30)
    town.text("yang catnya hijau")
    assert town.errors == []
    assert len(heard(asked, BUDI)) == 3
    assert len(town.complaints()) == 1
    asked.later(hours=1)
    town.text("lampu jalan mati di jalan merdeka")
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


@pytest.mark.parametrize(
    "text", ["rumah terbakar di gang mawar", "pohon tumbang menimpa rumah ada korban", "ada begal di jalan"]
)
def test_danger_is_never_taken_for_an_answer(asked, text: str) -> None:
    asked.town.text(text)
    assert len(asked.town.complaints()) == 2
    assert heard(asked, BUDI) == []


@pytest.mark.parametrize("words", ["ya", "masih", "sudah", "belum pak", "betul"])
def test_a_short_answer_with_the_number_is_an_answer(asked, words: str) -> None:
    asked.town.clock.advance(timedelta(days=8))
    assert "jawaban Anda" in asked.town.text(f"{asked.number} {words}")[0]
    assert len(heard(asked, BUDI)) == 1


@pytest.mark.parametrize("text", ["{}", "CEK {}", "{} kapan?", "laporan {} sudah sampai mana?"])
def test_a_question_with_the_number_stays_a_question(asked, text: str) -> None:
    assert "menunggu Anda" in asked.town.text(text.format(asked.number))[0]
    assert heard(asked, BUDI) == []


def test_a_text_about_another_complaint_is_no_answer_to_this_one(asked) -> None:
    other = asked.report("bogor sampah menumpuk di tps bantarjati")
    asked.town.text(f"{other} masih menumpuk sampai sekarang di sana")
    assert heard(asked, BUDI) == []
    assert asked.row(asked.number)["status"] == "waiting"


def test_the_same_answer_to_two_questions_is_two_answers(asked) -> None:
    other = asked.report("bogor aspal jalan mengelupas di gang melati")
    asked.town.text(f"TANYA {other} di mana?", BUDI)
    asked.later(minutes=1)
    for number in (other, asked.number):
        asked.town.text(f"{number} di depan masjid raya RT 3 RW 2")
    assert len(heard(asked, BUDI)) == 2


@pytest.mark.parametrize("text", ["Bogor Barat", "bogor tengah dekat stasiun"])
def test_the_name_of_a_district_answers(asked, text: str) -> None:
    assert "jawaban Anda" in asked.town.text(text)[0]
    assert len(asked.town.complaints()) == 1


def test_a_word_of_the_office_tells_by_whom_it_was_said_when_another_has_it_now(asked) -> None:
    number = asked.number
    asked.town.text(f"PROSES {number} kami tambal besok", BUDI)
    asked.town.text(f"TERUSKAN {number} PLN", BUDI)
    asked.later(minutes=10)
    assert asked.town.answers(CITIZEN)[-2:] == [
        f"Laporan {number}, jawaban Dinas PUPR: kami tambal besok",
        f"Laporan {number} diteruskan ke PLN Bogor, yang sekarang menanganinya. Tanya kapan saja: CEK {number}",
    ]


def test_a_question_of_an_office_that_gave_it_back_in_the_night_is_not_asked(staff) -> None:
    staff.appoint("PUPR")
    number = staff.report()
    before = len(staff.town.answers(CITIZEN))
    staff.town.clock.advance(timedelta(hours=10))
    staff.town.text(f"TANYA {number} di RT berapa?", BUDI)
    staff.town.text(f"BUKAN {number} itu jalan provinsi", BUDI)
    staff.later(hours=9)
    assert staff.town.answers(CITIZEN)[before:] == []


def test_a_question_beside_other_words_is_told_as_one_and_can_be_answered(staff) -> None:
    staff.appoint("PUPR")
    number = staff.report()
    staff.town.text(f"TANYA {number} di RT berapa?", BUDI)
    staff.town.text(f"PROSES {number} tim turun besok", BUDI)
    staff.later(seconds=5)
    assert staff.town.answers(CITIZEN)[-1] == (
        f"Laporan {number} menunggu Anda. Dinas PUPR: di RT berapa? / tim turun besok (jawab: balas SMS ini)"
    )
    assert "jawaban Anda" in staff.town.text("RT 3")[0]


def test_what_follows_the_answer_and_is_for_another_office_is_a_report_of_its_own(asked) -> None:
    asked.town.text("rt 2")
    (answer,) = asked.town.text("lampu jalan di gang kami juga mati")
    assert "diteruskan ke Disperumkim" in answer
    assert heard(asked, BUDI) == [f"Laporan {asked.number}, jawaban pelapor: rt 2"]
