"""What a report is made of, whatever it is written as: every figure and word is settled here once."""

from __future__ import annotations

from dataclasses import dataclass

from complaints.figures.colours import Colour


@dataclass(frozen=True, slots=True)
class Mark:
    """A colour with its word, which stands beside it for whoever sees no colours."""

    colour: Colour
    word: str


Cell = str | Mark


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a part."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or more; `small` is what explains."""

    text: str
    small: bool = False


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure, large, with what it is above and what there is to know below."""

    label: str
    value: str
    note: str = ""
    colour: Colour | None = None


@dataclass(frozen=True, slots=True)
class Tiles:
    """Figures side by side."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under their heads; the columns in `words` are text, the others figures. `widths` are shares of the page."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    words: frozenset[int] = frozenset({0})
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it is of, how long, how that is written, and its colour if it has one."""

    label: str
    value: int
    text: str
    colour: Colour | None = None


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of bars; `most` is what a whole bar is, the longest one without."""

    title: str
    bars: tuple[Bar, ...]
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """A chart of days: two figures for each, with their names."""

    title: str
    names: tuple[str, str]
    days: tuple[tuple[str, int, int], ...]


Block = Heading | Paragraph | Tiles | Table | Bars | Lines


@dataclass(frozen=True, slots=True)
class Document:
    """A report that is ready to be written down."""

    language: str
    title: str
    subtitle: str
    made: str
    blocks: tuple[Block, ...]
