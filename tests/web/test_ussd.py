"""Sessions of USSD on a real database: the menu, reports that are filed once, and lines that are cut."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import product

import pytest

from sms.codec import is_gsm7, segment_count
from storage import dialogues
from tests.conftest import CITIZEN, Town
from tests.web.conftest import Dialler
from web.ussd import LASTS, Answer

Dial = Callable[..., Dialler]
OTHER = "+6281110000200"
REPORT = ("1", "2", "mati depan masjid raya")
START = "Layanan Kota Bogor\n1 Lapor masalah\n2 Cek laporan saya\n3 Nomor darurat\n4 Info layanan\n9 lanjut"


@pytest.fixture
def gateway(town: Town) -> Callable[[str], Dialler]:
    """A gateway that sends all inputs; sessions by their names."""
    return lambda session: Dialler(town, session, CITIZEN, all_inputs=True)


def test_who_dials_sees_the_menu_of_the_region(dial: Dial) -> None:
    assert dial().says("0") == Answer("Terima kasih. Darurat: 112", ends=True)
    assert str(dial().first) == f"CON {START}"
    assert str(dial().says("0")).startswith("END ")


def test_a_walk_through_the_menu(dial: Dial) -> None:
    phone = dial()
    assert phone.says("4").text.startswith("Info layanan\n1 KTP")
    assert phone.says("1", "1", "1").text.startswith("KTP-el baru")
    assert phone.says("9").text.startswith("Biaya: gratis")
    assert phone.says("0", "0").text.startswith("KTP\n1 Baru")
    assert phone.says("00").text == START
    assert phone.says("x").text == f"Maaf, pilih angka:\n{START}"


def test_a_report_is_opened_once_and_answered_by_sms(dial: Dial, town: Town) -> None:
    end = dial().says(*REPORT)
    assert end == Answer(
        "Laporan diterima. Nomornya kami kirim lewat SMS. BAHAYA? Telepon 112 SEKARANG.", ends=True, filed=True
    )
    (message,) = town.inbox()
    assert (message["channel"], message["state"], message["text"]) == (
        "ussd", "ready", "Lampu jalan: mati depan masjid raya",
    )  # fmt: skip
    town.process()
    (complaint,) = town.complaints()
    assert complaint["address"] == CITIZEN
    (acknowledgement,) = town.answers()
    assert str(complaint["number"]) in acknowledgement


def test_an_end_that_is_asked_for_again_is_the_same_and_files_nothing(dial: Dial, town: Town) -> None:
    phone = dial()
    end = phone.says(*REPORT)
    again = phone.sends("*".join(phone.typed) if phone.all_inputs else phone.typed[-1])
    assert (again.text, again.ends, again.filed) == (end.text, True, False)
    assert len(town.inbox()) == 1


def test_a_step_that_is_sent_again_is_answered_again(gateway: Callable[[str], Dialler]) -> None:
    phone = gateway("1")
    assert phone.sends("") == phone.sends("")
    assert phone.sends("9") == phone.sends("9")
    assert phone.sends("9*5").text.startswith("Bahasa / Language")


def test_the_id_of_a_session_may_come_again_and_its_report_is_another(dial: Dial, town: Town) -> None:
    dial(session="7").says(*REPORT)
    town.clock.advance(LASTS)
    assert dial(session="7").says("1", "3", "menumpuk di pasar anyar").filed
    assert len(town.inbox()) == 2


def test_a_session_outlives_whoever_serves_it_and_is_written_down_at_each_step(dial: Dial, town: Town) -> None:
    phone = dial()
    phone.says("4")
    with town.database.read() as connection:
        (row,) = dialogues.listing(connection, limit=9)
    assert (row["kind"], row["address"], row["state"]["place"]["screen"]) == ("ussd", CITIZEN, "layanan")
    assert row["expires_at"] == town.clock.now() + LASTS


def test_a_session_whose_row_is_gone_is_walked_again_from_all_its_inputs(gateway: Callable[[str], Dialler]) -> None:
    phone = gateway("1")
    assert phone.sends("4*1*1*1").text.startswith("KTP-el baru")
    assert gateway("2").sends("1*2*mati depan masjid raya").filed


def test_more_may_be_dialled_than_the_code(gateway: Callable[[str], Dialler]) -> None:
    assert gateway("1").sends("1").text.startswith("Lapor apa?")


@pytest.mark.parametrize("steps", [("1", "8", "jalan *rusak* di RT 3*RW 2"), ("1", "8", "**jalan rusak")])
def test_a_star_in_a_report_is_part_of_it(dial: Dial, town: Town, steps: tuple[str, ...]) -> None:
    assert dial().says(*steps).filed
    assert town.inbox()[0]["text"] == steps[-1]


def test_what_does_not_go_on_from_before_is_walked_from_the_start(gateway: Callable[[str], Dialler]) -> None:
    phone = gateway("1")
    phone.sends("4")
    assert phone.sends("1").text.startswith("Lapor apa?")


def test_a_gateway_of_last_inputs_may_send_the_code_at_first(dial: Dial, town: Town) -> None:
    phone = Dialler(town, "1", CITIZEN, all_inputs=False)
    assert phone.sends("*123#").text == START


def test_the_status_shows_the_phones_own_complaints(dial: Dial, town: Town) -> None:
    town.text("bogor jalan rusak di depan pasar")
    town.text("bogor sampah menumpuk di pasar", OTHER)
    number = town.complaints()[0]["number"]
    assert dial().says("2").text == f"Laporan terbuka:\n{number} diteruskan\n0 kembali"
    assert dial("+6281110000300").says("2").text == "Tidak ada laporan terbuka dari nomor ini.\n0 kembali"


def test_a_session_is_no_question_that_a_text_could_answer_and_a_report_answers_none(dial: Dial, town: Town) -> None:
    dial().says("1")
    assert "MENU" not in "".join(town.text("3"))
    town.text("bogor lampu jalan mati")
    assert dial(session="9").says("2", *REPORT).filed
    town.process()
    town.process()
    assert town.errors == []
    assert [row["channel"] for row in town.complaints()] == ["sms", "ussd"]


def test_sessions_are_forgotten_when_their_time_is_over(dial: Dial, town: Town) -> None:
    dial().says("4")
    town.clock.advance(LASTS)
    town.do_jobs()
    with town.database.read() as connection:
        assert dialogues.listing(connection, limit=9) == []


def test_the_language_counts_at_once_and_is_kept(dial: Dial, town: Town) -> None:
    phone = dial()
    assert phone.says("5", "2").text.startswith("Services of Kota Bogor")
    assert phone.says("1").text.startswith("What about?")
    assert dial(OTHER).first.text == START
    town.clock.advance(LASTS)
    assert dial().first.text.startswith("Services of Kota Bogor")


def test_who_was_cut_can_go_on(dial: Dial) -> None:
    dial().says("4", "1")
    again = dial()
    assert again.first.text == "Yang tadi belum selesai.\n1 Lanjutkan\n2 Mulai baru"
    assert again.says("1").text.startswith("Kependudukan")
    assert again.says("0", "0").text == START


def test_who_was_cut_can_begin_anew(dial: Dial) -> None:
    dial().says("4", "1")
    assert dial().says("2").text == START


def test_who_was_cut_twice_is_still_asked(dial: Dial) -> None:
    dial().says("1", "2")
    dial()
    assert dial().says("1").text.startswith("Tulis masalah dan tempatnya")


def test_what_was_typed_before_the_cut_still_counts(dial: Dial, town: Town) -> None:
    dial().says("1", "2")
    assert dial().says("1", "mati depan masjid raya").filed
    assert town.inbox()[0]["text"] == "Lampu jalan: mati depan masjid raya"


def test_nobody_is_asked_who_was_at_the_start_or_done_or_away_for_long_or_is_another(dial: Dial, town: Town) -> None:
    dial()
    assert dial().first.text == START
    dial().says(*REPORT)
    assert dial().first.text == START
    dial().says("4")
    assert dial(OTHER).first.text == START
    town.clock.advance(LASTS)
    assert dial().first.text == START


def test_a_place_that_has_left_the_menu_begins_anew(dial: Dial, town: Town) -> None:
    phone = dial()
    phone.says("4")
    with town.database.write() as connection:
        (row,) = dialogues.listing(connection, limit=9)
        state = {**row["state"], "place": {"screen": "gone", "page": 0, "answers": {}}}
        columns = {name: row[name] for name in ("key", "subscriber_id", "kind", "line_id", "asked_at", "expires_at")}
        dialogues.begin(connection, [{**columns, "complaint_id": None, "state": state}])
    assert phone.says("3").text.startswith("BAHAYA? Telepon 112")


def test_two_phones_with_the_same_session_id_do_not_meet(town: Town) -> None:
    mine, other = (Dialler(town, f"x{phone}", phone, all_inputs=True) for phone in (CITIZEN, OTHER))
    mine.says("4")
    assert other.says("1").text.startswith("Lapor apa?")


def test_every_answer_of_every_short_session_fits_a_phone(gateway: Callable[[str], Dialler], town: Town) -> None:
    for number, keys in enumerate(product("0123459", repeat=2)):
        shown = gateway(str(number)).sends("*".join(keys))
        assert is_gsm7(shown.text)
        assert segment_count(shown.text) == 1
        town.clock.advance(timedelta(minutes=1))
