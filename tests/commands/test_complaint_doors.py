"""`aduan complaint import` and `export`: what is told of a file, and what of it is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

FILE = "id,text,agency,phone\n1,jalan rusak,PUPR,081110000123\n2,,PUPR,\n"


@pytest.fixture
def file(aduan: Callable[..., Result]) -> str:
    """A file with a complaint and a row that is none."""
    Path("others.csv").write_text(FILE)
    return "others.csv"


def test_what_came_of_a_file_is_told_and_a_refused_row_makes_the_status_one(
    aduan: Callable[..., Result], file: str
) -> None:
    result = aduan("complaint", "import", file, "--system", "sipandu", "--refused", "no.csv")
    assert (result.exit_code, result.stdout.splitlines()[0].startswith("1 complaint new")) == (1, True)
    assert "line 3: text is empty" in result.stderr
    assert "3,text,is empty" in Path("no.csv").read_text(encoding="utf-8-sig")
    assert aduan("complaint", "show", "SIPANDU:1", "--json").exit_code == 0


def test_a_map_without_a_system_asks_whose_ids_these_are(refused: Callable[..., str], file: str) -> None:
    assert "--system" in refused("complaint", "import", file, code=2)


def test_a_wrong_map_is_told_with_file_line_key_and_the_nearest_one(refused: Callable[..., str], file: str) -> None:
    Path("kami.toml").write_text(
        '[columns]\nid = "id"\ntext = "text"\nagencyy = "agency"\n[agencies]\n"PU" = "PUPRR"\n'
    )
    told = refused("complaint", "import", file, "--map", "kami.toml", "--system", "X")
    assert "kami.toml:4: columns.agencyy: unknown key. Did you mean 'agency'?" in told


def test_an_agency_that_no_region_has_is_told_with_its_line(refused: Callable[..., str], file: str) -> None:
    Path("kami.toml").write_text('[columns]\nid = "id"\ntext = "text"\n[agencies]\n"PU" = "PUPRR"\n')
    told = refused("complaint", "import", file, "--map", "kami.toml", "--system", "X")
    assert "kami.toml:5: agencies.PU: no region of the settings has 'PUPRR'. Did you mean 'PUPR'?" in told


def test_an_export_goes_to_a_file_that_is_whole_and_a_reveal_is_logged(aduan: Callable[..., Result], file: str) -> None:
    aduan("complaint", "import", file, "--system", "LAPOR")
    result = aduan("complaint", "export", "--out", "out.jsonl", "--reveal")
    assert (result.exit_code, "1 complaints written" in result.stderr) == (0, True)
    assert "numbers are shown in full" in result.output
    assert json.loads(Path("out.jsonl").read_text())["phone"] == "+6281110000123"
    assert "0000123" not in aduan("complaint", "export").stdout
    assert aduan("complaint", "export", "--format", "xlsx", "--out", "out.xlsx").exit_code == 0


def test_a_spreadsheet_is_not_printed(refused: Callable[..., str]) -> None:
    assert "--out" in refused("complaint", "export", "--format", "xlsx", code=2)


def test_the_file_that_is_read_is_not_written_over(refused: Callable[..., str], file: str) -> None:
    before = Path(file).read_bytes()
    assert "name another" in refused("complaint", "import", file, "--system", "X", "--refused", file, code=2)
    assert Path(file).read_bytes() == before


@pytest.mark.parametrize("command", [("import", "talk.csv", "--system", "X", "--refused"), ("export", "--out")])
def test_a_file_that_cannot_be_written_is_told_with_the_way_out(
    refused: Callable[..., str], file: str, command: tuple[str, ...]
) -> None:
    Path("nodir").write_text("no folder")
    words = [file if word == "talk.csv" else word for word in command]
    assert "name another place" in refused("complaint", *words, "nodir/e.csv")


def test_an_export_is_its_owners_alone_and_follows_no_link(aduan: Callable[..., Result], file: str) -> None:
    Path("victim").write_text("mine")
    Path(".e.csv.part").symlink_to("victim")
    aduan("complaint", "export", "--out", "e.csv")
    assert Path("e.csv").stat().st_mode & 0o777 == 0o600
    assert Path("victim").read_text() == "mine"
    assert not list(Path().glob(".e.csv.?*[!t]"))


@pytest.mark.parametrize(
    "line", ['encoding = "hex"', 'encoding = "undefined"', 'encoding = "idna"', 'timezone = "Asia"']
)
def test_what_is_no_encoding_of_texts_and_no_zone_is_told(refused: Callable[..., str], file: str, line: str) -> None:
    Path("kami.toml").write_text(f'{line}\n[columns]\nid = "id"\ntext = "text"\n')
    told = refused("complaint", "import", file, "--map", "kami.toml", "--system", "X")
    assert line.split(maxsplit=1)[0] in told


@pytest.mark.parametrize("system", ["X Y;--", "A B", "ä", "x" * 50])
def test_a_system_is_one_word(refused: Callable[..., str], file: str, system: str) -> None:
    assert "should be one word" in refused("complaint", "import", file, "--system", system, code=2)
