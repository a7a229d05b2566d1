"""Files of texts whose label is known: JSON lines and CSV, as people save them."""

from __future__ import annotations

from pathlib import Path

import pytest

from routing.datasets import BadDatasetError, Labelled, read_dataset


def test_json_lines_are_read_in_their_order(tmp_path: Path) -> None:
    lines = '{"text": "jalan rusak", "agency": "PUPR"}\n\n{"agency": "DLH", "text": " sampah ", "id": 7}\n'
    assert read(tmp_path, "a.jsonl", lines) == [Labelled("jalan rusak", "PUPR"), Labelled("sampah", "DLH")]


def test_a_csv_file_is_read_with_its_quotes_and_line_breaks(tmp_path: Path) -> None:
    rows = 'agency,text\r\nPUPR,"jalan rusak,\nparah ""sekali"""\r\nDLH,sampah\r\n'
    first, second = read(tmp_path, "a.csv", rows)
    assert first == Labelled('jalan rusak,\nparah "sekali"', "PUPR")
    assert second == Labelled("sampah", "DLH")


def test_a_csv_file_may_have_semicolons_as_spreadsheets_write_them(tmp_path: Path) -> None:
    rows = 'text;agency;also\n"jalan, rusak";PUPR;DISHUB\n'
    assert read(tmp_path, "a.csv", rows) == [Labelled("jalan, rusak", "PUPR", ("DISHUB",))]


def test_a_mark_of_the_byte_order_as_spreadsheets_write_it_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    assert read(tmp_path, "a.csv", "\ufefftext,agency\njalan rusak,PUPR\n") == [Labelled("jalan rusak", "PUPR")]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "isi,dinas\njalan rusak,PUPR\n"),
        ("a.jsonl", '{"isi": "jalan rusak", "dinas": "PUPR"}'),
    ],
)
def test_the_columns_have_the_names_that_are_given(tmp_path: Path, name: str, text: str) -> None:
    assert read(tmp_path, name, text, ("isi", "dinas")) == [Labelled("jalan rusak", "PUPR")]


@pytest.mark.parametrize("also", ['["DISHUB", "PERKIM"]', '"DISHUB PERKIM"', '"DISHUB,PERKIM"', '"DISHUB; PERKIM"'])
def test_other_labels_that_are_as_good_may_be_written_in_several_ways(tmp_path: Path, also: str) -> None:
    line = f'{{"text": "jalan rusak", "agency": "PUPR", "also": {also}}}'
    assert read(tmp_path, "a.jsonl", line)[0].also == ("DISHUB", "PERKIM")


@pytest.mark.parametrize("also", ["", "null", '""', "[]"])
def test_there_may_be_no_other_label(tmp_path: Path, also: str) -> None:
    field = f', "also": {also}' if also else ""
    assert read(tmp_path, "a.jsonl", f'{{"text": "jalan", "agency": "PUPR"{field}}}')[0].also == ()


def test_labels_may_be_numbers(tmp_path: Path) -> None:
    assert read(tmp_path, "a.jsonl", '{"text": "jalan", "agency": 12}') == [Labelled("jalan", "12")]


def test_rows_without_a_text_or_a_label_are_left_out(tmp_path: Path) -> None:
    assert read(tmp_path, "a.csv", "text,agency\n,PUPR\njalan,\n \t,DLH\nsampah,DLH\n") == [Labelled("sampah", "DLH")]
    lines = '{"text": null, "agency": "PUPR"}\n{"text": "sampah", "agency": "DLH"}\n'
    assert read(tmp_path, "a.jsonl", lines) == [Labelled("sampah", "DLH")]


def test_a_long_text_is_no_mistake(tmp_path: Path) -> None:
    assert len(read(tmp_path, "a.csv", f"text,agency\n{'x' * 200_000},PUPR\n")[0].text) == 200_000


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.txt", "jalan rusak", r"a\.txt is neither \.jsonl nor \.csv"),
        ("a.csv", "text,dinas\njalan,PUPR\n", r"a\.csv has no column 'agency'; it has text, dinas"),
        ("a.jsonl", '{"isi": "jalan", "agency": "PUPR"}', r"a\.jsonl has no column 'text'; it has isi, agency"),
        ("a.jsonl", '{"text": "jalan", "agency": "PUPR"}\n{"text"', r"a\.jsonl, line 2: this is no JSON$"),
        ("a.jsonl", '\n["jalan", "PUPR"]', r"a\.jsonl, line 2: this is no JSON object"),
        ("a.csv", "text,agency\n", r"a\.csv has no row with both 'text' and 'agency'"),
        ("a.csv", "", r"a\.csv has no row with both 'text' and 'agency'"),
        ("a.jsonl", "\n", r"a\.jsonl has no row with both 'text' and 'agency'"),
        ("a.csv", f"text,agency\n{'x' * 1_000_001},PUPR\n", r"a\.csv, line \d: field larger than field limit"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, name: str, text: str, message: str) -> None:
    with pytest.raises(BadDatasetError, match=message):
        read(tmp_path, name, text)


def test_a_file_that_is_not_there_and_one_of_other_bytes_are_told(tmp_path: Path) -> None:
    with pytest.raises(BadDatasetError, match=r"none\.csv: No such file"):
        read_dataset(tmp_path / "none.csv")
    (tmp_path / "a.csv").write_bytes("text,agency\ndésa,PUPR\n".encode("latin-1"))
    with pytest.raises(BadDatasetError, match="is not UTF-8; save it as UTF-8"):
        read_dataset(tmp_path / "a.csv")


def read(folder: Path, name: str, text: str, columns: tuple[str, str] = ("text", "agency")) -> list[Labelled]:
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return read_dataset(path, *columns)
