"""The clocks that run while an office has a complaint: until when it is verified, taken up, done.

What a step does to the clock is in the table of the lifecycle; here it becomes columns, which are written in the
transaction of the step. A clock is told by when it began and when it stood still, so that its dates can be counted
again whenever calendar or limits change.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from complaints.life.lifecycle import Clock, Status
from complaints.time.deadlines import Pause, date_of
from complaints.who.office import Office
from config.limits import Which
from config.regions import Region
from storage.changes import Changes
from storage.engine import AnyRow

Stored = Sequence[Sequence[str | None]] | None
"""Pauses as the database keeps them."""


def keep_time(changes: Changes, office: Office, complaint: AnyRow, clock: Clock | None, now: datetime) -> None:
    """Add to the changes of a step what it does to the clocks; `complaint` is the row as it was before."""
    changed = changes.complaint_updates[0]
    region = office.regions.get(changed.get("region", complaint.region))
    # Praise that is objected to is a complaint from now on.
    kind = changed.get("kind", complaint.kind)
    changed |= _verified(region, complaint, kind, changed.get("status"), now)
    for row in changes.assignments:
        row.update(dates_from(region, kind, row["agency"], now))
    if clock and changes.assignment_updates:
        # The clock begins with the new hands; with those before them it ends.
        ticked = _ticked(region, complaint, kind, Clock.STOP if changes.assignments else clock, now)
        changes.assignment_updates[0].update(ticked)


def dates_from(
    region: Region | None, kind: str, agency: str, start: datetime, pauses: Stored = None
) -> dict[str, datetime | None]:
    """Count the dates of an agency that has had a complaint since then; none in a region that left the settings."""
    if region is None:
        return {"respond_by": None, "due_at": None}
    # The first word is never waited for: who asks the citizen, or puts it off, has taken it up.
    respond, resolve = region.limits.of(Which.RESPOND, kind, agency), region.limits.of(Which.RESOLVE, kind, agency)
    stood = pauses_of(pauses) if pauses else ()
    return {"respond_by": date_of(region, respond, start), "due_at": date_of(region, resolve, start, stood)}


def verify_by(region: Region | None, kind: str, since: datetime) -> datetime | None:
    """Tell until when a complaint in triage since then is to be handed to an agency."""
    return date_of(region, region.limits.of(Which.VERIFY, kind), since) if region else None


def pauses_of(stored: Stored) -> list[Pause]:
    """Read pauses as the database keeps them."""
    read = datetime.fromisoformat
    return [(read(str(since)), read(until) if until else None) for since, until in stored or ()]


def _verified(region: Region | None, complaint: AnyRow, kind: str, after: str | None, now: datetime) -> dict[str, Any]:
    if after == Status.TRIAGE:
        return {"verify_by": verify_by(region, kind, now), "verify_told_at": None}
    return {"verify_by": None} if after and complaint.verify_by else {}


def _ticked(region: Region | None, complaint: AnyRow, kind: str, clock: Clock, now: datetime) -> dict[str, Any]:
    """Give the changed columns of the assignment in the same hands."""
    if clock is Clock.START:
        return {"assigned_at": now, "pauses": None, **dates_from(region, kind, complaint.agency, now)}
    # Tuples, because rows that change alike are told by their values.
    pauses = tuple(tuple(pause) for pause in complaint.pauses or ())
    stands = bool(pauses) and pauses[-1][1] is None
    if stands is (clock is Clock.PAUSE):
        return {}
    pauses = (*pauses[:-1], (pauses[-1][0], now.isoformat())) if stands else (*pauses, (now.isoformat(), None))
    due_at = dates_from(region, kind, complaint.agency, complaint.assigned_at, pauses)["due_at"]
    return {"pauses": pauses, "due_at": due_at}
