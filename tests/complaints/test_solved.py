"""Is it solved? What is taken for the answer of the reporter, and what is a report of its own."""

from __future__ import annotations

import pytest


@pytest.fixture
def solved(staff):
    """The road is mended, says the office, and the reporter has been asked."""
    staff.appoint("PUPR")
    staff.number = staff.report("bogor jalan rusak depan pasar anyar")
    staff.town.text(f"SELESAI {staff.number} sudah ditambal", "+6281112000001")
    staff.later(minutes=15)
    assert staff.town.answers()[-1].endswith("Balas SUDAH atau BELUM")
    return staff


def test_no_water_yet_is_no_word_on_the_road(solved) -> None:
    solved.town.text("belum ada air dari kemarin di rt 3 tajur")
    assert solved.row(solved.number)["status"] == "resolved"
    assert len(solved.town.complaints()) == 2


@pytest.mark.parametrize("text", ["belum ada perbaikan", "belum, masih bolong", "belum dikerjakan apa apa"])
def test_no_work_yet_opens_it_again(solved, text: str) -> None:
    (answer,) = solved.town.text(text)
    assert "dibuka lagi" in answer
    assert len(solved.town.complaints()) == 1


@pytest.mark.parametrize("text", ["SUDAH / BELUM", "Balas SUDAH atau BELUM", "sudah belum?"])
def test_both_words_together_are_no_answer(solved, text: str) -> None:
    solved.town.text(text)
    assert solved.row(solved.number)["status"] == "resolved"
