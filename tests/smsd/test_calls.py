"""Missed calls from ring to row, without a modem."""

from contextlib import contextmanager
from datetime import timedelta

import pytest

from config.logs import get_logger
from sms.message import InboundCall
from smsd import calls
from smsd.calls import SAME_CALL, Calls, Rings
from smsd.flows import Intake
from smsd.inbox import Windows
from smsd.wire import Arrived, Rang
from storage.engine import DatabaseError

CITIZEN, OTHER = "+6281110000100", "+6281110000200"
SECOND = timedelta(seconds=1)


class PaperLine:
    """A line that has a name and a row, and deletes nothing."""

    def __init__(self, name: str, row_id: int) -> None:
        self.name = name
        self.row_id = row_id

    def delete(self, arrived, keep=()) -> None:
        pass


@pytest.fixture
def line(town) -> PaperLine:
    return PaperLine("modem1", town.line_ids["modem1"])


@pytest.fixture
def intake(town) -> Intake:
    return Intake(town.database, town.clock, Windows(), get_logger("test"))


def _rows(town) -> list[tuple[str, str, str, str]]:
    return [(row["address"], row["channel"], row["text"], row["state"]) for row in town.inbox()]


def test_the_rings_of_a_call_are_one_until_a_minute_without_any(clock) -> None:
    rings = Rings()
    begins = []
    for pause in (0, 5, 60, 5, 61, 5):
        clock.advance(pause * SECOND)
        begins.append(rings.begins(InboundCall("modem1", CITIZEN, clock.now())))
    assert begins == [True, False, False, False, True, False]


def test_callers_and_lines_are_told_apart(clock) -> None:
    rings = Rings()
    heard = [InboundCall(line, caller, clock.now()) for line in ("modem1", "modem2") for caller in (CITIZEN, OTHER)]
    assert [rings.begins(ring) for ring in heard * 2] == [True] * 4 + [False] * 4


def test_a_call_is_one_message_without_text_however_often_it_rings(town, line, intake) -> None:
    for _ in range(4):
        intake.calls.put(line, Rang((CITIZEN,)))
        intake.step()
        town.clock.advance(5 * SECOND)

    assert _rows(town) == [(CITIZEN, "call", "", "ready")]
    town.process()
    ((state, entry),) = [(row["state"], row["entry"]) for row in town.inbox()]
    assert (state, entry) == ("done", "missed_call")


def test_several_rings_heard_together_may_be_of_several_callers(town, line, intake) -> None:
    intake.calls.put(line, Rang((CITIZEN, CITIZEN, OTHER, CITIZEN)))
    intake.step()

    assert [row[0] for row in _rows(town)] == [CITIZEN, OTHER]
    assert intake.calls.settled == 4


def test_a_caller_is_the_same_person_as_the_sender_of_an_sms_however_the_network_writes_them(
    town, line, intake
) -> None:
    town.store(town.part("bogor jalan rusak"))
    intake.calls.put(line, Rang(("081110000100",)))
    intake.step()

    first, second = town.inbox()
    assert first["subscriber_id"] == second["subscriber_id"]


def test_a_call_without_a_number_is_nobodys(town, line, intake) -> None:
    intake.calls.put(line, Rang(("",)))
    intake.step()

    assert town.inbox() == []
    assert intake.calls.settled == 1


@pytest.mark.parametrize("caller", ["1708", "+628111000001"])
def test_a_call_of_a_short_code_or_of_ourselves_is_stored_and_ignored(town, line, intake, caller) -> None:
    intake.calls.put(line, Rang((caller,)))
    intake.step()
    town.process()

    assert [row[3] for row in _rows(town)] == ["ignored"]
    assert town.arrived() == []


def test_a_call_while_the_database_is_out_of_reach_is_stored_later_and_is_of_then(
    town, line, intake, monkeypatch
) -> None:
    @contextmanager
    def fail():
        raise DatabaseError("gone")
        yield

    rang_at = town.clock.now()
    intake.calls.put(line, Rang((CITIZEN,)))
    with monkeypatch.context() as patch:
        patch.setattr(town.database, "write", fail)
        with pytest.raises(DatabaseError):
            intake.step()
        town.clock.advance(SAME_CALL / 2)
        intake.calls.put(line, Rang((CITIZEN,)))
        with pytest.raises(DatabaseError):
            intake.step()
    assert intake.calls.settled == 0

    town.clock.advance(timedelta(hours=1))
    intake.step()
    (row,) = town.inbox()
    assert row["received_at"] == rang_at
    assert intake.calls.settled == 2


def test_a_call_that_cannot_be_stored_keeps_no_sms_waiting(town, line, intake, monkeypatch) -> None:
    def refuse(*_: object) -> None:
        raise ValueError("no database holds this")

    with monkeypatch.context() as patch:
        patch.setattr(calls, "store", refuse)
        intake.calls.put(line, Rang((CITIZEN,)))
        intake.put(line, Arrived((town.part("bogor jalan rusak"),), ()))
        intake.step()
    intake.step()

    assert [row[1] for row in _rows(town)] == ["sms"]


def test_the_rest_of_a_call_that_was_stored_before_a_restart_is_no_second_one(town, line) -> None:
    for _ in range(2):
        flow = Calls(town.database, town.clock, get_logger("test"))
        flow.put(line, Rang((CITIZEN,)))
        assert flow.store()
        town.clock.advance(SECOND)

    assert len(town.inbox()) == 1


def test_one_number_written_in_two_ways_is_one_call(town) -> None:
    now = town.clock.now()
    heard = [InboundCall("modem1", caller, now) for caller in ("081110000100", CITIZEN, OTHER)]
    with town.database.write() as connection:
        assert calls.store(connection, heard, town.line_ids) == 2
    assert [row[0] for row in _rows(town)] == [CITIZEN, OTHER]
