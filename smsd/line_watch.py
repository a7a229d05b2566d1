"""Lines that are dead, and SIMs that are full, stuck or locked: the administrators hear of it, and of its end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from complaints.who.office import Office
from sms.clock import Clock
from smsd.alarms import Alarms, AnyLine, Kind
from smsd.transports.base import News

DEAD_AFTER = timedelta(minutes=10)
"""After so long without being able to send."""
_TOLD_AT_ONCE = {"refused": Kind.SIM_WANTS_PIN, "denied": Kind.ACCOUNT_REFUSED}
"""States that a person must end."""
_TOLD_AFTER = {Kind.SIM_NEARLY_FULL: timedelta(minutes=5), Kind.SIM_SLOT_STUCK: timedelta(0)}
"""For how long there is news of a SIM before it is an alarm: in a rush a SIM is full and drained by turns."""


class LineWatch:
    """Looks at the lines now and then; what they say meanwhile is only kept, because they do not wait."""

    def __init__(self, clock: Clock, office: Callable[[], Office], alarms: Alarms) -> None:
        self._clock = clock
        self._office = office
        self._alarms = alarms
        self._states: dict[str, str] = {}
        # Since when there is news of a SIM, None where its end is to be told.
        self._noticed: dict[tuple[str, Kind], datetime | None] = {}
        self.lines: Callable[[], Mapping[str, AnyLine]] = dict

    def hear(self, line: str, state: str) -> None:
        """Take what a line says of itself."""
        self._states[line] = state

    def notice(self, line: str, news: News) -> None:
        """Take what a line says of its SIM."""
        if news.trouble in _TOLD_AFTER:
            self._noticed[line, Kind(news.trouble)] = None if news.is_over else self._clock.now()

    def step(self) -> None:
        """Tell what is wrong with each line now, and what no longer is."""
        raised = self._alarms.raised()
        for name, line in self.lines().items():
            self._tell_of_sim(line, raised)
            if refused := _TOLD_AT_ONCE.get(self._states.get(name, "")):
                self._alarms.tell(refused, line)
            elif line.unready_seconds >= DEAD_AFTER.total_seconds():
                self._alarms.tell(Kind.LINE_DEAD, line, date=self._since(line))
            elif not line.unready_seconds:
                for kind in (*_TOLD_AT_ONCE.values(), Kind.LINE_DEAD):
                    if (name, kind) in raised:
                        self._alarms.over(kind, line)

    def _tell_of_sim(self, line: AnyLine, raised: set[tuple[str, str]]) -> None:
        for (name, kind), since in list(self._noticed.items()):
            if name != line.name:
                continue
            if since is None and (name, kind) in raised:
                self._alarms.over(kind, line)
            elif since is not None and self._clock.now() - since >= _TOLD_AFTER[kind]:
                self._alarms.tell(kind, line)

    def _since(self, line: AnyLine) -> str:
        zone = self._office().zone(self._alarms.region_of(line))
        since = self._clock.now() - timedelta(seconds=line.unready_seconds)
        return since.astimezone(zone).strftime("%d/%m %H:%M")
