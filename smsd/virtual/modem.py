"""The virtual modem: a SIM, a network behind it, and a serial line that a client can open as that of a USB stick."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

from sms.clock import Clock, SystemClock
from smsd.virtual import registration
from smsd.virtual.dialects import GENERIC, Dialect
from smsd.virtual.faults import Faults, Restart
from smsd.virtual.incoming import Incoming
from smsd.virtual.interpreter import Interpreter
from smsd.virtual.link import place_link, remove_link
from smsd.virtual.network import LOCAL_TIME, SMSC, Network
from smsd.virtual.pdu import encode_deliver
from smsd.virtual.registration import Registration
from smsd.virtual.semioctets import encode_smsc
from smsd.virtual.session import Identity, Session, Settings
from smsd.virtual.sim import Sim
from smsd.virtual.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType


class VirtualModem:
    """A modem with the number `msisdn` and a SIM of so many slots, on a pseudo-terminal.

    `link` is a steady name for the line, `send_seconds` how long sending takes, `reports` whether the network
    makes delivery reports, `pin` what the SIM asks for, `dialect` whose make it is. What is on the SIM, in the
    network and in `faults` outlasts a stop. All methods may be called from any thread.
    """

    def __init__(  # noqa: PLR0913 -- each has a default, most callers give one or none
        self,
        *,
        msisdn: str = "+628111000001",
        slots: int = 50,
        link: Path | None = None,
        clock: Clock | None = None,
        send_seconds: float = 0.0,
        reports: bool = True,
        pin: str | None = None,
        dialect: Dialect = GENERIC,
        imei: str = "001017000000007",
        imsi: str = "001010000000001",
    ) -> None:
        self._identity = Identity(msisdn, imei, imsi, dialect)
        self._link = link
        self._clock = clock or SystemClock()
        self._send_seconds = send_seconds
        self._power = ExitStack()
        self._on = threading.Condition()
        self._switched = 0
        self._session: Session | None = None
        self.sim = Sim(slots, pin, first_slot=dialect.first_slot)
        self.faults = Faults(dialect.chatter)
        self.network = Network(self._clock, reports=reports)

    @property
    def device(self) -> str:
        """The path to open: the link if there is one. Raises RuntimeError while the modem is off."""
        session = self._running
        return str(self._link) if self._link else session.terminal.device

    @property
    def imei(self) -> str:
        """The modem's own number."""
        return self._identity.imei

    @property
    def stored(self) -> int:
        """How many received messages lie in it and have not been deleted yet."""
        return sum(memory.used for name, memory in self.sim.memories.items() if name != "SR")

    @property
    def silent(self) -> bool:
        """Whether a client could have read all that the modem has to say."""
        session = self._session
        return session is None or session.terminal.silent

    def start(self) -> None:
        """Switch on; raises FileExistsError if the link's name is taken."""
        with self._on, ExitStack() as power:
            terminal = Terminal(self.faults)
            power.callback(terminal.close)
            if self._link:
                place_link(self._link, terminal.device)
                power.callback(remove_link, self._link, terminal.device)
            session = self._connect(terminal)
            power.callback(self.network.attach, None)
            self._session = session
            self._power = power.pop_all()
            self._switched += 1
            self._on.notify_all()

    def stop(self) -> None:
        """Switch off: the line is gone, what comes now waits in the network."""
        with self._on:
            self._switched += 1
            self._on.notify_all()
            power, self._power, self._session = self._power, ExitStack(), None
        power.close()

    def unplug(self) -> None:
        """Pull it out: clients find the line closed and its path gone."""
        self.stop()

    def plug_in(self, link: Path | None = None) -> None:
        """Put it back, switched on anew, under the same link or another."""
        self._link = link or self._link
        self.start()

    def wait_until_on(self, timeout: float) -> bool:
        """Wait until there is a line, as after a restart; False if there was none within so many seconds."""
        with self._on:
            return self._on.wait_for(lambda: self._session is not None, timeout)

    def hang(self) -> None:
        """Neither read nor answer nor announce, until `resume`."""
        self._running.terminal.hang()

    def wait_until_hanging(self, timeout: float) -> bool:
        """Wait until it hangs at a command of `faults.hang_at`; False if it did not within so many seconds."""
        return self._running.terminal.wait_until_hanging(timeout)

    def resume(self) -> None:
        """Go on; what was typed meanwhile is read now."""
        self._running.terminal.resume()

    def register(self, state: Registration) -> None:
        """Let the network be found, or lost; a client that has asked for it by AT+CREG is told."""
        self.network.registration = state
        if session := self._session:
            registration.announce(session)
        self.network.room_again()

    def card(self, *, present: bool = True, busy: bool = False) -> None:
        """Take the card out, put it in, or keep it busy."""
        self.sim.present, self.sim.busy = present, busy
        self.network.room_again()

    def leave(self, sender: str, text: str, memory: str = "ME") -> int | None:
        """Let a short message lie in a memory as from an earlier time, unannounced; gives its slot if there is room."""
        tpdu = encode_deliver(sender, text, self._clock.now().astimezone(LOCAL_TIME))
        return self.sim.memories[memory].store(encode_smsc(SMSC) + tpdu)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def _running(self) -> Session:
        session = self._session
        if session is None:
            raise RuntimeError("the modem is off")
        return session

    def _connect(self, terminal: Terminal) -> Session:
        """Begin a session between the line, the SIM and the network."""
        self.sim.lock()
        self.faults.hush(())
        dialect = self._identity.dialect
        session = Session(
            self.sim,
            self.network,
            terminal,
            self._clock,
            self._identity,
            self._send_seconds,
            self.faults,
            self._restart,
            Settings(cnmi=list(dialect.cnmi)),
        )
        self._wake(session)
        for line in dialect.greeting:
            terminal.announce(line)
        terminal.start(Interpreter(session).on_line)
        self.network.attach(Incoming(session))
        return session

    def _wake(self, session: Session) -> None:
        """Let the card and the radio take the time that they take after switching on."""
        if self.faults.search_seconds:
            session.searching = True
            session.terminal.at(self.faults.search_seconds, lambda: self._found(session))
        if self.faults.busy_seconds:
            self.sim.busy = True
            session.terminal.at(self.faults.busy_seconds, self.card)

    def _found(self, session: Session) -> None:
        session.searching = False
        registration.announce(session)
        self.network.room_again()

    def _restart(self) -> None:
        """Take the line away for a while, if that is what the modem does at AT+CFUN=1,1."""
        if self.faults.restart:
            threading.Thread(target=self._vanish, args=(self.faults.restart, self._switched), daemon=True).start()

    def _vanish(self, restart: Restart, switched: int) -> None:
        """Go off and come back, unless it is switched by somebody else in the meantime."""
        if not self._switched_within(restart.after, switched):
            self.stop()
            if not self._switched_within(restart.seconds, switched + 1):
                self.plug_in(restart.link)

    def _switched_within(self, seconds: float, switched: int) -> bool:
        with self._on:
            return self._on.wait_for(lambda: self._switched != switched, seconds)
