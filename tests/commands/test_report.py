"""`aduan report`, `aduan agency report` and `aduan agency ranking`."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.complaints.figures import history


@pytest.fixture
def busy(aduan: Callable[..., Result], database) -> Callable[..., Result]:
    """The command line of a town with a history of three months."""
    history.write(database, history.some_town(random.Random(3), 200))  # noqa: S311  # dice, not a secret
    return aduan


def test_a_report_is_text_of_the_first_region_and_the_last_month_that_is_over(busy) -> None:
    told = busy("report").stdout
    assert "Laporan pengaduan Kota Bogor" in told
    assert "PERINGKAT INSTANSI" in told


@pytest.mark.parametrize(
    ("options", "subtitle"),
    [
        (["--of", "2026-10"], "Oktober 2026"),
        (["--of", "2026-W43"], "Minggu 43 tahun 2026 (19 Oktober 2026 sampai 25 Oktober 2026)"),
        (["--period", "fortnight", "--of", "2026-10-20"], "16 Oktober 2026 sampai 31 Oktober 2026"),
        (["--of", "2026-10", "--language", "en"], "October 2026"),
    ],
)
def test_the_period_is_told_below_the_title(busy, options: list[str], subtitle: str) -> None:
    assert busy("report", *options).stdout.splitlines()[2] == subtitle


@pytest.mark.parametrize(
    ("name", "begins"),
    [("r.pdf", b"%PDF-"), ("r.html", b"<!doctype html>"), ("r.md", b"# Laporan"), ("r", b"=====")],
)
def test_the_ending_of_the_file_tells_the_form(busy, tmp_path: Path, name: str, begins: bytes) -> None:
    assert busy("report", "--of", "2026-10", "--out", str(tmp_path / name)).stdout == f"{tmp_path / name}\n"
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_an_ending_that_nothing_is_written_as_is_refused(busy, tmp_path: Path) -> None:
    told = busy("report", "--of", "2026-10", "--out", str(tmp_path / "r.docx"))
    assert (told.exit_code, list(tmp_path.glob("r.*"))) == (2, [])
    assert "r.docx: the name of the file ends in .txt, .md, .html, .htm, .pdf; or say --format" in told.stderr
    assert busy("report", "--of", "2026-10", "--format", "md", "--out", str(tmp_path / "r.docx")).exit_code == 0


def test_a_pdf_goes_into_a_pipe_as_it_is(busy) -> None:
    assert busy("report", "--of", "2026-10", "--format", "pdf").stdout_bytes.startswith(b"%PDF-")


def test_an_agency_has_its_report_of_a_month_under_any_of_its_names(busy) -> None:
    by_code = busy("agency", "report", "pupr", "--month", "2026-10").stdout
    assert "Laporan pengaduan Dinas Pekerjaan Umum dan Penataan Ruang" in by_code
    made = by_code.splitlines()[3]
    by_name = busy("report", "--agency", "dinas pupr", "--of", "2026-10").stdout
    assert by_name.replace(by_name.splitlines()[3], made) == by_code


def test_the_ranking_has_the_colours_and_their_formula(busy) -> None:
    told = busy("agency", "ranking", "--month", "2026-10").stdout
    assert "colour" in told.splitlines()[0]
    assert "An agency is red: more than 20% of its open complaints are red" in told
    rows = json.loads(busy("agency", "ranking", "--month", "2026-10", "--json").stdout)
    assert {row["agency"] for row in rows} == {"PUPR", "DLH", "DISHUB", "PERKIM"}
    assert all(row["red"] + row["yellow"] + row["green"] == row["open"] for row in rows)


def test_what_there_is_not_is_refused_with_what_there_is(refused) -> None:
    assert "no agency XYZ" in refused("report", "--agency", "XYZ", code=2)
    assert "no region tegal" in refused("report", "--region", "tegal", code=2)
    assert "write a month (2026-10)" in refused("report", "--of", "kemarin")
    assert "2026-W43 is a week, not a month" in refused("agency", "report", "PUPR", "--month", "2026-W43")
