"""What the office that runs the system may do to a complaint of a circle, which it does not read. Pure."""

from __future__ import annotations

from complaints.life.lifecycle import Action
from storage.contacts import OVERSIGHT

_UNREAD = frozenset({Action.REVEAL, Action.MASK, Action.ENCLOSE, Action.TAG})


def admin_may(action: Action, circle: str | None) -> bool:
    """Tell whether the admin may do something to a complaint of a circle; what is about them is not shown to them."""
    if circle is None:
        return True
    return action in (_UNREAD - {Action.REVEAL} if circle == OVERSIGHT else _UNREAD)
