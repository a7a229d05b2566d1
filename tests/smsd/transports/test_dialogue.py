"""What a dialogue makes of broken answers."""

from __future__ import annotations

import os
import threading
import tty
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from smsd.transports.dialogue import Dialogue


@contextmanager
def _modem_that_says(answer: str) -> Iterator[Dialogue]:
    """Let whatever is at the other end of a line answer each command with this."""
    ours, theirs = os.openpty()
    tty.setraw(theirs)

    def answer_once() -> None:
        while not os.read(ours, 100).endswith(b"\r"):
            pass
        os.write(ours, answer.encode())

    speaking = threading.Thread(target=answer_once)
    speaking.start()
    talk = Dialogue(os.ttyname(theirs))
    try:
        yield talk
    finally:
        speaking.join()
        talk.close()
        os.close(ours)
        os.close(theirs)


@pytest.mark.parametrize(
    ("between", "pairs"),
    [
        ("0791\r\n+CMGL: 2,0,,9\r\n", [("1,0,,9", "0791"), ("2,0,,9", "0891")]),
        ("+CREG: 1\r\n0791\r\n+CMGL: 2,0,,9\r\n^RSSI:3\r\n", [("1,0,,9", "0791"), ("2,0,,9", "0891")]),
        ("07+CMGL: 2,0,,9\r\n", []),
        ("07\x00\r\n+CMGL: 2,0,,9\r\n", [("2,0,,9", "0891")]),
    ],
)
def test_a_pdu_belongs_to_the_header_right_before_it(between: str, pairs: list[tuple[str, str]]) -> None:
    with _modem_that_says(f"\r\n+CMGL: 1,0,,9\r\n{between}0891\r\n\r\nOK\r\n") as talk:
        assert talk.ask_for_pdus("AT+CMGL=4", "+CMGL:") == pairs
