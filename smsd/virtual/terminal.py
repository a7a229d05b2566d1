"""The serial line: a pseudo-terminal, what is typed on it, and what the modem may say when.

One thread owns the line. A command line ends with CR; behind the prompt `> ` everything up to ctrl-Z is one PDU.
An unsolicited line waits until nothing else is under way (3GPP TS 27.005 section 3.4.1, <mode> 2), unless the
modem's faults let it interrupt.
"""

from __future__ import annotations

import os
import pty
import select
import threading
import time
import tty
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING

from smsd.virtual.faults import Faults

if TYPE_CHECKING:
    from collections.abc import Callable

_BACKSPACE, _LF, _CR, _CTRL_Z, _ESCAPE = 0x08, 0x0A, 0x0D, 0x1A, 0x1B


class Terminal:
    """A line that is open from the beginning and listened to from `start` to `close`.

    It keeps a descriptor of the client's side, so that a client that closes it does not hang up.
    While `muted`, unsolicited lines are kept. While it hangs it neither reads nor writes.
    """

    def __init__(self, faults: Faults | None = None) -> None:
        self._faults = faults or Faults()
        self.echo = True
        self.muted = False
        self._master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        self._ear, self._bell = os.pipe()
        os.set_blocking(self._bell, False)
        self._ringing, self._gone = threading.Lock(), False
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._in, self._typed, self._out = bytearray(), bytearray(), bytearray()
        self._on_line: Callable[[str], None] = lambda _: None
        self._entry: Callable[[str | None], None] | None = None
        self._due: tuple[float, Callable[[], None]] | None = None
        self._alarms: list[tuple[float, Callable[[], None]]] = []
        self._hanging = False
        self._turn = threading.Condition()
        self._unsolicited: deque[str] = deque()

    @property
    def device(self) -> str:
        """The path that a client opens."""
        return os.ttyname(self._slave)

    def start(self, on_line: Callable[[str], None]) -> None:
        """Begin to listen; `on_line` gets every command line, on the terminal's own thread."""
        self._on_line = on_line
        self._thread = threading.Thread(target=self._run, name="virtual-modem", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Close the line; what was under way is lost. On the terminal's own thread, as soon as its turn is over."""
        self._stopping.set()
        self._ring()
        if self._thread is None:
            self._let_go()
        elif self._thread is not threading.current_thread():
            self._thread.join()

    def hang(self) -> None:
        """Neither read nor write from now on."""
        with self._turn:
            self._hanging = True
            self._turn.notify_all()

    def wait_until_hanging(self, timeout: float) -> bool:
        """Wait until it hangs; False if it did not within so many seconds."""
        with self._turn:
            return self._turn.wait_for(lambda: self._hanging, timeout)

    def resume(self) -> None:
        """Go on where it hung; what was typed meanwhile is read now."""
        with self._turn:
            self._hanging = False
        self._ring()

    def say(self, text: str) -> None:
        """Write the lines of a response; only on the terminal's thread."""
        if self._faults.interrupts and not self.muted:
            self._say_unsolicited()
        self._out += self._faults.worn(text)

    def prompt(self, entry: Callable[[str | None], None], *, shown: bool = True) -> None:
        """Ask for a PDU; `entry` gets it after ctrl-Z, or None after escape (3GPP TS 27.005 section 3.5.1)."""
        self._out += b"\r\n> " if shown else b""
        self._entry = entry

    def later(self, seconds: float, action: Callable[[], None]) -> None:
        """Be busy, deaf to the client, for so many seconds, then act."""
        self._due = (time.monotonic() + seconds, action)

    def at(self, seconds: float, action: Callable[[], None]) -> None:
        """Act after so many seconds, and listen meanwhile; only before `start` or on the terminal's thread."""
        self._alarms.append((time.monotonic() + seconds, action))

    def announce(self, line: str) -> None:
        """Say an unsolicited line as soon as nothing else is under way; from any thread."""
        self._unsolicited.append(line)
        self._ring()

    @property
    def silent(self) -> bool:
        """Whether everything has been said that there is to say."""
        return not (self._unsolicited or self._out)

    def forget_announcements(self) -> None:
        """Drop the unsolicited lines that are still kept."""
        self._unsolicited.clear()

    def _ring(self) -> None:
        # Whoever announces something may not know that the line is closed by now.
        with self._ringing, suppress(BlockingIOError):
            if not self._gone:
                os.write(self._bell, b"!")

    def _run(self) -> None:
        while not self._stopping.is_set():
            typed = self._listen()
            with self._turn:
                if not self._hanging:
                    self._take_turn(typed=typed)
        self._let_go()

    def _let_go(self) -> None:
        with self._ringing:
            self._gone = True
            for descriptor in (self._master, self._slave, self._ear, self._bell):
                os.close(descriptor)

    def _listen(self) -> bool:
        """Wait for the client, the bell, room to write, or the time of what is due; tell if it is the client."""
        ears = [self._ear] if self._due or self._hanging else [self._ear, self._master]
        mouths = [self._master] if self._out and not self._hanging else []
        heard, _, _ = select.select(ears, mouths, [], self._patience())
        if self._ear in heard:
            os.read(self._ear, 4096)
        return self._master in heard

    def _patience(self) -> float | None:
        """How long nothing is due; None for ever."""
        times = [due for due, _ in [*self._alarms, *([self._due] if self._due else [])]]
        return max(0.0, min(times) - time.monotonic()) if times and not self._hanging else None

    def _take_turn(self, *, typed: bool) -> None:
        """Read what is typed, act on it and on what is due, and speak."""
        if typed:
            self._in += os.read(self._master, 4096)
        self._do_what_is_due()
        while self._in and not self._due and not self._hanging:
            self._hear(self._in.pop(0))
        if not self._hanging:
            self._speak()

    def _do_what_is_due(self) -> None:
        now = time.monotonic()
        if self._due and now >= self._due[0]:
            action = self._due[1]
            self._due = None
            action()
        for alarm in [alarm for alarm in self._alarms if now >= alarm[0]]:
            self._alarms.remove(alarm)
            alarm[1]()

    def _hear(self, octet: int) -> None:
        if self.echo:
            self._out.append(octet)
        if octet == _BACKSPACE:
            del self._typed[-1:]
        elif self._entry:
            self._hear_entry(octet, self._entry)
        else:
            self._hear_command(octet)

    def _hear_command(self, octet: int) -> None:
        if octet == _CR:
            self._on_line(self._take_typed())
        elif octet in {_CTRL_Z, _ESCAPE}:
            self._typed.clear()
        elif octet != _LF:
            self._typed.append(octet)

    def _hear_entry(self, octet: int, entry: Callable[[str | None], None]) -> None:
        if octet in {_CTRL_Z, _ESCAPE}:
            self._entry = None
            typed = self._take_typed()
            entry(typed if octet == _CTRL_Z else None)
        elif octet not in {_CR, _LF}:
            self._typed.append(octet)

    def _take_typed(self) -> str:
        typed = self._typed.decode("latin-1")
        self._typed.clear()
        return typed

    def _speak(self) -> None:
        """Write as much as the line takes; unsolicited lines only when all else is said and done."""
        self._write()
        idle = not (self._out or self._typed or self._entry or self._due) or self._faults.interrupts
        if idle and not self.muted:
            self._say_unsolicited()
        self._write()

    def _say_unsolicited(self) -> None:
        while self._unsolicited:
            self._out += self._faults.worn(self._unsolicited[0])
            self._unsolicited.popleft()

    def _write(self) -> None:
        with suppress(BlockingIOError):
            del self._out[: os.write(self._master, self._out)]
