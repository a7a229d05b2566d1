"""Random texts that nearly are something: pieces of commands, examples with slips, long runs, any characters at all."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from parsers.grammar import TABLE
from parsers.meaning import Awaited, Situation
from parsers.service_words import ADD, CHECK, DONE_WORD, HELP, LANGUAGE, NO, NOT_YET, STOP, WITHDRAW, YES
from parsers.words import ALARM, BEFORE_KEYWORD, QUESTION, THANKS

_EXAMPLES = [example for entry in TABLE for example in entry.examples]
_WORDS = sorted(
    ADD | CHECK | DONE_WORD | HELP | LANGUAGE | NO | NOT_YET | STOP | WITHDRAW | YES | ALARM | BEFORE_KEYWORD | QUESTION
) + sorted(THANKS)
_PIECES = [
    *("bogor", "BGR", "kota bogor", "kab. sukabumi", "hulu sungai tengah", "bgoor", "rahasia", "ANONIM", "usul"),
    "baru",
    *("1672888", "l672888", "1.672.888", "123 4567", "9" * 40, "\u0664" * 7, "²²", "0", "00", "2"),
    *("(nik)", "(spasi)"),
    *(
        "ketik",
        "balas",
        "<",
        ">",
        '"',
        "\u201c",
        "'",
        "#",
        "*",
        "/",
        ":",
        "?",
        ",",
        ".",
        "!",
        "\n",
        "\t",
        " ",
        "-",
        "_",
    ),
    *("\x00", "\ud800", "\u202e", "😀", "\u0130", "\u212a", "\u0301", "\u017f"),
    *("jalan rusak", "Laporan 1672888:", "tapi"),
]


def texts(seed: int, count: int) -> Iterator[tuple[str, Situation]]:
    """Give so many texts, each with the situation to read it in; the same seed gives the same."""
    random = Random(seed)  # noqa: S311 - no secrets, the same texts again
    for _ in range(count):
        make = random.choice((_of_pieces, _of_pieces, _slipped, _slipped, _any, _run))
        yield make(random), _situation(random)


def _of_pieces(random: Random) -> str:
    pieces = (random.choice(_WORDS if random.random() < 0.5 else _PIECES) for _ in range(random.randint(0, 14)))
    return random.choice((" ", "", "#", " ")).join(pieces)


def _slipped(random: Random) -> str:
    text = random.choice(_EXAMPLES)
    for _ in range(random.randint(0, 4)):
        place = random.randint(0, len(text))
        text = text[:place] + random.choice(("", " ", "1", "x", random.choice(_PIECES))) + text[place + 1 :]
    return text


def _any(random: Random) -> str:
    return "".join(chr(random.randrange(random.choice((128, 1024, 0x11_0000)))) for _ in range(random.randint(0, 80)))


def _run(random: Random) -> str:
    """Write one piece again and again, up to ten SMS: what is slow shows there."""
    piece = random.choice((*_PIECES, random.choice(_WORDS) + " "))
    return random.choice(("", "bogor ", "cek ", "sudah ")) + piece * (random.randint(0, 1530) // len(piece))


def _situation(random: Random) -> Situation:
    awaited = frozenset(answer for answer in Awaited if random.random() < 0.25)
    return Situation(officer=random.random() < 0.2, awaited=awaited)
