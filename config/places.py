"""Indonesia: its provinces, regencies and cities, and the words that are taken for names of places.

The shipped data is places.toml. The places within a region are in the region's file, `config.local_places`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config.errors import ConfigError, did_you_mean, together
from config.field_types import Table, Text
from config.problems import validate
from config.toml_file import TomlFile, read_toml
from config.toml_lines import KeyPath

PLACES = Path(__file__).parent / "places.toml"
_KINDS = {"regencies": "Kabupaten", "cities": "Kota"}


@dataclass(frozen=True, slots=True)
class Province:
    """A province: its name, other spellings, and its regencies and cities, with `Kabupaten` and `Kota`."""

    name: str
    aliases: tuple[str, ...]
    regencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """Words about places; the fields are those of `[words]` in places.toml."""

    ordinary: frozenset[str] = frozenset()
    stops: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Nation:
    """The provinces, other spellings of regencies (spelling to whole name), and the words."""

    provinces: tuple[Province, ...] = ()
    spellings: Mapping[str, str] = field(default_factory=dict)
    words: PlaceWords = PlaceWords()


class _ProvinceTable(Table):
    name: Text
    aliases: tuple[Text, ...] = ()
    regencies: tuple[Text, ...] = ()
    cities: tuple[Text, ...] = ()


class _WordsTable(Table):
    ordinary: tuple[Text, ...]
    stops: tuple[Text, ...]
    names: tuple[Text, ...]


class _PlacesFile(Table):
    provinces: tuple[_ProvinceTable, ...]
    spellings: dict[str, Text]
    words: _WordsTable


def load_nation(path: Path = PLACES) -> Nation:
    """Read the provinces and regencies; a `ConfigError` tells everything that is wrong with the file."""
    file = read_toml(path)
    table = validate(_PlacesFile, file.data, file.locate)
    names = dict(_names(table))
    problems = [*_twice(file, names), *_unknown(file, table.spellings, names)]
    if problems:
        raise together(problems)
    provinces = tuple(
        Province(each.name, each.aliases, tuple(name for path, name in names.items() if path[1] == index))
        for index, each in enumerate(table.provinces)
    )
    words = PlaceWords(**{key: frozenset(getattr(table.words, key)) for key in _WordsTable.model_fields})
    return Nation(provinces, table.spellings, words)


def _names(table: _PlacesFile) -> Iterator[tuple[KeyPath, str]]:
    """Give the whole name of each regency and city, and where it stands."""
    for index, province in enumerate(table.provinces):
        for key, kind in _KINDS.items():
            for place, name in enumerate(getattr(province, key)):
                yield ("provinces", index, key, place), f"{kind} {name}"


def _twice(file: TomlFile, names: Mapping[KeyPath, str]) -> Iterator[ConfigError]:
    counts = Counter(names.values())
    for path, name in names.items():
        if counts[name] > 1:
            yield ConfigError(f"{name!r} is there several times", path=file.path, line=file.line_of(*path))


def _unknown(file: TomlFile, spellings: Mapping[str, str], names: Mapping[KeyPath, str]) -> Iterator[ConfigError]:
    known = set(names.values())
    for spelling, name in spellings.items():
        if name not in known:
            line, hint = file.line_of("spellings", spelling), did_you_mean(name, known)
            yield ConfigError(f"no regency {name!r}", path=file.path, line=line, hint=hint)
