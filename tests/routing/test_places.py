"""Which places a text names: Kota Bogor's own, Indonesia's, and streets that nobody has written down."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.local_places import LocalPlaces
from config.places import load_nation
from config.regions import load_region
from routing.place import Place
from routing.places import Gazetteer
from routing.street_names import known_words

BOGOR = load_region("bogor")
GAZETTEER = Gazetteer(BOGOR.places, load_nation(), BOGOR.name, known_words(BOGOR.catalogue))
TWINS = LocalPlaces({"Cibinong": ("Sukamaju",), "Jonggol": ("Sukamaju",)})


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("sampah numpuk di Bantarjati", ["Bantarjati"]),
        ("bantar jati, kec bogor utara", ["Bantarjati", "Bogor Utara"]),
        ("kebonpedes atau Kebon Pedes", ["Kebon Pedes"]),
        ("macet di Pajajaran", ["Jalan Pajajaran"]),
        ("jl a yani dan jln. Otista", ["Jalan Ahmad Yani", "Jalan Otto Iskandardinata"]),
        ("jalan raya tajur macet", ["Jalan Raya Tajur"]),
        ("tidak ada tempat", []),
        ("", []),
    ],
)
def test_the_regions_own_names_are_found_as_people_write_them(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("baranangsyang macet", ["Baranangsiang"]),
        ("lampu mati di tegal gundul", ["Tegal Gundil"]),
        ("jln pajajran berlubang", ["Jalan Pajajaran"]),
        ("kel sindangbarrang", ["Sindang Barang"]),
        ("kel kedumgbadag", ["Kedung Badak"]),
        ("ada kedumgbadag", []),
        ("rencana pembangunan benteng", []),
        ("orang ganteng", []),
    ],
)
def test_a_slip_is_forgiven_and_after_an_introduction_another(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("kebakaran gudang", []),
        ("kebakaran di gudang", []),
        ("kebakaran di kel. gudang", ["Gudang"]),
        ("nasib malang", []),
        ("pindah dari malang ke di Malang", ["Kota Malang"]),
        ("curug indah", []),
        ("kelurahan Curug", ["Curug"]),
        ("jl merdeka", ["Jalan Merdeka"]),
        ("indonesia merdeka", []),
    ],
)
def test_an_ordinary_word_needs_an_introduction(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("jl mawar rusak parah", ["Jalan Mawar"]),
        ("JLN KAPTEN TENDEAN", ["Jalan Kapten Tendean"]),
        ("jl. diponegoro no 5", ["Jalan Diponegoro"]),
        ("gg. H. Abas gelap", ["Gang H Abas"]),
        ("gang masjid mampet", ["Gang Masjid"]),
        ("perum griya indah 2, air mati", ["Perumahan Griya Indah 2"]),
        ("kp pulo geulis", ["Kampung Pulo Geulis"]),
        ("kp. cimahpar banjir", ["Cimahpar"]),
        ("dusun krajan air keruh", ["Dusun Krajan"]),
        ("jl mawar 3 hari gelap", ["Jalan Mawar"]),
        ("jl mawar 3 gelap", ["Jalan Mawar 3"]),
        ("jl mawar bantarjati", ["Jalan Mawar", "Bantarjati"]),
        ("gang mawar bogor utara", ["Gang Mawar", "Bogor Utara"]),
        ("jalan rusak", []),
        ("jalan berlubang di depan pasar", []),
        ("jalan raya berlubang", []),
        ("jalan menuju sekolah licin", []),
        ("jln diperbaiki", []),
        ("gang sempit", []),
        ("lampu jalan", []),
        ("ada kampung, takut", []),
    ],
)
def test_a_street_that_nobody_knows_is_taken_as_written_up_to_what_is_no_name(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("kiriman dari bandung ke jateng", ["Kota Bandung", "Jawa Tengah"]),
        ("kab. bandung", ["Kabupaten Bandung"]),
        ("kab bandung barat", ["Kabupaten Bandung Barat"]),
        ("jogja, solo", ["Kota Yogyakarta"]),
        ("di solo", ["Kota Surakarta"]),
        ("provinsi jawa barat", ["Jawa Barat"]),
        ("dki dan diy", ["DKI Jakarta", "Daerah Istimewa Yogyakarta"]),
        ("merugikan ke diri sendiri", []),
    ],
)
def test_provinces_and_regencies_are_found(text: str, names: list[str]) -> None:
    assert found(text) == names


def test_the_regions_own_name_is_no_find_and_its_namesake_only_when_it_is_meant() -> None:
    assert found("bogor kotor, kota bogor, di bogor") == []
    assert found("kabupaten bogor") == ["Kabupaten Bogor"]


def test_a_place_says_what_it_lies_in_and_where_it_stands() -> None:
    text = "sampah di Kel. Bantarjati, jl mawar"
    village, street = GAZETTEER.find(text)
    assert village == Place("village", "Bantarjati", "Bogor Utara", ((10, 25),))
    assert (street.kind, street.parent, text[slice(*street.spans[0])]) == ("street", None, "mawar")


def test_letters_with_accents_leave_every_place_where_it_stands() -> None:
    text = "café ramé di Bántarjati"
    (village,) = GAZETTEER.find(text)
    assert text[slice(*village.spans[0])] == "Bántarjati"


def test_a_district_and_its_village_of_the_same_name_are_told_apart_by_the_introduction() -> None:
    kinds = [GAZETTEER.find(text)[0].kind for text in ("tanah sareal", "kel tanah sareal", "kec tanah sareal")]
    assert kinds == ["district", "village", "district"]


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("kel bantarjati rt 03 rw 05", "RT 3 RW 5"),
        ("kel bantarjati RT03/05", "RT 3 RW 5"),
        ("rw. 5 rt 3 bantarjati", "RT 3 RW 5"),
        ("rt/rw 3/5 bantarjati", "RT 3 RW 5"),
        ("bantarjati rw 5", "RW 5"),
        ("bantarjati rt 3 5 hari gelap", "RT 3"),
        ("bantarjati kartini", ""),
        ("bantarjati rt nya", ""),
    ],
)
def test_rt_and_rw_are_kept_with_the_place(text: str, detail: str) -> None:
    assert GAZETTEER.find(text)[0].detail == detail


def test_rt_and_rw_belong_to_the_nearest_village_or_street() -> None:
    places = GAZETTEER.find("dari bantarjati sampai jl mawar rt 3, bogor utara")
    assert [(place.name, place.detail) for place in places if place.detail] == [("Jalan Mawar", "RT 3")]


def test_a_village_of_several_districts_is_in_the_one_that_is_named() -> None:
    gazetteer = Gazetteer(TWINS, load_nation(), "Kabupaten Bogor")
    assert [place.parent for place in gazetteer.find("desa sukamaju")] == [None]
    assert gazetteer.find("desa sukamaju kec jonggol")[0].parent == "Jonggol"


def test_every_own_name_is_found_after_its_introduction() -> None:
    places = BOGOR.places
    named = {
        "kec": places.districts,
        "kel": [village for villages in places.districts.values() for village in villages],
        "jl": [street.removeprefix("Jalan ") for street in places.streets],
    }
    missed = [
        (word, name) for word, names in named.items() for name in names if not found(f"{word} {name}")[0].endswith(name)
    ]
    assert missed == []


def test_no_example_of_the_topics_has_a_place_by_mistake() -> None:
    local = {"district", "village"}
    examples = [example for topic in BOGOR.catalogue.topics for example in topic.examples]
    found_ones = [(text, place.name) for text in examples for place in GAZETTEER.find(text) if place.kind in local]
    assert len(found_ones) <= len(examples) // 100, found_ones


@given(st.text())
def test_every_text_is_read_and_places_lie_in_it(text: str) -> None:
    assert all(0 <= start < end <= len(text) for place in GAZETTEER.find(f"kel {text}") for start, end in place.spans)


@given(st.text("abcdefghij0123456789 ./,", max_size=400))
def test_names_fit_into_the_database(text: str) -> None:
    assert all(len(place.name) <= 120 and len(place.detail) <= 40 for place in GAZETTEER.find(f"jl {text}"))


def found(text: str) -> list[str]:
    return [place.name for place in GAZETTEER.find(text)]
