"""The form that gateways send: what is taken of it, and what is refused without being quoted."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.gate import RefusedError
from web.ussd_form import Call, read_form

FORM = {
    "sessionId": "AT-1", "serviceCode": "*123#", "phoneNumber": "+6281110000100", "networkCode": "51010", "text": "1*2",
}  # fmt: skip


def form(**changed: str) -> bytes:
    return urlencode({**FORM, **changed}).encode()


def test_a_step_is_read() -> None:
    call = read_form(form())
    assert (call.phone, call.text) == ("+6281110000100", "1*2")
    assert call.key.startswith("ussd:")
    assert len(call.key) == 37


def test_the_first_step_may_have_no_text_and_no_codes() -> None:
    assert read_form(b"sessionId=1&phoneNumber=081110000100").text == ""
    assert read_form(form(text="")).text == ""


@pytest.mark.parametrize("phone", ["6281110000100", "081110000100", " 6281110000100", "0062 811-1000-0100"])
def test_a_phone_is_the_same_however_a_gateway_writes_it(phone: str) -> None:
    assert read_form(form(phoneNumber=phone)) == read_form(form())


def test_a_session_is_told_by_its_id_and_its_phone() -> None:
    keys = {
        read_form(form()).key,
        read_form(form(sessionId="AT-2")).key,
        read_form(form(phoneNumber="+6281110000200")).key,
    }
    assert len(keys) == 3
    assert read_form(form(text="9")).key in keys


def test_a_call_shows_neither_number_nor_text() -> None:
    assert "811" not in repr(read_form(form()))
    assert "1*2" not in repr(read_form(form()))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (form(sessionId=""), "sessionId is missing"),
        (b"", "sessionId is missing"),
        (b"{}", "sessionId is missing"),
        (form(sessionId="x" * 201), "sessionId is too long"),
        (b"sessionId=1", "phoneNumber is missing"),
        (form(phoneNumber="BANK123"), "phoneNumber is no phone number; write it like +628111000001"),
        (form(phoneNumber="1708"), "phoneNumber is no phone number; write it like +628111000001"),
        (form(phoneNumber="+62811"), "phoneNumber is no phone number; write it like +628111000001"),
        (b"\xff\xfe", "the body is no form (application/x-www-form-urlencoded)"),
        (b"&".join([b"a=1"] * 30), "the body is no form (application/x-www-form-urlencoded)"),
    ],
)
def test_what_is_no_step_is_refused_with_the_reason(body: bytes, reason: str) -> None:
    with pytest.raises(RefusedError) as found:
        read_form(body)
    assert (found.value.status, found.value.reason) == (HTTPStatus.BAD_REQUEST, reason)


@given(st.binary(max_size=300) | st.text(max_size=100).map(lambda text: form(text=text, sessionId=text)))
def test_any_bytes_are_a_step_or_are_refused(body: bytes) -> None:
    try:
        found: Call | RefusedError = read_form(body)
    except RefusedError as error:
        found = error
    assert isinstance(found, Call) or found.status is HTTPStatus.BAD_REQUEST
