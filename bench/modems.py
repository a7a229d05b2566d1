"""How many SMS a second or a minute pass through modems, and what a modem costs that has nothing to do.

    python bench/modems.py [receive] [send] [slow] [refused] [many] [hung] [idle] [--runs 3]

The virtual modems live in this process; `aduan run` and Debian's gammu-smsd open their serial lines as they would a USB
stick's. Each prints a table:

receive  1000 SMS through a SIM of fifty slots, from the first delivery until the last has been deleted there and all
         are stored. gammu-smsd writes files without waiting for the disk, and does no more with them.
send     from the first to the last SMS that the network takes, through a modem that takes no time.
slow     the same through modems that take three seconds for each.
refused  60 SMS through such a modem that refuses one in five with +CMS ERROR 500, and through one that does not.
many     sixteen modems that take three seconds for an SMS, with as many SMS coming in as go out.
hung     four modems of which one hangs for `--minutes`: how much the other three send meanwhile.
idle     one modem and sixteen with nothing to do: memory and CPU of a worker and of the daemon.
"""

from __future__ import annotations

import argparse
import itertools
import os
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bench import modem_peers  # noqa: E402
from bench.databases import on_disk  # noqa: E402
from bench.installation import until  # noqa: E402
from bench.modem_town import PATIENCE, Account, Town, number, town  # noqa: E402
from smsd.virtual.faults import cms  # noqa: E402
from smsd.virtual.modem import VirtualModem  # noqa: E402

_SLOW_SECONDS = 3.0
_REFUSED_EVERY = 5
_TICKS = os.sysconf("SC_CLK_TCK")


def _modems(home: Path, count: int, seconds: float = 0.0, *, reports: bool = True) -> list[VirtualModem]:
    return [
        VirtualModem(
            link=home / f"usb{place}",
            imei=f"0010170000{place:05}",
            imsi=f"0010100000{place:05}",
            send_seconds=seconds,
            reports=reports,
        )
        for place in range(count)
    ]


@contextmanager
def _running(count: int, transport: str, seconds: float = 0.0, *, reports: bool = False) -> Iterator[Town]:
    with on_disk() as home, ExitStack() as ending:
        modems = _modems(home, count, seconds, reports=reports)
        for modem in modems:
            ending.enter_context(modem)
        yield ending.enter_context(town(home, modems, transport))


def _text(place: int) -> str:
    return f"Laporan {1_000_000 + place} diterima Dinas PUPR dan sedang ditangani"


def received_by_aduan(transport: str, count: int) -> float:
    """Give how many SMS a second are received."""
    with (
        on_disk() as home,
        VirtualModem(slots=50, reports=False) as modem,
        # One answer leaves and no more, so that only receiving is measured.
        town(home, [modem], transport, per_minute=1) as made,
    ):
        made.text(number(count), "bogor jalan berlubang di gang nomor 0")
        assert modem.network.wait_for(bool, PATIENCE), "the first SMS is not answered"
        began = time.perf_counter()
        for place in range(count):
            made.text(number(place), f"bogor jalan berlubang di gang nomor {place} dari {count}")
        until(lambda: not modem.network.waiting and not modem.stored, PATIENCE, lambda: "the SIM is not emptied")
        took = time.perf_counter() - began
        until(lambda: made.stored() == count + 1, 30, lambda: f"{made.stored()} of {count + 1} are stored")
    return count / took


def received_by_smsd(settings: str, count: int, service: str = "files") -> float:
    """The same by gammu-smsd, which has received one before."""
    with on_disk() as home, VirtualModem(slots=50) as modem, modem_peers.smsd(modem, home, settings, service):

        def empty() -> bool:
            return not modem.network.waiting and not modem.stored

        modem.network.deliver(number(0), "first")
        until(empty, PATIENCE, lambda: "the first SMS is not received")
        began = time.perf_counter()
        for place in range(count):
            modem.network.deliver(number(place), f"bogor jalan berlubang di gang nomor {place} dari {count}")
        until(empty, PATIENCE, lambda: "the SIM is not emptied", every=0.002)
        took = time.perf_counter() - began
        assert service == "null" or len(list((home / "inbox").iterdir())) == count + 1, "not all are stored"
    return count / took


def sent_by_aduan(transport: str, modems: int, seconds: float, count: int) -> float:
    """Give how many SMS a second the networks take from so many modems, which need so many seconds for each."""
    with _running(modems, transport, seconds) as made:
        made.queue([(number(place), _text(place)) for place in range(count)])
        rate = _rate(made.modems, count)
        made.wait_until_settled()
        account = made.account()
        assert account == Account(0, 0, 0), account
    return rate


def sent_by_smsd(settings: str, seconds: float, count: int) -> float:
    """The same by gammu-smsd with one modem."""
    with (
        on_disk() as home,
        VirtualModem(send_seconds=seconds, reports=False) as modem,
        modem_peers.smsd(modem, home, settings),
    ):
        for place in range(count):
            modem_peers.queue(home, place, number(place), _text(place))
        return _rate([modem], count)


def _rate(modems: list[VirtualModem], count: int) -> float:
    """Wait until so many SMS are sent; gives how many a second, from the first round of the modems on."""
    moments: list[float] = []
    for modem in modems:
        modem.network.on_message(lambda _to, _text: moments.append(time.perf_counter()))
    until(lambda: len(moments) >= count, PATIENCE, lambda: f"{len(moments)} of {count} are sent")
    moments.sort()
    return (count - len(modems)) / (moments[-1] - moments[len(modems) - 1])


def measure_receiving(runs: int) -> None:
    """Print the table of receiving."""
    print(f"{'received, SIM of 50':<44} {'SMS/s':>8} {'least':>8} {'most':>8}")
    for transport in ("at", "gammu"):
        _row(f"aduan, transport {transport}", partial(received_by_aduan, transport, 1000), runs)
    if _has_smsd():
        _row("gammu-smsd, files, as shipped", partial(received_by_smsd, "", 100), runs)
        _row("gammu-smsd, files, tuned", partial(received_by_smsd, modem_peers.TUNED, 1000), runs)


def measure_sending(runs: int) -> None:
    """Print the tables of sending."""
    print(f"\n{'sent, one modem that takes no time':<44} {'SMS/s':>8} {'least':>8} {'most':>8}")
    _row("aduan, transport at", partial(sent_by_aduan, "at", 1, 0.0, 1000), runs)
    _row("aduan, transport gammu", partial(sent_by_aduan, "gammu", 1, 0.0, 30), runs)
    if _has_smsd():
        _row("gammu-smsd, as shipped", partial(sent_by_smsd, "", 0.0, 20), runs)
        _row("gammu-smsd, tuned", partial(sent_by_smsd, modem_peers.TUNED, 0.0, 20), runs)


def measure_slow_sending(runs: int) -> None:
    """Print the table of sending through modems that take their time."""
    print(f"\n{'sent, three seconds for each':<44} {'SMS/min':>8} {'least':>8} {'most':>8}")
    for modems in (1, 2, 4):
        for transport in ("at", "gammu"):
            measure = partial(sent_by_aduan, transport, modems, _SLOW_SECONDS, 21 * modems)
            _row(f"aduan, transport {transport}, modems: {modems}", measure, runs, 60)
    if _has_smsd():
        _row("gammu-smsd, as shipped", partial(sent_by_smsd, "", _SLOW_SECONDS, 11), 1, 60)
        _row("gammu-smsd, tuned", partial(sent_by_smsd, modem_peers.TUNED, _SLOW_SECONDS, 11), 1, 60)


def measure_refused() -> None:
    """Print how much longer it takes to send when one SMS in five is refused at first."""
    with ThreadPoolExecutor(2) as pool:
        without, took = pool.map(_sent_with_refusals, (0, _REFUSED_EVERY))
    print(f"\n60 SMS, three seconds for each: {without:.0f} s; one in five refused at first: {took:.0f} s, ", end="")
    print(f"{took / without:.2f} times as long")


def _sent_with_refusals(every: int, count: int = 60) -> float:
    """Give the seconds until all are sent, when after so many that were taken one is refused."""
    with _running(1, "at", _SLOW_SECONDS) as made:
        (modem,) = made.modems
        places = itertools.count(1)

        def refuse_now_and_then(_to: str, _text: str) -> None:
            if every and next(places) % every == 0:
                modem.faults.send_next(cms(500))

        modem.network.on_message(refuse_now_and_then)
        began = time.perf_counter()
        made.queue([(number(place), _text(place)) for place in range(count)])
        until(lambda: len(modem.network.ledger) == count, PATIENCE, lambda: f"{len(modem.network.ledger)} are sent")
        return time.perf_counter() - began


def measure_many() -> None:
    """Print how sixteen modems do that send while people text them."""
    with _running(16, "at", _SLOW_SECONDS) as made:
        began = time.perf_counter()
        for place in range(16 * 20):
            made.text(number(place), f"bogor jalan berlubang di gang nomor {place}", place % 16)
        rate = _rate(made.modems, 16 * 20)
        made.wait_until_settled()
        print(f"\nsixteen modems, 20 complaints each, in {time.perf_counter() - began:.0f} s: {made.account()}")
        print(f"sent a minute: {60 * rate:.0f} of {16 * 60 / _SLOW_SECONDS:.0f}")


def measure_hung(minutes: float) -> None:
    """Print what three modems send while a fourth hangs."""
    with _running(4, "at", _SLOW_SECONDS) as made:
        made.modems[0].hang()
        count = round(3 * minutes * 60 / _SLOW_SECONDS)
        made.queue([(number(place), _text(place)) for place in range(2 * count)])
        before, began = _ledgers(made), time.perf_counter()
        time.sleep(60 * minutes)
        sent, took = _ledgers(made) - before, time.perf_counter() - began
        print(
            f"\none of four modems hangs for {minutes:g} minutes: the other three send {60 * sent / took:.1f} a minute"
        )
        made.modems[0].resume()
        back = len(made.modems[0].network.ledger)
        resumed = time.perf_counter()
        made.modems[0].network.wait_for(lambda ledger: len(ledger) > back, PATIENCE)
        print(f"it sends again {time.perf_counter() - resumed:.1f} s after it hung")


def measure_idle(seconds: float) -> None:
    """Print what modems cost that have nothing to do."""
    print(f"\n{'idle':<30} {'worker MB':>10} {'own MB':>8} {'worker CPU %':>13} {'daemon CPU %':>13}")
    for transport, count in (("at", 1), ("gammu", 1), ("at", 16)):
        with _running(count, transport) as made:
            time.sleep(5)
            workers = made.workers()
            before, daemon = sum(map(_cpu, workers)), _cpu(made.pid)
            time.sleep(seconds)
            share = 100 * (sum(map(_cpu, workers)) - before) / seconds / len(workers)
            of_daemon = 100 * (_cpu(made.pid) - daemon) / seconds
            resident, own = (statistics.median(each) for each in zip(*map(_memory, workers), strict=True))
            name = f"{transport}, modems: {count}"
            print(f"{name:<30} {resident:>10.1f} {own:>8.1f} {share:>13.2f} {of_daemon:>13.2f}", flush=True)


def _ledgers(made: Town) -> int:
    return sum(len(modem.network.ledger) for modem in made.modems)


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _memory(pid: int) -> tuple[float, float]:
    """Give the resident memory of a process and what of it is its own, in MB."""
    sizes = {"Rss": 0, "Private_Clean": 0, "Private_Dirty": 0}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]:
        name, size, *_ = line.split()
        if name[:-1] in sizes:
            sizes[name[:-1]] = int(size)
    return sizes["Rss"] / 1024, (sizes["Private_Clean"] + sizes["Private_Dirty"]) / 1024


def _has_smsd() -> bool:
    if shutil.which("gammu-smsd") is None:
        print("gammu-smsd is not installed: apt install gammu-smsd")
        return False
    return True


def _row(name: str, measure: Callable[[], float], runs: int, scale: int = 1) -> None:
    speeds = [scale * measure() for _ in range(runs)]
    print(f"{name:<44} {statistics.median(speeds):>8.1f} {min(speeds):>8.1f} {max(speeds):>8.1f}", flush=True)


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description="SMS through modems.")
    tables = ("receive", "send", "slow", "refused", "many", "hung", "idle")
    parser.add_argument("tables", nargs="*", choices=[*tables, []], default=tables)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--minutes", type=float, default=10.0, help="how long one of four modems hangs")
    parser.add_argument("--seconds", type=float, default=30.0, help="how long an idle modem is watched")
    options = parser.parse_args()
    measures: dict[str, Callable[[], None]] = {
        "receive": lambda: measure_receiving(options.runs),
        "send": lambda: measure_sending(options.runs),
        "slow": lambda: measure_slow_sending(options.runs),
        "refused": measure_refused,
        "many": measure_many,
        "hung": lambda: measure_hung(options.minutes),
        "idle": lambda: measure_idle(options.seconds),
    }
    for table in options.tables:
        measures[table]()


if __name__ == "__main__":
    main()
