"""Keywords of all regencies and cities: shared, spoken, joined, mistyped, and ordinary words that are nearly one."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from config.places import load_nation
from parsers.grammar import parse
from parsers.keywords import Keywords
from parsers.meaning import Report
from parsers.reading import Vocabulary
from tests.parsers.installations import nation
from tests.parsers.typos import typos

NATION = nation()
REGIONS = [region for province in load_nation().provinces for region in province.regencies]
BOTH = ("Kabupaten Bogor", "Kota Bogor")


def regions_of(text: str, vocabulary: Vocabulary = NATION) -> tuple[str, ...]:
    parsed = parse(text, vocabulary)
    return (parsed.candidates or (parsed.region,)) if parsed.addressed else ()


@pytest.mark.parametrize("region", REGIONS)
def test_every_region_is_known_by_its_name_and_decided_by_its_kind(region: str) -> None:
    kind, name = region.lower().split(" ", 1)
    assert region in regions_of(f"{name} jalan rusak")
    assert region in regions_of(f"{name.replace(' ', '')}#jalan rusak")
    for before in {"kota": ("kota ", "Kota", "pemkot "), "kabupaten": ("kab ", "KAB. ", "kabupaten", "pemkab ")}[kind]:
        assert regions_of(f"{before}{name} jalan rusak") == (region,)


def test_city_and_regency_of_one_name_are_both_candidates() -> None:
    assert regions_of("bogor jalan rusak") == regions_of("jalan rusak #bogor") == BOTH
    assert parse("bogor jalan rusak", NATION).region == BOTH[0]
    assert regions_of("sukabmi jalan rusak") == ("Kabupaten Sukabumi", "Kota Sukabumi")


def test_on_a_line_of_one_of_them_that_one_is_meant() -> None:
    line = replace(NATION, own_region="Kota Bogor")
    assert regions_of("bogor jalan rusak", line) == ("Kota Bogor",)
    assert regions_of("kab bogor jalan rusak", line) == ("Kabupaten Bogor",)
    assert regions_of("sukabumi jalan rusak", line) == ("Kabupaten Sukabumi", "Kota Sukabumi")


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("hulu sungai tengah jalan rusak", "Kabupaten Hulu Sungai Tengah"),
        ("HuluSungaiTengah: jalan rusak", "Kabupaten Hulu Sungai Tengah"),
        ("lapor hulu sungaitengah jalan rusak", "Kabupaten Hulu Sungai Tengah"),
        ("jalan rusak #hulu sungai tengah", "Kabupaten Hulu Sungai Tengah"),
        ("d3p0k jalan rusak", "Kota Depok"),
        ("dépok jalan rusak", "Kota Depok"),
        ("depokkk jalan rusak", "Kota Depok"),
        ("bangka blitung jalan rusak", "Kabupaten Bangka"),
        ("kebumne jalan rusak", "Kabupaten Kebumen"),
        ("cilacp#jalan rusak", "Kabupaten Cilacap"),
    ],
)
def test_a_name_is_known_however_it_is_typed(text: str, region: str) -> None:
    assert regions_of(text) == (region,)


@pytest.mark.parametrize(
    "text",
    [
        "lubang besar di jalan",
        "bantu kami pak rumah kebanjiran",
        "bekas galian tidak ditutup",
        "kendala daftar bpjs online",
        "banjir di kampung kami",
        "kurang lampu di jalan ini",
        "sekarang air mati lagi",
        "jalan rusak di bogor",
        "sampah menumpuk di pasar bekasi",
    ],
)
def test_an_ordinary_word_is_no_mistyped_name_and_a_name_at_the_end_no_keyword(text: str) -> None:
    parsed = parse(text, NATION)
    assert (parsed.meaning, parsed.addressed) == (Report(text), False)


def test_a_slip_in_a_name_of_six_letters_or_more_is_understood_in_ninety_nine_of_a_hundred() -> None:
    named: dict[str, set[str]] = {}
    for region in REGIONS:
        named.setdefault(region.lower().split(" ", 1)[1], set()).add(region)
    results = [
        meant <= set(regions_of(f"{typo} jalan rusak")) and len(regions_of(f"{typo} jalan rusak")) <= max(3, len(meant))
        for name, meant in list(named.items())[::4]
        if len(name) >= 6
        for typo in typos(name, Random(name))  # noqa: S311 - no secrets, the same slips each time
    ]
    assert sum(results) >= 0.99 * len(results)


def test_a_short_keyword_is_not_guessed() -> None:
    assert regions_of("pali jalan rusak", Vocabulary(Keywords({"palu": ["palu"]}), "x")) == ()
    assert regions_of("bogro jalan rusak", Vocabulary(Keywords({"bogor": ["bogor"]}), "x")) == ("bogor",)


def test_without_keywords_nothing_is_called() -> None:
    assert Keywords({}).at("bogor", 0) is None
    assert Keywords({}).meant_by("bogor") == ()
