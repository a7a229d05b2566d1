"""Maps: what another system calls its columns, states, agencies and topics, for import and export.

A map is a file: a shipped one (`config/maps/lapor.toml`) by its name, or one of an installation's own by its path.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from config.errors import ConfigError, nearest, together
from config.exchange_file import OTHERS, ExchangeFile
from config.problems import validate
from config.regions import Region
from config.toml_file import TomlFile, read_toml

_SHIPPED = Path(__file__).parent / "maps"
OWN = "aduan"
"""The map that is taken where none is named: our own columns and words."""

Word = TypeVar("Word", bound=str)


@dataclass(frozen=True)
class ExchangeMap:
    """A map: the schema's values, and the words of both sides looked up in small letters.

    `columns` are theirs for each field of ours that has one, in the order of the file: so an export has them too.
    """

    path: Path
    file: ExchangeFile
    columns: Mapping[str, tuple[str, ...]]

    @cached_property
    def statuses(self) -> Mapping[str, str]:
        """Their words for states, in small letters, and ours."""
        return _folded(self.file.statuses)

    @cached_property
    def agencies(self) -> Mapping[str, str]:
        """Their names of agencies and our codes."""
        return _folded(self.file.agencies)

    @cached_property
    def topics(self) -> Mapping[str, str]:
        """Their categories and our topics."""
        return _folded(self.file.topics)

    @cached_property
    def channels(self) -> Mapping[str, str]:
        """Their doors and ours."""
        return _folded(self.file.channels)

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """Their classes and ours."""
        return _folded(self.file.kinds)

    @cached_property
    def outward(self) -> Mapping[str, Mapping[str, str]]:
        """Our words and theirs, by field: the first of theirs that means it, unless the file says which."""
        file = self.file
        statuses = {**_turned(file.statuses), **file.statuses_out}
        return {
            "status": statuses,
            "agency": _turned(file.agencies),
            "topic": _turned(file.topics),
            "channel": _turned(file.channels),
            "kind": _turned(file.kinds),
        }


def load_map(name_or_path: str, regions: Mapping[str, Region], base: Path | None = None) -> ExchangeMap:
    """Read a map; raises ConfigError with file, line, key and the nearest known one."""
    file = read_toml(_find(name_or_path, base))
    schema = validate(ExchangeFile, file.data, file.locate)
    problems = list(_unknown(file, schema, regions))
    if problems:
        raise together(problems)
    named = file.data["columns"]
    columns = {name: (each,) if isinstance(each, str) else tuple(each) for name, each in named.items()}
    return ExchangeMap(file.path, schema, columns)


def _unknown(file: TomlFile, schema: ExchangeFile, regions: Mapping[str, Region]) -> Iterator[ConfigError]:
    """Find agencies and topics that no region of the settings has; nothing at all is left to the router."""
    agencies = {code for region in regions.values() for code in region.catalogue.agencies}
    topics = {topic.code for region in regions.values() for topic in region.catalogue.topics}
    for table, words, known in (("agencies", schema.agencies, agencies), ("topics", schema.topics, topics)):
        for theirs, ours in words.items():
            if ours and ours not in known:
                message = f"{table}.{theirs}: no region of the settings has {ours!r}"
                line = file.line_of(table, theirs)
                yield ConfigError(message, path=file.path, line=line, hint=nearest(ours, known))


def _find(name_or_path: str, base: Path | None) -> Path:
    if name_or_path.endswith(".toml"):
        return (base or Path.cwd()) / name_or_path
    shipped = {path.stem: path for path in _SHIPPED.glob("*.toml")}
    if name_or_path in shipped:
        return shipped[name_or_path]
    near = f"{nearest(name_or_path, shipped)}.".replace("?.", "?")
    raise ConfigError(f"no map {name_or_path!r} is shipped", hint=f"{near} One of your own ends in .toml")


def _folded(words: Mapping[str, Word]) -> dict[str, Word]:
    return {" ".join(theirs.casefold().split()): ours for theirs, ours in words.items()}


def _turned(words: Mapping[str, str]) -> dict[str, str]:
    turned: dict[str, str] = {}
    for theirs, ours in words.items():
        if theirs != OTHERS and ours:
            turned.setdefault(ours, theirs)
    return turned
