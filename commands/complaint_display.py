"""How complaints are shown: rows of the list, and one with why it went where it went, and its history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click
from click.formatting import wrap_text

from commands.complaint_history import as_hand, emit_hands
from commands.output import HIDDEN, Row, cell, emit, emit_one, in_zone, number, unless_same, width

if TYPE_CHECKING:
    from sqlalchemy import Connection, RowMapping

    from complaints.figures.reputation import Reputation
    from complaints.steps.dates import Date
    from storage.engine import AnyRow

_LISTED = (
    "number", "region", "agency", "status", "topic", "urgent", "confidence", "text",
    "created_at", "updated_at", "channel", "unit", "kind", "due_at", "rating", "reopened",
)  # fmt: skip


_UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Whole:
    """A complaint with its dates and places, those that may be about the same, its history, and its reporter's.

    `hands` are all agencies that have it or had it; `into` is the number of the one that it was merged into,
    `duplicates` of those that were merged into it, `incident` the name of the one that gathers it; `refs` are what
    other systems call it; `zone` is the time of its region, in which people read of it.
    """

    row: AnyRow
    places: Sequence[RowMapping]
    similar: Sequence[int]
    events: Sequence[Mapping[str, Any]]
    hands: Sequence[AnyRow] = ()
    reporter: Reputation | None = None
    dates: Sequence[Date] = ()
    zone: ZoneInfo = _UTC
    into: int | None = None
    duplicates: Sequence[int] = ()
    refs: Sequence[AnyRow] = ()
    incident: str | None = None

    @property
    def elsewhere(self) -> list[str]:
        """What it is called in other systems, as the commands take it too."""
        return [f"{ref.system}:{ref.external_id}" for ref in self.refs]


def listed(row: RowMapping, *, reveal: bool) -> dict[str, Any]:
    """Make a row of the list; the citizen's number is masked unless it may be revealed.

    That of who wants to stay unknown never is, and of what is delicate a list tells only that it is there.
    """
    from complaints.who.circles import HUSHING
    from sms.safe_text import mask_phones

    flags = row["routing"].get("quality", {}).get("flags", [])
    unknown = any(row[column] for column in HUSHING)
    sender = HIDDEN if unknown else number(row["address"], reveal=reveal)
    shown = {**{field: row[field] for field in _LISTED}, "flags": flags, "from": sender}
    shown["text"] = mask_phones(row["text"]) if unknown else row["text"]
    return {**shown, **_WITHHELD, "agency": row["circle"]} if row["circle"] else shown


_ROUTER = "router"
"""Whose reasons the history leaves out."""

_WITHHELD: Mapping[str, Any] = {
    **dict.fromkeys(("topic", "confidence", "unit", "kind", "rating", "reopened")),
    "text": HIDDEN,
    "flags": [],
}

_SORTED_BY = {"due": ("due_at",), "updated": ("updated_at",), "rating": ("rating",)}
"""What the table shows beside the rest, so that its order can be seen."""


def emit_withheld(whole: Whole, *, as_json: bool) -> None:
    """Print what an admin sees of a delicate complaint: number, state and dates, neither text nor reporter."""
    row = whole.row
    about = {field: getattr(row, field) for field in ("number", "region", "circle", "status", "urgent")}
    about |= {"created_at": row.created_at, "updated_at": row.updated_at, "text": HIDDEN, "from": HIDDEN}
    kept = ("at", "actor_kind", "action", "before", "after")
    history = [{field: event[field] for field in kept} for event in whole.events]
    if as_json:
        emit_one({**about, "history": [{**event, "at": event["at"].isoformat()} for event in history]}, as_json=True)
        return
    emit_one(in_zone(about, whole.zone), as_json=False)
    click.echo()
    # Why somebody looked at it may tell what it says, so this too stands only where it is revealed.
    unnamed = ({**event, "agency": None, "actor": "", "reason": ""} for event in history)
    click.echo("\n".join(line for event in unnamed for line in _event(in_zone(event, whole.zone))))


def emit_list(rows: Sequence[Row], *, as_json: bool, reveal: bool, sort: str) -> None:
    """Print the list; in the table danger is marked, and the citizens' numbers are only where they are revealed."""
    sender = ("from",) if reveal else ()
    first = ("number", "created_at", *_SORTED_BY.get(sort, ()))
    columns = unless_same("region", rows, (*first, *sender, "region", "agency", "status", "text"))
    emit(rows if as_json else map(_marked, rows), columns, as_json=as_json)


def _marked(row: Row) -> Row:
    return {**row, "text": f"! {row['text']}"} if row["urgent"] else row


def as_object(whole: Whole, *, reveal: bool) -> dict[str, Any]:
    """Give everything about a complaint, for programs."""
    history = [{**event, "at": event["at"].isoformat()} for event in _events(whole, reveal=reveal)]
    places = [dict(place) for place in whole.places]
    reporter = asdict(whole.reporter) if whole.reporter else None
    more = {
        "reporter": reporter,
        "elsewhere": whole.elsewhere,
        "deadlines": [_date(each) for each in whole.dates],
        "places": places,
        "similar": whole.similar,
        **_merged(whole),
        "routing": whole.row.routing,
        "hands": [as_hand(hand, _events(whole, reveal=reveal)) for hand in whole.hands],
        "history": history,
    }
    return {**_about(whole.row, reveal=reveal), **_said(whole.row, reveal=reveal), **more}


def emit_for_people(whole: Whole, *, reveal: bool) -> None:
    """Print a complaint, why it went where it went, and everything that was done to it."""
    about = _about(whole.row, reveal=reveal)
    if not whole.row.unit:
        del about["unit"]
    if whole.refs:
        about["elsewhere"] = ", ".join(whole.elsewhere)
    merged = {name: cell(value) for name, value in _merged(whole).items() if value}
    graded, said = _graded(whole.row), _said(whole.row, reveal=reveal)
    shown = {**about, **merged, **graded, **_known(whole.reporter), **said}
    emit_one(in_zone(shown, whole.zone), as_json=False)
    _emit_places(whole.places, whole.similar)
    emit_hands(whole.hands, _events(whole, reveal=reveal), whole.zone)
    click.echo()
    click.echo("\n".join(_wrapped(reason, "  - ") for reason in whole.row.routing["reasons"]))
    _emit_dates(whole.dates, whole.zone)
    click.echo()
    events = (in_zone(event, whole.zone) for event in _events(whole, reveal=reveal))
    click.echo("\n".join(line for event in events for line in _event(event)))


def _events(whole: Whole, *, reveal: bool) -> list[dict[str, Any]]:
    """Give the history; who wants to stay unknown is not even a row that others share, and no number in its words."""
    from complaints.life.lifecycle import Actor
    from complaints.who.circles import as_told, is_hushed

    if reveal or not is_hushed(whole.row):
        return [dict(event) for event in whole.events]
    return [
        {
            **event,
            "actor": "" if event["actor_kind"] == Actor.CITIZEN else event["actor"],
            "reason": as_told(whole.row, event["reason"]),
        }
        for event in whole.events
    ]


def _about(row: AnyRow, *, reveal: bool) -> dict[str, Any]:
    from complaints.who.circles import is_hushed

    return {
        "number": row.number,
        "region": row.region,
        "agency": row.agency,
        "unit": row.unit,
        "status": row.status,
        **_come_of(row),
        **({"circle": row.circle} if row.circle else {}),
        "from": number(row.address, reveal=reveal) if reveal or not is_hushed(row) else HIDDEN,
        "channel": row.channel,
        "topic": row.topic,
        "urgent": row.urgent,
        "confidence": row.confidence,
    }


def _come_of(row: AnyRow) -> dict[str, Any]:
    """Tell what has come of it, as far as anything has."""
    tags = {"tags": "ganti_rugi"} if row.compensation else {}
    counts = {name: getattr(row, name) for name in ("outcome", "rating", "reopened", "bounced", "close_at")}
    return {**tags, **{name: value for name, value in counts.items() if value}}


def _merged(whole: Whole) -> dict[str, Any]:
    """Tell what it was merged into, what into it, how many support it beside its reporter, and what gathers it."""
    return {
        "merged_into": whole.into,
        "duplicates": list(whole.duplicates),
        "supporters": whole.row.supporters,
        "incident": whole.incident,
    }


def _said(row: AnyRow, *, reveal: bool) -> dict[str, Any]:
    from complaints.who.circles import as_told

    text = row.text if reveal else as_told(row, row.text)
    return {"created_at": row.created_at, "updated_at": row.updated_at, "text": text}


def _graded(row: AnyRow) -> dict[str, str]:
    """Tell between whom the choice is while nobody has it, the model, and why it may be no complaint; else nothing."""
    routing, graded = row.routing, {}
    if row.agency is None and routing["alternatives"]:
        graded["choices"] = ", ".join(f"{agency} {confidence:.2f}" for agency, confidence in routing["alternatives"])
    if routing.get("model"):
        graded["model"] = routing["model"]
    quality = routing.get("quality", {"score": 1.0})
    if quality["score"] < 1:
        graded["quality"] = f"{quality['score']:.2f}: {' '.join(quality['reasons'])}"
    return graded


def _known(reporter: Reputation | None) -> dict[str, str]:
    """Tell what speaks against the reporter; nothing where nothing does."""
    return {"reporter": f"{reporter.score} of 100, {reporter.reason}"} if reporter and reporter.score else {}


def _emit_places(named: Sequence[RowMapping], similar: Sequence[int]) -> None:
    """Print where it is, and the numbers of complaints that may be about the same; nothing if there is nothing."""
    if named or similar:
        click.echo()
    if named:
        written = (f"{place['name']} {place['detail']}".rstrip() + f" ({place['kind']})" for place in named)
        click.echo(f"Places: {', '.join(written)}")
    if similar:
        click.echo(f"Similar: {', '.join(map(str, similar))}")


def _date(date: Date) -> dict[str, Any]:
    moments = {name: at.isoformat() if at else None for name, at in (("at", date.at), ("done_at", date.done_at))}
    return {"what": date.what, **moments, "late": date.late, "how": date.how}


def _emit_dates(dates: Sequence[Date], zone: ZoneInfo) -> None:
    """Print until when what is to be done, and how each date came about; nothing where there is none."""
    if dates:
        click.echo()
        click.echo("\n".join(_wrapped(f"{date.what} by {date.how}{_became(date, zone)}", "  - ") for date in dates))


def _became(date: Date, zone: ZoneInfo) -> str:
    """Tell when it was done, and whether in time."""
    if date.done_at is None:
        return "; overdue" if date.late else ""
    return f"; done {'too late' if date.late else 'in time'}, {cell(date.done_at.astimezone(zone))}"


def with_names(connection: Connection, events: Sequence[RowMapping]) -> list[dict[str, Any]]:
    """Call the officers of a history by name; a citizen stays the number of a row."""
    from storage import contacts

    names = contacts.names(connection, {int(event["actor"]) for event in events if _is_officer(event)})
    return [
        {**event, "actor": names.get(int(event["actor"]), event["actor"]) if _is_officer(event) else event["actor"]}
        for event in events
    ]


def _is_officer(event: RowMapping) -> bool:
    from complaints.life.lifecycle import Actor

    return bool(event["actor_kind"] == Actor.OFFICER and event["actor"].isdigit())


def _event(event: Mapping[str, Any]) -> Iterator[str]:
    """Write an event of the history: the step and whose it was, and below it all that was said.

    The router's reasons stand above the history.
    """
    before, after = event["before"], event["after"]
    step = f"{before} -> {after}" if before and before != after else after
    agency = f" {event['agency']}" if event["agency"] else ""
    actor = f"{event['actor_kind']} {cell(event['actor'])}".rstrip()
    yield f"{cell(event['at'])}  {step:<25}  {event['action']}{agency} by {actor}"
    if event["reason"] and event["actor"] != _ROUTER:
        yield _wrapped(event["reason"], " " * 22)


def _wrapped(said: str, indent: str) -> str:
    """Write what was said as wide as there is room, all its lines as far in as the first."""
    return wrap_text(cell(said), width(), initial_indent=indent, subsequent_indent=" " * len(indent))
