"""When and how a SIM is asked for its balance, and what follows from its answer. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from config.balances import balance_patterns, compile_pattern
from config.modem_settings import BalanceSettings, ModemSettings
from config.operators import load_operators
from parsers.balance import Balance, read_balance
from smsd.alarms import Kind
from storage.engine import AnyRow
from storage.line_requests import ANSWERED, ASKED, TAKEN

ASKER = "aduan: balance"
"""Who asks: what a modem is asked under this name is a check of its balance."""

AGAIN = timedelta(hours=1)
"""After a check that failed the next one comes so much later."""
REST = timedelta(minutes=5)
"""So long after somebody has dialled they may still be in a session with the network."""
EXPIRES_WITHIN = timedelta(days=5)
_MORNING, _NIGHT = 6, 21


@dataclass(frozen=True, slots=True)
class Plan:
    """How a SIM is asked."""

    code: str
    answers: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]
    settings: BalanceSettings
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class Times:
    """When a SIM told its balance, was asked for it, and dialled anything, each the last time; None: never."""

    told: datetime | None
    tried: datetime | None
    dialled: datetime | None


@dataclass(frozen=True, slots=True)
class Dial:
    """The menu asks on: dial this."""

    text: str


@dataclass(frozen=True, slots=True)
class Tell:
    """The operator has told this, then; `is_open`: its menu still waits."""

    balance: Balance
    answer: str
    at: datetime
    is_open: bool


def plan_of(line: ModemSettings, imsi: str | None, zone: tzinfo) -> Plan | None:
    """Tell how the SIM of a line is asked; None if nobody knows its code."""
    operators = load_operators()
    name = line.operator or (operators.of_sim(imsi) if imsi else None)
    operator, settings = operators.by_name.get(name or ""), line.balance
    code = settings.code or (operator.balance_code if operator else None)
    if code is None:
        return None
    answers = settings.answers or (operator.balance_answers if operator and not settings.code else ())
    patterns = (compile_pattern(settings.pattern),) if settings.pattern else balance_patterns()
    return Plan(code, answers, patterns, settings, zone)


def is_due(plan: Plan, last: Times, now: datetime) -> bool:
    """Tell whether a SIM is to be asked now."""
    every = timedelta(hours=plan.settings.check_hours)
    if not every or not _MORNING <= now.astimezone(plan.zone).hour < _NIGHT:
        return False
    waits = ((last.told, every), (last.tried, AGAIN), (last.dialled, REST))
    return all(at is None or now - at >= wait for at, wait in waits)


def is_under_way(rows: Sequence[AnyRow], told: datetime | None) -> bool:
    """Tell whether a check waits for the network, or for somebody to read what it said."""
    if not rows:
        return False
    last = rows[-1]
    return last.state in {ASKED, TAKEN} or _is_unread(last, told)


def next_step(plan: Plan, rows: Sequence[AnyRow], told: datetime | None) -> Dial | Tell | None:
    """Tell what follows from what a SIM was asked so far; None if it is nothing, or not yet."""
    if not rows or not _is_unread(rows[-1], told):
        return None
    last, balance = rows[-1], read_balance(rows[-1].answer, plan.patterns)
    if last.is_open and not balance.is_readable and (text := _next_answer(plan, rows)):
        return Dial(text)
    return Tell(balance, last.answer, last.answered_at, last.is_open)


def levels(plan: Plan, balance: Balance, now: datetime) -> dict[Kind, bool]:
    """Judge a balance: what of all that could be wrong with it is; of what it does not tell nothing is said."""
    found = {Kind.BALANCE_UNREADABLE: not balance.is_readable}
    if balance.is_readable:
        settings = plan.settings
        limits = ((balance.rupiah, settings.low_rupiah), (balance.sms, settings.low_sms))
        # What is left of either can still be sent with.
        found[Kind.BALANCE_LOW] = all(amount < limit for amount, limit in limits if amount is not None)
    if balance.until:
        found[Kind.BALANCE_EXPIRES] = balance.until - now.astimezone(plan.zone).date() <= EXPIRES_WITHIN
    return found


def _is_unread(row: AnyRow, told: datetime | None) -> bool:
    return row.state == ANSWERED and (told is None or told < row.answered_at)


def _next_answer(plan: Plan, rows: Sequence[AnyRow]) -> str | None:
    began = max((place for place, row in enumerate(rows) if row.text == plan.code), default=0)
    given = len(rows) - 1 - began
    return plan.answers[given] if given < len(plan.answers) else None
