"""Connections that ask nothing are let go of, for each costs the daemon a file."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from starlette.applications import Starlette

from web import patience
from web.server import Server

_LONG = 30.0


@pytest.fixture
def port() -> Iterator[int]:
    """A server with nothing on it."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = Server(Starlette(), listening)
    server.start()
    yield listening.getsockname()[1]
    server.stop()


def connected(port: int, sent: bytes) -> socket.socket:
    """Connect and send something."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=_LONG)
    connection.sendall(sent)
    return connection


def is_let_go(connection: socket.socket) -> bool:
    """Wait until the other side ends; raises TimeoutError if it does not."""
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


@pytest.mark.parametrize("sent", [b"", b"POST /ussd HTTP/1.1\r\nHost: x\r\n"])
def test_who_does_not_finish_a_request_is_let_go(port: int, sent: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "SILENT_SECONDS", 0.01)
    with connected(port, sent) as connection:
        assert is_let_go(connection)


def test_one_connection_too_many_is_let_go_at_once(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "MOST_CONNECTIONS", 2)
    monkeypatch.setattr(patience, "SILENT_SECONDS", 2 * _LONG)
    with ExitStack() as stack:
        first = stack.enter_context(connected(port, b""))
        stack.enter_context(connected(port, b""))
        assert is_let_go(stack.enter_context(connected(port, b"")))
        first.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert first.recv(12) == b"HTTP/1.1 404"
