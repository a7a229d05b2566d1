"""The shipped topics, tried with texts as citizens write them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.topics import Topic, load_catalogue
from routing.decide import Router

CATALOGUE = load_catalogue()
ROUTER = Router(CATALOGUE)
EXAMPLES = [(topic.agency, example) for topic in CATALOGUE.topics for example in topic.examples]


@pytest.mark.parametrize(("agency", "example"), EXAMPLES, ids=[example for _, example in EXAMPLES])
def test_every_example_reaches_its_agency(agency: str, example: str) -> None:
    decision = ROUTER.decide(example)
    assert decision.agency == agency, decision.reasons


@pytest.mark.parametrize("topic", CATALOGUE.topics, ids=lambda topic: topic.code)
def test_every_topic_is_reached_by_one_of_its_examples(topic: Topic) -> None:
    assert topic.code in {ROUTER.decide(example).topic for example in topic.examples}


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("di depan Dinas Pendidikan jalannya berlubang", "PUPR"),
        ("jl sekolah rusak parah", "PUPR"),
        ("samping puskesmas sampah menumpuk", "DLH"),
        ("dekat pasar lampu jalan mati", "PERKIM"),
        ("di seberang kantor PLN got mampet", "PUPR"),
        ("ada maling motor di depan RSUD", "POLRES"),
        ("jalan menuju puskesmas berlubang", "PUPR"),
        ("parkir liar depan kantor disdukcapil", "DISHUB"),
    ],
)
def test_the_matter_decides_and_not_the_place(text: str, agency: str) -> None:
    assert ROUTER.decide(text).agency == agency


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("lampu merah mati", "DISHUB"),
        ("lampu mati dari semalam", "PLN"),
        ("lampu jalan mati", "PERKIM"),
        ("pohon tumbang menimpa rumah", "BPBD"),
        ("bakar sampah asapnya masuk rumah", "DLH"),
        ("kebakaran rumah", "DAMKAR"),
        ("pungutan di sekolah", "DISDIK"),
        ("pungli urus surat di kelurahan", "INSPEKTORAT"),
        ("air pdam keruh", "PDAM"),
        ("air sungai keruh hitam", "DLH"),
        ("sampah menyumbat got sampai got mampet", "PUPR"),
        ("knalpot brong berisik tiap malam", "POLRES"),
        ("karaoke berisik tiap malam", "SATPOLPP"),
        ("bpjs ketenagakerjaan tidak didaftarkan perusahaan", "DISNAKER"),
        ("got depan sekolah bau karena airnya ga jalan", "PUPR"),
        ("air hujan masuk rumah karena got mampet", "PUPR"),
        ("motor saya ilang di parkiran", "POLRES"),
        ("hp saya dijambret di angkot", "POLRES"),
        ("preman minta uang ke sopir angkot di terminal", "POLRES"),
        ("meteran air muter terus padahal ga dipake", "PDAM"),
        ("jalan pajajaran macet parah tiap pagi ga ada petugas", "DISHUB"),
        ("obat di apotek rsud kosong disuruh beli di luar", "RSUD"),
        ("jalan kampung kami belum pernah diaspal padahal bayar pbb rajin", "PUPR"),
        ("kapan jalan kami dibenerin", "PUPR"),
        ("ambulan puskesmas lama sekali datangnya", "DINKES"),
    ],
)
def test_neighbouring_matters_are_told_apart(text: str, agency: str) -> None:
    assert ROUTER.decide(text).agency == agency


def test_a_tree_to_plant_is_no_matter_of_farming() -> None:
    assert ROUTER.decide("minta bibit pohon buat ditanam di jalan").agency != "DISTAN"


@pytest.mark.parametrize(
    "text",
    [
        "selamat pagi pak bupati semoga sehat selalu",
        "terima kasih atas bantuannya",
        "tolong segera ditindaklanjuti laporan saya",
        "bau sekali",
        "minta perhatiannya pak sudah lama kami menunggu",
        "sekolah anak saya",
    ],
)
def test_what_names_no_matter_goes_to_triage(text: str) -> None:
    assert ROUTER.decide(text).agency is None


@pytest.mark.parametrize(
    "text",
    [
        "rumah kebanjiran sedada tolong perahu",
        "kebakaran di pasar",
        "ular masuk kamar bayi",
        "istri saya mau melahirkan tolong ambulan",
    ],
)
def test_danger_to_life_is_urgent(text: str) -> None:
    assert ROUTER.decide(text).urgent


@pytest.mark.parametrize("text", ["jalan berlubang", "bakar sampah", "ktp belum jadi", "jam 10 pukul 9 orang antre"])
def test_other_matters_are_not_urgent(text: str) -> None:
    assert not ROUTER.decide(text).urgent


def test_the_topics_of_an_agency_stand_together() -> None:
    agencies = [topic.agency for topic in CATALOGUE.topics]
    changes = sum(left != right for left, right in pairwise(agencies))
    assert changes == len(CATALOGUE.agencies) - 1


@given(st.text(max_size=500))
def test_no_text_makes_it_fail(text: str) -> None:
    assert ROUTER.decide(text).reasons
