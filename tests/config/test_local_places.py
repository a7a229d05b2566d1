"""The places of a region and the units of its agencies, in the region's file."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.errors import ConfigError
from config.local_places import Unit, unit_for
from config.regions import load_region

DEPOK = 'name = "Kota Depok"\nkeyword = "depok"\ntimezone = "Asia/Jakarta"\n'
PLACES = '[[places.districts]]\nname = "Beji"\nvillages = ["Kukusan", "Tanah Baru"]\n'
NORTH, HILL = Unit("NORTH", "Puskesmas Utara", ("Bogor Utara",)), Unit("HILL", "Puskesmas Bukit", ("Bantarjati",))


def test_kota_bogor_has_its_districts_villages_and_streets() -> None:
    places = load_region("bogor").places
    assert len(places.districts) == 6
    assert sum(map(len, places.districts.values())) == 68
    assert len(places.streets) == 30


def test_kota_bogors_health_office_has_units() -> None:
    assert [unit.name for unit in load_region("bogor").units["DINKES"]] == [
        "Puskesmas Bogor Utara",
        "Puskesmas Tegal Gundil",
        "Puskesmas Tanah Sareal",
    ]


def test_a_region_may_have_neither_places_nor_units(tmp_path: Path) -> None:
    depok = load(tmp_path, DEPOK)
    assert (depok.places.areas, depok.units) == (frozenset(), {})


def test_the_unit_of_the_village_goes_before_that_of_the_district() -> None:
    assert unit_for((NORTH, HILL), ["Bantarjati"], ["Bogor Utara"]) == HILL
    assert unit_for((NORTH, HILL), ["Ciluar"], ["Bogor Utara"]) == NORTH
    assert unit_for((NORTH, HILL), [], []) is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[places]\nstreets = ["Jalan A",\n"Jalan A"]\n', "6: 'Jalan A' is there twice"),
        ('[[places.districts]]\nname = "Beji"\nvilages = []\n', "6: places.districts.vilages: unknown key."),
        (PLACES + '[[places.districts]]\nname = "Beji"\n', "8: 'Beji' is there twice"),
        ('[[places.districts]]\nname = "Beji"\nvillages = [\n"A",\n"A"]\n', "8: 'A' is there twice"),
        (PLACES + '[places.spellings]\nkks = "Kukusn"\n', "8: no place 'Kukusn' in [places]. Did you mean 'Kukusan'?"),
        (
            PLACES + '[[agencies.DINKES.units]]\ncode = "UPT"\nname = "X"\ncovers = [\n"Beji",\n"Kukusn"]\n',
            "12: no district or village 'Kukusn' in [places]. Did you mean 'Kukusan'?",
        ),
        (
            PLACES + '[[agencies.DINKES.units]]\ncode = "UPT"\nname = "X"\ncovers = ["Beji"]\n' * 2,
            "12: 'UPT' is there twice",
        ),
        (
            PLACES + '[[agencies.DINKES.units]]\ncode = "Pkm Beji"\nname = "X"\ncovers = ["Beji"]\n',
            "8: agencies.DINKES.units.code: 'Pkm Beji' should be 2 to 40 capital letters, digits and hyphens, a letter",
        ),
        (
            PLACES + '[[agencies.DINKES.units]]\ncode = "UPT"\nname = "X"\ncovers = []\n',
            "10: agencies.DINKES.units.covers: should not be empty",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, DEPOK + text)
    assert f"depok.toml:{problem}" in str(caught.value)


def load(directory: Path, text: str):
    (directory / "depok.toml").write_text(text)
    return load_region("depok.toml", directory)
