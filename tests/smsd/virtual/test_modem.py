from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from smsd.virtual.modem import VirtualModem
from smsd.virtual.network import SMSC
from smsd.virtual.pdu import encode_deliver
from smsd.virtual.semioctets import encode_smsc

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.smsd.virtual.conftest import Client

    Connect = Callable[[VirtualModem], Client]

CITIZEN = "+6281110000100"
SUBMIT = "010004817180000004E830FB0D"
SUBMIT_WITH_REPORT = "21" + SUBMIT[2:]
NOTICE = r"\+C(MTI|DSI|MT|DS|USD): .*\r\n"
AT = datetime(2025, 3, 4, 5, 6, 7, tzinfo=UTC)


def test_a_message_is_announced_and_read_once_as_unread(client: Client, modem: VirtualModem) -> None:
    modem.network.deliver("1708", "halo")
    assert client.until(NOTICE).strip() == '+CMTI: "SM",1'
    pdu = "0791261811000000040481718000005230402160708204E830FB0D"
    assert client.ask("AT+CMGL=0") == ["+CMGL: 1,0,,19", pdu, "OK"]
    assert client.ask("AT+CMGR=1") == ["+CMGR: 1,,19", pdu, "OK"]
    assert client.ask("AT+CMGL=0") == ["OK"]


def test_messages_wait_in_the_network_until_the_sim_has_room(client: Client, modem: VirtualModem) -> None:
    client.ask("AT+CNMI=2,0")
    for number in range(5):
        modem.network.deliver(CITIZEN, f"halo {number}")
    assert modem.network.waiting == 2
    assert client.ask("AT+CMGD=1,1;+CPMS?")[0].startswith('+CPMS: "SM",3,3')
    client.ask("AT+CMGL=4;+CMGD=2")
    assert modem.network.waiting == 1
    client.ask("AT+CMGL=4;+CMGD=1,3")
    assert modem.network.waiting == 0


def test_messages_are_deleted_by_their_state(client: Client, modem: VirtualModem) -> None:
    client.ask("AT+CNMI=2,0")
    client.send(SUBMIT, "+CMGW={}")
    client.send(SUBMIT, "+CMGW={},3")
    modem.network.deliver(CITIZEN, "halo")
    assert client.ask("AT+CMGD=1,1;+CMGD=?") == ["+CMGD: (1,2,3),(0-4)", "OK"]
    assert client.ask("AT+CMGD=1,2;+CMGD=?") == ["+CMGD: (1,3),(0-4)", "OK"]
    assert client.ask("AT+CMGD=1,3;+CMGD=?") == ["+CMGD: (3),(0-4)", "OK"]
    assert client.ask("AT+CMGD=1,4;+CMGD=?") == ["+CMGD: (),(0-4)", "OK"]


def test_messages_come_straight_to_a_client_that_asks_for_it(client: Client, modem: VirtualModem) -> None:
    client.ask("AT+CNMI=2,2,0,1")
    modem.network.deliver("1708", "halo")
    assert client.until(r"\+CMT: ,19\r\n\w+\r\n").strip().endswith("E830FB0D")
    assert client.send(SUBMIT_WITH_REPORT) == ["+CMGS: 0", "OK"]
    assert client.until(r"\+CDS: 21\r\n\w+\r\n").strip().endswith("00")


def test_a_report_is_stored_and_announced(client: Client) -> None:
    assert client.send(SUBMIT_WITH_REPORT) == ["+CMGS: 0", "OK"]
    assert client.until(NOTICE).strip() == '+CDSI: "SM",1'


def test_reports_that_are_not_routed_lie_on_the_card_the_newest_ten(client: Client) -> None:
    client.ask("AT+CNMI=2,1,0,0")
    for _ in range(12):
        client.send(SUBMIT_WITH_REPORT)
    reports = client.ask('AT+CPMS="SR";+CMGL=4')
    assert reports[0] == "+CPMS: 10,10,0,3,0,3"
    assert sorted(int(report[18:20], 16) for report in reports[2:-1:2]) == list(range(2, 12))


def test_a_network_without_reports_sends_none(connect: Connect) -> None:
    with VirtualModem(reports=False) as modem:
        connect(modem).send(SUBMIT_WITH_REPORT)
        assert modem.network.ledger[0].report_requested
        assert modem.network.waiting == 0
        assert connect(modem).ask("AT+CMGD=?")[0] == "+CMGD: (),(0-4)"


def test_notices_are_kept_back_in_mode_0(client: Client, modem: VirtualModem) -> None:
    client.ask("AT+CNMI=0")
    modem.network.deliver(CITIZEN, "halo")
    assert client.ask("AT+CNMI=2") == ["OK"]
    assert client.until(NOTICE).strip() == '+CMTI: "SM",1'


def test_notices_that_were_kept_back_are_forgotten_if_asked(client: Client, modem: VirtualModem) -> None:
    client.ask("AT+CNMI=0")
    modem.network.deliver(CITIZEN, "halo")
    client.ask("AT+CNMI=2,,,,1")
    modem.network.deliver(CITIZEN, "halo")
    assert client.until(NOTICE).strip() == '+CMTI: "SM",2'


def test_a_stored_message_is_sent_from_its_slot(client: Client, modem: VirtualModem) -> None:
    assert client.send(SUBMIT, "+CMGW={}") == ["+CMGW: 1", "OK"]
    assert client.ask("AT+CMSS=1") == ["+CMSS: 0", "OK"]
    assert client.ask("AT+CMGL=3")[0] == "+CMGL: 1,3,,13"
    assert [sent.text for sent in modem.network.ledger] == ["halo"]


def test_a_received_message_cannot_be_sent_nor_a_full_memory_written(client: Client, modem: VirtualModem) -> None:
    for _ in range(3):
        modem.network.deliver(CITIZEN, "halo")
    assert client.ask("AT+CMSS=1")[-1] == "+CMS ERROR: 302"
    assert client.send(SUBMIT, "+CMGW={}")[-1] == "+CMS ERROR: 322"


@pytest.mark.parametrize("typed", ["00", "zz", "00" + SUBMIT + "00", "00" + "00" * 13])
def test_what_is_no_pdu_of_the_length_is_refused(client: Client, modem: VirtualModem, typed: str) -> None:
    client.type("AT+CMGS=13\r")
    client.until("> ")
    client.type(f"{typed}\x1a")
    assert client.response() == ["+CMS ERROR: 304"]
    assert modem.network.ledger == ()


def test_nothing_is_sent_without_service_or_message_centre(client: Client) -> None:
    client.ask("AT+CFUN=0")
    assert client.send(SUBMIT) == ["+CMS ERROR: 331"]
    client.ask('AT+CFUN=1;+CSCA=""')
    assert client.send(SUBMIT) == ["+CMS ERROR: 330"]


def test_the_next_messages_fail_as_the_network_is_told(client: Client, modem: VirtualModem) -> None:
    modem.network.fail_next(38, times=2)
    assert [client.send(SUBMIT)[0] for _ in range(3)] == ["+CMS ERROR: 38", "+CMS ERROR: 38", "+CMGS: 0"]
    client.ask("AT+CMEE=2")
    modem.network.fail_next(512)
    assert client.send(SUBMIT) == ["+CMS ERROR: unknown error"]


def test_sending_takes_its_time_and_keeps_what_is_typed_meanwhile(connect: Connect) -> None:
    with VirtualModem(send_seconds=0.05) as modem:
        client = connect(modem)
        client.type("AT+CMGS=13\r")
        client.until("> ")
        client.type(f"00{SUBMIT}\x1aAT+CSQ\r")
        assert client.response() == ["+CMGS: 0", "OK"]
        assert client.response() == ["+CSQ: 20,0", "OK"]


def test_messages_wait_until_the_card_has_its_pin(connect: Connect) -> None:
    with VirtualModem(pin="1234") as modem:
        client = connect(modem)
        modem.network.deliver(CITIZEN, "halo")
        assert client.ask("AT+CPIN?;+CREG?;+CIMI") == ["+CPIN: SIM PIN", "+CREG: 0,0", "+CME ERROR: 11"]
        assert client.ask("AT+CMGL=4") == ["+CMS ERROR: 311"]
        assert client.ask('AT+CPIN="9999"') == ["+CME ERROR: 16"]
        assert modem.network.waiting == 1
        assert client.ask('AT+CPIN="1234"') == ["OK"]
        assert client.until(NOTICE).strip() == '+CMTI: "SM",1'
        assert client.ask("AT+CFUN=1,1;+CPIN?") == ["+CPIN: SIM PIN", "OK"]


def test_three_wrong_pins_block_the_card(connect: Connect) -> None:
    with VirtualModem(pin="1234") as modem:
        client = connect(modem)
        for _ in range(3):
            assert client.ask('AT+CPIN="9999"') == ["+CME ERROR: 16"]
        assert client.ask('AT+CPIN?;+CPIN="1234"') == ["+CPIN: SIM PUK", "+CME ERROR: 12"]


@pytest.mark.parametrize(
    ("alphabet", "code", "answer"),
    [
        ("IRA", "*123#", "Kuota ?5"),
        ("GSM", "*123#", "Kuota \x055"),
        ("UCS2", "002A0031003200330023", "004B0075006F007400610020" + "00E90035"),
    ],
)
def test_ussd_comes_after_the_response_in_the_chosen_alphabet(
    client: Client, modem: VirtualModem, alphabet: str, code: str, answer: str
) -> None:
    modem.network.set_ussd("*123#", "Kuota é5")
    assert client.ask(f'AT+CSCS="{alphabet}";+CUSD=1,"{code}",15') == ["OK"]
    assert client.until(NOTICE).strip() == f'+CUSD: 0,"{answer}",15'


def test_ussd_in_other_letters_comes_as_octets_and_an_unknown_code_is_not_supported(
    client: Client, modem: VirtualModem
) -> None:
    modem.network.set_ussd("*1#", "余额")
    client.ask('AT+CUSD=1,"*1#",15')
    assert client.until(NOTICE).strip() == '+CUSD: 0,"4F59989D",72'
    client.ask('AT+CUSD=1,"*2#",15')
    assert client.until(NOTICE).strip() == "+CUSD: 4"


def test_what_is_no_pdu_reaches_the_client_as_it_is(client: Client, modem: VirtualModem) -> None:
    modem.network.deliver_pdu(b"\x07\x91\x26")
    modem.network.deliver_pdu(b"")
    assert client.ask("AT+CMGR=1")[-3:] == ["+CMGR: 0,,0", "079126", "OK"]
    assert client.ask("AT+CMGR=2")[-2:] == ["+CMGR: 0,,0", "OK"]


def test_messages_outlast_a_time_without_power_on_the_sim_and_in_the_network(connect: Connect) -> None:
    modem = VirtualModem(slots=2)
    with modem:
        modem.network.deliver(CITIZEN, "pertama", at=AT)
    modem.network.deliver(CITIZEN, "kedua", at=AT)
    assert modem.network.waiting == 1
    pdus = [(encode_smsc(SMSC) + encode_deliver(CITIZEN, text, AT)).hex().upper() for text in ("pertama", "kedua")]
    with modem:
        assert connect(modem).ask("AT+CMGL=4")[-4:-1:2] == pdus
