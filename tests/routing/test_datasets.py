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


def test_rows_that_are_left_out_are_counted(tmp_path: Path) -> None:
    told: list[str] = []
    (tmp_path / "a.csv").write_text("text,agency\n,PUPR\njalan\n\nsampah,DLH\n")
    read_dataset(tmp_path / "a.csv", warn=told.append)
    (tmp_path / "b.jsonl").write_text('{"text": "sampah", "agency": "DLH"}\n{"text": "jalan"}\n')
    read_dataset(tmp_path / "b.jsonl", warn=told.append)
    assert told == ["2 rows without text or label left out", "1 row without text or label left out"]


def test_of_whole_rows_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text,agency\nsampah,DLH\n")
    told: list[str] = []
    read_dataset(tmp_path / "a.csv", warn=told.append)
    assert told == []


@pytest.mark.parametrize("name", ["a.CSV", "A.Csv"])
def test_endings_may_be_in_capitals(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, name, "text,agency\nsampah,DLH\n") == [Labelled("sampah", "DLH")]
    assert read(tmp_path, "a.JSONL", '{"text": "sampah", "agency": "DLH"}') == [Labelled("sampah", "DLH")]


def test_blanks_around_the_name_of_a_column_are_no_part_of_it(tmp_path: Path) -> None:
    assert read(tmp_path, "a.csv", "text , agency\nsampah, DLH\n") == [Labelled("sampah", "DLH")]


def test_empty_cells_after_the_last_column_are_no_mistake(tmp_path: Path) -> None:
    assert read(tmp_path, "a.csv", "text,agency\nsampah,DLH,,\n") == [Labelled("sampah", "DLH")]


def test_what_no_file_could_hold_is_taken_out_of_texts_and_labels(tmp_path: Path) -> None:
    line = '{"text": "ja\\u0000lan \\ud800rusak", "agency": "PU\\udc00", "also": ["A\\ud800"]}'
    found = read(tmp_path, "a.jsonl", line)
    assert found == [Labelled("jalan \ufffdrusak", "PU\ufffd", ("A\ufffd",))]
    assert str(found).encode()


def test_a_label_is_one_line_that_no_terminal_obeys(tmp_path: Path) -> None:
    (found,) = read(tmp_path, "a.csv", 'text,agency,also\njalan,"Dinas\n PU\x1b[2J\x07",A\x1b\n')
    assert found == Labelled("jalan", "Dinas PU\ufffd[2J\ufffd", ("A\ufffd",))


def test_a_long_text_is_no_mistake(tmp_path: Path) -> None:
    assert len(read(tmp_path, "a.csv", f"text,agency\n{'x' * 200_000},PUPR\n")[0].text) == 200_000


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.txt", "jalan rusak", r"a\.txt is neither \.jsonl nor \.csv\. Save it as CSV, in UTF-8"),
        ("a.json", "[]", r"a\.json is neither \.jsonl nor \.csv\. Write one JSON object a line, and call it \.jsonl"),
        (
            "a.csv",
            "text,dinas\njalan,PUPR\n",
            r"a\.csv has no column 'agency'; it has text, dinas\. Name the right one with --label-column$",
        ),
        (
            "a.jsonl",
            '{"texts": "jalan", "agency": "PUPR"}',
            r"it has texts, agency\. Did you mean 'texts'\? Name the right one with --text-column$",
        ),
        ("a.csv", ",".join(map(str, range(99))), r"it has 0, 1, .*, 18, 19, \.\.\.\. Name"),
        ("a.csv", "text,a\x1b[2J\x07\njalan,PUPR\n", "it has text, a\ufffd\\[2J\ufffd"),
        ("a.csv", "isi|dinas\njalan, rusak|PUPR\n", r"a\.csv has no column 'text'; it has isi\|dinas"),
        ("a.jsonl", '{"text": "jalan", "agency": "PUPR"}\n{"text"', r"a\.jsonl, line 2: this is no JSON$"),
        ("a.jsonl", '\n["jalan", "PUPR"]', r"a\.jsonl, line 2: this is no JSON object"),
        ("a.jsonl", "[" * 200_000, r"a\.jsonl, line 1: this is no JSON$"),
        ("a.jsonl", '{"text": ["jalan"], "agency": "A"}', r"line 1: a text or label is a list or an object; write it"),
        ("a.jsonl", '{"text": "jalan", "agency": "A", "also": [{}]}', "line 1: a text or label is a list or an object"),
        (
            "a.csv",
            'text,agency\nair,PDAM\n"jalan,PUPR\nsampah,DLH\n',
            r"a\.csv, line 3: unexpected end of data; is a quote not closed\?",
        ),
        ("a.csv", 'text,agency\n"jalan,PUPR\n"sampah",DLH\n', r"a\.csv, line 2: .*; is a quote not closed\?"),
        (
            "a.csv",
            'text,agency\n"air\nmati",PDAM\njalan, rusak,PUPR\n',
            r"a\.csv, line 4: more cells than columns; put the text in quotes$",
        ),
        ("a.csv", "text,agency\n", r"a\.csv has no row with both 'text' and 'agency'"),
        ("a.csv", "", r"a\.csv has no row with both 'text' and 'agency'"),
        ("a.jsonl", "\n", r"a\.jsonl has no row with both 'text' and 'agency'"),
        ("a.csv", f"text,agency\n{'x' * 1_000_001},PUPR\n", r"a\.csv, line 2: field larger than field limit"),
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
