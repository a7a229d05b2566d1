"""`aduan complaint` assign, move, reject, tag, states: whose a complaint is, and what can become of it."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import click

from commands.arguments import as_option, either, known_region, number_argument, text_argument
from commands.complaint_step import deed_of, do
from commands.context import Context
from commands.output import emit, json_option

NEWS = "The citizen hears of it by SMS: news are gathered for update_minutes, and held in the region's quiet hours."
TAGS = {"ganti_rugi": "compensation"}
"""What a complaint can be tagged with, and the column that says so."""

reason_argument = click.argument("reason", nargs=-1)
reason_option = click.option("--reason", "option", help="Why; it stands in the history.")


@click.command(help=f"Hand a complaint to an agency, or to a unit of it.\n\n{NEWS}")
@number_argument
@click.argument("agency")
@reason_argument
@reason_option
@click.option("--unit", help="The unit of the agency, by its code; else the one that answers for the place.")
@click.option("--also", is_flag=True, help="Let the agency help: who has the complaint keeps it.")
@as_option
@click.pass_obj
def assign(context: Context, /, number_: int, agency: str, **said: Any) -> None:
    """Assign or re-assign a complaint, or let a further agency join."""
    from complaints.life.lifecycle import Action

    if said["also"] and said["unit"]:
        raise click.UsageError("a unit has the complaint or has it not: --unit and --also do not go together")
    action = Action.JOIN if said["also"] else Action.ASSIGN
    deed = deed_of(context, action, either(said["reason"], said["option"], "reason"), agency)
    do(context, number_, replace(deed, unit=said["unit"] and said["unit"].upper()))


@click.command(
    help="Move a complaint to another region that is served: there it is routed like a new one, and keeps its number."
    f"\n\n{NEWS}"
)
@number_argument
@click.argument("region")
@reason_argument
@reason_option
@as_option
@click.pass_obj
def move(context: Context, number_: int, region: str, reason: tuple[str, ...], option: str | None) -> None:
    """Move a complaint to another region."""
    from complaints.life.lifecycle import Action
    from complaints.steps import moving
    from config.regions import load_regions

    code = known_region(load_regions(context.settings()), region).code
    said = either(reason, option, "reason")
    if not said.strip():
        raise click.UsageError("why is it for another region? It stands in the history: say it at the end")
    do(context, number_, replace(deed_of(context, Action.MOVE, said), region=code), moving.move)


@click.command(
    help="Tag a complaint: ganti_rugi (it asks for compensation) is never closed because nobody replied, and whoever "
    "decides on it must say why. The citizen hears nothing of the tag."
)
@number_argument
@click.argument("tag_", metavar="TAG", type=click.Choice(sorted(TAGS)))
@click.option("--remove", is_flag=True, help="Take the tag off.")
@as_option
@click.pass_obj
def tag(context: Context, number_: int, tag_: str, *, remove: bool) -> None:
    """Put a tag on a complaint, or take it off."""
    from complaints.life.lifecycle import Action

    deed = deed_of(context, Action.TAG, f"-{tag_}" if remove else tag_)
    do(context, number_, replace(deed, sets={TAGS[tag_]: not remove}))


@click.command(help=f"End a complaint that will not be acted on; the citizen reads why.\n\n{NEWS}")
@number_argument
@text_argument
@as_option
@click.pass_obj
def reject(context: Context, number_: int, text: str) -> None:
    """Reject a complaint, with the reason."""
    from complaints.life.lifecycle import Action

    if not text.strip():
        raise click.UsageError("the reason is empty")
    do(context, number_, deed_of(context, Action.REJECT, text))


@click.command(help="What can become of a complaint: each step, who may take it and how, and what follows from it.")
@click.option("--page", is_flag=True, help="Print it as a page in Markdown, instead.")
@json_option
def states(*, page: bool, as_json: bool) -> None:
    """Print the lifecycle."""
    from complaints.life import lifecycle_page

    if page:
        click.echo(lifecycle_page.page(), nl=False)
        return
    columns = ("before", "action", "who", "by", "after", "news", "clock", "outcome")
    emit([asdict(row) for row in lifecycle_page.rows()], columns, as_json=as_json)
