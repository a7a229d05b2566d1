"""`aduan contact`: who hears of an agency's complaints."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from click.testing import Result

from sms.clock import SystemClock

Rows: TypeAlias = Callable[..., list[dict[str, Any]]]

BUDI, SARI = "+6281112000001", "+6281112000002"


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is noon in Bogor, whatever the computer says."""
    set_clock(monkeypatch, 5)


def set_clock(monkeypatch: pytest.MonkeyPatch, hour: int) -> None:
    monkeypatch.setattr(SystemClock, "now", lambda _self: datetime(2026, 11, 23, hour, tzinfo=UTC))


@pytest.fixture
def rows(aduan: Callable[..., Result]) -> Rows:
    """List contacts as a program reads them."""

    def read(*options: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(aduan("contact", "list", "--json", *options).stdout)
        return found

    return read


@pytest.fixture
def three(aduan: Callable[..., Result]) -> None:
    """Two phones for the roads and one for the office that runs the system."""
    for agency, number, name in (("PUPR", BUDI, "Budi"), ("PUPR", SARI, "Sari"), ("ADMIN", SARI, "Sari")):
        assert aduan("contact", "add", "bogor", agency, number, "--name", name).exit_code == 0


def test_one_is_registered_however_region_agency_and_number_are_written(
    aduan: Callable[..., Result], rows: Rows
) -> None:
    added = aduan("contact", "add", "BGR", "pupr", "0811 1200 0001", "--name", " Budi Santoso ")
    assert added.stdout == "Budi Santoso is registered for bogor PUPR; the phone is told now\n"
    assert rows() == [
        {
            "region": "bogor",
            "agency": "PUPR",
            "name": "Budi Santoso",
            "number": "+6281***001",
            "role": "officer",
            "unit": None,
            "since": "2026-11-23T05:00:00+00:00",
            "until": None,
            "confirmed": "2026-11-23T05:00:00+00:00",
            "away": None,
            "deputy": None,
        }
    ]
    (welcome,) = json.loads(aduan("outbox", "list", "--json").stdout)
    assert welcome["text"].startswith("Nomor ini sekarang petugas Dinas PUPR ")


def test_at_night_the_admin_is_told_when_the_phone_is(
    aduan: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, 19)
    added = aduan("contact", "add", "bogor", "admin", BUDI, "--name", "Budi")
    assert added.stdout.endswith("the phone is told at 2026-11-24 06:00 WIB, after the quiet hours\n")


def test_who_is_there_already_stays_as_they_are(three: None, aduan: Callable[..., Result], rows: Rows) -> None:
    before = rows()
    again = aduan("contact", "add", "bogor", "PUPR", BUDI, "--name", "Somebody else")
    assert (again.exit_code, again.stdout) == (0, "already registered for bogor PUPR; nothing has changed\n")
    assert rows() == before


@pytest.mark.parametrize(
    ("arguments", "message", "code"),
    [
        (["depok", "PUPR", BUDI, "--name", "Budi"], "no region depok in the settings; there are bogor", 2),
        (["bogor", "dpuu", BUDI, "--name", "Budi"], "bogor has no agency DPUU; it has PUPR, ", 1),
        (["bogor", "PUPR", "1708", "--name", "Budi"], "'1708' is not a phone number", 1),
        (["bogor", "PUPR", "0811 1000 001", "--name", "Budi"], "+628111000001 is the number of one of our lines", 1),
        (["bogor", "PUPR", BUDI], "Missing option '--name'", 2),
        (["bogor", "PUPR", BUDI, "--name", " "], "Invalid value for '--name': a name is one line", 2),
        (["bogor", "PUPR", BUDI, "--name", "Budi\nSari"], "Invalid value for '--name': a name is one line", 2),
        (["bogor", "PUPR", BUDI, "--name", "Budi\x1b[2J"], "Invalid value for '--name': a name is one line", 2),
        (["bogor", "PUPR", BUDI, "--name", "B" * 121], "Invalid value for '--name': a name is one line", 2),
    ],
)
def test_what_cannot_be_is_refused(
    refused: Callable[..., str], rows: Rows, arguments: list[str], message: str, code: int
) -> None:
    assert refused("contact", "add", *arguments, code=code).startswith(message)
    assert rows() == []


def test_the_list_tells_the_last_day_as_it_was_registered(aduan: Callable[..., Result], rows: Rows) -> None:
    aduan("contact", "add", "bogor", "PUPR", BUDI, "--name", "Budi", "--until", "2026-12-05")
    assert rows()[0]["until"] == "2026-12-05"
    assert "2026-12-05" in aduan("contact", "list").stdout


def test_the_list_can_be_narrowed(three: None, rows: Rows) -> None:
    assert [(row["agency"], row["name"]) for row in rows()] == [("ADMIN", "Sari"), ("PUPR", "Budi"), ("PUPR", "Sari")]
    assert [row["name"] for row in rows("--agency", "pupr")] == ["Budi", "Sari"]
    assert [row["name"] for row in rows("--agency", "admin", "--region", "BGR")] == ["Sari"]
    assert len(rows("--limit", "2")) == 2
    assert rows("--agency", "PLN") == []


def test_a_slip_in_the_list_is_told_from_an_agency_without_contacts(refused: Callable[..., str], rows: Rows) -> None:
    assert rows("--agency", "ADMIN") == []
    assert refused("contact", "list", "--agency", "dpuu", code=2) == "no agency DPUU; `aduan agency list` names them"
    assert refused("contact", "list", "--region", "depok", code=2).startswith("no region depok in the settings")


def test_numbers_are_masked_unless_they_are_revealed_and_that_is_logged(
    three: None, aduan: Callable[..., Result], rows: Rows
) -> None:
    assert BUDI not in aduan("contact", "list").output
    assert {row["number"] for row in rows()} == {"+6281***001", "+6281***002"}
    revealed = aduan("contact", "list", "--reveal")
    assert BUDI in revealed.stdout
    assert "numbers are shown in full" in revealed.stderr


def test_who_leaves_hears_nothing_more_and_the_admin_reads_who_does(
    three: None, aduan: Callable[..., Result], rows: Rows
) -> None:
    def remove(agency: str, number: str) -> str:
        return aduan("contact", "remove", "Bogor", agency, number).stdout

    assert remove("pupr", "081112000001") == "removed from bogor PUPR; its other contacts hear of its complaints\n"
    assert remove("PUPR", SARI) == (
        "removed from bogor PUPR; it was the last one: its complaints go to the admin (ADMIN)\n"
    )
    assert remove("ADMIN", SARI) == (
        "removed from bogor ADMIN; it was the last one: nobody hears by SMS of complaints that no agency has now; "
        "`aduan contact add bogor ADMIN NUMBER --name NAME`\n"
    )
    assert rows() == []


def test_without_an_admin_nobody_hears_of_an_agency_whose_last_contact_left(aduan: Callable[..., Result]) -> None:
    aduan("contact", "add", "bogor", "PUPR", BUDI, "--name", "Budi")
    removed = aduan("contact", "remove", "bogor", "PUPR", BUDI).stdout
    assert "nobody hears by SMS of its complaints now; `aduan contact add bogor PUPR NUMBER" in removed


def test_a_deputy_who_is_nobodys_any_more_is_removed_and_told(
    three: None, aduan: Callable[..., Result], rows: Rows
) -> None:
    dedi = "+6281112000003"

    def deputy(number: str, *name: str) -> str:
        return aduan("contact", "deputy", "bogor", "PUPR", number, *name).stdout

    deputy(BUDI, dedi, "--name", "Dedi")
    deputy(SARI, dedi)
    assert deputy(BUDI, SARI) == f"{SARI} stands in for {BUDI} in bogor PUPR\n"
    assert [row["name"] for row in rows("--agency", "PUPR")] == ["Budi", "Sari", "Dedi"]
    assert deputy(SARI, BUDI) == (
        f"{BUDI} stands in for {SARI} in bogor PUPR; Dedi is nobody's deputy any more, is removed, and is told\n"
    )
    assert [row["name"] for row in rows("--agency", "PUPR")] == ["Budi", "Sari"]
    told = [row["text"] for row in json.loads(aduan("outbox", "list", "--json").stdout) if row["to"].endswith("003")]
    assert told[0].startswith("Nomor ini bukan petugas Dinas PUPR lagi. Penggantinya Budi.")


def test_with_the_last_one_their_deputy_goes_and_is_told(aduan: Callable[..., Result], rows: Rows) -> None:
    aduan("contact", "add", "bogor", "PUPR", BUDI, "--name", "Budi")
    aduan("contact", "deputy", "bogor", "PUPR", BUDI, "+6281112000003", "--name", "Dedi")
    removed = aduan("contact", "remove", "bogor", "PUPR", BUDI).stdout
    assert "it was the last one: nobody hears by SMS of its complaints now" in removed
    assert removed.endswith("; Dedi is nobody's deputy any more, is removed, and is told\n")
    assert rows() == []
    told = [row["text"] for row in json.loads(aduan("outbox", "list", "--json").stdout) if row["to"].endswith("003")]
    assert told[0].startswith("Nomor ini bukan wakil Budi di Dinas PUPR lagi")


def test_a_deputy_of_somebody_else_stays_and_is_no_other_contact(three: None, aduan: Callable[..., Result]) -> None:
    for number in (BUDI, SARI):
        aduan("contact", "deputy", "bogor", "PUPR", number, "+6281112000003", "--name", "Dedi")
    removed = [aduan("contact", "remove", "bogor", "PUPR", number).stdout for number in (BUDI, SARI)]
    assert removed[0] == "removed from bogor PUPR; its other contacts hear of its complaints\n"
    assert "it was the last one: its complaints go to the admin (ADMIN); Dedi is nobody's" in removed[1]


def test_who_follows_stays_until_the_same_day_unless_another_is_given(aduan: Callable[..., Result], rows: Rows) -> None:
    aduan("contact", "add", "bogor", "PUPR", BUDI, "--name", "Budi", "--until", "2026-12-31")
    follows = ("contact", "replace", "bogor", "PUPR")
    replaced = aduan(*follows, BUDI, SARI, "--name", "Sari").stdout
    assert replaced == "Sari follows in bogor PUPR until 2026-12-31; the phone is told now\n"
    assert [(row["name"], row["until"]) for row in rows()] == [("Sari", "2026-12-31")]
    assert "until 2027-01-31;" in aduan(*follows, SARI, BUDI, "--name", "Budi", "--until", "2027-01-31").stdout


@pytest.mark.parametrize("command", [["confirm"], ["deputy", SARI, "--name", "Sari"], ["replace", SARI, "--name", "S"]])
def test_who_has_yet_to_begin_is_told_apart_from_no_contact(
    aduan: Callable[..., Result], refused: Callable[..., str], command: list[str]
) -> None:
    aduan("contact", "add", "bogor", "PUPR", BUDI, "--name", "Budi", "--from", "2026-12-05")
    message = refused("contact", command[0], "bogor", "PUPR", BUDI, *command[1:])
    assert message.startswith(f"{BUDI} begins at PUPR on 2026-12-05 and is no contact until then; to change the day:")


def test_nobody_stands_in_for_themselves(three: None, refused: Callable[..., str]) -> None:
    message = refused("contact", "deputy", "bogor", "PUPR", BUDI, "081112000001", "--name", "X")
    assert message.endswith("nobody stands in for themselves")


def test_who_is_named_deputy_again_stays_it(three: None, aduan: Callable[..., Result], rows: Rows) -> None:
    for name in (["--name", "Dedi"], []):
        named = aduan("contact", "deputy", "bogor", "PUPR", BUDI, "+6281112000003", *name)
        assert "any more" not in named.stdout
    assert [row["name"] for row in rows("--agency", "PUPR")] == ["Budi", "Sari", "Dedi"]


def test_who_is_no_contact_is_told_so(three: None, refused: Callable[..., str]) -> None:
    message = refused("contact", "remove", "bogor", "PLN", BUDI)
    assert message == f"{BUDI} is no contact of PLN; `aduan contact list` has them"


def test_one_can_be_removed_from_a_region_that_the_settings_have_lost(
    three: None, aduan: Callable[..., Result], rows: Rows, settings_file: Path
) -> None:
    other = 'name = "Kota Depok"\nkeyword = "depok"\ntimezone = "Asia/Jakarta"\n'
    (settings_file.parent / "depok.toml").write_text(other)
    settings_file.write_text(settings_file.read_text().replace('"bogor"', '"depok.toml"'))
    assert aduan("contact", "remove", "bogor", "PUPR", BUDI).exit_code == 0
    assert len(rows("--region", "bogor")) == 2
