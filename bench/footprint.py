"""How much memory the daemon takes, and how soon it runs when no modem is there.

    python bench/footprint.py [--runs 5] [--database URL]

The daemon and its worker are measured beside one virtual modem in a third process, once the modem has answered and a
first SMS has been acknowledged. Prints a table with the median and the range; `own` is the memory that no other process
shares. On a database that is there already only the start is measured.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bench.databases import on_disk  # noqa: E402
from storage.engine import Database  # noqa: E402
from storage.migrate import upgrade  # noqa: E402

_ADUAN = [sys.executable, "-c", "from cli import main; main()"]
_SETTINGS = """
database = "{database}"
regions = ["bogor"]
[log]
format = "json"
[[lines]]
name = "modem1"
transport = "gammu"
device = "{home}/modem"
msisdn = "+628111000001"
"""
_MEGABYTE = 1_000_000


@contextmanager
def daemon(url: str | None = None) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """Run `aduan run` on a modem that is not there (yet); gives it and its directory."""
    with on_disk() as home:
        settings = home / "aduan.toml"
        there = url or f"sqlite:///{home}/aduan.db"
        settings.write_text(_SETTINGS.format(home=home, database=there), encoding="utf-8")
        database = Database(there)
        upgrade(database)
        database.close()
        command = [*_ADUAN, "-c", str(settings), "run"]
        with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as run:
            try:
                yield run, home
            finally:
                run.terminate()
                run.communicate()


def seconds_without_a_modem(url: str | None) -> float:
    """Measure from the command to the line of the log that says it is running."""
    with daemon(url) as (run, _):
        began = time.perf_counter()
        _hear(run, '"running"')
        return time.perf_counter() - began


def megabytes() -> list[float]:
    """Measure daemon and worker at work: resident and own memory of each."""
    with daemon() as (run, home), _modem(home / "modem") as modem:
        _hear(run, '"ready"')
        _type(modem, "bogor jalan rusak di depan pasar\n")
        _hear(run, '"sent"')
        return [*_memory(run.pid), *_memory(_worker_of(run.pid))]


@contextmanager
def _modem(link: Path) -> Iterator[subprocess.Popen[str]]:
    command = [*_ADUAN, "virtual-modem", "--link", str(link)]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet, text=True) as modem:
        try:
            yield modem
        finally:
            modem.terminate()


def _type(modem: subprocess.Popen[str], text: str) -> None:
    assert modem.stdin is not None
    modem.stdin.write(text)
    modem.stdin.flush()


def _hear(run: subprocess.Popen[str], word: str) -> None:
    """Read the log up to a line with that word."""
    assert run.stderr is not None
    for line in run.stderr:
        if word in line:
            return
    raise RuntimeError(f"the daemon ended before it said {word}")


def _worker_of(pid: int) -> int:
    """Find the worker, which is the child of one of the daemon's threads."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    (worker,) = (child for task in tasks for child in (task / "children").read_text(encoding="utf-8").split())
    return int(worker)


def _memory(pid: int) -> tuple[float, float]:
    """Give resident and own memory."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()[1:]
    kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in lines}
    own = kilobytes["Private_Clean"] + kilobytes["Private_Dirty"]
    return kilobytes["Rss"] * 1024 / _MEGABYTE, own * 1024 / _MEGABYTE


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description="Memory of the daemon, and how soon it runs.")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--database", metavar="URL")
    options = parser.parse_args()
    runs = range(options.runs)
    print(f"{'':<48} {'median':>7} {'least':>7} {'most':>7}")
    found = [] if options.database else [megabytes() for _ in runs]
    names = ("daemon, MB resident", "of it its own", "worker of one line, MB resident", "of it its own")
    for place, name in enumerate(names if found else ()):
        _row(name, [each[place] for each in found])
    _row("seconds until it runs, no modem there", [seconds_without_a_modem(options.database) for _ in runs])


def _row(name: str, values: list[float]) -> None:
    print(f"{name:<48} {statistics.median(values):>7.2f} {min(values):>7.2f} {max(values):>7.2f}", flush=True)


if __name__ == "__main__":
    main()
