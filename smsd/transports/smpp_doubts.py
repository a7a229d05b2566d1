"""Which SMS an SMSC may hand over a second time: it has not heard, or may not have heard, that we have them.

Nothing in an SMS of SMPP tells that it is the same one, so what a citizen honestly writes twice is told apart by this
alone.
"""

from __future__ import annotations

from collections import deque
from datetime import UTC, datetime, timedelta

UNHEARD = timedelta(seconds=60)
"""Acknowledgements of so long before a connection broke may not have arrived."""
AGAIN = timedelta(minutes=10)
"""For so long an SMSC may hand over again what it believes lost."""
_REMEMBERED = 16
"""Lost connections."""

Times = tuple[datetime, datetime]


class Doubts:
    """What is doubtful now; each time is the one in which such an SMS came for the first."""

    def __init__(self, heard: datetime | None) -> None:
        # With each, until when what came then may come again.
        self._lately: deque[tuple[Times, datetime]] = deque(maxlen=_REMEMBERED)
        if heard:
            self.lost(heard)
        self._contents: dict[bytes, tuple[Times, datetime]] = {}

    def lost(self, now: datetime) -> None:
        """Note that a connection broke: what was acknowledged last may not have been heard."""
        self._lately.append(((now - UNHEARD, now), datetime.now(UTC) + AGAIN))

    def slow(self, content: bytes, arrived: datetime) -> None:
        """Note an SMS that was acknowledged late or not at all; `content` is what is the same when it comes again."""
        now = datetime.now(UTC)
        self._contents = {each: known for each, known in self._contents.items() if known[1] > now}
        self._contents[content] = ((arrived, now), now + AGAIN)

    def about(self, content: bytes, now: datetime) -> Times | None:
        """Tell when an SMS may have come before; None if it is certainly another one."""
        while self._lately and self._lately[0][1] < now:
            self._lately.popleft()
        known = self._contents.get(content)
        times = [time for time, _ in self._lately] + ([known[0]] if known and known[1] > now else [])
        return (min(begin for begin, _ in times), max(end for _, end in times)) if times else None
