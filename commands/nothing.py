"""Filters that name nothing: a mistyped word is told apart from one of which there is nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from config.regions import Region

CHANNELS = ("phone", "walkin", "letter", "whatsapp", "social")
"""The doors for which people type."""

_DOORS = ("sms", "call", "ussd", "import", *CHANNELS)
_LISTED = {
    "agency": "`aduan agency list` names them",
    "topic": "`aduan agency topics` lists them",
    "channel": "",
}


def refuse_nothing(connection: Connection, regions: Mapping[str, Region], asked: Mapping[str, Any]) -> None:
    """Refuse an agency, topic or channel that neither settings nor complaints know; raises click.UsageError.

    What the settings have lost, complaints may still have.
    """
    for name, listed in _LISTED.items():
        word, known = asked.get(name), _known(regions, name)
        if word and word not in known:
            _refuse_unstored(connection, name, word, known, listed)


def _known(regions: Mapping[str, Region], name: str) -> set[str]:
    """Give the words of a filter that mean something, whatever complaints there are."""
    from storage.contacts import POSTS

    catalogues = [region.catalogue for region in regions.values()]
    if name == "agency":
        return {*POSTS, *(code for each in catalogues for code in each.agencies)}
    if name == "topic":
        return {topic.code for each in catalogues for topic in each.topics}
    return set(_DOORS) if name == "channel" else set()


def _refuse_unstored(connection: Connection, name: str, word: str, known: set[str], listed: str) -> None:
    from config.errors import did_you_mean, nearest
    from storage.counts import words_of

    stored = words_of(connection, name)
    if word.lower() in map(str.lower, stored):
        return
    # Of doors there are few; all topics would fill the screen.
    hint = (nearest if name == "channel" else did_you_mean)(word, sorted({*known, *stored}))
    rest = f". {hint} {listed}" if hint else f"; {listed}"
    raise click.UsageError(f"no {name} {word}{rest}".rstrip())
