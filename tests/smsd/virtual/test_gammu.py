"""python-gammu takes the virtual modem for a real one; its Init takes five seconds, so the tests share a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import gammu
import pytest

from smsd.virtual.modem import VirtualModem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smsd.virtual.network import Network

CITIZEN = "+6281110000100"
EMOJI = "\U0001f600"


@pytest.fixture(scope="module")
def modem() -> Iterator[VirtualModem]:
    with VirtualModem(slots=5) as modem:
        yield modem


@pytest.fixture(scope="module")
def heard() -> list[tuple[str, dict[str, object]]]:
    """What gammu has called back with, of all tests."""
    return []


@pytest.fixture(scope="module")
def phone(
    modem: VirtualModem, heard: list[tuple[str, dict[str, object]]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[gammu.StateMachine]:
    """Configured by a file, because gammu does not listen for new messages after SetConfig."""
    config = tmp_path_factory.mktemp("gammu") / "gammurc"
    config.write_text(f"[gammu]\ndevice = {modem.device}\nconnection = at\n", encoding="utf-8")
    phone = gammu.StateMachine()
    phone.ReadConfig(0, 0, str(config))
    phone.Init()
    phone.SetIncomingCallback(lambda _phone, kind, data: heard.append((kind, data)))
    phone.SetIncomingSMS(True)
    phone.SetIncomingUSSD(True)
    yield phone
    phone.Terminate()


@pytest.fixture
def network(modem: VirtualModem, phone: gammu.StateMachine) -> Network:
    drain(phone)
    return modem.network


def drain(phone: gammu.StateMachine) -> list[dict[str, object]]:
    """Read and delete message by message until there is none."""
    found = []
    while True:
        try:
            message = phone.GetNextSMS(Folder=0, Start=True)[0]
        except gammu.ERR_EMPTY:
            return found
        phone.DeleteSMS(Folder=0, Location=message["Location"])
        found.append({**message, "Text": message["Text"].split("\0")[0]})


def mt(text: str, **fields: object) -> dict[str, object]:
    return {"Text": text, "SMSC": {"Location": 1, "Validity": "Max"}, "Number": CITIZEN, **fields}


def test_gammu_identifies_modem_card_and_network(phone: gammu.StateMachine) -> None:
    assert phone.GetIMEI() == "001017000000007"
    assert phone.GetSIMIMSI() == "001010000000001"
    assert phone.GetSMSC()["Number"] == "+628111000000"
    assert phone.GetNetworkInfo()["State"] == "HomeNetwork"
    assert phone.GetNetworkInfo()["NetworkName"] == "Virtual"
    assert phone.GetSignalQuality()["SignalStrength"] == -73
    assert phone.GetSecurityStatus() is None


def test_gammu_sees_how_full_the_card_is(phone: gammu.StateMachine, network: Network) -> None:
    network.deliver(CITIZEN, "halo")
    status = phone.GetSMSStatus()
    assert (status["SIMUsed"], status["SIMSize"], status["PhoneUsed"]) == (1, 5, 0)


@pytest.mark.parametrize("text", ["bogor jalan rusak", "@ _ {[€]} ñ", "Ünïcode ğ 余额", f"Terima kasih {EMOJI}"])
@pytest.mark.parametrize("sender", [CITIZEN, "1708", "TELKOMSEL"])
def test_gammu_reads_a_message(phone: gammu.StateMachine, network: Network, sender: str, text: str) -> None:
    network.deliver(sender, text)
    assert [(message["Number"], message["Text"]) for message in drain(phone)] == [(sender, text)]


@pytest.mark.parametrize("text", ["a" * 400, "€" * 200, "ğ" * 150, EMOJI * 80])
def test_gammu_reads_the_parts_of_a_long_message(phone: gammu.StateMachine, network: Network, text: str) -> None:
    network.deliver(CITIZEN, text)
    parts = drain(phone)
    assert "".join(str(part["Text"]) for part in parts) == text
    assert [part["UDH"]["PartNumber"] for part in parts] == list(range(1, len(parts) + 1))


def test_gammu_drains_more_than_the_card_holds(phone: gammu.StateMachine, network: Network) -> None:
    for number in range(12):
        network.deliver(CITIZEN, f"halo {number}")
    assert network.waiting == 7
    assert sorted(str(message["Text"]) for message in drain(phone)) == sorted(f"halo {number}" for number in range(12))
    assert network.waiting == 0


def test_gammu_sends_and_finds_the_report_in_the_inbox(phone: gammu.StateMachine, network: Network) -> None:
    reference = phone.SendSMS(mt("Laporan diterima", Type="Status_Report"))
    assert (network.ledger[-1].text, network.ledger[-1].reference) == ("Laporan diterima", reference)
    (report,) = drain(phone)
    assert (report["Type"], report["MessageReference"], report["Number"]) == ("Status_Report", reference, CITIZEN)
    assert report["DeliveryStatus"] == 0


def test_gammu_sends_a_long_message_in_parts(phone: gammu.StateMachine, network: Network) -> None:
    text = "Terima kasih ğ " * 6
    info = {"Class": -1, "Unicode": True, "Entries": [{"ID": "ConcatenatedTextLong", "Buffer": text}]}
    for part in gammu.EncodeSMS(info):
        phone.SendSMS({**part, "SMSC": {"Location": 1}, "Number": CITIZEN})
    assert network.messages_to(CITIZEN)[-1] == text
    assert [sent.udh and sent.udh[1:] for sent in network.ledger[-2:]] == [(2, 1), (2, 2)]


def test_gammu_hears_of_a_refused_message_and_can_go_on(phone: gammu.StateMachine, network: Network) -> None:
    before = len(network.ledger)
    network.fail_next(38)
    with pytest.raises(gammu.GSMError):
        phone.SendSMS(mt("halo"))
    phone.SendSMS(mt("halo"))
    assert len(network.ledger) == before + 1


def test_gammu_goes_on_behind_a_message_that_is_no_pdu(phone: gammu.StateMachine, network: Network) -> None:
    network.deliver_pdu(b"\x07\x91\x26")
    network.deliver(CITIZEN, "halo")
    with pytest.raises(gammu.ERR_CORRUPTED):
        phone.GetNextSMS(Folder=0, Start=True)
    assert phone.GetNextSMS(Folder=0, Location=1)[0]["Text"] == "halo"
    phone.DeleteSMS(Folder=0, Location=1)


def test_gammu_hears_of_new_messages_and_ussd(
    phone: gammu.StateMachine, network: Network, heard: list[tuple[str, dict[str, object]]]
) -> None:
    heard.clear()
    network.deliver(CITIZEN, "halo")
    phone.ReadDevice(True)
    phone.DialService("*888#")
    phone.ReadDevice(True)
    assert [kind for kind, _ in heard] == ["SMS", "USSD"]
    assert heard[0][1]["Location"] == 1
    assert heard[1][1]["Text"] == "Pulsa Rp25.000 s.d. 31-12-2030"
