"""A report comes in: for which region, more about the last one or a new one, and whether it says where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from complaints.life.asking import Asked
from complaints.life.lifecycle import ENDED, Actor, Status
from complaints.steps.notices import acknowledgement
from complaints.steps.opening import NewComplaint, Opened, open_complaint
from complaints.talk import brief, offers, standing, threats
from complaints.talk.additions import add
from complaints.talk.belonging import (
    GOES_ON_FOR,
    INCIDENT_FOR,
    REPLIED_TO_FOR,
    SECRET_FOR,
    belongs,
    replies_in_incident,
)
from complaints.talk.desk import Desk
from parsers.meaning import Kind, Parsed, Report
from routing.whereabouts import tells_where
from sms.message import InboundMessage
from storage import places
from storage.engine import AnyRow


def take(message: InboundMessage, parsed: Parsed, report: Report, desk: Desk) -> None:
    """File a report, or put it to the one that it goes on with; if it is not clear which region it is for, ask."""
    follows = not (parsed.addressed or report.fresh)
    if follows and _is_after_a_secret(message, desk):
        report = replace(report, secret=True)
    if len(parsed.candidates) > 1 and not desk.is_danger(parsed.region, report.text):
        _wait_for_region(message, parsed.candidates, report, desk)
        return
    last = _goes_on_with(message, parsed.region, report.text, desk) if follows else None
    if last is None:
        file(message, parsed.region, report, desk)
    else:
        _join(message, last, report.text, desk)


def file(  # noqa: PLR0913 - who reports what, and how it came about
    message: InboundMessage, region: str, report: Report, desk: Desk, *, source: int | None = None, asked: int = 0
) -> Opened:
    """Open a complaint and acknowledge it; `source` is the message that it came with, if not this one.

    `asked` is how often its reporter had to be asked before.
    """
    new = NewComplaint(
        region=region,
        text=report.text,
        channel=message.channel,
        subscriber_id=message.subscriber_id,
        actor_kind=Actor.CITIZEN,
        actor=str(message.subscriber_id),
        inbound_message_id=source or message.id,
        kind=report.kind,
        anonymous=report.anonymous,
        secret=report.secret,
        asked=asked,
        judged=desk.judge(region, report.text),
    )
    opened = open_complaint(
        desk.changes, desk.office, desk.people, new, complaint_id=next(desk.complaint_ids), now=desk.now
    )
    said = acknowledgement(desk.office, region, opened)
    # Nobody is asked for an answer while there are too many already.
    rushed = desk.is_rushed(message)
    key, values, first = (*said, None) if rushed else offers.with_offer(message, opened, said, desk)
    # One message may file several reports that waited for the same answer.
    receipt = f"receipt:{opened.id}" if source else ""
    brief.acknowledge(message, region, opened, (key, values, receipt), desk)
    if not rushed:
        offers.keep(message, opened, first, desk)
    if opened.lacks_place and not rushed:
        desk.ask(message, Asked.WHERE, complaint_id=opened.id, state={"number": opened.number})
    return opened


def file_waiting(message: InboundMessage, region: str, waiting: Mapping[str, Any], desk: Desk) -> Opened:
    """File a report that waited for an answer; if its region has left the settings since, with another that is served.

    `message` is what settles it, and `waiting` what was written down of the report, with the message that it came with.
    """
    report = Report(
        text=waiting["text"],
        kind=Kind(waiting.get("kind", Kind.COMPLAINT)),
        anonymous=waiting.get("anonymous", False),
        secret=waiting.get("secret", False),
    )
    served = desk.office.regions
    region = next(code for code in (region, *waiting.get("candidates", ()), *served) if code in served)
    # What was put to another report waited as well, but for no answer.
    asked = int("candidates" in waiting)
    return file(message, region, report, desk, source=waiting["message"], asked=asked)


def ask_region(message: InboundMessage, candidates: Sequence[str], desk: Desk) -> None:
    """Ask which region is meant: "1) Kota Bogor, 2) Kabupaten Bogor"."""
    names = (desk.office.region_name(code) for code in candidates if code in desk.office.regions)
    listed = ", ".join(f"{place}) {name}" for place, name in enumerate(names, 1))
    desk.say(message, candidates[0], "region_which", {"list": listed})


def _wait_for_region(message: InboundMessage, candidates: Sequence[str], report: Report, desk: Desk) -> None:
    waiting = {
        "candidates": list(candidates),
        "message": message.id,
        "text": report.text,
        "kind": report.kind,
        "anonymous": report.anonymous,
        "secret": report.secret,
    }
    desk.ask(message, Asked.REGION, about=message.id, state=waiting)
    ask_region(message, candidates, desk)


def _goes_on_with(message: InboundMessage, region: str, text: str, desk: Desk) -> AnyRow | None:
    """Find the complaint that a text goes on with: the one they spoke of last, minutes ago, if it may be about it."""
    last = max(desk.own_of(message), key=lambda row: max(_spoken_of(row), _moved(row)), default=None)
    if last is None or last.status in ENDED | {Status.RESOLVED}:
        return None
    # What is kept apart may have been moved to another region's people, of which its reporter knows nothing.
    moved = last.region in desk.office.routers and _is_secret_of_a_day(last, desk)
    if last.region != region and not moved:
        return None
    quiet_for, in_incident = desk.now - _spoken_of(last), _is_in_incident(last, desk)
    replied_to = desk.now - _moved(last) <= REPLIED_TO_FOR or in_incident
    if quiet_for > GOES_ON_FOR and not replied_to and not _is_secret_of_a_day(last, desk):
        return None
    decision = desk.office.routers[last.region].decide(text)
    named = [(place["kind"], place["name"]) for place in places.of(desk.connection, last.id)]
    if in_incident and replies_in_incident(decision, last, named):
        return last
    # What comes hours later is about the news of a complaint only if it is nobody's by itself.
    if quiet_for > GOES_ON_FOR and (decision.agency or decision.urgent):
        return None
    whole = desk.complaint(last.number)
    told_where = bool(named) or (whole is not None and tells_where(whole.text))
    return last if belongs(text, decision, last, named, told_where=told_where) else None


def _is_in_incident(complaint: AnyRow, desk: Desk) -> bool:
    """Tell whether an incident gathers a complaint of which something was said, or told to all, hours ago at most."""
    return complaint.incident_id is not None and desk.now - complaint.updated_at <= INCIDENT_FOR


def _is_after_a_secret(message: InboundMessage, desk: Desk) -> bool:
    """Tell whether a text comes within a day of a report that is kept apart, and may go on with it."""
    return any(_is_secret_of_a_day(row, desk) for row in desk.own_of(message))


def _is_secret_of_a_day(complaint: AnyRow, desk: Desk) -> bool:
    last = max(_spoken_of(complaint), complaint.threatened_at or complaint.created_at)
    return bool(complaint.secret or complaint.circle) and desk.now - last <= SECRET_FOR


def _spoken_of(complaint: AnyRow) -> datetime:
    """Tell when the reporter's last word on a complaint came."""
    created: datetime = complaint.created_at
    return max(created, complaint.answered_at or created)


def _moved(complaint: AnyRow) -> datetime:
    """Tell when the office did something last of which the reporter may have heard; opening it was nothing."""
    moved: list[datetime] = [at for at in (complaint.status_since, complaint.accepted_at) if at]
    return max((at for at in moved if at > complaint.created_at), default=complaint.created_at - REPLIED_TO_FOR)


def _join(message: InboundMessage, last: AnyRow, text: str, desk: Desk) -> None:
    threats.heed_all(message, last.region, text, desk)
    after = add(message, last.number, text, desk)
    if after.urgent and not last.urgent:
        # Whom to call comes first.
        standing.say_done(message, "ack_urgent" if after.agency else "ack_urgent_triage", after, desk)
        return
    standing.say_done(message, "added_secret" if after.circle else "joined", after, desk)
    desk.ask(message, Asked.JOINED, state={"text": text, "message": message.id, "region": after.region})
