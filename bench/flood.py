"""A day of flood: 5,000 SMS in six hours on two lines of ten a minute, and who is answered when.

    python bench/flood.py [--database sqlite|postgresql|URL] [--messages 5000] [--seed 1]

Nothing of it takes real time and there is no modem: the clock is moved by half a minute, what came in meanwhile is
stored and processed by the daemon's own steps, and each line claims what it could send. An SMS waits from the moment at
which it came, inside that half minute. Every phone is in reach. Prints a table.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from sqlalchemy import select  # noqa: E402

from bench.databases import fresh  # noqa: E402
from bench.flood_texts import AGAIN, CRY, FIRST, kind_of, write  # noqa: E402
from complaints.jobs import table as jobs  # noqa: E402
from complaints.talk.manners import URGENT  # noqa: E402
from complaints.who.office import Office  # noqa: E402
from config.modem_settings import ModemSettings  # noqa: E402
from config.settings import Settings  # noqa: E402
from sms.clock import ManualClock  # noqa: E402
from sms.message import InboundPart, Outcome, Priority, SendOutcome  # noqa: E402
from sms.msisdn import classify  # noqa: E402
from smsd import inbox, outbox  # noqa: E402
from smsd.inbox import Windows  # noqa: E402
from smsd.outbox import Result  # noqa: E402
from smsd.processing import Processor  # noqa: E402
from storage import complaints, contacts, inbound, lines, outbound, overload, subscribers  # noqa: E402
from storage.claims import Allowed  # noqa: E402
from storage.engine import Database  # noqa: E402
from storage.message_tables import inbound_message, outbound_message  # noqa: E402
from storage.models import complaint, subscriber  # noqa: E402

BEGIN = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
"""A Monday, 13:00 in Bogor: the digest of 15:30 falls into the flood."""

LINES = ("modem1", "modem2")
STEP = timedelta(seconds=30)
A_STEP = 5
"""SMS that a line sends in a step: ten a minute."""
JOBS_EVERY = 2
FLOOD_STEPS = 6 * 120
LONGEST = 14 * 120
"""Steps after which a queue that has not drained is an error: fourteen hours."""

HOURS = ((1.0, 0.6), (2.5, 2.2), (4.0, 1.3), (6.0, 0.5))
"""Until which hour so much comes, compared with an even day."""

OFFICERS = {"BPBD": "+6281112000001", "PUPR": "+6281112000002", "LEADER": "+6281112000003"}
TROLL = "+6281119999999"
"""Somebody who sends more than anybody is heard with."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A text on its way to us: when, from whom, by which line, of which kind."""

    at: timedelta
    sender: str
    line: str
    kind: str
    text: str


def day(messages: int, senders: int, seed: int) -> list[Sent]:
    """Make the texts of the day, in order: so many of so many phones, and of one that sends eighty in an hour."""
    random = Random(seed)  # noqa: S311 - a day that is the same each time
    times = sorted(_moment(random) for _ in range(messages))
    chances = [place < senders for place in range(messages)]
    random.shuffle(chances)
    known: list[str] = []
    sent = []
    for at, is_new in zip(times, chances, strict=True):
        if is_new or not known:
            known.append(f"+628111{len(known):07}")
            sender, kind = known[-1], kind_of(FIRST, random)
        else:
            # Who texts again mostly does so soon.
            sender = random.choice(known[-300:] if random.random() < 0.7 else known)
            kind = kind_of(AGAIN, random)
        sent.append(Sent(at, sender, LINES[int(sender[-1]) % 2], kind, write(kind, random)))
    troll = [Sent(timedelta(hours=2, seconds=40 * each), TROLL, LINES[0], "troll", f"woy {each}") for each in range(80)]
    return sorted([*sent, *troll], key=lambda each: each.at)


def _moment(random: Random) -> timedelta:
    begins = [0.0, *(until for until, _ in HOURS[:-1])]
    spans = [(begin, until, weight * (until - begin)) for begin, (until, weight) in zip(begins, HOURS, strict=True)]
    begin, until, _ = random.choices(spans, [weight for *_, weight in spans])[0]
    return timedelta(hours=random.uniform(begin, until))


@dataclass
class Flood:
    """The town on that day; `run` lets it pass, `figures` tells what came of it."""

    database: Database
    day: Sequence[Sent]
    log: list[tuple[datetime, frozenset[str]]] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clock = ManualClock(BEGIN)
        settings = Settings(
            regions=("bogor",),
            lines=tuple(ModemSettings(name=name, transport="gammu", device=name) for name in LINES),
        )
        with self.database.write() as connection:
            self.office = Office.of(settings, complaints.number_key(connection))
            self.line_ids = lines.ids_of(connection, [(name, "gammu") for name in LINES])
            for agency, phone in OFFICERS.items():
                ids = subscribers.ids_of(connection, [classify(phone)], BEGIN - timedelta(days=1))
                contacts.add(connection, ids[phone], region="bogor", agency=agency, name=agency, now=BEGIN)
        self.windows = Windows()
        self.processor = Processor(
            self.database, self.office, self.clock, self.windows.repeat, lambda _id, error: self.errors.append(error)
        )
        self._credit = dict.fromkeys(LINES, 0)

    def run(self) -> None:
        """Let the day pass, and what it left in the queue."""
        self._do_jobs()
        waiting = iter(self._by_step())
        for step in range(LONGEST):
            self.clock.advance(STEP)
            self._take_in(next(waiting, []))
            if step % JOBS_EVERY == 0:
                self._do_jobs()
            if not self._send() and step > FLOOD_STEPS:
                return
        raise AssertionError("the queue has not drained in fourteen hours")

    def _by_step(self) -> Iterator[list[Sent]]:
        steps = defaultdict(list)
        for sent in self.day:
            steps[int(sent.at / STEP)].append(sent)
        for place in range(max(steps) + 1):
            yield steps[place]

    def _take_in(self, arrived: Sequence[Sent]) -> None:
        parts = [
            InboundPart(line=each.line, sender=each.sender, text=each.text, sent_at=BEGIN + each.at, handle=str(place))
            for place, each in enumerate(arrived)
        ]
        if parts:
            with self.database.write() as connection:
                inbox.store(connection, parts, self.line_ids, self.clock.now(), self.windows)
            while self.processor.process().messages:
                pass

    def _do_jobs(self) -> None:
        now = self.clock.now()
        for job in jobs.JOBS:
            jobs.run_if_due(job, self.database, self.office, now)
        with self.database.read() as connection:
            slow = overload.lines(connection, now - self.office.patience)
        self.log.append((now, frozenset(slow.values())))

    def _send(self) -> int:
        """Let each line send for the time of a step; gives how many messages are queued still."""
        now = self.clock.now()
        with self.database.write() as connection:
            for name, line_id in self.line_ids.items():
                self._credit[name] = min(self._credit[name] + A_STEP, A_STEP)
                room = max(0, self._credit[name])
                taken = outbox.claim(connection, line_id, Allowed(room), now, self.office.quiet_regions(now))
                self._credit[name] -= sum(len(job.segments) for job in taken)
                outbox.record(connection, [_accepted(job) for job in taken], now)
            return outbound.counts_by_state(connection).get(outbound.QUEUED, 0)


def _accepted(job: outbox.Job) -> Result:
    outcomes = tuple(SendOutcome(segment.key, Outcome.ACCEPTED, 1) for segment in job.segments)
    return Result(job.message_id, outcomes, job.attempt)


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of the day; times in seconds. Each `list` holds what should not be: nothing."""

    states: dict[str, int]
    senders: int
    complaints: int
    outbound: dict[str, int]
    danger: list[float]
    cries: list[float]
    unheard: int
    answers: list[float]
    numbered: list[float]
    unanswered: list[str]
    unnumbered: list[int]
    twice: list[str]
    rush: list[datetime]
    in_rush: int
    digests: list[datetime]
    unasked_in_rush: int


def figures(flood: Flood) -> Figures:
    """Count what the database tells of the day."""
    with flood.database.read() as connection:
        came = list(connection.execute(select(inbound_message, subscriber.c.address).join(subscriber)).mappings())
        made = select(outbound_message, subscriber.c.address).join(subscriber).order_by(outbound_message.c.id)
        sent = list(connection.execute(made).mappings())
        opened = list(
            connection.execute(
                select(complaint.c.number, complaint.c.inbound_message_id, subscriber.c.address)
                .join(subscriber, subscriber.c.id == complaint.c.subscriber_id)
                .order_by(complaint.c.id)
            ).mappings()
        )
        return Figures(
            states=inbound.counts_by_state(connection),
            senders=len({row["address"] for row in came}),
            complaints=len(opened),
            outbound=outbound.counts_by_state(connection),
            **_urgent(flood, came, sent),
            **_ordinary(came, sent, opened),
            **_rush(flood, sent),
        )


def _urgent(flood: Flood, came: Sequence[Any], sent: Sequence[Any]) -> dict[str, Any]:
    """Tell how long it took to tell those in danger whom to call; who had been told minutes before counts as heard."""
    arrived = {f"answer:{row['id']}": row for row in came}
    urgent = [row for row in sent if row["purpose"] in URGENT]
    told = {row["address"] for row in urgent}
    cried = {(each.sender, each.text) for each in flood.day if each.kind == CRY}
    waits = {row["dedupe_key"]: _seconds(arrived[row["dedupe_key"]]["sent_at"], row["sent_at"]) for row in urgent}
    cries = {key for key in waits if (arrived[key]["address"], arrived[key]["text"]) in cried}
    return {
        "danger": sorted(waits.values()),
        "cries": sorted(waits[key] for key in cries),
        "unheard": len({sender for sender, _ in cried} - told),
    }


def _ordinary(came: Sequence[Any], sent: Sequence[Any], opened: Sequence[Any]) -> dict[str, Any]:
    """Tell how long everybody else waited for their first SMS, and who had none, or whose number nobody told."""
    came_at = {f"answer:{row['id']}": row["sent_at"] for row in came}
    first: dict[str, Any] = {}
    for row in sorted(sent, key=lambda row: row["sent_at"]):
        first.setdefault(row["address"], row)
    begun = [row for row in first.values() if row["dedupe_key"] in came_at]
    told: dict[str, set[str]] = defaultdict(set)
    when: dict[tuple[str, str], Any] = {}
    for row in sent:
        words = {word.strip(".,:") for word in row["text"].split()}
        told[row["address"]] |= words
        when |= {(row["address"], word): row["sent_at"] for word in words if word.isdigit()}
    reported = {row["id"]: row["sent_at"] for row in came}
    known = [row for row in opened if str(row["number"]) in told[row["address"]]]
    reporters = {row["address"] for row in opened}
    return {
        "answers": sorted(_seconds(came_at[row["dedupe_key"]], row["sent_at"]) for row in begun),
        "numbered": sorted(
            _seconds(reported[row["inbound_message_id"]], when[row["address"], str(row["number"])]) for row in known
        ),
        "unanswered": sorted(reporters - set(first)),
        "unnumbered": [row["number"] for row in opened if str(row["number"]) not in told[row["address"]]],
    }


def _rush(flood: Flood, sent: Sequence[Any]) -> dict[str, Any]:
    """Tell when it was a rush, who got a second SMS in it, and what was sent unasked meanwhile."""
    rush = [at for at, slow in flood.log if slow == frozenset(LINES)]
    of_line = {line_id: name for name, line_id in flood.line_ids.items()}
    citizens = [row for row in sent if row["address"] not in OFFICERS.values()]
    made = [row for row in citizens if of_line.get(row["line_id"]) in _slow_at(flood, row["created_at"])]
    once = Counter(row["address"] for row in made if row["priority"] == Priority.ANSWER)
    during = [row for row in sent if _slow_at(flood, row["sent_at"]) == frozenset(LINES)]
    return {
        "rush": rush,
        "in_rush": len(made),
        "twice": sorted(each for each, count in once.items() if count > 1),
        "digests": [row["sent_at"] for row in sent if row["priority"] == Priority.DIGEST and row["created_at"] > BEGIN],
        "unasked_in_rush": sum(row["priority"] >= Priority.LATER for row in during),
    }


def _slow_at(flood: Flood, at: datetime) -> frozenset[str]:
    """Tell which lines were overloaded both at the look before and at the one after a moment."""
    place = int((at - BEGIN) / STEP - 1) // JOBS_EVERY
    looks = [slow for _, slow in flood.log[place : place + 2]]
    return frozenset.intersection(*looks) if looks else frozenset()


def _seconds(since: datetime, until: datetime) -> float:
    return (until - since).total_seconds()


def percentile(values: Sequence[float], share: float) -> float:
    """Give the value below which such a share lies; nan of none."""
    return values[min(len(values) - 1, int(len(values) * share))] if values else float("nan")


def rows(found: Figures) -> Iterator[tuple[str, str]]:
    """Give the lines of the table."""
    yield "SMS in, by what became of them", ", ".join(f"{state} {count}" for state, count in found.states.items())
    yield "phones; complaints", f"{found.senders}; {found.complaints}"
    yield "SMS out, by what became of them", ", ".join(f"{state} {count}" for state, count in found.outbound.items())
    rush = f"{found.rush[0] - BEGIN} to {found.rush[-1] - BEGIN} of the flood" if found.rush else "none"
    yield "overload on both lines", f"{rush}, {len(found.rush)} min"
    for name, waits in (
        ("danger to life, as the router hears it", found.danger),
        ("of these, people who are trapped", found.cries),
        ("first SMS to a phone", found.answers),
        ("number of a complaint, whenever told", found.numbered),
    ):
        shares = " / ".join(f"{percentile(waits, share) / 60:.1f}" for share in (0.5, 0.95, 0.99, 1.0))
        yield f"{name}: p50 / p95 / p99 / most, min", f"{shares} ({len(waits)})"
    yield "who cried and was never told whom to call", str(found.unheard)
    yield (
        "reporters without any SMS; complaints whose number was never told",
        (f"{len(found.unanswered)}; {len(found.unnumbered)}"),
    )
    yield "phones with two SMS of the rush", str(len(found.twice))
    yield "digests, news, second SMS sent in the overload", str(found.unasked_in_rush)
    yield "first digest after the flood began", str(min(found.digests) - BEGIN) if found.digests else "none"


def main() -> None:
    """Let the day pass and print what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--database", default="sqlite")
    parser.add_argument("--messages", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    with fresh(wanted.database) as database:
        began = time.process_time()
        flood = Flood(database, day(wanted.messages, wanted.messages * 7 // 10, wanted.seed))
        flood.run()
        print(f"| two lines of ten a minute, {wanted.messages} SMS in six hours | |\n|---|---|")
        for name, value in rows(figures(flood)):
            print(f"| {name} | {value} |")
        print(f"| simulated in | {time.process_time() - began:.0f} s of one core |")


if __name__ == "__main__":
    main()
