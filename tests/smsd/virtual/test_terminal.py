from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from smsd.virtual.modem import VirtualModem
    from tests.smsd.virtual.conftest import Client

CITIZEN = "+6281110000100"
SUBMIT = "010004817180000004E830FB0D"


def test_what_is_typed_comes_back_until_the_echo_is_off(client: Client) -> None:
    client.ask("ATE1")
    assert client.ask("AT") == ["AT\r", "OK"]
    client.ask("ATE0")
    assert client.ask("AT") == ["OK"]


def test_a_line_can_be_corrected_and_thrown_away(client: Client) -> None:
    client.type("garbage\x1b")
    client.type("AT+CSX\x08")
    assert client.ask("Q") == ["+CSQ: 20,0", "OK"]


def test_line_feeds_and_lines_without_at_are_passed_over(client: Client) -> None:
    client.type("hello\r\n\n")
    assert client.ask("AT") == ["OK"]


def test_escape_leaves_the_prompt_without_sending(client: Client, modem: VirtualModem) -> None:
    client.type("AT+CMGS=13\r")
    client.until("> ")
    client.type(f"00{SUBMIT}\x1b")
    assert client.response() == ["OK"]
    assert modem.network.ledger == ()


def test_a_pdu_may_come_in_lines_and_be_corrected(client: Client, modem: VirtualModem) -> None:
    client.type("AT+CMGS=13\r")
    client.until("> ")
    client.type(f"00\r\n{SUBMIT[:6]}F\x08{SUBMIT[6:]}\x1a")
    assert client.response() == ["+CMGS: 0", "OK"]
    assert [sent.text for sent in modem.network.ledger] == ["halo"]


def test_nothing_unsolicited_is_said_at_the_prompt(client: Client, modem: VirtualModem) -> None:
    client.type("AT+CMGS=13\r")
    client.until("> ")
    modem.network.deliver(CITIZEN, "halo")
    client.type(f"00{SUBMIT}\x1a")
    assert client.response() == ["+CMGS: 0", "OK"]
    assert client.until(r"\+CMTI: .*\r\n").strip() == '+CMTI: "SM",1'


def test_nothing_unsolicited_is_said_while_a_line_is_typed(client: Client, modem: VirtualModem) -> None:
    client.ask("ATE1")
    client.type("AT+C")
    client.until(re.escape("AT+C"))
    modem.network.deliver(CITIZEN, "halo")
    client.type("SQ\r")
    assert client.response() == ["SQ\r", "+CSQ: 20,0", "OK"]
    client.until(r"\+CMTI: .*\r\n")


def test_a_client_that_leaves_does_not_hang_up_for_the_next(
    modem: VirtualModem, connect: Callable[[VirtualModem], Client], client: Client
) -> None:
    client.ask("AT")
    client.close()
    modem.network.deliver(CITIZEN, "halo")
    assert connect(modem).ask("AT+CPMS?")[-2:] == ['+CPMS: "SM",1,3,"SM",1,3,"SM",1,3', "OK"]
