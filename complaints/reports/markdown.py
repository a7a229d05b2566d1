"""A report as Markdown, for a wiki or a message."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from complaints.reports.document import (
    Bars,
    Block,
    Document,
    Heading,
    Lines,
    Paragraph,
    Table,
    Tile,
    Tiles,
)
from complaints.reports.terminal import bars, days, plain
from sms.safe_text import one_line

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|])")


def as_markdown(document: Document) -> str:
    """Write a report as Markdown; what is drawn stands in it with characters."""
    head = [f"# {_safe(document.title)}", f"{_safe(document.subtitle)}. {_safe(document.made)}."]
    return "\n\n".join([*head, *("\n".join(_block(each)) for each in document.blocks)]) + "\n"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(text):
            yield f"## {_safe(text)}"
        case Paragraph(text):
            yield _safe(text)
        case Tiles(tiles):
            yield from (_tile(tile) for tile in tiles)
        case Table():
            yield from _table(block)
        case Bars():
            yield from _drawn(bars(block))
        case Lines():
            yield from _drawn(days(block))


def _tile(tile: Tile) -> str:
    note = f" ({_safe(tile.note)})" if tile.note else ""
    return f"- {_safe(tile.label)}: **{_safe(tile.value)}**{note}"


def _table(block: Table) -> Iterator[str]:
    yield _row(block.head)
    yield _row_of(":--" if place in block.words else "--:" for place in range(len(block.head)))
    for row in block.rows:
        yield _row(map(plain, row))


def _row(cells: Iterable[str]) -> str:
    return _row_of(map(_safe, cells))


def _row_of(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _drawn(lines: Iterable[str]) -> Iterator[str]:
    yield from ("```text", *lines, "```")


def _safe(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", one_line(text))
