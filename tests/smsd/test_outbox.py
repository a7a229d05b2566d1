from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import select

from sms.message import Delivery, DeliveryReport, OutboundMessage, Outcome, Priority, SendOutcome
from sms.msisdn import classify
from smsd import outbox
from smsd.outbox import POLICIES, Job, Result
from storage import outbound
from storage.changes import USEFUL_FOR, Changes
from storage.claims import Allowed
from storage.engine import Database
from storage.message_tables import outbound_segment
from storage.migrate import upgrade
from storage.subscribers import ids_of

TO = "+6281110000100"


class Post:
    """An outbox without a modem: queue, claim, and say what became of it."""

    def __init__(self, town) -> None:
        self.town = town
        self.line_id = town.line_ids["modem1"]

    def queue(self, text: str = "Halo", key: str | None = None, priority=Priority.ANSWER, **fields) -> None:
        now, changes = self.town.clock.now(), Changes()
        with self.town.database.write() as connection:
            recipient = ids_of(connection, [classify(TO)], now)[TO]
            message = OutboundMessage(key or text[:40], recipient, text, priority, **fields)
            changes.send(message, now)
            changes.write(connection)

    def claim(self, room: int = 1) -> list[Job]:
        with self.town.database.write() as connection:
            return outbox.claim(connection, self.line_id, Allowed(room), self.town.clock.now())

    def record(self, job: Job, *outcomes: Outcome, reference: int = 5) -> None:
        made = tuple(
            SendOutcome(segment.key, outcome, reference if outcome is Outcome.ACCEPTED else None, error="E")
            for segment, outcome in zip(job.segments, outcomes, strict=False)
        )
        with self.town.database.write() as connection:
            outbox.record(connection, [Result(job.message_id, made, job.attempt)], self.town.clock.now(), lambda: 0.0)

    def rows(self):
        with self.town.database.read() as connection:
            return list(reversed(outbound.listing(connection, limit=1000)))

    def states(self) -> list[str]:
        return [row["state"] for row in self.rows()]


@pytest.fixture
def post(town) -> Post:
    return Post(town)


def test_what_is_accepted_is_sent_and_not_claimed_again(post) -> None:
    post.queue()
    (job,) = post.claim()
    assert post.states() == ["sending"]
    assert post.claim() == []
    post.record(job, Outcome.ACCEPTED)

    assert post.states() == ["sent"]
    assert post.claim() == []


def test_an_answer_goes_before_a_digest_and_the_older_first(post) -> None:
    post.queue("digest", priority=Priority.DIGEST)
    post.queue("first answer")
    post.queue("second answer")

    assert [job.segments[0].text for job in post.claim(5)] == ["first answer", "second answer", "digest"]


def test_a_message_with_the_same_key_exists_once(post) -> None:
    post.queue("Halo", key="answer:17")
    post.queue("Halo lagi", key="answer:17")

    assert [row["text"] for row in post.rows()] == ["Halo"]


def test_what_is_held_goes_when_its_time_has_come(post) -> None:
    post.queue(not_before=post.town.clock.now() + timedelta(hours=1))
    assert post.claim() == []
    post.town.clock.advance(timedelta(hours=1))

    assert len(post.claim()) == 1


def test_a_long_text_goes_in_order_with_one_reference(post) -> None:
    post.queue("x" * 161)
    (job,) = post.claim()

    assert [(segment.sequence, segment.total, len(segment.text)) for segment in job.segments] == [
        (1, 2, 153),
        (2, 2, 8),
    ]
    assert len({segment.reference for segment in job.segments}) == 1


def test_only_the_segments_that_were_not_accepted_are_sent_again(post) -> None:
    post.queue("x" * 400)
    (job,) = post.claim()
    post.record(job, Outcome.ACCEPTED, Outcome.RETRY_SOON)
    post.town.clock.advance(timedelta(minutes=1))
    (again,) = post.claim()

    assert [segment.sequence for segment in again.segments] == [2, 3]
    assert again.segments[0].reference == job.segments[0].reference
    post.record(again, Outcome.ACCEPTED, Outcome.ACCEPTED)
    assert post.states() == ["sent"]


def test_a_crash_in_a_second_attempt_does_not_forget_what_the_first_one_sent(post) -> None:
    post.queue("x" * 400)
    (job,) = post.claim()
    post.record(job, Outcome.ACCEPTED, Outcome.RETRY_SOON)
    post.town.clock.advance(timedelta(minutes=1))
    post.claim()
    with post.town.database.write() as connection:
        assert outbox.abandon(connection, outbound.sending_on(connection, [post.line_id]), post.town.clock.now()) == 1
    (again,) = post.claim()

    assert [segment.sequence for segment in again.segments] == [2, 3]


def test_pauses_double_up_to_the_longest_and_one_bad_number_blocks_nobody(post) -> None:
    post.queue("bad")
    post.queue("good")
    pauses = []
    bad, good = post.claim(2)
    post.record(good, Outcome.ACCEPTED)
    for _ in range(6):
        post.record(bad, Outcome.RETRY_SOON)
        row = post.rows()[0]
        pauses.append((row["not_before"] - post.town.clock.now()).total_seconds())
        post.town.clock.advance(timedelta(hours=1))
        (bad,) = post.claim()

    assert pauses == [10, 20, 40, 80, 160, 320]
    assert post.states()[1] == "sent"


@pytest.mark.parametrize("outcome", [Outcome.RETRY_SOON, Outcome.RETRY_LATER])
def test_after_so_many_attempts_it_has_failed(post, outcome) -> None:
    post.queue()
    for _ in range(POLICIES[outcome].attempts):
        (job,) = post.claim()
        post.record(job, outcome)
        post.town.clock.advance(timedelta(hours=2))

    assert post.states() == ["failed"]
    assert post.rows()[0]["error"] == "E"


def test_what_is_refused_for_good_is_not_tried_again(post) -> None:
    post.queue()
    post.record(post.claim()[0], Outcome.PERMANENT)

    assert post.states() == ["failed"]


def test_a_fault_of_the_line_does_not_count_against_the_message(post) -> None:
    post.queue()
    for _ in range(30):
        post.record(post.claim()[0], Outcome.LINE_FAULT)
        post.town.clock.advance(timedelta(minutes=10))

    assert post.rows()[0]["attempts"] == 0
    assert post.states() == ["queued"]


def test_an_answer_of_unknown_outcome_is_sent_once_more_and_then_left_to_a_person(post) -> None:
    post.queue()
    post.record(post.claim()[0], Outcome.UNKNOWN)
    assert post.states() == ["queued"]
    post.record(post.claim()[0], Outcome.UNKNOWN)

    assert post.states() == ["unknown"]


def test_a_digest_of_unknown_outcome_is_not_sent_again_by_itself(post) -> None:
    post.queue(priority=Priority.DIGEST)
    post.record(post.claim()[0], Outcome.UNKNOWN)

    assert post.states() == ["unknown"]


def test_a_late_result_of_a_message_that_is_no_longer_being_sent_changes_nothing(post) -> None:
    post.queue()
    (job,) = post.claim()
    post.record(job, Outcome.ACCEPTED)
    post.record(job, Outcome.RETRY_SOON)

    assert post.states() == ["sent"]


def test_a_late_result_of_an_attempt_that_was_given_up_says_nothing_about_the_next(post) -> None:
    post.queue()
    (first,) = post.claim()
    with post.town.database.write() as connection:
        outbox.abandon(connection, [first.message_id], post.town.clock.now())
    (second,) = post.claim()
    post.record(first, Outcome.UNKNOWN)
    assert post.states() == ["sending"]

    post.record(second, Outcome.ACCEPTED)
    assert post.states() == ["sent"]


def test_a_network_that_is_busy_for_half_a_day_loses_nothing(post) -> None:
    post.queue()
    end = post.town.clock.now() + timedelta(hours=12)
    while post.town.clock.now() < end:
        for job in post.claim():
            post.record(job, Outcome.RETRY_SOON)
        post.town.clock.advance(timedelta(minutes=1))

    assert post.states() == ["queued"]


def test_nobody_needs_an_answer_after_days(post) -> None:
    post.queue()
    post.town.clock.advance(USEFUL_FOR)
    assert post.claim() == []
    with post.town.database.write() as connection:
        assert outbound.expire(connection, post.town.clock.now()) == 1

    assert post.states() == ["expired"]


def test_the_messages_of_a_line_that_is_gone_leave_by_another(post) -> None:
    with post.town.database.write() as connection:
        from storage import lines

        gone = lines.ids_of(connection, [("old", "gammu")])["old"]
    post.queue(line_id=gone)
    assert post.claim() == []
    with post.town.database.write() as connection:
        assert outbound.release(connection, [gone]) == 1

    assert len(post.claim()) == 1


def _report(reference: int, status: Delivery, to: str = TO, at: datetime | None = None) -> DeliveryReport:
    return DeliveryReport("modem1", to, reference, status, at)


def _reported(post, *reports: DeliveryReport) -> int:
    with post.town.database.write() as connection:
        return outbox.record_reports(connection, reports, post.town.clock.now())


def test_a_delivery_report_is_matched_by_line_reference_and_number(post) -> None:
    post.queue()
    post.record(post.claim()[0], Outcome.ACCEPTED, reference=200)

    assert _reported(post, _report(201, Delivery.DELIVERED), _report(200, Delivery.DELIVERED, "+6281110000999")) == 0
    assert _reported(post, _report(200, Delivery.PENDING)) == 1
    assert _reported(post, _report(200, Delivery.DELIVERED)) == 1
    assert post.rows()[0]["delivered"] == 1


def test_a_final_state_is_never_downgraded_by_a_later_report(post) -> None:
    post.queue()
    post.record(post.claim()[0], Outcome.ACCEPTED, reference=200)
    _reported(post, _report(200, Delivery.DELIVERED))

    assert _reported(post, _report(200, Delivery.FAILED)) == 0
    assert post.rows()[0]["delivered"] == 1


def test_a_reference_used_again_means_the_newest_message(post) -> None:
    for text in ("old", "new"):
        post.queue(text)
        post.record(post.claim()[0], Outcome.ACCEPTED, reference=9)
    _reported(post, _report(9, Delivery.DELIVERED))

    assert [row["delivered"] for row in post.rows()] == [0, 1]


def test_a_report_that_comes_twice_says_nothing_of_an_older_message(post) -> None:
    for text in ("old", "new"):
        post.queue(text)
        post.record(post.claim()[0], Outcome.ACCEPTED, reference=9)
    now = post.town.clock.now()
    twice = _report(9, Delivery.DELIVERED, at=now)
    assert _reported(post, twice) == 1
    assert _reported(post, twice) == 0
    # One of another time is about the older, however late.
    post.town.clock.advance(timedelta(days=2))
    assert _reported(post, _report(9, Delivery.DELIVERED, at=now + timedelta(seconds=1))) == 1
    assert [row["delivered"] for row in post.rows()] == [1, 1]


@pytest.mark.parametrize("written", ["081110000100", "6281110000100", "+6281110000100"])
def test_a_report_names_its_phone_in_any_way(post, written: str) -> None:
    post.queue()
    post.record(post.claim()[0], Outcome.ACCEPTED, reference=7)
    assert _reported(post, _report(7, Delivery.DELIVERED, written)) == 1


def test_reports_of_each_part_and_each_phone_are_told_apart(post) -> None:
    post.queue("x" * 200)
    (job,) = post.claim()
    outcomes = tuple(SendOutcome(each.key, Outcome.ACCEPTED, place) for place, each in enumerate(job.segments, 254))
    with post.town.database.write() as connection:
        outbox.record(connection, [Result(job.message_id, outcomes, job.attempt)], post.town.clock.now())
    assert _reported(post, _report(255, Delivery.DELIVERED), _report(254, Delivery.FAILED)) == 2
    row = post.rows()[0]
    assert (row["accepted"], row["delivered"], row["undelivered"]) == (2, 1, 1)


def test_a_delivery_report_settles_what_nobody_knew_the_outcome_of(post) -> None:
    post.queue("digest", priority=Priority.DIGEST)
    post.record(post.claim()[0], Outcome.UNKNOWN)
    assert _reported(post, _report(5, Delivery.DELIVERED, "+6281110000999")) == 0
    assert post.states() == ["unknown"]
    assert _reported(post, _report(5, Delivery.DELIVERED)) == 1
    assert (post.states(), post.rows()[0]["delivered"]) == (["sent"], 1)


def test_a_report_on_another_message_settles_nothing(post) -> None:
    post.queue("known")
    post.record(post.claim()[0], Outcome.ACCEPTED, reference=5)
    post.queue("digest", priority=Priority.DIGEST)
    post.record(post.claim()[0], Outcome.UNKNOWN)
    for _ in range(2):
        _reported(post, _report(5, Delivery.DELIVERED))
    assert post.states() == ["sent", "unknown"]


def _named(names: tuple[str, ...], status: Delivery, to: str = TO) -> DeliveryReport:
    return DeliveryReport("modem1", to, None, status, None, message_ids=names)


def _accepted(post, *names: str, text: str = "Laporan diterima") -> None:
    post.queue(text, f"of {names}")
    (job,) = post.claim()
    outcomes = [
        SendOutcome(segment.key, Outcome.ACCEPTED, message_id=name)
        for segment, name in zip(job.segments, names, strict=True)
    ]
    with post.town.database.write() as connection:
        outbox.record(connection, [Result(job.message_id, tuple(outcomes), job.attempt)], post.town.clock.now())


def _deliveries(post) -> list[str | None]:
    with post.town.database.read() as connection:
        return list(connection.scalars(select(outbound_segment.c.delivery).order_by(outbound_segment.c.id)))


def test_a_receipt_means_what_its_smsc_named(post) -> None:
    _accepted(post, "a1")
    _accepted(post, "a2")
    assert _reported(post, _named(("a2", "162"), Delivery.DELIVERED), _named(("a9",), Delivery.FAILED)) == 1
    assert _deliveries(post) == [None, "delivered"]


def test_a_name_as_it_was_is_enough_and_another_way_to_write_it_needs_the_phone(post) -> None:
    _accepted(post, "a1")
    _accepted(post, "a2")
    assert _reported(post, _named(("a1",), Delivery.DELIVERED, "1708")) == 1
    assert _reported(post, _named(("162", "a2"), Delivery.DELIVERED, "1708")) == 0
    assert _reported(post, _named(("162", "a2"), Delivery.DELIVERED, TO.removeprefix("+"))) == 1
    assert _deliveries(post) == ["delivered", "delivered"]


def test_receipts_in_any_order_never_take_back_an_end(post) -> None:
    _accepted(post, "a1")
    pending, done = _named(("a1",), Delivery.PENDING), _named(("a1",), Delivery.DELIVERED)
    failed = _named(("a1",), Delivery.FAILED)
    assert _reported(post, pending, done, pending, failed) == 4
    assert _deliveries(post) == ["delivered"]
    assert _reported(post, failed) == 1
    assert _deliveries(post) == ["delivered"]


def test_one_name_for_all_parts_is_a_receipt_on_all(post) -> None:
    _accepted(post, "a1", "a1", text="x" * 200)
    assert _reported(post, _named(("a1",), Delivery.FAILED)) == 1
    assert _deliveries(post) == ["failed", "failed"]


def test_a_receipt_settles_what_nobody_knew_the_outcome_of(post) -> None:
    post.queue("digest", priority=Priority.DIGEST)
    post.record(post.claim()[0], Outcome.UNKNOWN)
    assert _reported(post, _named(("a1",), Delivery.DELIVERED)) == 1
    assert _deliveries(post) == ["delivered"]
    assert post.states() == ["sent"]
    # The same one again means it still, and nothing else.
    assert _reported(post, _named(("a1",), Delivery.DELIVERED)) == 1


def test_of_a_long_digest_a_report_settles_only_the_part_it_is_on(post) -> None:
    post.queue("x" * 400, priority=Priority.DIGEST)
    post.record(post.claim()[0], Outcome.ACCEPTED, Outcome.UNKNOWN, reference=4)
    _reported(post, _report(4, Delivery.DELIVERED), _report(5, Delivery.DELIVERED))
    assert post.states() == ["unknown"]
    now = post.town.clock.now()
    with post.town.database.write() as connection:
        outbound.requeue(connection, [post.rows()[0]["id"]], now, now + timedelta(days=1))
    assert [segment.sequence for segment in post.claim()[0].segments] == [3]


def test_a_typographic_quote_does_not_double_the_price(post) -> None:
    post.queue("Petugas \u201cturun\u201d besok \u2013 pagi")

    assert post.rows()[0]["text"] == 'Petugas "turun" besok - pagi'
    assert not post.claim()[0].segments[0].unicode


class OutboxMachine(RuleBasedStateMachine):
    """Any order of queueing, claiming, results and crashes: nothing is lost, nothing accepted is sent again."""

    def __init__(self) -> None:
        super().__init__()
        import tempfile
        from datetime import UTC, datetime
        from pathlib import Path

        from sms.clock import ManualClock
        from storage import lines

        self._folder = tempfile.TemporaryDirectory()
        self.clock = ManualClock(datetime(2026, 11, 23, 5, tzinfo=UTC))
        self.database = Database(f"sqlite:///{Path(self._folder.name) / 'aduan.db'}")
        upgrade(self.database)
        with self.database.write() as connection:
            self.line_ids = lines.ids_of(connection, [("modem1", "gammu")])
        self.post = Post(self)
        self.queued = 0
        self.jobs: list[Job] = []
        self.accepted: set[str] = set()

    def teardown(self) -> None:
        self.database.close()
        self._folder.cleanup()

    @rule(length=st.sampled_from([5, 200, 400]), priority=st.sampled_from(list(Priority)))
    def queue(self, length: int, priority: Priority) -> None:
        self.queued += 1
        self.post.queue("x" * length, key=str(self.queued), priority=priority)

    @rule(room=st.integers(1, 3))
    def claim(self, room: int) -> None:
        jobs = self.post.claim(room)
        for job in jobs:
            assert not self.accepted & {segment.key for segment in job.segments}
        self.jobs += jobs

    @rule(outcomes=st.lists(st.sampled_from(list(Outcome)), min_size=3, max_size=3))
    def finish(self, outcomes: list[Outcome]) -> None:
        if self.jobs:
            job = self.jobs.pop(0)
            accepted = [outcome for outcome in outcomes if outcome is Outcome.ACCEPTED]
            tried = [*accepted, outcomes[0]][: len(job.segments)]
            self.accepted |= {
                segment.key
                for segment, outcome in zip(job.segments, tried, strict=False)
                if outcome is Outcome.ACCEPTED
            }
            self.post.record(job, *tried)

    @rule()
    def crash(self) -> None:
        self.jobs.clear()
        with self.database.write() as connection:
            outbox.abandon(connection, outbound.sending_on(connection, self.line_ids.values()), self.clock.now())

    @rule(minutes=st.integers(1, 90))
    def wait(self, minutes: int) -> None:
        self.clock.advance(timedelta(minutes=minutes))

    @invariant()
    def every_message_is_somewhere(self) -> None:
        rows = self.post.rows()
        assert len(rows) == self.queued
        assert {row["state"] for row in rows} <= {"queued", "sending", "sent", "failed", "unknown"}
        assert sum(row["state"] == "sending" for row in rows) == len(self.jobs)


TestOutboxMachine = OutboxMachine.TestCase
TestOutboxMachine.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
