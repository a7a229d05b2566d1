"""By which line a message leaves that is for none in particular."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

FOREIGN_MINUTES = 10.0
"""A line of another operator counts as if its queue took so much longer: SMS between operators cost more."""


@dataclass(slots=True)
class Candidate:
    """A line that takes messages: its operator, what it sends in a minute, and how many SMS wait for it."""

    line_id: int
    operator: str | None
    per_minute: int
    queued: int
    sends_abroad: bool = True

    def minutes(self, operator: str | None) -> float:
        """Tell when a message to somebody of an operator would leave, and what it costs to cross over."""
        crosses = operator is not None and self.operator is not None and operator != self.operator
        return self.queued / self.per_minute + FOREIGN_MINUTES * crosses


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message without a line: the recipient's operator, None abroad or if it is not known."""

    message_id: int
    operator: str | None
    is_abroad: bool
    segments: int


def choose(messages: Sequence[Waiting], candidates: Sequence[Candidate]) -> Mapping[int, list[int]]:
    """Give each message the line by which it leaves soonest, one of the recipient's operator before others.

    Gives the messages by line; one that no line may send is not among them.
    """
    chosen: dict[int, list[int]] = {}
    for message in messages:
        able = [line for line in candidates if line.sends_abroad or not message.is_abroad]
        if able:
            best = min(able, key=partial(_cost, message))
            best.queued += message.segments
            chosen.setdefault(best.line_id, []).append(message.message_id)
    return chosen


def _cost(message: Waiting, line: Candidate) -> tuple[float, int]:
    return line.minutes(message.operator), line.line_id
