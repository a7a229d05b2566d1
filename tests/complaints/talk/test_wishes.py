"""The wish that a report is kept secret, in whatever words, and what only sounds like it."""

from __future__ import annotations

import pytest

from complaints.talk.wishes import Hiding, wish_to_hide


@pytest.mark.parametrize(
    "text",
    [
        "RAHASIA",
        "rahasia ya pak",
        "mohon dirahasiakan",
        "dirahasiakan ya pak",
        "RAHASIA laporan tadi",
        "RAHASIA laporan saya tadi",
        "tolong rahasiakan laporan saya",
        "rahasiakan laporan saya",
        "tolong rahasiakan nomor saya",
        "tolong nama sy jgn disebut ya pak",
        "pak jgn bilang2 sy yg lapor ya",
        "jangan kasih tau siapa siapa ya",
        "tolong jangan sebut nama saya",
        "identitas saya jangan sampai bocor",
        "mohon dirahsiakan",
        "1672888 tolong rahasiakan pak",
    ],
)
def test_who_wants_nothing_but_that_a_report_is_kept_secret_is_understood(text: str) -> None:
    assert wish_to_hide(text) is Hiding.SECRET


@pytest.mark.parametrize("text", ["ANONIM", "anonim saja", "ANONIM 1672888", "1672888 anonm ya", "mohon dianonimkan"])
def test_who_wants_only_not_to_be_known_is_understood(text: str) -> None:
    assert wish_to_hide(text) is Hiding.ANONYMOUS


@pytest.mark.parametrize(
    "text",
    [
        "jalan rusak di tajur, jangan sebut nama saya",
        "RAHASIA bogor ada pungli di kelurahan",
        "rahasia umum kalau di kelurahan ada pungli",
        "saya tidak tau nomor laporan saya",
        "pipa jangan bocor lagi",
        "jangan lupa kasih tau saya",
        "tolong kasih tau nomor laporan saya",
        "jangan tutup laporan saya",
        "nomor saya",
        "",
    ],
)
def test_what_says_something_else_is_no_such_wish(text: str) -> None:
    assert wish_to_hide(text) is None
