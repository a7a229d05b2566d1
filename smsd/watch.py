"""What is watched for the administrators: the balances of the SIMs, and whether the lines live."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from complaints.who.office import Office
from config.settings import Settings
from sms.clock import Clock
from smsd.accounts import Accounts
from smsd.alarms import Alarms, AnyLine
from smsd.line_watch import LineWatch
from storage.engine import Database


class Watch:
    """Looks after `accounts` and the lines' `states`, and tells of trouble by `alarms`."""

    def __init__(self, database: Database, clock: Clock, office: Callable[[], Office], log: Any) -> None:
        self.alarms = Alarms(database, clock, office, log)
        self.accounts = Accounts(database, clock, office, self.alarms)
        self.states = LineWatch(clock, office, self.alarms)

    def look_at(self, settings: Callable[[], Settings], lines: Callable[[], Mapping[str, AnyLine]]) -> None:
        """Set what is watched."""
        self.alarms.command = lambda: settings().alarm_command
        self.accounts.settings = settings
        self.alarms.lines = self.accounts.lines = self.states.lines = lines

    def step(self) -> bool:
        """Look once; what a SIM has just told is judged at the next look, which comes at once."""
        self.states.step()
        return self.accounts.step()
