"""Who may do what, cell by cell: the table against rules written down once more, plainly and in another order."""

from __future__ import annotations

import itertools

import pytest

from complaints.life.lifecycle import STEPS, Action, Status
from complaints.steps.authority import Care, Case, Deeds, Look, Role, Ruling, Whose, rule

ALL_DEEDS: tuple[Deeds, ...] = (*Action, *Look)
ENDS = {Action.RESOLVE, Action.CLOSE, Action.REJECT, Action.DECLINE, Action.MARK_DUPLICATE, Action.WITHDRAW}
ENDS |= {Action.ARCHIVE, Action.MARK_SPAM}
TAKES_AWAY = {Action.ASSIGN, Action.JOIN, Action.MOVE, Action.RETURN, Action.UNSURE, Action.UNDO, Action.REVEAL}
IN_AN_AGENCY = {Role.OFFICER, Role.HEAD, Role.DUTY}
ACTORS = {"citizen": {Role.REPORTER}, "admin": {Role.COMMAND_LINE}, "system": {Role.SYSTEM}}


def cells(role: Role) -> list[Case]:
    """Give every cell of the matrix for a role."""
    dimensions = itertools.product([role], ALL_DEEDS, Whose, Status, Care, (False, True))
    return [Case(*each) for each in dimensions]


def in_the_lifecycle(case: Case) -> bool:
    """Tell whether the state allows it, as the actor that a role is."""
    if case.deed is Look.READ:
        return True
    actor = next((name for name, roles in ACTORS.items() if case.role in roles), "officer")
    return any(step.action is case.deed and case.status in step.before and actor in step.who for step in STEPS)


def oracle(case: Case) -> Ruling:  # noqa: C901, PLR0911, PLR0912 - plainly, one rule after the other
    """Decide a cell with nothing but ifs."""
    possible = Ruling.ALLOWED if in_the_lifecycle(case) else Ruling.IMPOSSIBLE
    by_code = Ruling.CODE if in_the_lifecycle(case) else Ruling.IMPOSSIBLE
    reads, own = case.deed is Look.READ, case.whose is Whose.OWN
    in_circle = case.care in {Care.INTEGRITY, Care.OVERSIGHT}
    if case.role is Role.SYSTEM:
        return possible
    if case.role is Role.STRANGER:
        return Ruling.STRANGER
    if case.role is Role.REPORTER:
        return Ruling.HELD if case.threatened and case.deed is Action.WITHDRAW else possible
    if case.role is Role.COMMAND_LINE:
        # They write down what a reporter tells them, and look with a reason at what is not about themselves.
        writes = {Action.MASK, Action.ENCLOSE, Action.TAG}
        kept = in_circle and not reads and case.deed not in writes
        looks = case.deed is Action.REVEAL and case.care is Care.INTEGRITY
        return Ruling.CIRCLE_ONLY if kept and not looks else possible
    if in_circle:
        # Its own post alone, and each change with a code; nobody else learns that there is such a complaint.
        if case.role.value != case.care.value or not own:
            return Ruling.UNKNOWN
        return possible if reads else by_code
    strangers = Ruling.UNKNOWN if case.care is Care.SECRET else Ruling.NOT_YOURS
    if case.deed is Action.WITHDRAW and own and case.role in {*IN_AN_AGENCY, Role.ADMIN}:
        # That is for the circle of whoever is threatened.
        return Ruling.IMPOSSIBLE
    changing = by_code if case.care is Care.SECRET else possible
    if case.role is Role.LEADER:
        return possible if reads and case.care is Care.PLAIN else strangers
    if case.role is Role.INTEGRITY:
        return possible if reads and case.threatened else strangers
    if case.role is Role.OVERSIGHT or case.deed is Action.REVEAL:
        return strangers
    if case.role is Role.ADMIN:
        if own:
            return possible if reads else Ruling.WHICH_AGENCY if case.deed is Action.RETURN else changing
        if case.whose is not Whose.NOBODYS:
            return strangers
        handing_out = case.deed in {Action.ASSIGN, Action.MOVE, Action.DECLINE, Action.UNDO}
        return possible if reads else changing if handing_out else Ruling.WHICH_AGENCY
    assert case.role in IN_AN_AGENCY
    if own:
        return possible if reads else changing
    if case.whose is not Whose.HELPING:
        return strangers
    helps = {Action.ACCEPT, Action.START, Action.REPLY, Action.RESOLVE, Action.RETURN, Action.UNDO}
    return possible if reads else changing if case.deed in helps else Ruling.LEAD_ONLY


@pytest.mark.parametrize("role", Role)
def test_every_cell_is_as_it_should_be(role: Role) -> None:
    wrong = [(case, rule(case), oracle(case)) for case in cells(role) if rule(case) is not oracle(case)]
    assert wrong == []


@pytest.mark.parametrize("role", Role)
def test_where_a_region_wants_codes_every_change_by_sms_takes_one_and_nothing_else_changes(role: Role) -> None:
    by_sms = role not in {Role.REPORTER, Role.COMMAND_LINE, Role.SYSTEM}
    for case in cells(role):
        plain, confirmed = rule(case), rule(case, confirm=True)
        asked = by_sms and case.deed is not Look.READ and plain.grants
        assert confirmed is (Ruling.CODE if asked else plain), case


@pytest.mark.parametrize("care", [Care.INTEGRITY, Care.OVERSIGHT])
def test_of_a_circles_complaint_an_agencys_own_people_see_and_touch_nothing(care: Care) -> None:
    for role in (*IN_AN_AGENCY, Role.ADMIN, Role.LEADER):
        granted = [case for case in cells(role) if case.care is care and rule(case, confirm=False).grants]
        assert granted == []


def test_the_admin_neither_ends_nor_takes_away_what_is_about_them() -> None:
    for case in cells(Role.COMMAND_LINE) + cells(Role.ADMIN):
        if case.care is Care.OVERSIGHT and case.deed in ENDS | TAKES_AWAY:
            assert not rule(case).grants, case


def test_a_secret_report_is_changed_by_sms_only_with_a_code() -> None:
    for role in set(Role) - {Role.REPORTER, Role.COMMAND_LINE, Role.SYSTEM}:
        free = [case for case in cells(role) if case.care is not Care.PLAIN and rule(case) is Ruling.ALLOWED]
        assert {case.deed for case in free} <= {Look.READ}


def test_whoever_is_threatened_withdraws_nothing_by_themselves() -> None:
    assert not any(
        rule(case).grants for case in cells(Role.REPORTER) if case.threatened and case.deed is Action.WITHDRAW
    )
