"""What somebody says of a complaint that they support, and that somebody else has reported.

They may ask how it stands, and what they add reaches whoever works on it; but only its reporter closes it, opens it
again or withdraws it.
"""

from __future__ import annotations

from complaints.life.deeds import Deed
from complaints.life.lifecycle import ENDED, Action, Actor, Status
from complaints.steps.actions import find
from complaints.talk import reports, standing
from complaints.talk.desk import Desk
from complaints.talk.hearers import pass_on
from parsers.meaning import Add, Report, Verdict, Withdraw
from sms.message import InboundMessage
from storage import supporters
from storage.engine import AnyRow
from storage.supporters import first_of


def followed(complaint: AnyRow, message: InboundMessage, desk: Desk) -> AnyRow | None:
    """Find the complaint that a duplicate was merged into, if it may be told of; None if it is none."""
    if complaint.status != Status.DUPLICATE or complaint.duplicate_of is None:
        return None
    first = first_of(desk.connection, complaint.duplicate_of)
    return first if first is not None and standing.supports(first, message, desk) else None


def take(message: InboundMessage, complaint: AnyRow, request: Add | Verdict | Withdraw, desk: Desk) -> None:
    """Note what a supporter says, and tell how the complaint stands."""
    words = _words(request, message)
    if isinstance(request, Withdraw) and leave(message, complaint, desk):
        return
    if isinstance(request, Withdraw) or not words or complaint.status in ENDED:
        standing.tell_supporter(message, complaint, desk)
        return
    decision = desk.office.routers[complaint.region].decide(words) if complaint.region in desk.office.routers else None
    if decision is not None and (decision.accused or (decision.urgent and not complaint.urgent)):
        # Whom it accuses may be who has the complaint; and new danger is no addition.
        reports.file(message, complaint.region, Report(words, fresh=True), desk)
        return
    desk.do(complaint.number, Deed(Action.SUPPORT, Actor.CITIZEN, str(message.subscriber_id), words))
    complaint = find(desk.connection, complaint.number)
    if not (isinstance(request, Verdict) and request.solved):
        pass_on(message, complaint, "officer_support", words, desk)
        standing.say_done(message, "support_added", complaint, desk)
    else:
        standing.tell_supporter(message, complaint, desk)


def leave(message: InboundMessage, first: AnyRow, desk: Desk) -> bool:
    """Take the support of a complaint back: what they have reported themselves goes on; gives whether there is that."""
    merged = (desk.complaint(each.number) for each in supporters.duplicates_of(desk.connection, first.id))
    own = next((each for each in merged if each is not None and standing.is_own(each, message)), None)
    if own is None:
        return False
    who = str(message.subscriber_id)
    desk.do(own.number, Deed(Action.REOPEN, Actor.SYSTEM, "merge", str(first.number)))
    desk.do(first.number, Deed(Action.SUPPORT, Actor.CITIZEN, who, f"-{own.number}"))
    supporters.leave(desk.connection, first.id, [message.subscriber_id])
    # They read it right now.
    desk.changes.complaint_updates.append({"id": own.id, "news_due_at": None})
    values: dict[str, str | int] = {"number": own.number, "other": first.number}
    desk.say(message, own.region, "support_left", values, complaint_id=own.id)
    return True


def _words(request: Add | Verdict | Withdraw, message: InboundMessage) -> str:
    match request:
        case Add(text=text):
            return text.strip()
        case Verdict(solved=True):
            return message.text.strip()
        case Verdict(words=words):
            return words.strip() or message.text.strip()
    return ""
