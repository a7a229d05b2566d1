"""Going up the ladder: what an agency leaves lying is told to those above it, each rung once, bundled by person.

One batch is one transaction, so that a crash repeats a step or finds it done: what was told, the history, and when the
ladder looks next. What is nearly due goes along, so that one SMS tells of several complaints.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from complaints.life.asking import Asked
from complaints.life.lifecycle import Action, Actor, Status
from complaints.officers.tasks import MOST_POSITIONS, list_row
from complaints.watch import ladder
from complaints.watch.alerts import warn
from complaints.watch.ladder import Climb, Hands
from complaints.watch.ladder_texts import label, left_lying, limit_text, new_to_officers
from complaints.watch.ombudsman import tell_silent
from complaints.who.circles import as_told, unaccused
from complaints.who.office import Office
from complaints.who.people import People
from config.ladder import Of, Tell
from config.limits import Limit, Unit
from parsers.meaning import Kind
from sms.message import OutboundMessage, Priority
from sms.safe_text import one_line
from storage import dialogues, tasks
from storage import ladder as queries
from storage.changes import Changes
from storage.contacts import ADMIN, INTEGRITY, LEADER, OVERSIGHT
from storage.engine import AnyRow, Database

BATCH = 1000
_NOW, _SOON = timedelta(), timedelta(minutes=5)
_LATER = timedelta(days=1)
"""When a complaint is looked at again whose region is not served any more."""
_LONGEST = 200

_ABOVE = {Tell.OFFICER: 0, Tell.DUTY: 0, Tell.HEAD: 1, Tell.ADMIN: 1, Tell.LEADER: 2}
_CIRCLES = {INTEGRITY: (INTEGRITY, OVERSIGHT, LEADER), OVERSIGHT: (OVERSIGHT, LEADER, LEADER)}
"""Who is told of what an agency's own people must not hear: from the bottom up, the first that is there."""

_REACHES: dict[Tell, Callable[[People, AnyRow], list[int]]] = {
    Tell.OFFICER: lambda people, row: people.recipients(row.region, row.agency, row.unit),
    Tell.DUTY: lambda people, row: people.on_duty(row.region, row.agency, row.unit),
    Tell.HEAD: lambda people, row: people.heads(row.region, row.agency),
    Tell.LEADER: lambda people, row: people.holders(row.region, LEADER) or people.holders(row.region, ADMIN),
    Tell.ADMIN: lambda people, row: people.holders(row.region, ADMIN),
}


@dataclass(frozen=True, slots=True)
class _Bundle:
    """What is told together: to whom, of which region, and what; `own` are officers, who read the texts."""

    subscriber_id: int
    region: str
    of: Of
    after: Limit
    own: bool


@dataclass(slots=True)
class _Round:
    """One batch: what it looks at, and what it writes."""

    office: Office
    people: People
    now: datetime
    changes: Changes = field(default_factory=Changes)
    bundles: dict[_Bundle, list[AnyRow]] = field(default_factory=dict)
    told: list[int] = field(default_factory=list)
    listed: dict[int, Mapping[str, Any]] = field(default_factory=dict)


def is_due(database: Database, office: Office, now: datetime) -> bool:  # noqa: ARG001 - as every job
    """Tell whether the ladder has to look at something by now."""
    with database.read() as connection:
        return queries.any_due(connection, now)


def climb_due(database: Database, office: Office, now: datetime) -> int:
    """Tell of what lies, rung by rung; gives how often somebody was told of a complaint."""
    climbed = 0
    while True:
        with database.write() as connection:
            rows = queries.take(connection, now, now + _SOON, BATCH)
            climbed += _climb(connection, office, rows, now)
        if not rows:
            return climbed


def _climb(connection: Connection, office: Office, rows: Sequence[AnyRow], now: datetime) -> int:
    batch = _Round(office, People(connection, now), now)
    queries.move_on(connection, [_look(batch, row) for row in rows])
    owners = {bundle.subscriber_id for bundle in batch.bundles if bundle.own}
    batch.listed |= {row.subscriber_id: row.state for row in dialogues.of_kind(connection, Asked.LIST, owners, now)}
    for bundle, bundled in batch.bundles.items():
        _send(batch, bundle, bundled)
    climbed = len(batch.changes.events)
    batch.changes.write(connection)
    tasks.mark_told(connection, batch.told, now)
    return climbed


def _look(batch: _Round, row: AnyRow) -> dict[str, Any]:
    """Tell of a complaint what is due of it, and give the row of its assignment as it is then."""
    region = batch.office.regions.get(row.region)
    if region is None:
        return _row(row, row.rung, batch.now + _LATER)
    told = row.rung
    hands = Hands(region, row.urgent, _silent_since(row), _due_at(row), told)
    for climb in ladder.climbs(hands):
        if climb.at <= batch.now + _early(row, climb):
            told |= 1 << climb.place
            _tell(batch, row, climb)
    left = Hands(region, row.urgent, hands.silent_since, hands.due_at, told)
    return _row(row, told, ladder.next_at(left))


def _early(row: AnyRow, climb: Climb) -> timedelta:
    """Tell how much too early something may go along; whoever stands above is not told of minutes that are not over."""
    above = climb.rung.tell is not Tell.OFFICER
    return _NOW if row.urgent or (above and climb.rung.after.unit is Unit.MINUTE) else _SOON


def _row(row: AnyRow, told: int, next_at: datetime | None) -> dict[str, Any]:
    return {"assignment": row.assignment_id, "told": told, "next_at": next_at}


def _silent_since(row: AnyRow) -> datetime | None:
    """Tell since when nobody has taken a complaint up; what is opened again counts as assigned then."""
    if not _is_open(row) or row.accepted_at is not None or row.state != Status.ASSIGNED:
        return None
    since: datetime = row.assigned_at
    return since


def _due_at(row: AnyRow) -> datetime | None:
    due: datetime | None = row.due_at if _is_open(row) else None
    return due


def _is_open(row: AnyRow) -> bool:
    return row.done_at is None and row.ended_at is None and row.kind != Kind.PRAISE


def _tell(batch: _Round, row: AnyRow, climb: Climb) -> None:
    """Tell one rung of one complaint: whom it reaches, the history, and at the end of the ladder the citizen."""
    if ladder.repeats_digest(climb) and row.told_at is not None:
        return
    reached = _reached(batch.people, row, climb.rung.tell)
    if climb.is_urgent:
        _warn(batch, row, climb, reached)
    else:
        _bundle(batch, row, climb, reached)
    batch.changes.events.append(_event(row, climb, _who_heard(batch.people, row, climb.rung.tell, reached), batch.now))
    # A further agency that is silent leaves the complaint in the hands of its lead.
    if row.lead and ladder.is_last(batch.office.regions[row.region], climb):
        tell_silent(batch.changes, batch.office, row, batch.now)


def _reached(people: People, row: AnyRow, tell: Tell) -> list[int]:
    """Tell whose phones a rung reaches: never those of an agency that a complaint accuses."""
    circle = _circle(row)
    if circle is None:
        return _REACHES[tell](people, row)
    if tell is Tell.OFFICER and row.agency not in _CIRCLES and row.agency not in (row.accused or ()):
        # Whom their circle has given it to, and nobody in their place.
        there = _unaccused_at(people, row, row.agency)
        return [person for person in _REACHES[tell](people, row) if person in there]
    above = (_unaccused_at(people, row, post) for post in _CIRCLES[circle][_ABOVE[tell] :])
    return next(filter(None, above), [])


def _unaccused_at(people: People, row: AnyRow, post: str) -> list[int]:
    """Give who is at an agency or a post and of no agency that a complaint accuses."""
    return unaccused(people, row.region, row.accused, people.holders(row.region, post))


def _circle(row: AnyRow) -> str | None:
    if row.circle is None and row.agency in (row.accused or ()):
        return INTEGRITY
    circle: str | None = row.circle or (row.agency if row.agency in _CIRCLES else None)
    return circle


def _bundle(batch: _Round, row: AnyRow, climb: Climb, reached: Iterable[int]) -> None:
    rung, circle = climb.rung, _circle(row)
    holds = row.agency if circle is None or row.agency not in (row.accused or ()) else circle
    own = rung.tell is Tell.OFFICER and bool(batch.people.holders(row.region, holds))
    if own:
        batch.told.append(row.assignment_id)
    for subscriber_id in reached:
        bundle = _Bundle(subscriber_id, row.region, rung.of, rung.after, own and rung.of is Of.SILENCE)
        batch.bundles.setdefault(bundle, []).append(row)


def _warn(batch: _Round, row: AnyRow, climb: Climb, reached: Iterable[int]) -> None:
    """Repeat an alert that nobody takes, to those above; alerts are counted by their phones."""
    texts = batch.office.texts_for(row.region)
    hidden = row.secret or _circle(row)
    values: dict[str, str | int] = {
        "number": row.number,
        "agency": label(texts, row) if hidden else batch.office.agency_name(row.region, row.agency),
        "limit": limit_text(texts, climb.rung.after),
        "text": texts.render("task_secret", number=row.number)
        if hidden
        else one_line(as_told(row, row.text), _LONGEST),
    }
    for subscriber_id in reached:
        message = OutboundMessage(
            dedupe_key=f"alert:{row.assignment_id}:{climb.place}:{subscriber_id}:{batch.now.isoformat()}",
            subscriber_id=subscriber_id,
            text=texts.render_with("alert_again", values),
            priority=Priority.DANGER,
            complaint_id=row.id,
        )
        warn(batch.changes, batch.people, message, batch.now)


def _send(batch: _Round, bundle: _Bundle, rows: Sequence[AnyRow]) -> None:
    """Queue what one person is told of all complaints of a batch."""
    told = list({row.assignment_id: row for row in rows}.values())
    for place, text in enumerate(_texts(batch, bundle, told)):
        message = OutboundMessage(
            dedupe_key=f"ladder:{bundle.subscriber_id}:{told[0].assignment_id}:{place}:{batch.now.isoformat()}"
            f":{bundle.of}:{bundle.after}:{bundle.own}",
            subscriber_id=bundle.subscriber_id,
            text=text,
            priority=Priority.UPDATE,
            quiet_region=None if any(row.urgent for row in told) else bundle.region,
        )
        batch.changes.send(message, batch.now)


def _texts(batch: _Round, bundle: _Bundle, rows: Sequence[AnyRow]) -> tuple[str, ...]:
    if bundle.own:
        return _list_new(batch, bundle, rows)
    return (left_lying(batch.office, bundle.region, bundle.of, bundle.after, rows),)


def _list_new(batch: _Round, bundle: _Bundle, rows: Sequence[AnyRow]) -> tuple[str, ...]:
    """List to an officer what is new to them; its places go on where the phone's last list ended."""
    person, before = bundle.subscriber_id, batch.listed.get(bundle.subscriber_id, {})
    numbers = before.get("numbers", [])
    # Where there is no room for more places, they begin anew.
    numbers = numbers if len(numbers) + len(rows) <= MOST_POSITIONS else []
    found = new_to_officers(batch.office, bundle.region, rows, len(numbers))
    numbers = [*numbers, *(row.number for row in rows[: found.shown])]
    listed = list_row(person, numbers, batch.now, before.get("pages", ()))
    batch.listed[person] = listed["state"]
    batch.changes.dialogues.append(listed)
    return found.texts


def _who_heard(people: People, row: AnyRow, tell: Tell, reached: Collection[int]) -> str:
    """Tell for the history whether a rung reached whom it names, or who stands in their place."""
    post = {Tell.LEADER: LEADER, Tell.ADMIN: ADMIN}.get(tell, row.agency)
    if not reached:
        return f"no {tell} to tell"
    named = _circle(row) is not None or not set(reached).isdisjoint(people.holders(row.region, post))
    return f"{tell} told" if named else f"no {tell}, told who stands in"


def _event(row: AnyRow, climb: Climb, heard: str, now: datetime) -> dict[str, Any]:
    """Write into the history who was told why."""
    rung = climb.rung
    return {
        "complaint_id": row.id,
        "at": now,
        "actor_kind": Actor.SYSTEM,
        "actor": "ladder",
        "action": Action.ESCALATE,
        "before": row.status,
        "after": row.status,
        "agency": row.agency,
        "reason": f"{rung.of} for {rung.after}: {heard}",
    }
