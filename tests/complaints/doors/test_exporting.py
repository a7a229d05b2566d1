"""Exports: what leaves the house, in whose words, and that an import brings the same back."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from complaints.doors.entries import Entry, Reader
from complaints.doors.exporting import Writer
from complaints.doors.files import lines_of
from complaints.doors.importing import Source, bring_in
from complaints.doors.past import Arrival, write_down
from complaints.doors.sheets import write_csv, write_jsonl, write_xlsx
from complaints.life.lifecycle import Status
from complaints.who.office import Office
from config.exchange import load_map
from sms.msisdn import Sender, SenderKind
from sms.safe_text import one_line, storable
from storage import complaints, external_refs, subscribers
from storage.changes import Changes
from storage.engine import Database
from storage.exports import Wanted
from storage.models import complaint

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
    .filter(lambda text: one_line(text).strip() != "")
)
DONE = sorted(set(Status) - {Status.NEW, Status.TRIAGE, Status.WAITING, Status.POSTPONED, Status.RESOLVED})


@pytest.fixture
def written(way: Way) -> Iterator[Callable[[Any], Any]]:
    """Write entries down, export them, import the file as another system's, and give both sides."""
    count = iter(range(10_000))

    def again(entries: list[Entry], write: Any, suffix: str) -> Any:
        run = next(count)
        before = way.put(*(replace(each, external_id=f"{run}-{at}") for at, each in enumerate(entries)), system="ONE")
        path = way.folder / f"{run}{suffix}"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            way.write(write, file, reveals=True)
        map_ = load_map("aduan", way.office.regions)
        reader = Reader(map_, way.office.regions, way.office.regions["bogor"], way.now)
        refused: list[Any] = []
        bring_in(way.database, way.office, reader, Source(f"S{run}", "siti"), lines_of(path, map_), refused.append)
        assert refused == []
        with way.database.read() as connection:
            old = complaints.by_numbers(connection, before)
            new = external_refs.known(connection, f"S{run}", [str(each) for each in before])
            found = complaints.by_numbers(connection, [row.number for row in new.values()])
        with way.database.write() as connection:
            connection.execute(complaint.update().where(complaint.c.region == "bogor").values(region="away"))
            assert connection.scalar(select(complaint.c.id).where(complaint.c.region == "bogor")) is None
        return [(old[number], found[new[str(number)].number]) for number in before]

    yield again


ENTRIES = st.lists(
    st.tuples(
        TEXTS,
        st.sampled_from(DONE),
        st.sampled_from([None, PHONE, "+6281110000999"]),
        st.sampled_from(["PUPR", "DLH"]),
        st.sampled_from([None, "jalan-rusak"]),
        st.sampled_from(["phone", "walkin", "sms"]),
        st.integers(0, 400),
        st.booleans(),
    ),
    min_size=1,
    max_size=4,
)


@pytest.mark.parametrize(("write", "suffix"), [(write_csv, ".csv"), (write_jsonl, ".jsonl")])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=ENTRIES)
def test_what_is_exported_comes_back_by_an_import(
    way: Way, written: Any, write: Any, suffix: str, made: list[tuple[Any, ...]]
) -> None:
    entries = []
    for text, status, phone, agency, topic, channel, days, anonymous in made:
        came = way.now - timedelta(days=days)
        fields = {"agency": agency, "topic": topic, "channel": channel, "created_at": came, "since": came}
        entries.append(way.entry(text, status=status, phone=phone, anonymous=anonymous, **fields))
    for old, new in written(entries, write, suffix):
        exact = one_line if write is write_csv else str.strip
        shown = old.text if old.anonymous is False else None
        assert shown is None or exact(new.text) == exact(shown)
        for name in ("status", "agency", "topic", "channel", "kind", "created_at", "status_since", "anonymous"):
            assert getattr(new, name) == getattr(old, name), name
        assert new.address == (None if old.anonymous else old.address)
