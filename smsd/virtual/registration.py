"""Whether the network knows the modem, and what AT+CREG and its likes tell of it (3GPP TS 27.007 section 7.2)."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from smsd.virtual import parameters

if TYPE_CHECKING:
    from collections.abc import Callable

    from smsd.virtual.session import Answer, Session


class Registration(IntEnum):
    """What the modem is to the network, with its number in +CREG."""

    NOT_SEARCHING = 0
    HOME = 1
    SEARCHING = 2
    DENIED = 3
    UNKNOWN = 4
    ROAMING = 5


SERVED = frozenset({Registration.HOME, Registration.ROAMING})
"""With which of them there is service."""


def get_registration(name: str) -> Callable[[Session, str], Answer]:
    """AT+CREG? and its likes: the registration, and the cell if asked to with 2."""

    def answer(session: Session, _: str) -> Answer:
        return [f"+{name}: {session.settings.creg[name]},{_shown(session, name)}"]

    return answer


def set_registration(name: str) -> Callable[[Session, str], Answer]:
    """AT+CREG= and its likes: how much is shown, and whether a change is announced."""

    def accept(session: Session, arguments: str) -> Answer:
        session.settings.creg[name] = parameters.choice(arguments, range(3))
        return []

    return accept


def announce(session: Session) -> None:
    """Tell of a change whoever has asked for it."""
    for name, detail in session.settings.creg.items():
        if detail:
            session.terminal.announce(f"+{name}: {_shown(session, name)}")


def _shown(session: Session, name: str) -> str:
    place = ',"00A1","0B2C"' if session.settings.creg[name] == 2 and session.registered else ""
    return f"{session.registration:d}{place}"
