"""Processing: each complete message is understood, acted on and answered, exactly once.

Marking a message done, the complaint it opens and the answer to it are one transaction: all of them happen, or none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from complaints.life.lifecycle import ENDED
from complaints.talk import manners
from complaints.talk.desk import Desk, Judged
from complaints.talk.dialogue import handle
from complaints.talk.floor import NOTHING_OPEN, Floor, floors_of
from complaints.talk.foresight import Foreseen, think
from complaints.talk.manners import Answer
from complaints.talk.offers import look_ahead
from complaints.who.office import Office
from complaints.who.people import People, Post
from parsers import grammar
from parsers.meaning import (
    NOBODY_ASKED,
    Add,
    Check,
    Meaning,
    Misplaced,
    MissedCall,
    Parsed,
    Report,
    Situation,
    Threat,
    Verdict,
    Withdraw,
)
from parsers.officer_meaning import Order, Usage
from sms.clock import Clock
from sms.message import Channel, InboundMessage
from smsd.floods import Floods
from storage import complaints, inbound, outbound, overload, turns
from storage.engine import AnyRow, Database, DatabaseError

BATCH = 100
"""Messages in one transaction: enough to share its cost, few enough to stay prompt."""

REPEAT_LENGTH = 20
"""Only a text at least this long is taken for the network's repetition of itself; "ya" twice is two answers."""

_REMEMBERED = timedelta(days=90)
"""How long a complaint that has ended is still one of its reporter's."""

_CALL, _USSD = "missed_call", "ussd"
"""What takes the place of the grammar's entry where nothing is parsed."""

_LONGEST_ERROR = 500

Think = Callable[[Office, Iterable[tuple[str, str]]], Mapping[tuple[str, str], Foreseen | None]]
"""Thinks as an office does about texts that have come by lines."""


@dataclass(frozen=True, slots=True)
class Processed:
    """What one round did: how many messages, how many of them were parked, and whether there may be more at once."""

    messages: int
    parked: int = 0
    more: bool = False


class Processor:
    """Processes what has been stored, batch by batch. `on_parked` hears of a message (its id) that raised.

    What needs nothing but the texts is thought (`think`) before the transaction, which would keep others waiting.
    """

    def __init__(
        self,
        database: Database,
        office: Office,
        clock: Clock,
        repeat_window: timedelta,
        on_parked: Callable[[int, Exception], None],
    ) -> None:
        self._database = database
        self.office = office
        self._clock = clock
        self.repeat_window = repeat_window
        self._on_parked = on_parked
        self._floods = Floods()
        self.think: Think = _think
        self._thoughts: dict[int, Foreseen | None] = {}
        self._thought_by = office

    def process(self) -> Processed:
        """Process the oldest messages in one transaction; raises DatabaseError, and then nothing has changed.

        If one of them raises, all are rolled back and each is run again alone: one bad message stops no other.
        """
        with self._database.read() as connection:
            ready = inbound.ready(connection, BATCH)
        if not ready:
            return Processed(0)
        self._think_of(ready)
        done = self._process_all([row.id for row in ready])
        return replace(done, more=len(ready) == BATCH or done.messages < len(ready))

    def _think_of(self, ready: Sequence[AnyRow]) -> None:
        """Think of texts, once each: of one sender's only the oldest has its turn, and the others come again."""
        office, known = self.office, self._thoughts
        if office is not self._thought_by:
            self._thought_by, known = office, {}
        new = {row.id: (row.line, row.text) for row in ready if row.id not in known and row.channel == Channel.SMS}
        thoughts = self.think(office, new.values())
        known |= {message_id: thoughts.get(text) for message_id, text in new.items()}
        self._thoughts = {row.id: known.get(row.id) for row in ready}

    def _process_all(self, ids: Sequence[int]) -> Processed:
        try:
            # Another process may have taken some of them meanwhile.
            return Processed(self._process_together(ids))
        except DatabaseError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a parser's bug raises must not stop the others
            if len(ids) == 1:
                self._park(ids[0], error)
                return Processed(1, parked=1)
            alone = [self._process_all([message_id]) for message_id in ids]
            return Processed(len(ids), parked=sum(one.parked for one in alone))

    def _process_together(self, ids: Sequence[int]) -> int:
        with self._database.write() as connection:
            waiting, own = inbound.take_ready(connection, ids), self.office.own_numbers
            now = self._clock.now()
            people = People(connection, now)
            flood = self._floods.find(connection, waiting, people.posts_of(self.office, _senders(waiting)), now)
            messages = _first_of_each([message for message in waiting if message.id not in flood])
            heard = [message for message in messages if not manners.is_never_answered(message, own)]
            senders = _senders(heard)
            posts, floors = people.posts_of(self.office, senders), floors_of(connection, self.office, senders, now)
            judged: Judged = {}
            parsed = {message.id: self._parse(message, posts, floors, judged) for message in heard}
            # The same answer to two questions is two answers.
            unasked = [each for each in heard if not floors.get(each.subscriber_id, NOTHING_OPEN).is_asked]
            repeats = self._repeats(connection, unasked, parsed)
            fresh = [message for message in heard if message.id not in repeats]
            meanings = [parsed[message.id].meaning for message in fresh]
            desk = self._desk(connection, fresh, meanings, people, posts, floors, now)
            desk.judged = judged
            desk.explained.update(message.id for message in fresh if manners.is_explained(parsed[message.id]))
            desk.taken = look_ahead(desk, _reports(parsed[message.id] for message in fresh))
            for message in fresh:
                handle(message, parsed[message.id], desk)
            desk.changes.write(connection)
            outcomes = [_outcome(message.id, parsed, repeats, now) for message in messages]
            outcomes += [{"id": each, "state": inbound.FLOOD, "processed_at": now} for each in sorted(flood)]
            inbound.update_messages(connection, outcomes)
            inbound.forget_solved(connection, [message.id for message in messages])
            return len(outcomes)

    def _parse(
        self,
        message: InboundMessage,
        posts: Mapping[int, Sequence[Post]],
        floors: Mapping[int, Floor],
        judged: Judged,
    ) -> Parsed:
        """Find out what a message means; what has been thought of it already goes to `judged`."""
        vocabulary = self.office.vocabulary(message.line)
        if message.channel is Channel.CALL:
            return Parsed(MissedCall(), vocabulary.default_region, _CALL, explained=True)
        if message.channel is Channel.USSD:
            report = Report(message.text, fresh=True)
            return Parsed(report, vocabulary.default_region, _USSD, addressed=True, explained=True)
        awaited = floors.get(message.subscriber_id, NOTHING_OPEN).awaited
        situation = Situation(message.subscriber_id in posts, awaited)
        # An office that has changed since thinks anew.
        foreseen = self._thoughts.get(message.id) if self.office is self._thought_by else None
        if foreseen and foreseen.judged and isinstance(foreseen.parsed.meaning, Report):
            judged[foreseen.parsed.region, foreseen.parsed.meaning.text] = foreseen.judged
        if foreseen and situation == NOBODY_ASKED:
            return foreseen.parsed
        return grammar.parse(message.text, vocabulary, situation)

    def _repeats(
        self, connection: Connection, messages: Sequence[InboundMessage], parsed: Mapping[int, Parsed]
    ) -> set[int]:
        """Find the network's repetitions: the same long complaint from the same sender within minutes."""
        suspects = _long_reports(messages, [parsed[message.id].meaning for message in messages])
        return inbound.repeats(connection, suspects, self.repeat_window) if suspects else set()

    def _desk(  # noqa: PLR0913, PLR0917 - everything that is known about a batch
        self,
        connection: Connection,
        messages: Sequence[InboundMessage],
        meanings: Sequence[Meaning],
        people: People,
        posts: Mapping[int, Sequence[Post]],
        floors: Mapping[int, Floor],
        now: datetime,
    ) -> Desk:
        """Look up, set-wise, all that the messages of a batch need."""
        reports = sum(isinstance(meaning, Report | Misplaced | Usage) for meaning in meanings)
        senders = _senders(messages)
        return Desk(
            connection=connection,
            office=self.office,
            now=now,
            people=people,
            complaint_ids=complaints.fresh_ids(connection, reports),
            found=self._found(connection, meanings),
            own=_by_reporter(complaints.of_reporters(connection, senders, ENDED, now - _REMEMBERED)),
            posts=posts,
            floors=floors,
            given=_given(connection, senders, now - manners.DAY),
            rushed=overload.lines(connection, now - self.office.patience),
            said=turns.said_before(connection, _long_reports(messages, meanings), now - manners.DAY),
        )

    def _found(self, connection: Connection, meanings: Sequence[Meaning]) -> dict[int, AnyRow | None]:
        """Look up the numbers that a batch names; one that no complaint has is there too, with nothing."""
        named = {number for meaning in meanings for number in _numbers(meaning)}
        return dict.fromkeys(named) | complaints.by_numbers(connection, named)

    def _park(self, message_id: int, error: Exception) -> None:
        with self._database.write() as connection:
            inbound.park(connection, message_id, f"{type(error).__name__}: {error}"[:_LONGEST_ERROR], self._clock.now())
        self._on_parked(message_id, error)


def _think(office: Office, texts: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Foreseen | None]:
    return {text: think(office, *text) for text in texts}


def _long_reports(messages: Sequence[InboundMessage], meanings: Sequence[Meaning]) -> list[int]:
    """Give the reports whose text can be known again."""
    texts = ((each, meaning) for each, meaning in zip(messages, meanings, strict=True) if each.channel is Channel.SMS)
    return [each.id for each, meaning in texts if isinstance(meaning, Report) and len(each.text) >= REPEAT_LENGTH]


def _reports(parsed: Iterable[Parsed]) -> list[tuple[str, str]]:
    """Give the regions and texts of what may be new complaints."""
    return [(each.region, each.meaning.text) for each in parsed if isinstance(each.meaning, Report)]


def _numbers(meaning: Meaning) -> tuple[int, ...]:
    """Give the numbers of complaints that a message names."""
    match meaning:
        case Order(_, numbers):
            return numbers
        case Check(number) | Misplaced(number) | Usage(number) | Withdraw(number) if number:
            return (number,)
        case Add(number) | Threat(number) | Verdict(_, number) if number:
            return (number,)
    return ()


def _first_of_each(messages: Sequence[InboundMessage]) -> list[InboundMessage]:
    """Leave the oldest message of each sender: what the next one means may depend on what this one leads to."""
    first: dict[int, InboundMessage] = {}
    for message in messages:
        first.setdefault(message.subscriber_id, message)
    return list(first.values())


def _senders(messages: Sequence[InboundMessage]) -> set[int]:
    return {message.subscriber_id for message in messages}


def _given(connection: Connection, senders: Collection[int], since: datetime) -> dict[int, list[Answer]]:
    """Tell which answers the senders have been given."""
    given: dict[int, list[Answer]] = {}
    for row in turns.answers_since(connection, senders, since):
        answer = Answer(
            row.created_at,
            row.purpose,
            row.text,
            row.explained,
            row=row.id,
            complaint_id=row.complaint_id,
            waits=row.state == outbound.QUEUED,
            waited=(row.sent_at or row.created_at) - row.created_at,
        )
        given.setdefault(row.subscriber_id, []).append(answer)
    return given


def _by_reporter(rows: Sequence[AnyRow]) -> dict[int, list[AnyRow]]:
    own: dict[int, list[AnyRow]] = {}
    for row in rows:
        own.setdefault(row.subscriber_id, []).append(row)
    return own


def _outcome(message_id: int, parsed: Mapping[int, Parsed], repeats: set[int], now: datetime) -> dict[str, object]:
    found = parsed.get(message_id)
    if found is None:
        state, entry = inbound.IGNORED, None
    else:
        state, entry = (inbound.REPEAT if message_id in repeats else inbound.DONE), found.entry
    return {"id": message_id, "state": state, "entry": entry, "processed_at": now}
