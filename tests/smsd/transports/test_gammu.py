"""What transport `gammu` has of its own: what its library hides, and what it stumbles over."""

import gc
import threading
import time
from collections.abc import Callable, Iterator

import gammu
import pytest

from sms.message import Outcome, Segment
from smsd.transports.base import LineConfig
from smsd.transports.ear import Ear
from smsd.transports.gammu import GammuTransport
from smsd.virtual.modem import VirtualModem

CITIZEN = "+6281110000100"


@pytest.fixture(scope="module")
def modem() -> Iterator[VirtualModem]:
    with VirtualModem(slots=20) as running:
        yield running


@pytest.fixture(scope="module")
def opened(modem) -> Iterator[GammuTransport]:
    transport = GammuTransport(LineConfig("modem1", "gammu", modem.device))
    info = transport.open()
    assert (info.smsc, info.hears_calls) == ("+628111000000", True)
    yield transport
    transport.close()


@pytest.fixture
def line(opened) -> GammuTransport:
    """The open line, with nothing on its SIM."""
    found = opened.receive(100)
    opened.delete([item.handle for item in (*found.parts, *found.reports)])
    return opened


@pytest.mark.parametrize("octets", ["0000", "079126180100000003"], ids=["cut off", "of a reserved type"])
def test_a_message_that_cannot_be_decoded_keeps_no_other_from_being_read(line, modem, octets: str) -> None:
    modem.network.deliver(CITIZEN, "satu")
    modem.network.deliver_pdu(bytes.fromhex(octets))
    modem.network.deliver(CITIZEN, "dua")

    found = line.receive(50)
    assert [part.text for part in found.parts] == ["satu", "dua"]
    assert [news.text for news in found.news] == ["slot 2 cannot be read and is left alone"]
    assert line.receive(50).news == ()
    for slot in range(1, 21):
        line.delete([str(slot)])


def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        threading.Event().wait(0.01)


def test_a_line_is_let_go_of_while_it_rings() -> None:
    with VirtualModem() as modem:
        transport = GammuTransport(LineConfig("modem1", "gammu", modem.device))
        transport.open()
        modem.network.call(CITIZEN, rings=3)
        ear = Ear(modem.device)
        _until(lambda: modem.silent and ear.hears())
        ear.close()
        # What is read without being told is what the library's destructor stumbles over.
        transport._machine.ReadDevice(Wait=False)
        transport.close()
        gc.collect()
        assert transport._machine is None


@pytest.mark.parametrize("cms", [38, 500])
def test_a_refused_message_is_tried_again_because_the_library_hides_why(line, modem, cms) -> None:
    before = len(modem.network.ledger)
    modem.network.fail_next(cms)

    outcome = line.send(Segment("1-1", CITIZEN, "Halo"))
    assert outcome.outcome is Outcome.RETRY_SOON
    assert CITIZEN not in outcome.error
    assert len(modem.network.ledger) == before


def test_a_modem_that_did_not_answer_is_given_nothing_until_it_does(line, monkeypatch) -> None:
    sent: list[str] = []
    answers = [gammu.ERR_TIMEOUT(), gammu.ERR_TIMEOUT(), {"SIMUsed": 0}]

    class Machine:
        def SendSMS(self, _sms: object) -> int:  # noqa: N802 - as the library calls it
            sent.append("")
            return self.GetSMSStatus()

        def GetSMSStatus(self) -> object:  # noqa: N802
            answer = answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer

    monkeypatch.setattr(line, "_machine", Machine())
    outcomes = [line.send(Segment("1-1", CITIZEN, "Halo")).outcome for _ in range(2)]
    assert (outcomes, len(sent)) == ([Outcome.UNKNOWN, Outcome.LINE_FAULT], 1)
    answers.append(7)
    assert line.send(Segment("1-1", CITIZEN, "Halo")).outcome is Outcome.ACCEPTED
