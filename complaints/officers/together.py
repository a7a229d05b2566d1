"""What open incidents have gathered for an officer: a line with a count for each, instead of its complaints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection

from complaints.watch.task_list import Line
from complaints.who.office import Office
from storage import incidents, tasks
from storage.engine import AnyRow
from storage.tasks import Clock, Duty


@dataclass(frozen=True, slots=True)
class Group:
    """The line of an incident in a list, how many complaints it stands for, and the hands that they are in."""

    line: Line
    count: int
    hands: Sequence[int]


def incident_lines(connection: Connection, office: Office, duty: Duty, clock: Clock) -> list[Group]:
    """Write a line for each open incident that has something for a duty."""
    if not incidents.open_in(connection, duty.region):
        return []
    rows = tasks.gathered(connection, duty, clock)
    return [_group(office, duty, list(theirs)) for _, theirs in groupby(rows, lambda row: row.id)]


def _group(office: Office, duty: Duty, rows: Sequence[AnyRow]) -> Group:
    urgent = sum(row.urgent for row in rows)
    key = "digest_incident_urgent" if urgent else "digest_incident"
    values: dict[str, str | int] = {"incident": rows[0].name, "count": len(rows), "urgent": urgent}
    text = office.texts_for(duty.region).render_with(key, values)
    return Group(Line(text), len(rows), [row.assignment_id for row in rows if row.assignment_id is not None])
