"""Citizens' text on its way to a terminal, a log or a spreadsheet.

An SMS may hold anything: terminal escapes, characters that turn the writing direction around, spreadsheet formulas.
All output of such text goes through here.
"""

from __future__ import annotations

import unicodedata

_UNSAFE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_FORMULA_STARTS = ("=", "+", "-", "@")


def one_line(text: str, limit: int | None = None) -> str:
    """Write a text in one line without control or direction characters; longer than `limit` ends in three dots."""
    flat = "".join(_harmless(character) for character in text)
    flat = " ".join(flat.split())
    if limit is not None and len(flat) > limit:
        return flat[: limit - 3].rstrip() + "..."
    return flat


def for_spreadsheet(text: str) -> str:
    """Write a text so that no spreadsheet takes it for a formula."""
    flat = one_line(text)
    return "'" + flat if flat.startswith(_FORMULA_STARTS) else flat


def mask_number(number: str) -> str:
    """Show a number so that its owner would know it and nobody else: country code, two digits, last three."""
    if not number.startswith("+") or len(number) < 9:
        return number if len(number) <= 6 else number[:2] + "***"
    return f"{number[:5]}***{number[-3:]}"


def _harmless(character: str) -> str:
    if character in "\n\r\t":
        return " "
    return "\ufffd" if unicodedata.category(character) in _UNSAFE else character


def storable(text: str) -> str:
    """Write a text as every database can hold it: no NUL, no lone surrogates."""
    return text.replace("\x00", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
