"""What is wrong with a modem, as a client on its line meets it."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from smsd.virtual.faults import (
    ANSWER_LOST,
    BARE_ERROR,
    BARE_OK,
    NO_PROMPT,
    PROMPT_LOST,
    Faults,
    Restart,
    SendFault,
    cms,
)
from smsd.virtual.modem import VirtualModem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.smsd.virtual.conftest import Client

    Connect = Callable[[VirtualModem], Client]

CITIZEN = "+6281110000100"
SUBMIT = "010004817180000004E830FB0D"
PATIENCE = 10


def is_gone(client: Client) -> bool:
    """Listen to the end of the line, which is an end of file or an error."""
    try:
        while os.read(client.line, 4096):
            pass
    except OSError as error:
        return error.errno == errno.EIO
    return True


def test_a_modem_that_hangs_reads_and_says_nothing_until_it_goes_on(client: Client, modem: VirtualModem) -> None:
    modem.hang()
    client.type("AT+CSQ\r")
    modem.network.deliver(CITIZEN, "halo")
    assert modem.stored == 1
    assert client.hears_nothing()
    modem.resume()
    # Which comes first is the modem's.
    said = client.until(r"(?s)OK\r\n.*\+CMTI[^\r]*\r\n|\+CMTI.*OK\r\n").split("\r\n")
    assert sorted(filter(None, said)) == ['+CMTI: "SM",1', "+CSQ: 20,0", "OK"]


def test_a_modem_can_hang_at_a_command_and_carry_it_out_later(client: Client, modem: VirtualModem) -> None:
    modem.network.deliver(CITIZEN, "halo")
    client.until(r"\+CMTI: .*\r\n")
    modem.faults.hang_at("+CMGD")
    assert client.ask("AT+CSQ") == ["+CSQ: 20,0", "OK"]
    client.type("AT+CMGD=1\rAT\r")
    assert modem.wait_until_hanging(PATIENCE)
    assert client.hears_nothing()
    assert modem.stored == 1
    modem.resume()
    assert [client.response(), client.response()] == [["OK"], ["OK"]]
    assert modem.stored == 0


def test_an_answer_can_be_lost_and_the_next_command_has_its_own(client: Client, modem: VirtualModem) -> None:
    modem.faults.lose_answer("+CMEE")
    client.type("AT+CMEE=2\r")
    assert client.ask("AT+CMEE?") == ["+CMEE: 2", "OK"]


def test_a_modem_that_is_pulled_out_ends_the_line_and_its_path(tmp_path: Path, connect: Connect) -> None:
    link, other = tmp_path / "ttyUSB0", tmp_path / "ttyUSB1"
    modem = VirtualModem(link=link, pin="1234")
    with modem:
        client = connect(modem)
        assert client.ask('AT+CPIN="1234"') == ["OK"]
        modem.network.deliver(CITIZEN, "halo")
        client.until(r"\+CMTI: .*\r\n")
        modem.unplug()
        assert is_gone(client)
        assert not link.is_symlink()
        modem.plug_in()
        assert connect(modem).ask("AT+CPIN?") == ["+CPIN: SIM PIN", "OK"]
        modem.unplug()
        modem.plug_in(other)
        assert (modem.device, link.is_symlink()) == (str(other), False)
        assert connect(modem).ask('AT+CPIN="1234";+CPMS?')[-2:] == ['+CPMS: "SM",1,50,"SM",1,50,"SM",1,50', "OK"]


def test_a_modem_can_be_pulled_out_while_it_sends(connect: Connect) -> None:
    with VirtualModem() as modem:
        modem.network.on_message(lambda _to, _text: modem.unplug())
        client = connect(modem)
        client.type("AT+CMGS=13\r")
        client.until("> ")
        client.type(f"00{SUBMIT}\x1a")
        assert modem.network.wait_for(lambda ledger: len(ledger) == 1, PATIENCE)
        modem.plug_in()
        assert connect(modem).ask("AT") == ["OK"]


@pytest.mark.parametrize("name", ["ttyUSB0", "ttyUSB1"])
def test_a_restart_takes_the_line_away_and_brings_it_back(tmp_path: Path, connect: Connect, name: str) -> None:
    with VirtualModem(link=tmp_path / "ttyUSB0") as modem:
        modem.faults.restart = Restart(after=0, seconds=0.05, link=tmp_path / name)
        client = connect(modem)
        client.type("AT+CFUN=1,1\r")
        assert is_gone(client)
        assert modem.wait_until_on(PATIENCE)
        assert modem.device == str(tmp_path / name)
        assert connect(modem).ask("AT+CFUN?") == ["+CFUN: 1", "OK"]


def test_a_modem_that_is_stopped_during_a_restart_stays_off(connect: Connect) -> None:
    with VirtualModem() as modem:
        modem.faults.restart = Restart(after=0, seconds=0.1)
        client = connect(modem)
        client.type("AT+CFUN=1,1\r")
        assert is_gone(client)
    assert not modem.wait_until_on(0.2)


def test_lines_are_changed_cut_and_doubled_the_same_way_for_the_same_seed() -> None:
    def hear() -> list[bytes]:
        faults = Faults()
        faults.damage(0.5, seed=1)
        return [faults.worn("+CSQ: 20,0") for _ in range(60)]

    whole = b"\r\n+CSQ: 20,0\r\n"
    lengths = {len(line) - len(whole) for line in hear()}
    assert hear() == hear()
    assert whole in hear()
    assert len(set(hear())) > 10
    assert {0, 12} < lengths
    assert min(lengths) < 0


def test_a_client_hears_damaged_lines_and_then_whole_ones(client: Client, modem: VirtualModem) -> None:
    modem.faults.damage(1, seed=3)
    client.type("AT+CGSN\r" * 20)
    modem.faults.hang_at("+CBC")
    client.type("AT+CBC\r")
    assert modem.wait_until_hanging(PATIENCE)
    modem.faults.damage(0)
    modem.resume()
    said = client.until(r"\+CBC: 0,100\r\n\r\nOK\r\n")
    assert not said.startswith("\r\n001017000000007\r\n\r\nOK\r\n" * 20)


def test_noise_comes_between_a_command_and_its_answer_and_between_a_header_and_its_pdu(
    client: Client, modem: VirtualModem
) -> None:
    modem.network.deliver("1708", "halo")
    client.until(r"\+CMTI: .*\r\n")
    modem.faults.noise(1, ("^RSSI:3",))
    noise, pdu = "^RSSI:3", "0791261811000000040481718000005230402160708204E830FB0D"
    assert client.ask("AT+CMGR=1") == [noise, "+CMGR: 0,,19", noise, pdu, noise, "OK"]
    modem.faults.noise(0)
    assert client.ask("AT") == ["OK"]


def test_what_is_unsolicited_may_interrupt_a_dialogue(client: Client, modem: VirtualModem) -> None:
    modem.faults.interrupts = True
    client.ask("AT+CNMI=2,1,0,1")
    client.type("AT+CMGS=13\r")
    client.until("> ")
    modem.network.deliver(CITIZEN, "halo")
    client.until(r'\+CMTI: "SM",1\r\n')
    client.type(f"0021{SUBMIT[2:]}\x1a")
    client.until(r"\+CDS: 21\r\n\w+\r\n")
    assert client.response() == ["+CMGS: 0", "OK"]


def test_every_command_may_take_its_time_and_what_is_typed_meanwhile_is_kept(
    client: Client, modem: VirtualModem
) -> None:
    modem.faults.command_seconds = 0.02
    client.type("AT+CSQ\rAT+CBC\r")
    assert client.response() == ["+CSQ: 20,0", "OK"]
    assert client.response() == ["+CBC: 0,100", "OK"]


@pytest.mark.parametrize(
    ("fault", "response", "sent"),
    [
        (BARE_ERROR, ["ERROR"], 0),
        (BARE_OK, ["OK"], 0),
        (SendFault("OK", accepted=True), ["OK"], 1),
        (cms(500), ["+CMS ERROR: 500"], 0),
        (cms(500, accepted=True), ["+CMS ERROR: 500"], 1),
        (cms(38, seconds=0.02), ["+CMS ERROR: 38"], 0),
    ],
)
def test_a_message_ends_as_the_fault_has_it_and_the_next_as_it_should(
    client: Client, modem: VirtualModem, fault: SendFault, response: list[str], sent: int
) -> None:
    modem.faults.send_next(fault)
    assert client.send(SUBMIT) == response
    assert len(modem.network.ledger) == sent
    assert client.send(SUBMIT) == [f"+CMGS: {sent}", "OK"]


def test_an_answer_is_lost_after_the_network_has_accepted(client: Client, modem: VirtualModem) -> None:
    modem.faults.send_next(ANSWER_LOST)
    client.type("AT+CMGS=13\r")
    client.until("> ")
    client.type(f"00{SUBMIT}\x1a")
    assert modem.network.wait_for(lambda ledger: len(ledger) == 1, PATIENCE)
    assert client.ask("AT") == ["OK"]


def test_without_a_prompt_the_modem_has_not_heard_the_command(client: Client, modem: VirtualModem) -> None:
    modem.faults.send_next(NO_PROMPT)
    client.type("AT+CMGS=13\r")
    assert client.ask("AT") == ["OK"]
    assert modem.network.ledger == ()


def test_a_modem_whose_prompt_is_lost_takes_commands_for_a_pdu_until_escape(
    client: Client, modem: VirtualModem
) -> None:
    modem.faults.send_next(PROMPT_LOST)
    client.type("AT+CMGS=13\rAT+CSQ\r\x1b")
    assert client.response() == ["OK"]
    assert client.ask("AT") == ["OK"]
    assert modem.network.ledger == ()


def test_a_stored_message_that_is_not_sent_stays_unsent(client: Client, modem: VirtualModem) -> None:
    client.send(SUBMIT, "+CMGW={}")
    modem.faults.send_next(cms(42))
    assert client.ask("AT+CMSS=1") == ["+CMS ERROR: 42"]
    assert client.ask("AT+CMGL=2")[0] == "+CMGL: 1,2,,13"


def test_a_recipient_is_refused_each_time_and_others_are_not(client: Client, modem: VirtualModem) -> None:
    modem.network.refuse("1708", 28)
    other = SUBMIT.replace("048171", "048181")
    assert [client.send(SUBMIT), client.send(SUBMIT)] == [["+CMS ERROR: 28"]] * 2
    assert client.send(other) == ["+CMGS: 0", "OK"]
    modem.network.refuse("1708", 0)
    assert client.send(SUBMIT) == ["+CMGS: 1", "OK"]
