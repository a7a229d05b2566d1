"""`aduan incident` tell, close: the same words to everybody whose complaint is gathered under a name."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import click

from commands.arguments import as_option, counted
from commands.context import Context
from commands.incident_named import in_open, name_argument, region_option

if TYPE_CHECKING:
    from complaints.steps.telling import Told


@click.command(help="Tell everybody who reported what an incident has gathered, in one SMS. The same text goes once.")
@name_argument
@click.argument("text", nargs=-1, required=True)
@region_option
@as_option
@click.pass_obj
def tell(context: Context, name: str, text: tuple[str, ...], region: str | None) -> None:
    """Queue one SMS for each phone; at night it waits, unless a topic is one of danger."""
    from complaints.steps import telling

    now, actor, said = context.clock.now(), context.actor(), _said(text)
    _report(context, in_open(context, name, region, lambda *on: telling.tell(on[0], on[1], on[2], said, actor, now)))


@click.command(help="Close an incident, with a last TEXT to everybody if there is one. Its complaints go on.")
@name_argument
@click.argument("text", nargs=-1)
@region_option
@as_option
@click.pass_obj
def close(context: Context, name: str, text: tuple[str, ...], region: str | None) -> None:
    """Close an incident: nothing joins it any more, and digests list its complaints one by one."""
    from complaints.steps import telling

    now, actor, said = context.clock.now(), context.actor(), _said(text) if text else ""
    told = in_open(context, name, region, lambda *on: telling.close(on[0], on[1], on[2], said, actor, now))
    click.echo(f"{name} is closed; its complaints stay open, each until it is done")
    if said:
        _report(context, told)


def _said(words: tuple[str, ...]) -> str:
    said = " ".join(words).strip()
    if not said:
        raise click.UsageError("the text is empty")
    return said


def _report(context: Context, told: Told) -> None:
    click.echo(f"{counted(told.phones, 'phone')}: {_when(context, told)}" if told.phones else "no phone is told")
    for count, what in (
        (told.replaced, "waited for earlier words, which these replace"),
        (told.had_it, "had this text already"),
        (told.opted_out, "sent STOP and get nothing but answers"),
    ):
        if count:
            click.echo(f"{counted(count, 'phone')} {what}", err=True)


def _when(context: Context, told: Told) -> str:
    """Say when the last of them leaves, as fast as the lines may send: nobody has been told before."""
    if told.sleeps:
        return "queued; it is night there, they leave in the morning"
    rate = sum(line.per_minute for line in context.settings().lines)
    behind = f"queued behind {told.ahead} SMS" if told.ahead else "queued"
    return behind + (f", about {math.ceil((told.ahead + told.phones) / rate)} min" if rate else "")
