"""Whatever is texted, in whatever order: nothing raises, no text is lost, and what was asked comes to an end."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from complaints.life.asking import NOT_ASKED, Asked, question
from storage import dialogues, inbound

PHONES = ("+6281110000100", "+6281110000200", "+6281112000001")
SAID = (
    "bogor jalan rusak parah | bogor lampu jalan mati | jalan berlubang di depan pasar | sampah menumpuk | banjir",
    "kebakaran di pasar anyar | di depan sekolah | makin parah pak | tolong | RAHASIA bogor pungli di kelurahan",
    "CEK | CEK {n} | TAMBAH {n} makin dalam | TAMBAH | SUDAH | SUDAH {n} | BELUM | BELUM {n} masih bolong",
    "belum ada air | BATAL | BATAL {n} | YA | TIDAK | 1 | 2 | 9 | 0 | 00 | BARU | BARU lampu mati di tajur | MENU",
    "*1# | STOP | MULAI",
    "BAHASA EN | BAHASA ID | BAHASA | BANTUAN | BANTUAN CEK | terima kasih | ok | halo | {n} | {n} di RT 3 | ",
    "TERIMA {n} | SELESAI {n} sudah ditambal | TANYA {n} di RT berapa? | TUGAS | BUKAN {n} PLN | PROSES {n} besok",
    "1 terima | TUNDA {n} 2 minggu tunggu aspal | BATAL {n} | BACA {n} | REKAP | CUTI | YA 482193 | OPER {n} DLH",
)
TEXTS = [text for line in SAID for text in line.split(" | ")]


@pytest.mark.parametrize("seed", range(8))
def test_a_conversation_of_any_texts_loses_nothing_and_ends(staff, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - no secrets, the same texts each time
    town = staff.town
    staff.appoint("PUPR", PHONES[2])
    for place in range(40):
        numbers = [row["number"] for row in town.complaints()] or [1672888]
        text = chance.choice(TEXTS).format(n=chance.choice(numbers))
        town.text(text, chance.choice(PHONES))
        if place % 5 == 0:
            staff.later(minutes=chance.choice([1, 11, 40, 180]))
            town.do_jobs()

    assert town.errors == []
    assert {row["state"] for row in town.inbox()} <= {inbound.DONE, inbound.REPEAT}
    for _ in range(15):
        town.clock.advance(timedelta(days=1))
        town.do_jobs()
    with town.database.read() as connection:
        asked = [row for row in dialogues.listing(connection, limit=100) if row["kind"] not in NOT_ASKED]
        assert asked == []


@pytest.mark.parametrize("kind", Asked)
def test_every_question_has_an_end(kind: Asked, clock) -> None:
    row = question(kind, 7, clock.now(), about=3)
    assert timedelta(0) < row["expires_at"] - row["asked_at"] <= timedelta(days=60)
    assert len(row["kind"]) <= 12
