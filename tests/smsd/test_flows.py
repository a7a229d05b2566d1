"""What the flows do when the database fails under them: nothing is acknowledged that is not durable."""

from collections.abc import Sequence
from contextlib import contextmanager
from zoneinfo import ZoneInfo

import pytest

from config.line_settings import LimitSettings
from config.logs import get_logger
from sms.message import Delivery, DeliveryReport, Outcome, SendOutcome
from smsd import inbox
from smsd.allowance import Terms
from smsd.flows import Intake, Upkeep
from smsd.inbox import Windows
from smsd.outbox import Job, Result
from smsd.sending import Sending
from smsd.wire import Arrived
from storage import outbound
from storage.engine import DatabaseError


class PaperLine:
    """A line that writes down what it is told."""

    def __init__(self, name: str, row_id: int) -> None:
        self.name = name
        self.row_id = row_id
        self.room = 1
        self.sending: set[int] = set()
        self.unready_seconds = 0.0
        self.deleted: list[str] = []
        self.kept: list[str] = []
        self.sent: list[Job] = []

    def delete(self, arrived, keep=()) -> None:
        self.deleted += sorted(arrived.handles - set(keep), key=int)
        self.kept += sorted(keep)

    def send(self, jobs: Sequence[Job]) -> None:
        self.room = 0
        self.sent += jobs


@pytest.fixture
def line(town) -> PaperLine:
    return PaperLine("modem1", town.line_ids["modem1"])


@pytest.fixture
def intake(town) -> Intake:
    return Intake(town.database, town.clock, Windows(), get_logger("test"))


@contextmanager
def _out_of_reach(monkeypatch, database):
    @contextmanager
    def fail():
        raise DatabaseError("gone")
        yield

    with monkeypatch.context() as patch:
        patch.setattr(database, "write", fail)
        yield


def test_parts_are_acknowledged_only_after_the_commit_and_kept_until_then(town, line, intake, monkeypatch) -> None:
    part = town.part("bogor jalan rusak")
    intake.put(line, Arrived((part,), ()))
    with _out_of_reach(monkeypatch, town.database), pytest.raises(DatabaseError):
        intake.step()
    assert line.deleted == []

    intake.step()
    assert line.deleted == [part.handle]
    assert len(town.inbox()) == 1


def test_a_part_that_cannot_be_stored_stays_on_its_sim_and_keeps_no_other_waiting(
    town, line, intake, monkeypatch
) -> None:
    honest = inbox.store

    def store(connection, parts, *rest):
        if any("mustahil" in part.text for part in parts):
            raise ValueError("no database holds this")
        return honest(connection, parts, *rest)

    monkeypatch.setattr(inbox, "store", store)
    good, bad, other = (town.part(text) for text in ("bogor jalan rusak", "bogor mustahil", "bogor lampu mati"))
    intake.put(line, Arrived((good, bad, other), ()))
    intake.step()

    assert (line.deleted, line.kept) == ([good.handle, other.handle], [bad.handle])
    assert [row["text"] for row in town.inbox()] == ["bogor jalan rusak", "bogor lampu mati"]


def test_what_several_lines_read_meanwhile_is_one_transaction(town, line, intake) -> None:
    parts = [town.part(f"bogor jalan rusak {place}") for place in range(3)]
    for part in parts:
        intake.put(line, Arrived((part,), ()))
    intake.step()

    assert line.deleted == [part.handle for part in parts]
    assert len(town.inbox()) == 3


@pytest.fixture
def sending(town, line) -> Sending:
    flow = Sending(town.database, town.clock, get_logger("test"))
    flow.lines = {"modem1": line}
    flow.agree("modem1", Terms(LimitSettings(per_minute=2), ZoneInfo("Asia/Jakarta"), "sim1"))
    return flow


def test_a_line_gets_one_message_at_a_time_and_no_more_than_its_limit(town, line, sending) -> None:
    for place in range(3):
        town.text(f"bogor jalan berlubang di gang nomor {place}", f"+628111000010{place}")
    sending.step()
    sending.step()
    assert len(line.sent) == 1

    line.room = 1
    sending.step()
    line.room = 1
    sending.step()
    assert len(line.sent) == 2


def test_a_long_message_counts_with_all_its_segments(town, line, sending) -> None:
    from complaints.life.deeds import Deed
    from complaints.life.lifecycle import Action, Actor
    from complaints.steps.actions import apply

    town.text("bogor jalan berlubang di depan pasar")
    number = town.complaints()[0]["number"]
    with town.database.write() as connection:
        deed = Deed(Action.REPLY, Actor.ADMIN, "admin", "Petugas sudah turun. " * 20)
        apply(connection, town.processor.office, number, deed, town.clock.now())
    town.text("bogor lampu jalan mati", "+6281110000200")
    for _ in range(3):
        line.room = 1
        sending.step()

    # The answers before the update, and nothing more in this minute.
    assert [len(job.segments) for job in line.sent] == [1, 1]


def test_a_report_that_comes_with_the_result_of_its_message_is_matched(town, line, sending) -> None:
    town.text("bogor jalan berlubang di depan pasar")
    sending.step()
    (job,) = line.sent
    accepted = SendOutcome(job.segments[0].key, Outcome.ACCEPTED, 7)
    sending.put(line, Result(job.message_id, (accepted,), job.attempt))
    report = DeliveryReport("modem1", job.segments[0].to, 7, Delivery.DELIVERED, None, handle="4")
    sending.put_reports(line, Arrived((), (report,)))
    sending.step()

    assert line.deleted == ["4"]
    with town.database.read() as connection:
        assert outbound.listing(connection, limit=1)[0]["delivered"] == 1


def test_a_send_that_got_lost_is_found_by_upkeep_the_second_time_it_is_seen(town, line, sending) -> None:
    town.text("bogor jalan berlubang di depan pasar")
    sending.step()
    upkeep = Upkeep(town.database, town.clock, Windows(), sending, get_logger("test"))
    line.sending = {line.sent[0].message_id}
    for _ in range(3):
        upkeep.step()
    with town.database.read() as connection:
        assert outbound.counts_by_state(connection) == {outbound.SENDING: 1}

    line.sending = set()
    for _ in range(2):
        upkeep.step()
    with town.database.read() as connection:
        assert outbound.counts_by_state(connection) == {outbound.QUEUED: 1}


def test_nothing_is_handed_over_that_is_not_marked_in_the_database(town, line, sending, monkeypatch) -> None:
    town.text("bogor jalan berlubang di depan pasar")
    with _out_of_reach(monkeypatch, town.database), pytest.raises(DatabaseError):
        sending.step()

    assert line.sent == []
