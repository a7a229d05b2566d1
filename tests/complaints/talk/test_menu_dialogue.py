"""The menu over SMS, in the middle of other things that somebody writes."""

from __future__ import annotations


def test_a_report_with_the_keyword_leaves_the_menu_and_its_topic(town) -> None:
    for typed in ("menu", "1", "3"):
        town.text(typed)
    town.text("bogor lampu jalan mati di tajur")
    town.text("rt 3 dekat masjid")
    (complaint,) = town.complaints()
    assert complaint["text"] == "lampu jalan mati di tajur"
