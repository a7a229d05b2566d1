"""Joining the parts of long messages, in whatever order they come, hours apart, or never. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeAlias

from sms.message import InboundPart

MISSING = "[...]"
"""What stands for a part that never came."""

SENT_TOGETHER = timedelta(hours=1)
"""A phone sends the parts of a message one after another; what is further apart may be of another message."""

Group: TypeAlias = tuple[int, int, int | None, int]
"""What parts of one long message have in common: line, sender, reference, number of parts."""


@dataclass(slots=True)
class Arrival:
    """A part on its way into the database, with its keys and its sender's id."""

    part: InboundPart
    text: str
    key: str
    content_key: str
    line_id: int
    subscriber_id: int = 0

    @property
    def group(self) -> Group:
        """What it has in common with the other parts of its message."""
        return self.line_id, self.subscriber_id, self.part.reference, self.part.total


@dataclass(frozen=True, slots=True)
class Piece:
    """A part in its place: one that is stored has a `row`, one that comes now its `arrival`."""

    text: str
    sent_at: datetime | None
    row: int | None = None
    arrival: Arrival | None = None


@dataclass(slots=True)
class Gathering:
    """A message that has some of its `total` parts, by sequence; `id` None until it has a row.

    `is_late`: the message that they belong to was closed without them.
    """

    id: int | None
    total: int
    pieces: dict[int, Piece] = field(default_factory=dict)
    moved: list[Piece] = field(default_factory=list)
    is_late: bool = False

    @property
    def new(self) -> list[Arrival]:
        """The parts that come now."""
        return [piece.arrival for piece in self.pieces.values() if piece.arrival]

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return len(self.pieces) == self.total

    @property
    def text(self) -> str:
        """What there is of it, in order."""
        return "".join(self.pieces[place].text for place in sorted(self.pieces))

    @property
    def text_with_gaps(self) -> str:
        """The same with a mark where something is missing, but for the end."""
        places = range(1, max(self.pieces) + 1)
        joined = "".join(self.pieces[place].text if place in self.pieces else MISSING for place in places)
        return re.sub(rf"(?:{re.escape(MISSING)})+", MISSING, joined)

    def distance(self, piece: Piece) -> timedelta:
        """Tell how far from its own parts another one was sent."""
        return min((_between(each, piece) for each in self.pieces.values()), default=timedelta(0))


def gather(arrivals: Iterable[Arrival], waiting: Mapping[Group, Sequence[Gathering]]) -> list[Gathering]:
    """Put each part to the message that waits for it, else to a new one; gives the messages that are new or changed."""
    known = {group: list(gatherings) for group, gatherings in waiting.items()}
    changed = [each for arrival in arrivals for each in _place(known.setdefault(arrival.group, []), arrival)]
    return list({id(gathering): gathering for gathering in changed}.values())


def _place(group: list[Gathering], arrival: Arrival) -> list[Gathering]:
    part = arrival.part
    piece = Piece(arrival.text, part.sent_at, arrival=arrival)
    # A phone uses its reference again after 256 messages, some always the same: a place that is taken belongs to
    # another message, and of several that wait for this part, to the one that was sent when it was.
    waits = [known for known in group if part.total > 1 and part.sequence not in known.pieces]
    found = min(waits, key=lambda known: known.distance(piece), default=None)
    if found is not None:
        found.pieces[part.sequence] = piece
        return [found]
    fresh = Gathering(None, part.total, {part.sequence: piece})
    robbed = [known for known in group if part.total > 1 and _claim(fresh, piece, known, part.sequence)]
    group.append(fresh)
    return [fresh, *robbed]


def _claim(fresh: Gathering, piece: Piece, other: Gathering, sequence: int) -> bool:
    """Take from a message what came before anybody knew of this one, and was sent with it; tells if there was any."""
    own = other.pieces[sequence]
    theirs = [
        place
        for place, each in other.pieces.items()
        if place not in fresh.pieces and piece.sent_at and _between(each, piece) < _between(each, own)
    ]
    for place in theirs:
        fresh.pieces[place] = other.pieces.pop(place)
        fresh.moved.append(fresh.pieces[place])
    return bool(theirs)


def _between(one: Piece, other: Piece) -> timedelta:
    if one.sent_at is None or other.sent_at is None:
        return timedelta(0)
    return abs(one.sent_at - other.sent_at)
