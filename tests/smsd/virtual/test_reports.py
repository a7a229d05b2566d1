"""Delivery reports that come late, early, twice, never, or with bad news."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from smsd.virtual.reports import DELIVERED, FAILED, TRYING, Report

if TYPE_CHECKING:
    from smsd.virtual.modem import VirtualModem
    from tests.smsd.virtual.conftest import Client

SUBMIT = "210004817180000004E830FB0D"
WITHOUT_REPORT = "01" + SUBMIT[2:]


@pytest.fixture
def client(client: Client) -> Client:
    """Have reports routed, so that each is heard when it comes."""
    assert client.ask("AT+CNMI=2,1,0,1") == ["OK"]
    return client


def heard(client: Client, count: int) -> list[tuple[int, int]]:
    """Listen to so many reports and give reference and status of each; nothing else is to be heard then."""
    pdus = [re.split(r"\s+", client.until(r"\+CDS: \d+\r\n\w+\r\n").strip())[-1] for _ in range(count)]
    assert client.ask("AT") == ["OK"]
    return [(int(pdu[18:20], 16), int(pdu[-2:], 16)) for pdu in pdus]


def test_a_report_comes_twice(client: Client, modem: VirtualModem) -> None:
    modem.network.report_next(Report(), Report())
    client.send(SUBMIT)
    assert heard(client, 2) == [(0, DELIVERED)] * 2
    client.send(SUBMIT)
    assert heard(client, 1) == [(1, DELIVERED)]


def test_a_report_never_comes(client: Client, modem: VirtualModem) -> None:
    modem.network.report()
    assert client.send(SUBMIT) == ["+CMGS: 0", "OK"]
    modem.network.release_reports()
    assert heard(client, 0) == []


def test_the_network_gives_up(client: Client, modem: VirtualModem) -> None:
    modem.network.report(Report(FAILED))
    for reference in range(2):
        client.send(SUBMIT)
        assert heard(client, 1) == [(reference, FAILED)]


def test_the_network_still_tries_and_delivers_when_it_is_told(client: Client, modem: VirtualModem) -> None:
    modem.network.report_next(Report(TRYING), Report(DELIVERED, after=None))
    client.send(SUBMIT)
    assert heard(client, 1) == [(0, TRYING)]
    modem.network.release_reports()
    assert heard(client, 1) == [(0, DELIVERED)]
    modem.network.release_reports()
    assert heard(client, 0) == []


def test_a_report_comes_after_other_messages_that_need_not_ask_for_one(client: Client, modem: VirtualModem) -> None:
    modem.network.report_next(Report(after=2))
    client.send(SUBMIT)
    client.send(WITHOUT_REPORT)
    assert heard(client, 0) == []
    client.send(SUBMIT)
    assert heard(client, 2) == [(0, DELIVERED), (2, DELIVERED)]


def test_a_report_overtakes_the_answer(client: Client, modem: VirtualModem) -> None:
    modem.faults.interrupts = True
    client.type(f"AT+CMGS={len(SUBMIT) // 2}\r")
    client.until("> ")
    client.type(f"00{SUBMIT}\x1a")
    assert "+CMGS" not in client.until(r"\+CDS: \d+\r\n\w+\r\n")
    assert client.response() == ["+CMGS: 0", "OK"]
