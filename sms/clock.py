"""The time, as an argument: everything that asks for it takes a clock, so that a test can hold one still."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Give the time now, aware and in UTC."""


class SystemClock:
    """The computer's clock."""

    def now(self) -> datetime:
        """Give the time now, aware and in UTC."""
        return datetime.now(UTC)


class ShiftedClock:
    """The computer's clock, `ahead` of it by so much and moved on from there: it runs, and hours pass at a word."""

    def __init__(self, ahead: timedelta = timedelta()) -> None:
        self._computer = SystemClock()
        self._ahead = ahead

    def now(self) -> datetime:
        """Give the computer's time and what it is ahead, aware and in UTC."""
        return self._computer.now() + self._ahead

    def advance(self, by: timedelta) -> None:
        """Move the clock forward."""
        self._ahead += by


class ManualClock:
    """A clock that stands still until it is moved: for tests and rehearsals."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """Give the time the clock was last set to."""
        return self._now

    def advance(self, by: timedelta) -> None:
        """Move the clock forward."""
        self._now += by
