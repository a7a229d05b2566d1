"""Whose hands a complaint is in: units, further agencies, and what is handed on too often; on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from complaints.life.deeds import Deed, NoSuchUnitError, WordsMissingError
from complaints.life.lifecycle import Action, Actor, IllegalStepError, Status
from complaints.steps.actions import apply, find
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


@pytest.mark.parametrize("action", [Action.ASK, Action.POSTPONE])
def test_what_stood_still_goes_on_with_the_unit_that_gets_it(staff: Any, action: Action) -> None:
    number = staff.report(HEALTH)
    do(staff, number, action, said="besok?")
    assert row(staff, number).due_at is None
    staff.town.clock.advance(timedelta(days=2))
    assert do(staff, number, Action.ASSIGN, agency="DINKES", unit="PKM-BOGOR-UTARA") is Status.ASSIGNED
    after = row(staff, number)
    assert [until is not None for _, until in after.pauses] == [True]
    assert after.due_at is not None
    do(staff, number, Action.ACCEPT)
    assert row(staff, number).due_at == after.due_at


IN_HAND = {
    Action.ACCEPT: Status.ASSIGNED,
    Action.START: Status.IN_PROGRESS,
    Action.ASK: Status.WAITING,
    Action.POSTPONE: Status.POSTPONED,
}


@pytest.mark.parametrize("action", IN_HAND)
def test_whoever_has_it_in_hand_is_not_given_it_again_and_keeps_its_date(staff: Any, action: Action) -> None:
    number = staff.report()
    assert do(staff, number, action, said="ya") is IN_HAND[action]
    before = row(staff, number)
    with pytest.raises(IllegalStepError, match=f"{number} is with PUPR already"):
        do(staff, number, Action.ASSIGN, Actor.ADMIN, agency="PUPR")
    assert row(staff, number) == before


@pytest.mark.parametrize("aside", [Action.MARK_SPAM, Action.MARK_DUPLICATE, Action.DECLINE, Action.WITHDRAW])
@pytest.mark.parametrize("unit", [None, "PKM-BOGOR-UTARA"])
def test_what_comes_back_is_new_to_those_who_had_it(staff: Any, aside: Action, unit: str | None) -> None:
    number = staff.report(HEALTH)
    do(staff, number, Action.START)
    staff.later(hours=24)
    do(staff, number, aside, Actor.ADMIN, said="begitu")
    staff.town.clock.advance(timedelta(days=3))
    assert do(staff, number, Action.ASSIGN, Actor.ADMIN, agency="DINKES", unit=unit) is Status.ASSIGNED
    back, now = row(staff, number), staff.town.clock.now()
    assert (back.unit, back.accepted_at, back.told_at, back.rung, back.done_at) == (
        unit or "PKM-TEGAL-GUNDIL",
        None,
        None,
        0,
        None,
    )
    assert (back.assigned_at, back.pauses) == (now, None)
    assert back.due_at > now


def test_in_triage_nobody_has_it_any_more(staff: Any) -> None:
    staff.appoint("PUPR")
    number = staff.report()
    do(staff, number, Action.DECLINE, Actor.ADMIN, "urusan provinsi")
    assert do(staff, number, Action.UNSURE, Actor.ADMIN, "urusan kota juga") is Status.TRIAGE
    assert hands(staff, number) == [("PUPR", True, "not_ours", False)]
    assert (row(staff, number).agency, row(staff, number).due_at) == (None, None)
    assert row(staff, number).verify_by is not None
    assert "tidak ada laporan" in staff.town.text("TUGAS", "+6281112000001")[0]


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
