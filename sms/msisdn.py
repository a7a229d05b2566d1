"""Who sent it: telling phone numbers from short codes and letters, and writing numbers in one way.

The sender is classified before any phone number library sees it: such a library makes a subscriber's number of
`1708` or `BANK123`, and we would text strangers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from sms.errors import UserError
from sms.safe_text import storable

COUNTRY = "ID"
LONGEST_ADDRESS = 32
"""Characters kept of a sender's letters; a network gives eleven at most (3GPP TS 23.040 section 9.1.2.5)."""

_COUNTRY_CODE = "62"
_DIGITS = re.compile(r"\+?[0-9]+")
_E164 = re.compile(r"\+[0-9]{8,15}")
_PLAIN_MOBILE = re.compile(r"\+628[0-9]{7,12}")
_DECORATION = re.compile(r"[\s().\-/]")
_SHORT_CODE_DIGITS = 7


class SenderKind(StrEnum):
    """What an originating address is. Only a number can be answered."""

    NUMBER = "number"
    SHORT_CODE = "short_code"
    LETTERS = "letters"


@dataclass(frozen=True, slots=True)
class Sender:
    """An originating address: its kind, and one way to write it (E.164 with the plus sign for numbers)."""

    kind: SenderKind
    address: str


class NotANumberError(UserError):
    """The text is no phone number that could be texted."""


@lru_cache(maxsize=4096)
def classify(raw: str) -> Sender:
    """Tell what kind of sender an address is; never raises, what is no number is letters."""
    text = raw.strip()
    digits = _DECORATION.sub("", text)
    if not _DIGITS.fullmatch(digits):
        return Sender(SenderKind.LETTERS, storable(text)[:LONGEST_ADDRESS])
    if _is_short(digits):
        return Sender(SenderKind.SHORT_CODE, digits)
    try:
        return Sender(SenderKind.NUMBER, parse_msisdn(digits))
    except NotANumberError:
        return Sender(SenderKind.LETTERS, storable(text)[:LONGEST_ADDRESS])


def parse_msisdn(raw: str) -> str:
    """Write a number as people type it (0811..., 62811..., +62 811-...) in E.164; raises NotANumberError."""
    digits = _DECORATION.sub("", raw.strip())
    if not _DIGITS.fullmatch(digits) or _is_short(digits):
        raise NotANumberError(f"{raw!r} is not a phone number; write it like +628111000001")
    number = _international(digits)
    if _PLAIN_MOBILE.fullmatch(number):
        return number
    return _by_library(number, raw)


def _is_short(digits: str) -> bool:
    return not digits.startswith("+") and len(digits) <= _SHORT_CODE_DIGITS


def _international(digits: str) -> str:
    """Put the plus sign where Indonesians leave it out."""
    if digits.startswith("00"):
        return "+" + digits[2:]
    if digits.startswith("0"):
        return f"+{_COUNTRY_CODE}{digits[1:]}"
    if digits.startswith(_COUNTRY_CODE):
        return "+" + digits
    return digits


def _by_library(number: str, raw: str) -> str:
    # The library's metadata takes time and memory, and nearly every sender is a plain Indonesian mobile.
    import phonenumbers  # noqa: PLC0415

    try:
        parsed = phonenumbers.parse(number, COUNTRY)
    except phonenumbers.NumberParseException as error:
        raise NotANumberError(f"{raw!r} is not a phone number; write it like +628111000001") from error
    written: str = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    # The library lets Indonesian numbers be longer than any number can be (ITU-T E.164 section 6.1).
    if not phonenumbers.is_possible_number(parsed) or not _E164.fullmatch(written):
        raise NotANumberError(f"{raw!r} is not a possible phone number; write it like +628111000001")
    return written
