"""Kills the daemon and its worker at random moments while SMS come in and go out; nothing may be lost.

    python bench/modem_soak.py [--transport at] [--kills 100] [--seed 1]

Before each kill five people text a complaint and five SMS are queued; the kill comes at any moment after that, while
messages are read, stored, processed, sent and recorded. Half of the kills hit the daemon, half the worker. The network
knows in the end what was lost and what came twice; of each kill, at most one message may. Prints what it counted, and
exits with an error if there was more.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from random import Random

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bench.databases import on_disk  # noqa: E402
from bench.installation import until  # noqa: E402
from bench.modem_town import Account, Town, number, town  # noqa: E402
from smsd.virtual.modem import VirtualModem  # noqa: E402

_A_ROUND = 5
_SEND_SECONDS = 0.05
_LONGEST_ROUND = {"at": 4.0, "gammu": 12.0}
"""Long enough for the modem to be opened and for a round's SMS to pass; shorter ones find it at opening."""


def soak(transport: str, kills: int, seed: int) -> tuple[Account, dict[str, int]]:
    """Play it; gives what came of the SMS, and how often what was killed."""
    chance = Random(seed)  # noqa: S311 - to be repeated, not to be secret
    killed = {"daemon": 0, "worker": 0}
    with (
        on_disk() as home,
        VirtualModem(link=home / "usb-modem", send_seconds=_SEND_SECONDS) as modem,
        town(home, [modem], transport) as made,
    ):
        for round_ in range(kills):
            _traffic(made, round_)
            time.sleep(chance.uniform(0.0, _LONGEST_ROUND[transport]))
            killed[_kill(made, chance)] += 1
        made.wait_until_settled()
        return made.account(), killed


def _traffic(made: Town, round_: int) -> None:
    places = range(2 * _A_ROUND * round_, 2 * _A_ROUND * (round_ + 1))
    for place in places[:_A_ROUND]:
        made.text(number(place), f"bogor jalan berlubang di depan rumah nomor {place}")
    made.queue([(number(place), f"Laporan {place} sedang ditangani") for place in places[_A_ROUND:]])


def _kill(made: Town, chance: Random) -> str:
    """Kill one of both; gives which."""
    if chance.random() < 0.5:
        made.kill()
        made.start()
        return "daemon"
    until(made.kill_worker, 60, lambda: "no worker to kill", every=0.02)
    return "worker"


def main() -> int:
    """Play it and print what came of it."""
    parser = argparse.ArgumentParser(description="Kills at random moments.")
    parser.add_argument("--transport", choices=("at", "gammu"), default="at")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    account, killed = soak(options.transport, options.kills, options.seed)
    print(
        f"transport {options.transport}: daemon killed {killed['daemon']} times, worker {killed['worker']}; "
        f"SMS lost {account.lost}, doubled {account.doubled}, open {account.unknown}"
    )
    return 1 if account.lost or account.doubled > options.kills or account.unknown > options.kills else 0


if __name__ == "__main__":
    sys.exit(main())
