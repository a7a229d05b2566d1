"""What the modem remembers while it is on, and what a command can answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from smsd.virtual.dialects import Dialect
from smsd.virtual.faults import Faults
from smsd.virtual.network import LOCAL_TIME, SMSC, Network
from smsd.virtual.registration import SERVED, Registration
from smsd.virtual.septets import to_septets

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sms.clock import Clock
    from smsd.virtual.sim import Sim, Storage
    from smsd.virtual.terminal import Terminal


@dataclass(frozen=True, slots=True)
class Prompt:
    """A command asks for a PDU: `then` gets what is typed up to ctrl-Z, or None after escape. It may not be `shown`."""

    then: Callable[[str | None], Answer]
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Wait:
    """A command takes so many seconds before it answers."""

    seconds: float
    then: Callable[[], Answer]


@dataclass(frozen=True, slots=True)
class Ending:
    """A command ends with this line and no OK; without a line, with nothing at all."""

    line: str | None


Answer = list[str] | Prompt | Wait | Ending
"""What a command gives: its lines before OK, another ending, or what happens before there is one."""


@dataclass
class Settings:
    """What ATZ and AT&F set back; the values are those of the commands by the same name.

    CNMI is <mode>,<mt>,<bm>,<ds>,<bfr>: a stick that stores a message, then tells where, reports too.
    """

    cmee: int = 0
    cnmi: list[int] = field(default_factory=lambda: [2, 1, 0, 2, 0])
    cscs: str = "IRA"
    creg: dict[str, int] = field(default_factory=lambda: {"CREG": 0, "CGREG": 0, "CEREG": 0})
    clip: int = 0
    crc: int = 0
    cops_format: int = 0
    cusd: int = 0
    cmms: int = 0
    csms: int = 0


@dataclass(frozen=True, slots=True)
class Identity:
    """Who made the modem, and its numbers."""

    msisdn: str
    imei: str
    imsi: str
    dialect: Dialect


@dataclass
class Session:
    """The modem from switching it on to switching it off.

    `restart` takes the line away if that is what AT+CFUN=1,1 does. `caller` is who makes it ring ("" without a
    number), `refused` whether it has hung up on them. With AT+CSMS=1 the client has something `unacknowledged`, or has
    `acknowledged` it just now. With AT+CMMS=1 the link to the network stays up to `link_until` on the monotonic clock.
    """

    sim: Sim
    network: Network
    terminal: Terminal
    clock: Clock
    identity: Identity
    send_seconds: float
    faults: Faults
    restart: Callable[[], None]
    settings: Settings = field(default_factory=Settings)
    memories: list[str] = field(default_factory=lambda: ["SM", "SM", "SM"])
    smsc: str = SMSC
    functionality: int = 1
    searching: bool = False
    caller: str | None = None
    refused: bool = False
    unacknowledged: bool = False
    acknowledged: bool = False
    link_until: float = 0.0

    @property
    def dialect(self) -> Dialect:
        """How its maker has it speak."""
        return self.identity.dialect

    @property
    def registration(self) -> Registration:
        """What it is to the network: nothing before the card is ready, nor with the radio off."""
        if self.functionality != 1 or not self.sim.ready:
            return Registration.NOT_SEARCHING
        return Registration.SEARCHING if self.searching else self.network.registration

    @property
    def registered(self) -> bool:
        """Whether there is service."""
        return self.registration in SERVED

    def memory(self, use: int) -> Storage:
        """Give the memory for reading and deleting (0), for writing and sending (1), or for what comes in (2)."""
        return self.sim.memories[self.memories[use]]

    def now(self) -> datetime:
        """Give the time of day as the network tells it."""
        return self.clock.now().astimezone(LOCAL_TIME)

    def quote(self, text: str) -> str:
        """Write a string in the alphabet that AT+CSCS has chosen (3GPP TS 27.007 section 5.5)."""
        if self.settings.cscs == "UCS2":
            return f'"{text.encode("utf-16-be").hex().upper()}"'
        if self.settings.cscs == "GSM":
            text = bytes(to_septets(text)).decode("latin-1")
        return f'"{text.encode("ascii", "replace").decode()}"'

    def unquote(self, text: str) -> str:
        """Read a string in that alphabet; what is no hexadecimal UCS-2 is taken as it is."""
        if self.settings.cscs != "UCS2":
            return text
        try:
            return bytes.fromhex(text).decode("utf-16-be")
        except ValueError:
            return text
