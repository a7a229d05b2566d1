"""What happens around one point of the crash matrix: citizens text, the daemon is killed and started again.

The modem and its network live here, in the process of the tests, and so outlast the daemon: the network is the
witness of what was sent.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import config.regions
from smsd.virtual.modem import VirtualModem
from storage.engine import Database
from tests.smsd import crash_witness
from tests.smsd.crash_mo import Mo
from tests.smsd.crash_points import Accepted, Kill, Point
from tests.smsd.crash_process import Daemon, mark_of, shooter, started, until

_PARTS = (
    "bogor sampah menumpuk di belakang pasar anyar sejak dua minggu lalu, baunya sampai ke sekolah, ",
    "anak-anak banyak yang sakit perut dan warga sudah tiga kali lapor ke kelurahan tanpa hasil, ",
    "mohon segera diangkut sebelum musim hujan mulai karena selokannya ikut tersumbat.",
)
_EARLY = Mo("+6281110001001", "bogor jalan berlubang di depan pasar anyar")
_LONG = Mo("+6281110001002", "".join(_PARTS))
_LATER = Mo("+6281110001003", "bogor pohon tumbang menutup jalan pajajaran")
_WHILE_DOWN = Mo("+6281110001004", "bogor air pdam mati sejak kemarin di bantarjati")


def _awake(region: str) -> str:
    """Write a region without quiet hours, whose only digest was due half an hour ago."""
    due = datetime.now(ZoneInfo("Asia/Jakarta")) - timedelta(minutes=30)
    region = region.replace('quiet_from = "21:00"', 'quiet_from = "06:00"')
    return region.replace('digests = ["07:30", "15:30"]', f'digests = ["{due:%H:%M}"]')


@dataclass(frozen=True)
class Ending:
    """What came of a point: what is wrong, and how many messages reached a phone twice."""

    wrong: tuple[str, ...]
    doubled: int


class Scene:
    """One installation: a modem and its network, a database, a settings file, and its daemon in its own process."""

    def __init__(self, point: Point, transport: str, modem: VirtualModem, database: Database, folder: Path) -> None:
        self.point = point
        self.transport = transport
        self.modem = modem
        self.network = modem.network
        self.database = database
        self.log = folder / "daemon.log"
        self.complete: list[Mo] = []
        self.partial = 0
        self._the_rest_is_to_come = True
        self._on_accepted: Callable[[], None] = lambda: None
        self.network.on_message(lambda _to, _text: self._on_accepted())
        self.settings = folder / "aduan.toml"
        (folder / "bogor.toml").write_text(
            _awake((Path(config.regions.__file__).parent / "regions" / "bogor.toml").read_text())
        )

    def write_settings(self, url: str) -> None:
        """Write what the daemon works by."""
        self.settings.write_text(
            f'database = "{url}"\nregions = ["bogor.toml"]\n[[lines]]\nname = "modem1"\n'
            f'transport = "{self.transport}"\ndevice = "{self.modem.device}"\nmsisdn = "+628111000001"\n'
            "poll_seconds = 0.1\n[lines.limits]\nper_minute = 600\n"
        )

    def play(self) -> None:
        """Kill the daemon wherever the point says, then start it once more and stop it when everything is settled."""
        self.complete += self.point.prepare(self)
        self._some_come()
        for run, kill in enumerate(self.point.kills):
            self._run_until_killed(run, kill)
        if self.point.worker is None:
            self._the_rest_comes()
        self._text(_WHILE_DOWN)
        self._run_to_the_end()

    def _some_come(self) -> None:
        self._text(_EARLY)
        self._deliver_parts(1, 2)
        self.partial = 1

    def _the_rest_comes(self) -> None:
        if self._the_rest_is_to_come:
            self._the_rest_is_to_come = False
            self._text(_LATER)
            self._deliver_parts(3)
            self.complete.append(_LONG)
            self.partial = 0

    def _text(self, mo: Mo) -> None:
        self.network.deliver(mo.sender, mo.text)
        self.complete.append(mo)

    def _deliver_parts(self, *sequences: int) -> None:
        for sequence in sequences:
            text, at = _PARTS[sequence - 1], datetime.now(UTC)
            self.network.deliver_part(_LONG.sender, text, at=at, reference=7, total=3, sequence=sequence)

    def _run_until_killed(self, run: int, kill: Kill) -> None:
        with started(self.settings, self.log, self.point.name, run) as daemon:
            if isinstance(kill, Accepted):
                self._on_accepted = shooter(kill, daemon)
            self._wait(daemon)
            if daemon.exitcode is None:
                self._the_rest_comes()
            until(lambda: daemon.exitcode is not None, lambda: f"the daemon never came to kill {run + 1}")
        if daemon.exitcode != -signal.SIGKILL:
            raise ChildProcessError(f"the daemon ended by itself ({daemon.exitcode}) before kill {run + 1}")

    def _run_to_the_end(self) -> None:
        with started(self.settings, self.log, self.point.name) as daemon:
            self._wait(daemon)
            if self.point.worker is not None:
                self._the_rest_comes()
                self._wait(daemon)
            daemon.terminate()
            until(lambda: daemon.exitcode is not None, lambda: "the daemon does not stop")
        if self.point.worker is not None and not mark_of(self.log).exists():
            raise ChildProcessError("the worker never came to its kill")
        if daemon.exitcode != 0:
            raise ChildProcessError(f"the daemon ended with {daemon.exitcode}")

    def _wait(self, daemon: Daemon) -> None:
        """Wait until everything that has come is settled, or the daemon is gone."""
        until(
            lambda: daemon.exitcode is not None or crash_witness.is_settled(self),
            lambda: f"not settled in time: {crash_witness.unsettled(self)}",
        )


def play(point: Point, transport: str, url: str, folder: Path) -> Ending:
    """Play a point through, on a database with nothing in it but the schema."""
    with VirtualModem() as modem, closing(Database(url)) as database:
        scene = Scene(point, transport, modem, database, folder)
        scene.write_settings(url)
        try:
            scene.play()
        except Exception as error:  # noqa: BLE001 - it is the ending of this point, and of no other
            wrong = [
                f"{type(error).__name__}: {error}",
                *crash_witness.wrong(scene),
                f"The daemon said:\n{scene.log.read_text()[-6000:]}",
            ]
        else:
            wrong = crash_witness.wrong(scene)
        return Ending(tuple(wrong), crash_witness.doubled(scene.network))
