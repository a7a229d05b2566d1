"""What it costs to bring in what another system has, and to write it out again.

    python bench/doors.py [--database sqlite|postgresql|URL] [--rows 50000]

A file in the style of SP4N-LAPOR!: of twenty complaints fourteen are done there, five are in an agency's hands, one is
nobody's and is routed. Prints rows a second of the import, of the same file again (all are here already), and of each
export; and the seconds of this process's own computing.
"""

from __future__ import annotations

import argparse
import csv
import gc
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bench.complaints import NOW, office_of  # noqa: E402
from bench.databases import fresh, on_disk  # noqa: E402
from complaints.doors.entries import Reader  # noqa: E402
from complaints.doors.exporting import Writer  # noqa: E402
from complaints.doors.files import lines_of  # noqa: E402
from complaints.doors.importing import Imported, Refusal, Source, bring_in  # noqa: E402
from complaints.doors.sheets import WRITES, write_xlsx  # noqa: E402
from complaints.who.office import Office  # noqa: E402
from config.exchange import load_map  # noqa: E402
from storage.engine import Database  # noqa: E402
from storage.exports import Wanted  # noqa: E402

_HEAD = ("Tracking ID", "Tanggal Laporan", "Tanggal Status", "Status", "Instansi Terdisposisi", "Judul Laporan",
         "Isi Laporan", "No HP Pelapor")  # fmt: skip
_STATES = ("Selesai",) * 14 + ("Proses",) * 3 + ("Belum Ditindaklanjuti",) * 2 + ("Belum Terverifikasi",)
_AGENCIES = ("PUPR", "DLH", "DISHUB", "PDAM")
_TEXT = "Mohon diperbaiki jalan berlubang di depan pasar, sudah tiga minggu dan banyak pengendara motor yang jatuh"


def write_file(path: Path, count: int) -> None:
    """Write the other system's complaints, over half a year, of a phone for every two of them."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(_HEAD)
        for place in range(count):
            came = NOW - timedelta(days=180 * (1 - place / count))
            state = _STATES[place % len(_STATES)]
            agency = "" if state == "Belum Terverifikasi" else _AGENCIES[place % len(_AGENCIES)]
            since = min(came + timedelta(days=5), NOW)
            moments = f"{came:%d/%m/%Y %H:%M}", f"{since:%d/%m/%Y %H:%M}"
            writer.writerow((1_000_000 + place, *moments, state, agency, "Jalan", _TEXT, f"08111{place // 2:07}"))


def measure_import(database: Database, office: Office, path: Path) -> tuple[float, Imported]:
    """Bring in the file; gives the seconds, and what came of it."""
    map_ = load_map("lapor", office.regions)
    reader = Reader(map_, office.regions, office.regions["bogor"], NOW)
    began, computed = time.perf_counter(), time.process_time()
    imported = bring_in(database, office, reader, Source("LAPOR", "bench"), lines_of(path, map_), _refuse)
    print(f"{'of it, own computing, s':<40} {time.process_time() - computed:>10.2f}")
    return time.perf_counter() - began, imported


def measure_exports(database: Database, office: Office, folder: Path) -> Iterator[tuple[str, int, float]]:
    """Write everything out in each form, as the other system has it; gives form, rows and seconds."""
    writer = Writer(load_map("lapor", office.regions), office)
    for form in (*WRITES, "xlsx"):
        began, path = time.perf_counter(), folder / f"out.{form}"
        with database.read() as connection:
            rows = writer.rows(connection, Wanted())
            if form == "xlsx":
                count = write_xlsx(path, writer.head, rows)
            else:
                with path.open("w", encoding="utf-8", newline="") as file:
                    count = WRITES[form](file, writer.head, rows, writer.map_.file.dates[0], ",")
        yield form, count, time.perf_counter() - began


def _refuse(refusal: Refusal) -> None:
    raise AssertionError(refusal)


def _row(name: str, count: int, seconds: float) -> None:
    print(f"{name:<40} {count / seconds:>10.0f} rows/s {seconds:>8.2f} s", flush=True)


def measure(database: Database, count: int, folder: Path, row: Callable[[str, int, float], None] = _row) -> None:
    """Measure import, import again, and each export."""
    office, path = office_of(database), folder / "lapor.csv"
    write_file(path, count)
    gc.freeze()  # as the command does
    seconds, imported = measure_import(database, office, path)
    assert imported.new == count, imported
    row("import", count, seconds)
    seconds, imported = measure_import(database, office, path)
    assert imported.passed == count, imported
    row("import again, all are here", count, seconds)
    for form, written, seconds in measure_exports(database, office, folder):
        assert written == count, form
        row(f"export as {form}", written, seconds)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description="Complaints of other systems: in and out.")
    parser.add_argument("--database", default="sqlite", help="sqlite, postgresql, or the address of an empty one")
    parser.add_argument("--rows", type=int, default=50_000)
    options = parser.parse_args()
    with fresh(options.database) as database, on_disk() as folder:
        measure(database, options.rows, folder)


if __name__ == "__main__":
    main()
