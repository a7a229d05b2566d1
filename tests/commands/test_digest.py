"""`aduan digest`: what an agency is told, before it is told and out of turn."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from click.testing import Result

from sms.clock import SystemClock
from storage import digests
from storage.engine import Database

BUDI, SARI = "+6281112000001", "+6281112000002"
ROAD = "jalan berlubang di depan pasar"


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is noon in Bogor, whatever the computer says."""
    set_clock(monkeypatch, datetime(2026, 11, 23, 5, tzinfo=UTC))


def set_clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(SystemClock, "now", lambda _self: now)


@pytest.fixture
def new(aduan: Callable[..., Result]) -> Callable[..., int]:
    """Open a complaint and give its number."""
    return lambda text=ROAD: int(aduan("complaint", "new", text).stdout.split()[0])


@pytest.fixture
def appoint(aduan: Callable[..., Result]) -> Callable[..., None]:
    """Register a phone for an agency."""

    def add(agency: str, number: str = BUDI, name: str = "Budi") -> None:
        assert aduan("contact", "add", "bogor", agency, number, "--name", name).exit_code == 0

    return add


@pytest.fixture
def told(aduan: Callable[..., Result]) -> Callable[[], list[tuple[str, str]]]:
    """All digests that are queued, oldest first: to whom, and the text."""

    def read() -> list[tuple[str, str]]:
        rows: list[dict[str, Any]] = json.loads(aduan("outbox", "list", "--json", "--reveal").stdout)
        return [(row["to"], row["text"]) for row in reversed(rows) if not row["text"].startswith("Nomor ini")]

    return read


def test_a_preview_is_the_sms_word_for_word_and_writes_nothing(
    aduan: Callable[..., Result],
    new: Callable[..., int],
    appoint: Callable[..., None],
    told: Callable[[], list[tuple[str, str]]],
    database: Database,
) -> None:
    appoint("PUPR")
    appoint("PUPR", SARI, "Sari")
    number = new()
    text = f"Dinas PUPR 23/11 12:00: 1 baru. Balas misalnya 1 TERIMA\n1 {number} {ROAD}"
    shown = aduan("digest", "preview", "bogor", "pupr").stdout
    assert shown == f"to Budi (+6281***001), Sari (+6281***002)\n\nSMS 1 ({len(text)})\n{text}\n"
    assert told() == []
    with database.read() as connection:
        assert digests.count_since(connection, datetime(2026, 1, 1, tzinfo=UTC)) == 0
    aduan("digest", "send", "bogor", "pupr")
    assert told() == [(BUDI, text), (SARI, text)]


def test_every_sms_of_a_long_one_is_shown_with_its_length(
    aduan: Callable[..., Result], new: Callable[..., int], appoint: Callable[..., None]
) -> None:
    appoint("PUPR")
    for _ in range(12):
        new(f"{ROAD} sejak tiga bulan yang lalu dan belum ada yang datang melihat")
    told = json.loads(aduan("digest", "preview", "bogor", "PUPR", "--json").stdout)
    (budi,) = told["digests"]
    heads = [f"SMS {place} ({len(text)})" for place, text in enumerate(budi["texts"], 1)]
    shown = aduan("digest", "preview", "bogor", "PUPR").stdout.splitlines()
    assert [line for line in shown if line.startswith("SMS ")] == heads
    assert len(heads) == 3
    assert budi["texts"][2].endswith(" lagi: balas TUGAS")


def test_a_program_reads_the_same(
    aduan: Callable[..., Result], new: Callable[..., int], appoint: Callable[..., None]
) -> None:
    appoint("ADMIN")
    number = new()
    assert json.loads(aduan("digest", "preview", "BGR", "admin", "--json").stdout) == {
        "region": "bogor",
        "agency": "ADMIN",
        "digests": [
            {
                "name": "Budi",
                "number": "+6281***001",
                "count": 1,
                "texts": [
                    f"Diskominfo Kota Bogor 23/11 12:00: 1 baru. Balas misalnya 1 TERIMA\n1 {number} PUPR: {ROAD}"
                ],
            }
        ],
    }


@pytest.mark.parametrize("agency", ["PUPR", "ADMIN"])
def test_where_nothing_waits_that_is_told_and_nothing_is_sent(
    aduan: Callable[..., Result], appoint: Callable[..., None], told: Callable[[], list[tuple[str, str]]], agency: str
) -> None:
    appoint(agency)
    assert aduan("digest", "preview", "bogor", agency).stdout == f"nothing waits for {agency}\n"
    sent = aduan("digest", "send", "bogor", agency)
    assert (sent.exit_code, sent.stdout) == (0, f"nothing waits for {agency}; nothing was sent\n")
    assert told() == []


def test_sending_tells_how_much_was_queued(
    aduan: Callable[..., Result],
    new: Callable[..., int],
    appoint: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    appoint("PUPR")
    new()
    assert aduan("digest", "send", "bogor", "PUPR").stdout == "1 complaint in 1 SMS queued for 1 phone\n"
    appoint("ADMIN")
    appoint("ADMIN", SARI, "Sari")
    for _ in range(3):
        new("mohon dibantu pak")
    set_clock(monkeypatch, datetime(2026, 11, 23, 5, 1, tzinfo=UTC))
    assert aduan("digest", "send", "bogor", "ADMIN").stdout == "4 complaints in 4 SMS queued for 2 phones\n"


def test_at_night_one_that_is_sent_by_hand_leaves_all_the_same(
    aduan: Callable[..., Result],
    new: Callable[..., int],
    appoint: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    appoint("PUPR")
    new()
    night = datetime(2026, 11, 23, 19, tzinfo=UTC)
    set_clock(monkeypatch, night)
    assert aduan("digest", "send", "bogor", "PUPR").exit_code == 0
    (sent, *_) = json.loads(aduan("outbox", "list", "--json").stdout)
    assert sent["not_before"] == night.isoformat()


def test_a_second_one_in_the_same_second_is_not_sent(
    aduan: Callable[..., Result],
    new: Callable[..., int],
    appoint: Callable[..., None],
    told: Callable[[], list[tuple[str, str]]],
) -> None:
    appoint("PUPR")
    new()
    for _ in range(2):
        last = aduan("digest", "send", "bogor", "PUPR").stdout
    assert last == "nothing was sent: a digest went out this very second\n"
    assert len(told()) == 1


def test_without_a_contact_it_is_told_how_to_register_one(
    aduan: Callable[..., Result], refused: Callable[..., str], new: Callable[..., int]
) -> None:
    new()
    way_out = "nobody hears of the complaints of PUPR; `aduan contact add bogor PUPR NUMBER --name NAME`"
    assert refused("digest", "send", "bogor", "PUPR") == way_out
    assert aduan("digest", "preview", "bogor", "PUPR").stdout == f"{way_out}\n"


def test_each_who_hears_of_an_agency_is_shown_what_they_would_get(
    aduan: Callable[..., Result], new: Callable[..., int], appoint: Callable[..., None]
) -> None:
    appoint("PUPR")
    appoint("PUPR", SARI, "Sari")
    appoint("DLH", SARI, "Sari")
    road, rubbish = new(), new("sampah menumpuk di tps pasar")
    assert aduan("digest", "preview", "bogor", "PUPR").stdout == (
        "to Budi (+6281***001)\n\nSMS 1 (96)\n"
        f"Dinas PUPR 23/11 12:00: 1 baru. Balas misalnya 1 TERIMA\n1 {road} {ROAD}\n\n"
        "to Sari (+6281***002)\n\nSMS 1 (143)\n"
        f"2 dinas 23/11 12:00: 2 baru. Balas misalnya 1 TERIMA\n1 {road} PUPR: {ROAD}\n"
        f"2 {rubbish} DLH: sampah menumpuk di tps pasar\n"
    )


def test_the_digest_of_an_agency_without_people_is_the_admins(
    aduan: Callable[..., Result], new: Callable[..., int], appoint: Callable[..., None]
) -> None:
    appoint("ADMIN")
    new()
    assert aduan("digest", "preview", "bogor", "PUPR").stdout.startswith("to Budi (+6281***001)\n\nSMS 1 (")


@pytest.mark.parametrize("verb", ["preview", "send"])
def test_a_region_or_an_agency_that_is_not_there_is_refused(refused: Callable[..., str], verb: str) -> None:
    assert refused("digest", verb, "depok", "PUPR", code=2) == "no region depok in the settings; there are bogor"
    assert refused("digest", verb, "bogor", "dpuu").startswith("bogor has no agency DPUU; it has PUPR, ")
