"""`aduan virtual-smsc`, bound to by the transport `smpp`."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from sms.message import Outcome
from tests.smsd.transports.smpp_ears import CITIZEN, bound

COMMAND = [sys.executable, "-u", "-c", "from commands.virtual_smsc import virtual_smsc as run; run()"]


@contextmanager
def running(*options: str) -> Iterator[subprocess.Popen[str]]:
    pipe = subprocess.PIPE
    with subprocess.Popen([*COMMAND, *options], stdin=pipe, stdout=pipe, stderr=pipe, text=True) as program:
        yield program
        program.kill()


def _port(program: subprocess.Popen[str]) -> int:
    assert program.stderr
    said = program.stderr.readline()
    program.stderr.readline()
    return int(said.split("127.0.0.1:")[1].split(":")[0])


def test_lines_are_handed_over_and_what_is_submitted_is_printed() -> None:
    with running("--port", "0", "--number", "1708") as program:
        assert program.stdin
        assert program.stdout
        long = "jalan rusak " * 40
        with bound(SimpleNamespace(port=_port(program))) as ears:
            program.stdin.write(f"{CITIZEN} > bogor jalan rusak\n{CITIZEN} > {long}\n")
            program.stdin.flush()
            ears.until(lambda: len(ears.parts) == 2)
            assert [(part.sender, part.text) for part in ears.parts] == [
                (CITIZEN, "bogor jalan rusak"),
                (CITIZEN, long.strip()),
            ]
            ears.acknowledge(*(part.handle for part in ears.parts))
            ears.send(1, text="Laporan diterima")
            assert ears.became(1) == [Outcome.ACCEPTED]
            assert program.stdout.readline() == f"{CITIZEN} < Laporan diterima 1\n"
            ears.send(2, text="bagian", parts=2)
            assert program.stdout.readline() == f"{CITIZEN} < (1/2) bagian 2\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_runs_past_the_end_of_its_input_until_a_signal(number: signal.Signals) -> None:
    with running("--port", "0") as program:
        assert program.stdin
        program.stdin.close()
        _port(program)
        program.send_signal(number)
        assert program.wait(10) == 0


def test_a_port_in_use_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, running("--port", str(taken.getsockname()[1])) as program:
        assert program.wait(10) == 1
        assert program.stderr
        assert "in use" in program.stderr.read()
