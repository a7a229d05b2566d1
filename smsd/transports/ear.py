"""Whether a modem has said something that nobody has read yet."""

from __future__ import annotations

import fcntl
import os
import sys
import termios

from smsd.transports.base import DeviceMissingError, TransportError

_NOTHING = bytes(4)


class Ear:
    """A descriptor of a serial line beside the driver's, which reads nothing and takes no time.

    It is opened before the driver, which may keep others from opening the line after it.
    """

    def __init__(self, device: str) -> None:
        """Open the device; raises DeviceMissingError."""
        self._device = device
        try:
            self._descriptor = os.open(device, os.O_RDONLY | os.O_NOCTTY | os.O_NONBLOCK)
        except OSError as error:
            raise DeviceMissingError(f"{device}: {error.strerror}") from error

    def fileno(self) -> int:
        """Give the descriptor."""
        return self._descriptor

    def hears(self) -> bool:
        """Tell whether octets wait to be read; raises TransportError if the device is gone."""
        try:
            waiting = fcntl.ioctl(self._descriptor, termios.FIONREAD, _NOTHING)
        except OSError as error:
            raise TransportError(f"{self._device}: {error.strerror}") from error
        return int.from_bytes(waiting, sys.byteorder) > 0

    def close(self) -> None:
        """Let go of the device."""
        os.close(self._descriptor)
