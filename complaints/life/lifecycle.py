"""The states of a complaint, and which step leads where.

One table is the whole truth: a step that is not in it does not happen. Each row also tells what the citizen reads of
it, and what the agency's clock does. Pure; writing the step down is the work of `complaints.steps.actions`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

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


class Outcome(StrEnum):
    """What came of a complaint that has ended; what nobody has confirmed is never counted as confirmed."""

    CONFIRMED = "confirmed"
    TIMED_OUT = "timed_out"
    EXPLAINED = "explained"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"


class Action(StrEnum):
    """What somebody does to a complaint; the word stands in its history."""

    OPEN = "open"
    ASSIGN = "assign"
    UNSURE = "unsure"
    JOIN = "join"
    MOVE = "move"
    ACCEPT = "accept"
    START = "start"
    ASK = "ask"
    ANSWER = "answer"
    ADD = "add"
    REPLY = "reply"
    RESOLVE = "resolve"
    CLOSE = "close"
    REJECT = "reject"
    THANK = "thank"
    RATE = "rate"
    REOPEN = "reopen"
    POSTPONE = "postpone"
    RESUME = "resume"
    RETURN = "return"
    DECLINE = "decline"
    MARK_DUPLICATE = "mark_duplicate"
    SUPPORT = "support"
    SPLIT = "split"
    REDACT = "redact"
    WITHDRAW = "withdraw"
    HOLD = "hold"
    ENCLOSE = "enclose"
    MASK = "mask"
    REVEAL = "reveal"
    TAG = "tag"
    GATHER = "gather"
    ESCALATE = "escalate"
    UNDO = "undo"
    ARCHIVE = "archive"
    MARK_SPAM = "mark_spam"


class Actor(StrEnum):
    """Who may do something."""

    CITIZEN = "citizen"
    OFFICER = "officer"
    ADMIN = "admin"
    SYSTEM = "system"


class Clock(StrEnum):
    """What a step does to the clock by which the agency in charge is held."""

    START = "start"
    PAUSE = "pause"
    GO = "go"
    STOP = "stop"


class IllegalStepError(UserError):
    """The table has no such step; the message names what is possible instead."""


_C, _O, _A, _S = Actor.CITIZEN, Actor.OFFICER, Actor.ADMIN, Actor.SYSTEM
_CITIZEN, _OFFICER, _ADMIN, _SYSTEM = (frozenset({each}) for each in (_C, _O, _A, _S))
_OFFICE, _CITIZEN_OR_ADMIN, _NOT_OFFICER = frozenset({_O, _A}), frozenset({_C, _A}), frozenset({_C, _A, _S})
_NOT_SYSTEM, _NOT_CITIZEN, _ADMIN_OR_SYSTEM = frozenset({_C, _O, _A}), frozenset({_O, _A, _S}), frozenset({_A, _S})

IN_HAND = frozenset({Status.ASSIGNED, Status.IN_PROGRESS, Status.WAITING, Status.POSTPONED})
"""Where an agency has a complaint and works on it, or waits for somebody."""

_OPEN, _ANSWERED = IN_HAND | {Status.NEW, Status.TRIAGE, Status.NOT_OURS}, frozenset({Status.RESOLVED, Status.CLOSED})
ENDED = frozenset({Status.CLOSED, Status.DUPLICATE, Status.WITHDRAWN, Status.ARCHIVED, Status.SPAM})
"""Where nobody works on a complaint any more; the citizen reports anew."""

DONE = ENDED | {Status.RESOLVED, Status.NOT_OURS}
"""Where nobody has anything left to do."""

REOPENED_BY_WORD = frozenset({Status.CLOSED, Status.WITHDRAWN, Status.ARCHIVED})
"""Where a citizen's BELUM opens it again; what an officer has set aside for another reason is reported anew."""

_ASIDE, _KNOWN = ENDED - {Status.CLOSED}, frozenset(Status) - {Status.NEW}


@dataclass(frozen=True, slots=True)
class News:
    """Which text tells the citizen of a step: `key` alone, `spoken` around the office's own words."""

    key: str
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One row: from any of `before`, an actor of `who` may do `action`, and the complaint is `after`.

    `after` None leaves the state as it is. `news` is what the citizen reads, nothing if it is none of their business;
    of what they did themselves they have had the answer. `clock` is what the step does to the clock of the agency in
    charge: None lets it be.
    """

    action: Action
    before: frozenset[Status]
    after: Status | None
    who: frozenset[Actor]
    news: News | None = None
    clock: Clock | None = None


_UPDATE, _CLOSED = News("update", "update_words"), News("update_closed", "update_closed_words")
_RESOLVED, _NOT_OURS = News("update_resolved", "update_resolved_words"), News("update_ended", "not_ours")

STEPS: tuple[Step, ...] = (
    # The router was sure; or an admin chose; or an agency passed it on.
    Step(Action.ASSIGN, _OPEN | _ASIDE, Status.ASSIGNED, _NOT_CITIZEN, News("update_assigned"), Clock.START),
    # The router was not sure: an admin looks.
    Step(Action.UNSURE, frozenset({Status.NEW, Status.NOT_OURS}), Status.TRIAGE, _ADMIN_OR_SYSTEM),
    # A further agency helps; the lead stays who it was.
    Step(Action.JOIN, IN_HAND, None, _ADMIN),
    # Another region's, which is served too: there it is routed as if it were new.
    Step(Action.MOVE, _OPEN | _ASIDE, Status.ASSIGNED, _OFFICE, News("update_moved"), Clock.START),
    # An officer has read it and takes it up.
    Step(Action.ACCEPT, frozenset({Status.ASSIGNED}), None, _OFFICE, News("update_accepted")),
    # Also from where it is, to tell how far the work is.
    Step(Action.START, IN_HAND, Status.IN_PROGRESS, _OFFICE, _UPDATE, Clock.GO),
    # The agency asks the citizen; the answer puts it back to work.
    Step(Action.ASK, IN_HAND, Status.WAITING, _OFFICE, _UPDATE, Clock.PAUSE),
    # Before anybody has it an admin asks; it stays where it is, and so it does with the answer.
    Step(Action.ASK, frozenset({Status.TRIAGE}), None, _ADMIN, _UPDATE),
    Step(Action.ANSWER, frozenset({Status.WAITING}), Status.IN_PROGRESS, _CITIZEN, clock=Clock.GO),
    # It may come when the office has gone on meanwhile.
    Step(Action.ANSWER, (_OPEN | _ANSWERED) - {Status.WAITING}, None, _CITIZEN),
    # The reporter says more of their own accord.
    Step(Action.ADD, _OPEN | _ANSWERED, None, _CITIZEN),
    # A word to the citizen changes no state.
    Step(Action.REPLY, _OPEN | _ANSWERED | _ASIDE, None, _OFFICE, _UPDATE),
    # Until a day that the citizen is told.
    Step(Action.POSTPONE, IN_HAND, Status.POSTPONED, _OFFICE, _UPDATE, Clock.PAUSE),
    # That day has come.
    Step(Action.RESUME, frozenset({Status.POSTPONED}), Status.IN_PROGRESS, _SYSTEM, clock=Clock.GO),
    Step(Action.RESOLVE, IN_HAND, Status.RESOLVED, _OFFICE, _RESOLVED, Clock.STOP),
    # The citizen is content, or an admin has explained it.
    Step(Action.CLOSE, _OPEN | {Status.RESOLVED}, Status.CLOSED, _CITIZEN_OR_ADMIN, _CLOSED, Clock.STOP),
    # Nobody has said for long that it is not solved.
    Step(Action.CLOSE, frozenset({Status.RESOLVED}), Status.CLOSED, _SYSTEM, News("update_timed_out"), Clock.STOP),
    # They say so after all, when silence has closed it.
    Step(Action.CLOSE, frozenset({Status.CLOSED}), None, _CITIZEN),
    # It will not be done, and the reason is told, with the last door there is.
    Step(Action.REJECT, _OPEN | {Status.RESOLVED}, Status.CLOSED, _ADMIN, _CLOSED, Clock.STOP),
    # Praise has reached whom it is for, and its reporter is thanked at once.
    Step(
        Action.THANK,
        frozenset({Status.NEW, Status.TRIAGE, Status.ASSIGNED}),
        Status.CLOSED,
        _SYSTEM,
        News("update_thanked"),
    ),
    # How content they were, whenever they say so.
    Step(Action.RATE, _ANSWERED, None, _CITIZEN),
    # The citizen objects, or an admin finds it closed too early: back to the agency, or to triage without one.
    Step(Action.REOPEN, _ANSWERED | _ASIDE, Status.ASSIGNED, _CITIZEN_OR_ADMIN, News("update_reopened"), Clock.START),
    # Not this agency's, and it cannot say whose: an admin looks, it never ends here.
    Step(Action.RETURN, IN_HAND, Status.TRIAGE, _OFFICE, clock=Clock.STOP),
    # Nobody's in this region, as the router found or somebody of the office: the answer names the right body.
    Step(Action.DECLINE, frozenset({Status.NEW}), Status.NOT_OURS, _SYSTEM),
    Step(Action.DECLINE, _OPEN - {Status.NEW, Status.NOT_OURS}, Status.NOT_OURS, _OFFICE, _NOT_OURS, Clock.STOP),
    # It is about the same as another one, as an admin or its reporter says, who follows that one from now on.
    Step(Action.MARK_DUPLICATE, _OPEN, Status.DUPLICATE, _CITIZEN_OR_ADMIN, News("update_ended"), Clock.STOP),
    # The one that others are about too: who joins it, and what they say.
    Step(Action.SUPPORT, _KNOWN, None, _CITIZEN_OR_ADMIN),
    # The one that it was merged into goes nowhere any more, or is kept apart: it lives on by itself.
    Step(Action.REOPEN, frozenset({Status.DUPLICATE}), Status.ASSIGNED, _SYSTEM, News("update_unmerged"), Clock.START),
    # Two matters in one text: the second becomes a complaint of its own.
    Step(Action.SPLIT, _KNOWN, None, _ADMIN),
    # Words are taken out of it for ever.
    Step(Action.REDACT, _KNOWN, None, _ADMIN),
    # An officer only does what a threatened reporter has asked for, and has been asked about.
    Step(Action.WITHDRAW, _OPEN, Status.WITHDRAWN, _NOT_SYSTEM, News("update_closed"), Clock.STOP),
    # Whoever looks after a threatened reporter drops for them what an agency says is solved.
    Step(Action.WITHDRAW, frozenset({Status.RESOLVED}), Status.WITHDRAWN, _OFFICER, News("update_closed"), Clock.STOP),
    # Whoever is threatened may be made to withdraw, or to say that it is solved: a person looks first.
    Step(Action.HOLD, _OPEN | {Status.RESOLVED}, None, _CITIZEN),
    # It is secret from now on, or accuses somebody: from an agency's hands into those of its circle.
    Step(Action.ENCLOSE, _OPEN, Status.ASSIGNED, _NOT_OFFICER, clock=Clock.START),
    Step(Action.ENCLOSE, _ANSWERED | _ASIDE, None, _NOT_OFFICER),
    # The reporter is threatened, as they say or as it is heard: to its circle too, with what an office says is solved.
    Step(Action.MASK, _OPEN | {Status.RESOLVED}, Status.ASSIGNED, _NOT_OFFICER, clock=Clock.START),
    Step(Action.MASK, ENDED, None, _NOT_OFFICER),
    # Somebody has looked at what is hidden, and said why.
    Step(Action.REVEAL, _KNOWN, None, _OFFICE),
    Step(Action.TAG, _KNOWN, None, _ADMIN_OR_SYSTEM),
    # It is gathered under an incident, or no more; or all who are were told something together.
    Step(Action.GATHER, _KNOWN, None, _ADMIN_OR_SYSTEM),
    # The ladder has told somebody of an agency's silence.
    Step(Action.ESCALATE, IN_HAND | {Status.TRIAGE}, None, _SYSTEM),
    # A slip is taken back: the complaint is again as the history says that it was before.
    Step(Action.UNDO, _KNOWN, None, _OFFICE, News("update")),
    Step(Action.ARCHIVE, (_ANSWERED | _ASIDE) - {Status.ARCHIVED}, Status.ARCHIVED, _ADMIN_OR_SYSTEM),
    Step(Action.MARK_SPAM, _OPEN, Status.SPAM, _ADMIN, clock=Clock.STOP),
)

OUTCOMES: dict[tuple[Action, Actor], Outcome] = {
    (Action.CLOSE, _C): Outcome.CONFIRMED,
    (Action.CLOSE, _A): Outcome.EXPLAINED,
    (Action.CLOSE, _S): Outcome.TIMED_OUT,
    (Action.REJECT, _A): Outcome.REJECTED,
    (Action.THANK, _S): Outcome.EXPLAINED,
    **{(Action.WITHDRAW, actor): Outcome.WITHDRAWN for actor in (_C, _A, _O)},
}
"""What comes of a complaint by a step, by who takes it."""

NEWS: dict[tuple[Action, Actor], News] = {
    (step.action, actor): step.news for step in STEPS if step.news for actor in sorted(step.who - _CITIZEN)
}
"""What the citizen reads of an action, by who did it; of one that is not here, and of what they did, nothing."""


def step_of(before: Status, action: Action, actor: Actor) -> Step:
    """Find the row of a step; raises IllegalStepError if there is none."""
    for step in steps_from(before, actor):
        if step.action is action:
            return step
    possible = ", ".join(step.action for step in steps_from(before, actor))
    raise IllegalStepError(f"no {action} from {before} by {actor}; possible: {possible or 'nothing'}")


def next_status(before: Status, action: Action, actor: Actor) -> Status:
    """Walk the table: the state after the step; raises IllegalStepError if there is no such step."""
    return step_of(before, action, actor).after or before


def outcome_after(outcome: str | None, action: Action, actor: Actor, after: Status) -> str | None:
    """Tell what has come of a complaint after a step; what is open, or open again, has come to nothing yet.

    What has been decided stays: a late SUDAH only confirms what silence has closed.
    """
    if action is Action.CLOSE and outcome not in {None, Outcome.TIMED_OUT}:
        return outcome
    return OUTCOMES.get((action, actor), outcome) if after in ENDED else None


def is_up_to_reporter(status: str, outcome: str | None) -> bool:
    """Tell whether SUDAH or BELUM is waited for, or would have been: it is solved, or has closed without either."""
    return status == Status.RESOLVED or (status == Status.CLOSED and outcome == Outcome.TIMED_OUT)


@cache
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
