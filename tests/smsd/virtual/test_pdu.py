from __future__ import annotations

import string
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

import gammu
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms.codec import GSM7_BASIC, GSM7_EXTENSION, is_gsm7
from smsd.virtual.pdu import PduError, decode_submit, encode_deliver, encode_status_report
from smsd.virtual.semioctets import encode_smsc
from smsd.virtual.septets import from_septets, pack, to_septets, unpack

SMSC, CITIZEN = "+6281110000000", "+6281110000100"
AT = datetime(2025, 3, 4, 5, 6, 7, tzinfo=timezone(timedelta(hours=7)))

gsm7 = st.text(st.sampled_from(GSM7_BASIC.replace("\x1b", "") + "".join(GSM7_EXTENSION)), min_size=1, max_size=70)
# libgammu 1.45 takes a tilde in UCS-2 for an escape: it writes "~" as U+0001, and reading one loses the last character.
ucs2 = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="~"), min_size=1, max_size=30).filter(
    lambda t: not is_gsm7(t)
)
msisdns = st.text(string.digits, min_size=7, max_size=7).map("+628111".__add__)
parts = st.one_of(
    st.none(),
    st.integers(1, 255).flatmap(
        lambda total: st.tuples(st.integers(0, 65535), st.just(total), st.integers(1, total)),
    ),
)


def read_by_gammu(tpdu: bytes) -> dict[str, object]:
    message = gammu.DecodePDU(encode_smsc(SMSC) + tpdu)
    message["Text"] = message["Text"].split("\0")[0]
    return message


def written_by_gammu(**fields: object) -> bytes:
    smsc = {"Number": SMSC, "Validity": fields.pop("Validity", "Max")}
    coding = "Default_No_Compression" if is_gsm7(str(fields["Text"])) else "Unicode_No_Compression"
    pdu = gammu.EncodePDU({"SMSC": smsc, "Number": CITIZEN, "Coding": coding, "Folder": 2, **fields}, "Submit")
    return bytes(pdu[1 + pdu[0] :])


@given(gsm7 | ucs2, parts)
def test_gammu_reads_the_text_of_a_deliver(text: str, part: tuple[int, int, int] | None) -> None:
    message = read_by_gammu(encode_deliver(CITIZEN, text, AT, part))
    assert message["Text"] == text
    assert message["SMSC"]["Number"] == SMSC


@pytest.mark.parametrize(("reference", "field"), [(7, "ID8bit"), (300, "ID16bit")])
def test_gammu_reads_a_part_with_its_reference_in_either_width(reference: int, field: str) -> None:
    udh = read_by_gammu(encode_deliver(CITIZEN, "halo", AT, (reference, 3, 2)))["UDH"]
    assert (udh[field], udh["AllParts"], udh["PartNumber"]) == (reference, 3, 2)


@pytest.mark.parametrize("sender", [CITIZEN, "1708", "081110000100", "TELKOMSEL", "PLN", "Info BPJS"])
def test_gammu_reads_numbers_short_codes_and_letters_as_senders(sender: str) -> None:
    assert read_by_gammu(encode_deliver(sender, "halo", AT))["Number"] == sender


@given(st.integers(-47, 55))
def test_gammu_reads_the_time_stamp_in_every_zone(quarters: int) -> None:
    at = datetime(2025, 3, 4, 5, 6, 7, tzinfo=timezone(timedelta(minutes=15 * quarters)))
    assert read_by_gammu(encode_deliver(CITIZEN, "halo", at))["DateTime"] == at


def test_gammu_reads_a_status_report() -> None:
    done = AT + timedelta(seconds=5)
    report = read_by_gammu(encode_status_report(200, CITIZEN, (AT, done), status=0x30))
    assert report["Type"] == "Status_Report"
    assert (report["MessageReference"], report["Number"], report["DeliveryStatus"]) == (200, CITIZEN, 0x30)
    assert (report["DateTime"], report["SMSCDateTime"]) == (AT, done)


@given(gsm7 | ucs2, msisdns, parts)
def test_a_submit_written_by_gammu_is_understood(text: str, to: str, part: tuple[int, int, int] | None) -> None:
    udh = {}
    if part:
        reference, total, sequence = part
        wide = bytes([6, 8, 4, reference >> 8, reference & 255, total, sequence])
        header = wide if reference > 255 else bytes([5, 0, 3, reference, total, sequence])
        udh = {"UDH": {"Type": "UserUDH", "Text": header}}
    submit = decode_submit(written_by_gammu(Text=text, Number=to, **udh))
    assert (submit.to, submit.text, submit.udh, submit.unicode) == (to, text, part, not is_gsm7(text))


@pytest.mark.parametrize(("kind", "requested"), [("Submit", False), ("Status_Report", True)])
def test_the_request_for_a_report_is_understood(kind: str, requested: bool) -> None:
    assert decode_submit(written_by_gammu(Text="halo", Type=kind)).report_requested is requested


@pytest.mark.parametrize(
    ("validity", "minutes"), [("NA", 5), ("1H", 60), ("12H", 720), ("1D", 24 * 60), ("1W", 7 * 24 * 60)]
)
def test_the_validity_is_counted_in_minutes(validity: str, minutes: int) -> None:
    assert decode_submit(written_by_gammu(Text="halo", Validity=validity)).validity == minutes


@pytest.mark.parametrize(("first", "validity"), [("01", ""), ("19", "52304050607082"), ("09", "0" * 14)])
def test_a_submit_without_relative_validity_is_understood(first: str, validity: str) -> None:
    submit = decode_submit(bytes.fromhex(f"{first}00048171800000{validity}04E830FB0D"))
    assert (submit.to, submit.text, submit.validity) == ("1708", "halo", None)


def test_a_submit_in_eight_bit_data_is_understood() -> None:
    assert decode_submit(bytes.fromhex("010004817180000403414243")).text == "ABC"


def test_an_unknown_escape_reads_as_the_basic_character() -> None:
    assert from_septets([0x1B, 0x61, 0x1B, 0x65, 0x1B, 0x1B]) == "a€ "


@given(gsm7, st.integers(0, 6))
def test_septets_come_back_from_behind_fill_bits(text: str, fill: int) -> None:
    septets = to_septets(text)
    assert from_septets(unpack(pack(septets, fill), len(septets), fill)) == text


@given(st.binary(max_size=40) | st.binary(max_size=30).map(b"\x01\x00\x04\x81\x71\x80\x00\x08".__add__))
def test_octets_that_are_no_submit_are_refused_and_nothing_worse(octets: bytes) -> None:
    with suppress(PduError):
        decode_submit(octets)


def test_a_plain_part_of_a_text_in_ucs2_is_in_ucs2_too() -> None:
    assert read_by_gammu(encode_deliver(CITIZEN, "halo", AT, unicode=True))["Coding"] == "Unicode_No_Compression"


def test_a_text_that_is_too_long_for_one_message_is_not_encoded() -> None:
    assert encode_deliver(CITIZEN, "a" * 160, AT)
    with pytest.raises(ValueError, match="does not fit"):
        encode_deliver(CITIZEN, "a" * 161, AT)


def test_a_time_without_a_zone_is_taken_for_universal_time() -> None:
    naive = AT.replace(tzinfo=None)
    aware = naive.replace(tzinfo=UTC)
    assert encode_deliver(CITIZEN, "halo", naive) == encode_deliver(CITIZEN, "halo", aware)
