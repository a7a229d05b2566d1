"""What each fault of a modem costs: SMS lost, SMS doubled, and the seconds until it works again.

    python bench/modem_faults.py [--transport at] [--only hang] [--seconds 60]

For each row a new installation drives a virtual modem; citizens text it and messages are queued before, during and
after the fault. The seconds run from the fault's end: `ready` until the line is driven again, `s` to the
acknowledgement, on the phone, of the first complaint texted after it. `doubled` are the SMS that a phone shows twice,
`open` those of which nobody can tell whether they were sent, and which wait for a person. Exits with an error if an SMS
is lost, if a message came twice that did not have to, or if a line does not recover by itself.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bench.databases import on_disk  # noqa: E402
from bench.installation import until  # noqa: E402
from bench.modem_town import Account, Town, number, town  # noqa: E402
from smsd.virtual.faults import (  # noqa: E402
    ANSWER_LOST,
    BARE_ERROR,
    BARE_OK,
    NO_PROMPT,
    PROMPT_LOST,
    Restart,
    SendFault,
    cms,
)
from smsd.virtual.modem import VirtualModem  # noqa: E402
from smsd.virtual.registration import Registration  # noqa: E402
from smsd.virtual.reports import Report  # noqa: E402

_BEFORE, _DURING = 5, 10
_ANSWERED_WITHIN = 600.0
_SETTLED_WITHIN = 1800.0
"""What the network refuses because a phone is off is tried again after ten minutes at the soonest."""


class Scene:
    """One installation with one modem, and what happens to it. `seconds` is how long a fault that lasts lasts."""

    def __init__(self, made: Town, modem: VirtualModem, home: Path, transport: str, seconds: float) -> None:
        self.town = made
        self.transport = transport
        self.modem = modem
        self.home = home
        self.seconds = seconds
        self._people = 0

    def people_text(self, count: int) -> str:
        """Let so many people text a complaint each; gives the number of the last."""
        for _ in range(count):
            self._people += 1
            self.town.text(number(self._people), f"bogor jalan berlubang di depan rumah nomor {self._people}")
        return number(self._people)

    def queue(self, count: int) -> None:
        """Queue so many SMS."""
        self._people += count
        places = range(self._people - count + 1, self._people + 1)
        self.town.queue([(number(place), f"Laporan {place} sedang ditangani") for place in places])

    def traffic(self, count: int = _DURING) -> None:
        """Let people text, and queue as many SMS."""
        self.people_text(count)
        self.queue(count)

    def wait_until_answered(self, phone: str) -> None:
        """Wait until a phone shows an SMS; raises TimeoutError."""
        network = self.modem.network
        found = network.wait_for(lambda ledger: any(entry.to == phone for entry in ledger[-500:]), _ANSWERED_WITHIN)
        if not found:
            raise TimeoutError("; ".join(self.town.unsettled()))


@dataclass(frozen=True, slots=True)
class Fault:
    """A row: what happens, and how many messages may come twice because nobody could know whether they had been sent.

    `open` how many may be left for a person for the same reason; `steps` returns when the fault is over.
    """

    name: str
    steps: Callable[[Scene], None]
    doubled: int = 0
    open: int = 0
    slow: bool = False


def _unplugged(scene: Scene, *, link: str | None = None) -> None:
    scene.queue(3)
    scene.modem.unplug()
    scene.traffic()
    time.sleep(5)
    scene.modem.plug_in(scene.home / link if link else None)


def _hangs(scene: Scene) -> None:
    scene.modem.hang()
    scene.traffic()
    time.sleep(scene.seconds)
    scene.modem.resume()


def _hangs_at(word: str) -> Callable[[Scene], None]:
    def steps(scene: Scene) -> None:
        scene.modem.faults.hang_at(word)
        scene.traffic()
        if not scene.modem.wait_until_hanging(60):
            raise TimeoutError(f"no {word} came")
        time.sleep(scene.seconds)
        scene.modem.resume()

    return steps


def _no_network(scene: Scene) -> None:
    scene.modem.register(Registration.SEARCHING)
    scene.traffic()
    time.sleep(scene.seconds / 2)
    scene.modem.register(Registration.HOME)


def _sends_end(*faults: SendFault) -> Callable[[Scene], None]:
    def steps(scene: Scene) -> None:
        for fault in faults:
            scene.modem.faults.send_next(fault)
        scene.traffic(max(_DURING, len(faults)))

    return steps


def _damaged(scene: Scene) -> None:
    scene.modem.faults.damage(0.03, seed=7)
    ends = time.monotonic() + 1.5 * scene.seconds
    while time.monotonic() < ends:
        scene.traffic(2)
        time.sleep(2)
    scene.modem.faults.damage(0)


def _noisy(scene: Scene) -> None:
    scene.modem.faults.noise(0.3, seed=7)
    scene.modem.faults.interrupts = True
    scene.traffic(20)
    scene.town.wait_until_settled()


def _restarts(scene: Scene) -> None:
    scene.modem.faults.restart = Restart(seconds=5)
    scene.queue(3)
    scene.modem.unplug()
    scene.traffic()
    scene.modem.faults.search_seconds = 5.0
    scene.modem.faults.busy_seconds = 3.0
    scene.modem.plug_in()


def _card_out(scene: Scene) -> None:
    scene.modem.card(present=False)
    scene.traffic()
    time.sleep(10)
    scene.modem.card(present=True)


def _full(scene: Scene) -> None:
    scene.modem.hang()
    scene.people_text(200)
    scene.modem.resume()


def _one_sender(scene: Scene) -> None:
    for place in range(150):
        scene.town.text(number(999), f"bogor jalan berlubang di depan rumah nomor 999 keluhan {place}")


def _undecodable(scene: Scene) -> None:
    for place in range(20):
        # A type that 3GPP TS 23.040 section 9.2.3.1 keeps for later. Of what is only cut off, libgammu now and then
        # reads on behind its end.
        scene.modem.network.deliver_pdu(bytes.fromhex("0791261801000000") + bytes([3, place]))
    if scene.transport == "gammu":
        # Its library gives no octets: they stay where they are.
        scene.town.stuck = 20
    scene.traffic()


def _worker_killed(scene: Scene) -> None:
    scene.traffic()
    until(scene.town.kill_worker, 30, lambda: "no worker to kill", every=0.05)


def _killed_while_sending(scene: Scene) -> None:
    scene.modem.faults.send_next(ANSWER_LOST)
    before = len(scene.modem.network.ledger)
    scene.traffic()
    scene.modem.network.wait_for(lambda ledger: len(ledger) > before, 60)
    until(scene.town.kill_worker, 30, lambda: "no worker to kill", every=0.05)


def _daemon_killed(scene: Scene) -> None:
    scene.traffic()
    scene.town.kill()
    scene.traffic()
    scene.town.start()


def _reports(*reports: Report) -> Callable[[Scene], None]:
    def steps(scene: Scene) -> None:
        scene.modem.network.report(*reports)
        scene.traffic()

    return steps


def _stuck(scene: Scene) -> None:
    scene.people_text(1)
    scene.modem.sim.memories["SM"].stick(1)
    scene.town.stuck = 1
    scene.traffic()


_REFUSALS = (8, 17, 21, 27, 38, 41, 42, 47, 69, 192, 194, 310, 313, 314, 322, 331, 332, 500, 512, 535)
"""Refusals after which a message leaves all the same, or is left open where the code tells nothing."""

FAULTS = (
    Fault("unplugged for 5 s, same name", _unplugged, doubled=1),
    Fault("unplugged for 5 s, other name", lambda scene: _unplugged(scene, link="usb-other"), doubled=1),
    Fault("restarts: 5 s without network, card busy for 3 s", _restarts, doubled=1),
    Fault("hangs, idle", _hangs, doubled=1, slow=True),
    Fault("hangs while it lists what came in", _hangs_at("CMGL"), doubled=1, slow=True),
    Fault("hangs while it deletes", _hangs_at("CMGD"), doubled=1, slow=True),
    Fault("hangs while it sends", _hangs_at("CMGS"), doubled=1, slow=True),
    Fault("no network", _no_network, slow=True),
    Fault("card out for 10 s", _card_out),
    Fault("a bare OK, without a reference", _sends_end(BARE_OK, BARE_OK)),
    Fault("a bare ERROR", _sends_end(BARE_ERROR)),
    Fault("no prompt", _sends_end(NO_PROMPT)),
    Fault("the prompt is lost", _sends_end(PROMPT_LOST)),
    Fault("the answer to a send is lost", _sends_end(ANSWER_LOST), doubled=1, slow=True),
    Fault("+CMS ERROR 500, sent nevertheless", _sends_end(cms(500, accepted=True)), doubled=1),
    Fault("each of twenty +CMS ERRORs", _sends_end(*map(cms, _REFUSALS)), open=2, slow=True),
    Fault("3 % of the lines damaged", _damaged, doubled=5, slow=True),
    Fault("a third of the lines with noise before", _noisy),
    Fault("SIM full, 150 more wait in the network", _full),
    Fault("150 SMS of one sender at once", _one_sender),
    Fault("20 PDUs that nobody can decode", _undecodable),
    Fault("a slot that cannot be deleted", _stuck),
    Fault("no delivery reports", _reports()),
    Fault("each delivery report three times", _reports(Report(), Report(), Report())),
    Fault("worker killed", _worker_killed, doubled=1),
    Fault("worker killed while it sends", _killed_while_sending, doubled=1),
    Fault("daemon killed", _daemon_killed, doubled=1),
)


@dataclass(frozen=True, slots=True)
class Row:
    """What came of a fault; `wrong` is what should not have been."""

    account: Account
    ready: float
    seconds: float
    wrong: str


def play(fault: Fault, transport: str, seconds: float) -> Row:
    """Play one fault through."""
    with _scene(transport, seconds) as scene:
        scene.people_text(_BEFORE)
        scene.queue(_BEFORE)
        scene.town.wait_until_settled()
        try:
            fault.steps(scene)
            began = datetime.now(UTC)
            scene.wait_until_answered(scene.people_text(1))
            took = (datetime.now(UTC) - began).total_seconds()
            ready = max(0.0, (scene.town.ready_since() - began).total_seconds())
            scene.town.wait_until_settled(_SETTLED_WITHIN)
        except TimeoutError as error:
            return Row(scene.town.account(), float("inf"), float("inf"), f"does not recover: {error}")
        account = scene.town.account()
    wrong = []
    if account.lost:
        wrong.append("LOST")
    if account.doubled > fault.doubled or account.unknown > fault.open:
        wrong.append("more than it may")
    return Row(account, ready, took, ", ".join(wrong))


@contextmanager
def _scene(transport: str, seconds: float) -> Iterator[Scene]:
    with on_disk() as home, ExitStack() as ending:
        modem = VirtualModem(link=home / "usb-modem")
        modem.start()
        ending.callback(modem.stop)
        made = ending.enter_context(town(home, [modem], transport, by_imei=True))
        yield Scene(made, modem, home, transport, seconds)


def main() -> int:
    """Play all faults and print the table."""
    parser = argparse.ArgumentParser(description="Faults of modems, and what they cost.")
    parser.add_argument("--transport", choices=("at", "gammu"), default="at")
    parser.add_argument("--only", default="", help="faults with this in their name")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long what lasts lasts")
    parser.add_argument("--at-once", type=int, default=4, help="how many are played side by side")
    options = parser.parse_args()
    print(f"{'transport ' + options.transport:<50} {'lost':>5} {'doubled':>8} {'open':>5} {'ready':>6} {'s':>6}")
    failed = 0
    chosen = [fault for fault in FAULTS if options.only in fault.name]
    # Mostly they wait; those that wait longest begin first.
    with ThreadPoolExecutor(options.at_once) as pool:
        playing = {fault: pool.submit(play, fault, options.transport, options.seconds) for fault in _slow_first(chosen)}
        for fault in chosen:
            row = playing[fault].result()
            account = row.account
            counts = f"{account.lost:>5} {account.doubled:>8} {account.unknown:>5}"
            print(f"{fault.name:<50} {counts} {row.ready:>6.1f} {row.seconds:>6.1f}  {row.wrong}", flush=True)
            failed += bool(row.wrong)
    return 1 if failed else 0


def _slow_first(faults: list[Fault]) -> list[Fault]:
    return sorted(faults, key=lambda fault: not fault.slow)


if __name__ == "__main__":
    sys.exit(main())
