"""Looking for modems: which serial ports are there, and what answers AT behind them."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import serial
from serial.tools import list_ports

_BY_ID = Path("/dev/serial/by-id")
_ANSWER_SECONDS = 1.0
_FINAL = (b"OK", b"ERROR", b"+CME ERROR", b"+CMS ERROR")


@dataclass(frozen=True, slots=True)
class Probed:
    """What was found at a port. `device` is its stable name where it has one; `note` says why nothing answered."""

    device: str
    answers: bool
    maker: str = ""
    model: str = ""
    imei: str = ""
    sim: str = ""
    note: str = ""


def probe_all(further: Iterable[str] = ()) -> list[Probed]:
    """Probe every serial port of the computer and the devices named, each for about a second."""
    ports = [_stable_name(port.device) for port in list_ports.comports()]
    return [probe(device) for device in dict.fromkeys((*further, *ports))]


def probe(device: str) -> Probed:
    """Ask one device for a modem; never raises, and leaves alone what another process uses."""
    try:
        with serial.Serial(device, 115200, timeout=_ANSWER_SECONDS, write_timeout=_ANSWER_SECONDS) as port:
            fcntl.flock(port.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            return _ask_modem(device, port)
    except BlockingIOError:
        return Probed(device, answers=False, note="in use by another process")
    except (serial.SerialException, OSError) as error:
        return Probed(device, answers=False, note=_reason(error))


def _ask_modem(device: str, port: serial.Serial) -> Probed:
    # What is left of a cut-off dialogue ends at an escape and an empty line.
    port.write(b"\x1b\r")
    port.reset_input_buffer()
    # Twice: the first may be eaten while the modem finds the speed.
    if not any(_ask(port, b"AT") is not None for _ in range(2)):
        return Probed(device, answers=False, note="no answer to AT")
    return Probed(
        device,
        answers=True,
        maker=_ask(port, b"AT+CGMI") or "",
        model=_ask(port, b"AT+CGMM") or "",
        imei=_ask(port, b"AT+CGSN") or "",
        sim=(_ask(port, b"AT+CPIN?") or "").removeprefix("+CPIN: "),
    )


def _ask(port: serial.Serial, command: bytes) -> str | None:
    """Send a command; the first line of its answer (empty if it has none), None if there was no answer."""
    port.write(command + b"\r")
    answer: list[str] = []
    while line := port.readline():
        text = line.strip()
        if text.startswith(_FINAL):
            return answer[0] if answer else ""
        if text and text != command:
            answer.append(text.decode("ascii", "replace"))
    return None


def _stable_name(device: str) -> str:
    """Give the name of a port that stays the same when it is plugged in elsewhere."""
    if _BY_ID.is_dir():
        for link in sorted(_BY_ID.iterdir()):
            if link.resolve() == Path(device):
                return str(link)
    return device


def _reason(error: OSError) -> str:
    if error.errno:
        return os.strerror(error.errno)
    return "is not a serial port" if isinstance(error, serial.SerialException) else str(error)
