"""The places within a region, and the units of its agencies that answer for them.

A region's file names its districts (kecamatan) with their villages (kelurahan, desa), its streets, and other spellings;
below an agency stand its units, such as a puskesmas, each with the districts and villages that it covers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from config.errors import ConfigError, did_you_mean
from config.field_types import Table, Text, UnitCode
from config.toml_file import TomlFile
from config.toml_lines import KeyPath

PlaceName = Annotated[Text, Field(max_length=100)]
"""What the database has room for."""


class DistrictTable(Table):
    """A district with its villages."""

    name: PlaceName
    villages: tuple[PlaceName, ...] = ()


class PlacesTable(Table):
    """The table `[places]` of a region's file."""

    streets: tuple[PlaceName, ...] = ()
    spellings: dict[str, Text] = Field(default_factory=dict)
    districts: tuple[DistrictTable, ...] = ()


class UnitTable(Table):
    """A unit of an agency, in `[[agencies.CODE.units]]`."""

    code: UnitCode
    name: Text
    covers: tuple[Text, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class LocalPlaces:
    """The places of a region: district to its villages, the streets, and spelling to the name that is meant."""

    districts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    streets: tuple[str, ...] = ()
    spellings: Mapping[str, str] = field(default_factory=dict)

    @property
    def areas(self) -> frozenset[str]:
        """The names of all districts and villages."""
        return frozenset(self.districts).union(*self.districts.values())


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of an agency that answers for some districts and villages."""

    code: str
    name: str
    covers: tuple[str, ...]


def local_places(table: PlacesTable | None) -> LocalPlaces:
    """Give the places of a region's file; without the table it has none."""
    if table is None:
        return LocalPlaces()
    districts = {district.name: district.villages for district in table.districts}
    return LocalPlaces(districts, table.streets, table.spellings)


def unit_for(units: Sequence[Unit], villages: Iterable[str], districts: Iterable[str]) -> Unit | None:
    """Find the unit that covers one of the villages, else one of the districts."""
    for names in (frozenset(villages), frozenset(districts)):
        for unit in units:
            if not names.isdisjoint(unit.covers):
                return unit
    return None


def wrong_places(file: TomlFile, table: PlacesTable | None) -> Iterator[ConfigError]:
    """Find districts, villages of one district, and streets that are named twice, and spellings of nothing."""
    if table is None:
        return
    yield from _twice(file, [(("places", "streets", index), name) for index, name in enumerate(table.streets)])
    yield from _twice(
        file, [(("places", "districts", index, "name"), each.name) for index, each in enumerate(table.districts)]
    )
    for index, district in enumerate(table.districts):
        path = ("places", "districts", index, "villages")
        yield from _twice(file, [((*path, place), name) for place, name in enumerate(district.villages)])
    known = local_places(table).areas.union(table.streets)
    named = [(("places", "spellings", spelling), name) for spelling, name in table.spellings.items()]
    yield from _unknown(file, named, known, "place")


def wrong_units(
    file: TomlFile, units: Mapping[str, Sequence[UnitTable]], table: PlacesTable | None
) -> Iterator[ConfigError]:
    """Find units with the same code or the same area, and areas that the region does not have."""
    areas = local_places(table).areas
    for agency, own in units.items():
        path = ("agencies", agency, "units")
        yield from _twice(file, [((*path, index, "code"), unit.code) for index, unit in enumerate(own)])
        covered = [
            ((*path, index, "covers", place), name)
            for index, unit in enumerate(own)
            for place, name in enumerate(unit.covers)
        ]
        yield from _twice(file, covered)
        yield from _unknown(file, covered, areas, "district or village")


def _twice(file: TomlFile, named: Sequence[tuple[KeyPath, str]]) -> Iterator[ConfigError]:
    seen: set[str] = set()
    for path, name in named:
        if name in seen:
            yield ConfigError(f"{name!r} is there twice", path=file.path, line=file.line_of(*path))
        seen.add(name)


def _unknown(
    file: TomlFile, named: Sequence[tuple[KeyPath, str]], known: frozenset[str], kind: str
) -> Iterator[ConfigError]:
    for path, name in named:
        if name not in known:
            line, hint = file.line_of(*path), did_you_mean(name, known)
            yield ConfigError(f"no {kind} {name!r} in [places]", path=file.path, line=line, hint=hint)
