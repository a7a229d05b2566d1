"""Messages of SMPP: what is read, and what is written, which the virtual SMSC reads by code of its own."""

import re
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from smpp34 import DeliverSm, Tlv

from sms.codec import GSM7_BASIC, GSM7_EXTENSION, split
from sms.gsm7 import decode_gsm7, encode_gsm7
from sms.message import Delivery, Segment
from smsd.transports.smpp_pdus import SmppError, Stream, Tag, name_of, pack, read_message
from smsd.transports.smpp_texts import (
    Agreed,
    decode_kept,
    decode_part,
    decode_receipt,
    encode_unit,
    is_receipt,
    same_ids,
    units_of,
)
from smsd.virtual import smpp_wire

CITIZEN = "+6281110000100"
_LETTERS = sorted({*GSM7_BASIC.replace("\x1b", ""), *GSM7_EXTENSION})


def came(octets: bytes = b"", sender: str = "6281110000100", *, ton: int = 1, tlvs=(), **fields) -> DeliverSm:
    made = DeliverSm(sender, "1708", octets, source_addr_ton=ton, tlvs=list(tlvs), sequence_number=7, **fields)
    return read_message(made.encode())


def part(message: DeliverSm, alphabet: str = "gsm7"):
    return decode_part("bind", message, alphabet, "a.1")


@given(st.text(st.sampled_from(_LETTERS)))
def test_the_default_alphabet_reads_as_it_was_written(text: str) -> None:
    assert decode_gsm7(encode_gsm7(text)) == text


def test_what_the_default_alphabet_does_not_know_is_no_end_of_it() -> None:
    assert decode_gsm7(b"\x1b\x41ya\x1b\x1b\xff\x1b") == "Aya \ufffd"


@pytest.mark.parametrize(
    ("octets", "data_coding", "alphabet", "text"),
    [
        (b"\x00 jalan \x1be", 0, "gsm7", "@ jalan €"),
        ("café".encode("latin-1"), 0, "latin1", "café"),
        (b"[jalan]\r\n", 1, "gsm7", "[jalan]\r\n"),
        (b"\x1b<jalan\x1b> \x00", 1, "gsm7", "[jalan] @"),
        ("café".encode("latin-1"), 3, "gsm7", "café"),
        ("jalan 🚧".encode("utf-16-be"), 8, "gsm7", "jalan 🚧"),
        (b"\xff\x00", 4, "gsm7", ""),
        (b"\xff\x00", 2, "gsm7", ""),
        (b"\x00ya", 0xF1, "gsm7", "@ya"),
        (b"\x00ya", 0xF5, "gsm7", ""),
        (b"\x00ya", 0x10, "gsm7", "@ya"),
        ("ya".encode("utf-16-be"), 0x18, "gsm7", "ya"),
        (b"ya\xe9", 0x0E, "gsm7", "yaé"),
        (b"\x00j\x00", 8, "gsm7", "j\ufffd"),
        (b"", 0, "gsm7", ""),
    ],
)
def test_a_text_is_read_by_its_data_coding(octets: bytes, data_coding: int, alphabet: str, text: str) -> None:
    assert part(came(octets, data_coding=data_coding), alphabet).text == text


@pytest.mark.parametrize(
    ("address", "ton", "sender"),
    [
        ("6281110000100", 1, CITIZEN),
        ("081110000100", 2, "081110000100"),
        ("6281110000100", 0, "6281110000100"),
        ("+6281110000100", 1, CITIZEN),
        ("TELKOMSEL", 5, "TELKOMSEL"),
        ("1708", 3, "1708"),
    ],
)
def test_a_sender_is_written_as_its_type_says(address: str, ton: int, sender: str) -> None:
    assert part(came(b"ya", address, ton=ton)).sender == sender


@pytest.mark.parametrize(
    ("header", "place"),
    [
        ("050003070201", (7, 2, 1)),
        ("06080401020302", (0x0102, 3, 2)),
        ("0A2401010003070201", (7, 2, 1)),
        ("050003070200", (None, 1, 1)),
        ("050003070203", (None, 1, 1)),
        ("050003070101", (None, 1, 1)),
        ("0500030702", (None, 1, 1)),
        ("0424020101", (None, 1, 1)),
        ("FF0003", (None, 1, 1)),
    ],
)
def test_parts_are_known_by_their_header(header: str, place: tuple) -> None:
    read = part(came(bytes.fromhex(header) + b"ya", esm_class=0x40))
    assert (read.reference, read.total, read.sequence) == place


def test_the_text_begins_behind_the_header() -> None:
    assert part(came(bytes.fromhex("050003070201") + b"jalan", esm_class=0x40)).text == "jalan"


def test_parts_are_known_by_their_parameters_too() -> None:
    tlvs = [
        Tlv(Tag.SAR_MSG_REF_NUM, b"\x01\x02"),
        Tlv(Tag.SAR_TOTAL_SEGMENTS, b"\x03"),
        Tlv(Tag.SAR_SEGMENT_SEQNUM, b"\x02"),
    ]
    read = part(came(b"ya", tlvs=tlvs))
    assert (read.reference, read.total, read.sequence) == (0x0102, 3, 2)
    assert part(came(b"ya", tlvs=tlvs[:2])).total == 1


def test_a_payload_stands_in_the_place_of_the_short_message() -> None:
    assert part(came(b"", tlvs=[Tlv(Tag.MESSAGE_PAYLOAD, b"x" * 500)])).text == "x" * 500


def test_parameters_that_are_cut_off_are_an_error_and_no_empty_text() -> None:
    whole = DeliverSm("6281110000100", "1708", b"", tlvs=[Tlv(Tag.MESSAGE_PAYLOAD, b"jalan rusak")]).encode()
    cut = whole[:-3]
    with pytest.raises(SmppError, match="cut off"):
        read_message(struct.pack(">I", len(cut)) + cut[4:])
    with pytest.raises(SmppError, match="cut off"):
        decode_kept("bind", (struct.pack(">I", len(cut)) + cut[4:]).hex())
    assert decode_kept("bind", whole.hex()).text == "jalan rusak"


@pytest.mark.parametrize("octets", [b"", b"\0" * 15, pack(0x05, 1), pack(0x15, 1), pack(0x05, 1, b"\xff" * 40)])
def test_what_is_no_message_is_an_error(octets: bytes) -> None:
    with pytest.raises(SmppError):
        read_message(octets)


@given(st.binary(max_size=80), st.integers(0, 255), st.integers(0, 255))
def test_no_message_makes_the_reader_fail(octets: bytes, esm_class: int, data_coding: int) -> None:
    message = came(octets, esm_class=esm_class, data_coding=data_coding)
    part(message)
    decode_receipt("bind", message)


RECEIPT = "id:0123456789 sub:001 dlvrd:001 submit date:2611231000 done date:2611231001 stat:{} err:000 text:Laporan 13"


@pytest.mark.parametrize(
    ("text", "tlvs", "message_id", "status"),
    [
        (RECEIPT.format("DELIVRD"), (), "0123456789", Delivery.DELIVERED),
        (RECEIPT.format("EXPIRED"), (), "0123456789", Delivery.FAILED),
        (RECEIPT.format("UNDELIV"), (), "0123456789", Delivery.FAILED),
        (RECEIPT.format("ENROUTE"), (), "0123456789", Delivery.PENDING),
        (RECEIPT.format("UNKNOWN"), (), "0123456789", Delivery.PENDING),
        ("id:a1b2 sub:1 dlvrd:1 done date:261123100102 stat:delivrd", (), "a1b2", Delivery.DELIVERED),
        ("ID: 77 STAT:REJECTD ERR:1", (), "77", Delivery.FAILED),
        ("id:5 stat:DELIVERED", (), "5", Delivery.DELIVERED),
        ("id:5 stat:EXPIRED", [Tlv(0x001E, b"9\0"), Tlv(0x0427, b"\2")], "9", Delivery.DELIVERED),
        ("", [Tlv(Tag.RECEIPTED_MESSAGE_ID, b"9"), Tlv(Tag.MESSAGE_STATE, b"\5")], "9", Delivery.FAILED),
    ],
)  # fmt: skip
def test_a_receipt_is_read_by_its_parameters_or_its_text(text: str, tlvs, message_id: str, status: Delivery) -> None:
    message = came(text.encode(), tlvs=tlvs, esm_class=0x04)
    assert is_receipt(message)
    read = decode_receipt("bind", message, "a.1")
    assert (read.message_ids[0], read.status, read.recipient, read.handle) == (message_id, status, CITIZEN, "a.1")


@pytest.mark.parametrize("text", ["", "stat:DELIVRD", "id:5", "id:5 stat:SOMETIMES"])
def test_a_receipt_that_says_nothing_is_none(text: str) -> None:
    assert decode_receipt("bind", came(text.encode(), esm_class=0x04)) is None


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("0000a1b2", "a1b2"),
        ("A1B2", "a1b2"),
        ("41394", "a1b2"),
        ("a1b2", "41394"),
        ("0000041394", "41394"),
        ("41394", "0000041394"),
        ("12", "0000000c"),
        ("msg-7", "msg-7"),
    ],
)
def test_a_name_is_known_in_other_ways_of_writing_it(given: str, meant: str) -> None:
    assert meant in same_ids(given)
    assert same_ids(given)[0] == given


def test_another_name_is_another() -> None:
    assert not set(same_ids("1000")) & {"1001", "999", "10000"}


def written(text: str, agreed: Agreed, to: str = CITIZEN) -> list[smpp_wire.Submitted]:
    cut = split(text)
    segments = [
        Segment(f"1-{place}", to, each, place, len(cut.parts), 300, cut.unicode)
        for place, each in enumerate(cut.parts, 1)
    ]
    octets = [encode_unit(unit, agreed, 9) for unit in units_of(segments, agreed)]
    return [smpp_wire.read_submit(each[16:]) for each in octets]


@pytest.mark.parametrize("text", ["Laporan 13 diterima", "harga 5€ [a]", "jalan 🚧 rusak", "x" * 400, "é🚧" * 100])
@pytest.mark.parametrize("long", ["udh", "sar", "payload"])
@given(cut=st.integers(0, 400))
def test_what_is_written_is_what_the_smsc_reads(text: str, long: str, cut: int) -> None:
    text = text[:cut]
    submitted = written(text, Agreed(sender="1708", long=long))
    assert "".join(each.text for each in submitted) == text
    places = [each.place for each in submitted]
    if long == "payload" or len(submitted) == 1:
        assert places == [None]
    else:
        assert [place[1:] for place in places] == [(len(places), number) for number in range(1, len(places) + 1)]
        assert {place[0] for place in places} == {300 if long == "sar" else 300 % 256}


@pytest.mark.parametrize(
    ("text", "data_coding", "octets"),
    [("café @", 0, "café @"), ("5€", 8, "5€"), ("plain", 0, "plain"), ("[x]", 0, "[x]")],
)
def test_a_peer_that_speaks_latin_1_gets_that(text: str, data_coding: int, octets: str) -> None:
    unit = (Segment("1-1", CITIZEN, text),)
    sent = read_message(encode_unit(unit, Agreed(alphabet="latin1"), 1))
    assert sent.data_coding == data_coding
    assert sent.short_message == octets.encode("latin-1" if data_coding == 0 else "utf-16-be")


@pytest.mark.parametrize(
    ("agreed", "to", "kinds"),
    [
        (Agreed(sender="1708"), CITIZEN, ("1708", 0, 1, "6281110000100", 1, 1)),
        (Agreed(sender="+628111000001"), CITIZEN, ("628111000001", 1, 1, "6281110000100", 1, 1)),
        (Agreed(sender="BOGOR"), CITIZEN, ("BOGOR", 5, 0, "6281110000100", 1, 1)),
        (Agreed(), CITIZEN, ("", 0, 1, "6281110000100", 1, 1)),
        (Agreed(sender="1708", sender_ton=3, sender_npi=0), "1234", ("1708", 3, 0, "1234", 0, 1)),
        (Agreed(sender="1708", to_ton=2, to_npi=8), CITIZEN, ("1708", 0, 1, "6281110000100", 2, 8)),
    ],
)
def test_addresses_are_written_with_their_kinds(agreed: Agreed, to: str, kinds: tuple) -> None:
    (sent,) = written("ya", agreed, to)
    assert (sent.sender, sent.sender_ton, sent.sender_npi, sent.to, sent.to_ton, sent.to_npi) == kinds
    assert sent.wants_receipt


@given(st.lists(st.binary(max_size=60), min_size=1, max_size=8), st.integers(1, 40))
def test_pdus_are_whole_however_they_were_cut_on_their_way(bodies: list[bytes], size: int) -> None:
    sent = [pack(0x05, number, body) for number, body in enumerate(bodies)]
    data, stream = b"".join(sent), Stream()
    heard = [pdu for place in range(0, len(data), size) for pdu in stream.feed(data[place : place + size])]
    assert [pdu.octets for pdu in heard] == sent
    assert [(pdu.sequence, pdu.body) for pdu in heard] == list(enumerate(bodies))


@pytest.mark.parametrize("length", [0, 15, 65537, 0x47455420])
def test_a_length_that_no_pdu_has_is_an_error(length: int) -> None:
    with pytest.raises(SmppError, match=f"of {length} octets"):
        list(Stream().feed(struct.pack(">I", length) + b"\0" * 12))


def test_a_status_is_named_as_people_look_it_up() -> None:
    assert name_of(0x58) == "ESME_RTHROTTLED (0x58)"
    assert re.fullmatch(r"status 0x4FF", name_of(0x4FF))
