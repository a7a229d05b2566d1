"""Regions: their files, and what two of them must not share."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfoNotFoundError

import pytest

import config.regions
from config.errors import ConfigError
from config.field_types import AGENCY_SHORT
from config.region_file import RegionFile
from config.regions import Region, load_region, load_regions
from config.settings import load_settings
from config.texts import load_texts
from config.toml_file import read_toml
from config.topics import Agency, load_catalogue
from parsers.verbs import CLEAR
from storage.contacts import POSTS

SHIPPED = sorted((Path(config.regions.__file__).parent / "regions").glob("*.toml"))
DESCRIBED = "one that is not in the catalogue has name, short and takes"
OWN = 'name = "Badan Amil Zakat"\nshort = "Baznas"\ntakes = "Zakat"\n'
UNKNOWN = "no agency {!r} in the catalogue; one of your own has name, short and takes"
DEPOK = 'name = "Kota Depok"\nkeyword = "depok"\ntimezone = "Asia/Jakarta"\n'


@pytest.fixture(params=[path.stem for path in SHIPPED])
def region(request: pytest.FixtureRequest) -> Region:
    return load_region(request.param)


def test_every_shipped_region_loads_and_has_texts(region: Region) -> None:
    assert load_texts(region.language).language == region.language


def test_every_agency_of_a_shipped_region_fits_the_texts(region: Region) -> None:
    assert all(len(agency.short) <= AGENCY_SHORT for agency in region.catalogue.agencies.values())


def test_kota_bogor_is_shipped_with_the_names_of_its_offices() -> None:
    bogor = load_region("bogor")
    assert (bogor.code, bogor.name, bogor.keyword, bogor.timezone) == ("bogor", "Kota Bogor", "bogor", "Asia/Jakarta")
    assert bogor.catalogue.agencies["PDAM"].name == "Perumda Tirta Pakuan Kota Bogor"
    assert bogor.catalogue.agencies["PUPR"] == load_catalogue().agencies["PUPR"]
    assert "DPMD" not in bogor.catalogue.agencies


def test_an_agency_keeps_what_the_region_does_not_override() -> None:
    shipped, own = load_catalogue().agencies["BPN"], load_region("bogor").catalogue.agencies["BPN"]
    assert (own.short, own.takes) == (shipped.short, shipped.takes)
    assert own.name != shipped.name


def test_a_region_of_ones_own_is_named_by_its_path(tmp_path: Path) -> None:
    own = load_region("depok.toml", write(tmp_path, DEPOK).parent)
    assert (own.code, own.keywords, own.language, own.threshold) == ("depok", ("depok",), "id", 0.6)
    assert own.catalogue == load_catalogue()


def test_a_region_may_describe_agencies_of_its_own(tmp_path: Path) -> None:
    own = '[agencies.KOPERASI]\nname = "Dinas Koperasi dan UKM"\nshort = "Diskop"\ntakes = "Koperasi, UMKM"\n'
    write(tmp_path, DEPOK + own)
    agencies = load_region("depok.toml", tmp_path).catalogue.agencies
    assert agencies["KOPERASI"] == Agency("KOPERASI", "Dinas Koperasi dan UKM", "Diskop", "Koperasi, UMKM")
    assert set(agencies) == {*load_catalogue().agencies, "KOPERASI"}


def test_a_region_that_is_not_shipped_names_the_nearest() -> None:
    with pytest.raises(ConfigError, match=r"no region 'bgor' is shipped\. Did you mean 'bogor'\? A region of your own"):
        load_region("bgor")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("keywrd = 1", "4: keywrd: unknown key. Did you mean 'keyword'?"),
        ("threshold = 60", "4: threshold: should be less than or equal to 1, not 60"),
        ('aliases = ["kota depok"]', "4: aliases: 'kota depok' should be one word of 2 to 20 small letters and digits"),
        ('emergency = "call"', "4: emergency: 'call' should be a number to call, of 3 to 12 digits"),
        ('without = ["PUPR", "DPM"]', f"4: {UNKNOWN.format('DPM')}. Did you mean 'DPMD'?"),
        ("[agencies.PUPRR]", f"4: {UNKNOWN.format('PUPRR')}. Did you mean 'PUPR'?"),
        ('without = ["dpmd"]', f"4: {UNKNOWN.format('dpmd')}. Did you mean 'DPMD'?"),
        ('parent = "depok"', "4: parent: 'depok' is this region itself; it is the one above, or left out"),
        (
            '[[ladder]]\nafter = "48 hours"\ntell = "leader"\n[[ladder]]\nafter = "1 day"\ntell = "head"',
            "7: ladder: 1 day of silence stands below 48 hours; put the sooner rung first",
        ),
        (
            '[[urgent_ladder]]\nafter = "3 hours"\ntell="head"\n[[urgent_ladder]]\nafter = "1 hour"\ntell = "admin"',
            "7: urgent_ladder: 1 hour of silence stands below 3 hours; put the sooner rung first",
        ),
        ("[agencies.KOPERASI]", f"4: {UNKNOWN.format('KOPERASI')}. Known: "),
        (
            '[agencies.KOPERASI]\nname = "Dinas Koperasi"',
            f"4: agencies.KOPERASI: short and takes are missing; {DESCRIBED}",
        ),
        (
            '[agencies.BAPPEDA]\nname = "Badan Perencanaan"\ntakes = "Rencana"',
            f"4: agencies.BAPPEDA: short is missing; {DESCRIBED}. Did you mean 'BAPENDA'?",
        ),
        ('[agencies.PUPR]\nshrt = "x"', "5: agencies.PUPR.shrt: unknown key. Did you mean 'short'?"),
        (
            '[agencies.PUPR]\nshort = "Dinas \N{LATIN SMALL LETTER E WITH CARON}"',
            "5: agencies.PUPR.short: 'Dinas ě' has characters that would double the price of an SMS: ě",
        ),
        (
            '[agencies.PUPR]\nshort = "Dinas Pekerjaan Umum Bogor"',
            "5: agencies.PUPR.short: should have at most 24 characters, not 'Dinas Pekerjaan Umum Bogor'",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, line: str, problem: str) -> None:
    assert problem_of(tmp_path, DEPOK + line).startswith(f"depok.toml:{problem}")


@pytest.mark.parametrize(
    ("code", "way_out"),
    [
        ("baznas", "Write [agencies.BAZNAS]"),
        ('"Baznas Kota"', "Write [agencies.BAZNAS-KOTA]"),
        ("BAZNAS_2", "Write [agencies.BAZNAS-2]"),
        ("dishub", "Write [agencies.DISHUB]"),
        ("2BAZNAS", "2 to 40 capital letters, digits and hyphens, a letter first"),
        ("B", "2 to 40 capital letters"),
        ("B" * 41, "2 to 40 capital letters"),
    ],
)
def test_a_code_that_nobody_could_type_is_refused(tmp_path: Path, code: str, way_out: str) -> None:
    problem = problem_of(tmp_path, f"{DEPOK}\n[agencies.{code}]\n{OWN}")
    assert problem.startswith("depok.toml:5: agencies: ")
    assert way_out in problem
    assert "\n" not in problem


@pytest.mark.parametrize("code", ["BAZNAS", "BAZNAS-KOTA", "B2", "B" * 40])
def test_a_code_that_can_be_typed_is_taken(tmp_path: Path, code: str) -> None:
    assert (
        code in load_region("depok.toml", write(tmp_path, f"{DEPOK}[agencies.{code}]\n{OWN}").parent).catalogue.agencies
    )


@pytest.mark.parametrize("code", [*POSTS, "TUGAS", "DAFTAR", "TASK", "LIST", "BANTUAN", "CEK", *map(str.upper, CLEAR)])
def test_no_agency_is_called_as_the_admin_or_a_command_of_officers(tmp_path: Path, code: str) -> None:
    problem = problem_of(tmp_path, f"{DEPOK}[agencies.{code}]\n{OWN}")
    assert problem.startswith(f"depok.toml:4: agencies: {code!r} is a post or a word that officers text")


def test_rungs_that_wait_for_different_things_need_no_common_order(tmp_path: Path) -> None:
    rungs = (("48 hours", "silence"), ("1 working day", "overdue"), ("48 hours", "silence"), ("2 days", "overdue"))
    tells = ("head", "head", "leader", "leader")
    text = "".join(
        f'[[ladder]]\nafter = "{after}"\nof = "{of}"\ntell = "{tell}"\n'
        for (after, of), tell in zip(rungs, tells, strict=True)
    )
    assert len(load_region("depok.toml", write(tmp_path, DEPOK + text).parent).ladder) == 4


def test_only_indonesias_time_zones_are_known(tmp_path: Path) -> None:
    problem = problem_of(tmp_path, DEPOK.replace("Asia/Jakarta", "Asia/Jakrta"))
    assert problem.startswith("depok.toml:3: timezone: should be 'Asia/Jakarta', 'Asia/Makassar' or 'Asia/Jayapura'")
    assert problem.endswith("Did you mean 'Asia/Jakarta'?")


def test_a_computer_without_time_zones_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_zone(key: str) -> None:
        raise ZoneInfoNotFoundError(key)

    monkeypatch.setattr("config.region_file.ZoneInfo", no_zone)
    with pytest.raises(ConfigError, match="timezone: this computer has no time zone Asia/Jakarta; install"):
        load_region("depok.toml", write(tmp_path, DEPOK).parent)


def test_all_regions_of_an_installation_are_loaded_by_code(tmp_path: Path) -> None:
    write(tmp_path, DEPOK)
    assert list(installation(tmp_path, '"bogor", "depok.toml"')) == ["bogor", "depok"]


def test_a_city_and_a_regency_may_share_a_keyword(tmp_path: Path) -> None:
    write(tmp_path, DEPOK.replace('"depok"', '"bgr"'))
    assert [region.keywords.count("bgr") for region in installation(tmp_path, '"bogor", "depok.toml"').values()] == [
        1,
        1,
    ]


def test_no_region_is_above_itself_by_way_of_others(tmp_path: Path) -> None:
    write(tmp_path, DEPOK + 'parent = "jabar"\n')
    (tmp_path / "jabar.toml").write_text(DEPOK.replace('"depok"', '"jabar"') + 'parent = "depok"\n')
    with pytest.raises(ConfigError) as refused:
        installation(tmp_path, '"depok.toml", "jabar.toml"')
    circle = "depok.toml:4: parent: depok -> jabar -> depok is a circle; the topmost region has no parent"
    assert circle in str(refused.value)
    (tmp_path / "jabar.toml").write_text(DEPOK.replace('"depok"', '"jabar"'))
    assert len(installation(tmp_path, '"depok.toml", "jabar.toml"')) == 2


def test_a_region_is_named_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="region 'bogor' is named twice"):
        installation(tmp_path, '"bogor", "bogor"')


def test_every_key_of_a_region_is_explained_in_kota_bogors_file() -> None:
    bogor = read_toml(next(path for path in SHIPPED if path.stem == "bogor"))
    comments = [line.removeprefix("# ") for line in bogor.text.splitlines() if line.startswith("# ")]
    commented = {line.split(" =")[0].strip("[]").split(".")[0] for line in comments}
    assert set(RegionFile.model_fields) <= {*bogor.data, *commented}


def write(directory: Path, text: str) -> Path:
    path = directory / "depok.toml"
    path.write_text(text)
    return path


def installation(directory: Path, regions: str) -> dict[str, Region]:
    path = directory / "aduan.toml"
    path.write_text(f"regions = [{regions}]\n")
    return load_regions(load_settings(path, {}))


def problem_of(directory: Path, text: str) -> str:
    write(directory, text)
    with pytest.raises(ConfigError) as caught:
        load_region("depok.toml", directory)
    return str(caught.value).replace(f"{directory}/", "")
