"""Which port a modem has now: ports are numbered anew whenever one is plugged in, the IMEI stays."""

from __future__ import annotations

import glob
from collections.abc import Iterable

from smsd.transports.base import TransportError
from smsd.transports.dialogue import AtError, Dialogue, NoAnswerError

BY_IMEI = "imei:"
PORTS = ("/dev/serial/by-id/*", "/dev/ttyUSB*", "/dev/ttyACM*")


def find_device(device: str, ports: Iterable[str]) -> tuple[str, str]:
    """Give the path of a device, and why it is not there; one of both is empty.

    A path is taken as it is. `imei:` and an IMEI is looked for behind each port that nobody uses: a stick shows
    several, and answers at some.
    """
    if not device.startswith(BY_IMEI):
        return device, ""
    wanted = device.removeprefix(BY_IMEI)
    paths = sorted({path for pattern in (ports or PORTS) for path in glob.glob(pattern)})  # noqa: PTH207 - absolute
    for path in paths:
        if imei_at(path) == wanted:
            return path, ""
    return "", f"no modem with the IMEI {wanted} answers at {_count(len(paths))}"


def imei_at(path: str) -> str:
    """Ask who is behind a port; "" if nobody answers or somebody else uses it."""
    try:
        talk = Dialogue(path)
    except TransportError:
        return ""
    try:
        talk.resync(tries=1)
        return next(iter(talk.ask("AT+CGSN")), "")
    except (TransportError, AtError, NoAnswerError):
        return ""
    finally:
        talk.close()


def _count(ports: int) -> str:
    return "any port, there is none" if not ports else f"any of {ports} ports"
