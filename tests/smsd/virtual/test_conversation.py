from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from smsd.virtual.conversation import CITIZEN, Call, Command, Numbers, ScriptError, Turn, Wait, read
from smsd.virtual.pauses import end_of, read_pause

BOGOR = ZoneInfo("Asia/Jakarta")
NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


def test_a_line_is_texted_or_expected_by_whom_it_names() -> None:
    script = [
        "# a remark",
        "",
        "0811 1000 0200 > bogor jalan rusak",
        "+6281110000200 < Laporan 1234567 ...",
        "TELKOMSEL > Promo",
        "1708 > Laporan",
        "> tanpa nomor",
        "tanpa apa pun",
        "< jawaban",
    ]
    turns = list(read(script))

    assert [(turn.phone, turn.text, turn.expected, turn.line) for turn in turns] == [
        ("+6281110000200", "bogor jalan rusak", False, 3),
        ("+6281110000200", "Laporan 1234567 ...", True, 4),
        ("TELKOMSEL", "Promo", False, 5),
        ("1708", "Laporan", False, 6),
        (CITIZEN, "tanpa nomor", False, 7),
        (CITIZEN, "tanpa apa pun", False, 8),
        (CITIZEN, "jawaban", True, 9),
    ]


def test_a_number_may_be_given_a_name_in_small_letters() -> None:
    script = ["budi = 0811 1200 0001", "budi > TUGAS", "sari < ...", "BUDI > Promo", "jalan = rusak"]
    turns = list(read(script, {"sari": "+6281112000002"}))

    assert turns == [
        Turn("+6281112000001", "TUGAS", expected=False, line=2),
        Turn("+6281112000002", "...", expected=True, line=3),
        Turn("BUDI", "Promo", expected=False, line=4),
        Turn(CITIZEN, "jalan = rusak", expected=False, line=5),
    ]


def test_a_name_that_no_number_has_is_a_slip() -> None:
    with pytest.raises(ScriptError, match="line 2: nobody is called bodi"):
        list(read(["budi = 0811 1200 0001", "bodi > TUGAS"]))


def test_a_phone_calls_by_its_number_or_its_name() -> None:
    script = ["0811 1000 0200 calls", "budi = 0811 1200 0001", "budi calls", "> siapa calls", "citizen calls us"]
    assert list(read(script)) == [
        Call("+6281110000200", 1),
        Call("+6281112000001", 3),
        Turn(CITIZEN, "siapa calls", expected=False, line=4),
        Turn(CITIZEN, "citizen calls us", expected=False, line=5),
    ]
    with pytest.raises(ScriptError, match="line 1: nobody is called sari"):
        list(read(["sari calls"]))


def test_time_passes_and_an_admin_works_between_the_turns() -> None:
    script = ["+ 15 minutes", "+ 2 hours", "@ 07:30", "$ contact list", "+6281110000200 > +15 hari jalan rusak"]
    assert list(read(script)) == [
        Wait(timedelta(minutes=15), "+ 15 minutes", 1),
        Wait(timedelta(hours=2), "+ 2 hours", 2),
        Wait(time(7, 30), "@ 07:30", 3),
        Command("contact list", 4),
        Turn("+6281110000200", "+15 hari jalan rusak", expected=False, line=5),
    ]


@pytest.mark.parametrize("line", ["+ 15 menit", "+ 07:30", "@ 15 minutes", "@ 25:00", "+"])
def test_a_line_about_time_that_tells_none_is_a_slip(line: str) -> None:
    with pytest.raises(ScriptError, match=r"line 1: .* is no time"):
        list(read([line]))


@pytest.mark.parametrize(
    ("written", "pause"),
    [
        ("15", timedelta(minutes=15)),
        ("1 minute", timedelta(minutes=1)),
        ("2h", timedelta(hours=2)),
        ("3 days", timedelta(days=3)),
        ("7:30", time(7, 30)),
        ("07.30", time(7, 30)),
        ("tomorrow", None),
        ("24:00", None),
    ],
)
def test_a_pause_is_so_long_or_until_a_time_of_day(written: str, pause: timedelta | time | None) -> None:
    assert read_pause(written) == pause


def test_a_time_of_day_is_the_next_one_where_the_region_is() -> None:
    assert end_of(time(15, 30), NOON, BOGOR) == datetime(2026, 11, 23, 15, 30, tzinfo=BOGOR)
    assert end_of(time(12, 0), NOON, BOGOR) == datetime(2026, 11, 24, 12, 0, tzinfo=BOGOR)
    assert end_of(time(6, 30), NOON, BOGOR) == datetime(2026, 11, 24, 6, 30, tzinfo=BOGOR)
    assert end_of(timedelta(hours=20), NOON, BOGOR) == NOON + timedelta(hours=20)


def test_a_number_in_a_script_stands_for_the_real_one_from_its_first_answer_on() -> None:
    numbers = Numbers()
    assert numbers.fill("CEK 1234567") == "CEK 1234567"
    assert numbers.matches("Laporan 1234567 ... CEK 1234567", "Laporan 8936449 diterima. CEK 8936449")

    assert numbers.fill("CEK 1234567") == "CEK 8936449"
    assert numbers.matches("Laporan 1234567: ...", "Laporan 8936449: selesai")
    assert not numbers.matches("Laporan 1234567: ...", "Laporan 1105121: selesai")


def test_a_number_must_be_the_same_everywhere_in_an_answer() -> None:
    assert not Numbers().matches("Laporan 1234567 ... CEK 1234567", "Laporan 8936449 diterima. CEK 1105121")


def test_signs_in_an_expectation_are_no_pattern() -> None:
    assert Numbers().matches("Apa? (ya) ...", "Apa? (ya) atau tidak")
    assert not Numbers().matches("Apa?", "Ap")


def test_a_list_of_several_lines_is_expected_in_one() -> None:
    assert Numbers().matches(
        "Dinas PUPR: 2 laporan terbuka 1234567 baru: ...", "Dinas PUPR: 2 laporan terbuka\n8936449 baru: a"
    )
    assert not Numbers().matches("Dinas PUPR: 2 laporan", "Dinas PUPR: 2laporan")
