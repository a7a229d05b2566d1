"""Phone numbers in the midst of a text, however people write them: "(0811) 1000 0100", "+62 811.1000.0100".

Of the digits that stand together, each group may begin one. Beside them stand complaints' numbers, sums of money, dates
and times, which begin otherwise, or are told by what is before and after them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sms import damm

_RUN = re.compile(r"[+(]{0,2}[0-9]+(?:\)?[\W_]{1,2}[0-9]+)*")
_GROUP = re.compile(r"[0-9]+")
_DATE = re.compile(r"[0-9]{1,2}([/.\-])[0-9]{1,2}\1(?:[0-9]{4}|[0-9]{2})(?![0-9])")
_AMOUNT = re.compile(r"[1-9][0-9]{0,2}(?:[.,][0-9]{3}){1,2}(?![0-9.,]?[0-9])")
_BEFORE_MONEY = re.compile(r"(?:\brp|\bidr)[\s.:]*$", re.IGNORECASE)
_AFTER_MONEY = re.compile(r"[0-9.,]*\s*(?:,-|rupiah\b|ribu\b|rb\b|juta\b|jt\b|miliar\b)", re.IGNORECASE)
_FEWEST = 9
_MOST = (("0062", 15), ("620", 15), ("62", 14), ("0", 13), ("8", 12))
"""The most digits of a number that begins so; the first that fits."""
_COMPLAINT = 7
_ENDS_BEFORE = 8
"""How much of what stands before a sum may tell that it is one."""


def without_phones(text: str) -> str:
    """Write `(nomor)` in place of each phone number: 9 to 15 digits, at most a bracket and two other signs between."""
    return _RUN.sub(_masked, text)


def _masked(run: re.Match[str]) -> str:
    text, begin = run.string, run.start()
    groups = list(_GROUP.finditer(text, begin, run.end()))
    written, at, place = "", begin, 0
    while place < len(groups):
        end = _end_of_phone(text, groups, place)
        if end is not None:
            written += text[at : groups[place].start()].rstrip("+(") + "(nomor)"
            at = groups[end].end()
            place = end
        place += 1
    return written + text[at : run.end()]


def _end_of_phone(text: str, groups: Sequence[re.Match[str]], first: int) -> int | None:
    """Tell at which group the phone number ends that begins with one; None if none does."""
    if not _begins(text, groups, first) or _is_other(text, groups[first].start()):
        return None
    digits, found = "", None
    for place in range(first, len(groups)):
        group = groups[place][0]
        digits += group
        most = next((most for begins, most in _MOST if digits.startswith(begins)), 0)
        if len(digits) > most or (digits[0] == "8" and _is_complaint(group)):
            break
        found = place if len(digits) >= _FEWEST else found
    return found


def _begins(text: str, groups: Sequence[re.Match[str]], place: int) -> bool:
    """Tell whether a phone number may begin with a group: its first digits stand together, as in 0811, 62 and 811."""
    group, start = groups[place][0], groups[place].start()
    following = groups[place + 1][0] if place + 1 < len(groups) else ""
    length = len(group)
    if group[0] == "0":
        # "08" before a blank is the half of 0811, before any other sign an hour or a day.
        half = text[groups[place].end() : groups[place].end() + 1].isspace() and following.startswith(("1", "2", "3"))
        whole = length > 2 and (group[1] != "0" or group.startswith("0062"))
        return whole or (group == "0" and following.startswith("8")) or (group == "08" and half)
    if group.startswith("62"):
        return text[start - 1 : start] == "+" or length in {2, 5, 6} or length >= _FEWEST
    return group[0] == "8" and (length in {3, 4} or length >= _FEWEST)


def _is_other(text: str, start: int) -> bool:
    """Tell whether a date or a sum of money begins at a place."""
    money = _BEFORE_MONEY.search(text[max(0, start - _ENDS_BEFORE) : start]) or _AFTER_MONEY.match(text, start)
    return bool(money or _DATE.match(text, start) or _AMOUNT.match(text, start))


def _is_complaint(group: str) -> bool:
    return len(group) in range(_COMPLAINT, _FEWEST + 1) and group[0] != "0" and damm.is_valid(group)
