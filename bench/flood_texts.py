"""What people text on the day of a flood: cries, water, what comes with it, all else, and much that is no report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

PLACES = (
    "katulampa", "bondongan", "sempur", "babakan pasar", "tajur", "baranangsiang", "tanah sareal", "cibuluh",
    "kedung badak", "pasir jaya", "gang aut", "jl pajajaran", "jalan sancang", "kampung cincau", "perum griya rt 3",
)  # fmt: skip

CRY, WATER, AROUND, OTHER, ASKS, SMALL, MORE = "cry", "water", "around", "other", "asks", "small", "more"

TEXTS: Mapping[str, Sequence[str]] = {
    # People in danger.
    CRY: (
        "tolong banjir ada anak terjebak di {place}",
        "tlg pak banjir sedada kami 5 org di atap {place} ada bayi",
        "TOLONG nenek saya kejebak banjir di {place} air naik terus",
        "banjir {place} ada yg hanyut tolong cepat",
        "minta perahu di {place} ada lansia 2 org tdk bisa jalan air sepinggang",
        "tolong evakuasi keluarga saya di {place}, air sudah di lantai 2",
        "rumah kami di {place} kebanjiran sepinggang belum ada perahu, ibu hamil 8 bulan",
    ),
    # Water in houses: the router hears danger in most of these too.
    WATER: (
        "banjir di {place} sudah masuk rumah warga",
        "bnjir {place} selutut mohon bantuan",
        "air sungai ciliwung meluap ke {place}",
        "rumah kebanjiran di {place} mohon dibantu",
        "banjir lagi di {place} tiap hujan begini terus",
        "{place} banjir pak kapan ada petugas",
    ),
    # What the rain does beside it.
    AROUND: (
        "jalan di {place} tergenang macet total",
        "got mampet air menggenang di {place}",
        "listrik padam dari tadi siang di {place}",
        "pohon tumbang menutup jalan di {place}",
        "lampu merah mati di {place} semrawut",
        "selokan meluap ke jalan di {place}",
    ),
    # Life goes on.
    OTHER: (
        "sampah menumpuk sdh seminggu di {place}",
        "air pdam keruh di {place}",
        "jalan berlubang di {place} banyak yg jatuh",
        "bantuan beras belum dibagi di {place}",
        "parkir liar di {place} bikin macet",
        "urus ktp di kecamatan antri lama sekali, blangko habis katanya",
        "kapan bantuan nasi bungkus datang ke posko {place}",
        "lampu jalan mati di {place} gelap",
    ),
    ASKS: ("CEK", "cek", "BANTUAN", "menu"),
    SMALL: ("assalamualaikum", "halo", "tes", "selamat sore pak", "terima kasih", "ok", "p", "makasih infonya"),
    # Of who has reported already.
    MORE: (
        "kok belum ada petugas yg datang ke {place}",
        "air makin naik di {place}",
        "sudah lapor dari tadi belum ada jawaban",
        "tambahan di dekat masjid {place}",
        "ini nomor 2 kali saya lapor, {place} masih banjir",
    ),
}

FIRST = {CRY: 6, WATER: 38, AROUND: 16, OTHER: 26, ASKS: 4, SMALL: 10}
"""Of a hundred first texts of a phone, how many are of which kind."""

AGAIN = {CRY: 10, WATER: 20, AROUND: 8, OTHER: 12, ASKS: 18, SMALL: 7, MORE: 25}
"""The same of its later ones."""


def write(kind: str, random: Random) -> str:
    """Write a text of a kind, as one of the many who write it: half of them with the keyword."""
    text = random.choice(TEXTS[kind]).format(place=random.choice(PLACES))
    with_keyword = kind not in {ASKS, SMALL} and random.random() < 0.5
    return f"bogor {text}" if with_keyword else text


def kind_of(shares: Mapping[str, int], random: Random) -> str:
    """Choose of which kind a text is."""
    return random.choices(list(shares), list(shares.values()))[0]
