"""Which agency a text begins with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.agency import agency_at_front

NAMES = (
    ("PLN", "PLN"),
    ("PT PLN (Persero) UP3 Bogor", "PLN"),
    ("DLH", "DLH"),
    ("Dinas LH", "DLH"),
    ("Dinas Lingkungan Hidup", "DLH"),
    ("DISHUB", "DISHUB"),
    ("Dinas Perhubungan", "DISHUB"),
)


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("PLN", "PLN"),
        ("pln, itu tiang listrik", "PLN"),
        ("PT PLN (Persero) UP3 Bogor", "PLN"),
        ("ke DLH", "DLH"),
        ("kepada dinas lh ya", "DLH"),
        ("Dinas Lingkungan Hidup saja", "DLH"),
        ("dinas perhubungan", "DISHUB"),
        ("Dishubbb", "DISHUB"),
        ("itu tiang PLN", None),
        ("dinas lain", None),
        ("dinas", None),
        ("plnx", None),
        ("", None),
    ],
)
def test_an_agency_is_known_by_its_code_and_its_names(text: str, agency: str | None) -> None:
    assert agency_at_front(text, NAMES) == agency


@given(st.text(max_size=40))
def test_any_text_can_be_asked(text: str) -> None:
    assert agency_at_front(text, NAMES) in {"PLN", "DLH", "DISHUB", None}
    assert agency_at_front(text, ()) is None
