"""The daemon: everything is started in order here, and stopped in reverse."""

from __future__ import annotations

import ctypes
import gc
import threading
from collections.abc import Iterable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import asdict
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self

from complaints.who.office import Office
from config.errors import ConfigError
from config.gateway_settings import GatewaySettings
from config.logs import get_logger
from config.modem_settings import VIRTUAL
from config.settings import Line as LineSettings
from config.settings import Settings
from config.smpp_settings import SmppSettings
from sms.clock import Clock, SystemClock
from smsd import outbox
from smsd.allowance import Terms
from smsd.flows import Intake, Processing, Upkeep
from smsd.inbox import Windows
from smsd.line_log import LineLog
from smsd.line_states import columns_of, config_of, http_config_of, pin_digest, rows_of, smpp_config_of, terms_of
from smsd.loop import Loop
from smsd.processing import Processor
from smsd.readers import Readers, count_of
from smsd.requests import Requests
from smsd.rush_watch import RushWatch
from smsd.schedule import Schedule
from smsd.sending import Sending
from smsd.supervisor import Line, Reactions
from smsd.transports.base import GatewayConfig, Health, LineConfig, News
from smsd.virtual.modem import VirtualModem
from smsd.watch import Watch
from smsd.wire import Arrived, Rang, State, Told
from storage import complaints, inbound, lines, outbound
from storage.engine import Database, DatabaseError
from storage.migrate import require_current
from storage.ownership import LineLocks

_POLL_SECONDS = 1.0
_UPKEEP_SECONDS = 30.0
_WATCH_SECONDS = 10.0
_ARENA_MAX = -8
"""M_ARENA_MAX of glibc's malloc.h."""


class Daemon:
    """An installation at work: `start` it, `reload` it, `stop` it; or use it as a context manager."""

    _database: Database
    office: Office
    _processing: Processing

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self._settings = settings
        self._clock = clock or SystemClock()
        self._log: Any = get_logger("aduan")
        self._held = ExitStack()
        self.lines: dict[str, Line] = {}
        self._changing = threading.Lock()
        self.virtual_modems: dict[str, VirtualModem] = {}

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start everything; raises ConfigError or DatabaseError, and then nothing runs."""
        _allocate_from_one_arena()
        with ExitStack() as started:
            self._open_database(started)
            self._make_flows()
            # What is loaded stays: the garbage collector need not walk through it again and again. A batch makes tens
            # of thousands of things that all live to its end, and hardly any circles.
            gc.freeze()
            gc.set_threshold(20_000, 20, 50)
            self._take_over()
            with self._database.write() as connection:
                rows = rows_of(connection, self._settings)
            self._readers.start()
            started.callback(self._readers.stop)
            for loop in (self._intake_loop, self._processing_loop, self._sending_loop, self._requests_loop):
                loop.start()
                started.callback(loop.stop)
            started.callback(self._stop_lines, ())
            self._start_lines(self._settings.lines, rows)
            self._intake.decoding.try_again()
            self._intake.decoding.decode_left_over([rows[line.name]["id"] for line in self._settings.lines])
            # After the lines, because what it finds undriven it takes for abandoned.
            self._upkeep_loop.start()
            started.callback(self._upkeep_loop.stop)
            self._watch_loop.start()
            started.callback(self._watch.alarms.stop)
            started.callback(self._watch_loop.stop)
            self._schedule.start()
            started.callback(self._schedule.stop)
            self._held = started.pop_all()
        self._log.info("running", lines=len(self.lines), regions=list(self.office.regions))

    def stop(self) -> None:
        """Finish what is in flight and stop everything."""
        self._log.info("stopping")
        # The lines first: what they report while they end must still be written down.
        self._held.close()
        self._log.info("stopped")

    def reload(self, settings: Settings) -> None:
        """Work by new settings; raises ConfigError or DatabaseError if they cannot be, and everything stays as it was.

        What is in flight stays, a line whose settings changed is started anew, another database needs a restart.
        """
        if settings.database != self._settings.database:
            raise ConfigError("another database needs a restart of `aduan run`", path=settings.path)
        if not settings.lines:
            raise ConfigError("no [[lines]]: there would be no modem to work with", path=settings.path)
        for line in settings.http_lines:
            settings.template_of(line)
        office = Office.of(settings, self.office.number_key)
        with self._changing:
            self._change(settings, office)

    @property
    def rings_settled(self) -> int:
        """How many rings of calls have been heard and need nothing more."""
        return self._intake.calls.settled

    @property
    def database(self) -> Database:
        """The database, for what else works on it in this process: on SQLite its writers take turns."""
        return self._database

    @property
    def windows(self) -> Windows:
        """How long parts are waited for, and what is a repeat."""
        return self._intake.windows

    def process(self) -> None:
        """Look now for messages that came by another way than the lines."""
        self._processing_loop.wake()

    def ring(self) -> None:
        """Look now which scheduled jobs are due, for whoever has moved the clock."""
        self._schedule.ring()

    def _change(self, settings: Settings, office: Office) -> None:
        old, new = _by_name(self._settings), _by_name(settings)
        unchanged = [name for name, line in old.items() if new.get(name) == line and name in self.lines]
        self._locks.hold({*self.lines, *new})
        with self._database.write() as connection:
            rows = rows_of(connection, settings)
        # From here on nothing can fail: what the database must still be told of is upkeep.
        self._settings = settings
        self.office = self._processing.processor.office = office
        self._readers.use(office)
        self._apply_windows()
        self._stop_lines(kept=unchanged)
        self._start_lines([line for name, line in new.items() if name not in unchanged], rows)
        with suppress(DatabaseError):
            # A lock that cannot be given back has gone with its session.
            self._locks.hold(new)
        self._upkeep_loop.wake()
        self._log.info("reloaded", lines=len(new), unchanged=len(unchanged))

    def _open_database(self, started: ExitStack) -> None:
        self._database = Database(self._settings.database)
        started.callback(self._database.close)
        require_current(self._database)
        self._locks = LineLocks(self._database)
        started.callback(self._locks.close)
        self._locks.hold(_by_name(self._settings))
        with self._database.read() as connection:
            self.office = Office.of(self._settings, complaints.number_key(connection))

    def _make_flows(self) -> None:
        windows = _windows(self._settings)
        self._intake = Intake(self._database, self._clock, windows, self._log)
        processor = Processor(self._database, self.office, self._clock, windows.repeat, self._parked)
        self._processing = Processing(processor)
        binds = any(isinstance(line, SmppSettings) for line in self._settings.lines)
        self._readers = Readers(count_of(self._settings.inbox.readers, binds=binds), self.office, self._log)
        self._intake.offer, processor.think = self._readers.offer, self._readers.think
        self._sending = Sending(self._database, self._clock, self._log, quiet=self._quiet_regions)
        self._upkeep = Upkeep(self._database, self._clock, windows, self._sending, self._log)
        self._upkeep.line_patience = _line_patience(self._settings)
        self._rush = RushWatch(self._database, self._clock, self._log)
        self._intake_loop = Loop("intake", self._intake.step, _POLL_SECONDS, self._log)
        self._processing_loop = Loop("processing", self._processing.step, _POLL_SECONDS, self._log)
        self._sending_loop = Loop("sending", self._sending.step, _POLL_SECONDS, self._log)
        self._requests = Requests(self._database, self._clock, self._log)
        self._requests.lines = lambda: self.lines
        self._requests_loop = Loop("requests", self._requests.step, _POLL_SECONDS, self._log)
        self._watch = Watch(self._database, self._clock, lambda: self.office, self._log)
        self._watch.look_at(lambda: self._settings, lambda: self.lines)
        self._line_log = LineLog(self._log)
        self._watch_loop = Loop("watch", self._watch.step, _WATCH_SECONDS, self._log)
        self._watch.alarms.queued = self._sending_loop.wake
        self._watch.accounts.asked = self._requests_loop.wake
        self._requests.answered = self._watch_loop.wake
        self._upkeep_loop = Loop("upkeep", self._look_after, _UPKEEP_SECONDS, self._log)
        self._intake.stored = self._upkeep.overdue = self._processing_loop.wake
        self._processing.processed = self._sending_loop.wake
        self._schedule = Schedule(self._database, self._clock, lambda: self.office, self._log)
        self._schedule.done = self._sending_loop.wake

    def _quiet_regions(self, now: datetime) -> frozenset[str]:
        return self.office.quiet_regions(now)

    def _apply_windows(self) -> None:
        windows = _windows(self._settings)
        self._intake.windows = self._upkeep.windows = windows
        self._upkeep.line_patience = _line_patience(self._settings)
        self._processing.processor.repeat_window = windows.repeat

    def _look_after(self) -> bool:
        """Do what is due now and then; above all, see that our lines are still ours."""
        with self._changing:
            taken = self._locks.lost()
            if taken:
                self._log.error("another `aduan run` has taken lines over", lines=sorted(taken))
                self._stop_lines(kept=[name for name in self.lines if name not in taken])
            self._take_over()
            self._rush.look(self.office)
            if self._intake.decoding.decode_left_over():
                self._processing_loop.wake()
            return self._upkeep.step()

    def _take_over(self) -> None:
        """Settle what lines that nobody drives left behind: what they were sending has an unknown outcome now."""
        with self._database.write() as connection:
            rows = lines.states(connection).items()
            known = {name: row["id"] for name, row in rows if row["transport"] != lines.CHAT}
            left = self._locks.abandoned(set(known) - set(self.lines))
            sending = outbound.sending_on(connection, [known[name] for name in left])
            unknown = outbox.abandon(connection, sending, self._clock.now())
            gone = left - set(_by_name(self._settings))
            released = outbound.release(connection, [known[name] for name in gone])
        if unknown or released:
            self._log.warning("left by lines that stopped", outcome_unknown=unknown, line_gone=released)

    def _start_lines(self, wanted: Iterable[LineSettings], rows: Mapping[str, Mapping[str, Any]]) -> None:
        reactions = Reactions(
            arrived=self._arrived,
            rang=self._rang,
            told=self._told,
            finished=self._finished,
            changed=self._changed,
            noticed=self._noticed,
            felt=self._felt,
            enters_pin=self._enters_pin,
            failed=self._failed,
        )
        for settings in wanted:
            row = rows[settings.name]
            self._sending.agree(settings.name, self._terms(settings, row["imsi"]))
            line = Line(self._config(settings, row["tried_pin"]), row["id"], reactions)
            self._publish({**self.lines, settings.name: line})
            line.start()

    def _stop_lines(self, kept: list[str] | tuple[str, ...]) -> None:
        ending = [line for name, line in self.lines.items() if name not in kept]
        threads = [threading.Thread(target=line.stop) for line in ending]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for line in ending:
            self._record(line, State("stopped"))
            if line.name in self.virtual_modems:
                self.virtual_modems.pop(line.name).stop()
        self._publish({name: line for name, line in self.lines.items() if name in kept})

    def _publish(self, current: dict[str, Line]) -> None:
        # Replaced, never changed: the sending loop may be walking it.
        self.lines = current
        self._sending.lines = current

    def _config(self, settings: LineSettings, tried_pin: str | None) -> LineConfig | GatewayConfig:
        if isinstance(settings, GatewaySettings):
            return http_config_of(settings, self._settings.template_of(settings).send)
        if isinstance(settings, SmppSettings):
            with self._database.read() as connection:
                return smpp_config_of(settings, inbound.last_received(connection))
        device = settings.device
        if device == VIRTUAL:
            pin = settings.pin.get_secret_value() if settings.pin else None
            modem = VirtualModem(pin=pin, clock=self._clock)
            modem.start()
            self.virtual_modems[settings.name] = modem
            device = modem.device
        digest = pin_digest(settings, self.office.number_key)
        return config_of(settings, device, pin_tried=digest is not None and digest == tried_pin)

    def _terms(self, settings: LineSettings, imsi: str | None) -> Terms:
        return terms_of(settings, self.office.zone(self._settings.region_of(settings)), imsi)

    def _arrived(self, line: Line, arrived: Arrived) -> None:
        if arrived.parts or arrived.pdus:
            self._intake.put(line, arrived)
            self._intake_loop.wake()
        else:
            self._sending.put_reports(line, arrived)
            self._sending_loop.wake()

    def _rang(self, line: Line, rang: Rang) -> None:
        self._intake.calls.put(line, rang)
        self._intake_loop.wake()

    def _told(self, line: Line, told: Told) -> None:  # noqa: ARG002 - every reaction is told its line
        self._requests.put(told)
        self._requests_loop.wake()

    def _finished(self, line: Line, result: outbox.Result) -> None:
        self._sending.put(line, result)
        self._sending_loop.wake()

    def _changed(self, line: Line, state: State) -> None:
        self._line_log.changed(line.name, state)
        self._record(line, state)
        self._watch.states.hear(line.name, state.state)
        if state.state == "ready":
            imsi = state.info.imsi if state.info else None
            self._sending.agree(line.name, self._terms(self._settings.line(line.name), imsi))
            self._sending_loop.wake()

    def _noticed(self, line: Line, news: News) -> None:
        self._line_log.noticed(line.name, news)
        self._watch.states.notice(line.name, news)

    def _felt(self, line: Line, health: Health) -> None:
        self._note(line, asdict(health))

    def _enters_pin(self, line: Line) -> None:
        """Write down that a PIN is entered now: if it is not seen to be accepted, it is not entered again."""
        tried = pin_digest(self._settings.line(line.name), self.office.number_key)
        with self._database.write() as connection:
            lines.record_state(connection, line.name, self._clock.now(), tried_pin=tried)

    def _failed(self, line: Line, error: Exception) -> None:
        self._log.error("a line failed, trying again", line=line.name, exc_info=error)

    def _record(self, line: Line, state: State) -> None:
        self._note(line, columns_of(state) | {"changed_at": self._clock.now()})

    def _note(self, line: Line, seen: Mapping[str, Any]) -> None:
        """Write down how a line is, for `aduan modem`; without a database that news is not worth failing."""
        try:
            with self._database.write() as connection:
                lines.note(connection, line.row_id, **seen)
        except DatabaseError as error:
            self._log.warning("the state of a line was not recorded", line=line.name, error=str(error))

    def _parked(self, message_id: int, error: Exception) -> None:
        self._log.error(
            "parked; see `aduan inbox parked`", message=message_id, error=type(error).__name__, exc_info=error
        )


def _allocate_from_one_arena() -> None:
    """Let glibc have one heap for all threads, of which Python lets one work: each would keep what it needed once."""
    with suppress(AttributeError):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, 1)


def _windows(settings: Settings) -> Windows:
    return Windows(timedelta(hours=settings.inbox.join_hours), timedelta(minutes=settings.inbox.repeat_minutes))


def _line_patience(settings: Settings) -> timedelta:
    return timedelta(minutes=settings.outbox.line_minutes)


def _by_name(settings: Settings) -> dict[str, LineSettings]:
    return {line.name: line for line in settings.lines}
