"""The names of places, by how they are written: small letters without blanks, so Tegal Gundil is Tegalgundil."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from config.local_places import LocalPlaces
from config.places import Nation
from routing.introductions import DISTRICT, PROVINCE, REGENCY, STREET, VILLAGE
from routing.plain import plain

_LABEL = re.compile(r"(?:jalan|gang) ")
_CITY_OR_REGENCY = re.compile(r"(?:kabupaten|kota) ")
_NOT_WRITTEN = re.compile(r"[^a-z0-9]+")


class Entry(NamedTuple):
    """A place that has a name: its kind, the name, what it lies in, and whether that is the region itself."""

    kind: str
    name: str
    parent: str | None
    own: bool


Index = Mapping[str, tuple[Entry, ...]]


def compact(name: str) -> str:
    """Write a name as it is looked up."""
    return _NOT_WRITTEN.sub("", plain(name))


def bare(name: str) -> str:
    """Take `Kota` or `Kabupaten` off a region's name, and compact it."""
    return compact(_CITY_OR_REGENCY.sub("", plain(name), count=1))


def index(local: LocalPlaces, nation: Nation, home: str) -> Index:
    """Map every written name to what it may be, the likeliest first: nearer and larger ones."""
    found: dict[str, tuple[Entry, ...]] = {}
    for written, entry in (*_local(local, home), *_national(nation, home)):
        if entry not in found.get(written, ()):
            found[written] = (*found.get(written, ()), entry)
    return found


def beginnings(names: Iterable[str]) -> frozenset[str]:
    """Give everything that a name can begin with, short of the whole name."""
    return frozenset(name[:length] for name in names for length in range(1, len(name)))


def shared_villages(local: LocalPlaces) -> dict[str, tuple[str, ...]]:
    """Give the districts of each village whose name several of them have."""
    found: dict[str, tuple[str, ...]] = {}
    for district, villages in local.districts.items():
        for village in villages:
            found[village] = (*found.get(village, ()), district)
    return {village: districts for village, districts in found.items() if len(districts) > 1}


def _local(local: LocalPlaces, home: str) -> Iterator[tuple[str, Entry]]:
    entries = [Entry(DISTRICT, name, home, own=True) for name in local.districts]
    entries += [
        Entry(VILLAGE, name, district, own=True) for district, names in local.districts.items() for name in names
    ]
    entries += [Entry(STREET, name, home, own=True) for name in local.streets]
    yield from ((_written(entry), entry) for entry in entries)
    for spelling, name in local.spellings.items():
        yield from ((compact(spelling), entry) for entry in entries if entry.name == name)


def _written(entry: Entry) -> str:
    return compact(_LABEL.sub("", plain(entry.name), count=1) if entry.kind == STREET else entry.name)


def _national(nation: Nation, home: str) -> Iterator[tuple[str, Entry]]:
    """Give cities before the regencies of the same name, which are called with their kind."""
    provinces = {name: province.name for province in nation.provinces for name in province.regencies if name != home}
    entries = {name: Entry(REGENCY, name, province, own=False) for name, province in provinces.items()}
    for name in sorted(entries, reverse=True):
        yield bare(name), entries[name]
    for spelling, name in nation.spellings.items():
        if name in entries:
            yield compact(spelling), entries[name]
    for province in nation.provinces:
        entry = Entry(PROVINCE, province.name, None, own=False)
        yield from ((compact(name), entry) for name in (province.name, *province.aliases))
