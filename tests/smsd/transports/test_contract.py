"""What every transport promises, on the virtual modem; the tests of one share it, because a driver may open slowly."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import get_args

import pytest

from config.modem_settings import Transport as Kind
from sms.message import Delivery, InboundPart, Outcome, Segment, SendOutcome
from smsd.transports.base import (
    DeviceMissingError,
    LineConfig,
    LineInfo,
    LineRefusedError,
    News,
    Received,
    Rung,
    Transport,
    TransportError,
    UssdAnswer,
    UssdError,
)
from smsd.transports.ear import Ear
from smsd.transports.pdus import decode_part, encode
from smsd.transports.slots import STUCK
from smsd.transports.table import transport_of
from smsd.virtual import dialects
from smsd.virtual.dialects import Dialect
from smsd.virtual.faults import Restart
from smsd.virtual.menus import Reply
from smsd.virtual.modem import VirtualModem
from smsd.virtual.registration import Registration
from smsd.virtual.sim import State
from smsd.wire import Channel, ChannelClosedError, Mark, Send, Sent, Stop
from smsd.worker import Worker

MAKES = [make for make in vars(dialects).values() if isinstance(make, Dialect)]
CITIZEN, OTHER = "+6281110000100", "+6281110000200"


@pytest.fixture(scope="module", params=get_args(Kind))
def kind(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def modem(kind: str) -> Iterator[VirtualModem]:
    with VirtualModem(slots=20) as running:
        yield running


@pytest.fixture(scope="module")
def opened(kind: str, modem: VirtualModem) -> Iterator[Transport]:
    transport = made(kind, modem.device)
    info = transport.open()
    assert (info.smsc, info.hears_calls, info.registered) == ("+628111000000", True, True)
    yield transport
    transport.close()


@pytest.fixture
def line(opened: Transport) -> Transport:
    """The open line, with nothing on its SIM."""
    found = opened.receive(100)
    opened.delete([item.handle for item in (*found.parts, *found.pdus, *found.reports)])
    return opened


def made(kind: str, device: str, **settings: object) -> Transport:
    return transport_of(LineConfig("modem1", kind, device, **settings))


def parts_of(found: Received) -> tuple[InboundPart, ...]:
    """Give what came in, however the transport hands it up."""
    return (*found.parts, *(decode_part(each.line, each.pdu, each.handle) for each in found.pdus))


@pytest.mark.parametrize("make", MAKES, ids=lambda make: make.manufacturer)
def test_it_gets_on_with_every_make(kind: str, make: Dialect) -> None:
    with VirtualModem(dialect=make) as modem:
        line = made(kind, modem.device)
        assert line.open().hears_calls
        modem.network.deliver(CITIZEN, "halo")
        modem.leave(CITIZEN, "dari dulu", "ME")
        parts = parts_of(line.receive(50))
        assert sorted(part.text for part in parts) == ["dari dulu", "halo"]
        line.delete([part.handle for part in parts])
        assert modem.stored == 0
        told = line.send(Segment("1-1", CITIZEN, "Halo"))
        assert told.outcome is Outcome.ACCEPTED
        # What is told and stored nowhere is hidden by the library of `gammu`.
        while kind == "at" or 2 in make.cnmi_ranges[3]:
            if reports := line.receive(50).reports:
                assert [each.reference for each in reports] == [told.reference]
                break
        assert line.ussd("*888#").text == "Pulsa Rp25.000 s.d. 31-12-2030"
        line.close()


def test_what_came_in_stays_until_it_is_deleted(line, modem) -> None:
    at = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
    modem.network.deliver(CITIZEN, "bogor [jalan] rusak €5", at=at)

    (part,) = parts_of(line.receive(50))
    assert (part.line, part.sender, part.text, part.sent_at) == ("modem1", CITIZEN, "bogor [jalan] rusak €5", at)
    assert (part.reference, part.total, part.sequence) == (None, 1, 1)
    assert parts_of(line.receive(50)) == (part,)
    line.delete([part.handle])
    assert parts_of(line.receive(50)) == ()
    line.delete([part.handle])


def test_a_line_tells_its_network_and_its_card(line, modem) -> None:
    modem.network.deliver(CITIZEN, "halo")
    line.receive(50)
    health = line.health()
    assert (health.operator, health.sim_used, health.sim_size) == ("Virtual", 1, 20)
    assert health.signal_percent


def test_a_long_text_comes_in_its_parts(line, modem) -> None:
    text = "bogor " + "jalan rusak " * 30
    modem.network.deliver(CITIZEN, text, reference=77)

    parts = parts_of(line.receive(50))
    assert [(part.reference, part.total, part.sequence) for part in parts] == [(77, 3, 1), (77, 3, 2), (77, 3, 3)]
    assert "".join(part.text for part in parts) == text


def test_letters_short_codes_and_any_script_come_as_they_are(line, modem) -> None:
    modem.network.deliver("TELKOMSEL", "Promo")
    modem.network.deliver("1708", "Laporan Anda")
    modem.network.deliver(CITIZEN, "🔥 شارع مكسور")

    parts = parts_of(line.receive(50))
    assert [(part.sender, part.text) for part in parts] == [
        ("TELKOMSEL", "Promo"),
        ("1708", "Laporan Anda"),
        (CITIZEN, "🔥 شارع مكسور"),
    ]


def test_it_reads_so_many_at_once_and_says_that_there_is_more(line, modem) -> None:
    for place in range(5):
        modem.network.deliver(CITIZEN, f"laporan nomor {place}")

    first = line.receive(3)
    assert (len(parts_of(first)), first.remaining) == (3, True)
    line.delete([part.handle for part in parts_of(first)])
    assert [part.text for part in parts_of(line.receive(3))] == ["laporan nomor 3", "laporan nomor 4"]


def _drained(line: Transport) -> list[str]:
    """Read and delete as the worker does, until nothing more comes."""
    texts: list[str] = []
    while found := parts_of(line.receive(50)):
        texts += [part.text for part in found]
        line.delete([part.handle for part in reversed(found)])
    return texts


def test_what_waits_in_the_network_for_a_full_sim_comes_in_the_order_it_was_sent(line, modem) -> None:
    sent = [f"laporan nomor {place}" for place in range(220)]
    for text in sent:
        modem.network.deliver(CITIZEN, text)
    assert (modem.stored, modem.network.waiting) == (20, 200)

    assert _drained(line) == sent
    assert (modem.stored, modem.network.waiting) == (0, 0)


def test_card_and_modem_are_both_read_and_emptied_also_of_what_came_before(line, modem) -> None:
    for memory in ("SM", "ME"):
        modem.leave(CITIZEN, f"dari dulu di {memory}", memory)
    modem.network.deliver(OTHER, "baru")

    assert sorted(_drained(line)) == ["baru", "dari dulu di ME", "dari dulu di SM"]
    assert modem.stored == 0


def test_what_was_written_on_the_card_is_nothing_that_came_in(line, modem) -> None:
    draft = bytes.fromhex(encode(Segment("1-1", CITIZEN, "Halo")))
    for state in (State.STO_UNSENT, State.STO_SENT):
        modem.sim.memories["SM"].store(draft, state)
    modem.network.deliver(CITIZEN, "baru")

    assert [part.text for part in parts_of(line.receive(1))] == ["baru"]
    for slot in modem.sim.memories["SM"].taken():
        modem.sim.memories["SM"].delete(slot)


def test_a_card_that_is_nearly_full_is_told_once_and_read_again_at_once(line, modem) -> None:
    for place in range(15):
        modem.network.deliver(CITIZEN, f"laporan nomor {place}")
    found = line.receive(50)
    assert (found.news, found.remaining) == ((), False)
    modem.network.deliver(CITIZEN, "laporan nomor 15")
    (news,) = line.receive(50).news
    assert news.text.endswith(" is nearly full: 16 of 20")
    found = line.receive(50)
    assert (found.news, found.remaining) == ((), True)
    assert len(_drained(line)) == 16


def test_what_comes_into_a_slot_whose_deletion_was_not_confirmed_is_not_deleted(kind) -> None:
    with VirtualModem(slots=1) as full:
        full.network.deliver(CITIZEN, "yang lama")
        full.network.deliver(CITIZEN, "yang baru")
        line = made(kind, full.device)
        line.open()
        (part,) = parts_of(line.receive(50))
        full.faults.lose_answer("CMGD")
        try:
            line.delete([part.handle])
        except TransportError:
            line.close()
            line.open()
        assert [part.text for part in parts_of(line.receive(50))] == ["yang baru"]
        line.close()


def test_a_slot_that_cannot_be_deleted_is_told_left_alone_and_stops_no_other(line, modem) -> None:
    memory = modem.sim.memories["SM"]
    modem.network.deliver(CITIZEN, "macet")
    memory.stick(memory.numbers[0])
    for place in range(3):
        modem.network.deliver(CITIZEN, f"laporan nomor {place}")
        found = line.receive(50)
        assert [part.text for part in parts_of(found)] == ["macet", f"laporan nomor {place}"]
        assert found.news == ()
        line.delete([part.handle for part in parts_of(found)])
    modem.network.deliver(CITIZEN, "lancar")
    found = line.receive(50)
    assert [part.text for part in parts_of(found)] == ["lancar"]
    (news,) = found.news
    assert news.text.endswith("cannot be deleted and is left alone")
    line.delete([part.handle for part in parts_of(found)])
    memory.loosen()
    memory.delete(memory.numbers[0])
    assert line.receive(50) == Received(news=(News(STUCK, is_over=True),))
    modem.network.deliver(CITIZEN, "lagi")
    assert _drained(line) == ["lagi"]


@pytest.mark.parametrize("text", ["Halo", "[Halo] €5 {~}", "Halo 😀 ~ di sini", "'\"\\"])
def test_a_text_arrives_as_it_was_sent(line, modem, text) -> None:
    before = len(modem.network.messages_to(CITIZEN))
    unicode = "😀" in text
    outcome = line.send(Segment("1-1", CITIZEN, text, unicode=unicode))

    assert outcome.outcome is Outcome.ACCEPTED
    assert outcome.reference == modem.network.ledger[-1].reference
    assert modem.network.messages_to(CITIZEN)[before:] == [text]
    # Without a validity of its own the message would expire in five minutes; four days is the next step of the scale.
    assert 3 * 24 * 60 <= modem.network.ledger[-1].validity <= 4 * 24 * 60


def test_the_parts_of_a_long_text_are_joined_by_the_phone(line, modem) -> None:
    before = len(modem.network.messages_to(CITIZEN))
    for sequence, text in enumerate(("satu " * 30, "dua"), 1):
        line.send(Segment(f"1-{sequence}", CITIZEN, text, sequence, total=2, reference=200))

    assert modem.network.messages_to(CITIZEN)[before:] == ["satu " * 30 + "dua"]


def test_a_part_that_is_refused_ends_a_message_and_what_is_missing_goes_again_with_its_reference(line, modem) -> None:
    texts = ("satu " * 30, "dua " * 38, "tiga")
    segments = tuple(Segment(f"1-{place}", CITIZEN, text, place, 3, 77) for place, text in enumerate(texts, 1))
    before, phone = len(modem.network.ledger), len(modem.network.messages_to(CITIZEN))
    assert [each.outcome for each in _sent_by_worker(line, segments[:1])] == [Outcome.ACCEPTED]
    modem.network.refuse(CITIZEN, 42)
    assert [each.outcome for each in _sent_by_worker(line, segments[1:])] == [Outcome.RETRY_SOON]
    modem.network.refuse(CITIZEN, 0)
    assert [each.key for each in _sent_by_worker(line, segments[1:])] == ["1-2", "1-3"]

    assert [each.udh for each in modem.network.ledger[before:]] == [(77, 3, place) for place in (1, 2, 3)]
    assert modem.network.messages_to(CITIZEN)[phone:] == ["".join(texts)]


def test_between_the_parts_of_a_message_nothing_else_goes_out(line, modem) -> None:
    before = len(modem.network.ledger)
    first = tuple(Segment(f"1-{place}", CITIZEN, "satu", place, 3, 7) for place in (1, 2, 3))
    other = tuple(Segment(f"2-{place}", OTHER, "dua", place, 2, 8) for place in (1, 2))
    _sent_by_worker(line, first, other)

    assert [(each.to, each.udh) for each in modem.network.ledger[before:]] == [
        *((CITIZEN, (7, 3, place)) for place in (1, 2, 3)),
        *((OTHER, (8, 2, place)) for place in (1, 2)),
    ]


def _sent_by_worker(line: Transport, *messages: tuple[Segment, ...]) -> list[SendOutcome]:
    """Let a worker send messages that it was given at once; gives the outcomes of all their segments."""
    ours, theirs = socket.socketpair()
    daemon, channel = Channel(ours), Channel(theirs)
    for number, segments in enumerate(messages, 1):
        daemon.send(Send(number, segments))
    daemon.send(Stop())
    mark = Mark()
    Worker(channel, mark, line, LineConfig("modem1", "any", "", poll_seconds=3600), LineInfo()).serve()
    assert mark.get() == len(messages)
    mark.close()
    channel.close()
    told = []
    with suppress(ChannelClosedError):
        while frame := daemon.receive(timeout=0):
            told += list(frame.outcomes) if isinstance(frame, Sent) else []
    daemon.close()
    return told


def test_a_delivery_report_names_the_message_it_is_for(line) -> None:
    outcome = line.send(Segment("1-1", CITIZEN, "Halo"))

    (report,) = line.receive(50).reports
    assert (report.recipient, report.reference, report.status) == (CITIZEN, outcome.reference, Delivery.DELIVERED)


def _callers(line: Transport, modem: VirtualModem) -> tuple[str, ...]:
    """Look who has called, once the modem has said all it has to say and that waits to be read."""
    ear = Ear(modem.device)
    _until(lambda: modem.silent and ear.hears())
    ear.close()
    return line.receive(50).callers


def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        threading.Event().wait(0.01)


def test_who_calls_is_told_once_for_each_ring_and_not_again(line, modem) -> None:
    # All of the call between two looks: that the caller has hung up hides nothing.
    assert modem.network.call(CITIZEN, rings=3) == 3

    assert _callers(line, modem) == (CITIZEN, CITIZEN, CITIZEN)
    assert line.receive(50).callers == ()


def test_callers_come_as_the_network_writes_them_and_without_a_number_as_nobody(line, modem) -> None:
    for caller in (CITIZEN, "081110000200", "", "1708"):
        modem.network.call(caller, rings=1)

    assert _callers(line, modem) == (CITIZEN, "081110000200", "", "1708")


def test_a_call_is_neither_answered_nor_refused(line, modem) -> None:
    for _ in range(3):
        # It would not ring again if it had been.
        assert modem.network.ring(CITIZEN)
        assert _callers(line, modem) == (CITIZEN,)
    modem.network.hang_up()
    assert _callers(line, modem) == ()


def test_an_sms_is_read_while_somebody_calls(line, modem) -> None:
    modem.network.ring(OTHER)
    modem.network.deliver(CITIZEN, "bogor jalan rusak")
    assert _callers(line, modem) == (OTHER,)
    modem.network.ring(OTHER)
    found = line.receive(50)
    assert [part.text for part in parts_of(found)] == ["bogor jalan rusak"]
    modem.network.hang_up()


def test_a_call_while_a_text_is_sent_harms_neither(line, modem) -> None:
    before = len(modem.network.messages_to(CITIZEN))
    rang: list[bool] = []
    # The network has the text, and the modem has not said so yet.
    modem.network.on_message(lambda _to, text: rang.append(modem.network.ring(OTHER)) if text == "Berdering" else None)

    assert line.send(Segment("1-1", CITIZEN, "Berdering")).outcome is Outcome.ACCEPTED
    assert modem.network.messages_to(CITIZEN)[before:] == ["Berdering"]
    _until(lambda: modem.silent)
    assert (rang, line.receive(50).callers) == ([True], (OTHER,))
    modem.network.hang_up()


def test_a_missing_device_is_told_as_such(kind: str, tmp_path) -> None:
    with pytest.raises(DeviceMissingError, match="is not there"):
        made(kind, str(tmp_path / "ttyUSB0")).open()


@pytest.mark.parametrize(("pin", "complaint"), [(None, "wants its PIN"), ("9999", "refused the PIN")])
def test_a_locked_sim_is_for_a_person_to_unlock(kind: str, pin, complaint) -> None:
    with VirtualModem(pin="1234") as modem:
        transport = made(kind, modem.device, pin=pin)
        with pytest.raises(LineRefusedError, match=complaint):
            transport.open()
        transport.close()


def test_a_pin_that_was_not_seen_to_be_accepted_is_not_tried_again(kind: str) -> None:
    with VirtualModem(pin="1234") as modem:
        for _ in range(2):
            transport = made(kind, modem.device, pin_tried=True)
            with pytest.raises(LineRefusedError, match="not seen to be accepted"):
                transport.open()
            transport.close()
        transport = made(kind, modem.device, pin="1234")
        transport.open()
        transport.close()


def test_the_right_pin_opens_the_sim_and_is_written_down_before(kind: str) -> None:
    with VirtualModem(pin="1234") as modem:
        modem.network.deliver(CITIZEN, "bogor jalan rusak")
        transport = made(kind, modem.device, pin="1234")
        locked: list[bool] = []
        transport.open(lambda: locked.append(modem.sim.locked))
        assert locked == [True]
        assert len(parts_of(transport.receive(50))) == 1
        transport.close()


def test_a_pin_that_cannot_be_written_down_is_not_entered(kind: str) -> None:
    def fails() -> None:
        raise TransportError("no database")

    with VirtualModem(pin="1234") as modem:
        transport = made(kind, modem.device, pin="1234")
        with pytest.raises(TransportError, match="no database"):
            transport.open(fails)
        assert modem.sim.locked
        transport.close()


def test_it_tells_whether_a_network_serves_it(line, modem, monkeypatch) -> None:
    assert line.receive(50).registered
    for module in ("coverage", "gammu"):
        monkeypatch.setattr(f"smsd.transports.{module}.LOOKS_EVERY", 0.0)
        monkeypatch.setattr(f"smsd.transports.{module}.LOOKS_WITHOUT_NETWORK", 0.0)
    modem.register(Registration.SEARCHING)
    assert not line.receive(50).registered
    modem.register(Registration.ROAMING)
    assert line.receive(50).registered
    modem.register(Registration.HOME)


@pytest.mark.parametrize("rung", [Rung.RADIO, Rung.RESTART])
def test_brought_back_by_force_it_works(kind: str, rung: Rung, tmp_path) -> None:
    with VirtualModem(link=tmp_path / "modem") as modem:
        modem.faults.restart = Restart(seconds=0.0)
        made(kind, modem.device).revive(rung)
        assert modem.wait_until_on(10)
        transport = made(kind, str(tmp_path / "modem"))
        transport.open()
        assert transport.send(Segment("1-1", CITIZEN, "Halo")).outcome is Outcome.ACCEPTED
        transport.close()


def test_what_is_on_no_bus_cannot_be_reset_there(kind: str, modem: VirtualModem) -> None:
    with pytest.raises(TransportError, match="no USB device"):
        made(kind, modem.device).revive(Rung.USB)


def test_a_code_of_the_network_is_answered_and_a_menu_asks_on(line, modem) -> None:
    modem.network.set_ussd("*123#", Reply("1 Pulsa 2 Kuota", choices={"1": Reply("Pulsa Rp12.500")}))
    assert line.ussd("*123#") == UssdAnswer("1 Pulsa 2 Kuota", is_open=True)
    assert line.ussd("1") == UssdAnswer("Pulsa Rp12.500")
    line.hang_up_ussd()


def test_a_code_that_the_network_does_not_know_is_told(line) -> None:
    with pytest.raises(UssdError, match=r"does not know|Network error"):
        line.ussd("*999*999#")
    assert line.send(Segment("1-1", CITIZEN, "Halo")).outcome is Outcome.ACCEPTED
