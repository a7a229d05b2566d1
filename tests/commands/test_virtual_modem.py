from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COMMAND = [sys.executable, "-u", "-c", "from commands.virtual_modem import virtual_modem as run; run()"]
PDU = "0001000D91261811010000F0000004E830FB0D"


@contextmanager
def running(*options: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [*COMMAND, *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as program:
        yield program
        program.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_runs_past_the_end_of_its_input_until_a_signal(tmp_path: Path, number: signal.Signals) -> None:
    link = tmp_path / "modem"
    with running("--link", str(link)) as program:
        assert program.stdin
        assert program.stderr
        program.stdin.close()
        assert f"device = {link}" in program.stderr.readline()
        program.stderr.readline()
        assert link.is_symlink()
        program.send_signal(number)
        assert program.wait(10) == 0
    assert not link.is_symlink()


def test_lines_are_delivered_and_answers_printed(tmp_path: Path) -> None:
    link = tmp_path / "modem"
    with running("--link", str(link), "--slots", "3") as program:
        assert program.stdin
        assert program.stdout
        assert program.stderr
        program.stderr.readline()
        with link.open("r+b", buffering=0) as line:
            for typed in ("bogor jalan > rusak", "+6281110000101 > halo", "PLN > padam", "  "):
                program.stdin.write(typed + "\n")
            program.stdin.flush()
            said = b""
            while said.count(b"+CMTI") < 3:
                said += line.read(4096)
            line.write(b"ATE0\rAT+CMGS=18\r")
            line.write(f"{PDU}\x1a".encode())
            assert program.stdout.readline() == "+6281111000000 < halo\n"


def test_a_phone_calls_and_hangs_up(tmp_path: Path) -> None:
    link = tmp_path / "modem"
    with running("--link", str(link)) as program:
        assert program.stdin
        assert program.stderr
        program.stderr.readline()
        with link.open("r+b", buffering=0) as line:
            line.write(b"ATE0+CLIP=1\r")
            said = b""
            while b"OK" not in said:
                said += line.read(4096)
            program.stdin.write("0811 1000 0200 calls\n")
            program.stdin.flush()
            while b"NO CARRIER" not in said:
                said += line.read(4096)
    assert said.count(b'+CLIP: "+6281110000200",145') == 2


def test_a_name_that_is_taken_is_refused(tmp_path: Path) -> None:
    taken = tmp_path / "modem"
    taken.touch()
    done = subprocess.run([*COMMAND, "--link", str(taken)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "is not a link" in done.stderr
