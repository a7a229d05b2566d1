"""What administrators ask of modems that a daemon drives."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from storage.engine import AnyRow
from storage.models import line_request

AT, USSD, USSD_END, RESET = "at", "ussd", "ussd_end", "reset"
"""Kinds: a command of the modem's own language, a code of the network's, the end of its session, a restart."""

ASKED, TAKEN, ANSWERED, FAILED = "asked", "taken", "answered", "failed"
"""States."""

_OPEN = line_request.c.state.in_((ASKED, TAKEN))


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of which line, and who asks."""

    line_id: int
    kind: str
    text: str
    by: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a request; `is_open`: the network asks for more. `error` says why there is no answer."""

    text: str = ""
    is_open: bool = False
    error: str = ""


def ask(connection: Connection, request: Request, now: datetime) -> int:
    """Ask something of a modem; gives the request's id."""
    what = {"line_id": request.line_id, "kind": request.kind, "text": request.text, "asked_by": request.by}
    asking = line_request.insert().values(state=ASKED, asked_at=now, **what).returning(line_request.c.id)
    asked: int = connection.execute(asking).scalar_one()
    return asked


def find(connection: Connection, request_id: int) -> AnyRow:
    """Give a request: `state`, `answer`, `is_open`, `error`."""
    row: AnyRow = connection.execute(select(line_request).where(line_request.c.id == request_id)).one()
    return row


def dialled(connection: Connection, line_id: int, by: str) -> list[AnyRow]:
    """Give what somebody has asked of a line's network, oldest first."""
    theirs = select(line_request).where(line_request.c.line_id == line_id, line_request.c.asked_by == by)
    return list(connection.execute(theirs.where(line_request.c.kind == USSD).order_by(line_request.c.id)))


def last_dialled(connection: Connection, line_id: int) -> datetime | None:
    """Tell when anybody has last asked something of a line's network."""
    last: datetime | None = connection.scalar(
        select(line_request.c.asked_at)
        .where(line_request.c.line_id == line_id, line_request.c.kind.in_((USSD, USSD_END)))
        .order_by(line_request.c.id.desc())
        .limit(1)
    )
    return last


def withdraw(connection: Connection, request_id: int, now: datetime, why: str) -> None:
    """Take back what nobody has taken yet."""
    mine = update(line_request).where(line_request.c.id == request_id, line_request.c.state == ASKED)
    connection.execute(mine.values(state=FAILED, error=why, answered_at=now))


def anything_open(connection: Connection, line_ids: Collection[int]) -> bool:
    """Tell whether these lines have anything to answer."""
    wanted = select(line_request.c.id).where(_OPEN, line_request.c.line_id.in_(line_ids)).limit(1)
    return connection.scalar(wanted) is not None


def take(connection: Connection, line_ids: Collection[int]) -> list[AnyRow]:
    """Take what is asked of these lines, oldest first."""
    columns = line_request.c
    new = update(line_request).where(columns.state == ASKED, columns.line_id.in_(line_ids)).values(state=TAKEN)
    taken = connection.execute(new.returning(columns.id, columns.line_id, columns.kind, columns.text, columns.asked_by))
    return sorted(taken, key=lambda row: row.id)


def answer(connection: Connection, request_id: int, told: Answer, now: datetime) -> None:
    """Write down what came of a request."""
    state = FAILED if told.error else ANSWERED
    change = update(line_request).where(line_request.c.id == request_id, line_request.c.state == TAKEN)
    values = {"state": state, "answer": told.text, "is_open": told.is_open, "error": told.error, "answered_at": now}
    connection.execute(change.values(values))


def forget(connection: Connection, line_ids: Collection[int], before: datetime) -> None:
    """Forget what was answered before then: an answer may hold what citizens wrote."""
    columns = line_request.c
    connection.execute(delete(line_request).where(columns.answered_at < before, columns.line_id.in_(line_ids)))


def give_up(connection: Connection, line_ids: Collection[int], before: datetime, now: datetime) -> None:
    """Let requests fail that were taken and are not answered."""
    columns = line_request.c
    late = update(line_request).where(columns.state == TAKEN, columns.line_id.in_(line_ids), columns.asked_at < before)
    connection.execute(late.values(state=FAILED, error="the modem did not answer", answered_at=now))
