"""One-time codes: bound to one action, good for an hour and three tries; on both databases."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from complaints.officers.contacts import confirm
from complaints.who.people import Post
from storage.models import dialogue

BUDI, SARI, THIEF = "+6281112000001", "+6281112000002", "+6281110000999"
DONE = "sudah ditambal semua"


@pytest.fixture
def crew(staff):
    """Budi for the roads, in a region where each change takes a code."""
    office = staff.town.processor.office
    strict = replace(office.regions["bogor"], officer_confirmation="code")
    object.__setattr__(office, "regions", {"bogor": strict})
    staff.appoint("PUPR", BUDI, "Budi")
    staff.appoint("DLH", SARI, "Sari")
    return staff


def code_in(answers: list[str]) -> str:
    (answer,) = answers
    found = re.match(r"Balas YA (\d{6}) utk ", answer)
    assert found, answer
    return found[1]


def wrong(code: str, by: int = 1) -> str:
    return f"{(int(code) + by) % 10**6:06}"


def status(crew, number: int) -> str:
    return str(crew.row(number)["status"])


@pytest.mark.parametrize("written", ["YA {}", "ya{}", "{}", "Ya {}.", "YA {} utk SELESAI 1672888"])
def test_what_is_ordered_is_done_when_its_code_comes_back(crew, written: str) -> None:
    number = crew.report()
    asked = crew.town.text(f"SELESAI {number} {DONE}", BUDI)
    assert asked[0].startswith("Balas YA ")
    assert f"utk SELESAI {number} {DONE}. Berlaku 60 menit." in asked[0]
    assert status(crew, number) == "assigned"
    (echo,) = crew.town.text(written.format(code_in(asked)), BUDI)
    assert echo.startswith(f"Laporan {number}: selesai.")
    assert status(crew, number) == "resolved"


def test_a_code_counts_once(crew) -> None:
    number = crew.report()
    code = code_in(crew.town.text(f"PROSES {number} tim turun", BUDI))
    crew.town.text(f"YA {code}", BUDI)
    (over,) = crew.town.text(f"YA {code}", BUDI)
    assert over.startswith("Kode itu tidak berlaku lagi")


def test_a_code_that_was_used_is_no_wrong_one(crew) -> None:
    numbers = [crew.report(f"bogor jalan rusak gang {place}", f"+62811100002{place:02}") for place in range(2)]
    first, second = (code_in(crew.town.text(f"TERIMA {number}", BUDI)) for number in numbers)
    crew.town.text(f"YA {second}", BUDI)
    for written in ("YA {}", "{}", "YA {}", "YA {}"):
        crew.town.clock.advance(timedelta(minutes=2))
        assert crew.town.text(written.format(second), BUDI)[0].startswith("Kode itu tidak berlaku lagi")
    assert crew.town.text(f"YA {first}", BUDI)[0].startswith(f"Laporan {numbers[0]} Anda terima")


def test_the_code_of_an_order_that_was_given_anew_is_no_wrong_one(crew) -> None:
    number = crew.report()
    first = code_in(crew.town.text(f"TERIMA {number}", BUDI))
    code_in(crew.town.text(f"TERIMA {number}", BUDI))
    assert crew.town.text(f"YA {first}", BUDI)[0].startswith("Kode itu tidak berlaku lagi")


def test_a_right_code_forgives_the_wrong_ones_before_it(crew) -> None:
    numbers = [crew.report(f"bogor jalan rusak gang {place}", f"+62811100002{place:02}") for place in range(2)]
    first, second = (code_in(crew.town.text(f"TERIMA {number}", BUDI)) for number in numbers)
    absent = next(guess for guess in map("{:06}".format, range(9)) if guess not in {first, second})
    for _ in range(2):
        crew.town.text(f"YA {absent}", BUDI)
    crew.town.text(f"YA {first}", BUDI)
    assert "tinggal 2 kali" in crew.town.text(f"YA {absent}", BUDI)[0]


def test_reading_takes_no_code_for_the_answer_goes_to_the_real_phone(crew) -> None:
    number = crew.report()
    assert crew.town.text(f"BACA {number}", BUDI)[0].startswith(f"Laporan {number} (baru")
    assert "1 laporan terbuka" in crew.town.text("TUGAS", BUDI)[0]


def test_a_code_is_for_its_own_action_and_phone(crew) -> None:
    road, rubbish = crew.report(), crew.report("bogor sampah menumpuk di jalan roda", "+6281110000200")
    first = code_in(crew.town.text(f"TERIMA {road}", BUDI))
    second = code_in(crew.town.text(f"SELESAI {road} {DONE}", BUDI))
    third = code_in(crew.town.text(f"SELESAI {rubbish} sudah diangkut semua", SARI))
    if third not in {first, second}:
        assert "Kode salah" in crew.town.text(f"YA {third}", BUDI)[0]
    crew.town.text(f"YA {first}", BUDI)
    assert (status(crew, road), crew.row(road)["accepted_at"] is None) == ("assigned", False)
    crew.town.text(f"YA {second}", BUDI)
    assert (status(crew, road), status(crew, rubbish)) == ("resolved", "assigned")


def test_several_are_confirmed_with_one_code(crew) -> None:
    numbers = [crew.report(f"bogor jalan rusak gang {place}", f"+62811100002{place:02}") for place in range(3)]
    asked = crew.town.text(f"TERIMA {' '.join(map(str, numbers))}", BUDI)
    assert all(str(number) in asked[0] for number in numbers)
    assert len(crew.town.text(f"YA {code_in(asked)}", BUDI)) == 3
    assert all(crew.row(number)["accepted_at"] for number in numbers)


def test_what_is_wrong_with_a_command_is_told_before_any_code(crew) -> None:
    number = crew.report()
    assert "paling sedikit 10 huruf" in crew.town.text(f"SELESAI {number} ok", BUDI)[0]
    assert "ada di Dinas PUPR" in crew.town.text(f"SELESAI {number} {DONE}", SARI)[0]


def test_the_code_is_kept_as_a_digest_only(crew) -> None:
    number = crew.report()
    code = code_in(crew.town.text(f"SELESAI {number} {DONE}", BUDI))
    with crew.town.database.read() as connection:
        (state,) = connection.scalars(select(dialogue.c.state).where(dialogue.c.kind == "code"))
    assert code not in str(state)


def test_after_an_hour_a_code_does_nothing_and_says_so(crew) -> None:
    number = crew.report()
    code = code_in(crew.town.text(f"SELESAI {number} {DONE}", BUDI))
    crew.town.clock.advance(timedelta(minutes=61))
    assert "tidak ada yang diubah" in crew.town.text(f"YA {code}", BUDI)[0]
    assert status(crew, number) == "assigned"


def test_a_code_without_anything_that_waits_is_ignored_and_locks_nobody_out(crew) -> None:
    number = crew.report()
    for guess in range(20):
        assert "terkunci" not in "".join(crew.town.text(f"YA {guess:06}", BUDI))
    code = code_in(crew.town.text(f"SELESAI {number} {DONE}", BUDI))
    crew.town.text(f"YA {code}", BUDI)
    assert status(crew, number) == "resolved"


def test_three_wrong_codes_forget_what_waits_and_lock_for_ever_longer(crew) -> None:
    number = crew.report()
    for locked in (timedelta(hours=1), timedelta(hours=4), timedelta(hours=24), timedelta(hours=24)):
        code = code_in(crew.town.text(f"SELESAI {number} {DONE}", BUDI))
        assert "tinggal 2 kali" in crew.town.text(f"YA {wrong(code)}", BUDI)[0]
        assert "tinggal 1 kali" in crew.town.text(f"YA {wrong(code, 2)}", BUDI)[0]
        assert "terkunci sampai" in crew.town.text(f"YA {wrong(code, 3)}", BUDI)[0]
        assert "terkunci sampai" in crew.town.text(f"YA {code}", BUDI)[0], "the right one comes too late"
        assert "terkunci sampai" in crew.town.text(f"PROSES {number} tim", BUDI)[0]
        crew.town.clock.advance(locked - timedelta(minutes=2))
        assert "terkunci sampai" in crew.town.text(f"PROSES {number} tim", BUDI)[0]
        crew.town.clock.advance(timedelta(minutes=2))
    code_in(crew.town.text(f"SELESAI {number} {DONE}", BUDI))
    assert status(crew, number) == "assigned"


def test_to_order_again_is_no_way_to_guess_again(crew) -> None:
    number = crew.report()
    code = code_in(crew.town.text(f"SELESAI {number} {DONE}", BUDI))
    crew.town.text(f"YA {wrong(code)}", BUDI)
    crew.town.text(f"YA {wrong(code, 2)}", BUDI)
    again = code_in(crew.town.text(f"SELESAI {number} {DONE}", BUDI))
    assert "terkunci sampai" in crew.town.text(f"YA {wrong(again)}", BUDI)[0]


def test_a_code_tells_what_it_is_for_so_that_no_forged_order_rides_on_it(crew) -> None:
    number = crew.report()
    own = crew.town.text(f"SELESAI {number} lubang sudah ditambal", BUDI)
    forged = crew.town.text(f"SELESAI {number} pelapor pembohong semua", BUDI)
    assert f"SELESAI {number} lubang sudah ditambal" in own[0]
    assert f"SELESAI {number} pelapor pembohong semua" in forged[0]
    assert f"OPER {number} DLH itu sampah" in crew.town.text(f"OPER {number} DLH itu sampah", BUDI)[0]


def test_a_place_is_told_with_the_first_words_before_the_code_comes_back(crew) -> None:
    number = crew.report()
    crew.town.text("TUGAS", BUDI)
    assert f"utk TERIMA {number} (jalan berlubang di" in crew.town.text("1 terima", BUDI)[0]


def test_the_echo_after_the_code_tells_the_first_words_of_a_place(crew) -> None:
    number = crew.report()
    crew.town.text("TUGAS", BUDI)
    code = code_in(crew.town.text("proses 1 tim jalan", BUDI))
    (echo,) = crew.town.text(f"YA {code}", BUDI)
    assert echo.startswith(f"Laporan {number}: sedang dikerjakan (jalan berlubang di ")
    again = code_in(crew.town.text(f"PROSES {number} tim sampai", BUDI))
    assert "(" not in crew.town.text(f"YA {again}", BUDI)[0]


def test_an_admin_lifts_a_lock(crew) -> None:
    number = crew.report()
    code = code_in(crew.town.text(f"SELESAI {number} {DONE}", BUDI))
    for by in (1, 2, 3):
        crew.town.text(f"YA {wrong(code, by)}", BUDI)
    with crew.town.database.write() as connection:
        confirm(connection, crew.town.processor.office, Post("bogor", "PUPR"), BUDI, crew.town.clock.now())
    code_in(crew.town.text(f"SELESAI {number} {DONE}", BUDI))


def test_a_locked_phone_still_reads_and_others_are_not_locked(crew) -> None:
    number = crew.report()
    code = code_in(crew.town.text(f"SELESAI {number} {DONE}", BUDI))
    for by in (1, 2, 3):
        crew.town.text(f"YA {wrong(code, by)}", BUDI)
    assert crew.town.text(f"BACA {number}", BUDI)[0].startswith(f"Laporan {number} (baru")
    rubbish = crew.report("bogor sampah menumpuk di jalan roda", "+6281110000200")
    code_in(crew.town.text(f"TERIMA {rubbish}", SARI))


def test_what_has_changed_since_is_looked_at_once_more(crew) -> None:
    number = crew.report()
    first = code_in(crew.town.text(f"SELESAI {number} {DONE}", BUDI))
    second = code_in(crew.town.text(f"BUKAN {number} DLH itu sampah", BUDI))
    crew.town.text(f"YA {second}", BUDI)
    assert crew.town.text(f"YA {first}", BUDI)[0].startswith(f"Laporan {number} ada di Dinas LH")
    assert status(crew, number) == "assigned"


def test_the_same_command_again_gets_a_new_code_and_few_wait_at_once(crew) -> None:
    numbers = [crew.report(f"bogor jalan rusak gang {place}", f"+62811100002{place:02}") for place in range(8)]
    for number in [numbers[0], *numbers]:
        code_in(crew.town.text(f"TERIMA {number}", BUDI))
    with crew.town.database.read() as connection:
        waiting = list(connection.scalars(select(dialogue.c.state).where(dialogue.c.kind == "code")))
    assert len(waiting) == 5


def test_a_code_from_a_citizens_phone_is_no_command(crew) -> None:
    number = crew.report()
    code = code_in(crew.town.text(f"SELESAI {number} {DONE}", BUDI))
    crew.town.text(f"YA {code}", THIEF)
    assert status(crew, number) == "assigned"


def test_who_forges_a_number_sends_nobody_away(staff) -> None:
    staff.appoint("PUPR", BUDI, "Budi")
    staff.appoint("PUPR", SARI, "Sari")
    asked = staff.town.text("CUTI 30/11", BUDI)
    staff.report()
    assert staff.digests() == 2
    assert "utk CUTI 30/11. " in asked[0]
    assert staff.order("CUTI 30/11")[0].startswith("Cuti sampai 30/11 dicatat.")
    staff.report("bogor aspal mengelupas di jalan merdeka", "+6281110000101")
    staff.town.clock.advance(timedelta(days=1))
    assert staff.digests() == 1
