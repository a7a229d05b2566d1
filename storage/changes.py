"""The rows that one step wants to write, gathered and written set-wise.

Handlers add rows here and never touch the database; one multi-row statement per table writes them all. That is what
makes a batch of fifty messages cost little more than one.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from sms.codec import segment_count, to_gsm7_lookalikes
from sms.message import OutboundMessage
from sms.safe_text import storable
from storage import alerts, alike, bulk, dialogues
from storage.message_tables import outbound_message
from storage.models import assignment, complaint, complaint_place, event, party, subscriber
from storage.outbound import QUEUED
from storage.upsert import insert_new, update_alike

Row = dict[str, Any]

USEFUL_FOR = timedelta(days=3)
"""How long a message waits for a way out before nobody needs it any more."""


@dataclass(slots=True)
class Changes:
    """Rows to insert, by table, in the order in which they refer to each other, and changes of those that are there.

    `dialogues` are questions that are asked with this, `dialogues_ended` the keys of those that need no answer now.
    """

    complaints: list[Row] = field(default_factory=list)
    places: list[Row] = field(default_factory=list)
    assignments: list[Row] = field(default_factory=list)
    parties: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    outbound: list[Row] = field(default_factory=list)
    complaint_updates: list[Row] = field(default_factory=list)
    assignment_updates: list[Row] = field(default_factory=list)
    subscriber_updates: list[Row] = field(default_factory=list)
    alerts: list[Row] = field(default_factory=list)
    dialogues: list[Row] = field(default_factory=list)
    dialogues_ended: set[str] = field(default_factory=set)

    @property
    def keys(self) -> frozenset[str]:
        """The keys of the messages that are queued with this."""
        return frozenset(row["dedupe_key"] for row in self.outbound)

    def send(self, message: OutboundMessage, now: datetime) -> None:
        """Queue a message; it leaves after the commit, and exists once for its `dedupe_key`."""
        text = as_sent(message.text)
        row: Row = {
            "dedupe_key": message.dedupe_key,
            "subscriber_id": message.subscriber_id,
            "complaint_id": message.complaint_id,
            "line_id": message.line_id,
            "text": text,
            "priority": message.priority,
            "state": QUEUED,
            "segments": segment_count(text),
            "created_at": now,
            "not_before": message.not_before or now,
            "expires_at": message.expires_at or (message.not_before or now) + USEFUL_FOR,
            "quiet_region": message.quiet_region,
            "purpose": message.purpose,
            "explained": message.explained,
        }
        self.outbound.append(row)

    def add(self, other: Changes) -> None:
        """Take up what another step wants to write, to be written with this."""
        for each in fields(self):
            mine, theirs = getattr(self, each.name), getattr(other, each.name)
            if isinstance(mine, set):
                mine |= theirs
            else:
                mine += theirs

    def write(self, connection: Connection) -> None:
        """Write everything in the connection's transaction; an outbound message that exists already stays one."""
        known = alike.mark(self.places, self.complaints)
        bulk.insert(connection, complaint, self.complaints)
        bulk.insert(connection, complaint_place, self.places)
        update_alike(connection, complaint, self.complaint_updates)
        alike.refresh(connection, known | alike.decided(self.complaint_updates))
        update_alike(connection, assignment, self.assignment_updates)
        bulk.insert(connection, assignment, self.assignments)
        bulk.insert(connection, party, self.parties)
        bulk.insert(connection, event, self.events)
        update_alike(connection, subscriber, self.subscriber_updates)
        if self.dialogues_ended:
            dialogues.end(connection, self.dialogues_ended)
        dialogues.begin(connection, self.dialogues)
        alerts.add(connection, self.alerts)
        insert_new(connection, outbound_message, self.outbound, outbound_message.c.dedupe_key)


def as_sent(text: str) -> str:
    """Write a text as it is stored and sent."""
    return to_gsm7_lookalikes(storable(text))
