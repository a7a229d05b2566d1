"""What HTTP gateways bring in: signed or with a secret, once however often, and never answered before it is durable."""

import hmac
import json
from collections.abc import Callable
from contextlib import contextmanager
from hashlib import sha256
from io import StringIO
from ipaddress import ip_network
from pathlib import Path

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from config.gateway_settings import GatewaySettings
from config.gateway_templates import load_template
from config.logs import get_logger
from sms.message import Delivery, Outcome, SendOutcome
from smsd import outbox
from smsd.outbox import Result
from storage import lines
from storage.claims import Allowed
from storage.engine import Database, DatabaseError
from storage.message_tables import outbound_segment
from tests.conftest import CITIZEN, Town
from web.app import application
from web.gate import Gate
from web.gateway_calls import GatewayLine
from web.stage import Backstage
from web.ussd import Setup

SECRET = "0123456789abcdef"
HERE = Path(__file__).parent


class Phone:
    """A gateway that calls us; `gateway` is its kind."""

    def __init__(self, town: Town, gateway: str, filed: list[str], **settings: object) -> None:
        self.town = town
        settings = {"url": "http://127.0.0.1:8080", "secret": SecretStr(SECRET), **settings}
        made = GatewaySettings(name="hp", transport="http", gateway=gateway, **settings)
        with town.database.write() as connection:
            self.row_id = lines.ids_of(connection, [("hp", "http")])["hp"]
        line = GatewayLine(made, self.row_id, load_template(gateway, HERE).receive)
        setup = Setup(town.processor.office, "bogor", town.line_ids["modem1"])
        stage = Backstage(
            database=town.database,
            clock=town.clock,
            setup=lambda: setup,
            gate=lambda: Gate(None),
            windows=lambda: town.windows,
            filed=lambda: filed.append("filed"),
            log=get_logger("aduan"),
        )
        app = application(stage, lambda: {"hp": line})
        self.client = TestClient(app, client=("127.0.0.1", 50_000))

    def sign(self, body: bytes, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
        seconds = str(int(self.town.clock.now().timestamp() if at is None else at))
        signature = hmac.new(secret.encode(), body + seconds.encode(), sha256).hexdigest()
        return {"X-Signature": signature, "X-Timestamp": seconds, "Content-Type": "application/json"}

    def post(self, what: object, headers: dict[str, str] | None = None, line: str = "hp") -> int:
        body = what if isinstance(what, bytes) else json.dumps(what).encode()
        response = self.client.post(f"/gateways/{line}", content=body, headers=headers or self.sign(body))
        self.said = response.text
        return response.status_code


@pytest.fixture
def filed() -> list[str]:
    return []


@pytest.fixture
def phone(town: Town, filed: list[str]) -> Phone:
    return Phone(town, "smsgate", filed)


def sms(text: str, event: str = "e1", sender: str = CITIZEN) -> dict:
    payload = {"messageId": "same for same words", "message": text, "phoneNumber": sender, "simNumber": None}
    return {"deviceId": "d", "event": "sms:received", "id": event, "payload": payload, "webhookId": "w"}


def test_an_sms_is_a_complaint_and_is_answered_by_the_same_line(town, phone, filed) -> None:
    assert phone.post(sms("bogor jalan rusak di gang kelor")) == 200
    assert phone.said == ""
    assert filed == ["filed"]
    town.process()
    (complaint,) = town.complaints()
    with town.database.write() as connection:
        (job,) = outbox.claim(connection, phone.row_id, Allowed(10), town.clock.now())
    assert str(complaint["number"]) in job.segments[0].text
    assert job.segments[0].to == CITIZEN


def test_the_same_webhook_twice_is_one_and_the_same_words_twice_are_two(town, phone) -> None:
    for event in ("e1", "e1", "e2"):
        assert phone.post(sms("ya", event)) == 200
    with town.database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM inbound_message").scalar() == 2


def test_what_is_not_signed_by_the_gateway_is_refused(town, phone) -> None:
    body = json.dumps(sms("bogor jalan rusak")).encode()
    now = town.clock.now().timestamp()
    assert phone.post(body, {"Content-Type": "application/json"}) == 401
    assert phone.post(body, phone.sign(body, secret="fedcba9876543210")) == 401
    assert phone.post(body + b" ", phone.sign(body)) == 401
    assert "signing key" in phone.said
    for late in (now - 301, now + 301):
        assert phone.post(body, phone.sign(body, late)) == 401
        assert "clocks" in phone.said
    assert phone.post(body, phone.sign(body, now - 299)) == 200
    assert len(_stored(town)) == 1


def test_only_the_addresses_of_the_line_may_call(town, filed) -> None:
    phone = Phone(town, "smsgate", filed, allow=(ip_network("10.0.0.0/8"),))
    assert phone.post(sms("bogor jalan rusak")) == 403
    assert "lines.allow" in phone.said
    assert not _stored(town)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"{", "no JSON"),
        (b"[]", "no JSON object"),
        (b"[" * 100_000, "too large"),
        (sms("halo", sender=""), "payload.phoneNumber is missing"),
        (sms("halo", event=""), "id is missing"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(phone, body, reason) -> None:
    assert phone.post(body) in {400, 413}
    assert reason in phone.said


def test_what_is_nothing_to_us_is_taken(phone) -> None:
    assert phone.post({"event": "system:ping", "payload": {}}) == 200


def test_another_line_is_none(phone) -> None:
    assert phone.post(sms("halo"), line="modem1") == 404


def test_without_a_database_it_is_to_come_again(town, phone, monkeypatch) -> None:
    @contextmanager
    def out_of_reach(_database):
        raise DatabaseError("out of reach")
        yield

    with monkeypatch.context() as patch:
        patch.setattr(Database, "write", out_of_reach)
        assert phone.post(sms("bogor jalan rusak")) == 503
    assert phone.post(sms("bogor jalan rusak")) == 200
    assert len(_stored(town)) == 1


def test_nothing_of_a_citizen_is_in_the_log(phone, log: StringIO) -> None:
    phone.post(sms("bogor jalan rusak di gang kelor"), {"X-Signature": "no"})
    phone.post(sms("", sender=""))
    assert "gateway refused" in log.getvalue()
    assert not any(private in log.getvalue() for private in ("gang kelor", CITIZEN[1:], SECRET))


def _stored(town: Town) -> list[str]:
    with town.database.read() as connection:
        return list(connection.exec_driver_sql("SELECT text FROM inbound_message ORDER BY id").scalars())


@pytest.fixture
def sent(town: Town, phone: Phone) -> Callable[[], str | None]:
    """Has sent an answer by the phone, under the name `7-abc`; gives what is known of its delivery."""
    phone.post(sms("bogor jalan rusak di gang kelor"))
    town.process()
    with town.database.write() as connection:
        (job,) = outbox.claim(connection, phone.row_id, Allowed(10), town.clock.now())
    outcomes = tuple(SendOutcome(each.key, Outcome.ACCEPTED, message_id="7-abc") for each in job.segments)

    def accepted() -> str | None:
        with town.database.write() as connection:
            outbox.record(connection, [Result(job.message_id, outcomes, job.attempt)], town.clock.now())
            (found,) = set(connection.scalars(outbound_segment.select().with_only_columns(outbound_segment.c.delivery)))
        return found

    return accepted


def report(event: str, name: str = "7-abc") -> dict:
    return {"event": event, "id": "e9", "payload": {"messageId": name, "phoneNumber": CITIZEN}}


def test_a_report_says_what_became_of_a_message(town, phone, sent) -> None:
    assert sent() is None
    assert phone.post(report("sms:delivered")) == 200
    # What has come to its end stays.
    assert phone.post(report("sms:failed")) == 200
    with town.database.read() as connection:
        found = set(connection.scalars(outbound_segment.select().with_only_columns(outbound_segment.c.delivery)))
    assert found == {Delivery.DELIVERED}


def test_a_report_that_comes_too_early_is_to_come_again(phone, sent) -> None:
    assert phone.post(report("sms:delivered")) == 503
    sent()
    assert phone.post(report("sms:delivered")) == 200
    # Of what is none of ours nobody waits for anything.
    assert phone.post(report("sms:delivered", "another")) == 200


def test_kannel_brings_everything_in_its_address(town, filed) -> None:
    kannel = Phone(town, "kannel", filed)
    words = {"secret": SECRET, "sender": CITIZEN, "text": "bogor jalan rusak 🚧", "id": "a-b-c"}
    for _ in range(2):
        answer = kannel.client.get("/gateways/hp", params=words)
        # Kannel would send on to the phone what stands there.
        assert (answer.status_code, answer.text) == (200, "")
    assert _stored(town) == ["bogor jalan rusak 🚧"]
    assert kannel.client.get("/gateways/hp", params={**words, "secret": "x"}).status_code == 401
    assert kannel.client.get("/gateways/hp", params={"secret": SECRET, "dlr": "1", "id": "7", "to": CITIZEN}).is_success


def test_any_gateway_may_sign_json(town, filed) -> None:
    webhook = Phone(town, "webhook", filed)
    assert webhook.post({"from": CITIZEN, "text": "bogor lampu mati", "id": 17}) == 200
    assert _stored(town) == ["bogor lampu mati"]


def test_what_cannot_be_stored_is_to_come_again(town, phone, monkeypatch) -> None:
    def choke(*_: object) -> None:
        raise ValueError

    with monkeypatch.context() as patch:
        patch.setattr("web.gateways.inbox.store", choke)
        assert phone.post(sms("bogor jalan rusak")) == 503
    assert phone.post(sms("bogor jalan rusak")) == 200
    assert _stored(town) == ["bogor jalan rusak"]
