"""Complaints by SMPP: how many a second, how soon each is answered, and what a kill costs; Kannel beside it.

    python bench/smpp.py flood [--database sqlite|postgresql] [--messages 5000] [--slow 5] [--kannel] [--runs 3]
    python bench/smpp.py steady [--rate 100] [--seconds 20] [--slow 5]
    python bench/smpp.py kill [--kannel]

An SMSC in this process hands over SMS of as many phones, at most 50 of them unacknowledged, to `aduan run` in processes
of its own. Each is a full complaint: durable before its deliver_sm_resp, parsed, routed, with ticket, history and
acknowledgement, which is sent by submit_sm, 50 at most under way. Kannel answers each with the same words and keeps
nothing, or (`spool`) what is under way. `--slow` lets each commit take so many milliseconds longer. `kill` is SIGKILL
when half is acknowledged. Exits with an error if an SMS is lost, or if more come twice than are under way.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bench import kannel  # noqa: E402
from bench.complaint_texts import MANY_STREETS, texts  # noqa: E402
from bench.databases import fresh, on_disk  # noqa: E402
from bench.installation import Installation, Use, until, use_of  # noqa: E402
from bench.world import office_of  # noqa: E402
from smsd.virtual.smsc import Handed, VirtualSmsc  # noqa: E402
from storage import counts, outbound  # noqa: E402
from storage.engine import Database  # noqa: E402

WINDOW = 50
_PATIENCE = 300.0
_WARM = 200
"""Complaints before those that count: statements are compiled once in a daemon's life."""

_SETTINGS = """
database = "{database}"
regions = ["bogor"]
[log]
format = "json"
[[lines]]
name = "1708"
transport = "smpp"
host = "127.0.0.1"
port = {port}
system_id = "aduan"
password = "rahasia"
sender = "1708"
window = {window}
[inbox]
{readers}
"""


class Aduan(Installation):
    """Our daemon on a bind."""

    name = "aduan"

    def __init__(self, home: Path, database: Database, port: int, options: argparse.Namespace) -> None:
        address = database.engine.url.render_as_string(hide_password=False)
        command = (sys.executable, "bench/slow_disk.py", str(options.slow)) if options.slow else ()
        readers = "" if options.readers is None else f"readers = {options.readers}"
        settings = _SETTINGS.format(database=address, port=port, window=WINDOW, readers=readers)
        super().__init__(home, settings, *([command] if command else []))
        self._database = database

    def use(self) -> Use:
        """Tell what the daemon and its worker have used."""
        uses = [use_of(pid) for pid in (self.pid, *self.workers())]
        return Use(sum(use.cpu for use in uses), max(use.megabytes for use in uses))

    def verify(self, count: int) -> None:
        """Look that every complaint is there once, and that nothing is left under way."""

        def found() -> tuple[int, dict[str, int]]:
            with self._database.read() as connection:
                opened = sum(counts.by_status_and_outcome(connection).values())
                return opened, outbound.counts_by_state(connection)

        until(lambda: found() == (count, {outbound.SENT: count}), 30, lambda: f"{found()} instead of {count} of each")


class Crowd:
    """Those who text, each once, and what their phones show."""

    def __init__(self, smsc: VirtualSmsc, complaints: Iterator[str]) -> None:
        self._smsc = smsc
        self._complaints = complaints
        self.handed: dict[str, Handed] = {}

    def text(self, count: int, per_second: float | None = None) -> list[str]:
        """Let so many text, evenly or all at once; gives their numbers."""
        began, new = time.perf_counter(), []
        for place, words in enumerate(itertools.islice(self._complaints, count)):
            if per_second:
                time.sleep(max(0.0, began + place / per_second - time.perf_counter()))
            phone = f"628111{len(self.handed):07}"
            self.handed[phone] = self._smsc.deliver(phone, words)
            new.append(phone)
        return new

    def acknowledged(self) -> int:
        """Count the SMS that were taken from the SMSC."""
        return sum(each.acknowledged is not None for each in self.handed.values())

    def answers(self) -> Counter[str]:
        """Count the answers on each phone, a long one by its first part."""
        first = (each for _, each in list(self._smsc.submitted) if each.place is None or each.place[2] == 1)
        return Counter(submitted.to for submitted in first)

    def answered(self) -> dict[str, float]:
        """Tell when each phone was answered first."""
        moments: dict[str, float] = {}
        for at, submitted in list(self._smsc.submitted):
            moments.setdefault(submitted.to, at)
        return moments

    def wait(self, seconds: float = _PATIENCE) -> None:
        """Wait until all are answered; raises TimeoutError."""
        wanted = len(self.handed)
        self._smsc.wait_for(lambda: len(self._smsc.submitted) >= wanted and len(self.answers()) == wanted, seconds)

    def wait_for_the_last(self, quiet: float) -> None:
        """Wait until nobody is answered any more."""
        before = -1
        while len(self._smsc.submitted) != before:
            before = len(self._smsc.submitted)
            time.sleep(quiet)


@contextmanager
def aduan(options: argparse.Namespace) -> Iterator[tuple[Aduan, Crowd]]:
    """Run ours, bound and warm."""
    with fresh(options.database) as database, on_disk() as home, VirtualSmsc(window=WINDOW) as smsc:
        crowd = Crowd(smsc, texts(office_of(database), MANY_STREETS))
        made = Aduan(home, database, smsc.port, options)
        made.start()
        try:
            smsc.wait_for(lambda: bool(smsc.binds), 60)
            crowd.text(_WARM)
            crowd.wait()
            yield made, crowd
        except TimeoutError:
            print(made.log.read_text(encoding="utf-8")[-3000:], file=sys.stderr)
            raise
        finally:
            made.stop()


@contextmanager
def kannels(*, durable: bool) -> Iterator[tuple[kannel.Kannel, Crowd]]:
    """Run Kannel, bound and warm."""
    with on_disk() as home, VirtualSmsc(window=WINDOW) as smsc:
        crowd = Crowd(smsc, itertools.cycle(("jalan rusak di depan pasar",)))
        with kannel.kannel(home, smsc.port, WINDOW, durable=durable) as made:
            smsc.wait_for(lambda: bool(smsc.binds), 60)
            crowd.text(_WARM)
            crowd.wait()
            yield made, crowd


def flood(made: Aduan | kannel.Kannel, crowd: Crowd, count: int) -> tuple[float, float, float, float]:
    """Give SMS acknowledged and answered a second, CPU seconds for a thousand, and megabytes."""
    before, began = made.use(), time.perf_counter()
    new = crowd.text(count)
    crowd.wait()
    used, answered = made.use(), crowd.answered()
    last = max(crowd.handed[phone].acknowledged or 0.0 for phone in new)
    return (
        count / (last - began),
        count / (max(answered[phone] for phone in new) - began),
        1000 * (used.cpu - before.cpu) / count,
        used.megabytes,
    )


def steady(crowd: Crowd, rate: float, seconds: float) -> list[float]:
    """Give, in milliseconds, how long each answer took, from deliver_sm to submit_sm."""
    new = crowd.text(int(rate * seconds), rate)
    crowd.wait()
    answered = crowd.answered()
    return sorted(1000 * (answered[phone] - (crowd.handed[phone].offered or 0.0)) for phone in new)


def kill(made: Aduan | kannel.Kannel, crowd: Crowd, count: int) -> tuple[int, int, float]:
    """Kill it when half is acknowledged, start it again; gives lost and doubled ones, and seconds until it works."""
    crowd.text(count)
    half = len(crowd.handed) - count // 2
    until(lambda: crowd.acknowledged() >= half, _PATIENCE, lambda: "half was never acknowledged", every=0.001)
    made.kill()
    began, before = time.perf_counter(), crowd.acknowledged()
    made.start()
    until(lambda: crowd.acknowledged() > before, 60, lambda: "it takes nothing after a kill", every=0.001)
    took = time.perf_counter() - began
    crowd.wait_for_the_last(5.0)
    answers = crowd.answers()
    lost = sum(answers[phone] == 0 for phone in crowd.handed)
    doubled = sum(count - 1 for count in answers.values() if count)
    return lost, doubled, took


def _row(name: str, values: list[float]) -> None:
    digits = 0 if statistics.median(values) >= 100 else 2
    shown = (statistics.median(values), min(values), max(values))
    print(f"{name:<64} {' '.join(f'{value:>9,.{digits}f}' for value in shown)}", flush=True)


def _head(title: str) -> None:
    print(f"{title:<64} {'median':>9} {'least':>9} {'most':>9}")


def _flood(options: argparse.Namespace) -> None:
    names = ("acknowledged a second", "answered a second", "CPU seconds for 1,000", "MB resident at most, of a process")
    found: dict[str, list[tuple[float, float, float, float]]] = {}
    for _ in range(options.runs):
        with aduan(options) as (made, crowd):
            found.setdefault("aduan", []).append(flood(made, crowd, options.messages))
            made.verify(options.messages + _WARM)
        for durable, name in ((True, "kannel, spool"), (False, "kannel, nothing kept")) if options.kannel else ():
            with kannels(durable=durable) as (peer, crowd):
                found.setdefault(name, []).append(flood(peer, crowd, options.messages))
    _head(f"{options.messages} SMS, {options.database}" + (f", +{options.slow:g} ms a commit" if options.slow else ""))
    for who, runs in found.items():
        for place, name in enumerate(names):
            _row(f"{who}: {name}", [each[place] for each in runs])
    for who in list(found)[1:]:
        pairs = zip(found["aduan"], found[who], strict=True)
        _row(f"ratio to {who}, answered", [ours[1] / theirs[1] for ours, theirs in pairs])


def _steady(options: argparse.Namespace) -> None:
    _head(
        f"{options.rate:g} a second, {options.database}, ms" + (f", +{options.slow:g} a commit" if options.slow else "")
    )
    streams = []
    for _ in range(options.runs):
        with aduan(options) as (_, crowd):
            streams.append(steady(crowd, options.rate, options.seconds))
    for name, share in (("half", 0.5), ("99 of 100", 0.99), ("all", 1.0)):
        _row(f"aduan: {name} answered within", [each[min(len(each) - 1, int(share * len(each)))] for each in streams])


def _kill(options: argparse.Namespace) -> None:
    names = ("lost", "doubled", "seconds until it takes SMS again")
    found: dict[str, list[tuple[int, int, float]]] = {}
    for _ in range(options.runs):
        with aduan(options) as (made, crowd):
            found.setdefault("aduan", []).append(kill(made, crowd, options.messages))
            made.verify(options.messages + _WARM)
        for durable, name in ((True, "kannel, spool"), (False, "kannel, nothing kept")) if options.kannel else ():
            with kannels(durable=durable) as (peer, crowd):
                found.setdefault(name, []).append(kill(peer, crowd, options.messages))
    _head(f"killed at half of {options.messages} SMS, {options.database}")
    for who, runs in found.items():
        for place, name in enumerate(names):
            _row(f"{who}: {name}", [float(each[place]) for each in runs])
    assert not any(lost for lost, _, _ in found["aduan"]), "SMS were lost"
    assert all(doubled <= WINDOW for _, doubled, _ in found["aduan"]), "more came twice than were under way"


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description="Complaints by SMPP.")
    parser.add_argument("what", choices=("flood", "steady", "kill"))
    parser.add_argument("--database", default="sqlite", help="sqlite or postgresql")
    parser.add_argument("--messages", type=int, default=5000)
    parser.add_argument("--rate", type=float, default=100.0)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--slow", type=float, default=0.0, help="milliseconds added to every commit")
    parser.add_argument("--readers", type=int, help="processes that think ahead, if not as many as there are cores for")
    parser.add_argument("--kannel", action="store_true", help="measure Kannel beside it")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    {"flood": _flood, "steady": _steady, "kill": _kill}[options.what](options)


if __name__ == "__main__":
    main()
