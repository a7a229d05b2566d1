"""Which libgammu there is, and whether it will do."""

from __future__ import annotations

import re

import gammu

OLDEST_LIBGAMMU = "1.44"
"""Older ones crash the process on a corrupt PDU."""


def libgammu_version() -> str:
    """Tell the version of the library under python-gammu."""
    return str(gammu.Version()[0])


def libgammu_will_do() -> bool:
    """Tell whether the library is new enough."""
    return _numbers(libgammu_version()) >= _numbers(OLDEST_LIBGAMMU)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:2])
