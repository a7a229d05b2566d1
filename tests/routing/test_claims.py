"""How the words of a text are shared out among those who have phrases for them."""

from __future__ import annotations

import pytest

from config.topics import Topic
from routing.claims import Claim, claims
from routing.rules import Hit

STRONG, MIDDLE, WEAK = 3.0, 2.0, 1.0


def test_a_text_without_hits_is_claimed_by_nobody() -> None:
    assert claims([]) == {}


def test_a_hit_alone_counts_in_full() -> None:
    only = hit("PLN", MIDDLE, 0b11)
    assert claims([only]) == {"PLN": Claim((only,), MIDDLE)}


def test_hits_on_other_words_add_up() -> None:
    first, second = hit("PLN", MIDDLE, 0b011), hit("PLN", WEAK, 0b100)
    assert claims([first, second]) == {"PLN": Claim((first, second), MIDDLE + WEAK)}


def test_a_word_counts_once_for_an_agency() -> None:
    first, again, half = hit("PLN", STRONG, 0b011), hit("PLN", MIDDLE, 0b010), hit("PLN", WEAK, 0b110)
    assert claims([first, again, half]) == {"PLN": Claim((first, half), STRONG + WEAK / 2)}


def test_an_agency_whose_words_all_belong_to_a_stronger_phrase_has_no_claim() -> None:
    traffic, power = hit("DISHUB", STRONG, 0b111), hit("PLN", MIDDLE, 0b101)
    assert list(claims([traffic, power])) == ["DISHUB"]


def test_a_hit_counts_by_the_share_of_its_words_that_are_left() -> None:
    traffic, power = hit("DISHUB", STRONG, 0b0111), hit("PLN", MIDDLE, 0b1111)
    assert claims([traffic, power])["PLN"].evidence == pytest.approx(MIDDLE / 4)


def test_of_equally_strong_phrases_none_takes_words_from_the_other() -> None:
    power, waste = hit("PLN", MIDDLE, 0b11), hit("DLH", MIDDLE, 0b11)
    assert {agency: claim.evidence for agency, claim in claims([power, waste]).items()} == {"PLN": 2.0, "DLH": 2.0}


def test_words_taken_from_one_hit_are_left_to_a_further_one_of_the_same_agency() -> None:
    traffic, power, far = hit("DISHUB", STRONG, 0b0011), hit("PLN", MIDDLE, 0b0011), hit("PLN", WEAK, 0b1100)
    assert claims([traffic, power, far])["PLN"] == Claim((far,), WEAK)


def hit(agency: str, evidence: float, mask: int) -> Hit:
    return Hit(Topic(agency.lower(), agency, agency, ()), evidence, mask, hint=False)
