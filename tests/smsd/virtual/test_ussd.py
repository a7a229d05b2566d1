"""USSD sessions as a client has them: menus, silence, endings and alphabets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from smsd.virtual.dialects import GENERIC, HUAWEI, ZTE, Alphabet, Dialect
from smsd.virtual.menus import NEVER, Reply, UssdState
from smsd.virtual.modem import VirtualModem
from smsd.virtual.septets import from_septets, unpack
from smsd.virtual.ussd import pack_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.smsd.virtual.conftest import Client

MENU = Reply("1 Pulsa 2 Kuota", choices={"1": Reply("Rp25.000"), "2": Reply("1 Hari", choices={"1": Reply("5 GB")})})
ANSWER = r"\+CUSD: .*\r\n"


def dial(client: Client, text: str) -> str:
    assert client.ask(f'AT+CUSD=1,"{text}",15')[-1] == "OK"
    return client.until(ANSWER).strip()


@pytest.fixture
def menu(modem: VirtualModem, client: Client) -> Client:
    """The client of a modem whose network has a menu."""
    modem.network.set_ussd("*123#", MENU)
    return client


def test_a_menu_asks_until_there_is_nothing_more_to_choose(menu: Client) -> None:
    assert dial(menu, "*123#") == '+CUSD: 1,"1 Pulsa 2 Kuota",15'
    assert dial(menu, "2") == '+CUSD: 1,"1 Hari",15'
    assert dial(menu, "1") == '+CUSD: 0,"5 GB",15'
    assert dial(menu, "*888#") == '+CUSD: 0,"Pulsa Rp25.000 s.d. 31-12-2030",15'


def test_a_wrong_choice_gets_the_menu_again(menu: Client) -> None:
    dial(menu, "*123#")
    assert dial(menu, "7") == '+CUSD: 1,"1 Pulsa 2 Kuota",15'


def test_a_session_that_is_cancelled_begins_anew(menu: Client) -> None:
    dial(menu, "*123#")
    assert menu.ask("AT+CUSD=2") == ["OK"]
    assert dial(menu, "1") == "+CUSD: 4"


@pytest.mark.parametrize(
    ("reply", "answer"),
    [
        (Reply(None, UssdState.ENDED), "+CUSD: 2"),
        (Reply("Maaf", UssdState.ENDED), '+CUSD: 2,"Maaf",15'),
        (Reply(None, UssdState.NOT_SUPPORTED), "+CUSD: 4"),
        (Reply(None, UssdState.TIMED_OUT), "+CUSD: 5"),
    ],
)
def test_the_network_ends_a_session(client: Client, modem: VirtualModem, reply: Reply, answer: str) -> None:
    modem.network.set_ussd("*123#", reply)
    assert dial(client, "*123#") == answer


def test_the_network_never_answers_and_another_code_is_answered(client: Client, modem: VirtualModem) -> None:
    modem.network.set_ussd("*123#", NEVER)
    assert client.ask('AT+CUSD=1,"*123#",15') == ["OK"]
    assert dial(client, "*1#") == "+CUSD: 4"


@pytest.mark.parametrize(
    ("dialect", "code", "answer"),
    [
        (GENERIC, "*100#", '"Sisa 5",15'),
        (ZTE, "*100#", '"005300690073006100200035",72'),
        (HUAWEI, "AA180C3602", '"D3F43C0CAA01",15'),
        (replace(GENERIC, ussd=Alphabet.PACKED), "*100#", '"D3F43C0CAA01",15'),
    ],
)
def test_makers_write_codes_and_answers_each_in_their_way(
    connect: Callable[[VirtualModem], Client], dialect: Dialect, code: str, answer: str
) -> None:
    with VirtualModem(dialect=dialect) as modem:
        modem.network.set_ussd("*100#", "Sisa 5")
        assert dial(connect(modem), code) == f"+CUSD: 0,{answer}"


def test_a_maker_that_wants_a_packed_code_takes_no_other(connect: Callable[[VirtualModem], Client]) -> None:
    with VirtualModem(dialect=HUAWEI) as modem:
        assert connect(modem).ask('AT+CUSD=1,"*123#",15') == ["+CME ERROR: 50"]


@pytest.mark.parametrize("length", range(1, 20))
def test_a_packed_text_has_a_carriage_return_where_seven_bits_are_left(length: int) -> None:
    octets = bytes.fromhex(pack_text("a" * length))
    padding = "\r" if length % 8 == 7 else ""
    assert from_septets(unpack(octets, len(octets) * 8 // 7)) == "a" * length + padding
