"""SMS as octets are durable before anybody decodes them, and what cannot be decoded keeps nothing waiting."""

from datetime import timedelta
from typing import Any

import pytest

from config.logs import get_logger
from sms.message import InboundPdu
from sms.safe_text import storable
from smsd.decoding import Decoding
from smsd.flows import Intake
from smsd.inbox import Windows
from smsd.transports import pdus as codec
from smsd.transports.base import PduError
from smsd.virtual.network import LOCAL_TIME, SMSC
from smsd.virtual.pdu import encode_deliver
from smsd.virtual.semioctets import encode_smsc
from smsd.wire import Arrived
from storage import inbound, pdus
from storage.engine import DatabaseError
from tests.smsd.test_flows import PaperLine, _out_of_reach
from tests.smsd.transports.test_pdus import WHOLE

CITIZEN = "+6281110000100"
GARBAGE = "0791261811000000FF"


@pytest.fixture
def line(town: Any) -> PaperLine:
    return PaperLine("modem1", town.line_ids["modem1"])


@pytest.fixture
def intake(town: Any) -> Intake:
    return Intake(town.database, town.clock, Windows(), get_logger("test"))


@pytest.fixture
def decoding(intake: Intake) -> Decoding:
    return intake.decoding


@pytest.fixture
def came(town: Any) -> Any:
    """Write an SMS as the network does, with a place on the SIM."""

    def write(text: str, handle: int = 1, udh: tuple[int, int, int] | None = None) -> InboundPdu:
        tpdu = encode_deliver(CITIZEN, text, town.clock.now().astimezone(LOCAL_TIME), udh)
        return InboundPdu("modem1", (encode_smsc(SMSC) + tpdu).hex(), str(handle))

    return write


def arrived(*found: InboundPdu) -> Arrived:
    return Arrived((), (), found)


def texts(town: Any) -> list[str]:
    return [row["text"] for row in town.inbox()]


def left(town: Any, limit: int = 50) -> list[tuple[str, str]]:
    with town.database.read() as connection:
        waiting = pdus.left_over(connection, town.clock.now() + timedelta(days=1), ())
        rows = [("raw", row.pdu) for row in pdus.take(connection, waiting)]
        return rows + [("quarantined", row["pdu"]) for row in pdus.quarantined(connection, limit=limit)]


def test_octets_become_messages_and_are_gone_then(town, line, intake, came) -> None:
    intake.put(line, arrived(came("bogor jalan rusak", 1), came("satu ", 2, (7, 2, 1)), came("dua", 3, (7, 2, 2))))
    intake.step()
    assert texts(town) == ["bogor jalan rusak", "satu dua"]
    assert line.deleted == ["1", "2", "3"]
    assert left(town) == []


def test_they_are_deleted_once_they_are_durable_whatever_the_decoder_does(
    town, line, intake, came, monkeypatch
) -> None:
    def die(*_: object) -> None:
        raise SystemExit

    intake.put(line, arrived(came("bogor jalan rusak")))
    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr(codec, "decode_part", die)
        intake.step()
    assert line.deleted == ["1"]
    assert [state for state, _ in left(town)] == ["raw"]


def test_without_a_database_they_stay_on_the_sim(town, line, intake, came, monkeypatch) -> None:
    intake.put(line, arrived(came("bogor jalan rusak")))
    with _out_of_reach(monkeypatch, town.database), pytest.raises(DatabaseError):
        intake.step()
    assert line.deleted == []
    intake.step()
    assert (texts(town), line.deleted) == (["bogor jalan rusak"], ["1"])


def test_the_same_octets_again_are_the_same_sms(town, line, intake, came) -> None:
    sms = came("bogor jalan rusak")
    for _ in range(2):
        intake.put(line, arrived(sms, sms))
        intake.step()
    assert texts(town) == ["bogor jalan rusak"]
    assert left(town) == []


def test_a_short_answer_under_another_time_stamp_is_another_answer_a_part_is_the_same(town, line, intake, came) -> None:
    for place in range(2):
        intake.put(line, arrived(came("YA", 1), came("satu ", 2, (7, 2, 1))))
        intake.step()
        town.clock.advance(timedelta(seconds=20 * (place + 1)))
    intake.put(line, arrived(came("dua", 3, (7, 2, 2))))
    intake.step()
    assert texts(town) == ["YA", "satu dua", "YA"]


@pytest.mark.parametrize("kind", WHOLE)
def test_damaged_octets_are_decoded_or_in_quarantine_and_never_lost(town, line, intake, kind: str) -> None:
    octets = bytes.fromhex(WHOLE[kind])
    damaged = [octets[:place] for place in range(1, len(octets))]
    damaged += [
        octets[:place] + bytes([octets[place] ^ 1 << bit]) + octets[place + 1 :]
        for place in range(len(octets))
        for bit in range(8)
    ]
    came = [InboundPdu("modem1", each.hex(), str(place)) for place, each in enumerate(damaged)]
    intake.put(line, arrived(*came))
    intake.step()
    kept = {pdu for state, pdu in left(town, limit=len(came)) if state == "quarantined"}
    readable = [each.pdu for each in came if each.pdu not in kept]
    assert kept
    read = {storable(codec.decode_part("modem1", pdu).text) for pdu in readable}
    with town.database.read() as connection:
        stored = {row.text for row in inbound.parts_of(connection, [row["id"] for row in town.inbox()])}
    assert (stored, len(line.deleted)) == (read, len(came))


def test_what_cannot_be_decoded_is_kept_and_keeps_no_other_waiting(town, line, intake, came) -> None:
    intake.put(line, arrived(came("satu", 1), InboundPdu("modem1", GARBAGE, "2"), came("dua", 3)))
    intake.step()
    assert texts(town) == ["satu", "dua"]
    assert line.deleted == ["1", "2", "3"]
    assert left(town) == [("quarantined", GARBAGE)]


def test_another_decoder_looks_at_the_quarantine_again_the_same_one_does_not(
    town, line, intake, came, monkeypatch
) -> None:
    sms = came("bogor jalan rusak")
    with monkeypatch.context() as patch:
        patch.setattr(codec, "decode_part", _refuse)
        intake.put(line, arrived(sms))
        intake.step()
    intake.decoding.try_again()
    assert left(town) == [("quarantined", sms.pdu)]
    came_at = town.clock.now()
    town.clock.advance(timedelta(days=3))
    monkeypatch.setattr("smsd.decoding._OWN_DECODER", "a newer one")
    intake.decoding.try_again()
    assert intake.decoding.decode_left_over() == 1
    # It came when it came, and its dates count from then.
    assert [(row["text"], row["received_at"]) for row in town.inbox()] == [("bogor jalan rusak", came_at)]
    assert left(town) == []


def test_what_a_daemon_left_that_died_is_decoded_by_the_next(town, decoding, came) -> None:
    decoding.store([(town.line_ids["modem1"], came("bogor jalan rusak"))])
    # Another process may be at it.
    assert decoding.decode_left_over() == 0
    assert decoding.decode_left_over([town.line_ids["modem1"]]) == 1
    assert texts(town) == ["bogor jalan rusak"]


def test_what_the_decoder_does_not_live_through_is_tried_twice_and_then_kept(town, decoding, came, monkeypatch) -> None:
    deadly = came("mati", 1)
    decoding.store([(town.line_ids["modem1"], deadly), (town.line_ids["modem1"], came("hidup", 2))])
    town.clock.advance(timedelta(minutes=2))
    honest, tries = codec.decode_part, []

    def die(line: str, pdu: str) -> object:
        if pdu == deadly.pdu:
            tries.append(pdu)
            raise SystemExit
        return honest(line, pdu)

    monkeypatch.setattr(codec, "decode_part", die)
    for _ in range(2):
        with pytest.raises(SystemExit):
            decoding.decode_left_over()
    assert decoding.decode_left_over() == 1
    assert (texts(town), len(tries), left(town)) == (["hidup"], 2, [("quarantined", deadly.pdu)])


def test_what_no_database_holds_is_kept_alone(town, line, intake, came, monkeypatch) -> None:
    from smsd import inbox

    honest = inbox.store

    def store(connection: Any, parts: Any, *rest: Any) -> Any:
        parts = list(parts)
        if any("mustahil" in part.text for part in parts):
            raise ValueError("no database holds this")
        return honest(connection, parts, *rest)

    monkeypatch.setattr(inbox, "store", store)
    intake.put(line, arrived(came("satu", 1), came("mustahil", 2), came("dua", 3)))
    intake.step()
    assert texts(town) == ["satu", "dua"]
    assert [state for state, _ in left(town)] == ["quarantined"]


def _refuse(*_: object) -> None:
    raise PduError("the decoder gives up")
