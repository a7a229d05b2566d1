"""What officers hear at once of a step: danger, praise, and what finds no agency. All else waits for their digests."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from complaints.life.lifecycle import Action
from complaints.steps import bounces
from complaints.steps.praise import Praise, forward
from complaints.watch.alerts import Danger, alert
from complaints.who.circles import CIRCLES, as_told
from complaints.who.office import Office
from complaints.who.people import People
from storage.changes import Changes
from storage.engine import AnyRow


def tell_hands(  # noqa: PLR0913, PLR0917 - who hears of what
    changes: Changes,
    office: Office,
    people: People,
    complaint: AnyRow,
    hands: tuple[str, str | None, str | None],
    words: str,
    now: datetime,
) -> None:
    """Tell the unit, or the agency, of a region that gets a complaint in danger; without an agency, the admin.

    `words` say what the danger is.
    """
    region, agency, unit = hands
    # Another region may be the first to hear the danger.
    if changes.complaint_updates[0].get("urgent", complaint.urgent):
        circle = complaint.circle or (agency if agency in CIRCLES else None)
        # What it is enclosed for may be that it accuses somebody.
        accused = changes.complaint_updates[0].get("accused", complaint.accused)
        danger = Danger(complaint.id, complaint.number, region, agency, as_told(complaint, words), unit=unit)
        danger = replace(danger, circle=circle, accused=accused)
        alert(changes, office, people, danger, now)


def tell_helper(  # noqa: PLR0913, PLR0917 - who hears of what
    changes: Changes, office: Office, people: People, complaint: AnyRow, agency: str, now: datetime
) -> None:
    """Tell a further agency that joins in danger."""
    if complaint.urgent:
        said = as_told(complaint, complaint.text)
        danger = Danger(complaint.id, complaint.number, complaint.region, complaint.agency, said, agency)
        alert(changes, office, people, danger, now)


def tell_rest(  # noqa: PLR0913, PLR0917 - who hears of what
    changes: Changes, office: Office, people: People, complaint: AnyRow, action: Action, now: datetime, *, bounced: bool
) -> None:
    """Tell an agency of praise, and the admin of what agencies hand on for ever."""
    if action is Action.THANK and complaint.agency:
        said = as_told(complaint, complaint.text)
        told = Praise(complaint.id, complaint.number, complaint.region, complaint.agency, said)
        forward(changes, office, people, told, now)
    if bounced and bounces.is_too_often(complaint):
        bounces.tell_admin(changes, office, people, complaint, now)
