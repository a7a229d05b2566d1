"""A report as text: for a terminal, and for whoever reads it without pictures."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

from complaints.reports.document import (
    Bars,
    Block,
    Cell,
    Document,
    Heading,
    Lines,
    Mark,
    Paragraph,
    Table,
    Tiles,
)
from sms.safe_text import one_line

WIDTH = 100
_BAR = 30
_LABEL = 44
_LEAST_WIDTH = 60


def as_text(document: Document, width: int = WIDTH) -> str:
    """Write a report as text, so many columns wide; on a narrower screen it is as on one that is narrow."""
    width = max(width, _LEAST_WIDTH)
    parts = [one_line(document.title), one_line(document.subtitle), document.made]
    lines = ["=" * width, *parts, "=" * width, *(line for each in document.blocks for line in _block(each, width))]
    return "\n".join(lines) + "\n"


def plain(cell: Cell) -> str:
    """Write a cell in one line, a colour as its word."""
    return cell.word if isinstance(cell, Mark) else one_line(cell)


def _block(block: Block, width: int) -> Iterator[str]:
    match block:
        case Heading(text):
            yield from ("", one_line(text).upper(), "-" * len(one_line(text)))
        case Paragraph(text):
            yield from _wrapped(one_line(text), width)
        case Tiles(tiles):
            label, value = (max(len(getattr(tile, name)) for tile in tiles) for name in ("label", "value"))
            for tile in tiles:
                name, note = one_line(tile.label), one_line(tile.note)
                told = f"{name:<{label}}  {one_line(tile.value):>{value}}  {note}".rstrip()
                yield from _wrapped(told, width, label + value + 4)
        case Table():
            yield from _table(block, width)
        case Bars():
            yield from ("", *bars(block))
        case Lines():
            yield from ("", *days(block))


def _wrapped(text: str, width: int, indent: int = 0) -> list[str]:
    # The room between the columns of figures stays as it is.
    if len(text) <= width:
        return [text]
    cut = text.rfind(" ", indent + 1, width + 1)
    cut = cut if cut > indent else width
    rest = " " * indent + text[cut:].strip()
    return [text[:cut].rstrip(), *_wrapped(rest, width, indent)] if text[cut:].strip() else [text[:cut]]


def _table(block: Table, width: int) -> Iterator[str]:
    # A table is worth loading a library for, and only then.
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table as RichTable  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    shown = RichTable(box=None, pad_edge=False)
    for place, title in enumerate(block.head):
        shown.add_column(Text(title), justify="left" if place in block.words else "right")
    for row in block.rows:
        shown.add_row(*(Text(plain(cell)) for cell in row))
    out = StringIO()
    Console(file=out, width=width, color_system=None, highlight=False).print(shown)
    yield from ("", *(line.rstrip() for line in out.getvalue().splitlines()), "")


def bars(block: Bars) -> Iterator[str]:
    """Draw bars with characters."""
    if block.title:
        yield block.title
    most = block.most or max(bar.value for bar in block.bars) or 1
    label = min(max(len(bar.label) for bar in block.bars), _LABEL)
    for bar in block.bars:
        length = round(_BAR * bar.value / most)
        yield f"{one_line(bar.label)[:label]:<{label}}  {'#' * length}{' ' if length else ''}{one_line(bar.text)}"


def days(block: Lines) -> Iterator[str]:
    """Draw the days with characters: a line for each, with both figures."""
    yield f"{block.title} ({block.names[0]} #, {block.names[1]} o)"
    most = max(max(came, done) for _, came, done in block.days) or 1
    for label, came, done in block.days:
        drawn = ("#" * round(_BAR * came / most), "o" * round(_BAR * done / most))
        yield f"{label:>2}  {came:>6} {drawn[0]:<{_BAR}}  {done:>6} {drawn[1]}".rstrip()
