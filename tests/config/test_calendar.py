"""When a region's offices work, in the table `[calendar]` of its file."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from config.calendar import Calendar
from config.errors import ConfigError
from config.regions import load_region

DEPOK = 'name = "Kota Depok"\nkeyword = "depok"\ntimezone = "Asia/Jakarta"\n'


def test_without_the_table_offices_work_from_monday_to_friday() -> None:
    calendar = Calendar()
    assert calendar.week == {0, 1, 2, 3, 4}
    assert (calendar.opens, calendar.closes, calendar.national) == (time(8), time(16), True)


def test_without_the_table_a_region_has_the_same(tmp_path: Path) -> None:
    calendar = load(tmp_path, "")
    assert (calendar.week, calendar.opens, calendar.closes) == (Calendar().week, time(8), time(16))


def test_a_region_has_its_own_days_and_hours(tmp_path: Path) -> None:
    calendar = load(tmp_path, '[calendar]\nworking_days = ["mon", "sat"]\nopens = "07:30"\ncloses = "14:00"\n')
    assert (calendar.week, calendar.opens, calendar.closes) == ({0, 5}, time(7, 30), time(14))


def test_a_region_adds_and_removes_dates_with_their_reasons(tmp_path: Path) -> None:
    text = '[calendar.free]\n2026-04-27 = "Hari Jadi Depok"\n[calendar.working]\n2026-12-24 = "Dibatalkan"\n'
    calendar = load(tmp_path, text)
    assert calendar.free == {date(2026, 4, 27): "Hari Jadi Depok"}
    assert calendar.working == {date(2026, 12, 24): "Dibatalkan"}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('working_days = ["mon", "funday"]', "5: calendar.working_days: should be 'mon', 'tue',"),
        ("working_days = []", "5: calendar.working_days: should not be empty"),
        ('opens = "16:00"\ncloses = "08:00"', "6: calendar.closes: 08:00 should be later than opens, 16:00"),
        ('closes = "07:00"', "5: calendar.closes: 07:00 should be later than opens, 08:00"),
        ('opens = "8"', '5: calendar.opens: should be a time of day in quotes, such as "07:30"'),
        ("national = 1", "5: calendar.national: should be"),
        ('holiday = "x"', "5: calendar.holiday: unknown key"),
        (
            '[calendar.free]\n2026-06-03 = "Hari Jadi"\n2026-6-4 = "x"',
            "7: calendar.free.2026-6-4: '2026-6-4' should be a date, such as 2026-06-03",
        ),
        ('[calendar.free]\n20260603 = "x"', "6: calendar.free.20260603: '20260603' should be a date"),
        ('[calendar.working]\n2026-02-30 = "x"', "6: calendar.working.2026-02-30: '2026-02-30' should be a date"),
        ('[calendar.free]\n2026-06-03 = ""', "6: calendar.free.2026-06-03: should not be empty"),
        (
            '[calendar.free]\n2026-06-03 = "a"\n[calendar.working]\n2026-06-03 = "b"',
            "8: calendar: 2026-06-03 is in both free and working",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, f"[calendar]\n{text}\n")
    assert str(caught.value).startswith(f"{tmp_path}/depok.toml:{problem}")


def load(directory: Path, text: str) -> Calendar:
    path = directory / "depok.toml"
    path.write_text(DEPOK + text)
    return load_region("depok.toml", directory).calendar
