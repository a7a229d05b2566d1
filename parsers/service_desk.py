"""What an officer writes that names no complaint: TUGAS, REKAP, CUTI, a one-time code, PINDAH, MASIH."""

from __future__ import annotations

import re

from parsers.dates import leading_day
from parsers.entry import CODE_ASKED, DUTY_ASKED, FROM_OFFICER, Entry, Group, each
from parsers.meaning import Awaited, Meaning
from parsers.officer_meaning import Code, Leave, Moved, Recap, Stays, Tasks
from parsers.opening import spoken
from parsers.reading import Reading
from parsers.service_words import DONE_WORD, YES
from parsers.words import GREETINGS, SMALL, THANKS, THANKS_ONLY, word_list, words_of

_TASKS = re.compile(r"(?:tugas|daftar|task|list)(?:\s+(?P<page>\d{1,3}))?[\s.!?]*", re.IGNORECASE)
_RECAP = re.compile(r"\W*(?:rekap|rekapan|rekapitulasi|rkp)(?:\s+(?:saya|dinas|kami))?\W*", re.IGNORECASE)
_OVER = re.compile(r"(?:batal|selesai|berakhir|habis)\W*", re.IGNORECASE)
_UNTIL = re.compile(r"(?:sampai|sampe|smp|hingga|sd|s/d|selama|dari|mulai)\b", re.IGNORECASE)
_MOST_WORDS_OF_A_DAY = 3
_LEAVE = re.compile(r"\W*(?:sy\s+|saya\s+)?cuti\b[\s:#.,]*", re.IGNORECASE)
# "YA 482193", and as it stands in our text: "YA 482193 utk SELESAI 1234567"; or with thanks after it.
_CODE = re.compile(
    r"\W*(?:balas\s+)?(?P<yes>(?:ya|iya|y|kode)\W*)?(?P<first>\d{3})[\s.\-]?(?P<last>\d{3})(?!\d)"
    r"(?:\s+(?:utk|untuk)\b.*|(?P<rest>\D*))",
    re.IGNORECASE | re.DOTALL,
)
_BESIDE_CODE = GREETINGS | SMALL | THANKS | YES | THANKS_ONLY | word_list("terima trima makasih")
_MOVED = word_list("pindah dipindah dipindahkan mutasi dimutasi dimutasikan")
_STILL = word_list("masih msh masi msi isih tetap ttp")
_BESIDE_DUTY = GREETINGS | SMALL | DONE_WORD | word_list("telah tlh tugas bertugas petugas dinas kantor kerja tempat")


def work(reading: Reading) -> Meaning | None:
    """Read TUGAS, with the page, and REKAP, each alone."""
    if not reading.officer:
        return None
    tasks = _TASKS.fullmatch(reading.command)
    if tasks:
        return Tasks(max(1, int(tasks["page"] or 1)))
    return Recap() if _RECAP.fullmatch(reading.command) else None


def leave(reading: Reading) -> Leave | None:
    """Read CUTI with a day, or alone or with BATAL; a word or two may be meant as a day.

    "cuti bersama kok kantor tutup" is none of these.
    """
    found = _LEAVE.match(reading.command) if reading.officer else None
    if found is None:
        return None
    rest = reading.command[found.end() :]
    day = leading_day(rest)
    if day:
        return Leave(day[0])
    if _OVER.fullmatch(rest):
        return Leave(over=True)
    if not spoken(rest):
        return Leave()
    return Leave(unclear=True) if _may_be_a_day(reading, rest) else None


def _may_be_a_day(reading: Reading, text: str) -> bool:
    """Tell whether words after CUTI are to tell until when: "lebaran", "sampai habis lebaran", "1 tahun"."""
    meant = bool(_UNTIL.match(text)) or len(words_of(text)) <= _MOST_WORDS_OF_A_DAY
    return meant and not reading.named and "?" not in text


def code(reading: Reading) -> Code | None:
    """Read a one-time code: after YA from an officer's phone, by itself only while one is waited for."""
    found = _CODE.fullmatch(reading.text)
    rest = words_of(found["rest"] or "") if found else ()
    if found is None or not _BESIDE_CODE.issuperset(rest):
        return None
    if not (reading.awaits(Awaited.CODE) or (reading.officer and (found["yes"] or YES.intersection(rest)))):
        return None
    return Code(found["first"] + found["last"])


def moved(reading: Reading) -> Moved | None:
    """Read PINDAH alone from an officer's phone, and with more words after it, if it has been asked for."""
    asked = reading.awaits(Awaited.DUTY)
    words = [word for word in words_of(reading.text) if word not in _BESIDE_DUTY]
    if not words or words[0] not in _MOVED or not (asked or reading.officer):
        return None
    return Moved() if asked or _MOVED.issuperset(words) else None


def stays(reading: Reading) -> Stays | None:
    """Read "masih pak", if it has been asked; not where "masih" may say as well that nothing is solved."""
    if not reading.awaits(Awaited.DUTY) or reading.awaits(Awaited.VERDICT):
        return None
    words = [word for word in words_of(reading.text) if word not in _BESIDE_DUTY | YES]
    return Stays() if words and _STILL.issuperset(words) else None


WORK = Entry(
    "tasks",
    Group.OFFICER,
    work,
    "Daftar laporan terbuka dinas Anda, dan rekapnya.",
    "an officer's phone, and TUGAS or REKAP alone",
    each("TUGAS | daftar | tugas 2 | REKAP"),
    FROM_OFFICER,
    explained=True,
)
LEAVE = Entry(
    "leave",
    Group.OFFICER,
    leave,
    "Cuti sampai suatu hari: wakil Anda yang menerima.",
    "an officer's phone, and CUTI alone, with a day, or with few words that may be meant as one",
    each("CUTI 12/5 | cuti sampai 12 mei | cuti 3 hari | CUTI | CUTI BATAL | cuti lebaran"),
    FROM_OFFICER,
    explained=True,
)
CODE = Entry(
    "code",
    Group.OFFICER,
    code,
    "Kode sekali pakai, untuk perintah yang harus dikuatkan.",
    "six digits after YA from an officer's phone, or alone while a code is waited for",
    each("YA 482193 | ya482193 | 482193 | 482193 ya | YA 482193 terima kasih | YA 482193 utk SELESAI 1672888"),
    CODE_ASKED,
    explained=True,
)
MOVED = Entry(
    "moved",
    Group.OFFICER,
    moved,
    "Tidak bertugas lagi di dinas Anda: PINDAH saja, kapan pun. Dengan nomor laporan artinya OPER.",
    "an officer's phone, and PINDAH alone; with words after it while it is asked whether they are still at their post",
    each("PINDAH | pindah pak | saya pindah | sudah pindah tugas"),
    FROM_OFFICER,
    explained=True,
)
STAYS = Entry(
    "stays",
    Group.OFFICER,
    stays,
    "Menjawab 'Masih bertugas?': YA atau MASIH, atau PINDAH kalau sudah tidak.",
    "the open question whether an officer is still at their post, and that they are",
    each("masih | masih pak | ya masih"),
    DUTY_ASKED,
    explained=True,
)
