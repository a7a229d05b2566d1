"""How fast a line may send: operators block SIMs that send more than a person would."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

_MINUTE = timedelta(minutes=1)
_UNLIMITED = 1_000_000


class RateLimit:
    """At most `per_minute` SMS in any minute; the first ones go at once, so that an answer does not wait.

    A long message that begins within the limit is sent whole, and what it was over counts against the next. None: as
    many as there are.
    """

    def __init__(self, per_minute: int | None) -> None:
        self.per_minute = per_minute
        self._taken: deque[datetime] = deque()

    def free(self, now: datetime) -> int:
        """Tell how many SMS may go now."""
        if self.per_minute is None:
            return _UNLIMITED
        while self._taken and self._taken[0] <= now - _MINUTE:
            self._taken.popleft()
        return max(0, self.per_minute - len(self._taken))

    def take(self, count: int, now: datetime) -> None:
        """Count SMS that go now."""
        if self.per_minute is not None:
            self._taken.extend([now] * count)
