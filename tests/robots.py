"""Robots that answer whatever they get, as they sit on real phones: each is a function from our text to what it sends.

`turn` counts what it has sent, `at` is the time, so that a robot can vary its words. None: it does not answer that.
"""

from __future__ import annotations

import heapq
import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeAlias

Robot: TypeAlias = Callable[[str, int, datetime], str]

DELAYS = (timedelta(seconds=1), timedelta(minutes=1), timedelta(minutes=20))
DAY = timedelta(days=1)

_SORRY = ("Maaf", "Mohon maaf", "Sorry", "Punten", "Nyuwun sewu", "Mohon maklum", "Ngapunten")
_WHY = ("saya sedang rapat", "kantor tutup", "saya di jalan", "sedang cuti", "HP lowbat", "sedang mengajar")
_THEN = ("nanti saya balas", "hubungi lagi besok", "kirim WA saja", "telepon istri saya", "tunggu kabar")
APOLOGIES = [f"{sorry}, {why}, {then}." for sorry in _SORRY for why in _WHY for then in _THEN][:200]
WORDS = ("pulsa", "murah", "besok", "pasar", "ayam", "jalan", "motor", "air", "siapa", "toko", "hujan", "lampu", "kami")


def echo(text: str, _turn: int, _at: datetime) -> str:
    return text


def reply_prefix(text: str, _turn: int, _at: datetime) -> str:
    return f"RE: {text}"


def quoted(text: str, turn: int, _at: datetime) -> str:
    return f'Fwd {turn}: "{text}" - dikirim dari HP saya'


def apology_with_counter(_text: str, turn: int, at: datetime) -> str:
    return f"Maaf, pesan ke-{turn} Anda kami terima pada {at:%d/%m/%Y %H:%M:%S} dan akan kami balas."


def apology_out_of_many(_text: str, turn: int, _at: datetime) -> str:
    return random.Random(turn).choice(APOLOGIES)  # noqa: S311 - not for secrets


def auto_reply_with_date(_text: str, _turn: int, at: datetime) -> str:
    return f"Terima kasih telah menghubungi Toko Maju. Kami buka kembali {at:%d-%m-%Y} pukul 08.00."


def auto_reply(_text: str, _turn: int, _at: datetime) -> str:
    return "Saya sedang menyetir, nanti saya telepon kembali ya."


def wrong_keyword(text: str, _turn: int, _at: datetime) -> str:
    first, *_ = text.split() or ["-"]
    return f"Maaf, keyword {first} salah. Ketik REG spasi INFO kirim ke 99386. CS 188"


def random_words(_text: str, turn: int, _at: datetime) -> str:
    return " ".join(random.Random(turn).choices(WORDS, k=6))  # noqa: S311 - not for secrets


def keyword_signature(_text: str, _turn: int, _at: datetime) -> str:
    return "Bogor Laundry: terima kasih, pesan Anda segera kami balas"


def cry(_text: str, turn: int, _at: datetime) -> str:
    return f"Anda terhubung dengan posko kebakaran dan banjir, antrean nomor {turn}"


def saying(word: str) -> Robot:
    return lambda _text, _turn, _at: word


ROBOTS: dict[str, Robot] = {
    "echo": echo,
    "echo with RE:": reply_prefix,
    "forwards our text quoted": quoted,
    "apology with time and counter": apology_with_counter,
    "one of 200 apologies": apology_out_of_many,
    "auto-reply with a date": auto_reply_with_date,
    "auto-reply": auto_reply,
    "operator's wrong keyword": wrong_keyword,
    "random words": random_words,
    "signature that begins with our keyword": keyword_signature,
    "hotline that speaks of danger": cry,
    **{
        f"says {word}": saying(word) for word in ("INFO", "CEK", "1", "0", "YA", "MENU", "STOP", "ok", "SUDAH", "TUGAS")
    },
}
"""All of them by name."""


@dataclass
class Loop:
    """A day between a robot and a town: whatever we send to its phone it answers after a delay."""

    town: Any
    robot: Robot
    phone: str
    delay: timedelta
    sent: list[str] = field(default_factory=list)
    heard: int = 0
    most: int = 60

    def run(self, opening: str | None = None) -> None:
        """Let the robot begin, with `opening` or with what it has been sent, until it is silent or a day is over."""
        end = self.town.clock.now() + DAY
        self.heard = 0 if opening is None else len(self.town.answers(self.phone))
        waiting: list[tuple[datetime, int, str]] = []
        order = itertools.count()
        if opening is not None:
            heapq.heappush(waiting, (self.town.clock.now() + self.delay, next(order), opening))
        while True:
            for text in self._new():
                said = self.robot(text, len(self.sent) + len(waiting), self.town.clock.now())
                heapq.heappush(waiting, (self.town.clock.now() + self.delay, next(order), said))
            if not waiting or waiting[0][0] > end or len(self.sent) > self.most:
                return
            at, _, said = heapq.heappop(waiting)
            self.town.clock.advance(max(at - self.town.clock.now() - timedelta(seconds=1), timedelta()))
            self.sent.append(said)
            self.town.text(said, self.phone)
            self.town.do_jobs()

    def _new(self) -> list[str]:
        """Give what has come to the phone since the last look."""
        came = self.town.answers(self.phone)
        new, self.heard = came[self.heard :], len(came)
        return new
