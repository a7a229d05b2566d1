"""USB devices: taking one off the bus and putting it back, as a hand would do with its plug; seeing one go."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

from smsd.transports.base import TransportError

_USBDEVFS_RESET = 0x5514
"""_IO('U', 20) of Linux' usbdevice_fs.h."""


_VANISHES_WITHIN, _LOOKS_EVERY = 3.0, 0.05


def reset(device: str, sysfs: Path = Path("/sys"), bus: Path = Path("/dev/bus/usb")) -> None:
    """Reset the USB device behind a serial port; raises TransportError if there is none, or it is not allowed."""
    node = bus_node(device, sysfs, bus)
    if node is None:
        raise TransportError(f"{device} is no USB device, it cannot be reset from here")
    try:
        descriptor = os.open(node, os.O_WRONLY)
        try:
            fcntl.ioctl(descriptor, _USBDEVFS_RESET, 0)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise TransportError(f"USB reset of {device}: {os.strerror(error.errno or 0)}") from error


def wait_until_it_vanishes(device: str) -> None:
    """Wait a moment for a device that was told to restart to go; some modems keep their port."""
    was, ends = Path(device).resolve(), time.monotonic() + _VANISHES_WITHIN
    while was.exists() and Path(device).resolve() == was and time.monotonic() < ends:
        time.sleep(_LOOKS_EVERY)


def bus_node(device: str, sysfs: Path, bus: Path) -> Path | None:
    """Find the node on the bus of the device that a serial port belongs to; None if it is on none."""
    port = sysfs / "class" / "tty" / Path(device).resolve().name / "device"
    if not port.exists():
        return None
    for folder in (port.resolve(), *port.resolve().parents):
        if (folder / "busnum").is_file() and (folder / "devnum").is_file():
            numbers = (int((folder / name).read_text()) for name in ("busnum", "devnum"))
            return bus.joinpath(*(f"{number:03}" for number in numbers))
    return None
