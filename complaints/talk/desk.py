"""One batch of messages on the desk: what is known about them, and what shall be written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from complaints.life.asking import Asked, question
from complaints.life.deeds import Deed
from complaints.life.judgement import judge
from complaints.life.lifecycle import Action
from complaints.life.numbers import number_of
from complaints.steps.actions import apply
from complaints.steps.moving import move
from complaints.talk import manners, rush
from complaints.talk.floor import NOTHING_OPEN, Floor
from complaints.talk.manners import Answer
from complaints.who.office import Office
from complaints.who.people import People, Post
from parsers.words import ALARM, words_of
from routing.decide import Decision
from routing.quality import Quality
from sms.message import InboundMessage, OutboundMessage
from storage.alike import Spot
from storage.changes import Changes, as_sent
from storage.complaints import by_number
from storage.engine import AnyRow

Judged = dict[tuple[str, str], tuple[Decision, Quality]]
"""What is thought of texts: by the region and the text."""

UNNAMED = "answer"
"""The purpose of an answer that was made without a key: the manners count every one."""


@dataclass(slots=True)
class Desk:
    """Everything a handler may look at, and `changes`, where it writes down what it wants.

    A batch has one message of each sender. `complaint_ids` gives a fresh id per new complaint; `found` holds the
    complaints whose numbers the batch names, with nothing for those that nobody has; `own` are each sender's
    complaints, the newest first; `posts` tells who of the senders is an officer, `floors` what is open with them;
    `given` are the answers that each sender got in the last day, `said` is how often a report's text had come before;
    `taken` tells of the spots where a batch may look for similar complaints whether there is anything;
    `changed` are the complaints that the batch has changed by number, `judged` what is thought of texts already,
    `explained` the messages that a command, a menu or an open question explains, `threatened` the complaints whose
    reporters have been hidden just now, `rushed` the overloaded lines. `connection` is the batch's transaction, for
    the few messages that change a complaint: such a step reads what it changes, and is written at once.
    """

    connection: Connection
    office: Office
    now: datetime
    people: People
    complaint_ids: Iterator[int]
    found: Mapping[int, AnyRow | None]
    own: Mapping[int, Sequence[AnyRow]]
    posts: Mapping[int, Sequence[Post]]
    floors: Mapping[int, Floor]
    given: dict[int, list[Answer]]
    said: Mapping[int, int] = field(default_factory=dict)
    rushed: Mapping[int, str] = field(default_factory=dict)
    taken: Mapping[Spot, bool] = field(default_factory=dict)
    changes: Changes = field(default_factory=Changes)
    changed: set[int] = field(default_factory=set)
    explained: set[int] = field(default_factory=set)
    threatened: set[int] = field(default_factory=set)
    judged: Judged = field(default_factory=dict)

    def judge(self, region: str, text: str) -> tuple[Decision, Quality]:
        """Tell what is thought of a text in a region, thinking once."""
        if (region, text) not in self.judged:
            self.judged[region, text] = judge(self.office.routers[region], self.office.grader, text)
        return self.judged[region, text]

    def is_danger(self, region: str, text: str) -> bool:
        """Tell whether a text speaks of danger: then it is a complaint, whatever else it may be."""
        return bool(ALARM.intersection(words_of(text))) or self.judge(region, text)[0].urgent

    def is_rushed(self, message: InboundMessage) -> bool:
        """Tell whether the answer to a message would wait too long: one short SMS for each sender is enough then."""
        return message.line_id in self.rushed and message.subscriber_id not in self.posts

    def complaint(self, number: int) -> AnyRow | None:
        """Find a complaint by its number, as it is now; None if there is none."""
        if number in self.changed or number not in self.found:
            return by_number(self.connection, number)
        return self.found[number]

    def floor(self, message: InboundMessage) -> Floor:
        """Tell what is open with the sender of a message."""
        return self.floors.get(message.subscriber_id, NOTHING_OPEN)

    def own_of(self, message: InboundMessage) -> Sequence[AnyRow]:
        """Give the complaints of the sender of a message, the newest first."""
        return self.own.get(message.subscriber_id, ())

    def ask(self, message: InboundMessage, kind: Asked, **about: Any) -> None:
        """Keep in mind that the answer to a message asks something; `about` as `asking.question` takes it."""
        asked = question(kind, message.subscriber_id, self.now, line_id=message.line_id, **about)
        self.changes.dialogues.append(asked)

    def settle(self, asked: AnyRow) -> None:
        """Forget a question, for it has been answered."""
        self.changes.dialogues_ended.add(asked.key)

    def do(self, number: int, deed: Deed) -> None:
        """Do something to a complaint now; raises what `actions.apply` raises, and then nothing has changed."""
        do = move if deed.action is Action.MOVE else apply
        do(self.connection, self.office, number, deed, self.now)
        self.changed.add(number)

    def say(  # noqa: PLR0913 - what is said to whom, and about what
        self,
        message: InboundMessage,
        region: str,
        key: str,
        values: Mapping[str, str | int] | None = None,
        *,
        complaint_id: int | None = None,
        dedupe_key: str = "",
    ) -> None:
        """Answer with one of the texts, in the sender's language; `values` hold at least what stands in it."""
        text = self.office.texts_for(region, message.language).render_with(key, values or {})
        self.answer(message, text, purpose=key, complaint_id=complaint_id, dedupe_key=dedupe_key)

    def answer(  # noqa: PLR0913 - what is said to whom, and about what
        self,
        message: InboundMessage,
        text: str,
        *,
        purpose: str = "",
        complaint_id: int | None = None,
        dedupe_key: str = "",
        always: bool = False,
    ) -> None:
        """Answer the sender over the line they wrote to, once, unless the manners forbid it.

        `purpose` is the key of the text, by which the manners know it.

        `always`: a command, one of many that are worked off, and nothing that a machine would write.
        """
        explained = message.id in self.explained
        wanted = Answer(self.now, purpose or UNNAMED, as_sent(text), explained, self.said.get(message.id, 0))
        given = self.given.setdefault(message.subscriber_id, [])
        officer = message.subscriber_id in self.posts
        worked_off = always and explained
        if manners.is_too_much(wanted, given) if worked_off else manners.silence(wanted, given, officer=officer):
            return
        if complaint_id is not None and purpose in manners.REPLACED and manners.is_last(wanted, given):
            wanted = replace(wanted, purpose="last_answer", text=as_sent(self._last_answer(message, complaint_id)))
        turn = rush.turn_of(wanted, given, self.office.patience, rushed=self.is_rushed(message))
        given.append(wanted)
        answer = OutboundMessage(
            dedupe_key=dedupe_key or f"answer:{message.id}",
            subscriber_id=message.subscriber_id,
            text=wanted.text,
            priority=turn,
            line_id=message.line_id,
            complaint_id=complaint_id,
            purpose=wanted.purpose,
            explained=explained,
        )
        self.changes.send(answer, self.now)

    def _last_answer(self, message: InboundMessage, complaint_id: int) -> str:
        """Write that what comes next is noted without an answer, and how to get one all the same."""
        region = self.office.vocabulary(message.line).default_region
        keyword = self.office.regions[region].keyword.upper()
        number = number_of(complaint_id, self.office.number_key)
        return self.office.texts_for(region, message.language).render("last_answer", number=number, keyword=keyword)
