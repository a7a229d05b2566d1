"""Citizens' text on its way to a terminal, a log or a spreadsheet.

An SMS may hold anything: terminal escapes, characters that turn the writing direction around, spreadsheet formulas.
All output of such text goes through here.
"""

from __future__ import annotations

import re
import unicodedata

from sms.phones import without_phones

_UNSAFE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_NIK = re.compile(
    r"(?<!\d)\d{16}(?!\d)|(?<!\d)(?<!\d[ .\-])\d{1,6}([ .\-])\d{1,6}(?:\1\d{1,6}){1,7}(?![ .\-]?\d)", re.ASCII
)
_NIK_DIGITS = 16
_DIGIT = re.compile(r"\d")
_MAIL = re.compile(r"[\w.+\-]{1,64}@[\w\-]+(?:\.[\w\-]+)+")
_FORMULA_STARTS = ("=", "+", "-", "@")


def one_line(text: str, limit: int | None = None) -> str:
    """Write a text in one line without control or direction characters; longer than `limit` ends in three dots."""
    # Nearly all texts; what is printable is neither a control character nor a separator but the blank.
    flat = text if text.isprintable() else "".join(_harmless(character) for character in text)
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


def mask_nik(text: str) -> str:
    """Write `(NIK)` in place of each NIK, the number of a citizen's identity card: nobody here needs it.

    It has 16 digits, at once or in groups of at most six: two of the province, four of regency and district, the day of
    birth (plus 40 for women), month and year, four of its own. A complaint's number, of seven to nine digits, is none.
    """
    return _NIK.sub(_masked, text) if _DIGIT.search(text) else text


def mask_phones(text: str) -> str:
    """Write `(nomor)` in place of each phone number, however it is written, and `(email)` in place of an address.

    A text in which something is masked comes in the plain forms of its characters, without those that nobody sees.
    """
    plain = "".join(each for each in unicodedata.normalize("NFKC", text) if unicodedata.category(each) != "Cf")
    masked = without_phones(_MAIL.sub("(email)", plain))
    return text if masked == plain else masked


def _masked(found: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", found[0])
    if len(digits) != _NIK_DIGITS:
        return found[0]
    province, day, month = int(digits[:2]), int(digits[6:8]), int(digits[8:10])
    born = (1 <= day <= 31 or 41 <= day <= 71) and 1 <= month <= 12
    return "(NIK)" if 11 <= province <= 97 and born else found[0]


def _harmless(character: str) -> str:
    if character in "\n\r\t":
        return " "
    return "\ufffd" if unicodedata.category(character) in _UNSAFE else character


def storable(text: str) -> str:
    """Write a text as every database can hold it: no NUL, no lone surrogates."""
    return text.replace("\x00", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
