"""`aduan complaint`: the daily work of an admin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commands.arguments import (
    as_option,
    either,
    number_argument,
)
from commands.complaint_alike import MOST_SIMILAR, merge, similar, similar_to, split
from commands.complaint_answers import answers, said_by, saved_option
from commands.complaint_display import (
    Whole,
    as_object,
    emit_for_people,
    emit_withheld,
    with_names,
)
from commands.complaint_export import export
from commands.complaint_hands import NEWS, assign, move, reason_argument, reason_option, reject, states, tag
from commands.complaint_import import import_
from commands.complaint_list import STATES, STATES_LISTED, list_complaints
from commands.complaint_new import new
from commands.complaint_redact import redact
from commands.complaint_step import deed_of, do
from commands.complaint_until import EXAMPLE, postpone
from commands.context import Context
from commands.output import emit_one, json_option, reveal_option
from complaints.life.lifecycle import Status

if TYPE_CHECKING:
    from complaints.life.lifecycle import Action
    from storage.engine import Database


@click.group(
    help="Complaints: list, show, new, import, export, assign, move, reply, status, reject, reopen, undo, similar, "
    "merge, split, redact, tag, answers, states."
)
def complaint() -> None:
    """Group the commands on complaints."""


@complaint.command(
    help="One complaint with its history. Of one that is secret, or accuses officials, number, state and dates only; "
    "more with --reveal and a reason, which stands in its history."
)
@number_argument
@json_option
@reveal_option
@click.option("--reason", help="Why the number of who wants to stay unknown must be seen.")
@click.pass_obj
def show(context: Context, number_: int, *, as_json: bool, reveal: bool, reason: str | None) -> None:
    """Show a complaint, why it went where it went, and everything that was done to it."""
    from complaints.who.circles import is_hushed

    if reason and not reveal:
        raise click.UsageError("--reason is why something is revealed: add --reveal")
    with context.database() as database:
        whole = _whole(context, database, number_)
        if reveal and is_hushed(whole.row):
            _note_reveal(context, database, number_, reason)
            whole = _whole(context, database, number_)
    # Only what is allowed and known: a refused reveal shows nothing to anybody.
    if reveal:
        context.reveal(f"complaint {number_}")
    if whole.row.circle and not reveal:
        emit_withheld(whole, as_json=as_json)
    elif as_json:
        emit_one(as_object(whole, reveal=reveal), as_json=True)
    else:
        emit_for_people(whole, reveal=reveal)


def _whole(context: Context, database: Database, number_: int) -> Whole:
    """Read all that is known of a complaint."""
    from zoneinfo import ZoneInfo

    from complaints.figures.reputation import reputations
    from complaints.steps.actions import find
    from complaints.steps.dates import dates_of
    from config.regions import load_regions
    from storage import complaints, external_refs, incidents, places
    from storage.deadlines import closing
    from storage.hands import hands_of
    from storage.supporters import duplicates_of, first_of

    now = context.clock.now()
    with database.read() as connection:
        found = find(connection, number_)
        events = with_names(connection, complaints.events_of(connection, found.id))
        named = places.of(connection, found.id)
        hands = hands_of(connection, found.id)
        alike = [each.number for each in similar_to(context, connection, found)][:MOST_SIMILAR]
        into = first_of(connection, found.duplicate_of)
        duplicates = [each.number for each in duplicates_of(connection, found.id) if not each.delicate]
        refs = external_refs.of(connection, found.id)
        incident = incidents.name_of(connection, found.incident_id, also_closed=True)
        told_at = next((since for _, since in closing(connection, [found.id])), None)
        known = reputations(connection, [found.subscriber_id] if found.subscriber_id else [], now)
    region = load_regions(context.settings()).get(found.region)
    dates, zone = dates_of(region, found, now, told_at), ZoneInfo(region.timezone if region else "UTC")
    reporter = known.get(found.subscriber_id)
    number = into.number if into is not None else None
    return Whole(found, named, alike, events, hands, reporter, dates, zone, number, duplicates, refs, incident)


def _note_reveal(context: Context, database: Database, number_: int, reason: str | None) -> None:
    """Write down who looks at what is hidden, and why, before it is shown."""
    from complaints.life.lifecycle import Action
    from complaints.steps.revealing import reveal

    if not (reason or "").strip():
        raise click.UsageError(f'who reported {number_} wants to stay unknown: say why it must be seen, --reason "..."')
    office, looks = context.office(database), deed_of(context, Action.REVEAL, str(reason))
    with database.write() as connection:
        reveal(connection, office, number_, looks, context.clock.now())


@complaint.command(help="Answer the citizen by SMS, in the agency's name: at once, in quiet hours after them.")
@number_argument
@click.argument("text", nargs=-1)
@saved_option
@as_option
@click.pass_obj
def reply(context: Context, number_: int, text: tuple[str, ...], saved: str | None) -> None:
    """Send an answer; the state stays as it is."""
    from complaints.life.lifecycle import Action

    said = said_by(context, number_, " ".join(text), saved)
    if not said.strip():
        raise click.UsageError("the answer is empty: write it at the end, or --saved NAME")
    _do(context, number_, Action.REPLY, said=said)


@complaint.command(
    help="Put a complaint into another state; triage gives it back to the admin, silently.\n\n"
    f"{NEWS}\n\n{STATES_LISTED}"
)
@number_argument
@click.argument("state", metavar="STATE", type=STATES)
@click.argument("text", nargs=-1)
@click.option(
    "--text",
    "option",
    help="What the citizen reads (resolved, waiting, not_ours, in_progress, postponed, closed); else a note.",
)
@saved_option
@click.option("--until", metavar="DATE", help="Of postponed, which needs it: when it goes on, as 2027-05-12 or 12/5.")
@as_option
@click.pass_obj
def status(
    context: Context, /, number_: int, state: str, *, text: tuple[str, ...], until: str | None, **other: str | None
) -> None:
    """Change the state along the lifecycle; a step it does not know is refused with those it does."""
    from complaints.life.lifecycle import Action, Actor, action_towards
    from complaints.steps import moving
    from complaints.steps.actions import find

    said = said_by(context, number_, either(text, other["option"], "text"), other["saved"])
    if state == Status.WAITING and not said.strip():
        raise click.UsageError("what does the citizen have to answer? Ask it with --text")
    if (state == Status.POSTPONED) != (until is not None):
        needs = f"until when? --until DATE, such as {EXAMPLE}" if until is None else "--until is for postponed alone"
        raise click.UsageError(needs)
    if until is not None:
        postpone(context, number_, said, until)
        return
    with context.database() as database, database.read() as connection:
        before = Status(find(connection, number_).status)
    action = action_towards(Status(state), before, Actor.ADMIN)
    do(context, number_, deed_of(context, action, said), moving.decline if action is Action.DECLINE else None)


@complaint.command(help=f"Take up a complaint again that was done: back to its agency, else to triage.\n\n{NEWS}")
@number_argument
@reason_argument
@reason_option
@as_option
@click.pass_obj
def reopen(context: Context, number_: int, reason: tuple[str, ...], option: str | None) -> None:
    """Reopen a complaint that was resolved, closed or laid aside."""
    from complaints.life.lifecycle import Action

    _do(context, number_, Action.REOPEN, said=either(reason, option, "reason"))


@complaint.command(help=f"Take back the last step of a complaint, within 24 hours.\n\n{NEWS}")
@number_argument
@reason_argument
@reason_option
@as_option
@click.pass_obj
def undo(context: Context, number_: int, reason: tuple[str, ...], option: str | None) -> None:
    """Bring a complaint back to where it was before its last step."""
    from complaints.life.lifecycle import Action

    _do(context, number_, Action.UNDO, said=either(reason, option, "reason"))


def _do(context: Context, number_: int, action: Action, *, said: str) -> None:
    do(context, number_, deed_of(context, action, said))


for command in (
    answers, list_complaints, new, import_, export, assign, merge, move, redact, reject, similar, split, tag, states,
):  # fmt: skip
    complaint.add_command(command)
