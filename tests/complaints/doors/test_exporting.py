"""Exports: what leaves the house, in whose words, and that an import brings the same back."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from complaints.doors import cells
from complaints.doors.entries import Entry, Reader
from complaints.doors.exporting import Writer
from complaints.doors.files import lines_of
from complaints.doors.past import Arrival, write_down
from complaints.doors.sheets import write_csv, write_jsonl, write_xlsx
from complaints.life.lifecycle import Status
from complaints.who.office import Office
from config.exchange import load_map
from config.regions import load_region
from sms.msisdn import Sender, SenderKind
from sms.safe_text import one_line, storable
from storage import complaints, external_refs, subscribers
from storage.changes import Changes
from storage.engine import Database
from storage.exports import Wanted
from storage.models import complaint

NOON = datetime.fromisoformat("2026-11-23T05:00:00+00:00")
PHONE = "+6281110000123"


class Way:
    """Complaints in, files out."""

    def __init__(self, database: Database, office: Office, folder: Path, now: datetime) -> None:
        self.database, self.office, self.folder, self.now = database, office, folder, now

    def entry(self, text: str = "jalan rusak", **fields: Any) -> Entry:
        """Make one; every field can be said."""
        bogor = self.office.regions["bogor"]
        past = self.now - timedelta(days=3)
        return replace(Entry(1, "77", bogor, text, Status.ASSIGNED, past, past, agency="PUPR", phone=PHONE), **fields)

    def put(self, *entries: Entry, system: str = "LAPOR") -> list[int]:
        """Write them down as an import does; gives their numbers."""
        changes = Changes()
        with self.database.write() as connection:
            phones = [Sender(SenderKind.NUMBER, each.phone) for each in entries if each.phone]
            ids = subscribers.ids_of(connection, phones, self.now) if phones else {}
            given_ = complaints.allot_ids(connection, len(entries))
            opened = [
                write_down(
                    changes, self.office, each, Arrival(id_, ids.get(each.phone or ""), "siti", system, self.now)
                )
                for id_, each in zip(given_, entries, strict=True)
            ]
            changes.write(connection)
            refs = [{"complaint_id": each.id, "system": system} for each in opened]
            pairs = zip(refs, entries, strict=True)
            external_refs.add(connection, [{**ref, "external_id": each.external_id} for ref, each in pairs])
        return [each.number for each in opened]

    def rows(self, name: str = "aduan", wanted: Wanted | None = None, *, reveals: bool = False) -> list[dict[str, Any]]:
        """Export as a program reads it."""
        file = io.StringIO()
        self.write(write_jsonl, file, name, wanted, reveals=reveals)
        return [json.loads(line) for line in file.getvalue().splitlines()]

    def write(
        self, write: Any, file: Any, name: str = "aduan", wanted: Wanted | None = None, *, reveals: bool = False
    ) -> None:
        """Export as a format has it."""
        writer = Writer(load_map(name, self.office.regions), self.office, reveals)
        form = writer.map_.file.dates[0]
        with self.database.read() as connection:
            write(file, writer.head, writer.rows(connection, wanted or Wanted()), form, ",")


@pytest.fixture
def way(database: Database, office: Office, tmp_path: Path, clock: Any) -> Way:
    """A database, and a folder for the files."""
    return Way(database, office, tmp_path, clock.now())


def test_it_has_our_columns_and_no_phone_number(way: Way) -> None:
    (number,) = way.put(way.entry(f"jalan rusak, hubungi {PHONE} atau 3271051203990001"))
    (row,) = way.rows()
    assert (row["id"], row["status"], row["agency"], row["phone"]) == (number, "assigned", "PUPR", "")
    assert row["text"] == "jalan rusak, hubungi (nomor) atau (NIK)"
    assert row["created_at"] == "2026-11-20T12:00:00+07:00"


def test_revealed_it_has_the_numbers_of_those_who_do_not_mind(way: Way) -> None:
    way.put(way.entry(), way.entry(external_id="2", anonymous=True))
    assert [row["phone"] for row in way.rows(reveals=True)] == [PHONE, ""]


@pytest.mark.parametrize("reveals", [False, True])
def test_of_what_is_secret_only_number_state_and_dates_leave_the_house(way: Way, *, reveals: bool) -> None:
    way.put(way.entry("kepala dinas minta uang", secret=True, answer="x"))
    (row,) = way.rows(reveals=reveals)
    told = {name for name, value in row.items() if value}
    assert told == {"id", "region", "status", "created_at", "updated_at", "secret"}


def test_no_filter_tells_what_the_export_does_not(way: Way) -> None:
    way.put(way.entry(secret=True, topic="jalan-rusak"))
    for wanted in (Wanted(topic="jalan-rusak"), Wanted(agency="INTEGRITY"), Wanted(channel="import")):
        assert way.rows(wanted=wanted) == []


def test_no_filter_tells_of_whom_somebody_threatens(way: Way) -> None:
    way.put(way.entry(topic="jalan-rusak"))
    with way.database.write() as connection:
        connection.execute(update(complaint).values(threatened_at=way.now))
    assert [way.rows(wanted=wanted) for wanted in (Wanted(topic="jalan-rusak"), Wanted(agency="PUPR"))] == [[], []]
    assert len(way.rows()) == 1


def test_another_systems_map_gives_its_columns_words_times_and_ids(way: Way) -> None:
    way.put(way.entry(status=Status.IN_PROGRESS))
    way.put(way.entry(external_id="5", status=Status.RESOLVED), system="SIPAK")
    mine, others = way.rows("lapor")
    assert (mine["Tracking ID"], mine["Status"], mine["Isi Laporan"]) == ("77", "Proses", "jalan rusak")
    assert (mine["Tanggal Laporan"], mine["Klasifikasi"], mine["Judul Laporan"]) == (
        "20/11/2026 12:00",
        "Pengaduan",
        "",
    )
    assert (others["Tracking ID"], others["Status"]) == ("", "Proses")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), 2),
        (Wanted(region="depok"), 0),
        (Wanted(agency="DLH"), 1),
        (Wanted(statuses=("closed", "spam")), 1),
        (Wanted(statuses=("triage",)), 0),
        (Wanted(channel="phone"), 1),
        (Wanted(topic="sampah"), 1),
        (Wanted(since=datetime.fromisoformat("2026-11-20T00:00+07:00")), 1),
        (Wanted(until=datetime.fromisoformat("2026-11-20T00:00+07:00")), 1),
    ],
)
def test_it_can_be_narrowed_down(way: Way, wanted: Wanted, found: int) -> None:
    old = way.now - timedelta(days=30)
    other = way.entry(external_id="2", agency="DLH", channel="phone", topic="sampah", created_at=old, since=old)
    way.put(way.entry(status=Status.CLOSED), other)
    assert len(way.rows(wanted=wanted)) == found


@pytest.mark.parametrize("text", ["=1+1", "+62", "-1", "@SUM(A1)", "\t=1", "\r=1", '=cmd|"/c calc"!A1'])
def test_no_cell_is_a_formula(way: Way, text: str) -> None:
    way.put(way.entry(text, answer=text))
    file = io.StringIO()
    way.write(write_csv, file, reveals=True)
    cells = [cell for row in csv.reader(io.StringIO(file.getvalue())) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_a_spreadsheet_has_texts_numbers_and_moments_and_no_formula(way: Way) -> None:
    way.put(way.entry("=1+1"))
    path = way.folder / "laporan.xlsx"
    way.write(lambda file, head, rows, _form, _separator: write_xlsx(file, head, rows), path)
    with zipfile.ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "=1+1" in sheet


TEXTS = (
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
    .map(storable)
    .filter(lambda text: cells.given(text.strip()) != "" != one_line(text).strip())
)
DONE = sorted(set(Status) - {Status.NEW, Status.TRIAGE, Status.WAITING, Status.POSTPONED, Status.RESOLVED})
"""The states that are the same on both sides."""


# Only what of a row an export looks at.
ROWS = st.builds(
    lambda text, status, agency, days, anonymous, phone: SimpleNamespace(
        number=1234567, external_id="77", region="bogor", status=status, text=text, agency=agency, anonymous=anonymous,
        created_at=NOON - timedelta(days=days), status_since=NOON - timedelta(days=days), first_answer_at=None,
        secret=False, circle=None, threatened_at=None, outcome=None, topic="jalan-rusak", kind="complaint",
        channel="walkin", address=phone,
    ),
    TEXTS, st.sampled_from(DONE), st.sampled_from(["PUPR", "DLH"]), st.integers(0, 4000), st.booleans(),
    st.sampled_from([None, PHONE, "+6281110000999"]),
)  # fmt: skip


@pytest.fixture(scope="module")
def bogor(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What stands for the office: its region, without a database."""
    region = load_region("bogor")
    return SimpleNamespace(
        regions={"bogor": region}, zone=lambda _code: ZoneInfo(region.timezone), folder=tmp_path_factory.mktemp("out")
    )


@pytest.mark.parametrize("name", ["aduan", "lapor"])
@pytest.mark.parametrize(("write", "suffix"), [(write_csv, ".csv"), (write_jsonl, ".jsonl")])
@settings(max_examples=60, deadline=None)
@given(row=ROWS)
def test_what_is_exported_comes_back_by_an_import(bogor: Any, name: str, write: Any, suffix: str, row: Any) -> None:
    map_ = load_map_once(name)
    writer, path = Writer(map_, bogor, reveals=True), bogor.folder / f"out{suffix}"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        write(file, writer.head, [writer._cells(writer._fields(row, ""))], map_.file.dates[0], ",")
    (line,) = lines_of(path, map_)
    entry = Reader(map_, bogor.regions, bogor.regions["bogor"], NOON + timedelta(days=1)).read(line)
    said = entry.text if write is write_jsonl else one_line(entry.text)
    shown = row.text.strip() if write is write_jsonl else one_line(row.text)
    assert row.anonymous or said == shown
    assert (entry.status, entry.agency, entry.anonymous) == (row.status, row.agency, row.anonymous)
    assert (entry.created_at, entry.phone) == (row.created_at, None if row.anonymous else row.address)


@cache
def load_map_once(name: str) -> Any:
    """Read a map, once for all examples."""
    return load_map(name, {"bogor": load_region("bogor")})
