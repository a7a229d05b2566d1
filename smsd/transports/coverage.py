"""Whether a network serves a modem, which, and how well (3GPP TS 27.007 sections 7.2, 7.3 and 8.5)."""

from __future__ import annotations

import time

from smsd.transports.asking import SIM_SECONDS, Asker

LOOKS_EVERY = 10.0
LOOKS_WITHOUT_NETWORK = 2.0
_REGISTERED = frozenset({1, 5})
"""At home, or a guest."""
_BEST_RSSI = 31


class Coverage:
    """What a modem last said of its network."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self._looked_at = 0.0
        self.registered = False

    def look(self, *, now: bool = False) -> bool:
        """Ask now and then whether the network knows the modem."""
        pause = LOOKS_EVERY if self.registered else LOOKS_WITHOUT_NETWORK
        if now or time.monotonic() - self._looked_at > pause:
            self._looked_at = time.monotonic()
            answer = self._asker.ask_if_known("AT+CREG?", "+CREG:") or ["0,0"]
            self.registered = any(_stat(line) in _REGISTERED for line in answer)
        return self.registered

    def operator(self) -> str:
        """Give the operator's name, "" if it is not known."""
        answer = self._asker.ask_if_known("AT+COPS?", "+COPS:", seconds=SIM_SECONDS)
        fields = answer[0].split(",") if answer else []
        return fields[2].strip('"') if len(fields) > 2 else ""

    def signal(self) -> int | None:
        """Give the signal in percent of the best <rssi>; None if it is not known."""
        answer = self._asker.ask_if_known("AT+CSQ", "+CSQ:")
        rssi = answer[0].split(",")[0] if answer else ""
        return round(100 * int(rssi) / _BEST_RSSI) if rssi.isdigit() and int(rssi) <= _BEST_RSSI else None


def _stat(registration: str) -> int:
    """Read <n>,<stat>[,...] of an answer; what is said by itself, <stat> alone, is none."""
    fields = registration.split(",")
    return int(fields[1]) if len(fields) > 1 and fields[1].strip().isdigit() else -1
