"""How fast a line may send: operators block SIMs that send more than a person would."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

_MINUTE = timedelta(minutes=1)


class RateLimit:
    """At most `per_minute` messages in any minute; the first ones go at once, so that an answer does not wait."""

    def __init__(self, per_minute: int) -> None:
        self.per_minute = per_minute
        self._taken: deque[datetime] = deque()

    def free(self, now: datetime) -> int:
        """Tell how many messages may go now."""
        while self._taken and self._taken[0] <= now - _MINUTE:
            self._taken.popleft()
        return max(0, self.per_minute - len(self._taken))

    def take(self, count: int, now: datetime) -> None:
        """Count messages that go now."""
        self._taken.extend([now] * count)

    def next_free(self, now: datetime) -> timedelta:
        """Tell how long until the next one may go."""
        return timedelta(0) if self.free(now) else self._taken[0] + _MINUTE - now
