"""How fast a line may send."""

from __future__ import annotations

import time


class Bucket:
    """At most so many messages a second; None: as many as there is room for."""

    def __init__(self, per_second: int | None) -> None:
        self._per_second = per_second
        self._tokens = float(per_second or 0)
        self._filled = time.monotonic()

    def take(self) -> bool:
        """Take one, if there is one."""
        if self._per_second is None:
            return True
        self._fill(self._per_second)
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True

    def wait(self) -> float:
        """Tell in how many seconds there is one."""
        return max(0.0, (1 - self._tokens) / self._per_second) if self._per_second else 0.0

    def _fill(self, per_second: int) -> None:
        now = time.monotonic()
        self._tokens = min(float(per_second), self._tokens + (now - self._filled) * per_second)
        self._filled = now
