"""CEK: what a phone is told of its own complaints."""


def test_what_is_open_is_listed_however_long_nothing_has_happened_with_it(staff) -> None:
    number = staff.report()
    staff.later(days=365)
    (answer,) = staff.town.text("CEK")
    assert answer.startswith(f"Laporan {number}")


def test_who_asks_twice_is_told_twice_that_nothing_is_open(town) -> None:
    (first,) = town.text("CEK")
    assert first.startswith("Tidak ada laporan terbuka dari nomor ini.")
    assert town.text("CEK") == [first]
