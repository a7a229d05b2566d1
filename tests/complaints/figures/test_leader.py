"""The leader's SMS: once a day, one SMS whatever the figures are."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from complaints.figures import leader
from complaints.figures.leader import write
from complaints.figures.statistics import Figures, Oldest, Share, Standing
from config.regions import load_region
from config.texts import load_texts
from sms.codec import segment_count

WALI, WAKIL = "+6281112000005", "+6281112000006"
BOGOR = load_region("bogor")


def told(standing: Standing, language: str = "id") -> str:
    return write(load_texts(language), BOGOR, "12/5", standing)


def test_it_has_the_form_that_leaders_know() -> None:
    agencies = {"DLH": Figures(overdue=3), "PUPR": Figures(overdue=7), "PDAM": Figures(new=4)}
    whole = Figures(new=34, overdue=12, on_time=Share(89, 100), confirmed=Share(61, 100))
    assert told(Standing(whole, agencies, Oldest(1234567, "PUPR", 21))) == (
        "Bogor 12/5: 34 baru, 12 lewat waktu (PUPR 7, DLH 3), tepat waktu 89%, dibenarkan warga 61%. "
        "Terlama 1234567 PUPR 21 hari."
    )


def test_where_there_is_nothing_it_says_so_and_leaves_out_shares_of_nothing() -> None:
    assert told(Standing(Figures(), {}, None)) == "Bogor 12/5: tidak ada yang baru, tidak ada yang lewat waktu."
    assert told(Standing(Figures(overdue=2), {}, None)) == "Bogor 12/5: tidak ada yang baru, 2 lewat waktu."


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("size", [9, 999, 99_999])
def test_it_is_one_sms_with_the_longest_values_and_names_those_who_are_latest(language: str, size: int) -> None:
    agencies = {f"INSPEKTORAT{place}": Figures(overdue=size - place) for place in range(9)}
    whole = Figures(new=size, overdue=size, on_time=Share(1, 1), confirmed=Share(1, 1))
    text = told(Standing(whole, agencies, Oldest(999_999_999, "INSPEKTORAT", 9999)), language)
    assert segment_count(text) == 1
    assert text.endswith(("9999 hari.", "9999 days."))
    assert f"INSPEKTORAT0 {size}" in text or "(" not in text


def send(staff: Any) -> int:
    town = staff.town
    is_due = leader.is_due(town.database, town.processor.office, town.clock.now())
    sent = leader.send_due(town.database, town.processor.office, town.clock.now())
    assert is_due is (sent > 0)
    return sent


def test_every_leader_of_a_region_has_it_once_a_day_from_seven_on(staff) -> None:
    assert send(staff) == 0, "there is no leader"
    staff.appoint("LEADER", WALI, "Wali")
    staff.appoint("LEADER", WAKIL, "Wakil")
    number = staff.report()
    assert [send(staff), send(staff)] == [1, 0]
    assert staff.town.answers(WALI) == staff.town.answers(WAKIL)
    staff.town.clock.advance(timedelta(hours=18, minutes=59))
    assert send(staff) == 0
    staff.town.clock.advance(timedelta(minutes=1))
    assert send(staff) == 1
    assert staff.town.answers(WALI)[1] == (
        f"Bogor 24/11: 1 baru, tidak ada yang lewat waktu. Terlama {number} PUPR 0 hari."
    )


def test_after_an_outage_there_is_one_for_today_and_none_at_night(staff) -> None:
    staff.appoint("LEADER", WALI, "Wali")
    staff.town.clock.advance(timedelta(days=10, hours=11))
    assert send(staff) == 0
    staff.town.clock.advance(timedelta(hours=9))
    assert [send(staff), send(staff)] == [1, 0]
