"""CEK: what a phone is told of its own complaints."""


def test_what_is_open_is_listed_however_long_nothing_has_happened_with_it(staff) -> None:
    number = staff.report()
    staff.later(days=365)
    (answer,) = staff.town.text("CEK")
    assert answer.startswith(f"Laporan {number}")
