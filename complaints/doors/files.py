"""The rows of a CSV or JSONL file, one after the other: a file may be larger than the memory."""

from __future__ import annotations

import codecs
import csv
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from io import BufferedReader, TextIOWrapper
from pathlib import Path
from typing import IO, Any

from complaints.doors.cells import plain
from config.errors import nearest
from config.exchange import ExchangeMap
from sms.errors import UserError
from sms.safe_text import one_line

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_WINDOWS = "cp1252"
_PIECE = 1 << 20
_ZIP = b"PK\x03\x04"
"""What a spreadsheet begins with."""
_LISTED = 20
_SEPARATORS = (",", ";", "\t", "|")
_TELLS_SEPARATOR = "sep="
"""A first line by which Excel is told what is between the cells."""

Progress = Callable[[int], None]
"""What hears how many bytes of the file have been read since it was last told."""

_TOLD_EVERY = 100
"""So many lines are read from one telling to the next: asking how far one is takes longer than reading a line."""


class FileError(UserError):
    """The file cannot be read at all; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the file: where it begins, and its cells by the name of their column; `wrong` is why it has none."""

    number: int
    cells: dict[str, str] = field(default_factory=dict)
    wrong: str = ""


def encoding_of(path: Path) -> str:
    """Tell how a file is written: by its mark, else as UTF-8, else as Windows writes."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        start = file.read(4)
        marked = next((name for mark, name in _MARKS.items() if start.startswith(mark)), None)
        if marked:
            return marked
        file.seek(0)
        try:
            while piece := file.read(_PIECE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return _WINDOWS
    return "utf-8"


def lines_of(
    path: Path, map_: ExchangeMap, progress: Progress = lambda _count: None, *, incomplete: bool = False
) -> Iterator[Line]:
    """Give the rows of a file; raises FileError if it has not the columns of the map.

    A file may have columns that no map names, and may lack some that the map names. One that does both may call by
    another name what the map is looking for, who wants to stay unknown above all: that is read only if it is meant to
    be `incomplete`.
    """
    try:
        _require_text(path)
        encoding = map_.file.encoding or encoding_of(path)
        encoding = "utf-8-sig" if encoding == "utf-8" else encoding
        with path.open("rb") as raw:
            file = TextIOWrapper(raw, encoding=encoding, errors="replace", newline="")
            read = _jsonl if path.suffix.lower() in {".jsonl", ".ndjson"} else _csv
            yield from read(path, map_, _counted(file, raw, progress), incomplete=incomplete)
    except OSError as error:
        raise FileError(f"{path}: cannot be read: {error.strerror}") from None


def _counted(file: IO[str], raw: BufferedReader, progress: Progress) -> Iterator[str]:
    """Give the lines of the file as they are, and tell now and then of the bytes that have been read."""
    told = 0
    for number, line in enumerate(file):
        yield line
        if number % _TOLD_EVERY == 0:
            progress(raw.tell() - told)
            told = raw.tell()
    progress(raw.tell() - told)


def _require_text(path: Path) -> None:
    with path.open("rb") as file:
        if file.read(4) == _ZIP:
            raise FileError(f"{path}: is a spreadsheet; open it, save it as CSV, and import that")


def _csv(path: Path, map_: ExchangeMap, lines: Iterator[str], *, incomplete: bool) -> Iterator[Line]:
    first, skipped = next(lines, ""), 0
    told = first.strip().casefold()
    if told.startswith(_TELLS_SEPARATOR):
        separator, first, skipped = first.strip()[len(_TELLS_SEPARATOR) :][:1] or "\t", next(lines, ""), 1
    else:
        separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(_chain(first, lines), delimiter=map_.file.separator or separator, strict=True)
    try:
        named = _names(map_)
        head = [named.get(_key(name), name.strip()) for name in next(reader, [])]
    except csv.Error as error:
        raise FileError(f"{path}:{skipped + 1}: the line of the columns cannot be read: {error}") from None
    _require_columns(path, map_, head, incomplete=incomplete)
    yield from _records(reader, head, skipped)


def _names(map_: ExchangeMap) -> dict[str, str]:
    """Give the columns of the map by what they are called in whatever case."""
    return {_key(column): column for columns in map_.columns.values() for column in columns}


def _key(name: str) -> str:
    return " ".join(name.casefold().split())


def _chain(first: str, lines: Iterable[str]) -> Iterator[str]:
    yield first
    yield from lines


def _records(reader: Any, head: list[str], skipped: int) -> Iterator[Line]:
    """Give the records; one with a stray quotation mark is wrong, and the next is read anew."""
    while True:
        number = reader.line_num + 1 + skipped
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            until = reader.line_num + skipped
            where = f"lines {number} to {until} were read as one row" if until > number else "the row cannot be read"
            yield Line(number, wrong=f"{where}, a quotation mark is wrong in it: {error}")
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(head) and any(cell.strip() for cell in cells[len(head) :]):
            yield Line(number, wrong=f"has {len(cells)} cells, the first line names {len(head)} columns")
            continue
        yield Line(number, dict(zip(head, map(plain, cells), strict=False)))


def _require_columns(path: Path, map_: ExchangeMap, head: list[str], *, incomplete: bool) -> None:
    """Refuse a file without the id or without any column of the text: it is another system's, or another map's."""
    known = _names(map_).values()
    # Our own number stands there for them; it is not read.
    ours = map_.columns.get("number", ())
    missing = [each for each in known if each not in head and each not in ours]
    unused = [each for each in head if each and each not in known]
    for name in ("id", "text"):
        columns = map_.columns[name]
        if not set(columns) & set(head):
            found = ", ".join(one_line(each, 40) for each in head[:20]) or "none"
            hint = nearest(columns[-1], head)
            raise FileError(
                f"{path}:1: no column {columns[-1]!r}, which is columns.{name} of {map_.path}. {hint}".rstrip()
                + ("" if "Known" in hint else f" The file has: {found}")
            )
    if missing and unused and not incomplete:
        raise FileError(
            f"{path}:1: lacks {_listed(missing)} of {map_.path}, and has {_listed(unused)}, which that does not name. "
            "Name in a map of your own what is the same; or import without those that are missing: --incomplete"
        )


def _listed(names: list[str]) -> str:
    return ", ".join(repr(one_line(each, 40)) for each in names[:_LISTED]) + (" ..." if len(names) > _LISTED else "")


def _jsonl(path: Path, map_: ExchangeMap, lines: Iterator[str], *, incomplete: bool) -> Iterator[Line]:
    named, asked = _names(map_), False
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Line(number, wrong=f"is not JSON: {error}")
            continue
        if not isinstance(found, dict):
            yield Line(number, wrong="is not a JSON object")
            continue
        cells: dict[str, str] = {
            named.get(_key(str(name)), str(name)): _as_cell(value) for name, value in found.items()
        }
        if not asked:
            _require_columns(path, map_, list(cells), incomplete=incomplete)
            asked = True
        yield Line(number, cells)


def _as_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else str(value)
