"""Phones are shared: whoever holds one is told nothing of a secret report without its number, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

HOUR = timedelta(hours=1)


@pytest.fixture
def number(town) -> str:
    """A secret report's number; the report came an hour ago."""
    town.text("RAHASIA bogor lurah minta uang ktp di kelurahan tajur")
    town.clock.advance(HOUR)
    return str(town.complaints()[0]["number"])


@pytest.mark.parametrize("text", ["CEK", "BATAL", "batal aja pak", "MENU"])
def test_a_command_without_a_number_does_not_name_a_secret_report(town, number: str, text: str) -> None:
    (answer,) = town.text(text)
    assert number not in answer


def test_a_list_to_choose_from_has_no_secret_report(town, number: str) -> None:
    for text in ("bogor jalan rusak di tajur", "bogor lampu jalan mati di pasar anyar"):
        town.text(text)
    (asked,) = town.text("BATAL")
    assert "1)" in asked
    assert "2)" in asked
    assert number not in asked


def test_who_has_the_number_may_withdraw_a_secret_report(town, number: str) -> None:
    assert number in town.text(f"BATAL {number}")[0]
    town.text("YA")
    assert [row["status"] for row in town.complaints()] == ["withdrawn"]
