"""How a table is written: CSV, JSON lines, or a spreadsheet; row after row, whatever their number."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from complaints.doors.cells import guarded, written_moment
from complaints.doors.exporting import Cell
from sms.safe_text import one_line

Rows = Iterable[Sequence[Cell]]
_SHEET_ROWS = 1_000_000
_SHEET_CELL = 32_000
"""What a sheet, and a cell of it, can hold (a little more of both)."""


def write_csv(file: IO[str], head: Sequence[str], rows: Rows, form: str, separator: str) -> int:
    """Write a CSV that no spreadsheet takes for formulas; gives how many rows."""
    writer, count = csv.writer(file, delimiter=separator, lineterminator="\r\n"), 0
    writer.writerow([guarded(name) for name in head])
    for row in rows:
        writer.writerow([guarded(_as_text(cell, form)) for cell in row])
        count += 1
    return count


def write_jsonl(file: IO[str], head: Sequence[str], rows: Rows, form: str, separator: str = "") -> int:  # noqa: ARG001
    """Write a JSON object a line, each cell as it is; gives how many."""
    count = 0
    for row in rows:
        cells = [_as_text(cell, form) if isinstance(cell, datetime) else cell for cell in row]
        # ASCII: exact, and no control character of a citizen's text is bare.
        file.write(json.dumps(dict(zip(head, cells, strict=True))) + "\n")
        count += 1
    return count


def write_xlsx(path: Path, head: Sequence[str], rows: Rows) -> int:
    """Write a spreadsheet, a further sheet for each million of rows; gives how many."""
    # A table is worth loading a library for, and only then.
    from xlsxwriter import Workbook  # noqa: PLC0415

    count, sheet = 0, None
    with Workbook(path, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        moment, bold = book.add_format({"num_format": "yyyy-mm-dd hh:mm"}), book.add_format({"bold": True})
        for place, row in enumerate(rows):
            if place % _SHEET_ROWS == 0:
                sheet = _sheet(book, head, bold)
            for column, cell in enumerate(row):
                _put(sheet, 1 + place % _SHEET_ROWS, column, cell, moment)
            count += 1
        if sheet is None:
            _sheet(book, head, bold)
    return count


def _sheet(book: Any, head: Sequence[str], bold: Any) -> Any:
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(head):
        sheet.write_string(0, column, one_line(name, _SHEET_CELL), bold)
    return sheet


def _put(sheet: Any, row: int, column: int, cell: Cell, moment: Any) -> None:
    if isinstance(cell, datetime):
        # A sheet knows no zones: it is the region's time that stands there.
        sheet.write_datetime(row, column, cell.replace(tzinfo=None), moment)
    elif isinstance(cell, int):
        sheet.write_number(row, column, cell)
    elif cell:
        sheet.write_string(row, column, one_line(cell, _SHEET_CELL))


def _as_text(cell: Cell, form: str) -> str:
    return written_moment(cell, form) if isinstance(cell, datetime) else str(cell)


WRITES: dict[str, Callable[[IO[str], Sequence[str], Rows, str, str], int]] = {"csv": write_csv, "jsonl": write_jsonl}
"""What writes a file of text, by the name of its format."""
