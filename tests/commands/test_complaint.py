"""`aduan complaint`: the daily work of an admin."""

from __future__ import annotations

import getpass
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from click.testing import Result
from sqlalchemy import update

import config
from commands.context import who
from complaints.life.lifecycle import Status
from complaints.life.numbers import number_of
from sms.clock import SystemClock
from storage.complaints import number_key
from storage.engine import Database
from storage.models import complaint

Rows: TypeAlias = Callable[..., list[dict[str, Any]]]

CITIZEN = "+6281110002222"
ROAD = "jalan berlubang di depan pasar"


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is noon in Bogor, whatever the computer says: nobody is asleep."""
    monkeypatch.setattr(SystemClock, "now", lambda _self: datetime(2026, 11, 23, 5, tzinfo=UTC))


@pytest.fixture
def new(aduan: Callable[..., Result]) -> Callable[..., int]:
    """Open a complaint and give its number."""

    def open_complaint(text: str = ROAD, *options: str) -> int:
        result = aduan("complaint", "new", text, *options)
        assert result.exit_code == 0, result.output
        return int(result.stdout.split()[0])

    return open_complaint


@pytest.fixture
def rows(aduan: Callable[..., Result]) -> Rows:
    """List complaints as a program reads them."""

    def read(*options: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(aduan("complaint", "list", "--json", *options).stdout)
        return found

    return read


@pytest.fixture
def told(aduan: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """Everything queued for citizens once their news have been gathered, oldest first."""

    def read() -> list[str]:
        later = SystemClock().now() + timedelta(minutes=10)
        with monkeypatch.context() as patched:
            patched.setattr(SystemClock, "now", lambda _self: later)
            aduan("job", "run", "news")
        return [row["text"] for row in reversed(json.loads(aduan("outbox", "list", "--json").stdout))]

    return read


def test_a_new_one_is_routed_and_printed_with_its_number(aduan: Callable[..., Result], rows: Rows) -> None:
    result = aduan("complaint", "new", ROAD, "--channel", "letter")
    (row,) = rows()
    assert result.stdout == f"{row['number']} assigned PUPR\n"
    assert (row["region"], row["agency"], row["status"], row["text"]) == ("bogor", "PUPR", "assigned", ROAD)
    assert row["channel"] == "letter"
    assert row["created_at"] == row["updated_at"]
    assert row["created_at"].endswith("+00:00")


def test_one_nobody_is_sure_of_goes_to_triage(aduan: Callable[..., Result]) -> None:
    assert aduan("complaint", "new", "mohon dibantu pak").stdout.split()[1:] == ["triage"]


def test_the_citizen_gets_the_number_if_theirs_is_given(new: Callable[..., int], told: Callable[[], list[str]]) -> None:
    without, number = new(), new(ROAD, "--from", "0811 1000 2222")
    (text,) = told()
    assert f"Laporan {number} diterima" in text
    assert str(without) not in text


@pytest.mark.parametrize(
    ("arguments", "message", "code"),
    [
        (["new", ""], "the text is empty", 2),
        (["new", " \n"], "the text is empty", 2),
        (["new", ROAD, "--from", "TELKOMSEL"], "'TELKOMSEL' is not a phone number; write it like +628111000001", 1),
        (["new", ROAD, "--region", "depok"], "no region depok in the settings; there are bogor", 2),
        (["list", "--region", "depok"], "no region depok in the settings; there are bogor", 2),
        (["list", "--agency", "DPUU"], "no agency DPUU; `aduan agency list` names them", 2),
        (["list", "--place", "%"], "'%' is no place; write a name, or a part of one", 2),
        (["show", "12"], "12 is mistyped: its digits do not fit together; look at it again", 1),
    ],
)
def test_what_cannot_be_is_refused(
    refused: Callable[..., str],
    rows: Rows,
    arguments: list[str],
    message: str,
    code: int,
) -> None:
    assert refused("complaint", *arguments, code=code) == message
    assert rows() == []


@pytest.mark.parametrize("arguments", [["list", "--status", "done"], ["status", "1234567", "done"]])
def test_an_unknown_state_is_refused_with_those_there_are(refused: Callable[..., str], arguments: list[str]) -> None:
    assert "'done' is not one of 'new', 'triage', 'assigned'" in refused("complaint", *arguments, code=2)


def test_the_list_is_newest_first_and_can_be_narrowed(
    aduan: Callable[..., Result], new: Callable[..., int], rows: Rows
) -> None:
    road, vague, power = new(), new("mohon dibantu pak"), new("listrik padam sejak pagi")
    assert [row["number"] for row in rows()] == [power, vague, road]
    assert [row["number"] for row in rows("--status", "triage")] == [vague]
    assert [row["number"] for row in rows("--status", "triage", "--status", "assigned")] == [power, vague, road]
    assert [row["number"] for row in rows("--agency", "pln")] == [power]
    assert [row["number"] for row in rows("--region", "bogor", "--limit", "2")] == [power, vague]
    assert [row["number"] for row in rows("--region", "BGR")] == [power, vague, road]
    assert rows("--agency", "BPN") == []


def test_the_table_marks_danger_and_leaves_out_a_region_that_all_rows_have(
    aduan: Callable[..., Result], new: Callable[..., int], rows: Rows
) -> None:
    new(ROAD)
    new("kebakaran di pasar anyar")
    head, fire, road = aduan("complaint", "list").stdout.splitlines()
    assert head.split() == ["number", "created_at", "agency", "status", "text"]
    assert fire.rstrip().endswith("  ! kebakaran di pasar anyar")
    assert road.rstrip().endswith(f"  {ROAD}")
    assert [row["text"] for row in rows()] == ["kebakaran di pasar anyar", ROAD]


def test_the_table_has_the_region_where_there_are_several(
    aduan: Callable[..., Result], new: Callable[..., int], settings_file: Path
) -> None:
    (settings_file.parent / "depok.toml").write_text(
        'name = "Kota Depok"\nkeyword = "depok"\ntimezone = "Asia/Jakarta"\n'
    )
    settings_file.write_text(settings_file.read_text().replace('["bogor"]', '["bogor", "depok.toml"]'))
    new()
    new(ROAD, "--region", "depok")
    assert [line.split()[3] for line in aduan("complaint", "list").stdout.splitlines()[1:]] == ["depok", "bogor"]


def test_the_list_can_be_narrowed_to_what_was_marked(new: Callable[..., int], rows: Rows) -> None:
    new()
    prank = new("wkwkwk")
    assert [row["flags"] for row in rows()] == [["prank"], []]
    assert [row["number"] for row in rows("--flagged")] == [prank]


def test_the_citizens_number_is_masked_and_in_the_table_only_when_it_is_revealed(
    aduan: Callable[..., Result], new: Callable[..., int], rows: Rows
) -> None:
    new(ROAD, "--from", CITIZEN)
    assert [row["from"] for row in rows()] == ["+6281***222"]
    assert [row["from"] for row in rows("--reveal")] == [CITIZEN]
    assert "***" not in aduan("complaint", "list").stdout
    assert CITIZEN in aduan("complaint", "list", "--reveal").stdout


def test_the_history_has_every_word_that_was_said(aduan: Callable[..., Result], new: Callable[..., int]) -> None:
    number, words = str(new()), "Tim kami datang besok pagi pukul sembilan. " * 11
    aduan("complaint", "reply", number, words)
    shown = aduan("complaint", "show", number).stdout
    assert " ".join(shown.partition(" reply PUPR by admin ")[2].split()[1:]) == words.strip()


def test_words_need_no_quotes(aduan: Callable[..., Result], told: Callable[[], list[str]], rows: Rows) -> None:
    number = aduan("complaint", "new", *ROAD.split(), "--from", CITIZEN).stdout.split()[0]
    assert rows()[0]["text"] == ROAD
    aduan("complaint", "reply", number, "Tim", "kami", "datang")
    aduan("complaint", "assign", number, "dlh", "salah", "alamat")
    aduan("complaint", "status", number, "resolved", "Sudah", "bersih")
    aduan("complaint", "reopen", number, "belum", "beres")
    history = json.loads(aduan("complaint", "show", number, "--json").stdout)["history"]
    said = [(event["action"], event["reason"]) for event in history[2:]]
    assert said == [
        ("reply", "Tim kami datang"),
        ("assign", "salah alamat"),
        ("resolve", "Sudah bersih"),
        ("reopen", "belum beres"),
    ]
    assert any("Tim kami datang" in text for text in told())


@pytest.mark.parametrize(
    ("command", "option"),
    [(["assign", "PUPR"], "--reason"), (["status", "resolved"], "--text"), (["reopen"], "--reason")],
)
def test_the_same_said_twice_is_refused(
    refused: Callable[..., str], new: Callable[..., int], command: list[str], option: str
) -> None:
    verb, *rest = command
    message = refused("complaint", verb, str(new()), *rest, "kata", option, "lain", code=2)
    assert f"is given twice: in {option} and in words" in message


@pytest.mark.parametrize(("text", "after"), [(ROAD, "assigned"), ("mohon dibantu pak", "triage")])
def test_a_reopened_one_goes_back_to_its_agency_or_to_triage(
    aduan: Callable[..., Result], new: Callable[..., int], rows: Rows, text: str, after: str
) -> None:
    number = str(new(text))
    agency = rows()[0]["agency"]
    aduan("complaint", "status", number, "closed")
    assert aduan("complaint", "reopen", number, "--reason", "belum beres").stdout == f"{number} {after}\n"
    assert (rows()[0]["status"], rows()[0]["agency"]) == (after, agency)


def test_only_what_was_done_can_be_reopened(refused: Callable[..., str], new: Callable[..., int]) -> None:
    assert "no reopen from assigned by admin" in refused("complaint", "reopen", str(new()))


def test_a_step_is_taken_back(aduan: Callable[..., Result], new: Callable[..., int], rows: Rows) -> None:
    number = str(new())
    before = rows()[0]
    aduan("complaint", "status", number, "resolved", "sudah ditambal semua")
    assert aduan("complaint", "undo", number, "nomor tertukar").stdout == f"{number} assigned\n"
    assert rows()[0] | {"updated_at": None} == before | {"updated_at": None}
    history = json.loads(aduan("complaint", "show", number, "--json").stdout)["history"]
    assert [event["action"] for event in history[-2:]] == ["resolve", "undo"]
    assert history[-1]["reason"] == "nomor tertukar"


def test_what_nobody_did_is_not_taken_back(refused: Callable[..., str], new: Callable[..., int]) -> None:
    assert "none that can be taken back" in refused("complaint", "undo", str(new()))


def test_the_admin_does_not_end_what_is_about_them(
    refused: Callable[..., str], new: Callable[..., int], database_url: str
) -> None:
    number = str(new())
    database = Database(database_url)
    with database.write() as connection:
        connection.execute(update(complaint).values(circle="OVERSIGHT"))
    database.close()
    for words in (("status", number, "closed"), ("assign", number, "PLN"), ("undo", number)):
        assert f"{number} is OVERSIGHT's: their contact acts on it" in refused("complaint", *words)


@pytest.mark.parametrize("form", ["#{}", "{:,}"])
def test_a_number_may_be_written_as_citizens_do(
    aduan: Callable[..., Result], new: Callable[..., int], form: str
) -> None:
    number = new()
    for separator in " .":
        written = form.format(number).replace(",", separator)
        assert json.loads(aduan("complaint", "show", written, "--json").stdout)["number"] == number


@pytest.mark.parametrize("command", ["status", "list"])
def test_the_help_lists_the_states(aduan: Callable[..., Result], command: str) -> None:
    shown = " ".join(aduan("complaint", command, "--help").stdout.split())
    assert f"STATE is one of: {', '.join(Status)}." in shown


def test_one_is_shown_with_why_and_with_its_history(aduan: Callable[..., Result], new: Callable[..., int]) -> None:
    number = new(ROAD, "--from", CITIZEN)
    shown = aduan("complaint", "show", str(number))
    assert 'Kata "jalan berlubang" menunjuk topik Jalan rusak' in shown.stdout
    assert "+6281***222" in shown.stdout
    opened, assigned = shown.stdout.rpartition("\n\n")[2].splitlines()
    assert opened.endswith(f"  open by admin {getpass.getuser()}")
    assert " new -> assigned " in assigned
    assert assigned.endswith("  assign PUPR by system router")
    told = json.loads(aduan("complaint", "show", str(number), "--json").stdout)
    assert told["history"][1]["reason"] == " ".join(told["routing"]["reasons"])
    assert [event["action"] for event in told["history"]] == ["open", "assign"]
    assert told["history"][0]["actor"] == getpass.getuser()
    assert told["routing"]["reasons"]


def test_reasons_are_told_once_and_as_wide_as_the_terminal(
    aduan: Callable[..., Result], new: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    number = str(new("jalan berlubang di depan pasar, lampu jalan mati"))
    reasons = json.loads(aduan("complaint", "show", number, "--json").stdout)["routing"]["reasons"]
    monkeypatch.setattr("commands.complaint_display.width", lambda: 60)
    shown = aduan("complaint", "show", number).stdout
    bullets = shown.partition("\n\n")[2].partition("\n\n")[0]
    assert max(map(len, bullets.splitlines())) <= 60
    assert bullets.startswith("  - ")
    assert [" ".join(bullet.split()) for bullet in ("\n" + bullets).split("\n  - ")[1:]] == reasons
    assert " ".join(shown.split()).count(reasons[0]) == 1


def test_one_that_no_agency_has_is_shown_with_those_it_may_be(
    aduan: Callable[..., Result], new: Callable[..., int]
) -> None:
    number = str(new("mohon dibantu pak"))
    alternatives = json.loads(aduan("complaint", "show", number, "--json").stdout)["routing"]["alternatives"]
    choices = ", ".join(f"{agency} {confidence:.2f}" for agency, confidence in alternatives)
    assert f"\nchoices     {choices}\n" in aduan("complaint", "show", number).stdout
    aduan("complaint", "assign", number, alternatives[0][0])
    assert "choices" not in aduan("complaint", "show", number).stdout


@pytest.mark.parametrize(
    "named", ["DISTAN", "distan", "DKPP", "dkpp", "dinas ketahanan pangan dan pertanian kota bogor"]
)
def test_an_agency_is_assigned_by_its_code_short_or_name(
    aduan: Callable[..., Result], new: Callable[..., int], rows: Rows, named: str
) -> None:
    number = new()
    assert aduan("complaint", "assign", str(number), named).stdout == f"{number} assigned DISTAN\n"
    assert [row["number"] for row in rows("--agency", named)] == [number]


def test_one_of_a_region_whose_file_was_renamed_is_refused_with_the_way_out(
    aduan: Callable[..., Result], refused: Callable[..., str], new: Callable[..., int], settings_file: Path
) -> None:
    number = str(new())
    shipped = Path(config.__file__).parent / "regions" / "bogor.toml"
    (settings_file.parent / "kotabogor.toml").write_text(shipped.read_text())
    settings_file.write_text(settings_file.read_text().replace('["bogor"]', '["kotabogor.toml"]'))
    told = refused("complaint", "assign", number, "PLN")
    assert told.startswith(f"{number} is of region bogor, which is no region of the settings; name its file bogor.toml")
    assert aduan("complaint", "status", number, "resolved").exit_code == 0


def test_it_is_assigned_answered_and_brought_to_an_end(
    aduan: Callable[..., Result], new: Callable[..., int], told: Callable[[], list[str]]
) -> None:
    number = str(new("mohon dibantu pak", "--from", CITIZEN))
    steps = [
        # What the admin does, the state after it, and what the citizen reads of it.
        (["assign", number, "pupr", "--reason", "lewat telepon"], "assigned PUPR", " diteruskan ke Dinas PUPR, "),
        (["reply", number, "Petugas datang besok"], "assigned", ", jawaban Dinas PUPR: Petugas datang besok"),
        (["status", number, "in_progress", "--text", "sedang diukur"], "in_progress", "Dinas PUPR: sedang diukur"),
        (["status", number, "waiting", "--text", "RT berapa?"], "waiting", " pertanyaan Dinas PUPR: RT berapa? "),
        (
            ["status", number, "postponed", "menunggu aspal", "--until", "2026-12-05"],
            "postponed until 2026-12-05",
            " ditunda, Dinas PUPR: sampai 05/12/2026, menunggu aspal",
        ),
        (["status", number, "resolved", "--text", "Sudah diaspal"], "resolved", " selesai menurut Dinas PUPR: Sudah"),
        (["status", number, "closed"], "closed", " ditutup. "),
        (["reopen", number], "assigned", " dibuka lagi"),
    ]
    for arguments, after, heard in steps:
        assert aduan("complaint", *arguments).stdout == f"{number} {after}\n"
        assert heard in told()[-1]
    history = json.loads(aduan("complaint", "show", number, "--json").stdout)["history"]
    assert [event["reason"] for event in history[2:5]] == ["lewat telepon", "Petugas datang besok", "sedang diukur"]
    assert {event["actor_kind"] for event in history[2:]} == {"admin"}


@pytest.mark.parametrize("until", ["2026-12-05", "5/12", "5 desember 2026", "12 hari"])
def test_what_is_put_off_goes_on_by_itself_on_its_day(
    aduan: Callable[..., Result],
    new: Callable[..., int],
    rows: Rows,
    monkeypatch: pytest.MonkeyPatch,
    until: str,
) -> None:
    number = str(new())
    printed = aduan("complaint", "status", number, "postponed", "--until", until).stdout
    assert printed == f"{number} postponed until 2026-12-05\n"
    for day, state in ((4, "postponed"), (5, "in_progress")):
        monkeypatch.setattr(SystemClock, "now", lambda _self, day=day: datetime(2026, 12, day, 5, tzinfo=UTC))
        aduan("job", "run", "resuming")
        assert rows()[0]["status"] == state


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["postponed", "catatan"], "until when? --until DATE, such as 2027-05-12 or 12/5"),
        (["resolved", "--until", "2026-12-05"], "--until is for postponed alone"),
        (["postponed", "--until", "nanti"], "no day 'nanti'; write it like 2027-05-12 or 12/5"),
        (["postponed", "--until", "31/2"], "no day '31/2'; write it like 2027-05-12 or 12/5"),
        (["postponed", "--until", "5/12 aspal"], "no day '5/12 aspal'; write it like 2027-05-12 or 12/5"),
        (["postponed", "--until", "2026-11-23"], "--until 23/11/2026: a day from tomorrow on, 180 days away at most"),
        (["postponed", "--until", "2027-11-23"], "--until 23/11/2027: a day from tomorrow on, 180 days away at most"),
    ],
)
def test_nothing_is_put_off_without_a_day_on_which_it_goes_on(
    refused: Callable[..., str], new: Callable[..., int], arguments: list[str], message: str
) -> None:
    assert refused("complaint", "status", str(new()), *arguments, code=2) == message


def test_the_history_tells_which_rung_of_the_ladder_told_whom(
    aduan: Callable[..., Result], new: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    number = str(new())
    later = SystemClock().now() + timedelta(hours=30)
    monkeypatch.setattr(SystemClock, "now", lambda _self: later)
    aduan("job", "run", "ladder")
    lines = aduan("complaint", "show", number).stdout.splitlines()
    said = [after.strip() for line, after in pairwise(lines) if "escalate PUPR by system" in line]
    assert said == ["silence for 7 minutes: no officer to tell", "silence for 24 hours: no head to tell"]


def test_several_changes_within_minutes_are_one_sms(
    aduan: Callable[..., Result], new: Callable[..., int], told: Callable[[], list[str]]
) -> None:
    number = str(new(ROAD, "--from", CITIZEN))
    aduan("complaint", "assign", number, "dlh")
    aduan("complaint", "assign", number, "pupr")
    aduan("complaint", "status", number, "resolved", "Sudah", "diaspal")
    assert told()[1:] == [
        f"Laporan {number} selesai menurut Dinas PUPR: Sudah diaspal - Sudah beres? Balas SUDAH atau BELUM"
    ]


def test_one_can_be_given_back_to_the_admin_and_the_citizen_hears_nothing_of_it(
    aduan: Callable[..., Result], new: Callable[..., int], rows: Rows, told: Callable[[], list[str]]
) -> None:
    number = str(new(ROAD, "--from", CITIZEN))
    assert aduan("complaint", "status", number, "triage", "bukan", "kami").stdout == f"{number} triage\n"
    assert (rows()[0]["status"], rows()[0]["agency"]) == ("triage", None)
    assert len(told()) == 1


def test_the_history_calls_officers_by_name_and_citizens_by_a_number_of_ours(
    aduan: Callable[..., Result], town: Any
) -> None:
    aduan("contact", "add", "bogor", "PUPR", "+6281112000001", "--name", "Budi \u0130")
    number = town.text("bogor jalan berlubang di depan pasar")[0].split()[1]
    town.text(f"SELESAI {number} sudah ditambal", sender="+6281112000001")
    aduan("contact", "remove", "bogor", "PUPR", "+6281112000001")
    history = json.loads(aduan("complaint", "show", number, "--json").stdout)["history"]
    citizen = str(town.complaints()[0]["subscriber_id"])
    assert [event["actor"] for event in history] == [citizen, "router", "Budi \u0130"]
    shown = aduan("complaint", "show", number).stdout
    assert f"  open by citizen {citizen}\n" in shown
    assert "  resolve PUPR by officer Budi \u0130\n" in shown


def test_a_step_that_cannot_be_is_refused_with_what_can(refused: Callable[..., str], new: Callable[..., int]) -> None:
    number = str(new("mohon dibantu pak"))
    assert refused("complaint", "status", number, "resolved") == (
        "triage cannot become resolved by admin; it can become: assigned, closed, not_ours, duplicate, withdrawn, spam"
    )
    assert "has no agency yet; assign it to one" in refused("complaint", "status", number, "assigned")
    assert "bogor has no agency DPUU; it has PUPR, " in refused("complaint", "assign", number, "dpuu")
    assert (
        refused("complaint", "reply", number, " ", code=2)
        == "the answer is empty: write it at the end, or --saved NAME"
    )


@pytest.mark.parametrize("command", [["show"], ["assign", "PUPR"], ["reply", "halo"], ["status", "closed"], ["reopen"]])
def test_a_mistyped_number_is_told_from_an_unknown_one(
    refused: Callable[..., str], database: Database, command: list[str]
) -> None:
    with database.read() as connection:
        unknown = number_of(4711, number_key(connection))
    verb, *rest = command
    assert refused("complaint", verb, str(unknown), *rest) == f"no complaint has the number {unknown}"
    slip = unknown // 10 * 10 + (unknown + 1) % 10
    assert "is mistyped: " in refused("complaint", verb, str(slip), *rest)


@pytest.mark.parametrize("number", ["abc", "-5", "0", "9" * 30, "1..5"])
def test_what_is_no_number_is_a_slip_of_usage(refused: Callable[..., str], number: str) -> None:
    assert "Invalid value for 'NUMBER'" in refused("complaint", "show", "--", number, code=2)


def test_a_user_without_a_name_still_stands_in_the_history(
    aduan: Callable[..., Result], new: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody() -> str:
        raise KeyError("uid not found")

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert who() == f"uid {os.getuid()}"
    number = new(ROAD, "--as", "siti")
    history = json.loads(aduan("complaint", "show", str(number), "--json").stdout)["history"]
    assert history[0]["actor"] == "siti"


def test_an_answer_too_long_for_four_sms_and_a_question_without_words_are_refused(
    aduan: Callable[..., Result], new: Callable[..., int]
) -> None:
    number = str(new("jalan berlubang di depan pasar", "--from", CITIZEN))

    assert aduan("complaint", "reply", number, "x" * 501).exit_code == 2
    assert aduan("complaint", "status", number, "waiting").exit_code == 2


def test_its_places_and_similar_ones_are_shown(aduan: Callable[..., Result], new: Callable[..., int]) -> None:
    first, number = new("jalan berlubang di jl mawar"), new("jalan berlubang di jl mawar kel bantarjati rt 3/5")
    shown = aduan("complaint", "show", str(number)).stdout
    places = "Places: Jalan Mawar (street), Bantarjati RT 3 RW 5 (village), Bogor Utara (district)"
    assert f"\n\n{places}\nSimilar: {first}\n\n" in shown
    told = json.loads(aduan("complaint", "show", str(number), "--json").stdout)
    assert told["places"][1] == {"kind": "village", "name": "Bantarjati", "detail": "RT 3 RW 5"}
    assert told["similar"] == [first]


def test_without_a_place_nothing_is_said_of_it(aduan: Callable[..., Result], new: Callable[..., int]) -> None:
    shown = aduan("complaint", "show", str(new())).stdout
    assert "Places" not in shown
    assert "unit" not in shown


def test_the_unit_of_the_agency_is_shown(aduan: Callable[..., Result], new: Callable[..., int]) -> None:
    number = str(new("banyak warga kena demam berdarah di bantarjati"))
    assert "\nunit        PKM-TEGAL-GUNDIL\n" in aduan("complaint", "show", number).stdout
    assert json.loads(aduan("complaint", "show", number, "--json").stdout)["unit"] == "PKM-TEGAL-GUNDIL"


def test_the_model_that_routed_it_is_shown(aduan: Callable[..., Result], new: Callable[..., int]) -> None:
    number = str(new())
    routing = json.loads(aduan("complaint", "show", number, "--json").stdout)["routing"]
    assert len(routing["model"]) > 0
    assert f"\nmodel       {routing['model']}\n" in aduan("complaint", "show", number).stdout


def test_why_it_may_be_no_complaint_is_shown(aduan: Callable[..., Result], new: Callable[..., int]) -> None:
    number = str(new("wkwkwk"))
    assert "\nquality     0.10: Isinya hanya tawa.\n" in aduan("complaint", "show", number).stdout
    quality = json.loads(aduan("complaint", "show", number, "--json").stdout)["routing"]["quality"]
    assert quality == {"score": 0.1, "flags": ["prank"], "reasons": ["Isinya hanya tawa."]}


def test_nothing_is_said_of_the_quality_of_one_that_is_fine(
    aduan: Callable[..., Result], new: Callable[..., int]
) -> None:
    number = str(new())
    assert "quality" not in aduan("complaint", "show", number).stdout
    quality = json.loads(aduan("complaint", "show", number, "--json").stdout)["routing"]["quality"]
    assert quality == {"score": 1.0, "flags": [], "reasons": []}


def test_one_from_before_there_were_models_is_shown_without_one(
    aduan: Callable[..., Result], new: Callable[..., int], database: Database
) -> None:
    number = str(new())
    with database.write() as connection:
        connection.execute(update(complaint).values(routing={"reasons": ["Kata."], "alternatives": []}))
    shown = aduan("complaint", "show", number).stdout
    assert "\n  - Kata.\n" in shown
    assert "\nmodel " not in shown


def test_what_is_nobodys_here_is_shown_as_such(aduan: Callable[..., Result], new: Callable[..., int]) -> None:
    number = str(new("npwp saya tidak bisa diaktifkan di kantor pajak"))
    found = json.loads(aduan("complaint", "show", number, "--json").stdout)
    assert (found["status"], found["agency"], found["routing"]["body"]) == ("not_ours", None, "KPP")
    assert "new -> not_ours" in aduan("complaint", "show", number).stdout


@pytest.mark.parametrize("place", ["bantarjati", "Bantar Jati", "kel. bantarjati", "bogor utara", "bantar"])
def test_the_list_can_be_narrowed_to_a_place(new: Callable[..., int], rows: Rows, place: str) -> None:
    there = new("jalan berlubang di kel bantarjati")
    new("jalan berlubang di kel ciwaringin")
    assert [row["number"] for row in rows("--place", place)] == [there]


@pytest.mark.parametrize("place", ["Jalan Ir. H. Juanda", "jl juanda", "ir h juanda"])
def test_a_name_with_dots_is_found_as_it_is_shown(
    aduan: Callable[..., Result], new: Callable[..., int], rows: Rows, place: str
) -> None:
    there = new("jalan berlubang di jl ir h juanda")
    assert "Jalan Ir. H. Juanda" in aduan("complaint", "show", str(there)).stdout
    assert [row["number"] for row in rows("--place", place)] == [there]
