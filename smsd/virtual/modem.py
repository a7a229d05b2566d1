"""The virtual modem: a SIM, a network behind it, and a serial line that a client can open as that of a USB stick."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

from sms.clock import Clock, SystemClock
from smsd.virtual.incoming import Incoming
from smsd.virtual.interpreter import Interpreter
from smsd.virtual.link import place_link, remove_link
from smsd.virtual.network import Network
from smsd.virtual.session import Session
from smsd.virtual.sim import Sim
from smsd.virtual.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType


class VirtualModem:
    """A modem with the number `msisdn` and a SIM of so many slots, on a pseudo-terminal.

    `link` is a steady name for the line, `send_seconds` how long sending takes, `reports` whether the network
    makes delivery reports, `pin` what the SIM asks for. What is on the SIM and in the network outlasts a stop.
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
    ) -> None:
        self._msisdn = msisdn
        self._link = link
        self._clock = clock or SystemClock()
        self._send_seconds = send_seconds
        self._sim = Sim(slots, pin)
        self._power = ExitStack()
        self._terminal: Terminal | None = None
        self.network = Network(self._clock, reports=reports)

    @property
    def device(self) -> str:
        """The path to open: the link if there is one. Raises RuntimeError while the modem is off."""
        if self._terminal is None:
            raise RuntimeError("the modem is off")
        return str(self._link) if self._link else self._terminal.device

    @property
    def stored(self) -> int:
        """How many received messages lie in it and have not been deleted yet."""
        return sum(memory.used for name, memory in self._sim.memories.items() if name != "SR")

    @property
    def silent(self) -> bool:
        """Whether a client could have read all that the modem has to say."""
        return self._terminal is None or self._terminal.silent

    def start(self) -> None:
        """Switch on; raises FileExistsError if the link's name is taken."""
        with ExitStack() as power:
            terminal = Terminal()
            power.callback(terminal.close)
            if self._link:
                place_link(self._link, terminal.device)
                power.callback(remove_link, self._link, terminal.device)
            self._connect(terminal)
            power.callback(self.network.attach, None)
            self._terminal = terminal
            self._power = power.pop_all()

    def stop(self) -> None:
        """Switch off: the line is gone, what comes now waits in the network."""
        self._terminal = None
        self._power.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def _connect(self, terminal: Terminal) -> None:
        """Begin a session between the line, the SIM and the network."""
        self._sim.lock()
        session = Session(self._sim, self.network, terminal, self._clock, self._msisdn, self._send_seconds)
        terminal.start(Interpreter(session).on_line)
        self.network.attach(Incoming(session))
