"""The balance of each SIM: asked for when it is time, read when the answer is there, and told where it is little.

Nothing is remembered here: the database knows when a SIM was asked last, and what it said (`smsd.balance_plan`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import Connection

from complaints.who.office import Office
from config.modem_settings import ModemSettings
from config.settings import Settings
from parsers.balance import Balance
from sms.clock import Clock
from smsd.alarms import Alarms, AnyLine, Kind
from smsd.balance_plan import ASKER, Dial, Plan, Tell, Times, is_due, is_under_way, levels, next_step, plan_of
from smsd.forecast import HISTORY, Forecast, Known, forecast
from storage import balances, line_requests, lines
from storage.engine import Database
from storage.line_requests import USSD, USSD_END, Request


def begin(connection: Connection, line_id: int, plan: Plan, now: datetime) -> None:
    """Ask a SIM for its balance, unless that is under way."""
    rows = line_requests.dialled(connection, line_id, ASKER)
    if not is_under_way(rows, balances.last_told(connection, line_id)):
        line_requests.ask(connection, Request(line_id, USSD, plan.code, ASKER), now)


def foresee(connection: Connection, line_id: int, imsi: str | None, local: datetime) -> Forecast:
    """Tell for how long what is on a SIM is enough; `local` is now, in the zone of the line."""
    rows = balances.since(connection, line_id, imsi, local - HISTORY)
    if not rows:
        return Forecast()
    sent = balances.sent(connection, line_id, rows[0].at, rows[-1].at)
    return forecast([Known(row.at, row.rupiah, row.sms, row.valid_until) for row in rows], sent, local)


class Accounts:
    """Looks after the balances of the lines."""

    def __init__(self, database: Database, clock: Clock, office: Callable[[], Office], alarms: Alarms) -> None:
        self._database = database
        self._clock = clock
        self._office = office
        self._alarms = alarms
        self.settings: Callable[[], Settings]
        self.lines: Callable[[], Mapping[str, AnyLine]] = dict
        self.asked: Callable[[], None] = lambda: None

    def step(self) -> bool:
        """Ask every SIM whose time has come, and read what the others said; gives whether one told its balance."""
        have_told = False
        lines_now = self.lines()
        with self._database.read() as connection:
            seen = lines.states(connection)
        for settings in self.settings().lines:
            line = lines_now.get(settings.name)
            if line is None or settings.name not in seen or not isinstance(settings, ModemSettings):
                continue
            imsi = seen[settings.name]["imsi"]
            office = self._office()
            plan = plan_of(settings, imsi, office.zone(self.settings().region_of(settings)))
            if plan:
                have_told |= self._look_at(line, plan, imsi)
        return have_told

    def _look_at(self, line: AnyLine, plan: Plan, imsi: str | None) -> bool:
        now = self._clock.now()
        with self._database.read() as connection:
            rows = line_requests.dialled(connection, line.row_id, ASKER)
            last = balances.latest(connection, line.row_id, imsi)
            dialled = line_requests.last_dialled(connection, line.row_id)
            # Of another SIM too: what was read is read.
            told = balances.last_told(connection, line.row_id)
        times = Times(last.at if last else None, rows[-1].asked_at if rows else None, dialled)
        step = next_step(plan, rows, told)
        if isinstance(step, Tell):
            self._write_down(line, imsi, step, now)
        elif isinstance(step, Dial):
            self._ask(line, step.text, now)
        elif not line.unready_seconds and not is_under_way(rows, told) and is_due(plan, times, now):
            self._ask(line, plan.code, now)
        if last:
            self._judge(line, plan, imsi, Balance(last.rupiah, last.sms, last.valid_until))
        return isinstance(step, Tell)

    def _ask(self, line: AnyLine, text: str, now: datetime) -> None:
        with self._database.write() as connection:
            line_requests.ask(connection, Request(line.row_id, USSD, text, ASKER), now)
        self.asked()

    def _write_down(self, line: AnyLine, imsi: str | None, told: Tell, now: datetime) -> None:
        """Keep what a SIM told, read or not, and end its menu."""
        balance = told.balance
        known = {"imsi": imsi, "rupiah": balance.rupiah, "sms": balance.sms, "valid_until": balance.until}
        with self._database.write() as connection:
            balances.add(connection, line.row_id, told.at, told.answer, **known)
            if told.is_open:
                line_requests.ask(connection, Request(line.row_id, USSD_END, "", ASKER), now)
        self.asked()

    def _judge(self, line: AnyLine, plan: Plan, imsi: str | None, balance: Balance) -> None:
        """Tell what is wrong with the last balance, and what no longer is."""
        for kind, is_wrong in levels(plan, balance, self._clock.now()).items():
            if not is_wrong:
                self._alarms.over(kind, line)
            elif self._alarms.is_untold(kind, line):
                self._alarms.tell(kind, line, **self._values(kind, line, plan, imsi, balance))

    def _values(
        self, kind: Kind, line: AnyLine, plan: Plan, imsi: str | None, balance: Balance
    ) -> dict[str, str | int]:
        """Give what the text of an alarm mentions."""
        if kind is Kind.BALANCE_EXPIRES and balance.until:
            return {"date": f"{balance.until:%d/%m/%Y}"}
        if kind is not Kind.BALANCE_LOW:
            return {}
        with self._database.read() as connection:
            ahead = foresee(connection, line.row_id, imsi, self._clock.now().astimezone(plan.zone))
        return {"left": left(balance.rupiah, balance.sms), "forecast": self._lasts(line, ahead.days)}

    def _lasts(self, line: AnyLine, days: int | None) -> str:
        texts = self._office().texts_for(self._alarms.region_of(line))
        return texts.render("forecast_none") if days is None else texts.render("forecast_days", count=days)


def left(rupiah: int | None, sms: int | None) -> str:
    """Write what is left as people do: "Rp25.500, 12 SMS"."""
    money = [] if rupiah is None else [f"Rp{rupiah:,}".replace(",", ".")]
    return ", ".join(money + ([] if sms is None else [f"{sms} SMS"]))
