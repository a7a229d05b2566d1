"""Texts whose label is known, from files: JSON lines or CSV, each with the name of its columns."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from sms.errors import UserError

_LONGEST_FIELD = 1_000_000


class BadDatasetError(UserError):
    """A file of texts that cannot be read; the message names the place and the way out."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text, its label, and other labels that would be as good."""

    text: str
    label: str
    also: tuple[str, ...] = ()


def read_dataset(path: Path, text_column: str = "text", label_column: str = "agency") -> list[Labelled]:
    """Read a `.jsonl` or `.csv` file, `also` where it has that column; rows without text or label are left out.

    Raises BadDatasetError for a file that is not there, is neither, lacks a column, or has nothing in it.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = _json_rows(path, file) if path.suffix == ".jsonl" else _csv_rows(path, file)
            read = [row for row in (_labelled(path, row, text_column, label_column) for row in rows) if row]
    except OSError as error:
        raise BadDatasetError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise BadDatasetError(f"{path} is not UTF-8; save it as UTF-8") from None
    if not read:
        raise BadDatasetError(f"{path} has no row with both {text_column!r} and {label_column!r}")
    return read


def _json_rows(path: Path, lines: Iterator[str]) -> Iterator[Mapping[str, Any]]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError:
                raise BadDatasetError(f"{path}, line {number}: this is no JSON") from None
            if not isinstance(row, dict):
                raise BadDatasetError(f"{path}, line {number}: this is no JSON object")
            yield row


def _csv_rows(path: Path, lines: Iterator[str]) -> Iterator[Mapping[str, Any]]:
    if path.suffix != ".csv":
        raise BadDatasetError(f"{path} is neither .jsonl nor .csv")
    csv.field_size_limit(_LONGEST_FIELD)
    head = next(lines, "")
    # Where a comma is in numbers, spreadsheets separate by semicolons.
    delimiter = ";" if head.count(";") > head.count(",") else ","
    reader = csv.DictReader(chain([head], lines), delimiter=delimiter)
    try:
        yield from reader
    except csv.Error as error:
        raise BadDatasetError(f"{path}, line {reader.reader.line_num}: {error}") from None


def _labelled(path: Path, row: Mapping[str, Any], text_column: str, label_column: str) -> Labelled | None:
    for column in (text_column, label_column):
        if column not in row:
            there = ", ".join(str(name) for name in row)
            raise BadDatasetError(f"{path} has no column {column!r}; it has {there}")
    text, label = _written(row[text_column]), _written(row[label_column])
    return Labelled(text, label, _also(row.get("also"))) if text and label else None


def _written(value: Any) -> str:
    """Write a value as text: 0 is a label too, and only what is not there is empty."""
    return "" if value is None else str(value).strip()


def _also(value: Any) -> tuple[str, ...]:
    """Read a list, or labels with blanks, commas or semicolons between them."""
    if isinstance(value, list):
        return tuple(str(each) for each in value)
    return tuple(str(value).replace(",", " ").replace(";", " ").split()) if value else ()
