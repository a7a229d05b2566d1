"""A card with slots that do not do what they should, as a client meets it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smsd.virtual.modem import VirtualModem
    from tests.smsd.virtual.conftest import Client

CITIZEN = "+6281110000100"


def test_a_slot_that_sticks_is_not_deleted_and_says_why(client: Client, modem: VirtualModem) -> None:
    client.ask("AT+CNMI=2,0")
    for text in ("satu", "dua"):
        modem.network.deliver(CITIZEN, text)
    memory = modem.sim.memories["SM"]
    memory.stick(1)
    assert client.ask("AT+CMGD=1") == ["+CMS ERROR: 321"]
    client.ask("AT+CMGL=4")
    assert client.ask("AT+CMGD=1,4") == ["+CMS ERROR: 321"]
    assert client.ask("AT+CMGD=?")[0] == "+CMGD: (1),(0-4)"
    memory.stick(1, 320)
    assert client.ask("AT+CMGD=1") == ["+CMS ERROR: 320"]
    memory.loosen()
    assert client.ask("AT+CMGD=1;+CMGD=?") == ["+CMGD: (),(0-4)", "OK"]


def test_a_slot_is_read_as_it_is_after_it_was_spoilt_or_cut_off(client: Client, modem: VirtualModem) -> None:
    client.ask("AT+CNMI=2,0")
    modem.network.deliver("1708", "halo")
    modem.sim.memories["SM"].replace(1, bytes.fromhex("079126181100000004048171"))
    assert client.ask("AT+CMGR=1") == ["+CMGR: 0,,4", "079126181100000004048171", "OK"]
    modem.sim.memories["SM"].replace(1, b"\xff" * 4)
    assert client.ask("AT+CMGR=1") == ["+CMGR: 1,,0", "FFFFFFFF", "OK"]


def test_messages_lie_in_both_memories_from_an_earlier_time(client: Client, modem: VirtualModem) -> None:
    assert modem.leave(CITIZEN, "di kartu", "SM") == 1
    assert modem.leave(CITIZEN, "di modem") == 1
    assert client.ask("AT+CPMS?")[0] == '+CPMS: "SM",1,3,"SM",1,3,"SM",1,3'
    assert client.ask('AT+CPMS="ME"')[0] == "+CPMS: 1,100,1,3,1,3"
    assert modem.stored == 2


def test_the_network_repeats_a_message_with_another_time_stamp(client: Client, modem: VirtualModem) -> None:
    client.ask("AT+CNMI=2,0")
    for minute in (6, 7):
        modem.network.deliver("1708", "halo", at=datetime(2025, 3, 4, 5, minute, 7, tzinfo=UTC))
    first, second = client.ask("AT+CMGL=4")[1:-1:2]
    assert (first[:32], first[46:]) == (second[:32], second[46:])
    assert first[32:46] != second[32:46]
