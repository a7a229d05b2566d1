"""USSD under load: how long a step takes while hundreds of sessions are open, and how many steps a second there can be.

A daemon with a virtual modem on SQLite serves HTTP as `aduan run` does. A gateway in a process of its own keeps so many
sessions open: each types its way through the menu, pauses between two steps as people do, and one in ten files a
report, which the daemon opens and answers meanwhile. Every answer is looked at. The first seconds are not counted.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.databases import fsyncs_per_second, on_disk
from config.logs import configure_logs, get_logger
from config.settings import load_settings
from smsd.daemon import Daemon
from storage import inbound
from storage.engine import Database
from storage.migrate import upgrade
from web.service import Web

_WALKS = (
    ("4", "1", "1", "1", "9", "0", "00", "3", "9"),
    ("4", "2", "4", "9", "00", "2", "0", "6", "9"),
    ("1", "9", "9", "0", "0", "5", "0", "4", "4"),
)
_REPORT = ("1", "2", "mati depan masjid raya sejak kemarin")
_USSD = "/ussd"
_WARM_UP = 5.0
_PATIENCE = 60.0


class Gateway:
    """Keeps sessions open, and writes down how long each step took in milliseconds."""

    def __init__(self, port: int, path: str, pause: float, seconds: float) -> None:
        self._port = port
        self._path = path
        self._pause = pause
        self._begin = time.perf_counter() + _WARM_UP + pause
        self._end = self._begin + seconds
        self.took: list[float] = []
        self.reports = 0

    async def keep_open(self, number: int) -> None:
        """Be one phone after the other in one place: when a session is over another phone dials."""
        chance = random.Random(number)  # noqa: S311 - a load, no secret
        await asyncio.sleep(chance.random() * self._pause)
        session = 0
        while time.perf_counter() < self._end:
            session += 1
            phone = f"+6281110{number:03}{session % 1000:03}"
            await self._session(f"{number}-{session}", phone, chance)

    async def _session(self, session: str, phone: str, chance: random.Random) -> None:
        steps = _REPORT if chance.random() < 0.1 else chance.choice(_WALKS)
        for count in range(len(steps) + 1):
            answer = await self._step(session, phone, "*".join(steps[:count]))
            expected = "END " if steps is _REPORT and count == len(steps) else "CON "
            assert self._path != _USSD or answer.startswith(expected), answer
            await asyncio.sleep(self._pause * (0.5 + chance.random()))
            if time.perf_counter() > self._end:
                return
        self.reports += steps is _REPORT

    async def _step(self, session: str, phone: str, text: str) -> str:
        form = urlencode({"sessionId": session, "serviceCode": "*123#", "phoneNumber": phone, "text": text}).encode()
        head = (
            f"POST {self._path} HTTP/1.1\r\nHost: bench\r\nConnection: close\r\nContent-Length: {len(form)}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        )
        began = time.perf_counter()
        reading, writing = await asyncio.open_connection("127.0.0.1", self._port)
        writing.write(head.encode() + form)
        answer = (await reading.read()).decode()
        ended = time.perf_counter()
        writing.close()
        if began >= self._begin:
            self.took.append(1000 * (ended - began))
        status, _, body = answer.partition("\r\n\r\n")
        assert status.startswith("HTTP/1.1 200" if self._path == _USSD else "HTTP/1.1 404"), status
        return body


async def _play(options: argparse.Namespace) -> None:
    """Be the gateway, and print what was measured as JSON."""
    gateway = Gateway(options.gateway, options.path, options.pause, options.seconds)
    await asyncio.gather(*(gateway.keep_open(number) for number in range(options.sessions)))
    print(json.dumps({"took": gateway.took, "reports": gateway.reports}))


@contextmanager
def serving() -> Iterator[tuple[int, Database]]:
    """Start an installation with HTTP on a port of its own."""
    with on_disk() as folder, socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
        found.close()
        path = folder / "aduan.toml"
        path.write_text(
            'regions = ["bogor"]\n[[lines]]\nname = "modem1"\ntransport = "gammu"\ndevice = "virtual"\n'
            f'[lines.limits]\nper_minute = 600\n[http]\nlisten = "127.0.0.1:{port}"\n'
        )
        settings = load_settings(path, {})
        database = Database(settings.database)
        upgrade(database)
        with Web(settings, get_logger("aduan")) as web, Daemon(settings) as daemon, web.beside(daemon):
            yield port, database
        database.close()


def measure(sessions: int, pause: float, seconds: float, path: str = _USSD) -> list[float]:
    """Give how long each step took, in milliseconds."""
    with serving() as (port, database):
        command = [sys.executable, __file__, "--gateway", str(port), "--path", path, "--sessions", str(sessions)]
        command += ["--pause", str(pause), "--seconds", str(seconds)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        found = json.loads(done.stdout)
        if path == _USSD:
            _settle(database, found["reports"])
    took: list[float] = found["took"]
    return took


def _settle(database: Database, reports: int) -> None:
    """Wait until every report is opened, and verify that none is missing or parked."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        with database.read() as connection:
            states = inbound.counts_by_state(connection)
        if not states.get(inbound.READY):
            break
        assert time.monotonic() < deadline, f"not processed in time: {states}"
        time.sleep(0.05)
    filed = sum(states.values())
    assert filed >= reports, f"{filed} of {reports} reports"
    assert inbound.PARKED not in states, states


def _row(name: str, took: list[float], seconds: float) -> None:
    cuts = statistics.quantiles(took, n=100)
    shown = (cuts[49], cuts[94], cuts[98], max(took))
    print(f"{name:<44} {len(took) / seconds:>8.0f} " + " ".join(f"{value:>8.1f}" for value in shown), flush=True)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description="USSD sessions through the whole daemon, on SQLite.")
    parser.add_argument("--sessions", type=int, default=500, help="how many are open at a time")
    parser.add_argument("--pause", type=float, default=5.0, help="seconds between two steps of a session")
    parser.add_argument("--seconds", type=float, default=30.0, help="how long is measured")
    parser.add_argument("--gateway", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--path", default=_USSD, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.gateway:
        asyncio.run(_play(options))
        return
    with tempfile.TemporaryFile("w") as log:
        configure_logs("info", "json", log)
        fsyncs, (load, *_) = fsyncs_per_second(), os.getloadavg()
        print(f"{fsyncs:.0f} fsyncs a second; the load before was {load:.1f} on {os.cpu_count()} cores")
        print(f"{'':<44} {'steps/s':>8} {'p50 ms':>8} {'p95 ms':>8} {'p99 ms':>8} {'most ms':>8}")
        took = measure(options.sessions, options.pause, options.seconds)
        _row(f"{options.sessions} sessions, a step every {options.pause:g} s", took, options.seconds)
        took = measure(options.sessions, options.pause, options.seconds, "/nowhere")
        _row("the same, answered 404 without a database", took, options.seconds)
        took = measure(16, 0.0, options.seconds / 3)
        _row("16 sessions that never pause", took, options.seconds / 3)


if __name__ == "__main__":
    main()
