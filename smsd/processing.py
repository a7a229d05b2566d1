"""Processing: each complete message is understood, acted on and answered, exactly once.

Marking a message done, the complaint it opens and the answer to it are one transaction: all of them happen, or none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from complaints import manners
from complaints.desk import Desk
from complaints.dialogue import handle
from complaints.manners import Answer
from complaints.office import Office
from complaints.people import People, Post
from parsers import grammar
from parsers.meaning import Check, Meaning, Misplaced, Order, Parsed, Report, Situation, Usage
from sms.clock import Clock
from sms.message import InboundMessage
from smsd.floods import Floods
from storage import complaints, inbound, turns
from storage.engine import AnyRow, Database, DatabaseError

BATCH = 50
"""Messages in one transaction: enough to share its cost, few enough to stay prompt."""

REPEAT_LENGTH = 20
"""Only a text at least this long is taken for the network's repetition of itself; "ya" twice is two answers."""

_LONGEST_ERROR = 500


@dataclass(frozen=True, slots=True)
class Processed:
    """What one round did: how many messages, and how many of them were parked."""

    messages: int
    parked: int = 0


class Processor:
    """Processes what has been stored, batch by batch. `on_parked` hears of a message (its id) that raised."""

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

    def process(self) -> Processed:
        """Process the oldest messages in one transaction; raises DatabaseError, and then nothing has changed.

        If one of them raises, all are rolled back and each is run again alone: one bad message stops no other.
        """
        with self._database.read() as connection:
            ids = inbound.ready_ids(connection, BATCH)
        return self._process_all(ids) if ids else Processed(0)

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
            messages = inbound.take_ready(connection, ids)
            now = self._clock.now()
            own = self.office.own_numbers
            heard = [message for message in messages if not manners.is_never_answered(message, own)]
            people = People(connection)
            senders = {message.subscriber_id for message in heard}
            posts, questions = people.posts_of(self.office, senders), self._questions(connection, senders)
            flood = self._floods.find(connection, heard, posts, now)
            heard = [message for message in heard if message.id not in flood]
            parsed = {message.id: self._parse(message, officer=message.subscriber_id in posts) for message in heard}
            # The same answer to two questions is two answers.
            unasked = [message for message in heard if message.subscriber_id not in questions]
            repeats = self._repeats(connection, unasked, parsed)
            fresh = [message for message in heard if message.id not in repeats]
            meanings = [parsed[message.id].meaning for message in fresh]
            desk = self._desk(connection, fresh, meanings, people, posts, questions, now)
            desk.explained.update(message.id for message in fresh if manners.is_explained(parsed[message.id]))
            for message in fresh:
                handle(message, parsed[message.id], desk)
            desk.changes.write(connection)
            outcomes = [_outcome(message.id, parsed, repeats, flood, now) for message in messages]
            inbound.update_messages(connection, outcomes)
            inbound.forget_solved(connection, ids)
            return len(messages)

    def _parse(self, message: InboundMessage, *, officer: bool) -> Parsed:
        return grammar.parse(message.text, self.office.vocabulary(message.line), Situation(officer=officer))

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
        questions: Mapping[int, Sequence[AnyRow]],
        now: datetime,
    ) -> Desk:
        """Look up, set-wise, all that the messages of a batch need."""
        reports = sum(isinstance(meaning, Report | Misplaced | Usage) for meaning in meanings)
        senders = {message.subscriber_id for message in messages}
        return Desk(
            connection=connection,
            office=self.office,
            now=now,
            people=people,
            complaint_ids=iter(complaints.allot_ids(connection, reports)),
            found=complaints.by_numbers(connection, {number for meaning in meanings for number in _numbers(meaning)}),
            posts=posts,
            questions=questions,
            given=_given(connection, senders, now - manners.DAY),
            said=turns.said_before(connection, _long_reports(messages, meanings), now - manners.DAY),
        )

    def _questions(self, connection: Connection, senders: Collection[int]) -> dict[int, list[AnyRow]]:
        """Tell what the senders have been asked, in the regions that are served."""
        questions: dict[int, list[AnyRow]] = {}
        for row in complaints.questions(connection, senders):
            if row.region in self.office.regions:
                questions.setdefault(row.subscriber_id, []).append(row)
        return questions

    def _park(self, message_id: int, error: Exception) -> None:
        with self._database.write() as connection:
            inbound.park(connection, message_id, f"{type(error).__name__}: {error}"[:_LONGEST_ERROR], self._clock.now())
        self._on_parked(message_id, error)


def _long_reports(messages: Sequence[InboundMessage], meanings: Sequence[Meaning]) -> list[int]:
    """Give the reports whose text can be known again."""
    pairs = zip(messages, meanings, strict=True)
    return [each.id for each, meaning in pairs if isinstance(meaning, Report) and len(each.text) >= REPEAT_LENGTH]


def _numbers(meaning: Meaning) -> tuple[int, ...]:
    """Give the numbers of complaints that a message names."""
    match meaning:
        case Check(number) if number:
            return (number,)
        case Misplaced(number):
            return (number,)
        case Order(_, numbers):
            return numbers
        case Usage(number) if number:
            return (number,)
    return ()


def _given(connection: Connection, senders: Collection[int], since: datetime) -> dict[int, list[Answer]]:
    """Tell which answers the senders have been given."""
    given: dict[int, list[Answer]] = {}
    for row in turns.answers_since(connection, senders, since):
        answer = Answer(row.created_at, row.purpose, row.text, row.explained)
        given.setdefault(row.subscriber_id, []).append(answer)
    return given


def _outcome(
    message_id: int, parsed: Mapping[int, Parsed], repeats: set[int], flood: set[int], now: datetime
) -> dict[str, object]:
    found = parsed.get(message_id)
    if found is None:
        state, entry = (inbound.FLOOD if message_id in flood else inbound.IGNORED), None
    else:
        state, entry = (inbound.REPEAT if message_id in repeats else inbound.DONE), found.entry
    return {"id": message_id, "state": state, "entry": entry, "processed_at": now}
