"""How listings are written: a table for people, one JSON array for programs."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

from sms.safe_text import mask_number, one_line

Row = Mapping[str, Any]

_WIDTH_WITHOUT_TERMINAL = 200

ROW_ID = click.IntRange(1, 2**63 - 1)
"""The type of an argument that names a row; no database holds a larger one."""

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
limit_option = click.option(
    "--limit", type=click.IntRange(1, 1_000_000), default=50, show_default=True, help="At most so many."
)
reveal_option = click.option("--reveal", is_flag=True, help="Show phone numbers in full; this is logged.")


def listing(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that every listing has: --json and --limit."""
    return json_option(limit_option(command))


def emit(
    rows: Iterable[Row], columns: Sequence[str], *, as_json: bool, titles: Mapping[str, str] | None = None
) -> None:
    """Print rows: all their fields as JSON, or these columns as a table; `titles` are shorter heads of columns."""
    if as_json:
        click.echo(_json([_plain(row) for row in rows]))
        return
    table = [[cell(row[column]) for column in columns] for row in rows]
    if table:
        _print_table([(titles or {}).get(column, column) for column in columns], table)
    else:
        click.echo("nothing", err=True)


def unless_same(column: str, rows: Sequence[Row], columns: Sequence[str]) -> list[str]:
    """Leave a column out that says the same in every row: the room is for the text."""
    same = len({row[column] for row in rows}) <= 1
    return [each for each in columns if each != column or not same]


def emit_one(row: Row, *, as_json: bool) -> None:
    """Print one object: as JSON, or a line for each field."""
    if as_json:
        click.echo(_json(_plain(row)))
        return
    longest = max(map(len, row))
    for name, value in row.items():
        click.echo(f"{name:<{longest}}  {cell(value)}")


def width() -> int:
    """Tell how many columns there are to write in."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else _WIDTH_WITHOUT_TERMINAL


def cell(value: Any) -> str:
    """Write a value for a person, in one line and without what a terminal would obey."""
    if value is None:
        return "-"
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return one_line(str(value))


def in_zone(row: Row, zone: ZoneInfo) -> dict[str, Any]:
    """Turn the moments of a row into those of a zone, which `cell` then tells with them."""
    return {name: value.astimezone(zone) if isinstance(value, datetime) else value for name, value in row.items()}


def _moment(at: datetime) -> str:
    """Write a moment in the computer's time, or in that of a region, with its zone, where it is one of a region."""
    return at.strftime("%Y-%m-%d %H:%M %Z") if isinstance(at.tzinfo, ZoneInfo) else f"{at.astimezone():%Y-%m-%d %H:%M}"


HIDDEN = "(hidden)"
"""What stands in the place of what a listing never shows."""


def number(address: str | None, *, reveal: bool) -> str | None:
    """Write a phone number: masked, unless it may be revealed."""
    return address if reveal or address is None else mask_number(address)


def named_in(text: str) -> set[int]:
    """Give the numbers in a text that may be complaints', however they were typed."""
    from parsers.number import numbers_in

    return numbers_in(text)


def _json(value: Any) -> str:
    """Write JSON in ASCII: exact, printable in every locale, and no control character of a citizen's text is bare."""
    return json.dumps(value)


def _plain(value: Any) -> Any:
    """Write the moments in a value as texts, however deep they lie."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, (list, tuple)) else value


def _print_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    # A table is worth loading a library for, and only then.
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column)
    # The cells do not wrap but the columns may shrink, and rich takes the room from the widest: the text.
    for row in rows:
        table.add_row(*(Text(text, no_wrap=True, overflow="ellipsis") for text in row))
    Console(width=width(), highlight=False).print(table)
