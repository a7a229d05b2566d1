"""Merah, kuning, hijau: how a complaint and an agency stand at a glance. Pure; the formula is in docs/statistics.md.

The same for many complaints at once is in `storage.measures`; a test holds both against each other.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from complaints.watch.ladder import bits_of
from config.colours import Colours
from config.ladder import Tell
from config.regions import Region
from storage.engine import AnyRow
from storage.measures import Bounds


class Colour(StrEnum):
    """From the worst to the best."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"


def bounds_of(region: Region) -> Bounds:
    """Give what the counting has to know of a region."""
    colours = region.colours
    almost = round(1000 * colours.almost_due)
    return Bounds(almost, colours.unhappy, bits_of(region, Tell.HEAD), bits_of(region, Tell.LEADER))


def colour_of(complaint: AnyRow, bounds: Bounds, now: datetime) -> Colour:
    """Tell the colour of a complaint with its lead.

    Red is what is past its date or was done after it, and whose reporter is not content; yellow what is taken up, or
    has little of its time left; green the rest: done in time, or with time to go.
    """
    done, due = complaint.done_at, complaint.due_at
    is_open = done is None or done >= now
    unhappy = complaint.rating is not None and complaint.rating <= bounds.unhappy
    late = due is not None and (due < now if is_open else done > due)
    if late or unhappy or (is_open and complaint.reopened > 0):
        return Colour.RED
    taken_up = complaint.accepted_at is not None and complaint.accepted_at < now
    return Colour.YELLOW if is_open and (taken_up or _is_almost_due(complaint, bounds, now)) else Colour.GREEN


def _is_almost_due(complaint: AnyRow, bounds: Bounds, now: datetime) -> bool:
    if complaint.due_at is None:
        return False
    due, begun = int(complaint.due_at.timestamp()), int(complaint.assigned_at.timestamp())
    return bool(1000 * (due - int(now.timestamp())) < bounds.almost_due * (due - begun))


def agency_colour(red: int, whole: int, colours: Colours) -> Colour:
    """Tell the colour of an agency by how many of its open complaints are red."""
    if red == 0:
        return Colour.GREEN
    return Colour.RED if red > colours.agency_red * whole else Colour.YELLOW
