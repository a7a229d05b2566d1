"""When a SIM is asked for its balance, and what follows from its answer."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from config.modem_settings import ModemSettings
from parsers.balance import Balance
from smsd.alarms import Kind
from smsd.balance_plan import Dial, Plan, Tell, Times, is_due, levels, next_step, plan_of
from storage.line_requests import ANSWERED, FAILED, TAKEN

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
JAKARTA = ZoneInfo("Asia/Jakarta")


def plan(imsi: str | None = None, **balance) -> Plan | None:
    line = ModemSettings.model_validate({"name": "m", "transport": "at", "device": "x", "balance": balance})
    return plan_of(line, imsi, JAKARTA)


def row(text: str, answer: str = "", state: str = ANSWERED, *, is_open: bool = False, minute: int = 0):
    at = NOON + timedelta(minutes=minute)
    return SimpleNamespace(text=text, answer=answer, state=state, is_open=is_open, answered_at=at)


def test_the_code_is_the_lines_own_or_its_operators() -> None:
    assert plan() is None
    assert plan("001010000000001") is None
    assert plan("510101234567890").code == "*888#"
    assert (plan("510891234567890").code, plan("510891234567890").answers) == ("*111#", ("1",))
    assert (plan("510891234567890", code="*1#").code, plan("510891234567890", code="*1#").answers) == ("*1#", ())


@pytest.mark.parametrize(
    ("told", "tried", "dialled", "due"),
    [
        (None, None, None, True),
        (12.0, 12.0, 12.0, True),
        (11.9, 11.9, 11.9, False),
        (30.0, 0.9, 0.9, False),
        (30.0, 1.0, 1.0, True),
        (30.0, 30.0, 0.05, False),
    ],
    ids=["never asked", "twelve hours ago", "not so long", "just failed", "failed an hour ago", "somebody is at it"],
)
def test_it_is_asked_when_the_last_answer_is_old(told, tried, dialled, due) -> None:
    ago = [NOON - timedelta(hours=hours) if hours else None for hours in (told, tried, dialled)]
    assert is_due(plan(code="*888#"), Times(*ago), NOON) is due


@pytest.mark.parametrize(("hour", "due"), [(5, False), (6, True), (20, True), (21, False), (0, False)])
def test_nobody_is_asked_at_night(hour, due) -> None:
    now = datetime(2026, 11, 23, hour, 30, tzinfo=JAKARTA)
    assert is_due(plan(code="*888#"), Times(None, None, None), now) is due


def test_it_is_never_asked_where_nobody_wants_it() -> None:
    assert not is_due(plan(code="*888#", check_hours=0), Times(None, None, None), NOON)


@pytest.mark.parametrize(
    ("rows", "told", "step"),
    [
        ([], None, None),
        ([row("*1#", state=TAKEN)], None, None),
        ([row("*1#", state=FAILED)], None, None),
        ([row("*1#", "Pulsa Rp 500")], None, Tell(Balance(500), "Pulsa Rp 500", NOON, is_open=False)),
        ([row("*1#", "Pulsa Rp 500")], NOON, None),
        ([row("*1#", "1 Pulsa", is_open=True)], None, Dial("1")),
        ([row("*1#", "Pulsa Rp 500\n1 Paket", is_open=True)], None,
         Tell(Balance(500), "Pulsa Rp 500\n1 Paket", NOON, is_open=True)),
        ([row("*1#"), row("1"), row("*1#", "1 Pulsa", is_open=True)], None, Dial("1")),
        ([row("*1#"), row("1", "1 Cek", is_open=True)], None, Dial("2")),
        ([row("*1#"), row("1"), row("2", "3 Apa?", is_open=True)], None,
         Tell(Balance(), "3 Apa?", NOON, is_open=True)),
    ],
    ids=[
        "never asked", "under way", "failed", "told", "told and read", "a menu", "told above a menu", "another check",
        "a second menu", "no answer is left",
    ],
)  # fmt: skip
def test_a_menu_is_answered_until_the_balance_is_told(rows, told, step) -> None:
    assert next_step(plan(code="*1#", answers=["1", "2"]), rows, told) == step


@pytest.mark.parametrize(
    ("balance", "expected"),
    [
        (Balance(9_999), {Kind.BALANCE_UNREADABLE: False, Kind.BALANCE_LOW: True}),
        (Balance(10_000), {Kind.BALANCE_UNREADABLE: False, Kind.BALANCE_LOW: False}),
        (Balance(None, 19), {Kind.BALANCE_UNREADABLE: False, Kind.BALANCE_LOW: True}),
        (Balance(50_000, 0), {Kind.BALANCE_UNREADABLE: False, Kind.BALANCE_LOW: False}),
        (Balance(0, 500), {Kind.BALANCE_UNREADABLE: False, Kind.BALANCE_LOW: False}),
        (Balance(500, 1), {Kind.BALANCE_UNREADABLE: False, Kind.BALANCE_LOW: True}),
        (Balance(), {Kind.BALANCE_UNREADABLE: True}),
        (
            Balance(50_000, None, date(2026, 11, 28)),
            {Kind.BALANCE_UNREADABLE: False, Kind.BALANCE_LOW: False, Kind.BALANCE_EXPIRES: True},
        ),
        (
            Balance(50_000, None, date(2026, 11, 29)),
            {Kind.BALANCE_UNREADABLE: False, Kind.BALANCE_LOW: False, Kind.BALANCE_EXPIRES: False},
        ),
    ],
    ids=[
        "little",
        "enough",
        "few SMS",
        "money",
        "a package",
        "little of both",
        "unreadable",
        "expires",
        "expires later",
    ],
)
def test_a_balance_is_judged_by_what_it_tells(balance, expected) -> None:
    assert levels(plan(code="*1#"), balance, NOON) == expected
