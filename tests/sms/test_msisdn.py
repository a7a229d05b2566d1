"""Who sent it: robots stay robots, and a number is written in one way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms.msisdn import NotANumberError, SenderKind, classify, parse_msisdn

CITIZEN = "+6281110002222"


@pytest.mark.parametrize(
    "written",
    [
        "+6281110002222",
        "6281110002222",
        "081110002222",
        "006281110002222",
        "+62 811-1000-2222",
        "62811 1000 2222",
        "(0811) 1000.2222",
        "0811/1000/2222",
        " 0811\u00a01000 2222 ",
        # A zero that does not belong behind the country code.
        "+62081110002222",
    ],
)
def test_a_number_is_known_however_it_is_written(written: str) -> None:
    assert parse_msisdn(written) == CITIZEN
    assert classify(written).kind is SenderKind.NUMBER
    assert classify(written).address == CITIZEN


@pytest.mark.parametrize(
    ("written", "number"), [("+1 (202) 555-0123", "+12025550123"), ("004420 79460123", "+442079460123")]
)
def test_a_number_of_another_country_is_one(written: str, number: str) -> None:
    # Both are numbers that those countries keep for films.
    assert parse_msisdn(written) == number
    assert classify(written).address == number


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("1708", SenderKind.SHORT_CODE),
        ("123", SenderKind.SHORT_CODE),
        ("112", SenderKind.SHORT_CODE),
        ("0811", SenderKind.SHORT_CODE),
        ("5555555", SenderKind.SHORT_CODE),
        ("TELKOMSEL", SenderKind.LETTERS),
        ("BANK123", SenderKind.LETTERS),
        ("0811BANKBCA", SenderKind.LETTERS),
        ("BANK12345678", SenderKind.LETTERS),
        ("+1708", SenderKind.LETTERS),
        ("+6281110002222 ext 5", SenderKind.LETTERS),
        ("+628\u0661\u0661\u0661\u0660\u0660\u0660\u0662\u0662\u0662\u0662", SenderKind.LETTERS),
        ("", SenderKind.LETTERS),
        ("+", SenderKind.LETTERS),
    ],
)
def test_what_is_no_number_never_becomes_one(address: str, kind: SenderKind) -> None:
    assert classify(address).kind is kind
    assert classify(address).address == address
    with pytest.raises(NotANumberError):
        parse_msisdn(address)


def test_the_error_says_what_was_wrong_and_how_to_write_it() -> None:
    with pytest.raises(NotANumberError, match=r"'BANK123' is not a phone number; write it like \+62"):
        parse_msisdn("BANK123")
    with pytest.raises(NotANumberError, match="'081112345678901234' is not a"):
        parse_msisdn("081112345678901234")


@given(st.text(max_size=20))
def test_any_sender_has_a_kind_and_only_numbers_have_a_plus_and_digits(address: str) -> None:
    sender = classify(address)
    if sender.kind is SenderKind.NUMBER:
        assert sender.address[0] == "+"
        assert sender.address[1:].isascii()
        assert sender.address[1:].isdigit()


@given(st.text("+0123456789 -./()", max_size=20))
def test_a_number_written_in_full_is_read_again_as_itself(typed: str) -> None:
    try:
        number = parse_msisdn(typed)
    except NotANumberError:
        return
    assert parse_msisdn(number) == number


@given(st.text(max_size=4), st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", min_size=1, max_size=9))
def test_a_sender_with_a_letter_is_never_a_number(digits: str, letters: str) -> None:
    assert classify(digits + letters).kind is SenderKind.LETTERS


def test_a_senders_letters_are_cut_to_what_is_kept_of_them() -> None:
    assert classify("X\x00" + "Y" * 99).address == "X" + "Y" * 31
