"""Who has the floor: what is open between us and a person, and so what their next text may answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from complaints.life.asking import NOT_ASKED, Asked, awaited
from complaints.who.office import Office
from complaints.who.people import People
from parsers.meaning import Awaited, Situation
from storage import complaints, dialogues
from storage.engine import AnyRow


@dataclass(frozen=True, slots=True)
class Floor:
    """What is open with a person, each the newest last: `dialogues`, and the `questions` of officers.

    An officer's question stands with its complaint, for as long as it can be answered by its number.
    """

    dialogues: tuple[AnyRow, ...] = ()
    questions: tuple[AnyRow, ...] = ()

    @property
    def is_asked(self) -> bool:
        """Tell whether something has been asked."""
        return bool(self.questions) or any(row.kind not in NOT_ASKED for row in self.dialogues)

    @property
    def listed(self) -> Mapping[str, Any]:
        """What is known of the last list that an officer's phone was given."""
        return next((row.state for row in self.dialogues if row.kind == Asked.LIST), {})

    @property
    def awaited(self) -> frozenset[Awaited]:
        """Tell what kinds of answers something waits for."""
        asked = (awaited(row.kind, row.state) for row in self.dialogues)
        words = frozenset({Awaited.WORDS}) if self.questions else frozenset()
        return words.union(*asked)


NOTHING_OPEN = Floor()


def floors_of(
    connection: Connection, office: Office, subscriber_ids: Collection[int], now: datetime
) -> dict[int, Floor]:
    """Give what is open with each of these people, in the regions that are served; nothing for the others."""
    open_dialogues: dict[int, list[AnyRow]] = {}
    for row in dialogues.open_with(connection, subscriber_ids, now):
        open_dialogues.setdefault(row.subscriber_id, []).append(row)
    questions: dict[int, list[AnyRow]] = {}
    for row in complaints.questions(connection, subscriber_ids):
        if row.region in office.regions:
            questions.setdefault(row.subscriber_id, []).append(row)
    return {
        person: Floor(tuple(open_dialogues.get(person, ())), tuple(questions.get(person, ())))
        for person in open_dialogues.keys() | questions.keys()
    }


def situation_of(connection: Connection, office: Office, subscriber_id: int, now: datetime) -> Situation:
    """Tell in what situation a text of somebody would be read now."""
    floor = floors_of(connection, office, [subscriber_id], now).get(subscriber_id, NOTHING_OPEN)
    return Situation(bool(People(connection, now).posts_of(office, [subscriber_id])), floor.awaited)
