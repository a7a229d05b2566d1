"""Whose hands a complaint is in: units, further agencies, and what is handed on too often; on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from complaints.actions import apply, find
from complaints.deeds import Deed, NoSuchUnitError, WordsMissingError
from complaints.lifecycle import Action, Actor, IllegalStepError, Status
from storage import outbound
from storage.hands import hands_of

HEALTH = "bogor puskesmas tegal gundil antre lama sekali"


def do(staff: Any, number: int, action: Action, actor: Actor = Actor.OFFICER, said: str = "", **more: Any) -> Status:
    staff.town.clock.advance(timedelta(minutes=1))
    with staff.town.database.write() as connection:
        deed = Deed(action, actor, "7" if actor is Actor.OFFICER else "siti", said, **more)
        return apply(connection, staff.town.processor.office, number, deed, staff.town.clock.now())


def row(staff: Any, number: int) -> Any:
    with staff.town.database.read() as connection:
        return find(connection, number)


def hands(staff: Any, number: int) -> list[tuple[str, bool, str, bool]]:
    with staff.town.database.read() as connection:
        found = hands_of(connection, find(connection, number).id)
    return [(hand.agency, hand.lead, hand.state, hand.ended_at is None) for hand in found]


def test_an_agency_hands_it_to_a_unit_and_the_unit_back_to_the_agency(staff: Any) -> None:
    number = staff.report(HEALTH)
    assert row(staff, number).agency == "DINKES"
    due = row(staff, number).due_at
    assert do(staff, number, Action.ASSIGN, agency="DINKES", unit="PKM-BOGOR-UTARA") is Status.ASSIGNED
    assert row(staff, number).unit == "PKM-BOGOR-UTARA"
    assert do(staff, number, Action.ASSIGN, agency="DINKES", said="bukan wilayah kami", unit="") is Status.ASSIGNED
    after = row(staff, number)
    assert (after.agency, after.unit, after.bounced, after.due_at) == ("DINKES", None, 0, due)
    assert do(staff, number, Action.RETURN, said="bukan kami") is Status.TRIAGE
    assert row(staff, number).bounced == 1


def test_a_unit_that_the_agency_does_not_have_is_refused(staff: Any) -> None:
    number = staff.report(HEALTH)
    with pytest.raises(NoSuchUnitError, match="DINKES has no unit PKM-X; it has PKM-BOGOR-UTARA, "):
        do(staff, number, Action.ASSIGN, agency="DINKES", unit="PKM-X")
    with pytest.raises(NoSuchUnitError, match="PUPR has no unit PKM-X; it has none"):
        do(staff, number, Action.ASSIGN, agency="PUPR", unit="PKM-X")


def test_a_further_agency_does_its_part_and_the_state_stays_the_leads(staff: Any) -> None:
    number = staff.report()
    do(staff, number, Action.JOIN, Actor.ADMIN, agency="DISHUB")
    assert do(staff, number, Action.RESOLVE, said="rambu dipasang", part="DISHUB") is Status.ASSIGNED
    assert hands(staff, number) == [("PUPR", True, "assigned", True), ("DISHUB", False, "resolved", True)]
    do(staff, number, Action.CLOSE, Actor.ADMIN)
    assert hands(staff, number) == [("PUPR", True, "closed", True), ("DISHUB", False, "resolved", False)]


def test_whoever_helps_cannot_ask_nor_hand_on_and_whoever_has_it_cannot_join(staff: Any) -> None:
    number = staff.report()
    do(staff, number, Action.JOIN, Actor.ADMIN, agency="DISHUB")
    for agency in ("PUPR", "DISHUB"):
        with pytest.raises(IllegalStepError, match=f"is with {agency} already"):
            do(staff, number, Action.JOIN, Actor.ADMIN, agency=agency)
    for action in (Action.ASK, Action.ASSIGN, Action.POSTPONE, Action.CLOSE):
        with pytest.raises(IllegalStepError):
            do(staff, number, action, said="ya", part="DISHUB")
    with pytest.raises(IllegalStepError):
        do(staff, number, Action.START, said="ya", part="DLH")


def test_whoever_gets_the_whole_has_no_part_any_more(staff: Any) -> None:
    number = staff.report()
    do(staff, number, Action.JOIN, Actor.ADMIN, agency="DISHUB")
    do(staff, number, Action.ASSIGN, Actor.ADMIN, agency="DISHUB")
    assert [hand[:2] for hand in hands(staff, number) if hand[3]] == [("DISHUB", True)]


def test_the_third_bounce_goes_to_the_admin_whomever_the_officer_names(staff: Any) -> None:
    staff.appoint("ADMIN", "+6281112000009", "Ani")
    number = staff.report()
    assert do(staff, number, Action.ASSIGN, agency="DLH") is Status.ASSIGNED
    assert do(staff, number, Action.RETURN, said="bukan") is Status.TRIAGE
    do(staff, number, Action.ASSIGN, Actor.ADMIN, agency="PUPR")
    assert do(staff, number, Action.ASSIGN, said="DISHUB saja", agency="DISHUB") is Status.TRIAGE
    assert (row(staff, number).agency, row(staff, number).bounced) == (None, 3)
    with staff.town.database.read() as connection:
        told = [each["text"] for each in outbound.listing(connection, limit=50)]
    assert [text for text in told if "3 kali pindah dinas" in text] != []


def test_what_asks_for_compensation_is_decided_with_words(staff: Any) -> None:
    number = staff.report("bogor jalan rusak di depan pasar, motor saya jatuh, minta ganti rugi")
    assert row(staff, number).compensation is True
    for action, actor in ((Action.RESOLVE, Actor.OFFICER), (Action.REJECT, Actor.ADMIN), (Action.CLOSE, Actor.ADMIN)):
        with pytest.raises(WordsMissingError):
            do(staff, number, action, actor)
    assert do(staff, number, Action.REJECT, Actor.ADMIN, "bukan jalan kota") is Status.CLOSED
