"""The transport `http`, with a gateway of this computer that plays each kind."""

import json
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from config.gateway_settings import GatewaySettings
from config.gateway_templates import load_template
from sms.codec import split
from sms.message import Outcome, Segment
from smsd.line_states import http_config_of
from smsd.transports import http
from tests.smsd.transports.gateway_ears import CITIZEN, Ears, served
from tests.smsd.transports.http_server import Server

HERE = Path(__file__).parent


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.held.set()
    made.stop()


@contextmanager
def gateway(server: Server, kind: str = "smsgate", **more: object) -> Iterator[Ears]:
    given = {"user": "aduan", "password": SecretStr("kunci"), "secret": SecretStr("0123456789abcdef"), **more}
    url = f"http://127.0.0.1:{server.port}"
    made = GatewaySettings(name="hp", transport="http", gateway=kind, url=url, **given)
    with served(http_config_of(made, load_template(kind, HERE).send)) as ears:
        yield ears


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses are short."""
    monkeypatch.setattr(http, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr(http, "LONGEST_PAUSE", 0.1)


def test_a_phone_is_given_a_message_under_our_name(server) -> None:
    with gateway(server) as ears:
        ears.send(7, text="Laporan diterima")
        assert ears.became(7) == [Outcome.ACCEPTED]
    ((method, path, _, headers, body),) = server.heard
    assert (method, path) == ("POST", "/messages")
    assert b64decode(headers["Authorization"].removeprefix("Basic ")) == b"aduan:kunci"
    (outcome,) = ears.outcomes[7]
    said = json.loads(body)
    assert said["textMessage"]["text"] == "Laporan diterima 7"
    assert said["phoneNumbers"] == [CITIZEN]
    assert said["id"] == outcome.message_id
    assert said["withDeliveryReport"] is True


def test_a_long_text_is_one_request_and_all_its_segments_share_what_becomes_of_it(server) -> None:
    text = "Laporan Anda kami terima. " * 20
    parts = split(text.strip()).parts
    with gateway(server) as ears:
        ears.submit(7, [Segment(f"7-{n}", CITIZEN, part, n, len(parts), 7) for n, part in enumerate(parts, 1)])
        assert ears.became(7) == [Outcome.ACCEPTED] * len(parts)
    assert [body["textMessage"]["text"] for body in server.bodies()] == [text.strip()]
    assert len({outcome.message_id for outcome in ears.outcomes[7]}) == 1


def test_another_attempt_has_the_same_name_and_another_message_another(server) -> None:
    with gateway(server) as ears:
        for text, number in (("satu", 7), ("satu", 7), ("dua", 7), ("satu", 8)):
            ears.outcomes.clear()
            ears.send(number, text=text)
            ears.became(number)
    names = [body["id"] for body in server.bodies()]
    assert names[0] == names[1]
    assert len(set(names)) == 3


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Outcome.ACCEPTED),
        (202, Outcome.ACCEPTED),
        # It has it already.
        (409, Outcome.ACCEPTED),
        (400, Outcome.PERMANENT),
        (422, Outcome.PERMANENT),
        (404, Outcome.LINE_FAULT),
        (302, Outcome.LINE_FAULT),
        (500, Outcome.UNKNOWN),
        (504, Outcome.UNKNOWN),
        (501, Outcome.RETRY_ONCE),
    ],
)
def test_what_an_answer_means(server, status: int, outcome: Outcome) -> None:
    server.answers = [(status, b"{}", {})]
    with gateway(server) as ears:
        ears.send(1)
        assert ears.became(1) == [outcome]


def test_an_answer_that_never_came_leaves_the_outcome_open(server) -> None:
    server.answers = [None]
    with gateway(server) as ears:
        ears.send(1)
        assert ears.became(1) == [Outcome.UNKNOWN]
    assert ears.count == 1


def test_a_gateway_that_is_not_there_has_certainly_not_sent_it(server, quick) -> None:
    server.stop()
    with gateway(server) as ears:
        ears.send(1, 2)
        assert ears.became(1) == [Outcome.LINE_FAULT]
        assert ears.became(2) == [Outcome.LINE_FAULT]
        ears.until(lambda: "waiting" in ears.news)
        # And after a while it is tried again.
        ears.until_ready(2)


def test_a_refused_account_is_told_as_such(server, quick) -> None:
    server.answers = [(401, b"", {})]
    with gateway(server) as ears:
        ears.send(1)
        assert ears.became(1) == [Outcome.LINE_FAULT]
        ears.until(lambda: "denied" in ears.news)


@pytest.mark.parametrize("headers", [{"Retry-After": "0"}, {}, {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}])
def test_who_wants_less_gets_the_same_message_later(server, quick, headers) -> None:
    server.answers = [(429, b"", headers), (503, b"", headers)]
    with gateway(server, window=1) as ears:
        ears.send(1, 2)
        assert ears.became(2) == [Outcome.ACCEPTED]
    assert [body["textMessage"]["text"] for body in server.bodies()] == ["Laporan diterima 1"] * 3 + [
        "Laporan diterima 2"
    ]
    # The attempt was none: it began once.
    assert ears.count == 2


def test_no_more_than_a_window_is_under_way_and_in_order(server) -> None:
    server.held.clear()
    with gateway(server, window=3) as ears:
        ears.send(*range(10))
        ears.until(lambda: ears.count == 3)
        server.held.set()
        for number in range(10):
            assert ears.became(number) == [Outcome.ACCEPTED]
    assert server.most_at_once <= 3
    order = [int(body["textMessage"]["text"].split()[-1]) for body in server.bodies()]
    assert all(abs(place - number) < 3 for place, number in enumerate(order))


def test_what_waits_when_it_is_to_stop_was_certainly_not_sent(server) -> None:
    server.held.clear()
    with gateway(server, window=1) as ears:
        ears.send(1, 2)
        ears.until(lambda: ears.count == 1)
        ears.stop_soon()
        assert ears.became(2) == [Outcome.LINE_FAULT]
        server.held.set()
        assert ears.became(1) == [Outcome.ACCEPTED]
    assert len(server.heard) == 1


def test_a_gateway_may_have_names_of_its_own(server) -> None:
    server.answers = [(200, b'{"id": "x-1"}', {}), (200, b'{"id": 17}', {}), (200, b"nonsense", {})]
    with gateway(server, "webhook", token=SecretStr("t0ken"), sender="1708") as ears:
        for number in (1, 2, 3):
            ears.send(number)
            ears.became(number)
    names = [ears.outcomes[number][0].message_id for number in (1, 2, 3)]
    assert names == ["x-1", "17", server.bodies()[2]["id"]]
    assert server.heard[0][3]["Authorization"] == "Bearer t0ken"
    assert server.bodies()[0] | {"id": ""} == {"id": "", "from": "1708", "to": CITIZEN, "text": "Laporan diterima 1"}


def test_kannel_is_told_where_its_reports_go(server) -> None:
    with gateway(server, "kannel", callback="http://127.0.0.1:8080/gateways/hp") as ears:
        ears.send(1, text="Jalan 🚧")
        assert ears.became(1) == [Outcome.ACCEPTED]
    ((method, path, query, _, _),) = server.heard
    assert (method, path, query["to"], query["text"]) == ("GET", "/cgi-bin/sendsms", CITIZEN, "Jalan 🚧 1")
    assert (query["coding"], query["charset"], query["dlr-mask"]) == ("2", "UTF-8", "19")
    # Nobody is the sender: Kannel has its own.
    assert "from" not in query
    said = parse_qs(urlsplit(query["dlr-url"]).query)
    assert said["secret"] == ["0123456789abcdef"]
    assert said["id"] == [ears.outcomes[1][0].message_id]
    assert said["dlr"] == ["%d"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=80))
@pytest.mark.parametrize("kind", ["smsgate", "webhook", "kannel"])
def test_any_text_arrives_as_it_is(server, told: Callable[[Server, str], str], kind: str, text: str) -> None:
    server.heard.clear()
    with gateway(server, kind) as ears:
        ears.submit(1, [Segment("1-1", CITIZEN, text, 1, 1, 1)])
        ears.became(1)
    assert told(server, kind) == text


@pytest.fixture
def told() -> Callable[[Server, str], str]:
    """Gives the text that a gateway of a kind was told."""

    def text(server: Server, kind: str) -> str:
        ((*_, query, _, body),) = server.heard
        if kind == "kannel":
            return query["text"]
        said = json.loads(body)
        return said["textMessage"]["text"] if kind == "smsgate" else said["text"]

    return text
