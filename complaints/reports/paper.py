"""A report as PDF, on A4."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, SimpleDocTemplate, Spacer
from reportlab.platypus import Paragraph as Text
from reportlab.platypus import Table as Grid

from complaints.figures.colours import Colour
from complaints.reports.charts import draw
from complaints.reports.document import Bars, Block, Cell, Document, Heading, Lines, Mark, Paragraph, Table, Tiles

_MARGIN = 16 * mm
_WIDTH = A4[0] - 2 * _MARGIN
_INK, _PALE, _LINE, _SOFT = (HexColor(code) for code in ("#22303c", "#f2f6fa", "#d5dbe1", "#4a5a68"))
_SHADES = {Colour.RED: HexColor("#f8d9d5"), Colour.YELLOW: HexColor("#fbeec4"), Colour.GREEN: HexColor("#dcefdf")}


def _style(name: str, size: float, *, bold: bool = False, **more: Any) -> ParagraphStyle:
    font = "Helvetica-Bold" if bold else "Helvetica"
    more = {"textColor": _INK, **more}
    return ParagraphStyle(name, fontName=font, fontSize=size, leading=size * 1.28, **more)


_TITLE, _SUBTITLE = _style("title", 17, bold=True, spaceAfter=3), _style("subtitle", 10, spaceAfter=6)
_HEADING = _style("heading", 12, bold=True, spaceBefore=11, spaceAfter=4)
_TEXT, _SMALL = _style("text", 9.5, spaceAfter=3), _style("small", 8, textColor=_SOFT, spaceAfter=3)
_CELL, _FIGURE = _style("cell", 8), _style("figure", 8, alignment=TA_RIGHT)
_HEAD, _HEAD_FIGURE = _style("head", 8, bold=True), _style("head figure", 8, bold=True, alignment=TA_RIGHT)
_VALUE, _NOTE = _style("value", 12.5, bold=True), _style("note", 7.5, textColor=_SOFT)


def as_pdf(document: Document) -> bytes:
    """Write a report as a PDF; the same report is the same file."""
    out = BytesIO()
    margins = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), _MARGIN)
    told = {"title": f"{document.title}: {document.subtitle}", "author": "aduan", "lang": document.language}
    template = SimpleDocTemplate(out, pagesize=A4, invariant=1, **margins, **told)
    head = [Text(escape(document.title), _TITLE), Text(escape(f"{document.subtitle}. {document.made}."), _SUBTITLE)]
    story = [*head, *(each for block in document.blocks for each in _block(block))]

    def foot(canvas: Any, _template: object) -> None:
        canvas.setFont("Helvetica", 7.5)
        canvas.setFillColor(_SOFT)
        canvas.drawString(_MARGIN, 9 * mm, f"{document.title}, {document.subtitle}")
        canvas.drawRightString(A4[0] - _MARGIN, 9 * mm, str(canvas.getPageNumber()))

    template.build(story, onFirstPage=foot, onLaterPages=foot)
    return out.getvalue()


def _block(block: Block) -> Iterator[Flowable]:
    match block:
        case Heading(text):
            # Never alone at the foot of a page.
            yield CondPageBreak(42 * mm)
            yield Text(escape(text), _HEADING)
        case Paragraph(text, small):
            yield Text(escape(text), _SMALL if small else _TEXT)
        case Tiles():
            yield _tiles(block)
            yield Spacer(1, 4)
        case Table():
            yield _table(block)
            yield Spacer(1, 4)
        case Bars() | Lines():
            drawing = draw(block)
            drawing.hAlign = "LEFT"
            yield drawing
            yield Spacer(1, 4)


def _tiles(block: Tiles) -> Grid:
    cells = [
        [Text(escape(tile.label), _NOTE), Text(escape(tile.value), _VALUE), Text(escape(tile.note), _NOTE)]
        for tile in block.tiles
    ]
    look = [("BACKGROUND", (0, 0), (-1, -1), _PALE), ("INNERGRID", (0, 0), (-1, -1), 3, HexColor("#ffffff"))]
    room = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("TOPPADDING", (0, 0), (-1, -1), 4)]
    return Grid([cells], colWidths=[_WIDTH / len(cells)] * len(cells), style=look + room)


def _table(block: Table) -> Grid:
    rows = [[_head(title, word=place in block.words) for place, title in enumerate(block.head)]]
    rows += [[_cell(cell, word=place in block.words) for place, cell in enumerate(row)] for row in block.rows]
    shares = block.widths or (1,) * len(block.head)
    widths = [_WIDTH * share / sum(shares) for share in shares]
    look: list[tuple[Any, ...]] = [
        ("BACKGROUND", (0, 0), (-1, 0), _PALE),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, _LINE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        *((f"{side}PADDING", (0, 0), (-1, -1), room) for side, room in _PADDING.items()),
    ]
    for down, row in enumerate(block.rows, 1):
        marks = ((place, cell) for place, cell in enumerate(row) if isinstance(cell, Mark))
        look += [("BACKGROUND", (place, down), (place, down), _SHADES[cell.colour]) for place, cell in marks]
    return Grid(rows, colWidths=widths, style=look, repeatRows=1)


_PADDING = {"TOP": 2, "BOTTOM": 2.5, "LEFT": 3, "RIGHT": 3}


def _head(title: str, *, word: bool) -> Text:
    return Text(escape(title), _HEAD if word else _HEAD_FIGURE)


def _cell(cell: Cell, *, word: bool) -> Text:
    text = cell.word if isinstance(cell, Mark) else cell
    return Text(escape(text), _CELL if word else _FIGURE)
