"""A row of another system's file as a complaint of ours, or why it cannot be one. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from complaints.doors import cells
from complaints.doors.cells import CellError
from complaints.doors.files import Line
from complaints.life.lifecycle import DONE, ENDED, Outcome, Status
from config.errors import nearest
from config.exchange import ExchangeMap
from config.exchange_file import OTHERS
from config.regions import Region
from parsers.meaning import Kind
from sms.safe_text import mask_nik, one_line, storable
from storage.external_refs import LONGEST_ID

_LONGEST_TEXT = 100_000
_GOES_ON = {Status.WAITING: Status.IN_PROGRESS, Status.POSTPONED: Status.IN_PROGRESS, Status.NEW: Status.TRIAGE}
"""What waits for an answer, or for a day, goes on here: neither the question nor the day is in the file."""
_OUTCOMES = {Status.CLOSED: Outcome.EXPLAINED, Status.WITHDRAWN: Outcome.WITHDRAWN}
"""What has come of it where the file does not say: nothing counts as confirmed that nobody has confirmed."""


class RowError(ValueError):
    """A row that is refused: the column, and the reason."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Entry:
    """A complaint as another system tells of it: `since` is when it came into its state.

    `agency` None: nobody has it, and if it is open it is routed.
    """

    line: int
    external_id: str
    region: Region
    text: str
    status: Status
    created_at: datetime
    since: datetime
    agency: str | None = None
    topic: str | None = None
    kind: Kind = Kind.COMPLAINT
    channel: str = "import"
    phone: str | None = None
    anonymous: bool = False
    secret: bool = False
    outcome: Outcome | None = None
    answer: str = ""
    answered_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still has to do something about it."""
        return self.status not in DONE

    @property
    def is_routed(self) -> bool:
        """Tell whether the router has to find out whose it is, as with one that is new."""
        return self.agency is None and self.is_open


@dataclass(frozen=True)
class Reader:
    """What reads rows: the map, the regions, which of them is meant where the row names none, and the time."""

    map_: ExchangeMap
    regions: Mapping[str, Region]
    region: Region
    now: datetime

    @cached_property
    def _agencies(self) -> dict[str, dict[str, str]]:
        """The agencies of each region by code, short and name in small letters."""
        return {
            code: {
                called.casefold(): each.code
                for each in region.catalogue.agencies.values()
                for called in (each.name, each.short, each.code)
            }
            for code, region in self.regions.items()
        }

    @cached_property
    def _topics(self) -> dict[str, str]:
        return {topic.code.casefold(): topic.code for r in self.regions.values() for topic in r.catalogue.topics}

    @cached_property
    def _yes(self) -> frozenset[str]:
        return frozenset(word.casefold() for word in self.map_.file.yes)

    @cached_property
    def _no(self) -> frozenset[str]:
        return frozenset(word.casefold() for word in self.map_.file.no)

    @cached_property
    def _regions(self) -> dict[str, Region]:
        return {called.casefold(): r for r in self.regions.values() for called in (*r.keywords, r.name, r.code)}

    def read(self, line: Line) -> Entry:
        """Read a row; raises RowError."""
        if line.wrong:
            raise RowError("", line.wrong)
        region = self._word(line, "region", self._regions, {}) or self.region
        zone = ZoneInfo(self.map_.file.timezone or region.timezone)
        created = self._moment(line, "created_at", zone) or self.now
        agency = self._word(line, "agency", self._agencies[region.code], self.map_.agencies)
        status = self._status(line, agency)
        return Entry(
            line=line.number,
            external_id=self._id(line),
            region=region,
            text=self._text(line),
            status=status,
            created_at=created,
            since=max(created, self._moment(line, "updated_at", zone) or created),
            agency=agency,
            topic=self._word(line, "topic", self._topics, self.map_.topics),
            kind=self._word(line, "kind", _KINDS, self.map_.kinds) or Kind.COMPLAINT,
            channel=self._channel(line),
            phone=self._checked(line, "phone", cells.phone),
            anonymous=self._truth(line, "anonymous"),
            secret=self._truth(line, "secret"),
            outcome=self._outcome(line, status),
            answer=mask_nik(storable(self._cell(line, "answer"))),
            answered_at=self._moment(line, "answered_at", zone),
        )

    @cached_property
    def _column(self) -> dict[str, str]:
        return {name: columns[0] for name, columns in self.map_.columns.items()}

    def _cell(self, line: Line, name: str) -> str:
        """Give the cell of a field, empty without a column."""
        column = self._column.get(name)
        cell = line.cells.get(column) if column else None
        return cells.given(cell.strip()) if cell else ""

    def _checked(self, line: Line, name: str, read: Callable[[str], Any]) -> Any:
        cell = self._cell(line, name)
        try:
            return read(cell) if cell else None
        except CellError as error:
            raise RowError(self.map_.columns[name][0], str(error)) from None

    def _moment(self, line: Line, name: str, zone: ZoneInfo) -> datetime | None:
        at: datetime | None = self._checked(line, name, lambda cell: cells.moment(cell, self.map_.file.dates, zone))
        if at is not None and at > self.now:
            raise RowError(self.map_.columns[name][0], f"{at:%Y-%m-%d %H:%M} is still to come")
        if at is not None and at.year < _FIRST_YEAR:
            raise RowError(self.map_.columns[name][0], f"{at:%d/%m}/{at.year} is no date of a complaint")
        return at and at.astimezone(UTC)

    def _id(self, line: Line) -> str:
        written = self._cell(line, "id").removeprefix("#").strip()
        if not written:
            raise RowError(self.map_.columns["id"][0], "is empty: without an id it would come again with every import")
        if len(written) > LONGEST_ID or not written.isprintable():
            raise RowError(self.map_.columns["id"][0], f"should be one line of {LONGEST_ID} characters at most")
        return written

    def _text(self, line: Line) -> str:
        """Put together what the columns of the text say, none of them twice."""
        columns = self.map_.columns["text"]
        said = [cell for column in columns if (cell := cells.given(line.cells.get(column, "").strip()))]
        kept = [cell for place, cell in enumerate(said) if not any(cell in later for later in said[place + 1 :])]
        text = ". ".join(kept)
        if not text:
            raise RowError(columns[-1], "is empty: nothing says what it is about")
        if len(text) > _LONGEST_TEXT:
            raise RowError(columns[-1], f"has {len(text)} characters; is a quotation mark missing before it?")
        return mask_nik(storable(text))

    def _word(self, line: Line, name: str, ours: Mapping[str, Any], theirs: Mapping[str, str]) -> Any:
        """Look up a word of theirs: in the map, else among our own; None for nothing. Raises RowError."""
        written = self._cell(line, name)
        if not written:
            return None
        word = " ".join(written.casefold().split())
        meant = theirs.get(word)
        if meant is None and word not in ours:
            meant = theirs.get(OTHERS)
        if meant == "":
            return None
        found = ours.get(word if meant is None else meant.casefold())
        if found is None:
            hint = nearest(written, [*theirs, *ours])
            shown = hint if len(hint) < 200 else f"Name it in the map {self.map_.path.name}"
            raise RowError(self.map_.columns[name][0], f"no {name} {one_line(written, 60)!r}. {shown}")
        return found

    def _status(self, line: Line, agency: str | None) -> Status:
        status = self._word(line, "status", _STATUSES, self.map_.statuses)
        status = _GOES_ON.get(status or Status.NEW, status)
        # Whoever has it has been found.
        return Status.ASSIGNED if agency and status is Status.TRIAGE else status

    def _outcome(self, line: Line, status: Status) -> Outcome | None:
        told = self._word(line, "outcome", _OUTCOME_WORDS, {})
        return (told or _OUTCOMES.get(status)) if status in ENDED else None

    def _channel(self, line: Line) -> str:
        written = " ".join(self._cell(line, "channel").casefold().split())
        channel = self.map_.channels.get(written, written) or self.map_.file.channel
        if len(channel) > _LONGEST_CHANNEL or not channel.isprintable():
            shown = one_line(channel, 60)
            raise RowError(self.map_.columns["channel"][0], f"{shown!r} is no short word; name it under [channels]")
        return channel

    def _truth(self, line: Line, name: str) -> bool:
        """Read yes or no; raises RowError of any other word, for it may mean that somebody is to stay unknown."""
        written = self._cell(line, name)
        if not written:
            return False
        word = written.casefold()
        if word not in self._yes and word not in self._no:
            reason = (
                f"{one_line(written, 40)!r} is neither yes nor no; name it under `yes` or `no` in {self.map_.path.name}"
            )
            raise RowError(self.map_.columns[name][0], reason)
        return word in self._yes


_LONGEST_CHANNEL = 20
_FIRST_YEAR = 2000
_KINDS = {kind.value: kind for kind in Kind}
_STATUSES = {status.value: status for status in Status}
_OUTCOME_WORDS = {outcome.value: outcome for outcome in Outcome}
