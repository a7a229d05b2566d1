"""Complaints, and what is too short to be one."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from parsers.entry import Entry, Group, each
from parsers.kinds import kind_of
from parsers.labels import wishes_secrecy
from parsers.meaning import Kind, Report, TooShort
from parsers.reading import Reading
from parsers.words import ALARM, GREETINGS, PLACE_PARTS, SMALL

_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SAYS_NOTHING = GREETINGS | SMALL | set(PLACE_PARTS)
_FRONT = 120
_PLAINLY_LONG = re.compile(r"[^\W\d_]{4}.{0,80}?[\W\d_][^\W\d_]{4}", re.DOTALL)
_LETTERS_AFTER_KEYWORD = 4
_LETTERS_ALONE = 7
_WORDS_ALONE = 2


def too_short(reading: Reading) -> TooShort | None:
    """Tell a greeting or a slip of the thumb from a complaint.

    Who wrote the keyword means it: four letters are enough ("bogor banjir"). Without it, two words and seven letters
    must be there ("air mati" is a complaint, "halo" and "tes" are not), but who cries fire needs no sentence. Greetings
    are none, however long ("Assalamualaikum wr wb").
    """
    if ALARM.intersection(reading.words):
        return None
    if reading.said <= _SAYS_NOTHING:
        return TooShort()
    return None if _is_long_enough(reading) else TooShort()


def _is_long_enough(reading: Reading) -> bool:
    if _PLAINLY_LONG.search(reading.body[:_FRONT]):
        return True
    enough = _LETTERS_AFTER_KEYWORD if reading.named else _LETTERS_ALONE
    if not _has(enough, (1 for _ in _LETTER.finditer(reading.body))):
        return False
    # Writing systems without blanks between words have long words; those count as several.
    words = (1 + len(word[0]) // 16 for word in _WORD.finditer(reading.body))
    return reading.named or _has(_WORDS_ALONE, words)


def _has(enough: int, counts: Iterator[int]) -> bool:
    """Tell whether counts come to enough, without counting any further."""
    return any(total >= enough for total in itertools.accumulate(counts))


def form(reading: Reading) -> Report | None:
    """Take a form with slashes; its name and NIK are left behind."""
    return _of(reading) if reading.form else None


def fresh(reading: Reading) -> Report | None:
    """Take what follows BARU, which belongs to no complaint before."""
    return _of(reading) if reading.labels.fresh else None


def private(reading: Reading) -> Report | None:
    """Take what is marked as RAHASIA or ANONIM."""
    found = _of(reading)
    return found if found.secret or found.anonymous else None


def other_class(reading: Reading) -> Report | None:
    """Take an aspiration, a question, or praise."""
    found = _of(reading)
    return found if found.kind is not Kind.COMPLAINT else None


def report(reading: Reading) -> Report:
    """Take everything else as a complaint: there is no wrong door."""
    return Report(reading.body)


def _of(reading: Reading) -> Report:
    labels = reading.labels
    secret = labels.secret or wishes_secrecy(reading.plain)
    return Report(reading.body, kind_of(reading), labels.anonymous, secret, labels.fresh)


FORM = Entry(
    "form",
    Group.REPORT,
    form,
    "Formulir Nama/NIK/Provinsi/Kabupaten/Kecamatan/Desa/Aduan. Nama dan NIK tidak masuk ke laporan.",
    "six or seven fields between slashes, with a NIK, a regency that is served, or fields that say what they are",
    each(
        "Budi/3271010101900001/Jawa Barat/Bogor/Tanah Sareal/Kedung Badak/jalan rusak parah",
        "Siti Aminah/Jabar/Kota Bogor/Kec. Tajur/Kel. Tajur/lampu jalan mati",
    ),
    explained=True,
)
TOO_SHORT = Entry(
    "too_short",
    Group.NOTHING,
    too_short,
    "Terlalu pendek, atau hanya salam: belum menjadi laporan.",
    "fewer than two words or seven letters (four after the keyword), or greetings only",
    ("tes", "halo", "bogor", "p", "", "selamat pagi pak", "bogor barat"),
)
FRESH = Entry(
    "fresh",
    Group.REPORT,
    fresh,
    "Laporan baru, terpisah dari laporan Anda sebelumnya: awali dengan BARU.",
    "BARU at the front, where it does not only say when something happened",
    each("BARU lampu jalan mati | BARU: air pdam keruh | bogor#baru#sampah menumpuk"),
    explained=True,
)
PRIVATE = Entry(
    "private",
    Group.REPORT,
    private,
    "RAHASIA: tidak tampil di mana pun. ANONIM: dinas tidak tahu siapa Anda. Tulis di depan laporan.",
    "RAHASIA or ANONIM, or one with a slip, at the front or alone at its end after # or a comma; a wish to be unnamed",
    each(
        "RAHASIA bogor pungli di kelurahan | bogor ANONIM kepsek minta uang | anonim rahasia bogor pungli di pasar",
        "ada pungli di kelurahan #anonim | lurah minta uang ktp, rahasia",
        "tolong dirahasiakan pak lurah minta uang surat",
    ),
    explained=True,
)
OTHER_CLASS = Entry(
    "class",
    Group.REPORT,
    other_class,
    "Bukan keluhan: usul atau saran, pertanyaan tentang layanan, pujian.",
    "a class word (USUL, SARAN, TANYA, PUJIAN ...), a question about a service, or praise without trouble",
    each(
        "USUL bogor pasang lampu di taman | bogor saran: tempat sampah ditambah | mau tanya syarat bikin KTP",
        "syarat bikin ktp apa saja? | info jadwal vaksin | terima kasih pasukan kuning, got sudah bersih",
        "salut buat petugas damkar",
    ),
)
COMPLAINT = Entry(
    "report",
    Group.REPORT,
    report,
    "Melapor: kata kunci daerah, lalu apa yang terjadi dan di mana. Tanpa kata kunci pun diterima.",
    "nothing: whatever no entry before takes is a complaint",
    each(
        "bogor jalan rusak di depan pasar | BGR#lampu mati | LAPOR bogor: sampah menumpuk | bogor banjir",
        "jalan rusak di pasar #bogor | Ketik BOGOR (spasi) jalan rusak | b0g0r jalan rusak | kota bogor jalan rusak",
        "Selamat pagi. Bogor jalan rusak | bogor barat lampu jalan mati | tolong rapihkan parkir liar",
        "Bantuan sosial belum turun | Cek lampu jalan itu mati | Belum ada air dari kemarin | KEBAKARANNN!!!",
    ),
)
