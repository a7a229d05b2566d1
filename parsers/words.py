"""The words that decide what a short text is, and how the words of a text are compared with them.

Letters that are held down ("banjirrr", "KEBAKARAN!!!", "cekk") are no other word: runs of a letter count as one.
"""

from __future__ import annotations

import re
from functools import lru_cache

from parsers.normalise import bare

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_RUN_OF_A_LETTER = re.compile(r"([^\W\d_])\1+")


@lru_cache(maxsize=4096)
def fold(word: str) -> str:
    """Bring a word to the form of the lists: lower case, no accents, no letter twice in a row."""
    return _folded(bare(word))


def _folded(text: str) -> str:
    return _RUN_OF_A_LETTER.sub(_first_letter, text)


def _first_letter(run: re.Match[str]) -> str:
    return run[0][0]


# Several entries of the grammar ask for the words of the same text, one after the other.
@lru_cache(maxsize=512)
def words_of(text: str) -> tuple[str, ...]:
    """Give the folded words of a text, in their order; a number is a word too."""
    return tuple(_folded(" ".join(_WORD.findall(bare(text)))).split())


def word_list(*lines: str) -> frozenset[str]:
    """Make a set of folded words of lines of words."""
    return frozenset(words_of(" ".join(lines)))


ALARM = word_list(
    "banjir caah kebanjiran kebakaran kahuruan kobongan longsor gempa tsunami ledakan meledak",
    "kecelakaan tabrakan tenggelam pingsan keracunan",
    "begal maling kemalingan rampok perampokan tawuran pembunuhan penculikan",
)
"""Who cries one of these needs no sentence."""

GREETINGS = word_list(
    "assalamualaikum assalamu'alaikum asalamualaikum assalammualaikum assalamu alaikum ass asw aslm",
    "waalaikumsalam wr wb wrwb warahmatullahi wabarakatuh salam sampurasun punten nyuwun sewu kulonuwun",
    "selamat met pagi siang sore malam halo hai hello hi permisi maaf yth pak bapak bpk bu ibu min admin kak mas mbak",
    "bang bos wali walikota bupati p tes test coba",
    "pa bapa ibuk kang akang teh teteh neng ceu mang rt rw",
    "sugeng enjing sonten dalu wilujeng enjang wengi rahayu kulo kula nuwun sewu cik dek mba mbok pakde bude om tante",
)
"""Words to open a text with, and who is spoken to."""

OFFICES = word_list("wali walikota bupati")
"""Followed by a keyword these are the name of an office: "Pak wali bogor jarang ke lapangan"."""

SMALL = word_list(
    "ini itu yang yg saya sy aku kami di ke dan dong donk ya iya yah kok nih sih nya ada untuk utk bisa me us lagi",
    "atuh mah ieu abdi abi tos",
)
"""Words that may stand in any of the short texts and decide nothing."""

INTENT = word_list(
    "lapornya",
    "mau ingin pengen lapor melapor melaporkan laporan ngadu mengadu mengadukan aduan pengaduan masalah keluhan",
    "cara caranya gimana gmn bagaimana info informasi bantuan bantu dibantu format petunjuk menu help tolong tlg mohon",
    "mhn siapa nomor nomer no apa tanya kasih tau tahu minta bantuannya",
    "bade hoyong naros",
)
"""Who writes only these wants to know how to report."""

BEFORE_KEYWORD = GREETINGS | word_list(
    "saya sy mau ingin lapor laporan melapor adu aduan pengaduan tolong tlg mohon mhn"
)
"""What may stand before the keyword and is taken off with it."""

PLACE_PARTS = ("barat", "timur", "utara", "selatan", "tengah", "raya", "baru", "kota", "kab", "kabupaten")
"""After a keyword these make it the name of a place: "bogor barat"."""

GRATITUDE = word_list(
    "terima trima terimakasih trimakasih trims trim makasih makasi mksh mkasih thanks thank thx tks",
    "nuhun hatur haturnuhun suwun nuwun matur",
)
THANKS_ONLY = word_list("kasih kasi ksh ksih")
"""After "terima" these make it thanks, and no command of an officer's."""

THANKS = GRATITUDE | word_list(
    "muhun sumuhun mangga sami sama leres",
    "ok oke okey okay sip siap baik baiklah iya ya mantap alhamdulillah",
    "nggih inggih tunggu ditunggu amin aamiin syukur sukses",
)
"""Thanks, agreement, and waiting."""

POLITE = word_list(
    "banyak bnyk byk sangat pisan sanget atas infonya info bantuan bantuannya jawaban jawabannya kabar kabarnya",
    "semoga sudah sdh udah kasih you selalu sehat sht bgs bagus",
)
DONE = word_list("beres selesai diperbaiki dibenerin")
"""What goes with thanks; the words of DONE not beside a number: "1234567 belum beres" is an objection."""

NUMBER_WORDS = word_list("no nomor nomer nmr nmor kode id tiket laporan lapor lap aduan pengaduan saya")
"""What people write before the number of a complaint."""

STATUS_WORDS = word_list("cek cekk ceck chek check ck cak status ststus kabar kabarnya kapan")
"""Words that ask how something stands by themselves."""

SUBJECT_WORDS = word_list("laporan lap aduan pengaduan tiket")
STATE_WORDS = word_list(
    "gimana gmn bagaimana mana sudah sdh udah belum blm selesai sampai sampe kumaha dugi iraha lupa hilang ilang",
)
"""One of the subject and one of the state ask together: "laporan saya gimana"."""
RESULT_WORDS = word_list(
    "hasil hasilnya hasile perkembangan perkembangannya kelanjutan kelanjutannya balasan balasannya"
)
"""These ask with one of the state too: "sudah ada hasilnya belum"."""

DENIALS = word_list("bohong boong bokis palsu tipu nipu masih msh tetap ttp tetep belum blm blum kok apanya")
"""Who writes one of these to the news that something is solved says that it is not."""

ASKING = STATUS_WORDS | word_list("kenapa knp mengapa bagaimana gimana gmn kelanjutan kelanjutannya kumaha piye")
"""Words that make a text with one's own number a question how it stands."""

QUESTION = (GREETINGS | SMALL | NUMBER_WORDS | STATUS_WORDS | SUBJECT_WORDS | RESULT_WORDS | STATE_WORDS) | word_list(
    "tanya tolong tlg mohon mhn mau apa saja kemarin kmrn tadi tidak tdk ga gak",
    "brp berapa lama bgt banget sekarang skrg selesainya diproses dikerjakan ditindaklanjuti ditindak lanjuti",
)
"""A text of nothing but these is a question about a complaint, if it has a number or asks for something."""
