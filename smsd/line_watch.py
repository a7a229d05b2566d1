"""Lines that are dead, or whose SIM wants its PIN: the administrators are told, and told when it is over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from complaints.who.office import Office
from sms.clock import Clock
from smsd.alarms import Alarms, AnyLine, Kind

DEAD_AFTER = timedelta(minutes=10)
"""After so long without being able to send."""
REFUSED, READY = "refused", "ready"


class LineWatch:
    """Looks at the lines now and then; what they say meanwhile is only kept, because they do not wait."""

    def __init__(self, clock: Clock, office: Callable[[], Office], alarms: Alarms) -> None:
        self._clock = clock
        self._office = office
        self._alarms = alarms
        self._states: dict[str, str] = {}
        self.lines: Callable[[], Mapping[str, AnyLine]] = dict

    def hear(self, line: str, state: str) -> None:
        """Take what a line says of itself."""
        self._states[line] = state

    def step(self) -> None:
        """Tell what is wrong with each line now, and what no longer is."""
        raised = self._alarms.raised()
        for name, line in self.lines().items():
            if self._states.get(name) == REFUSED:
                self._alarms.tell(Kind.SIM_WANTS_PIN, line)
            elif line.unready_seconds >= DEAD_AFTER.total_seconds():
                self._alarms.tell(Kind.LINE_DEAD, line, date=self._since(line))
            elif not line.unready_seconds:
                for kind in (Kind.SIM_WANTS_PIN, Kind.LINE_DEAD):
                    if (name, kind) in raised:
                        self._alarms.over(kind, line)

    def _since(self, line: AnyLine) -> str:
        zone = self._office().zone(self._alarms.region_of(line))
        since = self._clock.now() - timedelta(seconds=line.unready_seconds)
        return since.astimezone(zone).strftime("%d/%m %H:%M")
