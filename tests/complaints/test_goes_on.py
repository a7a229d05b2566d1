"""Which complaint a text without keyword and number goes on with."""

from __future__ import annotations

from datetime import timedelta


def test_a_text_goes_on_with_the_complaint_that_was_spoken_of_last(staff) -> None:
    town, older = staff.town, staff.report()
    town.clock.advance(timedelta(days=1))
    staff.report("bogor lampu jalan mati di jl merdeka")
    town.text(f"TAMBAH {older} makin dalam lubangnya")
    (answer,) = town.text("kemarin ada yang jatuh")
    assert answer.startswith(f"Laporan {older} + SMS ini")


def test_words_after_an_objection_belong_to_what_was_opened_again(staff) -> None:
    staff.appoint("PUPR")
    number = staff.report()
    staff.town.text(f"SELESAI {number} sudah ditambal", "+6281112000001")
    staff.later(minutes=15)
    assert "dibuka lagi" in staff.town.text("belum")[0]
    (answer,) = staff.town.text("lubangnya malah makin dalam")
    assert answer.startswith(f"Laporan {number} + SMS ini")
