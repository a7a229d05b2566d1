"""What people type: the number of a complaint, texts of several words, the names of regions and agencies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import click

from commands.context import AS, Context

if TYPE_CHECKING:
    from config.regions import Region

_NUMBER = re.compile(r"\s*#?\s*([1-9](?:[\s.\-]?\d){0,17})\s*")


def complaint_number(written: str) -> int:
    """Read the number of a complaint as citizens write it: `1445565`, `#1445565`, `1 445 565`, `1.445.565`.

    Whether it is anybody's is not looked at here; raises click.BadParameter.
    """
    found = _NUMBER.fullmatch(written)
    if found is None:
        raise click.BadParameter(f"{written!r} is no complaint's number; write it like 1445565")
    return int(re.sub(r"\D", "", found[1]))


def _joined(_ctx: click.Context, _param: click.Parameter, words: tuple[str, ...]) -> str:
    return " ".join(words)


def _number(ctx: click.Context, _param: click.Parameter, written: str) -> int:
    """Read the number of a complaint, or what another system calls it: `LAPOR:1916449`."""
    context = ctx.find_object(Context)
    if ":" not in written:
        return complaint_number(written)
    if context is None:
        # Only the words are looked at, and there is no database.
        return 0
    from storage.external_refs import number_of

    system, _, external_id = (part.strip() for part in written.partition(":"))
    with context.database() as database, database.read() as connection:
        number = number_of(connection, system, external_id)
    if number is None:
        raise click.BadParameter(
            f"no complaint here is {written!r}; write a number, or SYSTEM:ID such as LAPOR:1916449"
        )
    return number


number_argument = click.argument("number_", metavar="NUMBER", callback=_number)
text_argument = click.argument("text", nargs=-1, required=True, callback=_joined)
"""A text, with or without quotes around its words."""


_LONGEST_LOGIN = 80


def _as(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    """Note who types before anything is changed; raises NobodyError where that is not known."""
    context = ctx.find_object(Context)
    if value is not None:
        if not value.strip() or len(value) > _LONGEST_LOGIN or not value.isprintable():
            raise click.BadParameter(f"a name is one line of 1 to {_LONGEST_LOGIN} characters")
        if context is not None:
            context.login = value.strip()
    if context is not None:
        context.actor()


as_option = click.option(
    "--as", metavar="NAME", envvar=AS, expose_value=False, callback=_as, help="Who does it, if not the login name."
)
"""What every command that changes something has: its history and the log tell who did it."""


def agency_called(ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """Give the code of the agency that was typed, of the region that is named beside it; without one of any region."""
    context = ctx.find_object(Context)
    if context is None or value is None:
        return value
    return agency_code_in(context, value, ctx.params.get("region"))


region_argument = click.argument("region")
agency_argument = click.argument("agency", callback=agency_called)
"""An agency of the region named before it: its code, short or name, in small or capital letters."""


def either(words: tuple[str, ...], option: str | None, name: str) -> str:
    """Give what was said at the end of the command or in the option called `name`; both is a slip of usage."""
    if words and option is not None:
        raise click.UsageError(f"the {name} is given twice: in --{name} and in words; is one without its quotes?")
    return " ".join(words) if option is None else option


def region_named(regions: Mapping[str, Region], name: str) -> Region | None:
    """Find a region by its code, keyword or alias, in small or capital letters."""
    word = name.lower()
    called = (region for region in regions.values() if word == region.code.lower() or word in region.keywords)
    return regions.get(name) or next(called, None)


def known_region(regions: Mapping[str, Region], name: str) -> Region:
    """Find a region as `region_named` does; one that is not in the settings is refused with those that are."""
    found = region_named(regions, name)
    if found is None:
        raise click.UsageError(f"no region {name} in the settings; there are {', '.join(regions)}")
    return found


def region_code(context: Context, name: str) -> str:
    """Tell the code of the region that a word calls; one that has left the settings may still be asked for."""
    from config.regions import load_regions

    found = region_named(load_regions(context.settings()), name)
    return found.code if found else name


def agency_code(regions: Iterable[Region], written: str) -> str:
    """Tell the code of the agency that is called so: its code, short or name, in small or capital letters.

    What none is called is given in capitals: it may be ADMIN or another post, or an agency that the settings have lost.
    Raises click.UsageError if several are called so.
    """
    from storage.contacts import POSTS

    agencies = [agency for region in regions for agency in region.catalogue.agencies.values()]
    code, name = written.upper(), written.casefold()
    if code in {*POSTS, *(agency.code for agency in agencies)}:
        return code
    found = {agency.code for agency in agencies if name in (agency.short.casefold(), agency.name.casefold())}
    if len(found) > 1:
        raise click.UsageError(f"{written} may be {' or '.join(sorted(found))}; write the code")
    return next(iter(found), code)


def agency_code_in(context: Context, written: str, region: str | None) -> str:
    """Tell the code of an agency as `agency_code` does, of a region of the settings or of all of them."""
    from config.errors import ConfigError
    from config.regions import load_regions

    try:
        regions = load_regions(context.settings())
    except ConfigError:
        # What is wrong with them the command itself will tell.
        return written.upper()
    named = region_named(regions, region) if region else None
    return agency_code(regions.values() if region is None else filter(None, [named]), written)


def place_named(written: str) -> str:
    """Write a place as places are compared: small letters without blanks and without the `jl` or `kel` before it.

    Raises click.UsageError if no letter is left.
    """
    from routing.introductions import INTRODUCTIONS
    from routing.place_index import compact

    first, _, others = written.replace(".", " ").strip().partition(" ")
    name = compact(others if others and first.lower() in INTRODUCTIONS else written)
    if not name:
        raise click.UsageError(f"{written!r} is no place; write a name, or a part of one")
    return name


def refuse_unknown(context: Context, region: str | None, agency: str | None) -> None:
    """Tell a mistyped region or agency, of which nothing was found, from one of which there is nothing."""
    from config.regions import load_regions

    regions = load_regions(context.settings())
    agencies = {code for found in regions.values() for code in found.catalogue.agencies}
    if region is not None:
        known_region(regions, region)
    if agency is not None and agency not in agencies:
        raise click.UsageError(f"no agency {agency}; `aduan agency list` names them")


def counted(count: int, noun: str) -> str:
    """Write how many there are: `1 phone`, `2 phones`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
