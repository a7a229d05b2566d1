"""Labels: words that say what a text is before it says anything: LAPOR, USUL, RAHASIA, ANONIM, BARU.

Each of them is an ordinary word as well, and then it stays: "rahasia umum", "usulan warga tidak ditanggapi", "baru saja
terjadi kecelakaan".
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from parsers.meaning import Kind
from parsers.reading import Labels
from parsers.slips import meant
from parsers.words import fold, word_list, words_of

SECRET = word_list("rahasia rahasiakan rahasiain secret rhs rahasya")
ANONYMOUS = word_list("anonim anonym anonymous anonimus anonymus anonimkan")
_SECRET, _ANONYMOUS = word_list("rahasia rahasiakan"), word_list("anonim")
"""Those of them that are known with a slip too."""
FRESH = word_list("baru anyar enggal")
REPORT = word_list("lapor")

CLASSES: dict[str, Kind] = {
    word: kind
    for kind, words in {
        Kind.COMPLAINT: word_list("aduan pengaduan keluhan komplain"),
        Kind.ASPIRATION: word_list("aspirasi usul usulan saran masukan ide pamundut usulane"),
        Kind.QUESTION: word_list("tanya pertanyaan tny nanya bertanya naros tumaros takon nyuwunpirsa takok"),
        Kind.PRAISE: word_list("pujian apresiasi salut"),
    }.items()
    for word in words
}
"""What a class is called: the folded word."""

_NOT_SECRET = word_list("umum negara dagang perusahaan alam bank pribadi pin lagi bukan sudah yang yg")
_TIMES = word_list(
    "saja aja sj aj sja kali ini tadi kemarin kmrn kemaren semalam sekarang skrg pagi siang sore malam",
    "jam menit hari",
    "minggu bulan tahun seminggu sebulan setahun sehari sejam setengah beberapa bbrp dua tiga empat lima",
    "satu pertama",
    "sebentar kmaren td nanti besok setelah sesudah habis abis juga jg lagi lg deh nih tuh itu tau tahu sadar",
)
_VERBS = word_list(
    "ada bisa mau akan sampai sampe datang pulang pindah lahir beli bayar pasang bangun selesai jadi",
    "masuk buka mulai",
    "nyala hidup padam hujan lewat keluar turun naik dapat dapet dpt kelar beres jalan-jalan sebagian",
    "sedikit separuh",
    "kenal lihat liat dengar denger tiba muncul ngomong bikin pake pakai ganti daftar lulus tinggal",
    "sekali sembuh jatuh",
    "kena habis tutup rusak bocor mati jebol ambruk roboh tumbang amblas longsor banjir kami saya sy kita dan atau",
)
_PREFIXES = re.compile(r"(?:di|me|ber|ter|ke|nge|ny|se)\w{4,}|\d.*")
_NEGATION = word_list(
    "tidak tdk tak gak ga nggak ngga enggak belum blm blum diabaikan ditolak dicuekin dibuang mandek",
    "percuma cuma hanya",
    "kapan kenapa mengapa hilang",
)
_PUNCTUATION = re.compile(r"['\")>\]]?\s*(?:[#/:.,;=!-]|\n)")
_NEAR = 6


_ASK = r"(?:tolong|tlg|tlng|mohon|mhn|harap|minta|mau|ingin|pengen)"
_ME = r"(?:nama|nm|identitas|nomor|nomer|no\s+hp|data)"
_MINE = r"(?:saya|sy|sya|aku|ku|kami|pelapor|pengirim)"
_NOT = r"(?:jangan|jgn|jng|jangn|ojo|ulah)"
_NAMED = r"(?:di)?(?:sebut|bocor|sebar|tulis|umum|beritahu|kasih\s*tau|kasi\s*tau)(?:kan|in)?"
_WISH = re.compile(
    rf"\b(?:{_ASK}\s+(?:agar\s+|supaya\s+)?(?:di)?rahasia(?:kan|in)"
    rf"|{_ASK}\s+(?:agar\s+|supaya\s+)?{_ME}\s+(?:{_MINE}\s+)?(?:\w+\s+)?dirahasia(?:kan|in)"
    rf"|rahasia(?:kan|in)\s+{_ME}"
    rf"|{_ME}\s+{_MINE}\s+(?:\w+\s+)?(?:di)?rahasia(?:kan|in)"
    rf"|{_ME}\s+{_MINE}\s+{_NOT}\s+(?:sampai\s+|sampe\s+|smp\s+)?(?:{_NAMED}|diketahui|ketahuan|tersebar|bocor)"
    rf"|{_NOT}\s+(?:{_NAMED}|beri\s+tahu|kasih\s+tahu)\s+(?:nama|identitas|nomor|nomer|siapa)"
    rf"|{_NOT}\s+bilang\s+(?:\w+\s+)?{_ME}"
    r")\b"
)


def wishes_secrecy(plain: str) -> bool:
    """Tell whether a text asks in its own words not to be named."""
    return _WISH.search(plain) is not None


@lru_cache(maxsize=4096)
def says_secret(word: str) -> bool:
    """Tell whether a folded word is RAHASIA, also with a slip in it."""
    return word in SECRET or meant(word, _SECRET)


@lru_cache(maxsize=4096)
def says_anonymous(word: str) -> bool:
    """Tell whether a folded word is ANONIM, also with a slip in it."""
    return word in ANONYMOUS or meant(word, _ANONYMOUS)


def is_secret(word: str, following: str) -> bool:
    """Tell whether RAHASIA asks for secrecy; "rahasia umum" does not."""
    return says_secret(word) and not _NOT_SECRET.intersection(words_of(following[:30])[:1])


def class_of(word: str, following: str) -> Kind | None:
    """Tell what class a word names; none where it is a complaint that speaks of a proposal or of money."""
    kind = CLASSES.get(word)
    if kind is None or following.lstrip(" #:/.,")[:1].isdigit():
        return None
    return None if _NEGATION.intersection(words_of(following[:80])[:_NEAR]) and kind is not Kind.QUESTION else kind


def is_fresh(word: str, following: str) -> bool:
    """Tell whether BARU opens a new matter; "baru saja", "baru 2 hari" and "baru ditambal" only say when."""
    if word not in FRESH:
        return False
    if is_set_off(following):
        return True
    first = next(iter(words_of(following[:40])), "")
    return bool(first) and first not in _TIMES and first not in _VERBS and not _PREFIXES.fullmatch(first)


def is_set_off(following: str) -> bool:
    """Tell whether a sign stands after a word, as after a heading: "USUL: lampu", "BARU#lampu"."""
    return _PUNCTUATION.match(following) is not None


def tagged(tag: str, labels: Labels) -> Labels | None:
    """Read a label that stands alone at the end: "... #anonim", "..., rahasia"."""
    word = fold(tag)
    if says_secret(word):
        return replace(labels, secret=True)
    if says_anonymous(word):
        return replace(labels, anonymous=True)
    kind = CLASSES.get(word)
    return replace(labels, kind=kind) if kind and labels.kind is None else None
