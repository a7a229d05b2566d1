"""Whom texts accuse, with the shipped words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.accusations import AccusationWords
from config.topics import load_catalogue
from routing.accused import Accusations
from routing.rules import Rules

CATALOGUE = load_catalogue()
ACCUSATIONS = Accusations(CATALOGUE.accusations, CATALOGUE.words.spellings)
RULES = Rules(CATALOGUE, ACCUSATIONS.words())
NAMES = [
    (agency, " ".join(name))
    for agency, phrase in CATALOGUE.accusations.called.items()
    for part in phrase.parts
    for name in part
]


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("petugas dukcapil minta uang 100rb biar cepat", "DUKCAPIL"),
        ("ada pungli di kantor dukcapil", "DUKCAPIL"),
        ("oknum pegawai dishub minta duit 50rb", "DISHUB"),
        ("Petugas PLN minta uang rokok!!", "PLN"),
        ("oknum satpol pp minta jatah ke pedagang", "SATPOLPP"),
        ("satpol pp pungli pedagang kaki lima", "SATPOLPP"),
        ("pegawai bpn minta 2 juta utk sertifikat", "BPN"),
        ("korupsi di dinas pupr", "PUPR"),
        ("kepala dinas kesehatan korupsi dana obat", "DINKES"),
        ("polisi minta uang damai 100rb", "POLRES"),
        ("oknum polisi peras warga", "POLRES"),
        ("petugas pdam minta amplop", "PDAM"),
        ("pegawai dinsos tilep bansos", "DINSOS"),
        ("staf disdik minta imbalan mutasi guru", "DISDIK"),
        ("satpam rsud minta uang parkir", "RSUD"),
        ("kabid perkim minta jatah proyek", "PERKIM"),
        ("pegawai dpmptsp minta uang pelicin izin usaha", "DPMPTSP"),
        ("petugas bapenda minta uang pelicin", "BAPENDA"),
        ("oknum disnaker minta 5 juta masuk pabrik", "DISNAKER"),
        ("oknum inspektorat minta amplop", "INSPEKTORAT"),
    ],
)
def test_who_wants_money_for_his_office_is_accused(text: str, agency: str) -> None:
    assert accused(text) == {agency}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tukang parkir minta 5rb",
        "iuran sekolah 200rb",
        "bayar pdam mahal",
        "tagihan pdam naik jadi 500 ribu",
        "petugas pln belum datang listrik mati",
        "petugas dukcapil ramah sekali",
        "petugas damkar cepat datang terima kasih",
        "bayar pajak di bapenda antri lama",
        "juru parkir liar minta 10rb tolong dishub",
        "debt collector ancam saya, sudah lapor polisi",
        "suami ancam bunuh istri polisi tolong",
        "pengemis minta uang di perempatan, tolong dinsos",
        "guru minta uang perpisahan tolong disdik tegur",
        "kepala sekolah minta uang seragam 500 ribu tolong dinas pendidikan",
        "ktp hilang urus di dukcapil harus bayar ga",
        "pns tidak masuk kerja di dinas pu",
        "orang gila ngamuk, satpol pp tolong",
        "tarif parkir rsud 10 ribu orang mengeluh",
        "warga dipaksa pindah satpol pp tolong bantu",
        "jalan rusak dinas pu tolong",
        "kades korupsi dana desa",
    ],
)
def test_who_is_only_asked_for_help_is_not_accused(text: str) -> None:
    assert accused(text) == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "pak polisi ada orang ancam saya pakai golok",
        "pak polisi ada orang minta uang paksa di lampu merah",
        "orang minta uang di lampu merah satpol pp tolong",
        "pegawai pabrik dipaksa lembur tolong disnaker",
        "disnaker tolong, pegawai diancam phk",
        "anggota pkh dimintai uang ketua, tolong dinsos",
        "calo tiket terminal, orang dishub tolong tertibkan",
    ],
)
def test_people_of_others_do_not_accuse_the_office_that_is_called(text: str) -> None:
    assert accused(text) == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "tolong polisi, preman pungli di pasar",
        "saya diperas preman, polsek tidak datang",
        "pungli preman di parkiran tolong satpol pp tertibkan",
        "tolong inspektorat periksa korupsi kepala desa",
        "kepala desa korupsi, lapor inspektorat",
        "ada korupsi dana desa lapor polisi",
    ],
)
def test_a_grave_act_of_others_does_not_accuse_the_office_that_is_called(text: str) -> None:
    assert accused(text) == frozenset()


def test_a_wrong_bill_is_no_bribe() -> None:
    assert accused("petugas pln salah catat, tagihan jadi 2 juta") == frozenset()


def test_without_words_nobody_is_accused() -> None:
    nobody = Accusations(AccusationWords(), {})
    assert nobody.words() == frozenset()
    assert nobody.accused(RULES.read("korupsi di dinas pupr")) == frozenset()


@pytest.mark.parametrize(("agency", "name"), NAMES)
def test_an_office_is_accused_by_each_of_its_names(agency: str, name: str) -> None:
    assert agency in accused(f"korupsi di {name}")


@given(st.text() | st.lists(st.sampled_from(["petugas", "pln", "minta", "uang", "korupsi", ","])).map(" ".join))
def test_every_text_can_be_asked_about(text: str) -> None:
    assert accused(text) <= set(CATALOGUE.accusations.called)


def accused(text: str) -> frozenset[str]:
    return ACCUSATIONS.accused(RULES.read(text))
