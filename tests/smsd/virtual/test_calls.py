"""Calls to the virtual modem: what a client hears of them, and that they end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smsd.virtual.modem import VirtualModem

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.smsd.virtual.conftest import Client

    Connect = Callable[[VirtualModem], Client]

CITIZEN, OTHER = "+6281110000100", "+6281110000200"
END = "NO CARRIER\r\n"


def heard(client: Client) -> list[str]:
    """Listen to the end of a call and give the lines."""
    return [line for line in client.until(END).split("\r\n") if line]


def test_a_call_rings_and_ends_and_says_who_it_is_only_if_asked(client: Client, modem: VirtualModem) -> None:
    assert modem.network.call(CITIZEN, rings=2) == 2
    assert heard(client) == ["RING", "RING", "NO CARRIER"]

    assert client.ask("AT+CLIP=1;+CLIP?") == ["+CLIP: 1,1", "OK"]
    modem.network.call(CITIZEN, rings=2)
    line = f'+CLIP: "{CITIZEN}",145,"",,"",0'
    assert heard(client) == ["RING", line, "RING", line, "NO CARRIER"]


@pytest.mark.parametrize(
    ("caller", "line"),
    [("081110000100", '+CLIP: "081110000100",129,"",,"",0'), ("", '+CLIP: "",128,"",,"",1')],
)
def test_a_number_comes_as_the_network_writes_it_or_is_withheld(
    client: Client, modem: VirtualModem, caller: str, line: str
) -> None:
    client.ask("AT+CLIP=1")
    modem.network.call(caller, rings=1)
    assert heard(client) == ["RING", line, "NO CARRIER"]


def test_a_ring_tells_the_kind_of_call_if_asked(client: Client, modem: VirtualModem) -> None:
    assert client.ask("AT+CRC=1;+CRC?") == ["+CRC: 1", "OK"]
    modem.network.call(CITIZEN, rings=1)
    assert heard(client) == ["+CRING: VOICE", "NO CARRIER"]


@pytest.mark.parametrize("command", ["ATH", "AT+CHUP"])
def test_a_call_that_is_refused_rings_no_more_and_the_next_one_does(
    client: Client, modem: VirtualModem, command: str
) -> None:
    assert modem.network.ring(CITIZEN)
    client.until("RING\r\n")
    assert client.ask(command) == ["OK"]
    assert not modem.network.ring(CITIZEN)
    modem.network.hang_up()

    assert modem.network.call(OTHER, rings=1) == 1
    assert heard(client) == ["RING", "NO CARRIER"]


def test_hanging_up_without_a_call_refuses_no_later_one(client: Client, modem: VirtualModem) -> None:
    assert client.ask("ATH") == ["OK"]
    assert modem.network.call(CITIZEN) == 3


def test_who_calls_while_another_rings_finds_the_line_engaged(client: Client, modem: VirtualModem) -> None:
    modem.network.ring(CITIZEN)
    assert modem.network.call(OTHER) == 0
    modem.network.hang_up()
    assert heard(client) == ["RING", "NO CARRIER"]


def test_a_call_is_not_answered(client: Client, modem: VirtualModem) -> None:
    modem.network.ring(CITIZEN)
    client.until("RING\r\n")
    assert client.ask("ATA") == ["+CME ERROR: 4"]
    assert modem.network.ring(CITIZEN)


def test_it_rings_between_a_command_and_the_next_never_within(client: Client, modem: VirtualModem) -> None:
    client.type("AT+CMGS=13\r")
    client.until("> ")
    modem.network.call(CITIZEN, rings=1)
    client.type("\x1b")
    assert client.response() == ["OK"]
    assert heard(client) == ["RING", "NO CARRIER"]


def test_without_service_there_are_no_calls(client: Client, modem: VirtualModem, connect: Connect) -> None:
    client.ask("AT+CFUN=4")
    assert modem.network.call(CITIZEN) == 0
    with VirtualModem(pin="1234") as locked:
        connect(locked)
        assert locked.network.call(CITIZEN) == 0
    assert locked.network.call(CITIZEN) == 0
