"""What citizens say to a complaint of theirs.

More about it, whether it is solved, that it is to be dropped, that somebody threatens them for it.
"""

from __future__ import annotations

from parsers.entry import VERDICT_ASKED, Entry, Group, each
from parsers.meaning import Add, Awaited, Help, Threat, Verdict, Withdraw
from parsers.number import Found, leading_number, number_after
from parsers.opening import after_command, end_of_command, end_of_slip, spoken
from parsers.reading import Reading
from parsers.service_words import (
    ADD,
    DONE_WORD,
    NO,
    NOT_YET,
    STILL,
    THREAT,
    THREAT_MISTYPED,
    THREATENED_WORDS,
    WITHDRAW,
    WITHDRAW_MISTYPED,
    YES,
)
from parsers.words import DONE, GREETINGS, NUMBER_WORDS, POLITE, SMALL, STATUS_WORDS, THANKS, word_list, words_of

_BUT = word_list("tapi tp tpi tetapi namun cuma cuman hanya rusak bocor mati bolong lagi kok kenapa") | STILL
_NEAR = 6
_BETWEEN = (DONE - {"selesai"}) | {"no", "nomor", "pak", "bu"}
_POLITE = POLITE | THANKS | GREETINGS | SMALL
_SOLVED = DONE | word_list(
    "tuntas lancar bagus bgs normal nyala hidup terang bersih rapi jernih mulus kering aman mengalir",
    "sepenuhnya semua semuanya sekali",
)
_ASKS = word_list("tolong tlg mohon mhn minta mau ingin pengen")
_REPORT = word_list("laporan laporannya lapor aduan aduannya pengaduan")
_TO_DROP = _POLITE.union(
    WITHDRAW,
    _ASKS,
    _REPORT,
    NUMBER_WORDS,
    word_list(
        "bisa bs aja saja sj jadi deh dulu tadi td kemarin kmrn takut tkt ngeri cemas khawatir kuatir karena krn"
    ),
)
_RIGHT = YES - word_list("jadi lanjut lanjutkan tentu")


def add(reading: Reading) -> Add | Help | None:
    """Read TAMBAH or BALAS with a number; "Tambah daya dari 450" is none."""
    end = end_of_command(reading.plain, ADD)
    if end is None:
        return None
    found = number_after(reading.body, end)
    if found:
        return Add(found.number, spoken(found.rest))
    rest = reading.body[end:]
    if not spoken(rest):
        return Help("tambah")
    headed = rest.lstrip()[:1] in {"#", ":"} and reading.words[0].startswith("tamb")
    return Add(None, after_command(reading.body, end)) if headed else None


def more(reading: Reading) -> Add | None:
    """Read a number of ours that a text begins with, and what is said about that complaint.

    An officer who writes so means a command, and is told how it is written.
    """
    found = None if reading.officer else number_after(reading.body)
    said = spoken(found.rest) if found and found.valid else ""
    return Add(found.number, said) if found and said else None


def verdict(reading: Reading) -> Verdict | Add | None:
    """Read SUDAH or BELUM with a number before or after it; "Belum ada air" is a complaint."""
    solved, end = True, end_of_command(reading.plain, DONE_WORD)
    if end is None:
        solved, end = False, end_of_command(reading.plain, NOT_YET)
    if end is None:
        return _number_first(reading)
    found = _number(reading.body[end:])
    return _on(found, reading, solved=solved) if found else None


def _number_first(reading: Reading) -> Verdict | None:
    """Read "1672888 belum beres" and "1672888 sudah beres"; a question mark or a word that asks makes it a question."""
    found = None if reading.officer else number_after(reading.body)
    if found is None or not found.valid or "?" in reading.body:
        return None
    words = words_of(found.rest)
    if STILL.intersection(words[:1]) and not STATUS_WORDS.intersection(words):
        return Verdict(solved=False, number=found.number, words=spoken(found.rest))
    if DONE_WORD.intersection(words[:1]) and "selesai" not in words and _is_solved(words):
        return Verdict(solved=True, number=found.number, words=spoken(found.rest))
    return None


def _number(text: str) -> Found | None:
    """Find the number right after SUDAH or BELUM; "beres" may stand between, "selesai" asks."""
    found = leading_number(text)
    while found is None:
        first, _, rest = text.strip().partition(" ")
        if not rest or not _BETWEEN.intersection(words_of(first)):
            return None
        text, found = rest, leading_number(rest)
    return found if found.ours else None


def _on(found: Found, reading: Reading, *, solved: bool) -> Verdict | Add | None:
    said = spoken(found.rest)
    if "?" in reading.body[-3:] and len(words_of(said)) < _NEAR:
        return None
    words = set(words_of(said))
    if solved and words & _BUT:
        return Verdict(solved=False, number=found.number, words=said) if words & STILL else Add(found.number, said)
    return Verdict(solved=solved, number=found.number, words=said)


def judged(reading: Reading) -> Verdict | Help | None:
    """Read the answer to "Sudah beres? Balas SUDAH atau BELUM"; without the question it is none."""
    if not reading.awaits(Awaited.VERDICT):
        return None
    words = [word for word in reading.words if word not in GREETINGS and word != "alhamdulilah"]
    if _is_the_choice(words):
        return Help("sudah")
    if not words or "?" in reading.body:
        return None
    return _judgement(words, "" if len(words) == 1 else spoken(reading.body))


def _judgement(words: list[str], said: str) -> Verdict | None:
    first = "teuacan" if words[:2] == ["teu", "acan"] else words[0]
    if first in STILL or (first in NO and set(words) <= NO | SMALL | POLITE):
        return Verdict(solved=False, words=said)
    rest = words[1:]
    if first in DONE_WORD | _SOLVED | _RIGHT and not {"kasih"} & set(words[:1]):
        if _is_solved(rest):
            return Verdict(solved=True, words=said)
        if STILL.union(_BUT).intersection(rest[:2]):
            return Verdict(solved=False, words=said)
    return None


def _is_the_choice(words: list[str]) -> bool:
    """Tell whether both words stand there as we offer them: "SUDAH atau BELUM"."""
    choice = set(words) - {"atau", "balas"}
    return bool(choice & DONE_WORD and choice & NOT_YET) and choice <= DONE_WORD | NOT_YET


def _is_solved(words: list[str] | tuple[str, ...]) -> bool:
    return set(words) <= _POLITE | _SOLVED | DONE_WORD


def withdraw(reading: Reading) -> Withdraw | None:
    """Read BATAL with a number, or alone; "Batal berangkat karena jalan rusak" goes on and is a complaint."""
    end = end_of_command(reading.plain, WITHDRAW)
    if end is None:
        found = _after_slip(reading, WITHDRAW_MISTYPED)
        return Withdraw(found.number) if found else _withdrawn_in_own_words(reading)
    words = set(words_of(reading.body[end:])) - reading.keywords
    if found := number_after(reading.body, end):
        return Withdraw(found.number) if found.valid or words_of(found.rest) == () else None
    alone = words <= NUMBER_WORDS | SMALL | {"pak", "bu", "aja", "saja"}
    return Withdraw(None) if alone else _withdrawn_in_own_words(reading)


def _withdrawn_in_own_words(reading: Reading) -> Withdraw | None:
    """Read "tolong cabut laporan sy pak sy takut": nothing but that a report is to be dropped, and fear."""
    found = reading.number if reading.number and reading.number.valid else None
    words = (frozenset(words_of(found.rest)) if found else reading.said) - reading.keywords
    wanted = words & WITHDRAW and (words & _ASKS or "dicabut" not in words)
    if reading.officer or "?" in reading.body or not wanted or not words & _REPORT or not words <= _TO_DROP:
        return None
    return Withdraw(found.number if found else None)


def threat(reading: Reading) -> Threat | None:
    """Read ANCAM with a number, or alone; "Ancaman longsor di tebing" goes on and is a complaint."""
    end = end_of_command(reading.plain, THREAT)
    if end is None:
        found = _after_slip(reading, THREAT_MISTYPED)
        said = reading.said - SMALL - POLITE - GREETINGS - NUMBER_WORDS
        return Threat(found.number, spoken(found.rest)) if found else Threat(None) if _is_threatened(said) else None
    if found := number_after(reading.body, end):
        return Threat(found.number, spoken(found.rest)) if found.valid or words_of(found.rest) == () else None
    words = set(words_of(reading.body[end:])) - reading.keywords
    return Threat(None) if words <= NUMBER_WORDS | SMALL | POLITE | {"pak", "bu", "aja", "saja"} else None


def _is_threatened(said: frozenset[str]) -> bool:
    """Tell whether nothing is said but that somebody is threatened: "saya di ancem"."""
    return bool(said) and said <= THREAT | THREATENED_WORDS


def _after_slip(reading: Reading, commands: frozenset[str]) -> Found | None:
    """Find the number of ours after a command with a slip in it; without one the word is any word.

    An officer's slip is told to them as one.
    """
    end = None if reading.officer else end_of_slip(reading.plain, commands)
    found = number_after(reading.body, end) if end is not None else None
    return found if found and found.valid else None


VERDICT = Entry(
    "verdict",
    Group.OWN,
    verdict,
    "Menilai hasil: SUDAH kalau sudah beres, BELUM dan alasannya kalau belum.",
    "SUDAH or BELUM right before or after a complaint's number",
    each(
        "SUDAH 1672888 | sudah beres 1672888 | BELUM 1672888 masih bolong | 1672888 belum beres",
        "1672888 sudah beres terima kasih | geus 1672888 | durung 1672888",
    ),
    explained=True,
)
JUDGED = Entry(
    "judged",
    Group.ANSWER,
    judged,
    "Menjawab pertanyaan 'Sudah beres?': SUDAH, atau BELUM dan alasannya.",
    "the open question whether it is solved, and SUDAH or BELUM at the front",
    each("SUDAH | sudah pak makasih | belum | belum pak masih bolong | Belum ada air | durung | teu acan | beres"),
    VERDICT_ASKED,
    explained=True,
)
ADDED = Entry(
    "add",
    Group.OWN,
    add,
    "Menambah keterangan pada laporan: TAMBAH atau BALAS, nomornya, lalu keterangannya.",
    "TAMBAH or BALAS before a complaint's number",
    each(
        "TAMBAH 1672888 di depan warung Bu Siti | balas 1672888 di RT 3 | tambah#1672888#makin dalam",
        "tambihan 1672888 di RT 3",
    ),
    explained=True,
)
MORE = Entry(
    "more",
    Group.OWN,
    more,
    "Nomor laporan di depan, lalu keterangannya: sama dengan TAMBAH.",
    "a valid number at the front, and words about that complaint",
    each("1672888 lokasinya di gang mawar | laporan 1672888 airnya makin keruh | no 1672888 di RT 3"),
    explained=True,
)
WITHDRAWAL = Entry(
    "withdraw",
    Group.OWN,
    withdraw,
    "Mencabut laporan: BATAL dan nomornya; kami tanya dulu, jawab YA.",
    "BATAL or CABUT, alone, before a number, or in a request for nothing else; BATAL with a slip before a valid number",
    each(
        "BATAL 1672888 | batalkan laporan 1672888 | cabut laporan 1672888 | batal | BTAL 1672888",
        "tolong cabut laporan saya pak",
    ),
    explained=True,
)
THREATENED = Entry(
    "threat",
    Group.OWN,
    threat,
    "Diancam karena laporan: ANCAM dan nomornya; nomor Anda langsung kami sembunyikan.",
    "ANCAM or DIANCAM, alone or before a complaint's number; with a slip before a valid one",
    each("ANCAM 1672888 | diancam 1672888 orang dinas datang ke rumah | saya diancam 1672888 | ANCAM | ancm 1672888"),
    explained=True,
)
