"""ANCAM, BATAL, RAHASIA and ANONIM with a slip, and the ordinary words that are nearly the same."""

from __future__ import annotations

import pytest

from parsers.grammar import parse
from parsers.labels import wishes_secrecy
from parsers.meaning import Meaning, Report, Situation, Threat, Withdraw
from tests.parsers.installations import BOGOR

N = 1672888


@pytest.mark.parametrize("word", ["ANCM", "ANCAN", "AMCAM", "acnam", "diancm", "dincam", "saya diancm", "sy diancam"])
def test_a_threat_with_a_slip_is_one_before_a_number_of_ours(word: str) -> None:
    assert parse(f"{word} {N}", BOGOR).meaning == Threat(N)


@pytest.mark.parametrize("word", ["BATL", "BTAL", "batla", "batalkn"])
def test_a_withdrawal_with_a_slip_is_one_before_a_number_of_ours(word: str) -> None:
    assert parse(f"{word} {N}", BOGOR).meaning == Withdraw(N)


@pytest.mark.parametrize("text", ["saya di ancem", "sy diancm", "diancam pak", "kulo diancem", "abdi diancam"])
def test_who_says_nothing_but_that_they_are_threatened_is(text: str) -> None:
    assert parse(text, BOGOR).meaning == Threat(None)


@pytest.mark.parametrize("word", ["bata", "batas", "bakal", "antam", "acara", "anam", "gatal", "macam"])
def test_an_ordinary_word_is_no_slip(word: str) -> None:
    meaning: Meaning = parse(f"{word} {N}", BOGOR).meaning
    assert not isinstance(meaning, Threat | Withdraw)


def test_without_a_number_of_ours_a_slip_is_a_word() -> None:
    assert parse("ancm longsor di tebing 50000", BOGOR).meaning == Report("ancm longsor di tebing 50000")
    assert parse("btal 1672889 berangkat", BOGOR).meaning != Withdraw(1672889)


def test_an_officers_slip_is_told_to_them() -> None:
    assert not isinstance(parse(f"BTAL {N}", BOGOR, Situation(officer=True)).meaning, Withdraw)


@pytest.mark.parametrize(
    "text",
    [
        "mohon identitas dirahasiakan", "mohon nama saya dirahasiakan", "nama saya jangan disebut",
        "jgn sebut nama saya", "tolong jangan kasih tau nama saya",
    ],
)  # fmt: skip
def test_a_wish_not_to_be_named_is_heard(text: str) -> None:
    assert wishes_secrecy(text)


@pytest.mark.parametrize("text", ["jangan sebar data warga", "nama jalan jangan disebut", "jangan sebut saya pelit"])
def test_what_is_nobodys_wish_is_not(text: str) -> None:
    assert not wishes_secrecy(text)
