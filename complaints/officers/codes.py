"""One-time codes: what a forged sender could order counts only when a code comes back that went to the real phone.

A code is bound to one action, for an hour. Three wrong ones forget what waits, and lock what takes codes on that phone:
for an hour, then four, then a day. A code where nothing waits for one does nothing, so that nobody is locked out by it;
nor does one that was used already, or that was sent for an order given anew.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from complaints.life.asking import Asked
from complaints.steps.notices import moment
from complaints.talk.desk import Desk
from sms.message import InboundMessage
from storage.dialogues import as_row
from storage.engine import AnyRow
from storage.outbound import CODE

TRIES = 3
LOCKS = (timedelta(hours=1), timedelta(hours=4), timedelta(hours=24))
"""How long a phone's codes are locked, the first time and again; forgotten as `asking` says."""

MOST_WAITING = 5
"""Actions of one phone that wait for their codes: with more, a guess would have more to hit."""

Action = Mapping[str, Any]


def ask(message: InboundMessage, region: str, action: Action, shown: str, desk: Desk) -> None:
    """Keep an action in mind until its code comes back, and send the code; `shown` tells the phone what it is for."""
    until = _locked_until(message, desk)
    if until:
        date = moment(until, desk.office.zone(region))
        _say(message, region, "officer_locked", {"date": date}, desk)
        return
    waiting = _waiting(message, desk)
    for row in [row for row in waiting if row.state["action"] == dict(action)] or waiting[: 1 - MOST_WAITING]:
        _spend(message, row, desk)
    code = f"{secrets.randbelow(10**6):06}"
    # Tries are the phone's: to order again is no way to guess again.
    state = {
        "action": dict(action),
        "tries": _tries(waiting),
        "digest": _digest(code, message.id, desk),
        "message": message.id,
    }
    desk.ask(message, Asked.CODE, about=message.id, state=state)
    _say(message, region, CODE, {"digits": code, "order": shown}, desk)


def confirmed(message: InboundMessage, region: str, code: str, desk: Desk) -> Action | None:
    """Give the action that a code is for, once; a wrong code counts, and is told. Where nothing waits, that is told."""
    waiting = _waiting(message, desk)
    found = _with_code(waiting, code, desk)
    if found:
        _spend(message, found, desk)
        _write_tries([row for row in waiting if row is not found], 0, desk)
        action: Action = found.state["action"]
        return action
    if waiting and not _with_code(_rows(message, Asked.SPENT, desk), code, desk):
        _count_wrong(message, region, waiting, desk)
    else:
        _tell_over(message, region, desk)
    return None


def forget(message: InboundMessage, kind: str, desk: Desk) -> None:
    """Let actions of a kind wait no more: who ordered them does not want them."""
    for row in _waiting(message, desk):
        if row.state["action"]["kind"] == kind:
            _spend(message, row, desk)


def _with_code(rows: Sequence[AnyRow], code: str, desk: Desk) -> AnyRow | None:
    """Find what a code was sent for."""
    for row in rows:
        if hmac.compare_digest(row.state["digest"], _digest(code, row.state["message"], desk)):
            return row
    return None


def _spend(message: InboundMessage, row: AnyRow, desk: Desk) -> None:
    """Let an action wait no more, and know its code again, should it come twice."""
    desk.settle(row)
    about = row.state["message"]
    desk.ask(message, Asked.SPENT, about=about, state={"digest": row.state["digest"], "message": about})


def _tell_over(message: InboundMessage, region: str, desk: Desk) -> None:
    """Tell whose code comes late, twice, or in a lock that nothing is done; it locks nobody out."""
    until = _locked_until(message, desk)
    values = {"date": moment(until, desk.office.zone(region))} if until else {}
    text = desk.office.texts_for(region).render_with("officer_locked" if until else "officer_code_over", values)
    desk.answer(message, text)


def _count_wrong(message: InboundMessage, region: str, waiting: Sequence[AnyRow], desk: Desk) -> None:
    tries = _tries(waiting) + 1
    if tries >= TRIES:
        for row in waiting:
            desk.settle(row)
        _lock(message, region, desk)
        return
    _write_tries(waiting, tries, desk)
    _say(message, region, "officer_code_wrong", {"count": TRIES - tries}, desk)


def _write_tries(waiting: Sequence[AnyRow], tries: int, desk: Desk) -> None:
    for row in waiting:
        desk.changes.dialogues.append({**as_row(row), "state": {**row.state, "tries": tries}})


def _lock(message: InboundMessage, region: str, desk: Desk) -> None:
    last = _lock_of(message, desk)
    level = last.state["level"] + 1 if last else 0
    until = desk.now + LOCKS[min(level, len(LOCKS) - 1)]
    desk.ask(message, Asked.LOCKED, state={"level": level, "until": until.isoformat()})
    _say(message, region, "officer_locked", {"date": moment(until, desk.office.zone(region))}, desk)


def _locked_until(message: InboundMessage, desk: Desk) -> datetime | None:
    row = _lock_of(message, desk)
    until = datetime.fromisoformat(row.state["until"]) if row else None
    return until if until and until > desk.now else None


def _lock_of(message: InboundMessage, desk: Desk) -> AnyRow | None:
    return next((row for row in desk.floor(message).dialogues if row.kind == Asked.LOCKED), None)


def _waiting(message: InboundMessage, desk: Desk) -> list[AnyRow]:
    return _rows(message, Asked.CODE, desk)


def _rows(message: InboundMessage, kind: Asked, desk: Desk) -> list[AnyRow]:
    return [row for row in desk.floor(message).dialogues if row.kind == kind]


def _tries(waiting: Sequence[AnyRow]) -> int:
    """Tell how many wrong codes have come while something waited, since the last right one."""
    return max((row.state["tries"] for row in waiting), default=0)


def _digest(code: str, about: int, desk: Desk) -> str:
    """Hide a code: without the installation's key, a million digests would tell it."""
    return hmac.new(desk.office.number_key, f"code:{about}:{code}".encode(), "sha256").hexdigest()


def _say(message: InboundMessage, region: str, key: str, values: Mapping[str, str | int], desk: Desk) -> None:
    text = desk.office.texts_for(region).render_with(key, values)
    desk.answer(message, text, purpose=key, dedupe_key=f"answer:{message.id}:code", always=True)
