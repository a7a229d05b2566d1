"""What a report counts of a region in a time: a row for each group, each from an index; set-wise, whatever came.

A group is an agency, None for those of none. What is delicate is counted nowhere: two figures, one with it and one
without, would tell how much there is. Who has a complaint now is whose it is. Conditions that other figures share are
in `storage.overdue`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Label,
    Select,
    and_,
    case,
    func,
    literal,
    null,
    or_,
    select,
)

from storage.engine import AnyRow
from storage.hushed import IS_DELICATE
from storage.message_tables import inbound_message, outbound_message
from storage.models import assignment, complaint, event
from storage.outbound import SENT
from storage.overdue import is_judged, is_within
from storage.report_scope import COUNTS, LEAD, Span, came, finished_in, of_hands, open_at_end
from storage.seconds import between, seconds

_WAITING = ("new", "triage", "assigned", "in_progress", "waiting", "postponed")
_IS_OWED = and_(COUNTS, or_(complaint.c.first_answer_at.is_not(None), complaint.c.status.in_(_WAITING)))
"""What has been answered, or still waits for it; what ended without is owed nothing."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the counting has to know of a region: the bounds of its colours, and which rungs tell whom.

    `almost_due` is in thousandths of the time; `head` and `leader` are the bits of the ladder that tell them.
    """

    almost_due: int
    unhappy: int
    head: int = 0
    leader: int = 0


def arrived(connection: Connection, span: Span) -> list[AnyRow]:
    """Count what has come by `agency`, `topic` and `channel`: `whole`, and parts of it.

    `counts` is what somebody has to do something about, `unasked` what of it was filed without asking back.
    """
    columns = complaint.c
    wanted = select(
        assignment.c.agency,
        columns.topic,
        columns.channel,
        func.count().label("whole"),
        _sum("praise", columns.kind == "praise"),
        _sum("spam", columns.status == "spam"),
        _sum("duplicates", or_(columns.duplicate_of.is_not(None), columns.status == "duplicate")),
        _sum("counts", COUNTS),
        _sum("unasked", and_(COUNTS, columns.asked == 0)),
    )
    return _all(connection, came(wanted, span).group_by(assignment.c.agency, columns.topic, columns.channel))


def answer_times(connection: Connection, span: Span) -> list[AnyRow]:
    """Give how many seconds the first answer to each complaint that came took; None if there was none by the end."""
    columns = complaint.c
    took = between(columns.created_at, columns.first_answer_at)
    known = case((columns.first_answer_at < span.until, took), else_=null())
    return _all(connection, came(select(assignment.c.agency, known.label("took")), span).where(_IS_OWED))


def solution_times(connection: Connection, span: Span) -> list[AnyRow]:
    """Give how many seconds each complaint that was finished has taken since it came."""
    took = between(complaint.c.created_at, assignment.c.done_at).label("took")
    return _all(
        connection,
        of_hands(select(assignment.c.agency, took), span, finished_in(span)).where(assignment.c.lead.is_(True)),
    )


def finished(connection: Connection, span: Span, bounds: Bounds) -> list[AnyRow]:
    """Count what agencies have finished, by `lead` too: `whole`, `timed` with a date, `on_time` by it, and parts.

    `reopened` had been opened again, `rated` and `stars` are how many said how content they were, and the sum.
    """
    hands, columns = assignment.c, complaint.c
    late = hands.done_at > hands.due_at
    wanted = select(
        assignment.c.agency,
        hands.lead,
        func.count().label("whole"),
        _sum("timed", hands.due_at.is_not(None)),
        _sum("on_time", hands.done_at <= hands.due_at),
        _sum("reopened", columns.reopened > 0),
        _sum("rated", columns.rating.is_not(None)),
        func.coalesce(func.sum(columns.rating), 0).label("stars"),
        _sum("red", or_(late, columns.rating <= bounds.unhappy)),
        *_late(late, bounds, span),
    )
    return _all(connection, of_hands(wanted, span, finished_in(span)).group_by(assignment.c.agency, hands.lead))


def held(connection: Connection, span: Span, bounds: Bounds) -> list[AnyRow]:
    """Count what was open at the end, by `lead` too: `whole`, and parts of it: `silent`, `reopened`, the colours.

    What was finished since then was open; what has been opened again since counts as open all the time. A group may
    have two rows.
    """
    hands, columns = assignment.c, complaint.c
    late, red, yellow = _colours(span, bounds)
    wanted = select(
        assignment.c.agency,
        hands.lead,
        func.count().label("whole"),
        _sum("silent", _is_silent(span)),
        _sum("reopened", columns.reopened > 0),
        _sum("red", red),
        _sum("yellow", and_(~red, yellow)),
        *_late(late, bounds, span),
    ).group_by(assignment.c.agency, hands.lead)
    return [row for open_ in open_at_end(span) for row in connection.execute(of_hands(wanted, span, open_))]


def judged(connection: Connection, span: Span) -> list[AnyRow]:
    """Count what citizens or the clock have closed: `whole`, and what citizens have `confirmed`."""
    confirmed = _sum("confirmed", complaint.c.outcome == "confirmed")
    wanted = select(assignment.c.agency, func.count().label("whole"), confirmed)
    wanted = wanted.select_from(complaint).outerjoin(assignment, LEAD).group_by(assignment.c.agency)
    theirs = complaint.c.region == span.region, ~IS_DELICATE
    return _all(connection, wanted.where(*theirs, is_judged(span.since, span.until)))


def delicate(connection: Connection, span: Span) -> int:
    """Count what has come that is delicate, and so in no other figure."""
    columns = complaint.c
    in_time = is_within(columns.created_at, span.since, span.until)
    wanted = select(func.count()).where(columns.region == span.region, in_time, IS_DELICATE)
    return connection.scalar(wanted) or 0


def messages(connection: Connection, span: Span) -> list[AnyRow]:
    """Count the SMS of the cases that came by SMS and were finished: `cases`, and `sms` in and out. Several rows each.

    In: the parts of the report, and each later word of its reporter, or a supporter, as one. Out: the segments sent.
    """
    hands, columns, words = assignment.c, complaint.c, event.c
    cases = of_hands(select(assignment.c.agency, columns.id, columns.inbound_message_id), span, finished_in(span))
    cases = cases.where(hands.lead.is_(True), columns.inbound_message_id.is_not(None))
    case_ = cases.cte("cases")
    agency = case_.c.agency
    parts = case((inbound_message.c.channel == "sms", inbound_message.c.parts_stored), else_=0)
    filed = select(agency, func.count().label("cases"), func.sum(parts).label("sms")).join_from(
        case_, inbound_message, inbound_message.c.id == case_.c.inbound_message_id
    )
    # One SMS may be several steps, which have one moment.
    said = select(case_.c.id, agency, words.at).join_from(case_, event, words.complaint_id == case_.c.id)
    said = said.where(words.actor_kind == "citizen", words.action != "open").distinct()
    each = said.subquery()
    later = select(each.c.agency, literal(0).label("cases"), func.count().label("sms"))
    out = select(agency, literal(0).label("cases"), func.sum(outbound_message.c.segments).label("sms")).join_from(
        case_, outbound_message, outbound_message.c.complaint_id == case_.c.id
    )
    sent = out.where(outbound_message.c.state == SENT)
    wanted = filed.group_by(agency), later.group_by(each.c.agency), sent.group_by(agency)
    return [row for each_ in wanted for row in connection.execute(each_)]


def _colours(span: Span, bounds: Bounds) -> tuple[ColumnElement[bool], ColumnElement[bool], ColumnElement[bool]]:
    """Give what is late at the end of a time, red, and yellow if it is not red."""
    hands, columns = assignment.c, complaint.c
    left = seconds(hands.due_at) - int(span.until.timestamp())
    almost = 1000 * left < bounds.almost_due * between(hands.assigned_at, hands.due_at)
    late = and_(hands.due_at.is_not(None), hands.due_at < span.until)
    red = or_(late, columns.reopened > 0, and_(columns.rating.is_not(None), columns.rating <= bounds.unhappy))
    return late, red, or_(and_(hands.due_at.is_not(None), almost), ~_is_silent(span))


def _late(late: ColumnElement[bool], bounds: Bounds, span: Span) -> tuple[Label[int], ...]:
    """Count what is late, and what is known of why; one complaint may have several reasons."""
    hands, columns = assignment.c, complaint.c
    reasons = {
        "late_silent": hands.accepted_at.is_(None),
        "late_slow": and_(hands.accepted_at < span.until, hands.accepted_at > hands.respond_by),
        "late_bounced": columns.bounced > 0,
        "late_reopened": columns.reopened > 0,
        "late_paused": hands.pauses.is_not(None),
        "late_head": hands.rung.bitwise_and(bounds.head) != 0,
        "late_leader": hands.rung.bitwise_and(bounds.leader) != 0,
    }
    return _sum("late", late), *(_sum(name, and_(late, reason)) for name, reason in reasons.items())


def _is_silent(span: Span) -> ColumnElement[bool]:
    return or_(assignment.c.accepted_at.is_(None), assignment.c.accepted_at >= span.until)


def _sum(name: str, which: ColumnElement[bool]) -> Label[int]:
    return func.coalesce(func.sum(case((which, 1), else_=0)), 0).label(name)


def _all(connection: Connection, wanted: Select[Any]) -> list[AnyRow]:
    return list(connection.execute(wanted))
