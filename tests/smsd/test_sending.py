"""Several lines: which takes what, within the limits of their SIMs, and what becomes of it when one is dead."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import pytest

from config.line_settings import LimitSettings
from config.logs import get_logger
from sms.message import OutboundMessage, Outcome, Priority, SendOutcome
from sms.msisdn import classify
from smsd.allowance import Terms
from smsd.breaker import FAILURES, FIRST_PAUSE
from smsd.outbox import Job, Result
from smsd.sending import Sending
from storage import claims, line_use, lines, outbound
from storage.changes import Changes
from storage.subscribers import ids_of

JAKARTA = ZoneInfo("Asia/Jakarta")
CITIZEN, OTHER = "+6281110000100", "+6281110000200"
ABROAD = "+447700900123"
"""Of the numbers that are kept for films."""


class PaperLine:
    """A line that takes all it may have."""

    def __init__(self, name: str, row_id: int) -> None:
        self.name, self.row_id = name, row_id
        self.room = 100
        self.sending: set[int] = set()
        self.unready_seconds = 0.0
        self.sent: list[Job] = []

    def send(self, jobs: Sequence[Job]) -> None:
        self.sent += jobs

    def delete(self, arrived, keep=()) -> None: ...


class Office:
    """Two lines, and the queue before them."""

    def __init__(self, town) -> None:
        self.town = town
        with town.database.write() as connection:
            ids = lines.ids_of(connection, [("telkomsel", "at"), ("indosat", "at")])
        self.lines = {name: PaperLine(name, row_id) for name, row_id in ids.items()}
        self.sending = self.started()

    def started(self, **limits: int) -> Sending:
        """Start the flow, with these limits for both lines."""
        sending = Sending(self.town.database, self.town.clock, get_logger("test"))
        sending.lines = self.lines
        for name in self.lines:
            sending.agree(name, Terms(LimitSettings(**{"per_minute": 100, **limits}), JAKARTA, f"sim {name}", name))
        self.sending = sending
        return sending

    def queue(
        self, text: str, to: str = CITIZEN, line: str | None = None, priority=Priority.UPDATE, purpose=""
    ) -> None:
        now, changes = self.town.clock.now(), Changes()
        with self.town.database.write() as connection:
            ids = ids_of(connection, [classify(to)], now)
            line_id = self.lines[line].row_id if line else None
            changes.send(OutboundMessage(text[:40], ids[to], text, priority, line_id=line_id, purpose=purpose), now)
            changes.write(connection)

    def sent(self) -> dict[str, list[str]]:
        """Let the lines send, and give what each was handed."""
        self.sending.step()
        return {name: [job.segments[0].text for job in line.sent] for name, line in self.lines.items() if line.sent}

    def answer(self, line: str, outcome: Outcome) -> None:
        """Tell the outcome of the newest job of a line."""
        job = self.lines[line].sent[-1]
        self.sending.put(
            self.lines[line], Result(job.message_id, (SendOutcome(job.segments[0].key, outcome),), job.attempt)
        )


@pytest.fixture
def office(town) -> Office:
    return Office(town)


def test_an_answer_leaves_by_the_line_that_was_written_to(office) -> None:
    office.queue("answer", line="indosat", priority=Priority.ANSWER)
    assert office.sent() == {"indosat": ["answer"]}


def test_what_is_for_no_line_leaves_by_that_of_the_recipients_operator(office) -> None:
    office.queue("digest")
    assert office.sent() == {"telkomsel": ["digest"]}


def test_what_one_line_may_not_send_leaves_by_another(office) -> None:
    office.started(per_day=21)
    for place in range(3):
        office.queue(f"digest {place}")
        office.sent()
    assert office.sent() == {"telkomsel": ["digest 0"], "indosat": ["digest 1"]}


def test_a_limit_outlasts_a_restart_and_belongs_to_the_sim(office) -> None:
    office.started(per_hour=2)
    for place in range(4):
        office.queue(f"answer {place}", line="telkomsel", priority=Priority.ANSWER)
    assert len(office.sent()["telkomsel"]) == 2
    office.started(per_hour=2)
    assert len(office.sent()["telkomsel"]) == 2

    office.sending.agree("telkomsel", Terms(LimitSettings(per_hour=2), JAKARTA, "another sim"))
    assert len(office.sent()["telkomsel"]) == 4


def test_the_reserve_is_for_danger_and_alarms(office) -> None:
    office.started(per_day=22)
    for place in range(3):
        office.queue(f"answer {place}", line="telkomsel", priority=Priority.ANSWER)
    office.queue("alarm", line="telkomsel", purpose=claims.ALARM)
    office.queue("danger", line="telkomsel", priority=Priority.DANGER)
    office.lines["telkomsel"].room = 1
    sent = [office.sent()["telkomsel"][-1] for _ in range(6)]
    assert sent == ["danger", "answer 0", "alarm", "alarm", "alarm", "alarm"]


def test_abroad_waits_where_it_may_not_be_sent(office) -> None:
    office.started(abroad_per_day=1)
    for place in range(2):
        office.queue(f"abroad {place}", ABROAD, line="telkomsel")
        office.sent()
    office.queue("home", line="telkomsel")
    assert office.sent() == {"telkomsel": ["abroad 0", "home"]}


def test_past_the_recipients_of_a_month_only_they_are_written_to(office) -> None:
    office.started(recipients_per_month=1)
    office.queue("first", CITIZEN, line="telkomsel")
    office.sent()
    office.queue("somebody new", OTHER, line="telkomsel")
    office.queue("again", CITIZEN, line="telkomsel")
    assert office.sent() == {"telkomsel": ["first", "again"]}


def test_a_dead_lines_queue_moves_and_what_is_being_sent_stays(office) -> None:
    dead = office.lines["telkomsel"]
    office.queue("being sent", line="telkomsel")
    office.sent()
    office.queue("waiting", line="telkomsel")
    dead.room, dead.unready_seconds = 0, 700.0
    assert office.sending.release_stranded(600.0) == 1
    assert office.sent() == {"telkomsel": ["being sent"], "indosat": ["waiting"]}
    with office.town.database.read() as connection:
        assert len(outbound.sending_on(connection, [dead.row_id])) == 1


def test_the_queue_of_the_only_line_that_lives_or_died_just_now_stays(office) -> None:
    office.lines["telkomsel"].unready_seconds = 500.0
    office.queue("waiting", line="telkomsel")
    assert office.sending.release_stranded(600.0) == 0
    for line in office.lines.values():
        line.unready_seconds = 700.0
    assert office.sending.release_stranded(600.0) == 0


def test_a_line_that_keeps_failing_is_left_alone_and_then_tried(office) -> None:
    line = office.lines["telkomsel"]
    line.room = 1
    for place in range(FAILURES + 1):
        office.queue(f"answer {place}", line="telkomsel", priority=Priority.ANSWER)
    for _ in range(FAILURES):
        office.sent()
        office.answer("telkomsel", Outcome.LINE_FAULT)
    office.sent()
    assert len(line.sent) == FAILURES
    with office.town.database.read() as connection:
        assert lines.states(connection)["telkomsel"]["paused_until"] == office.town.clock.now() + FIRST_PAUSE

    office.town.clock.advance(FIRST_PAUSE)
    office.sent()
    assert len(line.sent) == FAILURES + 1


def test_what_was_sent_can_be_told(office) -> None:
    office.queue("x" * 200, line="telkomsel")
    office.sent()
    with office.town.database.read() as connection:
        use = line_use.read(connection, ["sim telkomsel"])["sim telkomsel"]
    local = office.town.clock.now().astimezone(JAKARTA)
    assert [line_use.count_in(use, kind, local) for kind in (line_use.DAY, line_use.MONTH, line_use.ABROAD)] == [
        2,
        2,
        0,
    ]
