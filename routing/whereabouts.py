"""Whether a text tells where something is, in whatever words: "dpn pasar", "gg mawar", "RT 3".

The gazetteer finds the places that it knows; citizens name many that nobody has listed. Asking for a place that was
told angers, so words that lead to a place are enough.
"""

from __future__ import annotations

import re

from routing.places import leveled

_LEADING = (
    "di dpn depan dkt deket dekat smping samping sblh sebelah blkg belakang sebrang seberang antara sepanjang sepanjg",
    "jl jln jalan gg gang rt rw blok km kp kmp kampung perum perumahan komplek kompleks desa ds kel kelurahan kec",
    "kecamatan dusun dsn lingkungan pasar psr terminal stasiun masjid mesjid musola mushola gereja sekolah sd sdn smp",
    "smpn sma sman smk smkn kampus univ rsud rs puskesmas alun lapangan pertigaan perempatan simpang bundaran jembatan",
    "tugu taman makam tpu tps kantor balai pos hotel mall ruko apartemen villa bukit kali sungai situ danau pantai",
)
_NO_PLACE = (
    "saya sy kami kita aku anda ini itu sini sana situ rumah rmh jalan jln jl mana manapun tempat tmpt daerah wilayah",
    "lingkungan sekitar lokasi tengah pinggir tepi atas bawah dalam luar kota kampung kp desa gang gg komplek",
    "perumahan raya umum besar utama kecil tol rusak berlubang bolong hancur jelek gelap mati bocor banjir macet",
    "penuh kotor bau",
    "tidak tdk gak ga belum blm sudah sdh sangat parah lagi terus yang yg dan atau dekat depan nya tersebut tsb warga",
    "negara pemerintah petugas indonesia bumi hati perbaiki diperbaiki tutup ditutup licin becek amblas ambles longsor",
)
_BEFORE = (
    "di ya iya oh itu pak bu pa bpk ibu maaf yang yg ada pas",
    "lokasi lokasinya tempat tempatnya alamat alamatnya posisi",
)
_NEAR = (
    "depan dpn dket dkt deket dekat samping smping sblh sebelah belakang blkg seberang sebrang antara ujung sekitar",
    "pinggir rumah rmh warung toko kios bengkel pos gerbang gapura portal",
)


def _words(*lines: str) -> str:
    return "|".join(" ".join(lines).split())


_TOLD = re.compile(rf"\b(?:{_words(*_LEADING)})\b[\s.:/]*(?!(?:{_words(*_NO_PLACE)})\b)[a-z0-9]")
_ANSWER = re.compile(rf"(?:(?:{_words(*_BEFORE)})\b[\s.,:]*)*(?:(?:{_words(*_NEAR)})\b|{_TOLD.pattern})")


def tells_where(text: str) -> bool:
    """Tell whether a text leads to a place, by the words that stand before the names of places."""
    return _TOLD.search(leveled(text)) is not None


def begins_where(text: str) -> bool:
    """Tell whether a text begins with a place, as the answer to "where?" does: "pak depan rumah saya"."""
    return _ANSWER.match(leveled(text)) is not None
