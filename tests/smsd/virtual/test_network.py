from __future__ import annotations

import threading
from datetime import UTC, datetime

import gammu
import pytest

from sms.clock import ManualClock
from smsd.virtual.network import Network, Refused, Submitted

CITIZEN = "+6281110000100"
AT = datetime(2025, 3, 4, 5, 6, 7, tzinfo=UTC)
EMOJI = "\U0001f600"


class Handset:
    """Takes everything and writes it down as gammu reads it."""

    def __init__(self) -> None:
        self.taken: list[dict[str, object]] = []

    def receive(self, pdu: bytes, *, report: bool) -> bool:
        self.taken.append(gammu.DecodePDU(pdu))
        assert (self.taken[-1]["Type"] == "Status_Report") is report
        return True

    @property
    def texts(self) -> list[str]:
        return [str(message["Text"]).split("\0")[0] for message in self.taken]

    @property
    def headers(self) -> list[tuple[int, int, int]]:
        headers = [message["UDH"] for message in self.taken]
        return [(max(udh["ID8bit"], udh["ID16bit"]), udh["AllParts"], udh["PartNumber"]) for udh in headers]


@pytest.fixture
def network() -> Network:
    return Network(ManualClock(AT))


@pytest.fixture
def handset(network: Network) -> Handset:
    handset = Handset()
    network.attach(handset)
    return handset


def submit(text: str, header: bytes = b"", kind: str = "Submit") -> bytes:
    coding = "Default_No_Compression" if text.isascii() else "Unicode_No_Compression"
    fields = {"SMSC": {"Number": "+62811", "Validity": "1D"}, "Number": CITIZEN, "Text": text, "Coding": coding}
    udh = {"UDH": {"Type": "UserUDH", "Text": header}} if header else {}
    pdu = gammu.EncodePDU({**fields, **udh, "Folder": 2, "Type": kind}, "Submit")
    return bytes(pdu[1 + pdu[0] :])


def test_a_long_text_comes_in_parts_with_the_next_reference_of_its_sender(network: Network, handset: Handset) -> None:
    network.deliver(CITIZEN, "a" * 200)
    network.deliver(CITIZEN, "b" * 200)
    network.deliver("+6281110000101", "c" * 200)
    assert handset.headers == [(1, 2, 1), (1, 2, 2), (2, 2, 1), (2, 2, 2), (1, 2, 1), (1, 2, 2)]
    assert "".join(handset.texts) == "a" * 200 + "b" * 200 + "c" * 200


@pytest.mark.parametrize("letter", ["a", "€", "ğ", EMOJI])
def test_a_reference_above_255_takes_a_wider_header_and_every_part_still_fits(
    network: Network, handset: Handset, letter: str
) -> None:
    network.deliver(CITIZEN, letter * 200, reference=300)
    assert {reference for reference, _, _ in handset.headers} == {300}
    assert "".join(handset.texts) == letter * 200


def test_all_parts_of_a_text_are_in_the_same_alphabet(network: Network, handset: Handset) -> None:
    network.deliver(CITIZEN, "a" * 100 + "ğ")
    assert [message["Coding"] for message in handset.taken] == ["Unicode_No_Compression"] * 2


def test_an_emoji_is_never_cut_apart(network: Network, handset: Handset) -> None:
    network.deliver(CITIZEN, "x" + EMOJI * 60)
    assert "".join(handset.texts) == "x" + EMOJI * 60


def test_parts_come_in_the_order_they_are_given(network: Network, handset: Handset) -> None:
    for sequence in (3, 1, 2):
        network.deliver_part(CITIZEN, f"({sequence})", at=AT, reference=9, total=3, sequence=sequence)
    assert handset.headers == [(9, 3, 3), (9, 3, 1), (9, 3, 2)]


def test_a_message_carries_the_local_time_of_the_network_or_the_time_given(network: Network, handset: Handset) -> None:
    network.deliver(CITIZEN, "halo")
    network.deliver(CITIZEN, "halo", at=datetime(2024, 1, 1, tzinfo=UTC))
    assert [str(message["DateTime"]) for message in handset.taken] == [
        "2025-03-04 12:06:07+07:00",
        "2024-01-01 00:00:00+00:00",
    ]


def test_what_is_accepted_is_in_the_ledger(network: Network) -> None:
    assert network.submit(submit("halo", kind="Status_Report")) == 0
    assert network.submit(submit("ğ")) == 1
    assert network.ledger == (
        Submitted(CITIZEN, "halo", 0, AT, None, report_requested=True, unicode=False, validity=1440),
        Submitted(CITIZEN, "ğ", 1, AT, None, report_requested=False, unicode=True, validity=1440),
    )


def test_the_reference_of_a_message_begins_again_after_255(network: Network) -> None:
    assert [network.submit(submit("halo")) for _ in range(258)] == [*range(256), 0, 1]


def test_a_report_names_the_message_and_its_recipient(network: Network, handset: Handset) -> None:
    network.submit(submit("satu"))
    network.submit(submit("dua", kind="Status_Report"))
    assert [(report["MessageReference"], report["Number"]) for report in handset.taken] == [(1, CITIZEN)]


def test_a_refused_message_is_not_in_the_ledger(network: Network) -> None:
    network.fail_next(21)
    with pytest.raises(Refused, match="21"):
        network.submit(submit("halo"))
    with pytest.raises(Refused, match="304"):
        network.submit(b"\x00")
    assert network.ledger == ()


def test_a_phone_shows_a_long_message_when_its_parts_are_there(network: Network) -> None:
    heard: list[tuple[str, str]] = []
    network.on_message(lambda to, text: heard.append((to, text)))
    network.submit(submit("dunia", bytes([5, 0, 3, 7, 2, 2])))
    assert heard == network.messages_to(CITIZEN) == []
    network.submit(submit("sela"))
    network.submit(submit("halo ", bytes([5, 0, 3, 7, 2, 1])))
    assert network.messages_to(CITIZEN) == ["sela", "halo dunia"]
    assert heard == [(CITIZEN, "sela"), (CITIZEN, "halo dunia")]


def test_a_phone_mends_a_character_that_was_cut_apart(network: Network) -> None:
    for sequence, half in enumerate((b"\xd8\x3d", b"\xde\x00"), 1):
        header = bytes([5, 0, 3, 7, 2, sequence])
        network.submit(bytes.fromhex("41000481718000" + "08" + "08") + header + half)
    assert network.messages_to("1708") == [EMOJI]


def test_a_callback_may_answer(network: Network, handset: Handset) -> None:
    network.on_message(lambda to, text: network.deliver(to, f"terima kasih atas {text}"))
    network.submit(submit("laporan"))
    assert handset.texts == ["terima kasih atas laporan"]


def test_waiting_for_the_ledger_ends_when_the_predicate_holds(network: Network) -> None:
    sender = threading.Thread(target=network.submit, args=(submit("halo"),))
    sender.start()
    assert network.wait_for(lambda ledger: len(ledger) == 1, 10)
    sender.join()
    assert not network.wait_for(lambda ledger: len(ledger) == 2, 0)


def test_without_a_modem_messages_wait(network: Network, handset: Handset) -> None:
    network.attach(None)
    network.deliver(CITIZEN, "halo")
    assert (network.waiting, handset.taken) == (1, [])
    network.attach(handset)
    assert (network.waiting, handset.texts) == (0, ["halo"])
