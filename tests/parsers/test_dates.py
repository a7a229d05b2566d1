"""The day until which something waits, as officers write it; today is Monday the 23rd of November 2026."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.dates import leading_day

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "day", "rest"),
    [
        ("12/5 tunggu aspal", date(2027, 5, 12), " tunggu aspal"),
        ("12-5-2027 x", date(2027, 5, 12), " x"),
        ("12.5.27 x", date(2027, 5, 12), " x"),
        ("sampai tgl 1/12, hujan", date(2026, 12, 1), ", hujan"),
        ("12 mei tunggu", date(2027, 5, 12), " tunggu"),
        ("12 Mei 2027 tunggu", date(2027, 5, 12), " tunggu"),
        ("12 des 3000 batang", date(2026, 12, 12), " 3000 batang"),
        ("23/11 x", MONDAY, " x"),
        ("20/11 x", date(2027, 11, 20), " x"),
        ("20/11/2026 x", date(2026, 11, 20), " x"),
        ("29/2 x", date(2028, 2, 29), " x"),
        ("2 minggu nunggu alat", date(2026, 12, 7), " nunggu alat"),
        ("seminggu x", date(2026, 11, 30), " x"),
        ("3 hari lagi x", date(2026, 11, 26), " x"),
        ("h+3 x", date(2026, 11, 26), " x"),
        ("1 bulan x", date(2026, 12, 23), " x"),
        ("bulan depan x", date(2026, 12, 23), " x"),
        ("minggu depan x", date(2026, 11, 30), " x"),
        ("besok x", date(2026, 11, 24), " x"),
        ("lusa x", date(2026, 11, 25), " x"),
        ("senin x", date(2026, 11, 30), " x"),
        ("senin depan x", date(2026, 11, 30), " x"),
        ("hari kamis, x", date(2026, 11, 26), ", x"),
        ("minggu x", date(2026, 11, 29), " x"),
    ],
)
def test_a_day_is_read_however_it_is_written(text: str, day: date, rest: str) -> None:
    found = leading_day(text)
    assert found is not None
    assert (found[0].after(MONDAY), found[1]) == (day, rest)


@pytest.mark.parametrize("text", ["tunggu aspal", "3 titik", "12 orang turun", "2", "", "12/5/20277 x", "nanti senin"])
def test_what_begins_with_no_day_has_none(text: str) -> None:
    assert leading_day(text) is None


@pytest.mark.parametrize("text", ["31/2 x", "32/1 x", "0/5", "12/13", "31 april x", "29/2/2027"])
def test_a_day_that_no_calendar_has_is_none(text: str) -> None:
    found = leading_day(text)
    assert found is not None
    assert found[0].after(MONDAY) is None


def test_a_month_later_is_the_last_day_of_a_shorter_one() -> None:
    found = leading_day("1 bulan")
    assert found is not None
    assert found[0].after(date(2027, 1, 31)) == date(2027, 2, 28)


@given(st.dates(date(2024, 1, 1), date(2028, 12, 31)), st.integers(1, 300))
def test_a_date_is_the_one_that_was_written(today: date, days: int) -> None:
    meant = today + timedelta(days=days)
    for text in (f"{meant.day}/{meant.month}", f"{meant:%d-%m-%Y}", f"{days} hari"):
        found = leading_day(f"{text} tunggu")
        assert found is not None
        assert found[0].after(today) == meant


@given(st.text(max_size=30), st.dates(date(2024, 1, 1), date(2028, 12, 31)))
def test_whatever_is_written_a_day_is_read_or_none(text: str, today: date) -> None:
    found = leading_day(text)
    assert found is None or found[0].after(today) is None or text.endswith(found[1])
