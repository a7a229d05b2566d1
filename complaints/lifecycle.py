"""The states of a complaint, and which step leads where.

One table is the whole truth: a step that is not in it does not happen. Pure; writing the step down is the work of
`storage.complaints`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sms.errors import UserError


class Status(StrEnum):
    """Where a complaint stands (the words of citizens for them are in config/texts)."""

    NEW = "new"
    TRIAGE = "triage"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    RESOLVED = "resolved"
    CLOSED = "closed"
    POSTPONED = "postponed"
    NOT_OURS = "not_ours"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"
    ARCHIVED = "archived"
    SPAM = "spam"


class Action(StrEnum):
    """What somebody does to a complaint; the word stands in its history."""

    OPEN = "open"
    ASSIGN = "assign"
    UNSURE = "unsure"
    ACCEPT = "accept"
    START = "start"
    ASK = "ask"
    ANSWER = "answer"
    ADD = "add"
    REPLY = "reply"
    RESOLVE = "resolve"
    CLOSE = "close"
    REOPEN = "reopen"
    POSTPONE = "postpone"
    RETURN = "return"
    DECLINE = "decline"
    MARK_DUPLICATE = "mark_duplicate"
    WITHDRAW = "withdraw"
    ARCHIVE = "archive"
    MARK_SPAM = "mark_spam"


class Actor(StrEnum):
    """Who may do something."""

    CITIZEN = "citizen"
    OFFICER = "officer"
    ADMIN = "admin"
    SYSTEM = "system"


class IllegalStepError(UserError):
    """The table has no such step; the message names what is possible instead."""


_C, _O, _A, _S = Actor.CITIZEN, Actor.OFFICER, Actor.ADMIN, Actor.SYSTEM
_OFFICE = frozenset({_O, _A})
_ADMIN = frozenset({_A})

_IN_HAND = frozenset({Status.ASSIGNED, Status.IN_PROGRESS, Status.WAITING, Status.POSTPONED})
_OPEN = _IN_HAND | {Status.NEW, Status.TRIAGE, Status.NOT_OURS}
_ANSWERED = frozenset({Status.RESOLVED, Status.CLOSED})
ENDED = frozenset({Status.CLOSED, Status.DUPLICATE, Status.WITHDRAWN, Status.ARCHIVED, Status.SPAM})
"""Where nobody works on a complaint any more; the citizen reports anew."""

REOPENED_BY_WORD = frozenset({Status.CLOSED, Status.WITHDRAWN, Status.ARCHIVED})
"""Where a citizen's BELUM opens it again; what an officer has set aside for another reason is reported anew."""

_ASIDE = ENDED - {Status.CLOSED}


@dataclass(frozen=True, slots=True)
class Step:
    """One row: from any of `before`, an actor of `who` may do `action`, and the complaint is `after`.

    `after` None leaves the state as it is.
    """

    action: Action
    before: frozenset[Status]
    after: Status | None
    who: frozenset[Actor]


STEPS: tuple[Step, ...] = (
    # The router was sure; or an admin chose; or an agency passed it on.
    Step(Action.ASSIGN, _OPEN | _ASIDE, Status.ASSIGNED, frozenset({_O, _A, _S})),
    # The router was not sure: an admin looks.
    Step(Action.UNSURE, frozenset({Status.NEW, Status.NOT_OURS}), Status.TRIAGE, frozenset({_A, _S})),
    # An officer has read it and takes it up.
    Step(Action.ACCEPT, frozenset({Status.ASSIGNED}), None, _OFFICE),
    # Also from where it is, to tell how far the work is.
    Step(Action.START, _IN_HAND, Status.IN_PROGRESS, _OFFICE),
    # The agency asks the citizen; the answer puts it back to work.
    Step(Action.ASK, _IN_HAND, Status.WAITING, _OFFICE),
    Step(Action.ANSWER, frozenset({Status.WAITING}), Status.IN_PROGRESS, frozenset({_C})),
    # It may come when the office has gone on meanwhile.
    Step(Action.ANSWER, (_OPEN | _ANSWERED) - {Status.WAITING}, None, frozenset({_C})),
    # The reporter says more of their own accord.
    Step(Action.ADD, _OPEN | _ANSWERED, None, frozenset({_C})),
    # A word to the citizen changes no state.
    Step(Action.REPLY, _OPEN | _ANSWERED | _ASIDE, None, _OFFICE),
    Step(Action.POSTPONE, _IN_HAND, Status.POSTPONED, _OFFICE),
    Step(Action.RESOLVE, _IN_HAND, Status.RESOLVED, _OFFICE),
    Step(Action.CLOSE, _OPEN | {Status.RESOLVED}, Status.CLOSED, frozenset({_C, _A, _S})),
    # The citizen objects, or an admin finds it closed too early: back to the agency, or to triage without one.
    Step(Action.REOPEN, _ANSWERED | _ASIDE, Status.ASSIGNED, frozenset({_C, _A})),
    # Not this agency's, and it cannot say whose: an admin looks, it never ends here.
    Step(Action.RETURN, _IN_HAND, Status.TRIAGE, _OFFICE),
    # Nobody's in this region, as the router found or an admin: the answer names the right body.
    Step(Action.DECLINE, frozenset({Status.NEW}), Status.NOT_OURS, frozenset({_S})),
    Step(Action.DECLINE, _OPEN - {Status.NEW, Status.NOT_OURS}, Status.NOT_OURS, _ADMIN),
    Step(Action.MARK_DUPLICATE, _OPEN, Status.DUPLICATE, _ADMIN),
    Step(Action.WITHDRAW, _OPEN, Status.WITHDRAWN, frozenset({_C, _A})),
    Step(Action.ARCHIVE, (_ANSWERED | _ASIDE) - {Status.ARCHIVED}, Status.ARCHIVED, frozenset({_A, _S})),
    Step(Action.MARK_SPAM, _OPEN, Status.SPAM, _ADMIN),
)


def next_status(before: Status, action: Action, actor: Actor) -> Status:
    """Walk the table: the state after the step; raises IllegalStepError if there is no such step."""
    for step in STEPS:
        if step.action is action and before in step.before and actor in step.who:
            return step.after or before
    possible = ", ".join(step.action for step in steps_from(before, actor))
    raise IllegalStepError(f"no {action} from {before} by {actor}; possible: {possible or 'nothing'}")


def steps_from(before: Status, actor: Actor) -> tuple[Step, ...]:
    """Give the rows open to an actor in a state."""
    return tuple(step for step in STEPS if before in step.before and actor in step.who)


def action_towards(after: Status, before: Status, actor: Actor) -> Action:
    """Find the action that brings a complaint into a state; raises IllegalStepError if none does."""
    for step in steps_from(before, actor):
        if step.after is after:
            return step.action
    reachable = ", ".join(dict.fromkeys(step.after for step in steps_from(before, actor) if step.after))
    raise IllegalStepError(f"{before} cannot become {after} by {actor}; it can become: {reachable or 'nothing'}")
