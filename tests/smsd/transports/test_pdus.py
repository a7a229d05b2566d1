"""libgammu as a codec, against PDUs that somebody else has written."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms.codec import is_gsm7, split
from sms.message import Delivery, Segment
from smsd.transports.pdus import PduError, decode_part, decode_report, encode, is_report, tpdu_length
from smsd.virtual.network import SMSC
from smsd.virtual.pdu import decode_submit, encode_deliver, encode_status_report
from smsd.virtual.semioctets import encode_smsc

CITIZEN = "+6281110000100"
AT = datetime(2026, 11, 21, 9, 30, 7, tzinfo=timezone(timedelta(hours=7)))
CHARACTERS = st.characters(codec="utf-16", exclude_characters="\x00")
SHORT, TEXTS = st.text(CHARACTERS, min_size=1, max_size=35), st.text(CHARACTERS, min_size=1, max_size=200)


def came(text: str, udh: tuple[int, int, int] | None = None, sender: str = CITIZEN) -> str:
    tpdu = encode_deliver(sender, text, AT, udh, unicode=not is_gsm7(text))
    return (encode_smsc(SMSC) + tpdu).hex().upper()


@given(SHORT)
def test_a_text_that_came_in_is_read_to_its_last_character(text: str) -> None:
    part = decode_part("modem1", came(text), "SM:7")
    assert part.text == text
    assert (part.sender, part.handle, part.sent_at) == (CITIZEN, "SM:7", AT.astimezone(UTC))
    assert (part.reference, part.total, part.sequence) == (None, 1, 1)


@pytest.mark.parametrize("text", ["jalan ~ rusak 😀 akhir ~~", "jalan [rusak] € akhir"])
@pytest.mark.parametrize("reference", [7, 300])
def test_a_part_knows_its_place(text: str, reference: int) -> None:
    part = decode_part("modem1", came(text, (reference, 3, 2)))
    assert (part.text, part.reference, part.total, part.sequence) == (text, reference, 3, 2)


@pytest.mark.parametrize("sender", ["TELKOMSEL", "1708"])
def test_letters_and_short_codes_stay_what_they_are(sender: str) -> None:
    assert decode_part("modem1", came("Promo", sender=sender)).sender == sender


@pytest.mark.parametrize("text", ["jalan rusak di depan pasar", "jalan rusak 😀 di depan pasar"])
def test_a_pdu_that_was_cut_off_is_no_shorter_sms(text: str) -> None:
    whole = came(text)
    for length in range(0, len(whole), 2):
        with pytest.raises(PduError):
            decode_part("modem1", whole[:length])


@pytest.mark.parametrize("text", ["jalan rusak di depan pasar", "jalan ~ rusak 😀"])
def test_what_follows_a_text_is_filling_or_the_pdu_is_none(text: str) -> None:
    for filling in ("00", "FFFF", "FF" * 20):
        assert decode_part("modem1", came(text) + filling).text == text
    with pytest.raises(PduError, match="goes on after its text"):
        decode_part("modem1", came(text) + "41")


def test_a_text_that_claims_to_be_shorter_is_not_cut_off_unseen() -> None:
    whole = came("jalan rusak")
    length = len(whole) - 2 * 10 - 2
    assert whole[length : length + 2] == "0B"
    with pytest.raises(PduError, match="goes on after its text"):
        decode_part("modem1", whole[:length] + "05" + whole[length + 2 :])


@pytest.mark.parametrize("place", [(7, 3, 0), (7, 3, 4), (7, 0, 1), (7, 1, 1)])
def test_a_part_of_no_message_there_can_be_is_a_message_of_its_own(place: tuple[int, int, int]) -> None:
    part = decode_part("modem1", came("bogor jalan rusak", place))
    assert (part.text, part.reference, part.total, part.sequence) == ("bogor jalan rusak", None, 1, 1)


WHOLE = {
    "seven bits": came("bogor [jalan] rusak"),
    "UCS-2": came("jalan ~ rusak 😀"),
    "a part": came("bogor jalan rusak", (7, 3, 2)),
    "a report": (encode_smsc(SMSC) + encode_status_report(200, CITIZEN, (AT, AT), 0)).hex().upper(),
}


@pytest.mark.parametrize("kind", WHOLE)
def test_whatever_becomes_of_an_octet_it_is_read_or_refused(kind: str) -> None:
    octets = bytes.fromhex(WHOLE[kind])
    damaged = [octets[:place] for place in range(len(octets))]
    damaged += [
        octets[:place] + bytes([value]) + octets[place + 1 :] for place in range(len(octets)) for value in range(256)
    ]
    for each in damaged:
        pdu = each.hex()
        with suppress(PduError):
            assert (decode_report if is_report(pdu) else decode_part)("modem1", pdu).line == "modem1"


@pytest.mark.parametrize("pdu", ["", "0", "zz", "00", "00040B", "FF" * 30])
def test_what_is_none_is_told_without_what_stands_in_it(pdu: str) -> None:
    assert not is_report(pdu) or pdu
    with pytest.raises(PduError) as told:
        decode_part("modem1", pdu)
    assert "FFFF" not in str(told.value)


@pytest.mark.parametrize(
    ("status", "delivery"), [(0x00, Delivery.DELIVERED), (0x30, Delivery.PENDING), (0x41, Delivery.FAILED)]
)
def test_a_report_names_what_it_is_about(status: int, delivery: Delivery) -> None:
    pdu = (encode_smsc(SMSC) + encode_status_report(200, CITIZEN, (AT, AT), status)).hex().upper()
    assert is_report(pdu)
    report = decode_report("modem1", pdu, "SR:1")
    assert (report.recipient, report.reference, report.status) == (CITIZEN, 200, delivery)
    with pytest.raises(PduError, match="is no SMS that came in"):
        decode_part("modem1", pdu)
    with pytest.raises(PduError, match="is no status report"):
        decode_report("modem1", came("halo"))


@given(TEXTS)
def test_a_text_leaves_as_it_was_written(text: str) -> None:
    cut = split(text)
    read = [
        decode_submit(bytes.fromhex(encode(Segment("1-1", CITIZEN, part, place, len(cut.parts), 9, cut.unicode))[2:]))
        for place, part in enumerate(cut.parts, 1)
    ]
    assert "".join(each.text for each in read) == text
    assert all(each.to == CITIZEN and each.report_requested and each.validity == 3 * 24 * 60 for each in read)
    assert [each.udh for each in read] == (
        [None] if len(read) == 1 else [(9, len(read), place) for place in range(1, len(read) + 1)]
    )


def test_the_length_counts_no_message_centre() -> None:
    assert tpdu_length(came("halo")) == tpdu_length("00" + came("halo")[2 * (1 + int(came("halo")[:2], 16)) :])
