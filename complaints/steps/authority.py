"""Who may do what to a complaint: one ordered table, read from the top; the first row that fits decides.

Whether a step is possible in a complaint's state is the lifecycle's matter, which is asked first. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from complaints.life.lifecycle import Action, Actor, Status, steps_from
from complaints.life.unread import admin_may
from complaints.steps.parts import DOES


class Look(StrEnum):
    """What changes nothing: to read the whole text and its history."""

    READ = "read"


Deeds: TypeAlias = Action | Look


class Role(StrEnum):
    """As whom somebody speaks. Officers, heads and duty contacts have equal rights to what is their agency's."""

    STRANGER = "stranger"
    REPORTER = "reporter"
    OFFICER = "officer"
    HEAD = "head"
    DUTY = "duty"
    LEADER = "leader"
    ADMIN = "admin"
    INTEGRITY = "integrity"
    OVERSIGHT = "oversight"
    COMMAND_LINE = "command_line"
    SYSTEM = "system"


class Whose(StrEnum):
    """Whose a complaint is, seen from a post: its own to lead or to help with, another's, or nobody's yet.

    What an agency has that nobody is registered for is the admin's own.
    """

    OWN = "own"
    HELPING = "helping"
    ELSEWHERE = "elsewhere"
    NOBODYS = "nobodys"


class Care(StrEnum):
    """How a complaint is kept: in a circle instead of an agency's own people, or secret, or neither."""

    PLAIN = "plain"
    SECRET = "secret"  # noqa: S105 - no password
    INTEGRITY = "integrity"
    OVERSIGHT = "oversight"


class Ruling(StrEnum):
    """What comes of it: allowed, allowed with a one-time code, or the text that refuses it."""

    ALLOWED = "allowed"
    CODE = "code"
    IMPOSSIBLE = "officer_impossible"
    STRANGER = "officer_stranger"
    NOT_YOURS = "officer_not_yours"
    UNKNOWN = "officer_unknown"
    WHICH_AGENCY = "officer_which_agency"
    LEAD_ONLY = "officer_lead_only"
    CIRCLE_ONLY = "circle_only"
    HELD = "withdraw_held"

    @property
    def grants(self) -> bool:
        """Tell whether it may be done, now or when the code comes."""
        return self in {Ruling.ALLOWED, Ruling.CODE}


@dataclass(frozen=True, slots=True)
class Case:
    """A cell of the matrix: as whom, what, whose complaint in which state, and how it is kept.

    `threatened`: who reported it is, so that their word may not be their own.
    """

    role: Role
    deed: Deeds
    whose: Whose
    status: Status
    care: Care
    threatened: bool = False


@dataclass(frozen=True, slots=True)
class _Rule:
    ruling: Ruling
    roles: frozenset[Role]
    cares: frozenset[Care] = frozenset(Care)
    whose: frozenset[Whose] = frozenset(Whose)
    deeds: frozenset[Deeds] = frozenset((*Action, *Look))
    threatened: frozenset[bool] = frozenset({True, False})

    def fits(self, case: Case) -> bool:
        """Tell whether a case is one of the rule's."""
        return (
            case.role in self.roles
            and case.deed in self.deeds
            and case.whose in self.whose
            and case.care in self.cares
            and case.threatened in self.threatened
        )


_ACTORS = {
    Role.REPORTER: Actor.CITIZEN,
    Role.COMMAND_LINE: Actor.ADMIN,
    Role.SYSTEM: Actor.SYSTEM,
}
"""As whom the lifecycle knows them; all others are officers."""

_AGENCY = frozenset({Role.OFFICER, Role.HEAD, Role.DUTY})
_CIRCLES = {Role.INTEGRITY: Care.INTEGRITY, Role.OVERSIGHT: Care.OVERSIGHT}
_CIRCLE, _PLAIN, _SECRET = frozenset(_CIRCLES.values()), frozenset({Care.PLAIN}), frozenset({Care.SECRET})
_READS: frozenset[Deeds] = frozenset({Look.READ})
_CHANGES: frozenset[Deeds] = frozenset(Action)
_OWN, _NOBODYS = frozenset({Whose.OWN}), frozenset({Whose.NOBODYS})
# What a further agency does for its part; handing on is for the lead.
_HELPS: frozenset[Deeds] = frozenset({*DOES, Action.UNDO, Look.READ})
_HANDS_OUT: frozenset[Deeds] = frozenset({Action.ASSIGN, Action.MOVE, Action.DECLINE, Action.UNDO, Look.READ})


def _only(*roles: Role) -> frozenset[Role]:
    return frozenset(roles)


_RULES: tuple[_Rule, ...] = (
    # The clock does what the lifecycle gives it to do.
    _Rule(Ruling.ALLOWED, _only(Role.SYSTEM)),
    # Whoever is not registered changes nothing, and learns nothing.
    _Rule(Ruling.STRANGER, _only(Role.STRANGER)),
    # Whoever is threatened may be made to withdraw: a person looks first.
    _Rule(Ruling.HELD, _only(Role.REPORTER), deeds=frozenset({Action.WITHDRAW}), threatened=frozenset({True})),
    _Rule(Ruling.ALLOWED, _only(Role.REPORTER)),
    # What is a circle's is out of the admin's reach, from the command line too, and what is about them altogether.
    *(
        _Rule(
            Ruling.CIRCLE_ONLY,
            _only(Role.COMMAND_LINE),
            frozenset({care}),
            deeds=frozenset(action for action in Action if not admin_may(action, care.upper())),
        )
        for care in _CIRCLES.values()
    ),
    _Rule(Ruling.ALLOWED, _only(Role.COMMAND_LINE)),
    # A circle's complaints are its own people's, and as if there were none for everybody else.
    *(
        rule
        for role, care in _CIRCLES.items()
        for rule in (
            _Rule(Ruling.ALLOWED, _only(role), frozenset({care}), _OWN, _READS),
            _Rule(Ruling.CODE, _only(role), frozenset({care}), _OWN, _CHANGES),
        )
    ),
    _Rule(Ruling.UNKNOWN, frozenset(Role), _CIRCLE),
    # Who is hidden is shown by the circles and at the command line, where the reason is written down.
    _Rule(Ruling.NOT_YOURS, _AGENCY | {Role.ADMIN}, _PLAIN, deeds=frozenset({Action.REVEAL})),
    _Rule(Ruling.UNKNOWN, _AGENCY | {Role.ADMIN}, _SECRET, deeds=frozenset({Action.REVEAL})),
    # To withdraw for somebody else is for the circle that looks after them.
    _Rule(Ruling.IMPOSSIBLE, _AGENCY | {Role.ADMIN}, whose=_OWN, deeds=frozenset({Action.WITHDRAW})),
    # What an agency has is its officers' to work on; of a secret report each change is confirmed.
    _Rule(Ruling.ALLOWED, _AGENCY | {Role.ADMIN}, whose=_OWN, deeds=_READS),
    # What the admin has without an agency they can only hand out.
    _Rule(Ruling.WHICH_AGENCY, _only(Role.ADMIN), whose=_OWN, deeds=frozenset({Action.RETURN})),
    _Rule(Ruling.CODE, _AGENCY | {Role.ADMIN}, _SECRET, _OWN),
    _Rule(Ruling.ALLOWED, _AGENCY | {Role.ADMIN}, whose=_OWN),
    _Rule(Ruling.ALLOWED, _only(Role.ADMIN), whose=_NOBODYS, deeds=_READS),
    _Rule(Ruling.CODE, _only(Role.ADMIN), _SECRET, _NOBODYS, _HANDS_OUT),
    _Rule(Ruling.ALLOWED, _only(Role.ADMIN), whose=_NOBODYS, deeds=_HANDS_OUT),
    _Rule(Ruling.WHICH_AGENCY, _only(Role.ADMIN), whose=_NOBODYS),
    # A further agency does its part; what becomes of the complaint is the lead's.
    _Rule(Ruling.ALLOWED, _AGENCY, whose=frozenset({Whose.HELPING}), deeds=_READS),
    _Rule(Ruling.CODE, _AGENCY, _SECRET, frozenset({Whose.HELPING}), _HELPS),
    _Rule(Ruling.ALLOWED, _AGENCY, whose=frozenset({Whose.HELPING}), deeds=_HELPS),
    _Rule(Ruling.LEAD_ONLY, _AGENCY, whose=frozenset({Whose.HELPING})),
    # The leader is told of numbers, and may read what everybody in the office may.
    _Rule(Ruling.ALLOWED, _only(Role.LEADER), _PLAIN, deeds=_READS),
    # The integrity contact looks after whoever is threatened.
    _Rule(Ruling.ALLOWED, _only(Role.INTEGRITY), deeds=_READS, threatened=frozenset({True})),
    # Of another's secret report nobody is told where it is.
    _Rule(Ruling.UNKNOWN, frozenset(Role), _SECRET),
    _Rule(Ruling.NOT_YOURS, frozenset(Role)),
)


def rule(case: Case, *, confirm: bool = False) -> Ruling:
    """Decide a case; `confirm`: the region wants a one-time code for every change by SMS.

    What the state does not allow is only told to those who may know the state.
    """
    ruling = next(each.ruling for each in _RULES if each.fits(case))
    if not ruling.grants:
        return ruling
    if not _is_possible(case):
        return Ruling.IMPOSSIBLE
    by_sms = case.role not in {Role.REPORTER, Role.COMMAND_LINE, Role.SYSTEM} and case.deed is not Look.READ
    return Ruling.CODE if confirm and by_sms else ruling


def _is_possible(case: Case) -> bool:
    if isinstance(case.deed, Look):
        return True
    actor = _ACTORS.get(case.role, Actor.OFFICER)
    return any(step.action is case.deed for step in steps_from(case.status, actor))
