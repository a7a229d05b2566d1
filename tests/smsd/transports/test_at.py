"""What transport `at` tells beyond what every transport does: the exact code of a refusal, and PDUs as they are."""

from collections.abc import Iterator
from typing import Any

import pytest

from sms.message import Outcome, Segment
from smsd.transports import cms
from smsd.transports.at import AtTransport
from smsd.transports.base import LineConfig, RequestError, TransportError
from smsd.transports.dialogue import AtError
from smsd.transports.pdus import decode_part
from smsd.virtual import faults
from smsd.virtual.modem import VirtualModem

CITIZEN = "+6281110000100"


@pytest.fixture
def modem() -> Iterator[VirtualModem]:
    with VirtualModem(slots=20) as running:
        yield running


@pytest.fixture
def line(modem: VirtualModem) -> Iterator[AtTransport]:
    transport = AtTransport(LineConfig("modem1", "at", modem.device))
    transport.open()
    yield transport
    transport.close()


def test_what_is_not_read_alike_twice_stays_until_it_is(
    line: AtTransport, modem: VirtualModem, monkeypatch: pytest.MonkeyPatch
) -> None:
    modem.network.deliver(CITIZEN, "lampu")
    modem.network.deliver(CITIZEN, "jalan")
    (first, one), (second, two) = line._talk.ask_for_pdus("AT+CMGL=4", "+CMGL:")
    right, swapped = [(first, one), (second, two)], [(first, two)]
    readings = iter([swapped, right, swapped, right, right])
    monkeypatch.setattr(line._talk, "ask_for_pdus", lambda *_: next(readings))
    assert [[each.pdu for each in line.receive(50).pdus] for _ in range(3)] == [[], [], [one, two]]


def test_what_is_always_shorter_than_it_says_is_taken_when_nothing_else_is_there(
    line: AtTransport, modem: VirtualModem, monkeypatch: pytest.MonkeyPatch
) -> None:
    modem.network.deliver(CITIZEN, "halo")
    ((header, whole),) = line._talk.ask_for_pdus("AT+CMGL=4", "+CMGL:")
    short = f"7{header[1:]}", whole[:-4]
    readings = iter([[short, (header, whole)], [short, (header, whole)], [short]])
    monkeypatch.setattr(line._talk, "ask_for_pdus", lambda *_: next(readings))
    assert [[each.handle for each in line.receive(50).pdus] for _ in range(2)] == [["SM:1"], ["SM:7"]]


def test_what_a_modem_routes_is_handed_up_also_an_sms_and_what_nobody_can_read(
    line: AtTransport, modem: VirtualModem
) -> None:
    line._talk.ask("AT+CNMI=2,2,0,1,0")
    modem.network.deliver(CITIZEN, "langsung")
    modem.network.deliver_pdu(bytes.fromhex("0000"))
    while modem.network.waiting or not modem.silent:
        assert line.fileno() is not None
    line.hears_news()
    # However few are wanted: they lie nowhere else.
    found = line.receive(1).pdus
    assert [each.handle for each in found] == ["", ""]
    assert decode_part(found[0].line, found[0].pdu).text == "langsung"
    assert found[1].pdu == "0000"
    line.delete([each.handle for each in found])


def _report_by(line: AtTransport, modem: VirtualModem, notices: str) -> tuple[list[tuple[str, int | None]], int | None]:
    """Send with other values of +CNMI; give the handles and references of the reports, and the reference sent."""
    line._talk.ask(f"AT+CNMI={notices}")
    told = line.send(Segment("1-1", CITIZEN, "Halo"))
    while not modem.silent:
        assert line.fileno() is not None
    line.hears_news()
    found = line.receive(50).reports
    line.delete([each.handle for each in found])
    return [(each.handle, each.reference) for each in found], told.reference


@pytest.mark.parametrize(("notices", "handle"), [("2,1,0,1,0", ""), ("2,1,0,2,0", "SM:1"), ("2,1,0,0,0", "SR:1")])
def test_a_report_is_found_whether_it_is_routed_among_the_messages_or_in_its_own_memory(
    line: AtTransport, modem: VirtualModem, notices: str, handle: str
) -> None:
    found, reference = _report_by(line, modem, notices)
    assert found == [(handle, reference)]
    assert line.receive(50).reports == ()


def test_a_memory_of_reports_that_cannot_be_listed_is_done_without(
    line: AtTransport, modem: VirtualModem, monkeypatch: pytest.MonkeyPatch
) -> None:
    modem.sim.keep_report(b"\x00")
    modem.network.deliver(CITIZEN, "halo")
    honest = line._talk.ask_for_pdus

    def refuse(*asked: Any) -> list[tuple[str, str]]:
        if line._storage._chosen == "SR":
            raise AtError("CMS", 302)
        return honest(*asked)

    monkeypatch.setattr(line._talk, "ask_for_pdus", refuse)
    assert len(line.receive(50).pdus) == 1
    assert line._storage.memories == ["SM", "ME"]


def test_a_card_that_is_taken_out_is_the_lines_failure(line: AtTransport, modem: VirtualModem) -> None:
    modem.card(present=False)
    with pytest.raises(TransportError, match=r"\+CM[ES] ERROR: (10|310)"):
        line.receive(50)
    with pytest.raises(TransportError, match=r"\+CM[ES] ERROR: (10|310)"):
        line.delete(["ME:1"])


def test_noise_between_a_header_and_its_pdu_harms_neither(line: AtTransport, modem: VirtualModem) -> None:
    for text in ("satu", "dua", "tiga"):
        modem.network.deliver(CITIZEN, text)
    modem.faults.noise(1.0)
    assert [decode_part(each.line, each.pdu).text for each in line.receive(50).pdus] == ["satu", "dua", "tiga"]
    assert line.send(Segment("1-1", CITIZEN, "Halo")).outcome is Outcome.ACCEPTED


@pytest.mark.parametrize(
    ("fault", "outcome", "sent"),
    [
        (faults.BARE_OK, Outcome.RETRY_SOON, 0),
        (faults.BARE_ERROR, Outcome.UNKNOWN, 0),
        (faults.cms(500, accepted=True), Outcome.UNKNOWN, 1),
    ],
)
def test_what_a_modem_may_say_instead_of_a_reference(
    line: AtTransport, modem: VirtualModem, fault: faults.SendFault, outcome: Outcome, sent: int
) -> None:
    modem.faults.send_next(fault)
    assert line.send(Segment("1-1", CITIZEN, "Halo")).outcome is outcome
    assert len(modem.network.ledger) == sent


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        (21, Outcome.RETRY_ONCE),
        (28, Outcome.LINE_FAULT),
        (38, Outcome.RETRY_LATER),
        (42, Outcome.RETRY_SOON),
        (69, Outcome.PERMANENT),
        (197, Outcome.ACCEPTED),
        (500, Outcome.UNKNOWN),
        (333, Outcome.RETRY_SOON),
    ],
)
def test_a_refusal_is_told_by_its_code(line: AtTransport, modem: VirtualModem, code: int, outcome: Outcome) -> None:
    modem.network.fail_next(code)
    told = line.send(Segment("1-1", CITIZEN, "Halo"))
    assert (told.outcome, told.reference) == (outcome, None)
    assert told.error.startswith(f"+CMS ERROR: {code}")
    assert CITIZEN not in told.error
    # The talk goes on.
    assert line.send(Segment("1-2", CITIZEN, "Halo")).outcome is Outcome.ACCEPTED


def test_every_code_that_has_a_class_is_in_one_alone() -> None:
    assert sorted(cms.OUTCOMES) == sorted(code for codes in cms._BY_OUTCOME.values() for code in codes)
    assert set(cms._MEANINGS) <= set(cms.OUTCOMES)


def test_what_it_reads_is_handed_up_as_octets_also_what_nobody_can_decode(
    line: AtTransport, modem: VirtualModem
) -> None:
    modem.network.deliver(CITIZEN, "satu")
    modem.network.deliver_pdu(bytes.fromhex("0000"))
    modem.network.deliver(CITIZEN, "dua")
    found = line.receive(50).pdus
    assert [each.handle for each in found] == ["SM:1", "SM:2", "SM:3"]
    assert found[1].pdu == "0000"
    line.delete([each.handle for each in found])
    assert line.receive(50).pdus == ()


def test_what_the_modem_announces_is_news_and_nothing_else_is(line: AtTransport, modem: VirtualModem) -> None:
    assert not line.hears_news()
    modem.network.deliver(CITIZEN, "satu")
    while not line.hears_news():
        assert line.fileno() is not None
    assert len(line.receive(50).pdus) == 1
    assert not line.hears_news()


def test_without_a_network_nothing_is_sent_and_the_line_is_at_fault(line: AtTransport, modem: VirtualModem) -> None:
    line._talk.ask("AT+CFUN=4")
    line._coverage.look(now=True)
    told = line.send(Segment("1-1", CITIZEN, "Halo"))
    assert (told.outcome, told.error) == (Outcome.LINE_FAULT, "not registered with a network")
    line._talk.ask("AT+CFUN=1")
    assert line.send(Segment("1-1", CITIZEN, "Halo")).outcome is Outcome.ACCEPTED
    assert len(modem.network.ledger) == 1


def test_what_a_modem_says_to_a_command_is_given_whole(line: AtTransport, modem: VirtualModem) -> None:
    assert line.command("AT+CSQ").startswith("+CSQ: 20,")
    assert line.command("AT") == ""
    with pytest.raises(RequestError, match="ERROR"):
        line.command("AT+NONSENSE=1")
    modem.network.deliver(CITIZEN, "bogor jalan rusak")
    assert len(line.receive(50).pdus) == 1
