"""Texts whose label is known, from files: JSON lines or CSV, each with the name of its columns."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from config.errors import did_you_mean
from sms.errors import UserError
from sms.safe_text import one_line, storable

_LONGEST_FIELD = 1_000_000
_NAMED = 20
"""How many columns of a file are named, and of how many characters each, where one is missing."""
_LONGEST_NAME = 40
_WRITTEN_AS = {
    ".json": "Write one JSON object a line, and call it .jsonl",
    ".tsv": "Put commas between the cells, and call it .csv",
}
"""What to do with a file of another kind; all others are of programs that can write CSV."""
_ANY_OTHER = "Save it as CSV, in UTF-8"

_Row = tuple[int, Mapping[str, Any]]
"""The line where a row begins, and its cells by the names of their columns."""


class BadDatasetError(UserError):
    """A file of texts that cannot be read; the message names the place and the way out, in one harmless line."""

    def __init__(self, message: str) -> None:
        super().__init__(one_line(message))


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text, its label, and other labels that would be as good."""

    text: str
    label: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which columns are asked for, by the options that name them."""

    text: str
    label: str

    def require(self, path: Path, there: Iterable[str]) -> None:
        """Raise BadDatasetError if one is not there."""
        names = list(there)
        for column, option in ((self.text, "--text-column"), (self.label, "--label-column")):
            if column not in names:
                told = [one_line(name, _LONGEST_NAME) for name in names[:_NAMED]]
                shown = ", ".join([*told, "..."] if len(names) > _NAMED else told)
                hint = " ".join(filter(None, [did_you_mean(column, names), f"Name the right one with {option}"]))
                raise BadDatasetError(f"{path} has no column {column!r}; it has {shown}. {hint}")

    def read(self, place: str, row: Mapping[str, Any]) -> Labelled | None:
        """Read a row; None if it lacks the text or the label."""
        text, label = (_written(place, row.get(column)) for column in (self.text, self.label))
        told = Labelled(storable(text).strip(), one_line(label), _also(place, row.get("also")))
        return told if told.text and told.label else None


def read_dataset(
    path: Path,
    text_column: str = "text",
    label_column: str = "agency",
    *,
    warn: Callable[[str], None] = lambda _warning: None,
) -> list[Labelled]:
    """Read a `.jsonl` or `.csv` file, `also` where it has that column.

    Rows without text or label are left out; `warn` is told how many. Labels are written in one line without control
    characters. Raises BadDatasetError for a file that is not there, is neither, is broken, lacks a column, or has
    nothing in it.
    """
    columns = _Columns(text_column, label_column)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [columns.read(f"{path}, line {line}", row) for line, row in _rows(path, file, columns)]
    except OSError as error:
        raise BadDatasetError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise BadDatasetError(f"{path} is not UTF-8; save it as UTF-8") from None
    read = [row for row in rows if row]
    if not read:
        raise BadDatasetError(f"{path} has no row with both {text_column!r} and {label_column!r}")
    left_out = len(rows) - len(read)
    if left_out:
        warn(f"{left_out} {'row' if left_out == 1 else 'rows'} without text or label left out")
    return read


def _rows(path: Path, lines: Iterator[str], columns: _Columns) -> Iterator[_Row]:
    suffix = path.suffix.lower()
    if suffix == ".jsonl":
        return _json_rows(path, lines, columns)
    if suffix == ".csv":
        return _csv_rows(path, lines, columns)
    raise BadDatasetError(f"{path} is neither .jsonl nor .csv. {_WRITTEN_AS.get(suffix, _ANY_OTHER)}")


def _json_rows(path: Path, lines: Iterator[str], columns: _Columns) -> Iterator[_Row]:
    """Read objects; one that lacks a column is empty there, but each column must be in one of them."""
    names: dict[str, None] = {}
    for number, line in enumerate(lines, 1):
        if line.strip():
            row = _json_object(f"{path}, line {number}", line)
            names |= dict.fromkeys(row)
            yield number, row
    if names:
        columns.require(path, names)


def _json_object(place: str, line: str) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise BadDatasetError(f"{place}: this is no JSON") from None
    if not isinstance(row, dict):
        raise BadDatasetError(f"{place}: this is no JSON object")
    return row


def _csv_rows(path: Path, lines: Iterator[str], columns: _Columns) -> Iterator[_Row]:
    csv.field_size_limit(_LONGEST_FIELD)
    head = next(lines, "")
    # Where a comma is in numbers, spreadsheets separate by semicolons.
    delimiter = ";" if head.count(";") > head.count(",") else ","
    rows = _cells(path, csv.reader(chain([head], lines), delimiter=delimiter, strict=True))
    _, first = next(rows, (0, []))
    names = [name.strip() for name in first]
    if names:
        columns.require(path, names)
    for number, cells in rows:
        if any(cell.strip() for cell in cells[len(names) :]):
            raise BadDatasetError(f"{path}, line {number}: more cells than columns; put the text in quotes")
        yield number, dict(zip(names, cells, strict=False))


def _cells(path: Path, reader: Any) -> Iterator[tuple[int, list[str]]]:
    """Give the rows of a CSV reader that are not empty, each with the line where it begins."""
    while True:
        began = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise BadDatasetError(f"{path}, line {began}: {error}; is a quote not closed?") from None
        if row is None:
            return
        if row:
            yield began, row


def _written(place: str, value: Any) -> str:
    """Write a value as text: 0 is a label too, and only what is not there is empty."""
    if isinstance(value, list | dict):
        raise BadDatasetError(f"{place}: a text or label is a list or an object; write it as text")
    return "" if value is None else str(value).strip()


def _also(place: str, value: Any) -> tuple[str, ...]:
    """Read a list, or labels with blanks, commas or semicolons between them."""
    if isinstance(value, list):
        labels = [_written(place, each) for each in value]
    else:
        labels = _written(place, value).replace(",", " ").replace(";", " ").split()
    return tuple(filter(None, map(one_line, labels)))
