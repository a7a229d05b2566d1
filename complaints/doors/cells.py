"""What a cell of somebody else's file means: a phone, a moment, yes or no; and how a cell is written for them. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from config.exchange_file import ISO
from sms.msisdn import NotANumberError, parse_msisdn
from sms.safe_text import one_line

_NOTHING = frozenset({"", "-", "--", "null", "none", "nan", "n/a", "#n/a", "tidak ada", "tdk ada", "kosong", "nihil"})
_CUT_SHORT = re.compile(r"\+?\d+(?:[.,]\d+)?e\+?\d+", re.IGNORECASE)
_WHOLE = re.compile(r"(\+?\d{6,})[.,]0")
_WITHOUT_ZERO = re.compile(r"8\d{8,11}")
_ANOTHER = re.compile(r"[/;,]|\batau\b|\bdan\b")
_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)
_FORMULA_STARTS = ("=", "+", "-", "@", "'")
_UNGUARDED = re.compile(r"([;,] *)(?=[=+\-@'])")
_GUARDED = re.compile(r"([;,] *)'(?=[=+\-@'])")


class CellError(ValueError):
    """A cell that cannot be used; the message says why, without what stands in it if that is somebody's."""


def plain(cell: str) -> str:
    """Give what was meant by a cell: without the marks by which a spreadsheet is kept from taking it for formulas."""
    cell = cell.strip()
    if cell.startswith("=") and (as_text := _AS_TEXT.fullmatch(cell)):
        return as_text[1].replace('""', '"').strip()
    if "'" not in cell:
        return cell
    return _GUARDED.sub(r"\1", cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA_STARTS) else cell)


def given(cell: str) -> str:
    """Give a cell, and nothing for what systems write where there is nothing."""
    return "" if cell.casefold() in _NOTHING else cell


def phone(cell: str) -> str:
    """Read a phone number, with the zero that a spreadsheet took from it. Raises CellError."""
    written = cell.removeprefix("'")
    if _CUT_SHORT.fullmatch(written):
        raise CellError(f"{written} is what a spreadsheet made of the number: format the column as text, export again")
    if whole := _WHOLE.fullmatch(written):
        written = whole[1]
    # Of several numbers the first is called first.
    written = _ANOTHER.split(written, maxsplit=1)[0].strip()
    if _WITHOUT_ZERO.fullmatch(written):
        written = f"0{written}"
    try:
        return parse_msisdn(written)
    except NotANumberError:
        raise CellError("is no phone number") from None


def moment(written: str, forms: Sequence[str], zone: ZoneInfo) -> datetime:
    """Read a moment in one of some forms, in a zone if it names none. Raises CellError."""
    for form in forms:
        try:
            at = _reader(form)(written)
        except ValueError:
            continue
        return at if at.tzinfo else at.replace(tzinfo=zone)
    known = ", ".join(forms)
    raise CellError(f"{one_line(written, 40)!r} is no moment of the forms {known}; name its form under `dates`")


_PARTS = {"%Y": "(?P<year>[0-9]{4})", "%m": "(?P<month>[0-9]{1,2})", "%d": "(?P<day>[0-9]{1,2})"}
_PARTS |= {"%H": "(?P<hour>[0-9]{1,2})", "%M": "(?P<minute>[0-9]{1,2})", "%S": "(?P<second>[0-9]{1,2})"}


@lru_cache(maxsize=64)
def _reader(form: str) -> Callable[[str], datetime]:
    """Give what reads moments of a form: plain forms ten times as fast as the standard library."""
    if form == ISO:
        return datetime.fromisoformat
    pieces = re.split("(%.)", form)
    if any(piece not in _PARTS for piece in pieces[1::2]) or len(set(pieces[1::2])) < len(pieces) // 2:
        return lambda written: datetime.strptime(written, form)  # noqa: DTZ007 - its zone is told beside it
    pattern = re.compile("".join(_PARTS.get(piece) or re.escape(piece) for piece in pieces))
    return lambda written: _by_pattern(pattern, written)


def _by_pattern(pattern: re.Pattern[str], written: str) -> datetime:
    found = pattern.fullmatch(written)
    if found is None:
        raise ValueError(written)
    parts: Any = {name: int(digits) for name, digits in found.groupdict().items()}
    return datetime(**{"year": 1900, "month": 1, "day": 1, **parts})  # noqa: DTZ001 - its zone is told beside it


def written_moment(at: datetime, form: str) -> str:
    """Write a moment in a form, in the zone that it has."""
    return at.isoformat() if form == ISO else at.strftime(form)


def guarded(cell: str) -> str:
    """Write a cell in one line so that no spreadsheet takes it for a formula; `plain` gives it back.

    Nor what comes in it after a comma or semicolon, by which a spreadsheet of another country would part it.
    """
    flat = _UNGUARDED.sub(r"\1'", one_line(cell))
    return f"'{flat}" if flat.startswith(_FORMULA_STARTS) else flat
