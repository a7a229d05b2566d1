"""Telling administrators of trouble with a line: by SMS, by another line where one is ready, and by their own command.

An alarm is an SMS with purpose `claims.ALARM`, which opens the reserve of the limits. Each trouble of a line is told
once a day as long as it lasts, and once more when it is over; the row in `line_alarm`, written in one transaction with
the SMS, remembers that. The command is run after the commit: a crash in between costs it, and never the SMS.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy import Connection

from complaints.who.office import Office
from complaints.who.people import People
from sms.clock import Clock
from sms.message import OutboundMessage, Priority
from smsd.alarm_command import AlarmCommand
from storage import line_alarms
from storage.changes import Changes
from storage.claims import ALARM
from storage.engine import AnyRow, Database, DatabaseError

_USEFUL_FOR = timedelta(days=1)
"""Then it is told again."""
OVER = "over"
"""What the command is told in the place of a kind."""


class Kind(StrEnum):
    """The trouble there is; the texts are `alarm_` and these words."""

    BALANCE_LOW = "balance_low"
    BALANCE_UNREADABLE = "balance_unreadable"
    BALANCE_EXPIRES = "balance_expires"
    LINE_DEAD = "line_dead"
    SIM_NEARLY_FULL = "sim_nearly_full"
    SIM_SLOT_STUCK = "sim_slot_stuck"
    SIM_WANTS_PIN = "sim_wants_pin"
    ACCOUNT_REFUSED = "account_refused"


_TOLD_ONCE = frozenset({Kind.BALANCE_UNREADABLE})
"""It mends itself or waits for a person; there is no haste."""


@dataclass(frozen=True, slots=True)
class Change:
    """How trouble stands from now on, in its row's columns; whether that is told, and whether it is the end.

    Trouble that `is_new` may wake people: who knows of it already hears of it again in the morning.
    """

    columns: Mapping[str, Any]
    is_told: bool
    is_new: bool = False
    is_over: bool = False


_Changing = Callable[[AnyRow | None, date], Change | None]


class AnyLine(Protocol):
    """What is asked of a line here: `smsd.supervisor.Line` has it."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def row_id(self) -> int:
        """Its row."""

    @property
    def unready_seconds(self) -> float:
        """For how long it has not been able to send."""


class Alarms:
    """Tells of trouble, and of its end; may be called as often as anybody looks, from any thread."""

    def __init__(self, database: Database, clock: Clock, office: Callable[[], Office], log: Any) -> None:
        self._database = database
        self._clock = clock
        self._office = office
        self._log = log
        self._runner = AlarmCommand(log)
        self.command: Callable[[], Sequence[str]] = tuple
        self.lines: Callable[[], Mapping[str, AnyLine]] = dict
        self.queued: Callable[[], None] = lambda: None

    def tell(self, kind: Kind, line: AnyLine, **values: str | int) -> None:
        """Tell of trouble with a line, unless that has been told today; `values` are what its text mentions."""
        office, region = self._office(), self.region_of(line)
        text = office.texts_for(region).render(f"alarm_{kind}", line=line.name, **values)
        self._settle(kind, line, lambda known, today: _begun(known, kind, text, today))

    def over(self, kind: Kind, line: AnyLine) -> None:
        """Tell that trouble with a line is over, if there was any."""
        self._settle(kind, line, _ended)

    def is_untold(self, kind: Kind, line: AnyLine) -> bool:
        """Tell whether `tell` would tell anything, for whoever must first look for what to mention."""
        with self._database.read() as connection:
            changed = _begun(line_alarms.find(connection, line.row_id, kind), kind, "", self._today(line))
        return changed is not None

    def raised(self) -> set[tuple[str, str]]:
        """Give the trouble that there is now: names of lines, and kinds."""
        with self._database.read() as connection:
            return line_alarms.raised(connection)

    def region_of(self, line: AnyLine) -> str:
        """Tell whose administrators hear of a line, in their language and by their clock."""
        office = self._office()
        return office.default_regions.get(line.name) or next(iter(office.regions))

    def stop(self) -> None:
        """Let the commands that run come to their end."""
        self._runner.wait()

    def _settle(self, kind: Kind, line: AnyLine, change: _Changing) -> None:
        """Write down how it stands now and tell it, if it stands otherwise; without a database it waits."""
        try:
            with self._database.read() as connection:
                if change(line_alarms.find(connection, line.row_id, kind), self._today(line)) is None:
                    return
            with self._database.write() as connection:
                changed = change(line_alarms.find(connection, line.row_id, kind), self._today(line))
                if changed is None:
                    return
                line_alarms.write(connection, line.row_id, kind, **changed.columns)
                text = self._words(changed, line)
                if changed.is_told:
                    self._queue(connection, kind, line, changed, text)
        except DatabaseError as error:
            self._log.error("an alarm waits for the database", line=line.name, kind=kind.value, error=str(error))
            return
        if changed.is_told:
            self._announce(OVER if changed.is_over else kind.value, kind, line, text)

    def _announce(self, told: str, kind: Kind, line: AnyLine, text: str) -> None:
        self._log.warning("alarm", line=line.name, kind=kind.value, over=told == OVER)
        self.queued()
        if command := self.command():
            self._runner.run(command, told, line.name, text)

    def _words(self, changed: Change, line: AnyLine) -> str:
        text: str = changed.columns["text"]
        texts = self._office().texts_for(self.region_of(line))
        return texts.render("alarm_over", trouble=text) if changed.is_over else text

    def _queue(self, connection: Connection, kind: Kind, line: AnyLine, changed: Change, text: str) -> None:
        now, changes, region = self._clock.now(), Changes(), self.region_of(line)
        key = f"alarm:{OVER if changed.is_over else 'on'}:{kind}:{line.row_id}:{self._today(line)}"
        for subscriber_id in People(connection, now).recipients(region, None):
            message = OutboundMessage(
                dedupe_key=f"{key}:{subscriber_id}",
                subscriber_id=subscriber_id,
                text=text,
                priority=Priority.ANSWER,
                line_id=self._way(line),
                quiet_region=None if changed.is_new else region,
                expires_at=now + _USEFUL_FOR,
                purpose=ALARM,
            )
            changes.send(message, now)
        changes.write(connection)

    def _today(self, line: AnyLine) -> date:
        return self._clock.now().astimezone(self._office().zone(self.region_of(line))).date()

    def _way(self, line: AnyLine) -> int | None:
        """Choose a line that can send and is not the one in trouble; without one it is any that can."""
        others = (each for each in self.lines().values() if each.name != line.name)
        return next((each.row_id for each in others if not each.unready_seconds), None)


def _begun(known: AnyRow | None, kind: Kind, text: str, today: date) -> Change | None:
    """Tell what changes when there is trouble: None if it is as it was, and has been told."""
    columns = {"is_raised": True, "text": text, "told_on": today, "ended_on": None}
    if known is None:
        return Change(columns, is_told=True, is_new=True)
    believed = not known.is_raised or known.ended_on is not None
    if known.told_on < today and (believed or kind not in _TOLD_ONCE):
        return Change(columns, is_told=True, is_new=not known.is_raised)
    return None if known.is_raised else Change({**_columns(known), "is_raised": True}, is_told=False)


def _ended(known: AnyRow | None, today: date) -> Change | None:
    """Tell what changes when there is no trouble: None if there was none."""
    if known is None or not known.is_raised:
        return None
    columns = {**_columns(known), "is_raised": False, "ended_on": today}
    return Change(columns, is_told=known.ended_on != today, is_over=True)


def _columns(known: AnyRow) -> dict[str, Any]:
    return {name: getattr(known, name) for name in ("is_raised", "text", "told_on", "ended_on")}
