"""The HTTP server: uvicorn in a thread of its own, on a socket that was opened before."""

from __future__ import annotations

import logging
import socket
import threading

import uvicorn
from starlette.applications import Starlette

from web.patience import Protocol

_LONGEST_STOP_SECONDS = 5


class Server:
    """Serves an application until it is stopped; requests in flight are answered before."""

    def __init__(self, application: Starlette, listening: socket.socket) -> None:
        # Its own log would write down each request, and what is in its address.
        logging.getLogger("uvicorn").setLevel(logging.WARNING)
        config = uvicorn.Config(
            application,
            access_log=False,
            log_config=None,
            lifespan="off",
            ws="none",
            server_header=False,
            http=Protocol,
            timeout_graceful_shutdown=_LONGEST_STOP_SECONDS,
        )
        self._server = uvicorn.Server(config)
        self._listening = listening
        self._thread = threading.Thread(target=self._run, name="http", daemon=True)

    def start(self) -> None:
        """Begin; who has connected since the socket was opened is answered now."""
        self._thread.start()

    def stop(self) -> None:
        """Answer what is in flight and end."""
        self._server.should_exit = True
        if self._thread.ident is not None:
            self._thread.join(2 * _LONGEST_STOP_SECONDS)
        self._listening.close()

    def _run(self) -> None:
        self._server.run(sockets=[self._listening])
