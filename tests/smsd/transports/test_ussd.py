"""What operators answer to a code, and how it is written on the wire."""

import pytest

from smsd.transports import ussd
from smsd.transports.base import UssdAnswer, UssdError
from smsd.virtual.ussd import pack_text

TEXTS = ("Pulsa Rp25.000 s.d. 31-12-2030", "Sisa kuota", "1 SMS", "Anda 7", "Kuota: 120 SMS s/d 01/12 @")


def test_a_plain_answer_is_read_as_it_is() -> None:
    assert ussd.read_answer('+CUSD: 0,"Pulsa Rp25.000",15') == UssdAnswer("Pulsa Rp25.000")


@pytest.mark.parametrize("text", TEXTS)
def test_packed_septets_are_read(text: str) -> None:
    assert ussd.read_answer(f'+CUSD: 0,"{pack_text(text)}",15').text == text


@pytest.mark.parametrize("text", [*TEXTS, "*888#", "1"])
def test_what_is_typed_is_packed_as_a_modem_reads_it(text: str) -> None:
    assert ussd.pack(text) == pack_text(text)


def test_ucs2_is_read() -> None:
    text = "Pulsa Rp25.000 \N{EN DASH} terima kasih"
    assert ussd.read_answer(f'+CUSD: 0,"{text.encode("utf-16-be").hex()}",72').text == text


def test_digits_that_could_be_hexadecimal_stay_digits() -> None:
    assert ussd.read_answer('+CUSD: 0,"2025",15').text == "2025"


def test_a_menu_asks_for_more() -> None:
    assert ussd.read_answer('+CUSD: 1,"1 Pulsa 2 Kuota",15') == UssdAnswer("1 Pulsa 2 Kuota", is_open=True)


@pytest.mark.parametrize(
    ("line", "why"), [("+CUSD: 4", "does not know"), ("+CUSD: 2", "ended"), ("+CUSD", "understood")]
)
def test_an_end_without_an_answer_is_told(line: str, why: str) -> None:
    with pytest.raises(UssdError, match=why):
        ussd.read_answer(line)


def test_what_no_phone_can_type_is_refused() -> None:
    with pytest.raises(UssdError, match="digits"):
        ussd.pack("Ж")
