"""What the log says of lines: what is new at once, and what only goes on now and then."""

from __future__ import annotations

import time
from typing import Any

from smsd.transports.base import News
from smsd.wire import State

AGAIN_SECONDS = 600.0
"""A modem that is gone is tried every few seconds: the same words in the same trouble are said once in so long."""
_WRONG = frozenset({"denied", "failed", "refused", "restarting", "searching"})


class LineLog:
    """Writes how lines are; called by each line from a thread of its own."""

    def __init__(self, log: Any) -> None:
        self._log = log
        # By line and words, when that was written. Each line is written of by its own thread alone.
        self._written: dict[str, dict[tuple[str, str], float]] = {}

    def changed(self, line: str, state: State) -> None:
        """Write how a line is; what comes after it was ready is new."""
        written = self._written.setdefault(line, {})
        words, now = (state.state, state.detail), time.monotonic()
        if now < written.get(words, 0.0):
            return
        if state.state == "ready":
            written.clear()
        else:
            written[words] = now + AGAIN_SECONDS
        tell = self._log.warning if state.state in _WRONG else self._log.info
        tell("line", line=line, state=state.state, detail=state.detail)

    def noticed(self, line: str, news: News) -> None:
        """Write what is wrong with a line that works on."""
        if not news.is_over:
            self._log.warning("line", line=line, trouble=news.trouble, detail=news.text)
