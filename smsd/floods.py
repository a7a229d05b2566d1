"""Floods: numbers that send more than anybody reads. What is too much is stored and set aside, and a person is told."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from complaints.talk.manners import FLOOD, in_flood
from config.logs import get_logger
from sms.message import InboundMessage
from storage import turns

HOUR = timedelta(hours=1)


class Floods:
    """Finds what came in a flood; warns of each number once an hour, for as long as it goes on."""

    def __init__(self) -> None:
        self._log: Any = get_logger("aduan")
        self._warned: dict[int, datetime] = {}

    def find(
        self, connection: Connection, messages: Sequence[InboundMessage], exempt: Collection[int], now: datetime
    ) -> set[int]:
        """Tell which of the messages to be processed are set aside; `exempt` are the senders who work off a list.

        A message that was set aside before is here again because a person wants it processed, and is processed.
        """
        heard = [message for message in messages if message.subscriber_id not in exempt]
        if not heard:
            return set()
        since = min(message.received_at for message in heard) - HOUR
        senders = turns.crowded(connection, {message.subscriber_id for message in heard}, since, FLOOD)
        too_many = {each for sender in senders for each in self._of(connection, sender, since)}
        found = [message for message in heard if message.id in too_many]
        for message in found:
            self._warn(message, now)
        return {message.id for message in found}

    @staticmethod
    def _of(connection: Connection, sender: int, since: datetime) -> list[int]:
        rows = turns.from_since(connection, sender, since)
        over = in_flood([row.received_at for row in rows])
        return [row.id for row, is_over in zip(rows, over, strict=True) if is_over and row.processed_at is None]

    def _warn(self, message: InboundMessage, now: datetime) -> None:
        self._warned = {sender: at for sender, at in self._warned.items() if now - at < HOUR}
        if message.subscriber_id not in self._warned:
            self._warned[message.subscriber_id] = now
            self._log.warning("a flood is set aside; see `aduan inbox list --status flood`", sender=message.sender)
