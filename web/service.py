"""HTTP beside the daemon: opened before it, served after it, changed with it, and stopped before it."""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from config.errors import ConfigError
from config.http_settings import HttpSettings
from config.settings import Settings
from sms.clock import Clock, SystemClock
from smsd.daemon import Daemon
from storage import lines

# An installation without [http] has no use for the server, and need not load it.
if TYPE_CHECKING:
    from web.gate import Gate
    from web.gateway_calls import GatewayLine
    from web.server import Server
    from web.ussd import Setup

_BACKLOG = 2048


class Web:
    """What `[http]` says, served; nothing without it. Make it before the daemon: a port in use is told at once.

    Raises ConfigError if the address cannot be had.
    """

    def __init__(self, settings: Settings, log: Any, clock: Clock | None = None) -> None:
        self._settings = settings
        self._log = log
        self._clock = clock or SystemClock()
        self._socket = _listen(settings)
        self._server: Server | None = None
        self._daemon: Daemon
        self._line_id = 0
        self._gateway_lines: dict[str, GatewayLine] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    @contextmanager
    def beside(self, daemon: Daemon) -> Iterator[None]:
        """Serve what the daemon's office says, until the end of the block."""
        self._daemon = daemon
        self._line_id = self._line_row(self._settings)
        self._gateway_lines = self._lines_of(self._settings)
        self._serve()
        try:
            yield
        finally:
            self._stop()

    @contextmanager
    def changing(self, settings: Settings) -> Iterator[None]:
        """Change to new settings, if what is in the block does; raises ConfigError, and nothing has changed.

        A new address is opened first, an old one closed last.
        """
        moved = _address(settings) != _address(self._settings)
        opened = _listen(settings) if moved else None
        try:
            line_id, gateway_lines = self._line_row(settings), self._lines_of(settings)
            yield
        except BaseException:
            if opened:
                opened.close()
            raise
        self._settings, self._line_id, self._gateway_lines = settings, line_id, gateway_lines
        if moved:
            self._stop()
            self._socket = opened
            self._serve()

    def _stop(self) -> None:
        """Answer what is in flight, and be deaf; a second time it does nothing."""
        if self._server:
            self._server.stop()
        elif self._socket:
            self._socket.close()
        self._server = self._socket = None

    def _line_row(self, settings: Settings) -> int:
        """Look up the row of the line that speaks for who dials."""
        if settings.http is None or not settings.lines:
            return 0
        line = settings.ussd_line()
        with self._daemon.database.write() as connection:
            return lines.ids_of(connection, [(line.name, line.transport)])[line.name]

    def _lines_of(self, settings: Settings) -> dict[str, GatewayLine]:
        """Give the lines whose gateways call us; raises ConfigError if a template cannot be read."""
        if not settings.http_lines:
            return {}
        from web.gateway_calls import GatewayLine  # noqa: PLC0415

        with self._daemon.database.write() as connection:
            ids = lines.ids_of(connection, [(line.name, line.transport) for line in settings.http_lines])
        return {
            line.name: GatewayLine(line, ids[line.name], settings.template_of(line).receive)
            for line in settings.http_lines
        }

    def _serve(self) -> None:
        if self._socket is None:
            return
        from web.app import application  # noqa: PLC0415
        from web.server import Server  # noqa: PLC0415
        from web.stage import Backstage  # noqa: PLC0415

        daemon = self._daemon
        backstage = Backstage(
            database=daemon.database,
            clock=self._clock,
            setup=self._setup,
            gate=self._gate,
            windows=lambda: daemon.windows,
            filed=daemon.process,
            log=self._log,
        )
        self._server = Server(application(backstage, lambda: self._gateway_lines), self._socket)
        self._server.start()
        self._log.info("http", listen=self._http().listen)

    def _http(self) -> HttpSettings:
        return self._settings.http or HttpSettings()

    def _setup(self) -> Setup:
        from web.ussd import Setup  # noqa: PLC0415

        region = self._settings.region_of(self._settings.ussd_line())
        return Setup(self._daemon.office, region, self._line_id, all_inputs=self._http().ussd.inputs == "all")

    def _gate(self) -> Gate:
        from web.gate import Gate  # noqa: PLC0415

        ussd = self._http().ussd
        return Gate(ussd.secret.get_secret_value() if ussd.secret else None, ussd.allow)


def _address(settings: Settings) -> tuple[str, int] | None:
    return settings.http.address if settings.http else None


def _listen(settings: Settings) -> socket.socket | None:
    """Open the address of the settings, if there is one; raises ConfigError if another program has it, or nobody."""
    if settings.http is None:
        return None
    host, port = settings.http.address
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        return socket.create_server((host, port), family=found[0][0], backlog=_BACKLOG)
    except OSError as error:
        reason = str(error.strerror).partition(" (")[0]
        message = f"http.listen: {settings.http.listen} cannot be listened on: {reason}"
        hint = "Is another `aduan run` there? Name another port" if error.errno == errno.EADDRINUSE else ""
        raise ConfigError(message, path=settings.path, hint=hint) from None
