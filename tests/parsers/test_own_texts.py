"""Our own texts are known again, whole or cut short; what people write about a complaint is theirs."""

from __future__ import annotations

import pytest

from config.text_keys import DECLARATIONS
from config.text_limits import LONGEST
from config.texts import load_texts
from parsers.grammar import parse
from parsers.meaning import Check, Help, Situation
from tests.parsers.installations import BOGOR

VALUES = {**LONGEST, "number": 1672888, "agency": "Dinas PUPR", "text": "kami tambal besok pagi", "status": "ditutup"}
TOLD = [
    key
    for key in DECLARATIONS
    if key.startswith(("ack", "check", "help", "too_short", "update", "reply", "ask", "alert"))
]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("key", TOLD)
@pytest.mark.parametrize("officer", [False, True])
def test_what_we_wrote_is_known_again(key: str, language: str, officer: bool) -> None:
    texts = load_texts(language)
    values = {**VALUES, "status": texts.status("closed"), "keyword": "BOGOR", "emergency": "112", "date": "22/11 03:14"}
    text = texts.render_with(key, values)
    expected = Check(1672888, sent_back=True) if "number" in DECLARATIONS[key].placeholders else Help()
    for written in (text, f'"{text}"', f"> {text}", f"Fwd: {text}", text.upper(), f"{text} ok"):
        parsed = parse(written, BOGOR, Situation(officer=officer))
        assert (parsed.entry, parsed.meaning, parsed.explained) == ("ours", expected, False)


def test_one_that_was_cut_short_is_known_too() -> None:
    parsed = parse("Laporan 1672888 diterima, diteruskan ke Dinas PUPR. Kabar kami kirim", BOGOR)
    assert parsed.meaning == Check(1672888, sent_back=True)


@pytest.mark.parametrize(
    "text",
    [
        "Laporan 1672888, lokasinya: gang mawar rt 3",
        "Laporan 1672888: masih rusak, di gang mawar: tolong",
        "laporan 1672888 diterima tapi tidak dikerjakan sampai hari ini jalan masih bolong",
        "Laporan 1672888 diteruskan ke mana, jalan kami masih rusak",
        "Petugas memilih lewat jalan lain karena jalan kami rusak",
        "Lapor: jalan rusak depan pasar, bahaya",
    ],
)
def test_what_people_write_about_a_complaint_is_theirs(text: str) -> None:
    assert parse(text, BOGOR).entry != "ours"
