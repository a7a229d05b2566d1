"""Officers by SMS: each command is done and echoed, or refused, and then nothing has changed; on both databases."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from complaints.life.deeds import Deed
from complaints.life.lifecycle import Action, Actor
from complaints.life.numbers import number_of
from complaints.steps.actions import apply, find
from parsers.words import ALARM, words_of
from storage import complaints, contacts
from storage.models import assignment, complaint

CITIZEN, BUDI, SARI, ADMIN = "+6281110000100", "+6281112000001", "+6281112000002", "+6281112000009"


@pytest.fixture
def crew(staff):
    """Budi for the roads, Sari for the rubbish, Ani for whatever nobody has."""
    staff.appoint("PUPR", BUDI, "Budi")
    staff.appoint("DLH", SARI, "Sari")
    staff.appoint("ADMIN", ADMIN, "Ani")
    return staff


def state(staff, number: int) -> tuple[Any, ...]:
    """Everything that a command could change: the complaint, its history, and how many there are."""
    with staff.town.database.read() as connection:
        row = find(connection, number)
        events = complaints.events_of(connection, row.id)
    return row, events, len(staff.town.complaints())


def last_event(staff, number: int) -> tuple[str, str, str, str | None, str]:
    event = state(staff, number)[1][-1]
    return event["actor_kind"], event["action"], event["after"], event["agency"], event["reason"]


def test_an_officer_works_off_a_complaint(crew) -> None:
    number = crew.report()
    assert crew.town.text("TUGAS", BUDI) == [
        f"Dinas PUPR: 1 laporan terbuka\n1 {number} baru: jalan berlubang di depan pasar"
    ]
    assert crew.town.text(f"TERIMA {number}", BUDI) == [
        (
            f"Laporan {number} Anda terima. Kabar untuk pelapor: PROSES {number} isinya. "
            f"Kalau beres: SELESAI {number} hasilnya"
        )
    ]
    assert last_event(crew, number) == ("officer", "accept", "assigned", "PUPR", "")
    assert f"{number} diterima: " in crew.town.text("daftar", BUDI)[0]
    assert crew.town.text(f"PROSES {number} tim turun besok", BUDI) == [
        f"Laporan {number}: sedang dikerjakan. Kalau beres: SELESAI {number} hasilnya"
    ]
    assert last_event(crew, number) == ("officer", "start", "in_progress", "PUPR", "tim turun besok")
    assert f"{number} proses: " in crew.town.text("Tugas", BUDI)[0]
    assert crew.town.text(f"SELESAI {number} sudah ditambal", BUDI) == [
        f"Laporan {number}: selesai. Terima kasih. Keliru? Dalam 10 menit balas BATAL {number}"
    ]
    assert last_event(crew, number) == ("officer", "resolve", "resolved", "PUPR", "sudah ditambal")
    assert crew.town.text("TUGAS", BUDI) == ["Dinas PUPR: tidak ada laporan terbuka."]


def test_the_whole_text_is_read_with_cek_by_its_officer_only(crew) -> None:
    long = "jalan berlubang " + "di depan pasar anyar dekat jembatan merah " * 6
    number = crew.report(f"bogor {long}")
    (detail,) = crew.town.text(f"CEK {number}", BUDI)
    assert detail == f"Laporan {number} (baru, 23/11 12:00): {long.strip()}"
    for phone in (SARI, CITIZEN):
        (answer,) = crew.town.text(f"CEK {number}", phone)
        assert "pasar" not in answer


@pytest.mark.parametrize("verb", ["TERIMA", "PROSES", "SELESAI", "BUKAN", "TANYA", "OPER", "TERUSKAN", "TUNDA"])
def test_another_agencys_complaint_is_not_touched(crew, verb: str) -> None:
    number = crew.report()
    before = state(crew, number)
    (answer,) = crew.town.text(f"{verb} {number} PLN sudah kami bereskan", SARI)
    assert answer.startswith(f"Laporan {number} ada di Dinas PUPR, bukan tugas Anda. Tidak ada yang diubah.")
    assert state(crew, number) == before


@pytest.mark.parametrize("verb", ["TERIMA", "PROSES", "SELESAI", "BUKAN", "TANYA", "TERUSKAN"])
@pytest.mark.parametrize("words", ["", " sudah kami bereskan di lapangan"])
def test_a_phone_that_is_not_registered_changes_nothing_and_opens_nothing(crew, verb: str, words: str) -> None:
    number = crew.report()
    before = state(crew, number)
    stranger = "+6281110000999"
    (answer,) = crew.town.text(f"{verb} {number}{words}", stranger)
    assert state(crew, number) == before
    if words or verb not in {"SELESAI", "TANYA"}:
        assert answer.startswith(f"Laporan {number} tidak diubah: telepon ini tidak terdaftar")
    else:
        assert "tidak ada" in answer, "a citizen asks so how it stands, and it is not theirs"


def test_a_former_officer_is_a_stranger(crew) -> None:
    number = crew.report()
    with crew.town.database.write() as connection:
        contacts.remove(connection, BUDI, region="bogor", agency="PUPR", now=crew.town.clock.now())
    (answer,) = crew.town.text(f"TERIMA {number}", BUDI)
    assert "tidak terdaftar" in answer


def test_a_number_of_nobodys_complaint_is_no_command_from_a_strangers_phone(crew) -> None:
    unknown = number_of(4711, crew.town.processor.office.number_key)
    (answer,) = crew.town.text(f"Terima {unknown} rupiah tanpa kuitansi, pungli di kelurahan", "+6281110000999")
    assert "diterima" in answer
    assert len(crew.town.complaints()) == 1


def test_a_wrong_number_is_told(crew) -> None:
    number = crew.report()
    unknown = number_of(4711, crew.town.processor.office.number_key)
    before = state(crew, number)
    for wrong in (number + 1, unknown, 12345, 999999999999):
        (answer,) = crew.town.text(f"SELESAI {wrong} sudah", BUDI)
        assert answer.startswith(f"Laporan {wrong} tidak ada, periksa nomornya. Tidak ada yang diubah.")
    assert state(crew, number) == before


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("SELESAI", "Tulis juga nomor laporannya, contoh: SELESAI 1234567. Belum ada yang diubah."),
        ("proses tim sudah turun", "Tulis juga nomor laporannya, contoh: PROSES 1234567."),
        ("sudah ditangani pak", "SMS ini belum dimengerti, tidak ada yang diubah. Contoh: TERIMA 1234567"),
        ("BANTUAN", "TUGAS, REKAP, CUTI. Dengan nomor: BACA TERIMA PROSES"),
        ("lampu sudah kami ganti kemarin sore", "SMS ini belum dimengerti"),
    ],
)
def test_what_an_officer_writes_wrongly_is_answered_and_opens_nothing(crew, text: str, answer: str) -> None:
    (told,) = crew.town.text(text, BUDI)
    assert told.startswith(answer)
    assert crew.town.complaints() == []


@pytest.mark.parametrize("text", ["terima kasih", "Terima kasih banyak bu", "ok siap"])
def test_an_officers_thanks_are_left_at_that(crew, text: str) -> None:
    assert crew.town.text(text, BUDI) == []


def test_an_officer_reports_as_a_citizen_with_the_keyword_or_in_danger(crew) -> None:
    for text in ("bogor lampu jalan mati di jalan merdeka", "KEBAKARAN di pasar anyar"):
        assert crew.town.text(text, BUDI)[0].startswith("Laporan ")
    assert len(crew.town.complaints()) == 2


@pytest.mark.parametrize("verb", ["BUKAN", "TANYA"])
def test_what_is_nothing_without_words_asks_for_them(crew, verb: str) -> None:
    number = crew.report()
    before = state(crew, number)
    (answer,) = crew.town.text(f"{verb} {number}", BUDI)
    assert answer.startswith(f"{verb} {number}: tulis juga isinya")
    assert state(crew, number) == before


def test_not_ours_moves_it_to_the_agency_that_is_named(crew) -> None:
    number = crew.report()
    assert crew.town.text(f"BUKAN {number} DLH, itu sampah di jalan", BUDI) == [
        f"Laporan {number} dipindahkan ke Dinas LH. Keliru? Dalam 10 menit balas BATAL {number}"
    ]
    assert (crew.row(number)["agency"], crew.row(number)["status"]) == ("DLH", "assigned")
    assert last_event(crew, number)[1:] == ("assign", "assigned", "DLH", "DLH, itu sampah di jalan")
    assert str(number) in crew.town.text("TUGAS", SARI)[0]
    assert "tidak ada laporan" in crew.town.text("TUGAS", BUDI)[0]


def test_not_ours_without_a_name_goes_back_to_the_admin_who_hands_it_on_by_sms(crew) -> None:
    number = crew.report()
    assert crew.town.text(f"BUKAN {number} itu jalan provinsi", BUDI) == [
        f"Laporan {number} dikembalikan ke Diskominfo Kota Bogor. Keliru? Dalam 10 menit balas BATAL {number}"
    ]
    assert (crew.row(number)["agency"], crew.row(number)["status"]) == (None, "triage")
    assert f"{number} pilih dinas: " in crew.town.text("TUGAS", ADMIN)[0]

    (which,) = crew.town.text(f"TERIMA {number}", ADMIN)
    assert which.startswith(f"Laporan {number} untuk siapa? Tulis OPER {number} dan nama dinas atau kodenya: PUPR ")
    (which,) = crew.town.text(f"BUKAN {number} entahlah", ADMIN)
    assert "untuk siapa?" in which
    assert crew.town.text(f"teruskan {number} dlh", ADMIN)[0].startswith(f"Laporan {number} dipindahkan ke Dinas LH.")
    assert crew.row(number)["agency"] == "DLH"


def test_the_admin_works_for_an_agency_without_a_contact_and_for_no_other(crew) -> None:
    lamp = crew.report("bogor lampu jalan mati di jalan merdeka", "+6281110000200")
    assert crew.row(lamp)["agency"] == "PERKIM"
    crew.town.text(f"SELESAI {lamp} sudah diganti", ADMIN)
    assert crew.row(lamp)["status"] == "resolved"
    road = crew.report()
    assert "bukan tugas Anda" in crew.town.text(f"SELESAI {road} sudah", ADMIN)[0]


def test_the_same_command_again_is_echoed_again_and_changes_nothing_more(crew) -> None:
    number = crew.report()
    first = crew.town.text(f"TERIMA {number}", BUDI)
    before = state(crew, number)
    assert crew.town.text(f"TERIMA {number}", BUDI) == first
    assert state(crew, number) == before


def test_a_command_that_is_too_late_says_so(crew) -> None:
    number = crew.report()
    crew.town.text(f"SELESAI {number} sudah ditambal", BUDI)
    before = state(crew, number)
    (answer,) = crew.town.text(f"PROSES {number} lagi", BUDI)
    assert answer.startswith(f"Laporan {number} selesai. PROSES tidak bisa lagi, tidak ada yang diubah.")
    assert state(crew, number) == before


def test_several_are_taken_up_with_one_sms(crew) -> None:
    numbers = [crew.report(f"bogor jalan rusak gang {place}", f"+62811100002{place:02}") for place in range(3)]
    echoes = crew.town.text(f"TERIMA {numbers[0]}, {numbers[1]} dan {numbers[2]}", BUDI)
    assert [int(echo.split()[1]) for echo in echoes] == numbers
    assert all(crew.row(number)["accepted_at"] for number in numbers)


def test_a_long_list_has_pages_that_follow_each_other(crew) -> None:
    numbers = [
        crew.report(f"bogor jalan rusak di gang nomor {place} kampung kidul sebelah warung", f"+62811100002{place:02}")
        for place in range(25)
    ]
    told: list[int] = []
    places: list[int] = []
    page = 1
    while True:
        texts = crew.town.text(f"TUGAS {page}" if page > 1 else "TUGAS", BUDI)
        told += [int(line.split()[1]) for text in texts for line in text.split("\n") if line[:1].isdigit()]
        places += [int(line.split()[0]) for text in texts for line in text.split("\n") if line[:1].isdigit()]
        assert len(texts) <= 3
        if f"TUGAS {page + 1}" not in texts[-1]:
            break
        page += 1
    assert told == numbers
    assert places == list(range(1, 26))
    assert page > 2
    assert crew.town.text("TUGAS 99", BUDI) == texts


def test_commands_in_one_batch_see_what_the_one_before_did(crew) -> None:
    number = crew.report()
    town = crew.town
    town.store(
        *(
            town.part(text, BUDI)
            for text in (f"TERIMA {number}", f"PROSES {number} jalan", f"SELESAI {number} beres semua")
        )
    )
    town.process()
    assert crew.row(number)["status"] == "resolved"
    assert len(town.answers(BUDI)) == 3
    assert town.errors == []


def test_an_officer_is_answered_however_much_they_do_but_not_the_same_for_ever(crew) -> None:
    numbers = [crew.report(f"bogor jalan berlubang di depan rumah nomor {place}") for place in range(8)]
    for _ in range(5):
        for number in numbers:
            assert len(crew.town.text(f"CEK {number}", BUDI)) == 1
    assert crew.town.text(f"CEK {numbers[0]}", BUDI) == []
    crew.later(hours=1)
    assert len(crew.town.text(f"CEK {numbers[0]}", BUDI)) == 1


def test_danger_is_told_at_once_to_its_office_or_to_the_admin(crew) -> None:
    number = crew.report("bogor banjir sedada di kampung kidul, tolong", "+6281110000200")
    assert crew.town.answers(ADMIN) == [
        (
            f"DARURAT {number}: BPBD Kota Bogor belum terdaftar, tolong telepon mereka. "
            f"Sudah? Balas TERIMA {number}. Isi: banjir sedada di kampung kidul, tolong"
        )
    ]
    crew.appoint("BPBD", BUDI)
    again = crew.report("bogor tanah longsor menimpa rumah di kampung wetan", "+6281110000201")
    assert crew.town.answers(BUDI)[-1] == (
        f"DARURAT {again}, BPBD Kota Bogor (balas TERIMA {again}): tanah longsor menimpa rumah di kampung wetan"
    )
    assert len(crew.town.answers(ADMIN)) == 1


def test_danger_that_is_handed_on_is_told_to_the_next_office_at_once(crew) -> None:
    number = crew.report("bogor banjir sedada di kampung kidul, tolong", "+6281110000200")
    crew.town.text(f"TERUSKAN {number} PUPR", ADMIN)
    assert crew.town.answers(BUDI)[-1].startswith(f"DARURAT {number}, Dinas PUPR (balas TERIMA {number}): banjir")


def test_in_danger_no_word_waits_for_the_morning(crew) -> None:
    crew.appoint("DAMKAR", BUDI)
    crew.town.clock.advance(timedelta(hours=14))  # 2:00
    number = crew.report("KEBAKARAN di pasar anyar", CITIZEN)
    asked = crew.town.text(f"TANYA {number} gang mana?", BUDI)
    assert asked[0].startswith(f"Laporan {number}: pertanyaan Anda sampai ke pelapor 24/11 02:00.")
    crew.later(seconds=5)
    assert crew.town.answers(CITIZEN)[-1].endswith("pertanyaan Damkar: gang mana? (jawab: balas SMS ini)")
    crew.town.text("gang mawar", CITIZEN)
    told = crew.queued()[-2]
    assert told["text"] == f"Laporan {number}, jawaban pelapor: gang mawar"
    assert (told["not_before"], told["quiet_region"]) == (crew.town.clock.now(), None)
    crew.town.text(f"PROSES {number} mobil berangkat", BUDI)
    crew.later(seconds=5)
    assert crew.town.answers(CITIZEN)[-1].endswith("Damkar: mobil berangkat")


def test_a_question_in_the_night_tells_when_it_is_asked(crew) -> None:
    number = crew.report()
    crew.town.clock.advance(timedelta(hours=10))  # 22:00
    (echo,) = crew.town.text(f"TANYA {number} di RT berapa?", BUDI)
    assert "sampai ke pelapor 24/11 06:00" in echo


def test_what_is_said_to_the_citizen_is_not_touched(crew) -> None:
    number = crew.report()
    for text in ("nomor rumah berapa bu?", "laporan ibu sudah kami terima, nomor antrian 12"):
        crew.town.text(f"PROSES {number} {text}", BUDI)
        crew.later(minutes=10)
        assert crew.town.answers(CITIZEN)[-1] == f"Laporan {number} dikerjakan, Dinas PUPR: {text}"


def test_a_command_for_several_is_done_for_each_of_them(crew) -> None:
    numbers = [crew.report(f"bogor jalan rusak gang {place}", f"+62811100002{place:02}") for place in range(2)]
    assert len(crew.town.text(f"SELESAI {numbers[0]} dan {numbers[1]} sudah ditambal", BUDI)) == 2
    assert [crew.row(number)["status"] for number in numbers] == ["resolved", "resolved"]


def test_a_number_in_a_text_that_is_no_command_is_answered_with_the_way(crew) -> None:
    number = crew.report()
    before = state(crew, number)
    for text in (f"{number} masih antri material", f"belum selesai {number}"):
        assert crew.town.text(text, BUDI)[0].startswith(f"Laporan {number} belum diubah. Balas TERIMA {number},")
    assert state(crew, number) == before


@pytest.mark.parametrize("name", ["DLH", "dlh itu sampah", "ke DLH", "Dinas LH", "ke dinas lingkungan hidup ya", "lh"])
def test_an_office_is_named_by_its_code_or_its_name(crew, name: str) -> None:
    number = crew.report()
    crew.town.text(f"TERUSKAN {number} {name}", BUDI)
    assert crew.row(number)["agency"] == "DLH"


def test_why_it_was_handed_on_is_read_with_cek_by_the_next_office(crew) -> None:
    number = crew.report()
    crew.town.text(f"BUKAN {number} itu jalan provinsi", BUDI)
    (detail,) = crew.town.text(f"CEK {number}", ADMIN)
    assert detail == (
        f"Laporan {number} (pilih dinas, 23/11 12:00): jalan berlubang di depan pasar / Catatan: itu jalan provinsi"
    )


@pytest.mark.parametrize("words", ["\u00a0.", "\f", "\u200b", "?", "!!", "\ufeff\u00ad"])
@pytest.mark.parametrize("verb", ["BUKAN", "TANYA", "TERUSKAN"])
def test_words_that_say_nothing_are_none(crew, verb: str, words: str) -> None:
    number = crew.report()
    before = state(crew, number)
    assert len(crew.town.text(f"{verb} {number} {words}", BUDI)) == 1
    assert state(crew, number) == before
    assert crew.town.errors == []


def test_too_many_words_are_refused_before_they_cost_the_citizen_ten_sms(crew) -> None:
    number = crew.report()
    before = state(crew, number)
    assert "terlalu panjang" in crew.town.text(f"PROSES {number} {'x' * 501}", BUDI)[0]
    assert state(crew, number) == before


def test_danger_is_heard_from_an_officers_phone_too(crew) -> None:
    crew.town.text("rumah terbakar di gang mawar", BUDI)
    assert len(crew.town.complaints()) == 1


@pytest.mark.parametrize("text", ["BOGOR proses pembuatan KTP lama sekali", "bogor bukan main macetnya di tajur"])
def test_an_officers_complaint_with_the_keyword_may_begin_like_a_command(crew, text: str) -> None:
    crew.town.text(text, BUDI)
    assert len(crew.town.complaints()) == 1


def test_a_citizen_may_name_their_own_complaint_in_a_new_one_or_add_to_it(crew) -> None:
    number = crew.report()
    for text in (f"BOGOR selesai {number} apanya? jalan masih rusak", f"proses {number} lama sekali jalan tetap rusak"):
        assert "tidak terdaftar" not in crew.town.text(text, CITIZEN)[0]
    assert len(crew.town.complaints()) == 2
    with crew.town.database.read() as connection:
        assert complaints.said_since(connection, crew.row(number)["id"]) == [
            f"proses {number} lama sekali jalan tetap rusak"
        ]


def test_danger_that_comes_back_to_an_office_is_told_again(crew) -> None:
    crew.appoint("DAMKAR", BUDI)
    number = crew.report("bogor kebakaran di pasar anyar", "+6281110000200")
    crew.town.text(f"BUKAN {number} itu gudang polisi", BUDI)
    crew.town.text(f"TERUSKAN {number} DAMKAR", ADMIN)
    crew.town.clock.advance(timedelta(minutes=10))
    crew.town.do_jobs()
    alerts = [text for text in crew.town.answers(BUDI) if text.startswith("DARURAT")]
    assert len(alerts) == 2
    crew.town.text(alerts[0], BUDI)
    assert len(crew.town.complaints()) == 1, "an alert sent back is a question about it"


def test_a_reminder_is_asked_again_and_the_same_question_in_doubt_is_not(crew) -> None:
    number = crew.report()
    asked = 0
    for pause in (0, 1, 60 * 24 * 3):
        crew.later(minutes=pause)
        crew.town.text(f"TANYA {number} di RT berapa?", BUDI)
        crew.later(minutes=1)
        asked = sum("pertanyaan" in text for text in crew.town.answers(CITIZEN))
        assert asked == (1 if pause < 2 else 2)


def test_a_machine_on_an_officers_phone_is_not_answered_for_ever(crew) -> None:
    for _ in range(40):
        crew.town.text("Maaf saya sedang rapat, nanti saya balas", BUDI)
    assert len(crew.town.answers(BUDI)) == 5


def test_what_was_declined_waits_for_nobody(crew) -> None:
    number = crew.report()
    town = crew.town
    with town.database.write() as connection:
        deed = Deed(Action.DECLINE, Actor.ADMIN, "siti", "hubungi provinsi")
        apply(connection, town.processor.office, number, deed, town.clock.now())
    assert "tidak ada laporan" in town.text("TUGAS", BUDI)[0]


def test_a_thousand_open_complaints_do_not_stop_the_office(crew) -> None:
    now, ids = crew.town.clock.now(), range(10_000, 11_000)
    common = {"region": "bogor", "channel": "sms", "status": "assigned", "routing": {}, "text": "jalan rusak " * 80}
    times = dict.fromkeys(("created_at", "updated_at", "status_since"), now)
    with crew.town.database.write() as connection:
        rows = [{"id": each, "number": 9_000_000 + each, **common, **times} for each in ids]
        connection.execute(complaint.insert(), rows)
        hands = {"agency": "PUPR", "lead": True, "state": "assigned", "assigned_at": now}
        connection.execute(assignment.insert(), [{"complaint_id": each, **hands} for each in ids])
    assert len(crew.town.text("TUGAS 50", BUDI)) == 3


def test_a_command_with_many_numbers_that_nobody_has_is_answered_once(crew) -> None:
    unknown = " ".join(str(number_of(place, crew.town.processor.office.number_key)) for place in range(500, 530))
    assert len(crew.town.text(f"TERIMA {unknown}", BUDI)) == 1


def test_a_robot_on_an_officers_phone_is_not_answered_for_ever(crew) -> None:
    for _ in range(20):
        crew.town.text("TUGAS", BUDI)
    assert crew.town.answers(BUDI).count("Dinas PUPR: tidak ada laporan terbuka.") == 5


def test_nothing_that_citizens_write_is_a_complaint_from_an_officers_phone_without_the_keyword(crew) -> None:
    lines = (Path(__file__).parents[2] / "parsers" / "not-commands.txt").read_text(encoding="utf-8").splitlines()
    router = crew.town.processor.office.routers["bogor"]
    texts = [line for line in lines if line and not line.startswith("#")][::5]
    calm = [text for text in texts if not ALARM.intersection(words_of(text)) and not router.decide(text).urgent]
    for text in calm:
        crew.town.text(text, BUDI)
    assert [row["text"] for row in crew.town.complaints()] == []
    assert len(calm) > 40
    assert crew.town.errors == []


def test_an_officers_verdict_on_nothing_is_a_slip(crew) -> None:
    number = crew.report("bogor sampah menumpuk di jalan roda", BUDI)
    crew.town.text(f"SELESAI {number} sudah diangkut semua", SARI)
    crew.later(minutes=10)
    crew.town.text("belum diaspal juga jalan merdeka, lampu jalan mati", BUDI)
    assert len(crew.town.complaints()) == 1


def test_a_secret_report_takes_a_code(crew) -> None:
    number = crew.report("bogor jalan berlubang di depan rumah pak lurah")
    with crew.town.database.write() as connection:
        connection.execute(update(complaint).values(secret=True))
    (asked,) = crew.town.text(f"SELESAI {number} sudah ditambal semua", BUDI)
    assert asked.startswith("Balas YA ")
    assert crew.row(number)["status"] == "assigned"
    crew.town.text(asked.split(" utk ")[0].removeprefix("Balas "), BUDI)
    assert crew.row(number)["status"] == "resolved"
    (asked,) = crew.town.text(f"BATAL {number}", BUDI)
    assert "utk BATAL" in asked


def test_of_a_secret_report_elsewhere_an_officer_learns_nothing(crew) -> None:
    number = crew.report("RAHASIA bogor jalan berlubang di depan rumah pak lurah")
    unknown = number_of(4711, crew.town.processor.office.number_key)
    answers = [crew.town.text(f"SELESAI {each} sudah diangkut", SARI)[0] for each in (number, unknown)]
    assert answers[0].replace(str(number), str(unknown)) == answers[1]


def test_an_agency_that_helps_reads_and_leaves_the_rest_to_the_lead(crew) -> None:
    number = crew.report()
    with crew.town.database.write() as connection:
        helping = {"complaint_id": crew.row(number)["id"], "agency": "DLH", "lead": False, "state": "assigned"}
        connection.execute(assignment.insert().values(**helping, assigned_at=crew.town.clock.now()))
    assert crew.town.text(f"BACA {number}", SARI)[0].startswith(f"Laporan {number} (")
    (answer,) = crew.town.text(f"OPER {number} PLN kabel putus", SARI)
    assert answer.startswith(f"Laporan {number} dipimpin Dinas PUPR, itu urusan mereka.")
