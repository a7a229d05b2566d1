"""What a reporter adds to a complaint that is there: it stands in its history, and reaches whoever has it.

More words may also tell where it is, or whose it is if nobody knew.
"""

from __future__ import annotations

from complaints.life.deeds import Deed
from complaints.life.judgement import judge
from complaints.life.lifecycle import ENDED, Action, Actor, Status
from complaints.life.places import place_rows, with_districts
from complaints.steps.actions import find
from complaints.talk import threats
from complaints.talk.desk import Desk
from complaints.talk.hearers import pass_on
from sms.message import InboundMessage
from storage import places
from storage.complaints import said_since
from storage.engine import AnyRow


def add(message: InboundMessage, number: int, words: str, desk: Desk) -> AnyRow:
    """Write what a reporter adds into the history, do what follows from it, and give the complaint as it is then."""
    was = find(desk.connection, number)
    threats.heed(message, was, words, desk)
    raised = {"urgent": True} if _is_new_danger(was, words, desk) else {}
    desk.do(number, Deed(Action.ADD, Actor.CITIZEN, str(message.subscriber_id), words, sets=raised))
    complaint = enclose_if_accusing(number, desk)
    _note_places(complaint, words, desk)
    if not complaint.compensation and desk.office.compensation.is_asked(words):
        asks = Deed(Action.TAG, Actor.SYSTEM, "words", "ganti_rugi", sets={"compensation": True})
        desk.do(number, asks)
    if complaint.status == Status.TRIAGE:
        _route_again(complaint, desk)
        complaint = find(desk.connection, number)
    # Who has not been told of the complaint yet reads all of it when they are; what is opened again they have read.
    if was.status == Status.RESOLVED != complaint.status:
        pass_on(message, complaint, "officer_objection", words, desk)
    elif raised:
        # Its office has been alerted with these words.
        pass
    elif complaint.urgent or complaint.told_at or complaint.accepted_at:
        pass_on(message, complaint, "officer_addition", words, desk)
    return complaint


def _is_new_danger(complaint: AnyRow, words: str, desk: Desk) -> bool:
    """Tell whether more words on a complaint that somebody works on speak of danger, as it did not before."""
    router = desk.office.routers.get(complaint.region)
    works = complaint.status not in ENDED | {Status.RESOLVED, Status.NOT_OURS}
    return works and not complaint.urgent and router is not None and router.decide(words).urgent


def enclose_if_accusing(number: int, desk: Desk) -> AnyRow:
    """Give a complaint as it is, in the hands of its circle if its reporter's words now accuse somebody.

    Before anybody is told of the words: whom they accuse may be who has it. What that office says is solved is open
    again, for its circle has not looked at it.
    """
    complaint = find(desk.connection, number)
    router = desk.office.routers.get(complaint.region)
    if router is None:
        return complaint
    decision = router.decide(_whole(complaint, desk))
    known = set(complaint.accused or ())
    if known.issuperset(decision.accused):
        return complaint
    sets = {"accused": tuple(sorted(known.union(decision.accused)))}
    desk.do(number, Deed(Action.ENCLOSE, Actor.SYSTEM, "router", " ".join(decision.reasons), sets=sets))
    if complaint.status == Status.RESOLVED:
        desk.do(number, Deed(Action.REOPEN, Actor.CITIZEN, str(complaint.subscriber_id)))
    return find(desk.connection, number)


def _whole(complaint: AnyRow, desk: Desk) -> str:
    return "\n".join([complaint.text, *said_since(desk.connection, complaint.id)])


def _note_places(complaint: AnyRow, words: str, desk: Desk) -> None:
    router = desk.office.routers.get(complaint.region)
    if router is None:
        return
    told = with_districts(router.decide(words).places)
    known = {(place["kind"], place["name"]) for place in places.of(desk.connection, complaint.id)}
    new = {place: detail for place, detail in told.items() if place not in known}
    desk.changes.places += place_rows(complaint.id, new)


def _route_again(complaint: AnyRow, desk: Desk) -> None:
    """Hand a complaint that nobody was sure of to its agency, if its whole text tells now whose it is."""
    router = desk.office.routers.get(complaint.region)
    if router is None:
        return
    decision, _ = judge(router, desk.office.grader, _whole(complaint, desk))
    if decision.agency:
        reasons = " ".join(decision.reasons)
        desk.do(complaint.number, Deed(Action.ASSIGN, Actor.SYSTEM, "router", reasons, decision.agency))
