"""One batch of messages on the desk: what is known about them, and what shall be written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from complaints.office import Office
from sms.message import InboundMessage, OutboundMessage, Priority
from storage.changes import Changes
from storage.engine import AnyRow

MOST_ANSWERS_AN_HOUR = 20
"""Two robots that answer each other cost real money; a person does not ask that often."""


@dataclass(slots=True)
class Desk:
    """Everything a handler may look at, and `changes`, where it writes down what it wants.

    `complaint_ids` gives a fresh id per new complaint; `found` holds the complaints whose numbers the batch names;
    `answers` counts what each sender got in the last hour.
    """

    office: Office
    now: datetime
    complaint_ids: Iterator[int]
    found: Mapping[int, AnyRow]
    answers: dict[int, int]
    changes: Changes = field(default_factory=Changes)

    def answer(
        self, message: InboundMessage, text: str, *, complaint_id: int | None = None, dedupe_key: str = ""
    ) -> None:
        """Answer the sender over the line they wrote to, once; not any more if they got too many already."""
        given = self.answers.get(message.subscriber_id, 0)
        if given >= MOST_ANSWERS_AN_HOUR:
            return
        self.answers[message.subscriber_id] = given + 1
        answer = OutboundMessage(
            dedupe_key=dedupe_key or f"answer:{message.id}",
            subscriber_id=message.subscriber_id,
            text=text,
            priority=Priority.ANSWER,
            line_id=message.line_id,
            complaint_id=complaint_id,
        )
        self.changes.send(answer, self.now)
