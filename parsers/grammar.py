"""The grammar: an ordered table, read from the top; the first entry that understands the text has it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from parsers import command, keyword, officer, report
from parsers.meaning import (
    NOBODY_ASKED,
    Meaning,
    Misplaced,
    Parsed,
    Reading,
    Report,
    Situation,
    Thanks,
    TooShort,
    Usage,
    Vocabulary,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One way to understand a text. The examples are its documentation and its tests.

    `officer` tells from whose phone the examples come: a citizen's, or an officer's.
    """

    name: str
    read: Callable[[Reading], Meaning | None]
    examples: tuple[str, ...]
    officer: bool = False


TABLE: tuple[Entry, ...] = (
    # From an officer's phone a verb goes before everything: it must never open a complaint.
    Entry(
        "officer",
        officer.order,
        (
            "TUGAS",
            "daftar",
            "tugas 2",
            "TERIMA 1672888",
            "terima laporan no 1.672.888",
            "PROSES 1672888 tim turun besok",
            "selesai#1672888#lubang sudah ditambal",
            "1672888 selesai sudah ditambal",
            "BUKAN 1672888 PLN, itu kabel listrik",
            "teruskan 1672888 pln",
            "TANYA 1672888 di RT berapa?",
            "selesai",
        ),
        officer=True,
    ),
    # A command only alone or before a number, so that complaints may begin with the same word.
    Entry(
        "check",
        command.check,
        (
            "CEK 1234567",
            "status 1234567",
            "cek#1234567",
            "cek1234567",
            "CEK 123 4567",
            "CEK nomor 1234567",
            "status laporan saya",
            "cek",
        ),
    ),
    # People answer with the number alone, or send our own answer back.
    Entry(
        "number",
        command.lone_number,
        (
            "1234567",
            "1.234.567",
            "12345",
            "bogor 1234567",
            "Laporan 1234567",
            "Laporan 1672888 diterima, diteruskan ke Dinas PUPR. Tanya kapan saja: CEK 1672888",
        ),
    ),
    # An officer's command from a phone that is not theirs; it opens nothing and changes nothing.
    Entry(
        "misplaced",
        officer.misplaced,
        ("TERIMA 1672888", "PROSES 1672888 tim turun besok", "bukan 1672888 itu kabel PLN"),
    ),
    # A question in people's own words: only words of asking, and a number of ours or a word that asks.
    Entry(
        "question",
        command.question,
        (
            "laporan saya 1672888 sudah sampai mana",
            "tolong cek l672888",
            "1672888 pak",
            "laporan saya gimana pak",
            "kok belum ada kabar",
        ),
    ),
    # An answer to our answer; it opens nothing.
    Entry("thanks", command.thanks, ("Terima kasih", "makasih banyak pak", "ok", "Hatur nuhun", "iya saya tunggu")),
    # An intention without a matter: how to go on.
    Entry(
        "help",
        command.help_wanted,
        ("BANTUAN", "help", "?", "bogor bantuan", "Info.", "cara lapor", "saya mau lapor pak", "ini nomor apa"),
    ),
    # Whatever else an officer writes without a keyword: the commands, not a complaint.
    Entry("usage", officer.usage, ("sudah ditangani pak", "lampu sudah kami ganti kemarin"), officer=True),
    # One short help text, so that the next attempt succeeds.
    Entry("too_short", report.too_short, ("tes", "halo", "bogor", "p", "", "selamat pagi pak", "bogor barat")),
    # No wrong door: everything else is a complaint.
    Entry(
        "report",
        report.report,
        (
            "bogor jalan rusak di depan pasar",
            "BGR#lampu mati",
            "LAPOR bogor: sampah menumpuk",
            "tolong rapihkan parkir liar",
            "Bantuan sosial belum turun",
            "Cek lampu jalan itu mati",
            "bogor banjir",
            "KEBAKARANNN!!!",
            "Selamat pagi. Bogor jalan rusak",
            "bogor barat lampu jalan mati",
        ),
    ),
)


def parse(text: str, vocabulary: Vocabulary, situation: Situation = NOBODY_ASKED) -> Parsed:
    """Understand a text; every text means something, at least a complaint or one too short to be one.

    `situation` tells who texts, and what they have been asked.
    """
    reading = keyword.read(text, vocabulary, situation)
    for entry in TABLE:
        meaning = entry.read(reading)
        if meaning is not None:
            explained = reading.addressed or not isinstance(meaning, Report | TooShort | Thanks | Usage | Misplaced)
            return Parsed(meaning, reading.region, entry.name, reading.addressed, explained)
    raise AssertionError("the last entry of the grammar takes every text")
