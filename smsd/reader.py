"""A reader: `python -m smsd.reader FD`. It gets an office, and then texts, and says what it thinks of them."""

from __future__ import annotations

import gc
import sys
from contextlib import suppress
from multiprocessing.connection import Connection

from complaints.talk.foresight import think
from complaints.who.office import Office
from smsd.worker import leave_signals_to_the_daemon

READY = "ready"
"""Its first word."""


def serve(pipe: Connection) -> None:
    """Think until nobody is at the other end."""
    office: Office = pipe.recv()
    _ = office.routers, office.grader
    gc.freeze()
    pipe.send(READY)
    while True:
        pipe.send([think(office, line, text) for line, text in pipe.recv()])


def main(arguments: list[str]) -> None:
    """Run on the pipe whose descriptor is the argument."""
    leave_signals_to_the_daemon()
    with suppress(EOFError, OSError), Connection(int(arguments[0])) as pipe:
        serve(pipe)


if __name__ == "__main__":
    main(sys.argv[1:])
