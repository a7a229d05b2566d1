"""The lifecycle: one table, no dead ends, and a refusal that says what is possible."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from complaints.life.lifecycle import (
    ENDED,
    STEPS,
    Action,
    Actor,
    IllegalStepError,
    Outcome,
    Status,
    Step,
    action_towards,
    next_status,
    outcome_after,
    steps_from,
)
from config.text_keys import STATUSES

ROADS = [
    # The usual one, and what happens beside it.
    "new -assign:system-> assigned -start:officer-> in_progress -resolve:officer-> resolved -close:system-> closed",
    "new -unsure:system-> triage -assign:admin-> assigned -ask:officer-> waiting -answer:citizen-> in_progress",
    "assigned -resolve:officer-> resolved -reopen:citizen-> assigned",
    "closed -reopen:citizen-> assigned",
    "assigned -decline:admin-> not_ours -assign:admin-> assigned",
    "not_ours -unsure:system-> triage -close:admin-> closed -archive:system-> archived -reopen:admin-> assigned",
    "in_progress -postpone:officer-> postponed -start:officer-> in_progress",
    "assigned -accept:officer-> assigned -return:officer-> triage -decline:admin-> not_ours",
    "in_progress -start:officer-> in_progress",
    "triage -mark_spam:admin-> spam -assign:admin-> assigned",
    "assigned -mark_duplicate:admin-> duplicate -archive:admin-> archived",
    "waiting -withdraw:citizen-> withdrawn -reopen:citizen-> assigned",
    "assigned -assign:officer-> assigned",
    "triage -reply:admin-> triage",
    "waiting -ask:officer-> waiting",
    "resolved -close:system-> closed -close:citizen-> closed -reopen:citizen-> assigned",
]

REFUSED = [
    (Status.NEW, Action.RESOLVE, Actor.ADMIN),
    (Status.TRIAGE, Action.RESOLVE, Actor.OFFICER),
    (Status.ASSIGNED, Action.ASSIGN, Actor.CITIZEN),
    (Status.ASSIGNED, Action.MARK_SPAM, Actor.OFFICER),
    (Status.ASSIGNED, Action.CLOSE, Actor.OFFICER),
    (Status.ASSIGNED, Action.REOPEN, Actor.CITIZEN),
    (Status.IN_PROGRESS, Action.ACCEPT, Actor.OFFICER),
    (Status.NOT_OURS, Action.DECLINE, Actor.OFFICER),
    (Status.ASSIGNED, Action.CLOSE, Actor.SYSTEM),
    (Status.TRIAGE, Action.RETURN, Actor.OFFICER),
    (Status.RESOLVED, Action.RESOLVE, Actor.OFFICER),
    (Status.RESOLVED, Action.REOPEN, Actor.OFFICER),
    (Status.CLOSED, Action.CLOSE, Actor.SYSTEM),
    (Status.CLOSED, Action.CLOSE, Actor.ADMIN),
    (Status.ARCHIVED, Action.ARCHIVE, Actor.ADMIN),
    (Status.WAITING, Action.ANSWER, Actor.OFFICER),
]


@pytest.mark.parametrize("road", ROADS)
def test_a_complaint_can_go_this_road(road: str) -> None:
    before, *legs = road.split(" -")
    state = Status(before)
    for leg in legs:
        step, after = leg.split("-> ")
        action, actor = step.split(":")
        state = next_status(state, Action(action), Actor(actor))
        assert state is Status(after)


@pytest.mark.parametrize(("before", "action", "actor"), REFUSED)
def test_a_step_is_refused_with_those_that_are_possible(before: Status, action: Action, actor: Actor) -> None:
    with pytest.raises(IllegalStepError) as refused:
        next_status(before, action, actor)
    said, _, possible = str(refused.value).partition("; possible: ")
    assert said == f"no {action} from {before} by {actor}"
    assert possible.split(", ") == [step.action for step in steps_from(before, actor)] or possible == "nothing"


@pytest.mark.parametrize("before", Status)
def test_every_step_from_a_state_is_in_the_table_or_refused(before: Status) -> None:
    for action, actor in product(Action, Actor):
        rows = [step for step in STEPS if step.action is action and before in step.before and actor in step.who]
        assert len(rows) <= 1, "two rows for one step: the second would never be walked"
        if rows:
            assert next_status(before, action, actor) is (rows[0].after or before)
        else:
            with pytest.raises(IllegalStepError):
                next_status(before, action, actor)


@pytest.mark.parametrize("state", Status)
def test_no_state_is_a_dead_end_for_an_admin(state: Status) -> None:
    onwards = {step.after for step in steps_from(state, Actor.ADMIN)} - {None, state}
    assert onwards


@pytest.mark.parametrize("state", sorted(set(Status) - {Status.NEW}))
def test_every_state_can_be_reached_and_led_to_an_end(state: Status) -> None:
    assert state in reachable(Status.NEW)
    assert Status.CLOSED in reachable(state)


@pytest.mark.parametrize("state", [Status.RESOLVED, Status.CLOSED, Status.WITHDRAWN])
def test_a_citizen_can_always_object(state: Status) -> None:
    assert next_status(state, Action.REOPEN, Actor.CITIZEN) is Status.ASSIGNED


@pytest.mark.parametrize("decided", [Outcome.CONFIRMED, Outcome.EXPLAINED, Outcome.REJECTED])
def test_a_late_word_confirms_what_silence_has_closed_and_nothing_that_was_decided(decided: Outcome) -> None:
    late = (Action.CLOSE, Actor.CITIZEN, Status.CLOSED)
    assert outcome_after(Outcome.TIMED_OUT, *late) is Outcome.CONFIRMED
    assert outcome_after(decided, *late) is decided


def test_nothing_leads_back_to_new() -> None:
    assert all(step.after is not Status.NEW for step in STEPS)


@pytest.mark.parametrize("action", sorted(set(Action) - {Action.OPEN}))
def test_every_action_is_in_the_table(action: Action) -> None:
    assert any(step.action is action for step in STEPS)


@pytest.mark.parametrize("before", Status)
def test_the_action_towards_a_state_leads_there_or_is_refused_with_the_states_that_can_be(before: Status) -> None:
    for after, actor in product(Status, Actor):
        possible = {step.after for step in steps_from(before, actor)} - {None}
        if after in possible:
            assert next_status(before, action_towards(after, before, actor), actor) is after
        else:
            with pytest.raises(IllegalStepError, match=f"{before} cannot become {after} by {actor}") as refused:
                action_towards(after, before, actor)
            named = str(refused.value).partition("it can become: ")[2].split(", ")
            assert sorted(named) == (sorted(map(str, possible)) or ["nothing"])


def test_every_state_has_a_name_for_citizens() -> None:
    assert set(STATUSES) == set(Status)


def reachable(start: Status) -> set[Status]:
    """Walk the table from a state, whoever does the steps."""
    found, ahead = {start}, [start]
    while ahead:
        state = ahead.pop()
        steps: list[Step] = [step for step in STEPS if state in step.before]
        new = {step.after for step in steps if step.after} - found
        found |= new
        ahead += new
    return found


class InThought(RuleBasedStateMachine):
    """The table alone: who walks it never leaves it, and never stands still for ever."""

    def __init__(self) -> None:
        super().__init__()
        self.status = Status.NEW
        self.outcome: str | None = None

    @rule(action=st.sampled_from(sorted(Action)), actor=st.sampled_from(sorted(Actor)))
    def walk(self, action: Action, actor: Actor) -> None:
        try:
            self.status = next_status(self.status, action, actor)
        except IllegalStepError:
            assert action not in {step.action for step in steps_from(self.status, actor)}
            return
        self.outcome = outcome_after(self.outcome, action, actor, self.status)

    @invariant()
    def there_is_a_way_on(self) -> None:
        ways = {step.after for actor in Actor for step in steps_from(self.status, actor)} - {None, self.status}
        assert ways

    @invariant()
    def an_outcome_is_what_ended_it(self) -> None:
        if self.status in {Status.CLOSED, Status.WITHDRAWN}:
            assert self.outcome is not None
        if self.status not in ENDED:
            assert self.outcome is None


def test_the_table_is_never_left() -> None:
    run_state_machine_as_test(InThought, settings=settings(max_examples=200, stateful_step_count=60, deadline=None))
