"""A line whose sends keep failing is left alone for a while: what waits for it is not worn out by it."""

from __future__ import annotations

from datetime import datetime, timedelta

FAILURES = 5
"""So many sends in a row that fail by the line's fault open the breaker."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(minutes=15)


class Breaker:
    """The circuit breaker of one line. After a pause one message is tried: it closes the breaker, or doubles the pause.

    It is forgotten when the daemon stops: the first messages after a start are the trial.
    """

    def __init__(self) -> None:
        self._failures = 0
        self._open_until: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Tell whether the line is left alone now."""
        return self._open_until is not None and now < self._open_until

    def succeeded(self) -> None:
        """Hear that a message was sent."""
        self._failures = 0
        self._open_until = None

    def failed(self, now: datetime) -> datetime | None:
        """Hear that one failed by the line's fault; gives until when the line is left alone, None if it is not."""
        self._failures += 1
        if self._failures < FAILURES:
            return None
        pause = FIRST_PAUSE * 2 ** min(self._failures - FAILURES, 10)
        self._open_until = now + min(pause, LONGEST_PAUSE)
        return self._open_until
