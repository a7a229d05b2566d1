"""Queries on turns: which answers a phone was given lately, what it said before, and how much it sends.

Their statements are made once: they run for every batch, each for all senders of it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, func, select

from sms.message import Priority
from storage.among import among
from storage.engine import AnyRow
from storage.message_tables import inbound_message, outbound_message

_ANSWERS_SINCE = (
    select(
        outbound_message.c.subscriber_id,
        outbound_message.c.created_at,
        outbound_message.c.purpose,
        outbound_message.c.text,
        outbound_message.c.explained,
        outbound_message.c.id,
        outbound_message.c.complaint_id,
        outbound_message.c.state,
        outbound_message.c.sent_at,
    )
    .where(
        among(outbound_message.c.subscriber_id, "subscriber_ids"),
        outbound_message.c.created_at >= bindparam("since"),
        outbound_message.c.priority <= Priority.LATER,
        outbound_message.c.purpose != "",
    )
    .order_by(outbound_message.c.created_at, outbound_message.c.id)
)

_THIS, _EARLIER = inbound_message.alias("this"), inbound_message.alias("earlier")
_SAID = (
    select(_THIS.c.id, func.count())
    .join(
        _EARLIER,
        and_(
            _EARLIER.c.subscriber_id == _THIS.c.subscriber_id,
            _EARLIER.c.text_hash == _THIS.c.text_hash,
            _EARLIER.c.id < _THIS.c.id,
            _EARLIER.c.received_at > bindparam("since"),
        ),
    )
    .where(among(_THIS.c.id, "ids"))
    .group_by(_THIS.c.id)
)

_CROWDED = (
    select(inbound_message.c.subscriber_id)
    .where(
        among(inbound_message.c.subscriber_id, "subscriber_ids"),
        inbound_message.c.received_at > bindparam("since"),
    )
    .group_by(inbound_message.c.subscriber_id)
    .having(func.count() > bindparam("most"))
)

_FROM_SINCE = (
    select(inbound_message.c.id, inbound_message.c.received_at, inbound_message.c.processed_at)
    .where(
        inbound_message.c.subscriber_id == bindparam("subscriber_id"),
        inbound_message.c.received_at > bindparam("since"),
    )
    .order_by(inbound_message.c.received_at, inbound_message.c.id)
)


def answers_since(connection: Connection, subscriber_ids: Collection[int], since: datetime) -> list[AnyRow]:
    """Give the automatic answers made for these people since then, the oldest first.

    News are none, and what a person typed (`aduan send`) is none: it has no purpose.
    """
    return list(connection.execute(_ANSWERS_SINCE, {"subscriber_ids": list(subscriber_ids), "since": since}))


def said_before(connection: Connection, message_ids: Collection[int], since: datetime) -> dict[int, int]:
    """Tell how often the same text came from the same sender before, since then, of those where it did: id to count."""
    if not message_ids:
        return {}
    return dict(connection.execute(_SAID, {"ids": list(message_ids), "since": since}).all())


def crowded(connection: Connection, subscriber_ids: Collection[int], since: datetime, most: int) -> list[int]:
    """Tell who of these people has sent more than `most` messages since then."""
    return list(connection.scalars(_CROWDED, {"subscriber_ids": list(subscriber_ids), "since": since, "most": most}))


def from_since(connection: Connection, subscriber_id: int, since: datetime) -> list[AnyRow]:
    """Give a person's messages since then, the oldest first: `id`, `received_at`, `processed_at`."""
    return list(connection.execute(_FROM_SINCE, {"subscriber_id": subscriber_id, "since": since}))
