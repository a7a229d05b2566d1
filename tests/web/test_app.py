"""`POST /ussd` over a real socket: what is answered, what is refused, and what stands in the log."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from http.client import HTTPConnection
from io import StringIO
from ipaddress import ip_network
from typing import Any
from urllib.parse import urlencode

import pytest

import web.app
from config.logs import get_logger
from storage.engine import DatabaseError
from tests.conftest import CITIZEN, Town
from web.app import Backstage, application
from web.gate import Gate
from web.server import Server
from web.ussd import Answer, Setup
from web.ussd_form import Call

SECRET = "0123456789abcdef"
PHONE = {"sessionId": "AT-1", "serviceCode": "*123#", "phoneNumber": CITIZEN, "networkCode": "51010"}


class Gateway:
    """Posts to a server, and gives (status, content type, body)."""

    def __init__(self, port: int) -> None:
        self.port = port

    def post(self, form: dict[str, str] | bytes, path: str = "/ussd", **headers: str) -> tuple[int, str]:
        return self.request("POST", path, form if isinstance(form, bytes) else urlencode(form).encode(), headers)

    def request(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body, {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})})
        response = connection.getresponse()
        self.type = response.headers["Content-Type"]
        found = response.status, response.read().decode()
        connection.close()
        return found


@pytest.fixture
def filed() -> list[str]:
    """Grows when a report waits to be processed."""
    return []


@pytest.fixture
def backstage(town: Town, log: StringIO, filed: list[str]) -> Backstage:
    """An installation whose gate is open."""
    setup = Setup(town.processor.office, "bogor", town.line_ids["modem1"])
    return Backstage(
        database=town.database,
        clock=town.clock,
        setup=lambda: setup,
        gate=lambda: Gate(None),
        windows=lambda: town.windows,
        filed=lambda: filed.append("filed"),
        log=get_logger("aduan"),
    )


@pytest.fixture
def serve() -> Iterator[Callable[[Backstage], Gateway]]:
    """Serves on a port of its own; what was started is stopped after the test."""
    servers: list[Server] = []

    def started(backstage: Backstage) -> Gateway:
        listening = socket.create_server(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        servers.append(Server(application(backstage, dict), listening))
        servers[-1].start()
        return Gateway(port)

    yield started
    for server in servers:
        server.stop()


def test_a_session_over_http(serve: Callable[[Backstage], Gateway], backstage: Backstage, filed: list[str]) -> None:
    gateway = serve(backstage)
    status, text = gateway.post({**PHONE, "text": ""})
    assert (status, gateway.type) == (200, "text/plain; charset=utf-8")
    assert text.startswith("CON Layanan Kota Bogor\n1 Lapor masalah\n")
    assert gateway.post({**PHONE, "text": "1*8"})[1].startswith("CON Tulis masalah")
    assert filed == []
    assert gateway.post({**PHONE, "text": "1*8*jalan rusak depan pasar"})[1].startswith("END Laporan diterima.")
    assert filed == ["filed"]


def test_who_may_not_call_is_refused_and_gets_nothing(
    serve: Callable[[Backstage], Gateway], backstage: Backstage, town: Town
) -> None:
    guarded = serve(replace(backstage, gate=lambda: Gate(SECRET)))
    assert guarded.post(PHONE) == (401, "the secret is missing or wrong")
    assert guarded.post(PHONE, "/ussd?secret=wrong")[0] == 401
    assert guarded.post(PHONE, f"/ussd?secret={SECRET}")[0] == 200
    assert guarded.post(PHONE, **{"X-Aduan-Secret": SECRET})[0] == 200
    far = serve(replace(backstage, gate=lambda: Gate(None, (ip_network("10.0.0.0/8"),))))
    assert far.post(PHONE) == (403, "this address is not in http.ussd.allow")
    near = serve(replace(backstage, gate=lambda: Gate(None, (ip_network("127.0.0.0/8"),))))
    assert near.post(PHONE)[0] == 200


def test_behind_a_web_server_the_address_of_the_gateway_counts(
    serve: Callable[[Backstage], Gateway], backstage: Backstage
) -> None:
    near = serve(replace(backstage, gate=lambda: Gate(None, (ip_network("10.0.0.0/8"),))))
    assert near.post(PHONE, **{"X-Forwarded-For": "10.1.2.3"})[0] == 200
    assert near.post(PHONE, **{"X-Forwarded-For": "11.1.2.3"})[0] == 403


def test_what_is_no_step_is_a_clear_4xx(serve: Callable[[Backstage], Gateway], backstage: Backstage) -> None:
    gateway = serve(backstage)
    assert gateway.post(b"sessionId=1") == (400, "phoneNumber is missing")
    assert gateway.post({**PHONE, "phoneNumber": "BANK"})[0] == 400
    assert gateway.post({**PHONE, "text": "x" * 9000}) == (413, "the body is too large")
    assert gateway.request("GET", "/ussd")[0] == 405
    assert gateway.post(PHONE, "/elsewhere")[0] == 404


def test_neither_numbers_nor_texts_nor_secrets_stand_in_the_log(
    serve: Callable[[Backstage], Gateway], backstage: Backstage, log: StringIO
) -> None:
    def broken() -> Setup:
        raise ValueError(f"{CITIZEN} jalan rusak")

    gateway = serve(replace(backstage, gate=lambda: Gate(SECRET)))
    gateway.post({**PHONE, "text": "1*8*jalan rusak depan pasar"}, f"/ussd?secret={SECRET}")
    gateway.post({**PHONE, "text": "jalan rusak"}, "/ussd?secret=guessed")
    failing = serve(replace(backstage, setup=broken))
    assert failing.post({**PHONE, "text": "jalan rusak"}) == (500, "an error of ours")
    logged = log.getvalue()
    assert "ussd refused" in logged
    assert "ussd failed" in logged
    assert not [word for word in ("811", "jalan", SECRET, "guessed", "AT-1") if word in logged]


def test_a_database_out_of_reach_is_told_to_the_gateway(
    serve: Callable[[Backstage], Gateway], backstage: Backstage, log: StringIO
) -> None:
    def away() -> Setup:
        raise DatabaseError("sqlite:///aduan.db: database is locked")

    assert serve(replace(backstage, setup=away)).post(PHONE) == (503, "out of service, try again")
    assert "database is locked" in log.getvalue()


def test_many_sessions_at_once_and_one_step_sent_many_times(
    serve: Callable[[Backstage], Gateway], backstage: Backstage, town: Town
) -> None:
    gateway = serve(backstage)

    def post(form: dict[str, str]) -> tuple[int, str]:
        return Gateway(gateway.port).post(form)

    forms = [{**PHONE, "sessionId": str(number % 10), "text": "1*8*jalan rusak depan pasar"} for number in range(40)]
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(post, forms))
    assert {status for status, _ in answers} == {200}
    assert all(text.startswith("END Laporan diterima.") for _, text in answers)
    assert len(town.inbox()) == 10


def test_a_step_that_fails_stops_no_other_of_its_batch(
    serve: Callable[[Backstage], Gateway], backstage: Backstage, monkeypatch: pytest.MonkeyPatch, town: Town
) -> None:
    good = web.app.answer

    def fragile(connection: Any, setup: Setup, call: Call, now: datetime) -> Answer:
        shown = good(connection, setup, call, now)
        if call.text.endswith("bad"):
            raise ValueError("bad")
        return shown

    monkeypatch.setattr("web.app.answer", fragile)
    gateway = serve(backstage)

    def post(number: int) -> int:
        text = "1*8*jalan rusak depan pasar" + (" bad" if number == 3 else "")
        return Gateway(gateway.port).post({**PHONE, "sessionId": str(number), "text": text})[0]

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(post, range(8)))
    assert statuses == [500 if number == 3 else 200 for number in range(8)]
    assert len(town.inbox()) == 7
