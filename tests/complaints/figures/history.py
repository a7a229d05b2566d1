"""A town with a history of every kind there may be, as rows, and the same counted once more in plain Python."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from statistics import median
from types import SimpleNamespace
from typing import Any

from storage.message_tables import inbound_message, outbound_message
from storage.models import assignment, complaint, complaint_place, event, line, subscriber

NOW = datetime(2026, 11, 1, 3, 0, tzinfo=UTC)
Row = dict[str, Any]

_OPEN = ("assigned", "in_progress", "waiting", "postponed")
_ENDED = ("resolved", "closed", "not_ours", "withdrawn", "duplicate", "spam")
_AGENCIES = ("PUPR", "DLH", "DISHUB", "INTEGRITY", None)


@dataclass
class Town:
    """The rows by table."""

    complaints: list[Row] = field(default_factory=list)
    hands: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    places: list[Row] = field(default_factory=list)
    incoming: list[Row] = field(default_factory=list)
    outgoing: list[Row] = field(default_factory=list)


def some_town(dice: random.Random, count: int) -> Town:
    """Make complaints of three months, with their hands, words, places and SMS."""
    town = Town()
    for key in range(1, count + 1):
        _add(town, dice, key)
    return town


def _add(town: Town, dice: random.Random, key: int) -> None:
    def chance(likely: float) -> bool:
        return dice.random() < likely

    def later(at: datetime, hours: int) -> datetime:
        return at + timedelta(seconds=dice.randrange(1, hours * 3600))

    created = NOW - timedelta(seconds=dice.randrange(1, 90 * 86_400))
    agency = dice.choice(_AGENCIES)
    status = dice.choice((*_OPEN, *_ENDED)) if agency else "triage"
    done = later(created, 20 * 24) if status in _ENDED else None
    archived = done is not None and chance(0.2)
    outcome = dice.choice(("confirmed", "timed_out", "explained")) if status == "closed" else None
    answered = later(created, 10 * 24) if chance(0.7) or status in {"resolved", "closed"} else None
    by_sms = chance(0.8)
    row = {
        "id": key,
        "number": 1_000_000 + key,
        "region": dice.choice(("bogor", "bogor", "bogor", "tegal")),
        "inbound_message_id": key if by_sms else None,
        "channel": dice.choice(("sms", "ussd", "walkin")),
        "kind": dice.choice(("complaint", "complaint", "question", "praise")),
        "text": "jalan rusak",
        "status": "archived" if archived else status,
        "outcome": outcome,
        "topic": dice.choice(("jalan-rusak", "sampah", None)),
        "routing": {},
        "secret": chance(0.1),
        "circle": "INTEGRITY" if agency == "INTEGRITY" else None,
        "threatened_at": created if chance(0.05) else None,
        "reopened": dice.choice((0, 0, 0, 1, 2)),
        "bounced": dice.choice((0, 0, 1)),
        "rating": dice.randrange(1, 6) if status == "closed" and chance(0.6) else None,
        "duplicate_of": dice.randrange(1, key) if key > 1 and chance(0.05) else None,
        "asked": dice.choice((0, 0, 1, 2)),
        "first_answer_at": answered,
        "created_at": created,
        "updated_at": created,
        "status_since": NOW if archived else done or created,
    }
    town.complaints.append(row)
    for code, lead in [(agency, True), ("PERKIM", False)][: dice.choice((1, 1, 2))] if agency else []:
        assigned = later(created, 24)
        due = assigned + timedelta(seconds=dice.randrange(3600, 30 * 86_400)) if chance(0.8) else None
        town.hands.append(
            {
                "complaint_id": key,
                "agency": code,
                "lead": lead,
                "state": "archived" if archived and lead else status,
                "assigned_at": assigned,
                "respond_by": later(assigned, 48) if chance(0.8) else None,
                "accepted_at": later(assigned, 96) if chance(0.6) else None,
                "due_at": due,
                "done_at": done,
                "ended_at": None,
                "pauses": [[assigned.isoformat(), None]] if chance(0.2) else None,
                "rung": dice.randrange(32),
            }
        )
    if agency and chance(0.3):
        # Who had it first, and handed it on at once, or only when somebody else got it.
        handed_on = town.hands[-1]["assigned_at"] if chance(0.5) else created
        former = {"agency": "DISHUB", "lead": True, "state": "assigned", "assigned_at": created, "ended_at": handed_on}
        nothing = dict.fromkeys(("respond_by", "accepted_at", "done_at", "pauses"))
        town.hands.append({"complaint_id": key, **former, **nothing, "due_at": created, "rung": 0})
    _happens(town, row, [("open", created, None)], "citizen")
    steps = [("close", done, "resolved")] if status == "closed" else []
    _happens(town, row, steps + ([("archive", NOW, status)] if archived else []), "admin")
    words = [created + timedelta(hours=each) for each in range(dice.randrange(4))]
    _happens(town, row, [(dice.choice(("add", "answer")), at, status) for at in words for _ in range(2)], "citizen")
    for kind, name in {("district", "tajur"), (dice.choice(("village", "street")), dice.choice(("ciawi", "cibuluh")))}:
        if chance(0.7):
            town.places.append({"complaint_id": key, "kind": kind, "name": name})
    if by_sms:
        town.incoming.append(_sms_in(key, created, dice))
    town.outgoing += [_sms_out(key, place, created, dice) for place in range(dice.randrange(4))]


def _happens(town: Town, row: Row, steps: list[tuple[str, Any, Any]], who: str) -> None:
    for action, at, before in steps:
        common = {"complaint_id": row["id"], "actor_kind": who, "actor": "x", "action": action, "at": at}
        town.events.append({**common, "before": before, "after": row["status"]})


def _sms_in(key: int, at: datetime, dice: random.Random) -> Row:
    parts = dice.randrange(1, 4)
    common = {
        "id": key,
        "key": str(key),
        "line_id": 1,
        "subscriber_id": 1,
        "state": "done",
        "text": "",
        "text_hash": "",
    }
    channel = dice.choice(("sms", "sms", "ussd"))
    return {**common, "channel": channel, "parts_total": parts, "parts_stored": parts, "received_at": at}


def _sms_out(key: int, place: int, at: datetime, dice: random.Random) -> Row:
    times = dict.fromkeys(("created_at", "not_before", "expires_at"), at)
    state, segments = dice.choice(("sent", "sent", "failed", "queued")), dice.randrange(1, 4)
    common = {"subscriber_id": 1, "complaint_id": key, "text": "", "priority": 1, "segments": segments}
    return {"dedupe_key": f"{key}:{place}", "state": state, **common, **times}


def write(database: Any, town: Town) -> None:
    """Write the rows as they are."""
    with database.write() as connection:
        connection.execute(line.insert(), [{"id": 1, "name": "modem1", "transport": "gammu"}])
        phone = {"id": 1, "address": "+6281110000100", "kind": "number", "created_at": NOW}
        connection.execute(subscriber.insert(), [phone])
        tables = inbound_message, complaint, assignment, event, complaint_place, outbound_message
        rows = town.incoming, town.complaints, town.hands, town.events, town.places, town.outgoing
        for table, each in zip(tables, rows, strict=True):
            connection.execute(table.insert(), each)


class SlowCount:
    """The figures of Bogor in a time, by walking over everything for each of them."""

    def __init__(self, town: Town, since: datetime, until: datetime, agency: str | None = None) -> None:
        self.town, self.since, self.until, self.agency = town, since, until, agency
        self.of = {row["id"]: row for row in town.complaints if row["region"] == "bogor" and not is_hidden(row)}
        theirs = [row for row in town.hands if row["complaint_id"] in self.of]
        now_theirs = [row for row in theirs if row["ended_at"] is None]
        self.had = [row for row in theirs if agency in {None, row["agency"]}]
        self.lead = {row["complaint_id"]: row for row in now_theirs if row["lead"]}
        self.hands = [row for row in now_theirs if self.is_mine(row)]
        self.led = [row for row in self.hands if row["lead"]]
        self.cases = [row for row in self.of.values() if self.is_mine(self.lead.get(row["id"]))]
        self.came = [row for row in self.cases if since <= row["created_at"] < until]

    def is_mine(self, hand: Row | None) -> bool:
        return self.agency is None or (hand is not None and hand["agency"] == self.agency)

    def is_finished(self, hand: Row) -> bool:
        row = self.of[hand["complaint_id"]]
        before = [each["before"] for each in self.town.events if is_step(each, row, "archive")]
        answered = hand["state"] in {"resolved", "closed"}
        answered = answered or (hand["state"] == "archived" and before[0] in {"resolved", "closed"})
        counts = row["kind"] != "praise" and row["duplicate_of"] is None
        return bool(counts and answered and hand["done_at"] and self.since <= hand["done_at"] < self.until)

    def finished(self) -> list[Row]:
        return [hand for hand in self.hands if self.is_finished(hand)]

    def open(self) -> list[Row]:
        return [hand for hand in self.open_with_parts() if hand["lead"] or self.agency]

    def open_with_parts(self) -> list[Row]:
        return [
            hand
            for hand in self.had
            if hand["assigned_at"] < self.until
            and all(is_after(hand[each], self.until) for each in ("done_at", "ended_at"))
        ]

    def counting(self) -> list[Row]:
        return [
            row
            for row in self.came
            if row["kind"] != "praise" and row["duplicate_of"] is None and row["status"] not in {"spam", "duplicate"}
        ]

    def answers(self) -> list[float]:
        owed = [row for row in self.counting() if row["first_answer_at"] or row["status"] in {"triage", *_OPEN}]
        return [
            whole_seconds(row["created_at"], row["first_answer_at"])
            if row["first_answer_at"] and row["first_answer_at"] < self.until
            else float("inf")
            for row in owed
        ]

    def judged(self) -> list[Row]:
        return [
            row
            for row in self.cases
            if row["outcome"] in {"confirmed", "timed_out"}
            if row["kind"] != "praise" and row["duplicate_of"] is None
            if any(is_step(each, row, "close") and self.since <= each["at"] < self.until for each in self.town.events)
        ]

    def sms(self) -> tuple[int, int]:
        done = {hand["complaint_id"] for hand in self.finished() if hand["lead"]}
        cases = {key for key in done if self.of[key]["inbound_message_id"]}
        parts = [row["parts_stored"] for row in self.town.incoming if row["id"] in cases and row["channel"] == "sms"]
        words = {
            (row["complaint_id"], row["at"])
            for row in self.town.events
            if row["complaint_id"] in cases and row["actor_kind"] == "citizen" and row["action"] != "open"
        }
        sent = [
            row["segments"] for row in self.town.outgoing if row["complaint_id"] in cases and row["state"] == "sent"
        ]
        return len(cases), sum(parts) + len(words) + sum(sent)

    def row_of(self, hand: Row) -> SimpleNamespace:
        """Give what `colour_of` looks at."""
        return SimpleNamespace(**{**self.of[hand["complaint_id"]], **hand})

    def places(self) -> Counter[tuple[str, str]]:
        named = {row["id"] for row in self.counting()}
        found = [row for row in self.town.places if row["complaint_id"] in named]
        return Counter((row["kind"], row["name"]) for row in found if row["kind"] in {"village", "district"})


def is_step(each: Row, row: Row, action: str) -> bool:
    return bool(each["complaint_id"] == row["id"] and each["action"] == action)


def is_after(at: datetime | None, until: datetime) -> bool:
    return at is None or at >= until


def is_hidden(row: Row) -> bool:
    return bool(row["secret"] or row["circle"] or row["threatened_at"])


def whole_seconds(since: datetime, until: datetime) -> int:
    return int(until.timestamp()) - int(since.timestamp())


def middle(took: list[float]) -> int | None:
    """Give the median, None if it is not over yet."""
    if not took or median(took) == float("inf"):
        return None
    return int(median(took))
