"""Whose hands a complaint was in: from when until when, and why it came there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from commands.output import cell

if TYPE_CHECKING:
    from storage.engine import AnyRow

_BRINGS = frozenset({"assign", "join", "move", "return", "reopen"})
_SHOWN_FROM = 2
"""One pair of hands stands above already."""


def as_hand(hand: AnyRow, events: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Give an assignment for programs, with why it was made."""
    times = ("assigned_at", "accepted_at", "done_at", "ended_at")
    return {
        "agency": hand.agency,
        "unit": hand.unit,
        "lead": hand.lead,
        "state": hand.state,
        **{name: at and at.isoformat() for name in times for at in [getattr(hand, name)]},
        "reason": _why(hand, events),
    }


def emit_hands(hands: Sequence[AnyRow], events: Sequence[Mapping[str, Any]], zone: ZoneInfo) -> None:
    """Print who has it and had it, if there is more than one, in the time of a zone."""
    if len(hands) < _SHOWN_FROM:
        return
    click.echo()
    for hand in hands:
        since, done_at, ended = (
            at and cell(at.astimezone(zone)) for at in (hand.assigned_at, hand.done_at, hand.ended_at)
        )
        whose = f"{hand.agency} {hand.unit or ''}".rstrip()
        done = f"{'' if hand.lead else 'helps, '}{hand.state}{f', done {done_at}' if done_at else ''}"
        why = _why(hand, events)
        click.echo(f"{since} - {ended or 'now':<20}  {whose}: {done}{': ' + cell(why) if why else ''}")


def _why(hand: AnyRow, events: Sequence[Mapping[str, Any]]) -> str:
    """Find what was said when an agency got it; the router's reasons stand elsewhere."""
    came = (
        event["reason"]
        for event in events
        if event["at"] == hand.assigned_at
        and event["action"] in _BRINGS
        and event["agency"] == hand.agency
        and event["actor_kind"] != "system"
    )
    return next(came, "")
