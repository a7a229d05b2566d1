"""What is left on a SIM, as its operator tells it: rupiah, SMS, and until when the SIM lives."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

_DATE = re.compile(r"(\d{1,2})[-/. ]?(\d{1,2}|[a-z]{3,9})[-/. ]?(\d{4}|\d{2})", re.IGNORECASE)
_NAMES = ("jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des")
_OTHERS = {"peb": 2, "may": 5, "agt": 8, "ags": 8, "aug": 8, "oct": 10, "nop": 11, "dec": 12}
_MONTHS = {name: month for month, name in enumerate(_NAMES, 1)} | _OTHERS
"""By their first three letters."""
_CENTURY = 2000


@dataclass(frozen=True, slots=True)
class Balance:
    """What an answer tells; None is what it does not."""

    rupiah: int | None = None
    sms: int | None = None
    until: date | None = None

    @property
    def is_readable(self) -> bool:
        """Whether it tells how much can still be sent."""
        return self.rupiah is not None or self.sms is not None


def read_balance(answer: str, patterns: Iterable[re.Pattern[str]]) -> Balance:
    """Read an answer: of each thing what the first pattern finds that fits."""
    found: dict[str, str] = {}
    for pattern in patterns:
        if pattern.groupindex.keys() - found.keys() and (fits := pattern.search(answer)):
            found = {name: text for name, text in fits.groupdict().items() if text} | found
    return Balance(_amount(found.get("rupiah")), _amount(found.get("sms")), _date(found.get("until")))


def _amount(text: str | None) -> int | None:
    return int(re.sub(r"\D", "", text)) if text else None


def _date(text: str | None) -> date | None:
    """Read a date; one that is in no calendar is none."""
    with suppress(ValueError):
        return date.fromisoformat(text or "")
    found = _DATE.fullmatch(text or "")
    if not found:
        return None
    day, month, year = found.groups()
    number = int(month) if month.isdecimal() else _MONTHS.get(month[:3].lower(), 0)
    with suppress(ValueError):
        return date(int(year) if int(year) > _CENTURY else _CENTURY + int(year), number, int(day))
    return None
