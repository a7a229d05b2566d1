"""A modem without a network, without a signal, or with a card that does not answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smsd.virtual.modem import VirtualModem
from smsd.virtual.registration import Registration
from tests.smsd.virtual.conftest import Client

if TYPE_CHECKING:
    from collections.abc import Callable

    Connect = Callable[[VirtualModem], Client]

CITIZEN = "+6281110000100"
SUBMIT = "010004817180000004E830FB0D"
NOTICE = r"\+CMTI: .*\r\n"


@pytest.mark.parametrize(
    "state", [Registration.NOT_SEARCHING, Registration.SEARCHING, Registration.DENIED, Registration.UNKNOWN]
)
def test_without_a_network_nothing_is_sent_or_received_until_it_is_found(
    client: Client, modem: VirtualModem, state: Registration
) -> None:
    modem.register(state)
    modem.network.deliver(CITIZEN, "halo")
    assert client.ask("AT+CREG?;+CSQ;+COPS?") == [f"+CREG: 0,{state:d}", "+CSQ: 99,99", "+COPS: 0", "OK"]
    assert client.send(SUBMIT) == ["+CMS ERROR: 331"]
    modem.register(Registration.HOME)
    assert client.until(NOTICE).strip() == '+CMTI: "SM",1'
    assert client.send(SUBMIT) == ["+CMGS: 0", "OK"]


def test_a_guest_in_another_network_sends_and_receives(client: Client, modem: VirtualModem) -> None:
    modem.register(Registration.ROAMING)
    assert client.ask("AT+CREG?") == ["+CREG: 0,5", "OK"]
    assert client.send(SUBMIT) == ["+CMGS: 0", "OK"]


def test_a_client_hears_of_changes_if_it_has_asked_for_it(client: Client, modem: VirtualModem) -> None:
    modem.register(Registration.SEARCHING)
    client.ask("AT+CREG=1;+CEREG=2")
    modem.register(Registration.HOME)
    assert client.until(r"\+CREG: .*\r\n").strip() == "+CREG: 1"
    assert client.until(r"\+CEREG: .*\r\n").strip() == '+CEREG: 1,"00A1","0B2C"'


@pytest.mark.parametrize(("signal", "answer"), [(3, "+CSQ: 3,0"), (99, "+CSQ: 99,99")])
def test_the_signal_is_as_strong_as_the_network_has_it(
    client: Client, modem: VirtualModem, signal: int, answer: str
) -> None:
    modem.network.signal = signal
    assert client.ask("AT+CSQ") == [answer, "OK"]


def test_a_modem_searches_for_a_while_after_it_is_switched_on() -> None:
    modem = VirtualModem()
    modem.faults.search_seconds = 0.05
    modem.network.deliver(CITIZEN, "halo")
    with modem:
        client = Client(modem.device)
        assert client.until(NOTICE).strip() == '+CMTI: "SM",1'
        assert client.ask("AT+CREG?")[-2:] == ["+CREG: 0,1", "OK"]
        client.close()


def test_a_modem_that_searches_says_so(connect: Connect) -> None:
    modem = VirtualModem()
    modem.faults.search_seconds = 600
    with modem:
        assert connect(modem).ask("AT+CREG?") == ["+CREG: 0,2", "OK"]
        assert connect(modem).send(SUBMIT) == ["+CMS ERROR: 331"]


@pytest.mark.parametrize(
    ("present", "cme", "cms"),
    [(False, "+CME ERROR: 10", "+CMS ERROR: 310"), (True, "+CME ERROR: 14", "+CMS ERROR: 314")],
)
def test_a_card_that_is_missing_or_busy_answers_nothing(
    client: Client, modem: VirtualModem, present: bool, cme: str, cms: str
) -> None:
    modem.card(present=present, busy=True)
    modem.network.deliver(CITIZEN, "halo")
    for line in ("AT+CPIN?", 'AT+CPIN="1234"', "AT+CIMI"):
        assert client.ask(line) == [cme]
    for line in ("AT+CPMS?", "AT+CMGL=4", "AT+CMGS=13", "AT+CSCA?"):
        assert client.ask(line) == [cms]
    assert client.ask("AT+CREG?") == ["+CREG: 0,0", "OK"]
    modem.card()
    assert client.until(NOTICE).strip() == '+CMTI: "SM",1'
    assert client.ask("AT+CPIN?") == ["+CPIN: READY", "OK"]


def test_a_card_is_busy_for_a_while_after_the_modem_is_switched_on() -> None:
    modem = VirtualModem()
    modem.faults.busy_seconds = 0.05
    modem.network.deliver(CITIZEN, "halo")
    with modem:
        client = Client(modem.device)
        assert client.until(NOTICE).strip() == '+CMTI: "SM",1'
        assert client.ask("AT+CPIN?")[-2:] == ["+CPIN: READY", "OK"]
        client.close()


def test_a_blocked_card_takes_its_puk_and_a_new_pin(connect: Connect) -> None:
    with VirtualModem(pin="1234") as modem:
        client = connect(modem)
        modem.sim.block()
        assert client.ask("AT+CPIN?") == ["+CPIN: SIM PUK", "OK"]
        assert client.ask("AT+CMGL=4") == ["+CMS ERROR: 316"]
        assert client.ask('AT+CPIN="1234"') == ["+CME ERROR: 12"]
        assert client.ask('AT+CPIN="00000000","4321"') == ["+CME ERROR: 16"]
        assert client.ask('AT+CPIN="12345678","4321"') == ["OK"]
        modem.stop()
        modem.start()
        assert connect(modem).ask('AT+CPIN?;+CPIN="4321"') == ["+CPIN: SIM PIN", "OK"]
