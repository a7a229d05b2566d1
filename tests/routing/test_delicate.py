"""Threats, and reports about this service: what is one, and what only sounds like it."""

from __future__ import annotations

import pytest

from config.delicate import load_delicate
from routing.delicate import Delicate

WORDS = Delicate(load_delicate(), "Diskominfo Kota Bogor", "Kota Bogor")


@pytest.mark.parametrize(
    "text",
    [
        "saya diancam orang dinas", "sy diancam sama pak lurah", "Saya DIANCAM!!!", "kami di ancam preman",
        "keluarga saya diteror", "dapat ancaman dari mandor", "istri saya diintimidasi petugas",
        "rumah didatangi preman",
        "saya disuruh cabut laporan sama pak RT", "disuruh mencabut laporan ini", "mereka mengancam saya",
        "saya dicari orang dinas", "saya mau dibunuh", "keselamatan saya terancam",
        "saya diancam denda dan mau dibunuh",
        "mandor datang ke rumah marah2, saya ditakut-takuti supaya diam", "saya di ancem", "sy diancm", "diancam pak",
        "anak saya mau dipukul kalau laporan tidak dicabut", "suruh cabut laporan sama rt", "dia mau bunuh saya",
        "katanya kalau ga dicabut saya dibunuh", "ngancem bunuh", "kios saya mau dibakar", "abdi diancam",
        "rumah saya dilempari batu karena lapor", "saya dipukul pak rt karena lapor", "kulo diancem",
        "saya diusir dari kampung gara gara laporan", "bansos saya mau dicoret karena lapor",
        "simkuring disina cabut laporan", "mandornya datang ke rumah saya bawa golok",
        "td malam ada yg datang bilang jgn lapor2 lagi nanti rumah dibakar",
        "ada preman nyari sy ke rumah gara2 laporan ini, sy ngumpet", "mandor bilang awas kamu kalau lapor lagi",
        "sy dincam sm orang kelurahan gara2 laporan", "saya diacam mandor",
        "sy takut pulang gara2 laporan itu", "tolong cabut laporan sy pak sy takut",
    ],
)  # fmt: skip
def test_a_threat_to_who_reported_is_recognised(text: str) -> None:
    assert WORDS.threatens(text)


@pytest.mark.parametrize(
    "text",
    [
        "pohon mengancam rumah", "pohon itu mengancam rumah saya", "saya diancam denda pdam", "warga diancam longsor",
        "ancaman banjir", "jiwa terancam kalau jembatan ambruk", "sudah didatangi petugas", "tolong cabut pohon itu",
        "alamatnya dicari petugas tidak ketemu", "saya diteror tikus", "laporan saya dicabut",
        "saya dicari tukang paket", "suami mau bunuh saya", "kapan sampah mau dibakar, anak saya batuk",
        "meteran kami mau dicabut kalau tidak bayar", "saya mau bunuh diri", "anak saya dipukul temannya di sekolah",
        "awas ada kabel putus di jalan mawar", "awas kalau hujan jalan licin, saya lapor lagi",
        "sudah saya cari kantornya tidak ketemu", "petugas cari alamat saya tidak ketemu",
        "rumah tetangga dibakar orang gila", "sampah dibakar dekat rumah saya, saya lapor lagi",
        "kalau lapor lagi ke mana pak", "petugas bilang jangan lapor ke sini, lapor ke kelurahan",
        "preman minta uang parkir di pasar", "saya cari kerja, rumah saya kebanjiran",
        "saya lapor lagi karena sampah belum diangkut", "awas saja kalau tidak diperbaiki",
        "pohon ditanam di depan rumah saya", "pak rt menegor, sudah ditegor tetap berisik",
        "jalan ini mengancam keselamatan pengguna jalan", "kami diancam diputus airnya", "saya diteror pinjol", "",
    ],
)  # fmt: skip
def test_what_threatens_nobody_for_a_report_is_not(text: str) -> None:
    assert not WORDS.threatens(text)


@pytest.mark.parametrize(
    "text",
    [
        "admin sms ini menghapus laporan saya", "sms ini percuma tidak ada yang baca", "admin aduan minta uang",
        "layanan sms ini penipuan", "operator aduan membocorkan nomor saya", "diskominfo menghapus laporan saya",
        "laporan saya dihapus admin", "layanan aduan ini tidak pernah dibalas",
    ],
)  # fmt: skip
def test_a_report_about_this_service_is_recognised(text: str) -> None:
    assert WORDS.is_about_us(text)


@pytest.mark.parametrize(
    "text",
    [
        "semoga sms ini dibaca pak wali", "tolong sms ini diteruskan ke dinas pupr, jalan rusak", "",
        "wifi diskominfo mati di taman", "saya dapat sms penipuan mengaku bank", "admin sekolah minta uang seragam",
        "percuma lapor ke dinas, jalan tetap rusak", "laporan saya tidak ditanggapi pupr",
    ],
)  # fmt: skip
def test_a_report_that_only_mentions_it_is_not(text: str) -> None:
    assert not WORDS.is_about_us(text)


def test_without_a_name_of_the_office_only_the_phrases_count() -> None:
    assert not Delicate(load_delicate()).is_about_us("diskominfo menghapus laporan saya")
