"""What the command line shows of those who want to stay unknown, and what it takes to see more."""

from __future__ import annotations

import getpass
import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

CITIZEN, INA = "+6281110000100", "+6281112000005"
MATTER = "aspal jalan dadali dicuri mandor proyek"
LISTS = (("complaint", "list"), ("inbox", "list"), ("outbox", "list"), ("session", "list"), ("inbox", "parked"))


@pytest.fixture
def report(town) -> Callable[[str], str]:
    """Text a report and give its number."""

    def sent(text: str) -> str:
        return str(town.text(text)[0].split()[1].strip("."))

    return sent


def show(aduan: Callable[..., Result], number: str, *options: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(aduan("complaint", "show", number, "--json", *options).stdout)
    return found


@pytest.mark.parametrize("options", [(), ("--json",), ("--reveal",), ("--json", "--reveal")])
@pytest.mark.parametrize("command", LISTS)
def test_no_list_shows_a_secret_report_or_whose_it_is(
    aduan: Callable[..., Result], report, town, command, options
) -> None:
    number = report(f"RAHASIA bogor {MATTER}")
    town.text(f"TAMBAH {number} mandornya pakai truk malam hari")
    town.text(f"BATAL {number}")
    printed = aduan(*command, *options)
    assert printed.exit_code == 0
    for word in ("mandor", "aspal", "truk", CITIZEN, "***100"):
        assert word not in printed.stdout


def test_of_who_is_anonymous_the_text_is_shown_and_never_the_number(aduan: Callable[..., Result], report) -> None:
    number = report("ANONIM bogor jalan berlubang di depan pasar")
    for command in LISTS[:3]:
        printed = aduan(*command, "--json", "--reveal").stdout
        assert CITIZEN not in printed
        assert "***100" not in printed
    found = show(aduan, number)
    assert (found["from"], found["text"]) == ("(hidden)", "jalan berlubang di depan pasar")
    assert found["history"][0]["actor"] == ""


def test_a_delicate_one_is_shown_with_number_state_and_dates_only(aduan: Callable[..., Result], report) -> None:
    number = report("bogor petugas dukcapil minta uang 50 ribu untuk cetak ktp")
    printed = aduan("complaint", "show", number).stdout
    assert number in printed
    assert "assigned" in printed
    for word in ("minta uang", "***100", "DUKCAPIL", "Disdukcapil"):
        assert word not in printed
        assert word not in json.dumps(show(aduan, number))


def test_a_number_that_an_anonymous_reporter_has_written_is_masked_until_it_is_revealed(
    aduan: Callable[..., Result], report, town
) -> None:
    number = report("ANONIM bogor jalan berlubang di depan pasar hub 0811 1300 0004")
    town.text(f"TAMBAH {number} atau 08111300005")
    for command in (*LISTS[:3], ("complaint", "show", number)):
        for options in ((), ("--json",)):
            printed = aduan(*command, *options).stdout
            assert "1300" not in printed
            assert "08111300005" not in printed
    revealed = show(aduan, number, "--reveal", "--reason", "ia minta ditelepon")
    assert revealed["text"].endswith("hub 0811 1300 0004")
    assert any("08111300005" in event["reason"] for event in revealed["history"])


@pytest.mark.parametrize("options", [(), ("--reveal",)])
def test_what_names_no_single_complaint_does_not_join_a_delicate_one_to_its_phone_either(
    aduan: Callable[..., Result], report, town, options
) -> None:
    """A menu, a list, a question which of several is meant, a missed call: they have numbers, and no complaint."""
    report("bogor lampu jalan mati di jalan merdeka")
    number = report("bogor petugas dukcapil minta uang 50 ribu untuk cetak ktp")
    for text in ("CEK", "BATAL", "MENU", "2"):
        town.text(text)
    town.call()
    assert any(number in text for text in town.answers())
    for command in (("outbox", "list"), ("session", "list")):
        rows = json.loads(aduan(*command, "--json", "--limit", "1000", *options).stdout)
        assert rows
        # What was there before the report is nothing that tells of it.
        later = rows if command[0] == "session" else rows[:-1]
        for row in later:
            assert CITIZEN not in str(row)
            assert "***100" not in str(row)
            assert command[0] == "outbox" or row["key"] == "(hidden)"
            assert command[0] == "session" or (row["to"], row["text"]) == ("(hidden)", "(hidden)")


def test_who_has_reported_nothing_delicate_is_listed_beside_them(aduan: Callable[..., Result], report, town) -> None:
    report(f"RAHASIA bogor {MATTER}")
    town.text("bogor lampu jalan mati di jalan merdeka", "+6281110000200")
    town.text("BATAL", "+6281110000200")
    for command, whose in ((("outbox", "list"), "to"), (("session", "list"), "from")):
        rows = json.loads(aduan(*command, "--json", "--reveal").stdout)
        assert {row[whose] for row in rows} >= {"+6281110000200"}
        assert CITIZEN not in {row[whose] for row in rows}


def test_revealing_takes_a_reason(aduan: Callable[..., Result], report) -> None:
    number = report(f"RAHASIA bogor {MATTER}")
    refused = aduan("complaint", "show", number, "--reveal")
    assert refused.exit_code == 2
    assert "numbers are shown in full" not in refused.stderr
    assert f'who reported {number} wants to stay unknown: say why it must be seen, --reason "..."' in refused.stderr
    assert MATTER not in refused.output
    assert aduan("complaint", "show", number, "--reveal", "--reason", " ").exit_code == 2
    assert aduan("complaint", "show", number, "--reason", "polisi").exit_code == 2


def test_revealing_stands_in_the_history_and_its_circle_is_told(aduan: Callable[..., Result], report, town) -> None:
    aduan("contact", "add", "bogor", "INTEGRITY", INA, "--name", "Ina")
    number = report(f"RAHASIA bogor {MATTER}")
    found = show(aduan, number, "--reveal", "--reason", "surat polisi 12/XI")
    assert (found["from"], found["text"]) == (CITIZEN, MATTER)
    last = show(aduan, number)["history"][-1]
    assert (last["action"], last["actor_kind"]) == ("reveal", "admin")
    assert "  reveal by admin\n" in aduan("complaint", "show", number).stdout
    assert "surat polisi" not in aduan("complaint", "show", number).stdout
    assert town.answers(INA)[-1] == (
        f"Laporan {number} dibuka admin, isi dan nomor pelapor terlihat. Alasannya: surat polisi 12/XI"
    )
    assert getpass.getuser() in json.dumps(found["history"])


def test_what_is_about_the_admin_is_not_revealed_to_them(aduan: Callable[..., Result], report) -> None:
    number = report("bogor admin sms ini menghapus laporan saya")
    refused = aduan("complaint", "show", number, "--reveal", "--reason", "ingin tahu")
    assert refused.exit_code == 1
    assert "is OVERSIGHT's" in refused.stderr
    assert "numbers are shown in full" not in refused.stderr
    assert aduan("complaint", "status", number, "closed").exit_code == 1


def test_a_secret_report_that_could_not_be_processed_is_not_shown_either(
    aduan: Callable[..., Result], town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("smsd.processing.handle", lambda *_: 1 / 0)
    town.text(f"RAHASIA bogor {MATTER}")
    printed = aduan("inbox", "parked", "--json").stdout
    assert json.loads(printed)[0]["text"] == "(hidden)"
    assert "***100" not in printed


def test_a_filter_finds_nothing_delicate(aduan: Callable[..., Result], report) -> None:
    report("RAHASIA bogor jalan rusak di jalan dadali")
    assert json.loads(aduan("complaint", "list", "--place", "dadali", "--json").stdout) == []


@pytest.mark.parametrize("options", [(), ("--json",), ("--reveal",)])
def test_what_officers_write_about_delicate_reports_is_not_shown(
    aduan: Callable[..., Result], report, town, options
) -> None:
    aduan("contact", "add", "bogor", "INTEGRITY", INA, "--name", "Ina")
    aduan("contact", "add", "bogor", "PUPR", "+6281112000001", "--name", "Budi")
    number = report(f"RAHASIA bogor {MATTER}")
    other = report("bogor lampu jalan mati di gang mawar")
    for text in (f"PROSES {number} lurah tajur kami panggil", "TUGAS", "1 tanya ibu aman?", f"{number} ok"):
        town.text(text, INA)
    town.text(f"TERIMA {number[:3]} {number[3:]} siapa ini", "+6281112000001")
    town.text(f"PROSES {other} kabel dipesan", "+6281112000001")
    printed = aduan("inbox", "list", *options).stdout
    for word in ("lurah", "aman", "siapa ini", f"{number} ok"):
        assert word not in printed
    assert "kabel dipesan" in printed
