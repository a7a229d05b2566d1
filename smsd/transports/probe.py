"""Looking for modems: which serial ports are there, and what answers AT behind them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from serial.tools import list_ports

from smsd.transports.asking import Asker
from smsd.transports.base import TransportError
from smsd.transports.dialogue import Dialogue
from smsd.transports.offers import offered

_BY_ID = Path("/dev/serial/by-id")


@dataclass(frozen=True, slots=True)
class Probed:
    """What was found at a port. `device` is its stable name where it has one.

    `transport` is the one that suits it; `note` says why, or why nothing answered.
    """

    device: str
    answers: bool
    maker: str = ""
    model: str = ""
    imei: str = ""
    sim: str = ""
    transport: str = ""
    note: str = ""


def probe_all(further: Iterable[str] = ()) -> list[Probed]:
    """Probe every serial port of the computer and the devices named, each for a few seconds at most."""
    ports = [_stable_name(port.device) for port in list_ports.comports()]
    return [probe(device) for device in dict.fromkeys((*further, *ports))]


def probe(device: str) -> Probed:
    """Ask one device for a modem; never raises, and leaves alone what another process uses."""
    try:
        talk = Dialogue(device)
    except TransportError as error:
        return Probed(device, answers=False, note=str(error).removeprefix(device).lstrip(": "))
    try:
        # Twice: the first may be eaten while the modem finds the speed.
        talk.resync(tries=2)
        return _ask_modem(device, Asker(talk, device))
    except TransportError:
        return Probed(device, answers=False, note="no answer to AT")
    finally:
        talk.close()


def _ask_modem(device: str, asker: Asker) -> Probed:
    (sim,) = asker.ask_if_known("AT+CPIN?", "+CPIN:") or ("",)
    lacks = _lacks(asker) if sim == "READY" else ""
    return Probed(
        device,
        answers=True,
        maker=asker.first("AT+CGMI"),
        model=asker.first("AT+CGMM"),
        imei=asker.first("AT+CGSN"),
        sim=sim,
        transport="gammu" if lacks else "at",
        note=f"it has no {lacks}: perhaps Gammu knows how to speak to it" if lacks else "",
    )


def _lacks(asker: Asker) -> str:
    """Tell what a modem lacks of what transport `at` needs; "" if nothing."""
    formats = asker.ask_if_known("AT+CMGF=?", "+CMGF:")
    if not formats or "0" not in offered(formats[0])[0]:
        return "PDU mode"
    if not asker.ask_if_known("AT+CPMS=?", "+CPMS:"):
        return "storage that can be chosen"
    return ""


def _stable_name(device: str) -> str:
    """Give the name of a port that stays the same when it is plugged in elsewhere."""
    if _BY_ID.is_dir():
        for link in sorted(_BY_ID.iterdir()):
            if link.resolve() == Path(device):
                return str(link)
    return device
