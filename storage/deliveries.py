"""Queries on delivery reports: which segment one means, and what it says of that."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, Connection, Exists, Select, bindparam, exists, false, or_, select, update

from storage.engine import AnyRow
from storage.message_tables import outbound_message, outbound_segment
from storage.models import line, subscriber
from storage.outbound import ACCEPTED, PENDING, SENT, UNKNOWN

NO_REPORT_AFTER = timedelta(days=3)
"""For so long the network tries; what has not been reported on by then never will be."""

_OPEN = or_(outbound_segment.c.delivery.is_(None), outbound_segment.c.delivery == PENDING)
_WRITE = (
    update(outbound_segment)
    .where(outbound_segment.c.id == bindparam("segment"))
    .values(delivery=bindparam("said"), delivered_at=bindparam("at"))
)
_NEWER, _NEWER_MESSAGE = outbound_segment.alias("newer"), outbound_message.alias("newer_message")


def open_segment(
    connection: Connection, line_name: str, recipient: str, reference: int, at: datetime | None
) -> AnyRow | None:
    """Find the newest segment that a delivery report can mean: same line, number and TP-MR, not final yet.

    None too if the report, by its time `at`, has already been written to a newer one: it has come twice.
    """
    columns = outbound_segment.c
    repeated = false() if at is None else _is_written_to_newer(reference, at)
    wanted = _sent_by(line_name, recipient).where(columns.reference == reference, columns.state == ACCEPTED, _OPEN)
    return connection.execute(wanted.where(~repeated)).one_or_none()


def named_segments(connection: Connection, message_ids: Collection[str]) -> list[AnyRow]:
    """Give the segments that SMSCs gave these names: `id`, `message_id`, `delivery`, their line and recipient."""
    columns = outbound_segment.c
    named = (
        select(columns.id, columns.message_id, columns.delivery, line.c.name.label("line"), subscriber.c.address)
        .join(outbound_message, outbound_message.c.id == columns.outbound_message_id)
        .join(subscriber, subscriber.c.id == outbound_message.c.subscriber_id)
        .join(line, line.c.id == outbound_message.c.line_id)
        .where(columns.message_id.in_(message_ids))
    )
    return list(connection.execute(named))


def unknown_segment(
    connection: Connection, line_name: str, recipient: str, name: int | str, now: datetime
) -> AnyRow | None:
    """Find the newest segment for a number of which nobody knows whether the line has sent it.

    None too if the TP-MR, or the SMSC's `name`, is that of another: then the report has come before.
    """
    columns = outbound_segment.c
    lately = _sent_by(line_name, recipient).where(columns.sent_at > now - NO_REPORT_AFTER)
    if connection.execute(lately.where(_name_column(name) == name)).first():
        return None
    lost = columns.state == UNKNOWN, outbound_message.c.state == UNKNOWN
    return connection.execute(lately.where(*lost)).one_or_none()


def write(connection: Connection, said: Mapping[int, tuple[str, datetime]]) -> None:
    """Write down what delivery reports said of segments: state and time by segment."""
    rows = [{"segment": segment, "said": delivery, "at": at} for segment, (delivery, at) in said.items()]
    if rows:
        connection.execute(_WRITE, rows)


def accept(connection: Connection, segment: AnyRow, name: int | str) -> None:
    """Note that a segment of unknown outcome was sent after all, and its message with it if it was the last."""
    change = update(outbound_segment).where(outbound_segment.c.id == segment.id)
    connection.execute(change.values({outbound_segment.c.state: ACCEPTED, _name_column(name): name}))
    whole = update(outbound_message).where(
        outbound_message.c.id == segment.outbound_message_id,
        outbound_message.c.state == UNKNOWN,
        outbound_message.c.segments == segment.sequence,
    )
    connection.execute(whole.values(state=SENT, sent_at=segment.sent_at, error=""))


def _name_column(name: int | str) -> Column[Any]:
    """Tell where a name stands: a number is a TP-MR, letters are an SMSC's."""
    return outbound_segment.c.message_id if isinstance(name, str) else outbound_segment.c.reference


def _is_written_to_newer(reference: int, at: datetime) -> Exists:
    return exists().where(
        _NEWER.c.reference == reference,
        _NEWER.c.id > outbound_segment.c.id,
        _NEWER.c.delivered_at == at,
        _NEWER_MESSAGE.c.id == _NEWER.c.outbound_message_id,
        _NEWER_MESSAGE.c.subscriber_id == outbound_message.c.subscriber_id,
    )


def _sent_by(line_name: str, recipient: str) -> Select[tuple[int, int, int, datetime]]:
    columns = outbound_segment.c
    return (
        select(columns.id, columns.outbound_message_id, columns.sequence, columns.sent_at)
        .join(outbound_message, outbound_message.c.id == columns.outbound_message_id)
        .join(subscriber, subscriber.c.id == outbound_message.c.subscriber_id)
        .join(line, line.c.id == outbound_message.c.line_id)
        .where(line.c.name == line_name, subscriber.c.address == recipient)
        .order_by(columns.id.desc())
        .limit(1)
    )
