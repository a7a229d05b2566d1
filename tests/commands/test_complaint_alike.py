"""`aduan complaint` similar, merge and split: what is about the same, and what is about two things."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from click.testing import Result

from sms.clock import SystemClock

ONE, OTHER, THIRD = "+6281110000201", "+6281110000202", "+6281110000203"
HOLE = "jalan berlubang di jl mawar"


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SystemClock, "now", lambda _self: datetime(2026, 11, 23, 5, tzinfo=UTC))


@pytest.fixture
def new(aduan: Callable[..., Result]) -> Callable[..., str]:
    """Open a complaint and give its number."""

    def open_complaint(text: str = HOLE, *options: str) -> str:
        return aduan("complaint", "new", text, *options).stdout.split()[0]

    return open_complaint


@pytest.fixture
def show(aduan: Callable[..., Result]) -> Callable[[str], dict[str, Any]]:
    def read(number: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(aduan("complaint", "show", number, "--json").stdout)
        return found

    return read


def merge(aduan: Callable[..., Result], number: str, into: str) -> Result:
    return aduan("complaint", "merge", number, into, "--reason", "lubang yang sama")


def test_similar_lists_what_is_about_the_same_with_how_many_reported_it(aduan, new) -> None:
    first, second, third = (new(HOLE, "--from", phone) for phone in (ONE, OTHER, THIRD))
    new("jalan berlubang di jl melati")
    merge(aduan, third, second)
    found = json.loads(aduan("complaint", "similar", first, "--json").stdout)
    assert [(each["number"], each["people"], each["place"]) for each in found] == [(int(second), 2, "Jalan Mawar")]
    assert "Jalan Mawar" in aduan("complaint", "similar", first).stdout


def test_a_region_may_compare_nothing(aduan, new, tmp_path, settings_file) -> None:
    from pathlib import Path

    import config

    shipped = (Path(config.__file__).parent / "regions" / "bogor.toml").read_text()
    (tmp_path / "bogor.toml").write_text(shipped.replace("similar_days = 30", "similar_days = 0"))
    settings_file.write_text(settings_file.read_text().replace('["bogor"]', f'["{tmp_path / "bogor.toml"}"]'))
    first, _ = new(), new()
    assert json.loads(aduan("complaint", "similar", first, "--json").stdout) == []


def test_merging_makes_a_duplicate_whose_reporter_supports_the_first(aduan, new, show) -> None:
    first, second = new(HOLE, "--from", ONE), new(f"{HOLE} kel bantarjati", "--from", OTHER)
    assert merge(aduan, second, first).stdout == f"{second} duplicate\n"
    duplicate, whole = show(second), show(first)
    assert (duplicate["status"], duplicate["merged_into"]) == ("duplicate", int(first))
    assert (whole["duplicates"], whole["supporters"]) == ([int(second)], 1)
    assert "Bantarjati" in [place["name"] for place in whole["places"]]
    assert whole["history"][-1]["reason"] == f"{second}: {HOLE} kel bantarjati"


def test_undo_takes_a_merge_back_with_all_that_went_along(aduan, new, show) -> None:
    first, second = new(HOLE, "--from", ONE), new(f"{HOLE} kel bantarjati", "--from", OTHER)
    merge(aduan, second, first)
    assert aduan("complaint", "undo", second, "keliru").exit_code == 0
    alone, whole = show(second), show(first)
    assert (alone["status"], alone["merged_into"]) == ("assigned", None)
    assert (whole["duplicates"], whole["supporters"]) == ([], 0)
    assert "Bantarjati" not in [place["name"] for place in whole["places"]]
    assert (whole["history"][-1]["action"], whole["history"][-1]["reason"]) == ("support", f"-{second}")
    assert merge(aduan, second, first).exit_code == 0


def test_danger_of_a_duplicate_is_danger_of_the_first(aduan, new, show) -> None:
    first, urgent = new(HOLE, "--from", ONE), new("tolong rumah kebakaran di jl mawar", "--from", OTHER)
    aduan("contact", "add", "bogor", "PUPR", "+6281110001201", "--name", "Budi")
    merge(aduan, urgent, first)
    assert show(first)["urgent"] is True
    told = json.loads(aduan("outbox", "list", "--json").stdout)[0]["text"]
    assert (first in told, "rumah kebakaran" in told, "BAHAYA" in told or "DARURAT" in told) == (True, True, True), told
    assert first in aduan("complaint", "list", "--urgent", "--silent").stdout
    aduan("complaint", "undo", urgent, "keliru")
    assert show(first)["urgent"] is False


def test_supporters_go_along_with_what_they_support(aduan, new, show) -> None:
    first, second, third = (new(HOLE, "--from", phone) for phone in (ONE, OTHER, THIRD))
    merge(aduan, third, second)
    merge(aduan, second, first)
    assert show(first)["supporters"] == 2
    aduan("complaint", "reopen", second, "ternyata lain")
    assert show(second)["merged_into"] is None


def test_who_reported_both_supports_neither(aduan, new, show) -> None:
    first, second = new(HOLE, "--from", ONE), new(HOLE, "--from", ONE)
    merge(aduan, second, first)
    assert show(first)["supporters"] == 0


@pytest.mark.parametrize(
    ("step", "why"),
    [
        (("status", "{into}", "resolved"), "is resolved, where nobody works on it"),
        (("status", "{into}", "spam"), "is spam, where nobody works on it"),
    ],
)
def test_nothing_is_merged_into_what_nobody_works_on(aduan, refused, new, step, why: str) -> None:
    into, number = new(), new()
    aduan("complaint", *(word.format(into=into) for word in step))
    assert why in refused("complaint", "merge", number, into, "sama")


def test_what_cannot_be_merged_is_refused_and_nothing_changes(refused, new, show) -> None:
    first, second = new(), new()
    assert "cannot be merged into itself" in refused("complaint", "merge", first, first, "sama")
    assert "why are they the same?" in refused("complaint", "merge", second, first, code=2)
    assert "is mistyped" in refused("complaint", "merge", second, "1111112", "sama")
    assert show(second)["status"] == "assigned"


def test_what_is_kept_apart_is_merged_with_nothing(refused, new, town) -> None:
    plain = new()
    secret = town.text(f"RAHASIA bogor {HOLE}")[0].split()[1]
    for number, into in ((secret, plain), (plain, secret)):
        assert f"{secret} is INTEGRITY's" in refused("complaint", "merge", number, into, "sama")


def test_a_duplicate_is_never_counted_as_solved(aduan, new) -> None:
    first, second = new(HOLE, "--from", ONE), new(HOLE, "--from", OTHER)
    before = aduan("stats").stdout
    merge(aduan, second, first)
    aduan("complaint", "status", second, "archived")
    after = aduan("stats").stdout
    solved = [line for line in before.splitlines() if "solved" in line or "finished" in line or "in time" in line]
    assert [
        line for line in after.splitlines() if "solved" in line or "finished" in line or "in time" in line
    ] == solved


def test_splitting_opens_the_second_matter_and_tells_its_reporter(aduan, new, show, outbox) -> None:
    number = new(f"{HOLE}, sampah juga tidak diangkut", "--from", ONE)
    second = aduan("complaint", "split", number, "--text", "sampah tidak diangkut").stdout.split()
    assert second[1:] == ["assigned", "DLH"]
    found, whole = show(second[0]), show(number)
    assert (found["text"], found["created_at"]) == ("sampah tidak diangkut", whole["created_at"])
    assert [place["name"] for place in found["places"]] == ["Jalan Mawar"]
    assert whole["history"][-1]["reason"] == second[0]
    assert found["history"][0]["reason"] == number
    assert outbox()[0]["text"].startswith(f"Laporan {second[0]} diterima, Dinas LH: soal kedua dari SMS Anda")


def test_splitting_cannot_be_taken_back_and_what_is_kept_apart_is_not_split(refused, aduan, new, town) -> None:
    number = new(HOLE, "--from", ONE)
    aduan("complaint", "split", number, "--text", "sampah tidak diangkut")
    assert "split, is none that can be taken back" in refused("complaint", "undo", number)
    secret = town.text(f"RAHASIA bogor {HOLE}")[0].split()[1]
    assert "is kept apart" in refused("complaint", "split", secret, "--text", "sampah")
    assert "second matter?" in refused("complaint", "split", number, "--text", " ", code=2)


@pytest.fixture
def outbox(aduan: Callable[..., Result]) -> Callable[[], list[dict[str, Any]]]:
    def read() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(aduan("outbox", "list", "--json").stdout)
        return found

    return read


def test_what_is_made_secret_is_read_by_nobody_in_what_it_was_merged_into_or_was_listed_in(aduan, town) -> None:
    first = town.text("bogor jalan berlubang di jalan mawar", "+6281110000201")[0].split()[1].strip(".,")
    second = town.text("bogor jalan rusak di jalan mawar, pak lurah tahu", "+6281110000202")[0].split()[1].strip(".,")
    aduan("contact", "add", "bogor", "PUPR", "+6281112000001", "--name", "Budi")
    assert "pak lurah" in " ".join(town.text(f"BACA {second}", "+6281112000001"))
    town.text("TUGAS", "+6281112000001")
    town.text("YA", "+6281110000202")
    assert "pak lurah tahu" in aduan("complaint", "show", first).stdout
    assert second in aduan("outbox", "list", "--json").stdout
    town.text(f"RAHASIA {second}", "+6281110000202")
    assert "pak lurah" not in aduan("complaint", "show", first).stdout
    assert second not in aduan("complaint", "show", first).stdout
    assert "pak lurah" not in aduan("outbox", "list", "--json").stdout
    assert "pak lurah" not in " ".join(town.text(f"BACA {first}", "+6281112000001"))
