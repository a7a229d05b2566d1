"""`aduan parse`: how a text is understood, by which entry of the grammar, and why not by those before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from enum import Enum
from typing import TYPE_CHECKING

import click

from commands.context import Context
from commands.output import cell, emit, emit_one, json_option

if TYPE_CHECKING:
    from config.settings import Settings
    from parsers.grammar import Step
    from parsers.meaning import Parsed, Situation
    from parsers.reading import Vocabulary


@click.command(help="Tell how a text is understood; nothing is stored.")
@click.argument("text", nargs=-1)
@click.option("--line", help="As if it came in on this line; the first one if not given.")
@click.option("--from", "sender", metavar="PHONE", help="As if this phone had sent it, with what is open with it.")
@click.option("--forms", is_flag=True, help="Print the page of all forms that are understood, instead.")
@json_option
@click.pass_obj
def parse(  # noqa: PLR0913 - the options of the command
    context: Context, text: tuple[str, ...], line: str | None, sender: str | None, *, forms: bool, as_json: bool
) -> None:
    """Parse a text with the keywords of the settings and print its meaning, and how it was come by."""
    from parsers.grammar import explain

    if forms:
        _print_forms()
        return
    if not text:
        raise click.UsageError("Missing argument 'TEXT...'.")
    settings = context.settings()
    situation = _situation(context, sender)
    parsed, steps = explain(" ".join(text), _vocabulary(settings, line), situation)
    row = _row(parsed)
    if as_json:
        emit_one({**row, "why_not": {step.entry.name: step.entry.needs for step in steps[:-1]}}, as_json=True)
        return
    if sender:
        row = {"from": _told(sender, situation), **row}
    emit_one(row, as_json=False)
    click.echo()
    emit(_table(steps), ("entry", "verdict", "needs"), as_json=False)


def _print_forms() -> None:
    from parsers.forms import page
    from parsers.grammar import TABLE

    click.echo(page(TABLE), nl=False)


def _vocabulary(settings: Settings, line: str | None) -> Vocabulary:
    from complaints.life.vocabulary import keywords_of, own_texts_of
    from config.regions import load_regions
    from config.texts import load_texts
    from parsers.reading import Vocabulary

    regions = load_regions(settings)
    on = settings.line(line) if line else None
    return Vocabulary(
        keywords=keywords_of(regions),
        default_region=settings.region_of(on) if on else next(iter(regions)),
        own_region=on.region if on else None,
        ours=own_texts_of(map(load_texts, {region.language for region in regions.values()})),
    )


def _situation(context: Context, sender: str | None) -> Situation:
    """Look up whether a phone is an officer's, and what is open with it."""
    from parsers.meaning import NOBODY_ASKED

    if sender is None:
        return NOBODY_ASKED
    from complaints.talk.floor import situation_of
    from sms.clock import SystemClock
    from sms.msisdn import classify
    from storage.subscribers import find

    with context.database() as database:
        office = context.office(database)
        with database.read() as connection:
            known = find(connection, classify(sender).address)
            return situation_of(connection, office, known.id, SystemClock().now()) if known else NOBODY_ASKED


def _told(sender: str, situation: Situation) -> str:
    from sms.msisdn import classify
    from sms.safe_text import mask_number

    who = "an officer's phone" if situation.officer else "a citizen's phone"
    awaited = ", ".join(sorted(situation.awaited)) or "nothing"
    return f"{mask_number(classify(sender).address)}, {who}; open: {awaited}"


def _row(parsed: Parsed) -> dict[str, object]:
    meaning = asdict(parsed.meaning)
    return {
        "entry": parsed.entry,
        "region": parsed.region,
        "candidates": list(parsed.candidates),
        "addressed": parsed.addressed,
        "explained": parsed.explained,
        "meaning": type(parsed.meaning).__name__,
        **{name: value.value if isinstance(value, Enum) else value for name, value in meaning.items()},
    }


def _table(steps: Sequence[Step]) -> list[dict[str, object]]:
    return [
        {"entry": step.entry.name, "verdict": "takes it" if step.taken else "no", "needs": cell(step.entry.needs)}
        for step in steps
    ]
