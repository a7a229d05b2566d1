"""From a phone through a gateway to its answer: with what an Android phone does, and with a real Kannel."""

import hmac
import json
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from sqlalchemy import select

from config.logs import get_logger
from config.settings import load_settings
from smsd.daemon import Daemon
from smsd.virtual.smsc import VirtualSmsc
from storage import outbound
from storage.engine import Database
from storage.message_tables import outbound_segment
from storage.migrate import upgrade
from tests.smsd.transports.http_server import Server
from web.service import Web

pytestmark = pytest.mark.usefixtures("log")

CITIZEN = "+6281110000100"
SECRET = "0123456789abcdef"
needs_kannel = pytest.mark.skipif(shutil.which("bearerbox") is None, reason="apt install kannel-extras")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path}/aduan.db")
    upgrade(opened)
    yield opened
    opened.close()


@contextmanager
def running(tmp_path: Path, database: Database, port: int, *lines: str) -> Iterator[None]:
    """Run an installation whose only line is a gateway."""
    path = tmp_path / "aduan.toml"
    line = ["[[lines]]", 'name = "hp"', 'transport = "http"', f'secret = "{SECRET}"', *lines]
    top = [f'database = "sqlite:///{tmp_path}/aduan.db"', 'regions = ["bogor"]']
    path.write_text("\n".join([*top, *line, "[http]", f'listen = "127.0.0.1:{port}"']))
    settings = load_settings(path, {})
    with Web(settings, get_logger("aduan")) as web, Daemon(settings) as daemon, web.beside(daemon):
        yield


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def until(holds: Callable[[], object], what: Callable[[], object] = lambda: "") -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline, what()
        time.sleep(0.02)


def deliveries(database: Database) -> list[str]:
    with database.read() as connection:
        return list(connection.scalars(select(outbound_segment.c.delivery)))


def webhook(port: int, event: str, name: str, **payload: str) -> int:
    body = json.dumps({"event": event, "id": name, "payload": payload}).encode()
    seconds = str(int(time.time()))
    signature = hmac.new(SECRET.encode(), body + seconds.encode(), sha256).hexdigest()
    headers = {"Content-Type": "application/json", "X-Signature": signature, "X-Timestamp": seconds}
    with urlopen(Request(f"http://127.0.0.1:{port}/gateways/hp", body, headers), timeout=60) as answer:
        return answer.status


def test_a_citizen_texts_an_android_phone_and_is_answered_by_it(tmp_path: Path, database: Database) -> None:
    phone, port = Server(), free_port()
    url = f'url = "http://127.0.0.1:{phone.port}"'
    with running(tmp_path, database, port, 'gateway = "smsgate"', url, 'user = "sms"', 'password = "kunci"'):
        text = {"message": "bogor jalan rusak di gang kelor", "phoneNumber": "081110000100"}
        # The phone has not heard the first answer, and tells it again.
        assert [webhook(port, "sms:received", "e1", **text) for _ in range(2)] == [200, 200]
        until(lambda: phone.heard)
        (said,) = phone.bodies()
        assert said["phoneNumbers"] == [CITIZEN]
        assert "Dinas PUPR" in said["textMessage"]["text"]
        until(lambda: outbound_sent(database))
        assert webhook(port, "sms:delivered", "e2", messageId=said["id"], phoneNumber=CITIZEN) == 200
        assert deliveries(database) == ["delivered"]
    phone.stop()


def outbound_sent(database: Database) -> bool:
    with database.read() as connection:
        return outbound.counts_by_state(connection).get(outbound.SENT, 0) == 1


_KANNEL = """
group = core
admin-port = {admin}
admin-password = rahasia
smsbox-port = {boxes}
log-file = "{home}/bearerbox.log"
dlr-storage = internal

group = smsc
smsc = smpp
smsc-id = bench
host = 127.0.0.1
port = {smsc}
transceiver-mode = true
smsc-username = aduan
smsc-password = rahasia
system-type = ""

group = smsbox
bearerbox-host = 127.0.0.1
bearerbox-port = {boxes}
sendsms-port = {sendsms}
log-file = "{home}/smsbox.log"
http-request-retry = 100
http-queue-delay = 1

group = sendsms-user
username = aduan
password = kunci
default-sender = 1708

group = sms-service
keyword = default
catch-all = true
max-messages = 0
omit-empty = true
concatenation = true
get-url = "http://127.0.0.1:{port}/gateways/hp?secret={secret}&sender=%p&id=%I&text=%b"
"""


_RECEIPT = (
    b"id:00000001 sub:001 dlvrd:001 submit date:2611231200 done date:2611231201 stat:DELIVRD err:000 text:Laporan"
)


@contextmanager
def kannel(home: Path, **values: object) -> Iterator[None]:
    """Run a Kannel; its smsbox when the bearerbox listens."""
    config = home / "kannel.conf"
    config.write_text(_KANNEL.format(home=home, **values))
    programs: list[subprocess.Popen[bytes]] = []
    try:
        for program, listens in (("bearerbox", values["boxes"]), ("smsbox", values["sendsms"])):
            quiet = subprocess.DEVNULL
            programs.append(subprocess.Popen([f"/usr/sbin/{program}", str(config)], stdout=quiet, stderr=quiet))
            until(lambda port=listens: _listens(port))
        yield
    finally:
        for each in programs:
            each.kill()
            each.wait()


def _listens(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 1):
            return True
    except OSError:
        return False


@needs_kannel
def test_a_citizen_texts_a_short_code_behind_kannel(tmp_path: Path, database: Database) -> None:
    port, admin, boxes, sendsms = (free_port() for _ in range(4))
    callback = f'callback = "http://127.0.0.1:{port}/gateways/hp"'
    who = (
        'gateway = "kannel"',
        f'url = "http://127.0.0.1:{sendsms}"',
        'user = "aduan"',
        'password = "kunci"',
        callback,
    )
    ports = {"port": port, "admin": admin, "boxes": boxes, "sendsms": sendsms, "secret": SECRET}
    with VirtualSmsc() as smsc, kannel(tmp_path, smsc=smsc.port, **ports):
        smsc.wait_for(lambda: smsc.binds, 60)
        # While nobody listens Kannel keeps it.
        smsc.deliver(CITIZEN, "bogor jalan rusak & bolong di gang kelor 50%", "1708")
        with running(tmp_path, database, port, *who):
            smsc.wait_for(lambda: smsc.submitted, 60)
            ((_, submitted),) = smsc.submitted
            assert submitted.to.removeprefix("+") == CITIZEN.removeprefix("+")
            assert "Dinas PUPR" in submitted.text
            with database.read() as connection:
                texts = list(connection.exec_driver_sql("SELECT text FROM inbound_message").scalars())
            assert texts == ["bogor jalan rusak & bolong di gang kelor 50%"]
            until(lambda: outbound_sent(database))
            smsc.deliver_octets(CITIZEN, _RECEIPT, "1708", esm_class=4)
            until(lambda: deliveries(database) == ["delivered"], lambda: deliveries(database))
