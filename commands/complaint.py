"""`aduan complaint`: the daily work of an admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from commands.context import Context, who
from commands.output import ROW_ID, emit, emit_one, json_option, listing, number, reveal_option
from complaints.lifecycle import Status
from sms.clock import SystemClock

if TYPE_CHECKING:
    from complaints.lifecycle import Action

STATES = click.Choice([str(status) for status in Status])
MOST_CHARACTERS = 500
"""Of an officer's words to a citizen; the text around them is measured with so many."""

CHANNELS = ("phone", "walkin", "letter", "whatsapp", "social")


@click.group(help="Complaints: list, show, new, assign, reply, status.")
def complaint() -> None:
    """Group the commands on complaints."""


@complaint.command("list", help="The newest complaints, newest first.")
@click.option("--region", help="Only of this region.")
@click.option("--agency", help="Only those in the hands of this agency.")
@click.option("--status", "statuses", multiple=True, type=STATES, help="Only in these states; may be repeated.")
@listing
@click.pass_obj
def list_complaints(context: Context, /, *, as_json: bool, limit: int, **filters: Any) -> None:
    """List complaints; numbers of phones are not shown here at all."""
    from storage import complaints  # noqa: PLC0415

    filters["agency"] = filters["agency"] and filters["agency"].upper()
    with context.database() as database, database.read() as connection:
        found = complaints.listing(connection, limit=limit, **filters)
    if not found:
        _refuse_unknown(context, filters["region"], filters["agency"])
    fields = (
        "number", "region", "agency", "status", "topic", "urgent", "confidence", "text",
        "created_at", "updated_at", "channel",
    )  # fmt: skip
    rows = [{field: row[field] for field in fields} for row in found]
    emit(rows, ("number", "created_at", "region", "agency", "status", "text"), as_json=as_json)


def _refuse_unknown(context: Context, region: str | None, agency: str | None) -> None:
    """Tell a mistyped region or agency from one that has no complaints."""
    from config.regions import load_regions  # noqa: PLC0415

    regions = load_regions(context.settings())
    agencies = {code for found in regions.values() for code in found.catalogue.agencies}
    if region is not None and region not in regions:
        raise click.UsageError(f"no region {region} in the settings; there are {', '.join(regions)}")
    if agency is not None and agency not in agencies:
        raise click.UsageError(f"no agency {agency}; `aduan agency list` names them")


@complaint.command(help="One complaint with its history.")
@click.argument("number_", metavar="NUMBER", type=ROW_ID)
@json_option
@reveal_option
@click.pass_obj
def show(context: Context, number_: int, *, as_json: bool, reveal: bool) -> None:
    """Show a complaint, why it went where it went, and everything that was done to it."""
    from complaints.actions import find  # noqa: PLC0415
    from storage import complaints  # noqa: PLC0415

    if reveal:
        context.reveal(f"complaint {number_}")
    with context.database() as database, database.read() as connection:
        found = find(connection, number_)
        events = complaints.events_of(connection, found.id)
    row = {
        "number": found.number,
        "region": found.region,
        "agency": found.agency,
        "status": found.status,
        "from": number(found.address, reveal=reveal),
        "channel": found.channel,
        "topic": found.topic,
        "urgent": found.urgent,
        "confidence": found.confidence,
        "created_at": found.created_at,
        "updated_at": found.updated_at,
        "text": found.text,
    }
    if as_json:
        history = [{**event, "at": event["at"].isoformat()} for event in events]
        emit_one({**row, "routing": found.routing, "history": history}, as_json=True)
        return
    emit_one(row, as_json=False)
    click.echo()
    click.echo("\n".join(f"  - {reason}" for reason in found.routing["reasons"]))
    click.echo()
    emit(map(dict, events), ("at", "actor_kind", "actor", "action", "after", "agency", "reason"), as_json=False)


@complaint.command(help="Open a complaint that came by another door: a call, a visit, a letter.")
@click.argument("text")
@click.option("--region", help="The region; the first of the settings if not given.")
@click.option("--from", "sender", help="The citizen's number: the acknowledgement goes there.")
@click.option("--channel", type=click.Choice(CHANNELS), default="walkin", show_default=True, help="The door.")
@click.pass_obj
def new(context: Context, text: str, region: str | None, sender: str | None, channel: str) -> None:
    """Open a complaint, route it like any other, and print its number."""
    from complaints.by_hand import open_by_hand  # noqa: PLC0415
    from complaints.lifecycle import Actor  # noqa: PLC0415
    from complaints.opening import NewComplaint  # noqa: PLC0415

    if not text.strip():
        raise click.UsageError("the text is empty")
    with context.database() as database:
        office = context.office(database)
        code = region or next(iter(office.regions))
        if code not in office.regions:
            raise click.UsageError(f"no region {code} in the settings; there are {', '.join(office.regions)}")
        entered = NewComplaint(code, text, channel, None, Actor.ADMIN, who())
        with database.write() as connection:
            opened = open_by_hand(connection, office, entered, sender, SystemClock().now())
    click.echo(f"{opened.number} {opened.status} {opened.agency or ''}".rstrip())


@complaint.command(help="Hand a complaint to an agency; the citizen is told.")
@click.argument("number_", metavar="NUMBER", type=ROW_ID)
@click.argument("agency")
@click.option("--reason", default="", help="Why; it stands in the history.")
@click.pass_obj
def assign(context: Context, number_: int, agency: str, reason: str) -> None:
    """Assign or re-assign a complaint."""
    from complaints.lifecycle import Action  # noqa: PLC0415

    _do(context, number_, Action.ASSIGN, said=reason, agency=agency.upper())


@complaint.command(help="Answer the citizen by SMS, in the agency's name.")
@click.argument("number_", metavar="NUMBER", type=ROW_ID)
@click.argument("text")
@click.pass_obj
def reply(context: Context, number_: int, text: str) -> None:
    """Send an answer; the state stays as it is."""
    from complaints.lifecycle import Action  # noqa: PLC0415

    if not text.strip():
        raise click.UsageError("the answer is empty")
    if len(text) > MOST_CHARACTERS:
        raise click.UsageError(f"the answer has {len(text)} characters, {MOST_CHARACTERS} fit into four SMS")
    _do(context, number_, Action.REPLY, said=text)


@complaint.command(help="Put a complaint into another state: in_progress, resolved, closed, ... The citizen is told.")
@click.argument("number_", metavar="NUMBER", type=ROW_ID)
@click.argument("state", type=STATES)
@click.option("--text", default="", help="What the citizen reads (resolved, waiting, not_ours), else a note.")
@click.pass_obj
def status(context: Context, number_: int, state: str, text: str) -> None:
    """Change the state along the lifecycle; a step it does not know is refused with those it does."""
    from complaints.actions import find  # noqa: PLC0415
    from complaints.lifecycle import Actor, action_towards  # noqa: PLC0415

    if state == Status.WAITING and not text.strip():
        raise click.UsageError("what does the citizen have to answer? Ask it with --text")

    with context.database() as database, database.read() as connection:
        before = Status(find(connection, number_).status)
    _do(context, number_, action_towards(Status(state), before, Actor.ADMIN), said=text)


def _do(context: Context, number_: int, action: Action, *, said: str, agency: str | None = None) -> None:
    """Do something to a complaint as the person at the keyboard."""
    from complaints.actions import Deed, apply  # noqa: PLC0415
    from complaints.lifecycle import Actor  # noqa: PLC0415

    deed = Deed(action, Actor.ADMIN, who(), said, agency)
    with context.database() as database:
        office = context.office(database)
        with database.write() as connection:
            after = apply(connection, office, number_, deed, SystemClock().now())
    click.echo(f"{number_} {after} {agency or ''}".rstrip())
