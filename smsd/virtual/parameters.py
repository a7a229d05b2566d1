"""The parameters behind a command's equals sign (ITU-T V.250 section 5.4.2)."""

from __future__ import annotations

import re

from smsd.virtual.errors import BAD_PARAMETERS, AtError

_PARAMETER = re.compile(r'\s*("[^"]*"|[^,"]*?)\s*(?:,|$)')


def strings(text: str) -> list[str]:
    """Cut at the commas outside quotes, and take the quotes off; a parameter left out is empty."""
    return [found.strip('"') for found in _PARAMETER.findall(text + ",")[:-1]]


def numbers(text: str, *, least: int = 0, most: int) -> list[int | None]:
    """Read up to `most` numbers, at least `least`; None for one left out. Raises AtError for anything else."""
    values = strings(text)
    if not least <= len(values) <= most or not all(re.fullmatch(r"\d*", value) for value in values):
        raise AtError(BAD_PARAMETERS)
    return [int(value) if value else None for value in values]


def choice(text: str, allowed: range) -> int:
    """Read one number that must be among the allowed."""
    value = numbers(text, least=1, most=1)[0]
    if value is None or value not in allowed:
        raise AtError(BAD_PARAMETERS)
    return value
