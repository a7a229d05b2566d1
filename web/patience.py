"""How long we wait for who connects: sockets are files, and the whole daemon has only so many."""

from __future__ import annotations

from asyncio import Transport

from uvicorn.protocols.http.h11_impl import H11Protocol

MOST_CONNECTIONS = 600
"""More at a time are closed at once. A process may commonly open 1,024 files; the database needs some of the rest."""

SILENT_SECONDS = 10.0


class Protocol(H11Protocol):
    """HTTP for who asks something soon: a connection whose first request has not come in time is closed."""

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Take a connection, if there are not too many."""
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            transport.abort()
        else:
            self.loop.call_later(SILENT_SECONDS, self._lose_patience)

    def _lose_patience(self) -> None:
        # None until the first request, whatever its declaration says.
        begun: object = self.cycle
        if begun is None:
            self.transport.abort()
