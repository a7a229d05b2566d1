"""What people type: the number of a complaint, texts of several words, the name of a region."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

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


number_argument = click.argument("number_", metavar="NUMBER", type=complaint_number)
text_argument = click.argument("text", nargs=-1, required=True, callback=_joined)
"""A text, with or without quotes around its words."""


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
