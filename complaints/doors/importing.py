"""Bringing in what another system has, in batches of one transaction each.

What is here already, by the other system's name and id, is passed over: so a second run, after a crash or with a newer
file, doubles nothing and loses nothing. How it stands is then what is known here, where it is followed until closed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice

from sqlalchemy import Connection

from complaints.doors.entries import Entry, Reader, RowError
from complaints.doors.files import Line
from complaints.doors.past import Arrival, write_down
from complaints.life.judgement import judge
from complaints.life.lifecycle import ENDED, Actor
from complaints.steps.by_hand import acknowledge
from complaints.steps.opening import NewComplaint, open_complaint
from complaints.who.office import Office
from complaints.who.people import People
from routing.decide import Decision
from routing.quality import Quality
from sms.msisdn import Sender, SenderKind
from storage import complaints, external_refs, subscribers
from storage.changes import Changes
from storage.engine import Database

BATCH = 2000
_TOLD_EACH = 3
"""Of so many complaints a phone is told; whoever has more in a file is an office or a village head."""
_FRESH = timedelta(days=1)
"""Of danger that has been known for longer elsewhere nobody is woken."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that did not become a complaint: its line, the column, and why."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Source:
    """Whose complaints these are: the system, who imports them, and whether their reporters are told by SMS."""

    system: str
    actor: str
    tells: bool = False


@dataclass(slots=True)
class Imported:
    """What came of a file. `routed` had no agency, of `told` the reporters are told.

    `passed` were here already; of these `elsewise` are done there and open here, or the other way round.
    """

    new: int = 0
    routed: int = 0
    passed: int = 0
    elsewise: int = 0
    refused: int = 0
    told: int = 0


Refuse = Callable[[Refusal], None]


def bring_in(  # noqa: PLR0913, PLR0917 - what comes from where, and who hears of it
    database: Database,
    office: Office,
    reader: Reader,
    source: Source,
    lines: Iterable[Line],
    refuse: Refuse,
    *,
    dry: bool = False,
) -> Imported:
    """Bring in the rows of a file; `refuse` hears of each that cannot be one. `dry` only looks, and writes nothing."""
    imported, seen, tells = Imported(), _Seen(), _Tells(source.tells)
    rows = iter(lines)
    while batch := list(islice(rows, BATCH)):
        entries = list(_read(reader, seen, batch, imported, refuse))
        if dry:
            with database.read() as connection:
                _count(_fresh(connection, source, entries, imported), tells, imported)
        elif entries:
            # Before the transaction, for it takes longest: on SQLite nobody else writes meanwhile.
            judged = {entry.line: _judge(office, entry) for entry in entries if entry.is_routed}
            with database.write() as connection:
                external_refs.lock(connection)
                fresh = _fresh(connection, source, entries, imported)
                _write(connection, office, reader, source, fresh, judged, tells)
            _count(fresh, tells, imported)
    return imported


@dataclass(slots=True)
class _Seen:
    """The ids of a file, for one that comes again in it."""

    ids: set[str] = field(default_factory=set)

    def check(self, reader: Reader, entry: Entry) -> None:
        if entry.external_id in self.ids:
            column = reader.map_.columns["id"][0]
            raise RowError(column, f"{entry.external_id} comes for the second time in this file")
        self.ids.add(entry.external_id)


@dataclass(slots=True)
class _Tells:
    """Of which complaints their reporters are told: of open ones, each phone of a few; of the others it asks CEK."""

    wished: bool
    phones: Counter[str] = field(default_factory=Counter)
    chosen: dict[int, bool] = field(default_factory=dict)

    def of(self, entry: Entry) -> bool:
        """Decide it, once for each row."""
        if not self.wished or not entry.is_open or entry.phone is None:
            return False
        if entry.line not in self.chosen:
            self.phones[entry.phone] += 1
            self.chosen[entry.line] = self.phones[entry.phone] <= _TOLD_EACH
        return self.chosen[entry.line]


def _read(reader: Reader, seen: _Seen, batch: Sequence[Line], imported: Imported, refuse: Refuse) -> Iterator[Entry]:
    for line in batch:
        try:
            entry = reader.read(line)
            seen.check(reader, entry)
        except RowError as error:
            imported.refused += 1
            refuse(Refusal(line.number, error.column, error.reason))
            continue
        yield entry


def _fresh(connection: Connection, source: Source, entries: Sequence[Entry], imported: Imported) -> list[Entry]:
    """Pass over what is here already, and count what stands otherwise there."""
    known = external_refs.known(connection, source.system, [entry.external_id for entry in entries])
    here = [(entry, known[entry.external_id]) for entry in entries if entry.external_id in known]
    imported.passed += len(here)
    imported.elsewise += sum((entry.status in ENDED) is not (row.status in ENDED) for entry, row in here)
    return [entry for entry in entries if entry.external_id not in known]


def _count(fresh: Sequence[Entry], tells: _Tells, imported: Imported) -> None:
    imported.new += len(fresh)
    imported.routed += sum(entry.is_routed for entry in fresh)
    imported.told += sum(tells.of(entry) for entry in fresh)


Judged = tuple[Decision, Quality]


def _judge(office: Office, entry: Entry) -> Judged:
    return judge(office.routers[entry.region.code], office.grader, entry.text)


def _write(  # noqa: PLR0913, PLR0917 - what of whom is written, and what is thought of it
    connection: Connection,
    office: Office,
    reader: Reader,
    source: Source,
    entries: Sequence[Entry],
    judged: Mapping[int, Judged],
    tells: _Tells,
) -> None:
    """Write the complaints of a batch; those that are routed have columns of their own, so they are written apart."""
    phones = dict.fromkeys(entry.phone for entry in entries if entry.phone)
    senders = [Sender(SenderKind.NUMBER, phone) for phone in phones]
    people, now = People(connection, reader.now), reader.now
    reporters = subscribers.ids_of(connection, senders, now) if senders else {}
    routed, past = Changes(), Changes()
    ids = complaints.allot_ids(connection, len(entries))
    for complaint_id, entry in zip(ids, entries, strict=True):
        arrival = Arrival(complaint_id, reporters.get(entry.phone or ""), source.actor, source.system, now)
        new = _new(entry, arrival, judged.get(entry.line))
        if entry.is_routed:
            opened = open_complaint(routed, office, people, new, complaint_id=complaint_id, now=now)
        else:
            opened = write_down(past, office, entry, arrival)
        if tells.of(entry):
            acknowledge(routed, office, new, opened, now, waits=True)
    # What is told refers to what was written.
    past.write(connection)
    routed.write(connection)
    refs = [{"complaint_id": each, "system": source.system} for each in ids]
    external_refs.add(
        connection, [{**ref, "external_id": entry.external_id} for ref, entry in zip(refs, entries, strict=True)]
    )


def _new(entry: Entry, arrival: Arrival, judged: Judged | None) -> NewComplaint:
    """Tell of an entry as of what comes by any other door, when it came."""
    return NewComplaint(
        entry.region.code,
        entry.text,
        entry.channel,
        arrival.subscriber_id,
        Actor.ADMIN,
        arrival.actor,
        kind=entry.kind,
        anonymous=entry.anonymous,
        secret=entry.secret,
        received_at=entry.created_at,
        wakes=arrival.now - entry.created_at < _FRESH,
        judged=judged,
    )
