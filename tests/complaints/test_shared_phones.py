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


def test_what_is_added_to_a_secret_report_does_not_tell_whose_it_is(town) -> None:
    town.text("RAHASIA bogor lurah minta uang ktp di kelurahan tajur")
    (answer,) = town.text("tolong cepat pak")
    assert "dirahasiakan" in answer
    number = town.complaints()[0]["number"]
    assert "dirahasiakan" in town.text(f"TAMBAH {number} sudah dua kali")[0]


def test_a_bare_command_tells_nobody_whether_there_is_such_a_complaint(town) -> None:
    town.text("bogor jalan rusak di tajur")
    number = town.complaints()[0]["number"]
    stranger, other = "+6281110000900", "+6281110000901"
    (theirs,) = town.text(f"TERIMA {number}", stranger)
    (nobodys,) = town.text("TERIMA 1672888", other)
    assert theirs.replace(str(number), "1672888") == nobodys
    assert len(town.complaints()) == 1


def test_a_call_from_abroad_is_not_answered(town) -> None:
    town.call("+14155550100")
    assert town.answers("+14155550100") == []
    assert town.errors == []
