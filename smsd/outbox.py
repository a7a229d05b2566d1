"""The way out: claim what is due, hand it to a line, write down what became of it.

Claiming marks a message `sending` and commits before the modem hears of it. Whatever is `sending` without a worker
that sends it (a crash, a killed worker) has an unknown outcome: nobody can tell whether the modem sent it. What is for
one person, an answer or news, is then sent once more; everything else waits for a person.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from sms.codec import split
from sms.message import Delivery, DeliveryReport, Outcome, Priority, Segment, SendOutcome
from sms.msisdn import classify
from storage import claims, deliveries, outbound
from storage.claims import Allowed, Claimed
from storage.engine import AnyRow


@dataclass(frozen=True, slots=True)
class Policy:
    """What to do after an outcome: pause from `first` doubling to `longest`; give up after `attempts`.

    `counted` False: the attempt was not the message's fault and does not count.
    """

    first: timedelta
    longest: timedelta
    attempts: int
    counted: bool = True


POLICIES: Mapping[Outcome, Policy] = {
    # The network is busy: it will not be for long, but some drivers call everything so.
    Outcome.RETRY_SOON: Policy(timedelta(seconds=5), timedelta(hours=1), attempts=24),
    # The phone is off, the account is empty: that takes hours.
    Outcome.RETRY_LATER: Policy(timedelta(minutes=5), timedelta(hours=1), attempts=24),
    # The network rejects it and does not say whether it always will.
    Outcome.RETRY_ONCE: Policy(timedelta(minutes=5), timedelta(minutes=5), attempts=2),
    # The number or the text is refused for good.
    Outcome.PERMANENT: Policy(timedelta(), timedelta(), attempts=0),
    # The modem or its SIM is at fault, not the message.
    Outcome.LINE_FAULT: Policy(timedelta(seconds=5), timedelta(minutes=5), attempts=1000, counted=False),
}

LONGEST_NAME = 65
"""Characters of an SMSC's message_id (SMPP 3.4 section 5.2.23)."""
_JITTER = 0.2
_MOST_UNKNOWNS = 1
_MAY_COME_TWICE = frozenset({Priority.DANGER, Priority.ANSWER, Priority.LATER, Priority.UPDATE})
"""Better twice than never: the words are for one person. A digest comes again in time by itself."""


@dataclass(frozen=True, slots=True)
class Job:
    """A message on its way to a line: the segments that are still to be sent, in order, in which attempt."""

    message_id: int
    segments: tuple[Segment, ...]
    attempt: int = 1
    subscriber_id: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """What a line made of a job: the outcomes of the segments it tried, in order (it stops at the first failure)."""

    message_id: int
    outcomes: tuple[SendOutcome, ...]
    attempt: int = 1

    @property
    def failure(self) -> SendOutcome | None:
        """The outcome that ended it; None if everything was accepted."""
        return next((outcome for outcome in self.outcomes if outcome.outcome is not Outcome.ACCEPTED), None)


def claim(
    connection: Connection, line_id: int, allowed: Allowed, now: datetime, quiet: Collection[str] = ()
) -> list[Job]:
    """Take due messages for a line, as it may, none that keeps the quiet hours of a region in `quiet`.

    Commit before handing them to it.
    """
    return [_job(message) for message in claims.claim(connection, line_id, allowed, now, quiet)]


def record(
    connection: Connection, results: Sequence[Result], now: datetime, jitter: Callable[[], float] = random.random
) -> None:
    """Write down what became of messages, and when they are tried again."""
    if not results:
        return
    rows = outbound.in_state(connection, [result.message_id for result in results], outbound.SENDING)
    # A late result of an attempt that was given up says nothing about the one that is under way.
    known = [result for result in results if _is_current(result, rows)]
    segments = [_segment_row(outcome, now) for result in known for outcome in result.outcomes]
    outbound.write_segments(connection, segments)
    verdicts = [_verdict(rows[result.message_id], result, now, jitter()) for result in known]
    outbound.write_messages(connection, verdicts)


def _is_current(result: Result, rows: Mapping[int, AnyRow]) -> bool:
    return result.message_id in rows and rows[result.message_id].attempts == result.attempt


def abandon(connection: Connection, message_ids: Collection[int], now: datetime) -> int:
    """Record as unknown what is marked `sending` while nobody sends it any more; gives how many messages."""
    sending = claims.claimed(connection, message_ids)
    lost = [lost_result(_job(message), "aduan stopped while it was sent") for message in sending]
    if lost:
        record(connection, lost, now)
    return len(lost)


def lost_result(job: Job, why: str) -> Result:
    """Make the result of a job nobody can tell the outcome of: unknown from its first open segment on."""
    key = job.segments[0].key if job.segments else _key(job.message_id, 1)
    return Result(job.message_id, (SendOutcome(key, Outcome.UNKNOWN, error=why),), job.attempt)


def not_handed_over(job: Job) -> Result:
    """Make the result of a job whose line was gone before it could take it: certainly not sent."""
    outcomes = (
        (SendOutcome(job.segments[0].key, Outcome.LINE_FAULT, error="the line was gone"),) if job.segments else ()
    )
    return Result(job.message_id, outcomes, job.attempt)


def record_reports(connection: Connection, reports: Sequence[DeliveryReport], now: datetime) -> int:
    """Write delivery reports to the segments they mean; gives how many meant one of ours."""
    matched = _record_named(connection, [report for report in reports if report.message_ids], now)
    for report in reports:
        if report.reference is None:
            continue
        recipient = classify(report.recipient).address
        segment = deliveries.open_segment(connection, report.line, recipient, report.reference, report.at)
        segment = segment or _sent_after_all(connection, report, report.reference, now)
        if segment is not None:
            deliveries.write(connection, {segment.id: (report.status, report.at or now)})
            matched += 1
    return matched


def _record_named(connection: Connection, reports: Sequence[DeliveryReport], now: datetime) -> int:
    """Record the reports of SMSCs, which name what they mean; what has come to its end stays as it is."""
    if not reports:
        return 0
    known: dict[str, list[AnyRow]] = {}
    for row in deliveries.named_segments(connection, {way for report in reports for way in report.message_ids}):
        known.setdefault(row.message_id, []).append(row)
    said: dict[int, tuple[str, datetime]] = {}
    matched = 0
    for report in reports:
        meant = _named(report, known) or list(
            filter(None, [_sent_after_all(connection, report, report.message_ids[0], now)])
        )
        matched += bool(meant)
        for row in meant:
            before = said[row.id][0] if row.id in said else getattr(row, "delivery", None)
            if before in {None, Delivery.PENDING}:
                said[row.id] = (report.status, report.at or now)
    deliveries.write(connection, said)
    return matched


def _named(report: DeliveryReport, known: Mapping[str, Sequence[AnyRow]]) -> list[AnyRow]:
    """Find the segments that an SMSC means: by the name as it was, or by another way to write it and the recipient."""
    exact, recipient = report.message_ids[0], classify(report.recipient).address
    for way in report.message_ids:
        rows = [row for row in known.get(way, ()) if row.line == report.line]
        meant = [row for row in rows if row.address == recipient] or (rows if way == exact else [])
        if meant:
            return meant
    return []


def _sent_after_all(connection: Connection, report: DeliveryReport, name: int | str, now: datetime) -> AnyRow | None:
    """Find a segment of unknown outcome for the phone that a report is on, and note that it was sent."""
    recipient = classify(report.recipient).address
    segment = deliveries.unknown_segment(connection, report.line, recipient, name, now)
    if segment is not None:
        deliveries.accept(connection, segment, name)
    return segment


def _job(message: Claimed) -> Job:
    cut = split(message.text)
    segments = tuple(
        Segment(
            key=_key(message.id, sequence),
            to=message.to,
            text=text,
            sequence=sequence,
            total=len(cut.parts),
            # The same in every attempt: a phone that got a part twice joins them all the same.
            reference=message.id % 256,
            unicode=cut.unicode,
        )
        for sequence, text in enumerate(cut.parts, 1)
        if sequence not in message.accepted
    )
    return Job(message.id, segments, message.attempts, message.subscriber_id)


def _key(message_id: int, sequence: int) -> str:
    return f"{message_id}-{sequence}"


def _segment_row(outcome: SendOutcome, now: datetime) -> dict[str, Any]:
    message_id, sequence = map(int, outcome.key.split("-"))
    states = {Outcome.ACCEPTED: outbound.ACCEPTED, Outcome.UNKNOWN: outbound.UNKNOWN}
    return {
        "outbound_message_id": message_id,
        "sequence": sequence,
        "state": states.get(outcome.outcome, outbound.FAILED),
        "reference": outcome.reference,
        "message_id": outcome.message_id[:LONGEST_NAME] or None,
        "sent_at": now,
    }


def _verdict(row: AnyRow, result: Result, now: datetime, jitter: float) -> dict[str, Any]:
    """Decide what a message is after an attempt; all verdicts have the same columns."""
    failure = result.failure
    verdict = {
        "id": row.id,
        "state": outbound.QUEUED,
        "attempts": row.attempts,
        "unknowns": row.unknowns,
        "not_before": now,
        "sent_at": None,
        "error": failure.error if failure else "",
    }
    if failure is None:
        return {**verdict, "state": outbound.SENT, "sent_at": now}
    if failure.outcome is Outcome.UNKNOWN:
        return {**verdict, **_after_unknown(row)}
    return {**verdict, **_after_failure(row, POLICIES[failure.outcome], now, jitter)}


def _after_unknown(row: AnyRow) -> dict[str, Any]:
    may_repeat = row.priority in _MAY_COME_TWICE and row.unknowns < _MOST_UNKNOWNS
    return {"state": outbound.QUEUED if may_repeat else outbound.UNKNOWN, "unknowns": row.unknowns + 1}


def _after_failure(row: AnyRow, policy: Policy, now: datetime, jitter: float) -> dict[str, Any]:
    attempts = row.attempts if policy.counted else row.attempts - 1
    if attempts >= policy.attempts:
        return {"state": outbound.FAILED, "attempts": attempts}
    pause = min(policy.first * 2 ** min(attempts, 20), policy.longest) * (1 + _JITTER * jitter)
    return {"attempts": attempts, "not_before": now + pause}
