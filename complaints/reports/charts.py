"""The charts of a report, drawn once: the same drawing is on the page and on paper.

Light colours that also differ in grey, and every bar has its figure, and its colour its word, written beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.graphics import renderSVG
from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth

from complaints.figures.colours import Colour
from complaints.reports.document import Bar, Bars, Lines

WIDTH = 400
"""How wide every drawing is, in points; a phone shows it a little smaller, a page a little larger."""

_FONT, _SIZE, _SMALL = "Helvetica", 10, 9
_INK, _GRID, _BAR, _SECOND = (HexColor(code) for code in ("#22303c", "#d5dbe1", "#5b8db8", "#e3a34a"))
_COLOURS = {
    Colour.RED: HexColor("#d9776c"),
    Colour.YELLOW: HexColor("#e6c35c"),
    Colour.GREEN: HexColor("#7fb58a"),
}
_ROW, _LABEL, _GAP = 18, 165, 6
_PLOT, _LEFT, _TOP, _FOOT = 120, 30, 24, 18
_TICKS = (1, 2, 5)


def draw(block: Bars | Lines) -> Drawing:
    """Draw a chart."""
    return _bars(block) if isinstance(block, Bars) else _days(block)


def as_svg(block: Bars | Lines, place: int) -> str:
    """Draw a chart for a page, the one at a place: one element, without the head that a file of its own has."""
    text: str = renderSVG.drawToString(draw(block))
    # Every drawing calls its frame so, and a page with several would clip them all by the first.
    text = text.replace('id="clip"', f'id="clip{place}"').replace("url(#clip)", f"url(#clip{place})")
    return text[text.index("<svg") :]


def _bars(block: Bars) -> Drawing:
    height = _ROW * len(block.bars) + (_TOP if block.title else 4)
    drawing = Drawing(WIDTH, height)
    if block.title:
        drawing.add(_text(0, height - 12, block.title))
    room = WIDTH - _LABEL - 2 * _GAP - max(_width(bar.text) for bar in block.bars)
    most = block.most or max(bar.value for bar in block.bars) or 1
    begin = height - (_TOP if block.title else 4)
    for place, bar in enumerate(block.bars):
        _bar(drawing, bar, begin - _ROW * (place + 1), room * bar.value / most)
    return drawing


def _bar(drawing: Drawing, bar: Bar, bottom: float, length: float) -> None:
    drawing.add(_text(_LABEL - _GAP, bottom + 5, _short(bar.label, _LABEL - _GAP), anchor="end"))
    fill = _COLOURS[bar.colour] if bar.colour else _BAR
    drawing.add(Rect(_LABEL, bottom + 3, max(length, 1), _ROW - 6, fillColor=fill, strokeColor=None))
    drawing.add(_text(_LABEL + max(length, 1) + _GAP, bottom + 5, bar.text))


def _days(block: Lines) -> Drawing:
    drawing = Drawing(WIDTH, _PLOT + _TOP + _FOOT + 18)
    drawing.add(_text(0, _PLOT + _TOP + _FOOT + 6, block.title))
    _legend(drawing, block)
    most = max(max(came, done) for _, came, done in block.days) or 1
    step = _step(most)
    scale = _PLOT / (step * -(-most // step))
    for value in range(0, most + step, step):
        at = _FOOT + value * scale
        if at <= _FOOT + _PLOT + 1:
            drawing.add(Line(_LEFT, at, WIDTH, at, strokeColor=_GRID, strokeWidth=0.6))
            drawing.add(_text(_LEFT - 4, at - 3, str(value), anchor="end", size=_SMALL))
    _columns(drawing, block.days, scale)
    return drawing


def _legend(drawing: Drawing, block: Lines) -> None:
    at = float(_LEFT)
    for name, fill in zip(block.names, (_BAR, _SECOND), strict=True):
        drawing.add(Rect(at, _PLOT + _FOOT + 9, 9, 9, fillColor=fill, strokeColor=None))
        drawing.add(_text(at + 13, _PLOT + _FOOT + 10, name, size=_SMALL))
        at += 13 + _width(name) + 14


def _columns(drawing: Drawing, days: Sequence[tuple[str, int, int]], scale: float) -> None:
    room = (WIDTH - _LEFT) / len(days)
    half = room * 0.4
    # A label for each day of a week or a fortnight, for each fifth of a month.
    every = 1 if len(days) <= 16 else 5
    for place, (label, came, done) in enumerate(days):
        left = _LEFT + place * room + room * 0.1
        drawing.add(Rect(left, _FOOT, half, came * scale, fillColor=_BAR, strokeColor=None))
        drawing.add(Rect(left + half, _FOOT, half, done * scale, fillColor=_SECOND, strokeColor=None))
        if place == 0 or (place + 1) % every == 0:
            drawing.add(_text(left + half, 5, label, anchor="middle", size=_SMALL))


def _step(most: int) -> int:
    """Give the distance of the lines: four or five of them, at round numbers."""
    scale = 1
    while True:
        for tick in _TICKS:
            if most <= tick * scale * 5:
                return tick * scale
        scale *= 10


def _text(x: float, y: float, text: str, *, anchor: str = "start", size: int = _SIZE) -> String:
    colour: Color = _INK
    return String(x, y, text, fontName=_FONT, fontSize=size, fillColor=colour, textAnchor=anchor)


def _width(text: str) -> float:
    return float(stringWidth(text, _FONT, _SIZE))


def _short(text: str, room: float) -> str:
    """Cut a text that is too long for its place."""
    if _width(text) <= room:
        return text
    while text and _width(f"{text}...") > room:
        text = text[:-1]
    return f"{text.rstrip()}..."
