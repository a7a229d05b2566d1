"""Short answers to what was asked: YA and TIDAK, and digits. They mean something only while the question is open."""

from __future__ import annotations

import re

from parsers.entry import CONSENT_ASKED, LIST_OPEN, RATING_ASKED, Entry, Group, each
from parsers.meaning import Awaited, Consent, Pick, Rating
from parsers.reading import Reading
from parsers.service_words import NO, YES
from parsers.words import DONE, GREETINGS, POLITE, SMALL, THANKS, word_list, words_of

_TYPED = re.compile(
    r"[\s\"'(<]*(?:(?:(?:no|nomor|nomer|nmr|pilih|pilihan|pilihnya|yang|yg|opsi|menu|angka|ketik|balas|tekan)\b\.?\s*)+)?"
    r"(?P<typed>\d{1,2}|[li|]|o{1,2}|[#*])"
    r"[\s.,!)>\"']*(?:(?:pak|bu|ya|aja|saja|kak|min|mas|mbak|itu)[\s.,!]*)*",
    re.IGNORECASE,
)
_DIGITS_MEANT = str.maketrans("liIoO|", "111001")
_BACK = {word: typed for typed, words in {"0": "kembali back mundur", "00": "awal"}.items() for word in words.split()}
_ONE_TO_EIGHT = {
    word: str(number)
    for number, words in enumerate(
        (
            "satu pertama siji hiji",
            "dua loro dua",
            "tiga telu tilu",
            "empat papat opat",
            "lima limo",
            "enam",
            "tujuh",
            "delapan",
        ),
        1,
    )
    for word in words.split()
}
_SCORE = re.compile(r"\d+")
_SCORES = frozenset("12345")
_LONGEST_RATING = 60
_BESIDE_A_RATING = (
    GREETINGS
    | SMALL
    | POLITE
    | THANKS
    | DONE
    | word_list(
        "nilai nilainya skor rating bintang angka poin puas sangat sekali banget bgt kurang cukup lumayan kecewa saya",
        "kasih beri bagus mantap baik alhamdulillah dari untuk atas kabar kabarnya pelayanan pelayanannya responnya",
    )
) - {"rt", "rw"}
_WITHDRAWS = word_list("cabut cabutlah dicabut batalkan dukung ikut bergabung gabung mau boleh dong deh saja aja")


def pick(reading: Reading) -> Pick | None:
    """Read what is typed at a list or a menu: one or two digits, 0 and 00, # and *."""
    if not reading.awaits(Awaited.PICK):
        return None
    found = _TYPED.fullmatch(reading.text.strip())
    if found:
        return Pick(found["typed"].translate(_DIGITS_MEANT))
    words = [word for word in words_of(reading.text) if word not in GREETINGS | SMALL]
    typed = _BACK.get(words[0]) or _ONE_TO_EIGHT.get(words[0]) if len(words) == 1 else None
    return Pick(typed) if typed else None


def rating(reading: Reading) -> Rating | None:
    """Read a digit from 1 to 5 with nothing beside it but courtesy: "5", "nilai 4 pak", "5 terima kasih"."""
    if not reading.awaits(Awaited.RATING):
        return None
    found = _SCORE.findall(reading.text)
    if len(found) > 1 or len(reading.text) > _LONGEST_RATING:
        return None
    words = [word for word in words_of(_SCORE.sub(" ", reading.text)) if word not in _BESIDE_A_RATING]
    if found:
        return Rating(int(found[0])) if not words and found[0] in _SCORES else None
    spelled = _ONE_TO_EIGHT.get(words[0], "") if len(words) == 1 else ""
    return Rating(int(spelled)) if spelled in _SCORES else None


def consent(reading: Reading) -> Consent | None:
    """Read YA or TIDAK, with nothing beside it but words of the same kind."""
    if not reading.awaits(Awaited.CONSENT):
        return None
    words = [word for word in reading.words if word not in GREETINGS]
    beside = POLITE | SMALL | THANKS | DONE | _WITHDRAWS
    if words and words[0] in NO and set(words) <= beside | NO | YES | {"dulu", "usah", "perlu"}:
        return Consent(given=False)
    if words and words[0] in YES and set(words) <= beside | YES:
        return Consent(given=True)
    return None


PICK = Entry(
    "pick",
    Group.ANSWER,
    pick,
    "Memilih dari daftar atau menu: kirim angkanya saja; 0 kembali, 00 ke awal.",
    "an open list or menu, and nothing but one or two digits, # or *",
    each("2 | 0 | 00 | # | nomor 2 | pilih 2 | yang 2 ya | dua | kembali"),
    LIST_OPEN,
    explained=True,
)
RATING = Entry(
    "rating",
    Group.ANSWER,
    rating,
    "Menjawab 'Seberapa puas?': angka 1 (kecewa) sampai 5 (puas).",
    "the open question how content they are, and one digit from 1 to 5 with nothing but courtesy beside it",
    each("5 | 4 pak | nilai 5 | 5 terima kasih | lima | 1 kecewa"),
    RATING_ASKED,
    explained=True,
)
CONSENT = Entry(
    "consent",
    Group.ANSWER,
    consent,
    "Menjawab pertanyaan YA atau TIDAK.",
    "an open question for YA or TIDAK, and nothing but yes or no",
    each("YA | ya pak | iya betul | tidak | tdk usah | jangan | nggih | muhun | mboten | henteu"),
    CONSENT_ASKED,
    explained=True,
)
