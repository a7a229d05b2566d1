"""Queries on what waits for an officer: the complaints in the hands of their agencies, the most pressing first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Text,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    null,
    or_,
    select,
    true,
    update,
)

from storage.contacts import ADMIN
from storage.engine import AnyRow
from storage.hushed import IS_DELICATE
from storage.models import assignment, complaint
from storage.office_tables import incident
from storage.overdue import IS_SILENT, is_finished
from storage.places import told_of

_TRIAGE = "triage"

_GATHERED = exists().where(incident.c.id == complaint.c.incident_id, incident.c.closed_at.is_(None))


@dataclass(frozen=True, slots=True)
class Share:
    """What somebody has of an agency's complaints: all, those of `only` some units, or all `but` those of some."""

    agency: str
    only: frozenset[str] | None = None
    but: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Duty:
    """What somebody answers for in a region: shares of agencies.

    Who speaks for the office that runs the system also has the complaints in triage, and those of every agency but
    `others`, which have people of their own; for anybody else that is None. `accused` are the agencies that they are
    of themselves: what accuses one of these is never theirs.
    """

    region: str
    shares: tuple[Share, ...]
    others: frozenset[str] | None = None
    accused: frozenset[str] = frozenset()

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the agencies, and of what stands in the place of one, that it is of."""
        return (*(share.agency for share in self.shares), *(() if self.others is None else (ADMIN,)))


class Section(IntEnum):
    """Why a complaint stands in a list, the most pressing first; each stands in one section only."""

    OVERDUE = 0
    TODAY = 1
    NEW = 2
    ANSWERED = 3
    OPEN = 4


@dataclass(frozen=True, slots=True)
class Clock:
    """By what time a list is made: now, the end of the day, and since when answers of citizens are news."""

    now: datetime
    midnight: datetime
    since: datetime | None = None


def open_tasks(  # noqa: PLR0913 - whose, by what time, and which of them
    connection: Connection, duty: Duty, clock: Clock, *, pressing: bool, limit: int, alone: bool = False
) -> list[AnyRow]:
    """Give open complaints of a duty: in danger, then by their section, those never told of first, then the oldest.

    `alone` leaves out what is gathered under an open incident, `pressing` those of the last section. Rows have the
    columns `id`, `number`, `text`, `urgent`, `hidden`, `status`, `agency`, `accepted_at`, `assignment_id`, `section`,
    what makes them hidden or anonymous, and `place`, the street or village that is named.
    """
    columns, hands = complaint.c, _hands(connection, duty)
    section = _section(hands.c, clock).label("section")
    ranked = _in_region(select(columns.id, columns.urgent, section, *hands.c), hands, duty)
    ranked = ranked.where(section < Section.OPEN) if pressing else ranked
    ranked = ranked.where(~_GATHERED) if alone else ranked
    ranked = ranked.order_by(columns.urgent.desc(), section, hands.c.told, columns.id)
    # What is only shown is looked up for those few that are.
    first = ranked.limit(limit).subquery("first")
    kept = columns.secret, columns.anonymous, columns.threatened_at, columns.circle
    shown = columns.number, columns.text, *kept, IS_DELICATE.label("hidden"), told_of().label("place")
    wanted = select(first, *shown).join(complaint, columns.id == first.c.id)
    order = first.c.urgent.desc(), first.c.section, first.c.told, first.c.id
    return list(connection.execute(wanted.order_by(*order)))


def gathered(connection: Connection, duty: Duty, clock: Clock) -> list[AnyRow]:
    """Give what presses of a duty and is gathered under open incidents: `name`, `urgent`, `assignment_id`."""
    hands = _hands(connection, duty)
    wanted = select(incident.c.id, incident.c.name, complaint.c.urgent, hands.c.assignment_id)
    wanted = _in_region(wanted, hands, duty).join(incident, incident.c.id == complaint.c.incident_id)
    wanted = wanted.where(incident.c.closed_at.is_(None), _section(hands.c, clock) < Section.OPEN)
    return list(connection.execute(wanted.order_by(incident.c.id)))


def counts(connection: Connection, duty: Duty, clock: Clock, *, pressing: bool) -> dict[Section, int]:
    """Count the open complaints of a duty, by section; `pressing` leaves out the last one."""
    hands = _hands(connection, duty)
    section = _section(hands.c, clock).label("section")
    wanted = _in_region(select(section, func.count()), hands, duty).group_by(section)
    found = connection.execute(wanted.where(section < Section.OPEN) if pressing else wanted)
    return {Section(section): count for section, count in found}


def waiting(connection: Connection, duty: Duty, now: datetime) -> AnyRow:
    """Count the open complaints of a duty: `open`, and of these `new`, not taken up, and `late`, past their date."""
    hands = _hands(connection, duty)
    new, late = (func.count(case((which, 1))) for which in (hands.c.silent, hands.c.due_at < now))
    wanted = select(func.count().label("open"), new.label("new"), late.label("late"))
    return connection.execute(_in_region(wanted, hands, duty)).one()


def finished(connection: Connection, duty: Duty, since: datetime) -> int:
    """Count what the agencies of a duty have finished since then; ADMIN does nothing itself."""
    hand = assignment
    wanted = select(func.count(complaint.c.id.distinct())).where(_whose(duty.shares, hand), is_finished(since))
    return connection.scalar(_in_region(wanted, hand, duty)) or 0


def mark_told(connection: Connection, assignment_ids: Collection[int], now: datetime) -> None:
    """Write down that an agency has been told of these; the first time counts."""
    told = update(assignment).where(assignment.c.id.in_(assignment_ids), assignment.c.told_at.is_(None))
    connection.execute(told.values(told_at=now))


def tell_again(connection: Connection, numbers: Collection[int]) -> None:
    """Let agencies, and the admin of what nobody has, be told once more of open complaints, by their numbers."""
    named = select(complaint.c.id).where(complaint.c.number.in_(numbers))
    open_ones = update(assignment).where(assignment.c.complaint_id.in_(named), *_open(assignment))
    connection.execute(open_ones.values(told_at=None))
    unhanded = update(complaint).where(complaint.c.number.in_(numbers), complaint.c.status == _TRIAGE)
    connection.execute(unhanded.values(verify_told_at=None))


def _in_region(wanted: Any, hands: Any, duty: Duty) -> Any:
    """Put complaints to the hands that have them: those of the duty's region."""
    joined = wanted.select_from(hands).join(complaint, complaint.c.id == hands.c.complaint_id)
    joined = joined.where(complaint.c.region == duty.region)
    for code in sorted(duty.accused):
        # The list is JSON on both databases, with its words in quotes.
        named = cast(complaint.c.accused, Text).contains(f'"{code}"')
        joined = joined.where(or_(complaint.c.accused.is_(None), ~named))
    if duty.others is None:
        return joined
    # What is delicate is never the admin's, whoever is missing.
    own = hands.c.agency.in_([share.agency for share in duty.shares])
    return joined.where(or_(complaint.c.circle.is_(None), own))


def _section(hand: Any, clock: Clock) -> ColumnElement[int]:
    answered = complaint.c.answered_at > clock.since if clock.since else false()
    return case(
        (hand.deadline <= clock.now, Section.OVERDUE.value),
        (hand.deadline <= clock.midnight, Section.TODAY.value),
        (hand.accepted_at.is_(None), Section.NEW.value),
        (answered, Section.ANSWERED.value),
        else_=Section.OPEN.value,
    )


def _hands(connection: Connection, duty: Duty) -> Any:
    """Choose the hands of a duty, one for each complaint; each agency by its index, with no walk over what is done."""
    columns, shares = assignment.c, [*duty.shares, *_strays(connection, duty)]
    # Until it is taken up the first date counts, then the last one.
    first_date = func.coalesce(columns.respond_by, columns.due_at)
    in_hand = select(
        columns.complaint_id,
        columns.id.label("assignment_id"),
        columns.agency,
        columns.state.label("status"),
        columns.accepted_at,
        case((columns.told_at.is_(None), 0), else_=1).label("told"),
        case((columns.accepted_at.is_(None), first_date), else_=columns.due_at).label("deadline"),
        columns.due_at,
        IS_SILENT.label("silent"),
    ).where(*_open(assignment), _whose(shares, assignment))
    if len(shares) > 1:
        in_hand = in_hand.where(or_(columns.lead, ~_another(shares)))
    return (in_hand if duty.others is None else in_hand.union_all(_in_triage(duty.region))).subquery("hands")


def _strays(connection: Connection, duty: Duty) -> list[Share]:
    """Give the agencies that have complaints and nobody who hears of them, where those are this duty's."""
    if duty.others is None:
        return []
    codes = connection.scalars(select(assignment.c.agency).where(*_open(assignment)).distinct())
    return [Share(code) for code in sorted(set(codes) - duty.others)]


def _open(hand: Any) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return hand.c.done_at.is_(None), hand.c.ended_at.is_(None)


def _another(shares: Collection[Share]) -> ColumnElement[bool]:
    """Tell whether a complaint is in the list already for another agency of the duty: its lead, or an earlier one."""
    other = assignment.alias("other")
    is_first = or_(other.c.lead, other.c.id < assignment.c.id)
    same = select(other.c.id).where(other.c.complaint_id == assignment.c.complaint_id, is_first)
    return same.where(other.c.id != assignment.c.id, *_open(other), _whose(shares, other)).exists()


def _whose(shares: Collection[Share], hand: Any) -> ColumnElement[bool]:
    whole = sorted(share.agency for share in shares if share.only is None and not share.but)
    chosen: list[ColumnElement[bool]] = [hand.c.agency.in_(whole)]
    return or_(*chosen, *(_is_in(share, hand) for share in shares if share.agency not in whole))


def _is_in(share: Share, hand: Any) -> ColumnElement[bool]:
    unit = hand.c.unit
    units = unit.in_(share.only) if share.only is not None else or_(unit.is_(None), unit.not_in(share.but))
    return and_(hand.c.agency == share.agency, units)


def _in_triage(region: str) -> Select[Any]:
    """Choose what no agency has, in the columns of a hand."""
    columns, hand = complaint.c, assignment.c
    return select(
        columns.id,
        cast(null(), hand.id.type),
        cast(null(), hand.agency.type),
        columns.status,
        cast(null(), hand.accepted_at.type),
        literal(1),
        columns.verify_by,
        columns.verify_by,
        true(),
    ).where(columns.region == region, columns.status == _TRIAGE)
