"""What a step overwrites, kept with its event so that the step can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, Table, bindparam, select, update

from storage import alike, supporters
from storage.columns import UtcDateTime
from storage.engine import AnyRow
from storage.models import assignment, complaint, event

Image = dict[str, Any]
"""Columns as they were, with times as ISO 8601: what fits into JSON."""

_STAYS = frozenset({"id", "updated_at"})


_BESIDE = ("escalate", "add", "gather", "support")
"""Events that leave hands and state as they are: what was done before one can still be taken back."""


# Made once: each command of an officer looks at the last step.
_LAST_STEPS = (
    select(event)
    .where(event.c.complaint_id == bindparam("complaint_id"), event.c.action.not_in(_BESIDE))
    .order_by(event.c.id.desc())
    .limit(bindparam("count"))
)


def last_steps(connection: Connection, complaint_id: int, count: int) -> list[AnyRow]:
    """Give the newest events of a complaint that changed something of it, the newest last.

    Who was told of it, what its reporter adds, and who supports it, is no step.
    """
    return list(reversed(connection.execute(_LAST_STEPS, {"complaint_id": complaint_id, "count": count}).all()))


def before_images(
    connection: Connection, complaint_updates: Sequence[Image], assignment_updates: Sequence[Image]
) -> Image:
    """Give what these changes overwrite, before they are written: the columns of the complaint, and of assignments."""
    images: Image = {"complaint": {}, "assignments": []}
    for changed in complaint_updates:
        images["complaint"] |= _image(connection, complaint, changed)
    for changed in assignment_updates:
        images["assignments"].append({"id": changed["id"], **_image(connection, assignment, changed)})
    return images


def restore(connection: Connection, complaint_id: int, images: Image, at: datetime, now: datetime) -> None:
    """Write back what a step at a moment overwrote; the hands that it brought in let go again."""
    came_with_it = update(assignment).where(
        assignment.c.complaint_id == complaint_id,
        assignment.c.assigned_at == at,
        assignment.c.ended_at.is_(None),
        assignment.c.id.not_in([image["id"] for image in images["assignments"]]),
    )
    connection.execute(came_with_it.values(ended_at=now))
    for image in images["assignments"]:
        _write(connection, assignment, image["id"], image)
    if brought := images.get("brought"):
        supporters.take_away(connection, brought["into"], brought["parties"], brought["places"])
        if brought.get("urgent") and not _has_more_words(connection, brought["into"], at):
            _write(connection, complaint, brought["into"], {"urgent": False})
    _write(connection, complaint, complaint_id, {**images["complaint"], "updated_at": now})
    alike.refresh(connection, [complaint_id])


def _has_more_words(connection: Connection, complaint_id: int, at: datetime) -> bool:
    """Tell whether somebody has said more on a complaint since: there may be danger in that too."""
    more = select(event.c.id).where(event.c.complaint_id == complaint_id, event.c.at > at, event.c.action.in_(_WORDS))
    return connection.execute(more.limit(1)).first() is not None


_WORDS = ("add", "answer", "support", "reopen")


def _image(connection: Connection, table: Table, changed: Image) -> Image:
    names = tuple(sorted(changed.keys() - _STAYS))
    row = connection.execute(_columns(table, names), {"row_id": changed["id"]}).one()
    values = zip(names, row, strict=True)
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values}


@lru_cache(maxsize=256)
def _columns(table: Table, names: tuple[str, ...]) -> Select[Any]:
    """Choose some columns of a row; there are as many such queries as steps, each made once."""
    return select(*(table.c[name] for name in names)).where(table.c.id == bindparam("row_id"))


def _write(connection: Connection, table: Table, row_id: int, image: Image) -> None:
    values = {name: _value(table, name, value) for name, value in image.items() if name != "id"}
    if values:
        connection.execute(update(table).where(table.c.id == row_id).values(values))


def _value(table: Table, name: str, value: Any) -> Any:
    is_moment = isinstance(table.c[name].type, UtcDateTime) and isinstance(value, str)
    return datetime.fromisoformat(value) if is_moment else value
