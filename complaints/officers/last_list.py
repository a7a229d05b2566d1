"""The last list that a phone was sent: what a place in it means, as in "1 terima"."""

from __future__ import annotations

from dataclasses import dataclass

from complaints.life.asking import Asked
from complaints.talk.desk import Desk
from parsers.officer_meaning import MOST_PLACES, Order
from sms.message import InboundMessage


@dataclass(frozen=True, slots=True)
class Named:
    """What an order names: the number of a complaint, and the place by which it was named; no number if none has it."""

    number: int | None
    place: int | None = None


def named_by(message: InboundMessage, order: Order, desk: Desk) -> list[Named]:
    """Give what an order names, each once, in its order; places by the last list that was sent to the phone."""
    listed = _last_list(message, desk)
    meant = [_named(number, listed) for number in order.numbers]
    numbers = [each.number for each in meant]
    return [each for at, each in enumerate(meant) if each.number is None or each.number not in numbers[:at]]


def has_list(message: InboundMessage, desk: Desk) -> bool:
    """Tell whether a list was sent to the phone lately."""
    return bool(_last_list(message, desk))


def _named(number: int, listed: list[int]) -> Named:
    if number > MOST_PLACES:
        return Named(number)
    return Named(listed[number - 1] if number <= len(listed) else None, number)


def _last_list(message: InboundMessage, desk: Desk) -> list[int]:
    rows = [row for row in desk.floor(message).dialogues if row.kind == Asked.LIST]
    return rows[-1].state["numbers"] if rows else []
