"""HTTP beside a running daemon: from a USSD gateway to the SMS with the number, and through reloads."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from config.errors import ConfigError
from config.logs import get_logger
from config.settings import Settings, load_settings
from smsd.daemon import Daemon
from storage.engine import Database
from storage.migrate import upgrade
from web.service import Web

pytestmark = pytest.mark.usefixtures("log")

CITIZEN = "+6281110000100"
PATIENCE = 60.0
SECRET = "0123456789abcdef"


@pytest.fixture
def database_url(new_database: Callable[[str, Path], str], tmp_path: Path) -> str:
    """One kind of database: what is about databases is told elsewhere."""
    return new_database("sqlite", tmp_path)


@pytest.fixture
def served(settings_file: Path, database: Database) -> Callable[..., Settings]:
    """Write `[http]` into the settings, with a port of its own if none is named, and read them."""
    plain = settings_file.read_text()

    def written(*lines: str, port: int | None = None) -> Settings:
        listen = f'listen = "127.0.0.1:{port or free_port()}"'
        settings_file.write_text("\n".join([plain, "[http]", listen, *lines]))
        return load_settings(settings_file, {})

    return written


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database with the newest schema."""
    opened = Database(database_url)
    upgrade(opened)
    yield opened
    opened.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def post(settings: Settings, text: str, session: str = "1", secret: str = "") -> str:
    assert settings.http is not None
    form = urlencode({"sessionId": session, "phoneNumber": CITIZEN, "text": text}).encode()
    query = f"?secret={secret}" if secret else ""
    with urlopen(f"http://{settings.http.listen}/ussd{query}", form, timeout=PATIENCE) as response:
        return response.read().decode()


def test_from_a_dialled_code_to_the_sms_with_the_number_and_through_reloads(
    served: Callable[..., Settings], settings_file: Path
) -> None:
    settings = served()
    log = get_logger("aduan")
    with Web(settings, log) as web, Daemon(settings) as daemon, web.beside(daemon):
        assert post(settings, "").startswith("CON Layanan Kota Bogor")
        assert post(settings, "1*1*lubang besar depan pasar").startswith("END Laporan diterima.")
        network = daemon.virtual_modems["modem1"].network
        assert network.wait_for(lambda _ledger: bool(network.messages_to(CITIZEN)), PATIENCE)
        assert "Dinas PUPR" in network.messages_to(CITIZEN)[0]

        # A secret counts at once, on the same socket.
        assert settings.http is not None
        port = settings.http.address[1]
        guarded = served("[http.ussd]", f'secret = "{SECRET}"', port=port)
        with web.changing(guarded):
            daemon.reload(guarded)
        with pytest.raises(URLError, match="401"):
            post(guarded, "", "2")
        assert post(guarded, "", "2", SECRET).startswith("CON ")

        # Another address is opened, and the old one closed.
        moved = served()
        with web.changing(moved):
            daemon.reload(moved)
        assert post(moved, "", "3").startswith("CON ")
        with pytest.raises(URLError):
            post(guarded, "", "4", SECRET)

        # What the daemon refuses changes nothing here.
        with pytest.raises(ConfigError), web.changing(served()):
            raise ConfigError("no")
        assert post(moved, "", "5").startswith("CON ")

        # Without [http] nothing is served.
        settings_file.write_text(settings_file.read_text().partition("[http]")[0])
        with web.changing(load_settings(settings_file, {})):
            pass
        with pytest.raises(URLError):
            post(moved, "", "6")
    with pytest.raises(URLError):
        post(moved, "", "7")


def test_an_address_in_use_is_told_before_anything_starts_and_at_a_reload_changes_nothing(
    served: Callable[..., Settings],
) -> None:
    log = get_logger("aduan")
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        taken = served(port=port)
        with pytest.raises(ConfigError) as found:
            Web(taken, log)
    assert str(found.value).endswith(
        f"aduan.toml: http.listen: 127.0.0.1:{port} cannot be listened on: Address already in use. "
        "Is another `aduan run` there? Name another port"
    )


def test_an_address_that_is_not_ours_is_told(served: Callable[..., Settings]) -> None:
    settings = served(port=1)
    http = settings.http
    assert http is not None
    elsewhere = settings.model_copy(update={"http": http.model_copy(update={"listen": "192.0.2.1:8080"})})
    with pytest.raises(ConfigError, match=r"http\.listen: 192\.0\.2\.1:8080 cannot be listened on: Cannot assign"):
        Web(elsewhere, get_logger("aduan"))
