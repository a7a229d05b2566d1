"""Regions: the local governments that are served, each with its keyword and its agencies.

A region is a file: `config/regions/bogor.toml`, or one of an installation's own that `regions` names by its path. It
says what differs from the shipped catalogue; what stands in it is the schema of `region_file.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import time
from functools import lru_cache
from pathlib import Path

from config.accusations import also_called
from config.answers import wrong_answers
from config.calendar import Calendar, calendar_of, wrong_calendar
from config.colours import Colours
from config.errors import ConfigError, nearest, together
from config.file_stamp import Stamp, stamp_of
from config.ladder import LADDER, URGENT_LADDER, Rung
from config.limits import Limits, limits_of, wrong_limits
from config.local_agencies import local_agencies
from config.local_places import LocalPlaces, Unit, local_places, wrong_places, wrong_units
from config.local_routing import routed
from config.problems import validate
from config.region_file import RegionFile
from config.settings import Settings, region_code
from config.spoken import spoken
from config.toml_file import TomlFile, read_toml
from config.topics import Catalogue, catalogue_files, load_catalogue

_SHIPPED = Path(__file__).parent / "regions"
_SHIPPED_MENUS = Path(__file__).parent / "menus"
_AS_THEY_ARE = {"answers", "ladder", "urgent_ladder", "colours"}
"""What a region has as it was read."""
_MADE = {"without", "neighbours", "agencies", "places", "routing", "menu", "calendar", "deadlines"}
"""What it makes something else of."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Who is in charge next door, and how a citizen gets there."""

    code: str
    name: str
    reach: str

    @property
    def names(self) -> tuple[str, ...]:
        """What officers call it; not by the name alone, which a city and a regency may share."""
        return (self.code, self.name, *spoken(self.name, (self.code,))[1:])


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """A local government: how citizens call it, its time and language, and the agencies it has.

    `keyword` and `aliases` are single words in small letters. `threshold` is the confidence, from 0 to 1, from which
    a complaint goes to an agency by itself. `catalogue` knows only this region's agencies, by their names there.
    From `quiet_from` until `quiet_until`, in the region's time, nobody is texted who did not text first; `digests` are
    the times of day when officers are told what waits for them, in order, on every day or only on working days
    (`digest_days`); `update_minutes` is how long news to a citizen are gathered; `officer_confirmation` is whether what
    an officer orders by SMS counts at once and is echoed ("echo"), or when a one-time code comes back ("code"). `model`
    is the file of its own classifier, which is named at `model_at`, a file and its line;
    `units` are the agencies' parts by the agency's code. `menu` is a file that is laid over the shipped menu.
    `integrity` and `oversight` are what those are called who have the delicate reports instead of an agency's people;
    without a name of its own integrity is the agency that receives accusations. After `silent_days` without a word from
    a phone it may be somebody else's. Complaints that came within `similar_days` may be about the same; 0: none are.
    `answers` are what its admins have saved to write again, by name.
    `calendar` tells when its offices work, `limits` how long they have for what. `ladder` is who is told if nobody
    acts, `urgent_ladder` who beside those if there is danger; the leader has one SMS a day, at `leader_at`.
    `colours` are the bounds between merah, kuning and hijau.
    """

    code: str
    name: str
    keyword: str
    aliases: tuple[str, ...]
    timezone: str
    language: str
    threshold: float
    admin: str | None
    emergency: str
    quiet_from: time
    quiet_until: time
    digests: tuple[time, ...]
    digest_days: str
    leader_at: time
    update_minutes: int
    officer_confirmation: str
    parent: str | None
    catalogue: Catalogue
    model: Path | None = None
    model_at: tuple[Path, int | None] | None = None
    places: LocalPlaces = field(default_factory=LocalPlaces)
    units: Mapping[str, tuple[Unit, ...]] = field(default_factory=dict)
    menu: Path | None = None
    integrity: str | None = None
    oversight: str = "Pengawas Layanan"
    silent_days: int = 60
    similar_days: int = 30
    calendar: Calendar = field(default_factory=Calendar)
    limits: Limits = field(default_factory=Limits)
    neighbours: Mapping[str, Neighbour] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    ladder: tuple[Rung, ...] = LADDER
    urgent_ladder: tuple[Rung, ...] = URGENT_LADDER
    colours: Colours = field(default_factory=Colours)

    @property
    def keywords(self) -> tuple[str, ...]:
        """The keyword and all its other spellings."""
        return (self.keyword, *self.aliases)

    @property
    def names(self) -> tuple[str, ...]:
        """What else calls it: its name, alone and with the kind of government before it, as people write that."""
        return spoken(self.name, self.keywords)


def load_region(name_or_path: str, base: Path | None = None) -> Region:
    """Read a region: a shipped one by its name, or a file, whose path is relative to `base`."""
    return _made(read_toml(_find(name_or_path, base)))


def load_regions(settings: Settings) -> dict[str, Region]:
    """Read all regions of an installation, by code. A word that calls two of them is asked back."""
    regions: dict[str, Region] = {}
    problems: list[ConfigError] = []
    files: dict[str, TomlFile] = {}
    for entry in settings.regions:
        file = read_toml(_find(entry, settings.directory))
        region = _made(file)
        if region.code in regions:
            problems.append(ConfigError(f"region {region.code!r} is named twice in regions", path=file.path))
        regions[region.code], files[region.code] = region, file
    _refuse([*problems, *_circles(regions, files)])
    return regions


def _circles(regions: Mapping[str, Region], files: Mapping[str, TomlFile]) -> Iterator[ConfigError]:
    """Find regions that are above themselves, by the parents of their parents."""
    for code, file in files.items():
        line = [code]
        while (above := regions[line[-1]].parent or "") in regions and above not in line:
            line.append(above)
        if above == code and len(line) > 1:
            message = f"parent: {' -> '.join([*line, code])} is a circle; the topmost region has no parent"
            yield ConfigError(message, path=file.path, line=file.line_of("parent"))


def _refuse(problems: list[ConfigError]) -> None:
    """Raise what is wrong, if anything is."""
    if problems:
        raise together(problems)


def _made(file: TomlFile) -> Region:
    """Make the region of a file; the same one as before if nothing has changed, for that takes a while."""
    return _make_once(file, stamp_of(catalogue_files()))


@lru_cache(maxsize=1)
def _shipped_catalogue(_stamp: Stamp) -> Catalogue:
    """Read the catalogue once for all regions."""
    return load_catalogue()


@lru_cache(maxsize=64)
def _make_once(file: TomlFile, stamp: Stamp) -> Region:
    schema = validate(RegionFile, file.data, file.locate)
    catalogue = _shipped_catalogue(stamp)
    agencies = local_agencies(catalogue, schema.agencies, schema.without, file)
    catalogue = routed(catalogue, schema.routing, agencies, file)
    names = {code: [text for text in (own.name, own.short) if text] for code, own in schema.agencies.items()}
    accusations = also_called(catalogue.accusations, names, schema.name, catalogue.words.fillers)
    same = schema.model_dump(exclude=_MADE | _AS_THEY_ARE)
    places, units = local_places(schema.places), _units(schema, file)
    _refuse([*_own_parent(schema, file), *wrong_answers(file, schema.answers)])
    _refuse([*wrong_calendar(file, schema.calendar), *wrong_limits(file, schema.deadlines, agencies)])
    model = file.path.parent / schema.routing.model if schema.routing.model else None
    return Region(
        code=region_code(file.path.name),
        catalogue=replace(catalogue, accusations=accusations),
        model=model,
        model_at=file.locate(("routing", "model")) if model else None,
        places=places,
        units=units,
        menu=_menu(schema.menu, file) if schema.menu else None,
        neighbours={code: Neighbour(code, each.name, each.reach) for code, each in schema.neighbours.items()},
        calendar=calendar_of(schema.calendar),
        limits=limits_of(schema.deadlines, agencies),
        **{name: getattr(schema, name) for name in _AS_THEY_ARE},
        **same,
    )


def _own_parent(schema: RegionFile, file: TomlFile) -> Iterator[ConfigError]:
    """Find a region that stands above itself."""
    if schema.parent == region_code(file.path.name):
        message = f"parent: {schema.parent!r} is this region itself; it is the one above, or left out"
        yield ConfigError(message, path=file.path, line=file.line_of("parent"))


def _units(schema: RegionFile, file: TomlFile) -> dict[str, tuple[Unit, ...]]:
    """Give the units of each agency; raises ConfigError if they or the places of the region are wrong."""
    tables = {code: names.units for code, names in schema.agencies.items() if names.units}
    _refuse([*wrong_places(file, schema.places), *wrong_units(file, tables, schema.places)])
    return {code: tuple(Unit(each.code, each.name, each.covers) for each in own) for code, own in tables.items()}


def _menu(name_or_path: str, file: TomlFile) -> Path:
    """Find the file of a region's menu: a shipped one by its name, or one beside the region's file."""
    if name_or_path.endswith(".toml"):
        return file.path.parent / name_or_path
    shipped = {path.stem: path for path in _SHIPPED_MENUS.glob("*.toml")}
    if name_or_path not in shipped:
        near = f"{nearest(name_or_path, shipped)}.".replace("?.", "?")
        hint = f"{near} A file of your own is named by its path, ending in .toml"
        message = f"menu: no menu {name_or_path!r} is shipped"
        raise ConfigError(message, path=file.path, line=file.line_of("menu"), hint=hint)
    return shipped[name_or_path]


def _find(name_or_path: str, base: Path | None) -> Path:
    if name_or_path.endswith(".toml"):
        return (base or Path.cwd()) / name_or_path
    shipped = {path.stem: path for path in _SHIPPED.glob("*.toml")}
    if name_or_path in shipped:
        return shipped[name_or_path]
    near = f"{nearest(name_or_path, shipped)}.".replace("?.", "?")
    hint = f"{near} A region of your own is named by its path, ending in .toml"
    raise ConfigError(f"no region {name_or_path!r} is shipped", hint=hint)
