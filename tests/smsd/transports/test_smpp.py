"""Binds to an SMSC: what is acknowledged when, what comes twice, what becomes of what is sent."""

import ssl
import struct
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import trustme

from sms.message import Outcome
from smsd.transports import smpp, smpp_link, smpp_session
from smsd.transports.smpp_pdus import Status
from smsd.transports.smpp_texts import decode_kept
from smsd.virtual import smpp_wire
from smsd.virtual.smsc import VirtualSmsc
from tests.smsd.transports.smpp_ears import CITIZEN, Ears, bound

ACCEPTED, UNKNOWN, LINE_FAULT = Outcome.ACCEPTED, Outcome.UNKNOWN, Outcome.LINE_FAULT


@pytest.fixture
def smsc() -> Iterator[VirtualSmsc]:
    with VirtualSmsc() as made:
        yield made


@pytest.fixture(autouse=True)
def _haste(monkeypatch) -> None:
    monkeypatch.setattr(smpp_link, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr(smpp_link, "FIRST_THROTTLE", 0.1)


def test_an_sms_is_acknowledged_when_it_is_durable_and_not_before(smsc) -> None:
    with bound(smsc) as ears:
        sms = smsc.deliver(CITIZEN, "bogor jalan rusak")
        ears.until(lambda: ears.parts)
        smsc.enquire()
        assert sms.statuses == []
        (part,) = ears.parts
        assert (part.sender, part.text, part.sent_at, part.again) == (CITIZEN, "bogor jalan rusak", None, None)
        ears.acknowledge(part.handle)
        smsc.wait_for(lambda: sms.statuses == [Status.ROK])


def test_what_cannot_be_stored_comes_again_later(smsc) -> None:
    with bound(smsc) as ears:
        sms = smsc.deliver(CITIZEN, "bogor jalan rusak")
        ears.until(lambda: ears.parts)
        ears.refuse(ears.parts[0].handle)
        ears.until(lambda: len(ears.parts) == 2)
        ears.acknowledge(ears.parts[1].handle)
        smsc.wait_for(lambda: sms.statuses == [Status.RX_T_APPN, Status.ROK])
        assert ears.parts[0].delivery != ears.parts[1].delivery


def test_more_than_the_database_keeps_up_with_stays_with_the_smsc(smsc, monkeypatch) -> None:
    monkeypatch.setattr(smpp, "MOST_OPEN", 3)
    smsc.window = 10
    with bound(smsc) as ears:
        sent = [smsc.deliver(f"+62811100001{number:02}", "bogor jalan rusak") for number in range(5)]
        smsc.wait_for(lambda: sum(Status.RMSGQFUL in sms.statuses for sms in sent) == 2)
        assert len(ears.parts) == 3
        ears.acknowledge(*(part.handle for part in ears.parts))
        ears.until(lambda: len(ears.parts) == 5)


def test_what_was_not_acknowledged_comes_again_and_is_known_to_be_doubtful(smsc) -> None:
    with bound(smsc) as ears:
        first, second = smsc.deliver(CITIZEN, "ya"), smsc.deliver("+6281110000101", "tidak")
        ears.until(lambda: len(ears.parts) == 2)
        before = datetime.now(UTC)
        ears.acknowledge(ears.parts[0].handle)
        smsc.wait_for(lambda: first.acknowledged)
        smsc.drop()
        ears.until(lambda: len(ears.parts) == 3)
        assert ears.parts[2].text == "tidak"
        begin, end = ears.parts[2].again
        assert begin < before < end < datetime.now(UTC)
        ears.acknowledge(ears.parts[2].handle)
        smsc.wait_for(lambda: second.acknowledged)
        # What a worker of the past had read is not answered again.
        ears.acknowledge(ears.parts[1].handle)


def test_the_same_words_in_a_connection_that_holds_are_another_sms(smsc, monkeypatch) -> None:
    with bound(smsc) as ears:
        for number in range(2):
            sms = smsc.deliver(CITIZEN, "ya")
            ears.until(lambda number=number: len(ears.parts) == number + 1)
            ears.acknowledge(ears.parts[-1].handle)
            smsc.wait_for(lambda sms=sms: sms.acknowledged)
        assert [part.again for part in ears.parts] == [None, None]
        # But an SMSC that had to wait for its answer may have given up by then.
        monkeypatch.setattr(smpp, "SLOW_SECONDS", -1.0)
        for number in (2, 3):
            sms = smsc.deliver(CITIZEN, "ya")
            ears.until(lambda number=number: len(ears.parts) == number + 1)
            ears.acknowledge(ears.parts[-1].handle)
            smsc.wait_for(lambda sms=sms: sms.acknowledged)
        assert ears.parts[2].again is None
        begin, end = ears.parts[3].again
        assert begin <= end <= datetime.now(UTC)


def test_after_a_worker_was_killed_what_came_last_is_doubtful(smsc) -> None:
    heard = datetime.now(UTC) - timedelta(hours=3)
    with bound(smsc, heard=heard) as ears:
        smsc.deliver(CITIZEN, "ya")
        ears.until(lambda: ears.parts)
        begin, end = ears.parts[0].again
        assert begin < heard <= end


def test_what_nobody_can_read_is_handed_up_as_it_is(smsc) -> None:
    cut = smpp_wire.deliver(9, "6281110000100", "1708", b"", parameters={0x0424: b"jalan"})[:-2]
    with bound(smsc) as ears:
        smsc.say(struct.pack(">I", len(cut)) + cut[4:])
        ears.until(lambda: ears.pdus)
        assert ears.pdus[0].pdu.startswith("smpp:")
        with pytest.raises(ValueError, match="cut off"):
            decode_kept("bind", ears.pdus[0].pdu.removeprefix("smpp:"))


@pytest.mark.parametrize(
    ("options", "roles"),
    [
        ({}, ["transceiver"]),
        ({"bind": "tx+rx"}, ["receiver", "transmitter"]),
        ({"binds": 3}, ["transceiver"] * 3),
    ],
)
def test_it_binds_as_the_settings_say_and_works_so(smsc, options: dict, roles: list[str]) -> None:
    with bound(smsc, **options) as ears:
        smsc.wait_for(lambda: sorted(smsc.binds) == roles)
        smsc.deliver(CITIZEN, "ya")
        ears.until(lambda: ears.parts)
        ears.send(1)
        assert ears.became(1) == [ACCEPTED]


def test_with_one_of_its_two_binds_it_sends_or_receives(smsc) -> None:
    with bound(smsc, bind="tx+rx") as ears:
        smsc.wait_for(lambda: len(smsc.binds) == 2)
        smsc.faults.bind_status = Status.RALYBND
        ears.until(lambda: "ready" in ears.news)
        smsc.drop()
        ears.until(lambda: ears.states[-1][0] == "waiting")
        assert "ESME_RALYBND" in ears.states[-1][1] or "closed" in ears.states[-1][1]
        smsc.faults.bind_status = Status.ROK
        ears.until_ready(2)


def test_an_account_that_is_refused_is_not_tried_again_at_once(smsc) -> None:
    ears = Ears(smsc, password="salah")
    ears.start()
    ears.until(lambda: "denied" in ears.news)
    assert ears.states[-1] == ("denied", "the SMSC refuses the bind: ESME_RINVPASWD (0x0E); tried again in 300 s")
    ears.send(1)
    assert ears.became(1) == [LINE_FAULT]
    ears.stop()
    assert "rahasia" not in repr(ears._config)


def test_an_smsc_that_is_not_there_is_tried_again_and_again(smsc) -> None:
    port = smsc.port
    smsc.stop()
    ears = Ears(smsc)
    ears.start()
    ears.until(lambda: "waiting" in ears.news)
    assert "refused" in ears.states[-1][1]
    with VirtualSmsc(port=port):
        ears.until_ready()
        ears.stop()


def test_the_window_is_kept_and_every_slot_of_it_used(smsc) -> None:
    smsc.faults.submit_seconds = 0.05
    open_at_once = []
    smsc.on_submit(lambda _: open_at_once.append(len(smsc.submitted) - len(ears.outcomes)))
    with bound(smsc, window=4) as ears:
        ears.send(*range(1, 21))
        for number in range(1, 21):
            assert ears.became(number) == [ACCEPTED]
        assert ears.count == 20
    assert max(open_at_once) <= 4 + 4
    assert [text.split()[-1] for text in smsc.texts()] == [str(number) for number in range(1, 21)]


def test_a_long_message_is_sent_in_order_and_told_as_a_whole(smsc) -> None:
    with bound(smsc, window=2) as ears:
        ears.send(1, 2, parts=3)
        assert ears.became(1) == ears.became(2) == [ACCEPTED] * 3
        assert [outcome.key for outcome in ears.outcomes[1]] == ["1-1", "1-2", "1-3"]
        names = [outcome.message_id for number in (1, 2) for outcome in ears.outcomes[number]]
        assert len(set(names)) == 6
    assert [submitted.place for _, submitted in smsc.submitted] == [
        (number, 3, place) for number in (1, 2) for place in (1, 2, 3)
    ]


def test_one_submit_for_all_parts_gives_all_the_same_outcome(smsc) -> None:
    with bound(smsc, long="payload") as ears:
        ears.send(1, parts=3)
        assert ears.became(1) == [ACCEPTED] * 3
        assert len({outcome.message_id for outcome in ears.outcomes[1]}) == 1
    assert len(smsc.submitted) == 1


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (Status.RSYSERR, Outcome.RETRY_SOON),
        (Status.RX_T_APPN, Outcome.RETRY_SOON),
        (Status.RINVDSTADR, Outcome.PERMANENT),
        (Status.RINVMSGLEN, Outcome.PERMANENT),
        (Status.RINVSRCADR, LINE_FAULT),
        (Status.RX_R_APPN, Outcome.RETRY_ONCE),
        (0x4FF, Outcome.RETRY_ONCE),
    ],
)
def test_a_refusal_says_what_is_to_be_done(smsc, status: int, outcome: Outcome) -> None:
    smsc.faults.statuses.append(status)
    with bound(smsc) as ears:
        ears.send(1)
        assert ears.became(1) == [outcome]
        assert "0x" in ears.outcomes[1][0].error
        ears.send(2)
        assert ears.became(2) == [ACCEPTED]


def test_after_a_refused_part_the_rest_is_not_sent(smsc) -> None:
    smsc.faults.statuses.extend([Status.ROK, Status.RINVDSTADR])
    with bound(smsc, window=1) as ears:
        ears.send(1, parts=4)
        assert ears.became(1) == [ACCEPTED, Outcome.PERMANENT]
    assert len(smsc.submitted) == 1


@pytest.mark.parametrize("status", [Status.RTHROTTLED, Status.RMSGQFUL])
def test_an_smsc_that_wants_less_is_left_in_peace_and_nothing_fails(smsc, status: int) -> None:
    smsc.faults.statuses.extend([Status.ROK, status, status, Status.ROK, status])
    with bound(smsc) as ears:
        ears.send(1, 2, 3, parts=2)
        for number in (1, 2, 3):
            assert ears.became(number) == [ACCEPTED] * 2
        assert ears.count == 3
    assert sorted(submitted.place for _, submitted in smsc.submitted) == [
        (number, 2, place) for number in (1, 2, 3) for place in (1, 2)
    ]


def test_an_answer_that_never_comes_is_an_unknown_outcome(smsc, monkeypatch) -> None:
    monkeypatch.setattr(smpp_session, "ANSWER_SECONDS", 0.5)
    smsc.faults.unanswered_submits = 1
    with bound(smsc) as ears:
        ears.send(1, 2)
        assert ears.became(2) == [ACCEPTED]
        assert ears.became(1) == [UNKNOWN]
        assert ears.outcomes[1][0].error == "no answer to submit_sm"


def test_with_a_connection_goes_what_was_on_its_way_and_nothing_else(smsc) -> None:
    smsc.faults.unanswered_submits = 2
    with bound(smsc, window=2) as ears:
        ears.send(1, 2, 3, 4)
        smsc.wait_for(lambda: len(smsc.submitted) == 2)
        smsc.drop()
        assert (ears.became(1), ears.became(2)) == ([UNKNOWN], [UNKNOWN])
        assert (ears.became(3), ears.became(4)) == ([LINE_FAULT], [LINE_FAULT])
        assert ears.count == 2
        ears.until_ready(2)
        ears.send(5)
        assert ears.became(5) == [ACCEPTED]


def receipt(name: str, state: bytes = b"\2") -> dict[int, bytes]:
    return {0x001E: name.encode() + b"\0", 0x0427: state}


def test_a_receipt_waits_for_the_answer_to_its_message(smsc) -> None:
    smsc.faults.submit_seconds = 0.3
    with bound(smsc) as ears:
        ears.send(1)
        smsc.wait_for(lambda: smsc.submitted)
        handed = smsc.deliver_octets(CITIZEN, b"", esm_class=4, parameters=receipt("00000001"))
        ears.until(lambda: ears.reports)
        assert ears.news.index("finished 1") < ears.news.index("reported")
        assert ears.reports[0].message_ids[0] == ears.outcomes[1][0].message_id
        assert handed.statuses == []
        ears.acknowledge(ears.reports[0].handle)
        smsc.wait_for(lambda: handed.statuses == [Status.ROK])


def test_a_receipt_that_says_nothing_is_acknowledged_and_forgotten(smsc) -> None:
    with bound(smsc) as ears:
        handed = smsc.deliver_octets(CITIZEN, b"halo", esm_class=4)
        smsc.wait_for(lambda: handed.statuses == [Status.ROK])
        assert ears.reports == []


def test_no_faster_than_agreed(smsc) -> None:
    with bound(smsc, per_second=20) as ears:
        began = time.monotonic()
        ears.send(*range(1, 31))
        for number in range(1, 31):
            assert ears.became(number) == [ACCEPTED]
        # Twenty at once, and then ten more of which each waits for its twentieth of a second.
        assert time.monotonic() - began >= 0.45


def test_it_answers_whether_it_lives_and_asks_the_other_side(smsc, monkeypatch) -> None:
    with bound(smsc) as ears:
        smsc.enquire()
        ears.send(1)
        assert ears.became(1) == [ACCEPTED]
    monkeypatch.setattr(smpp_session, "IDLE_SECONDS", 0.3)
    with bound(smsc) as ears:
        smsc.faults.silent = True
        ears.until(lambda: "waiting" in ears.news)
        assert "not a word for" in ears.states[-1][1]
        smsc.faults.silent = False
        ears.until_ready(2)


def test_nothing_goes_before_the_answer_to_the_bind(smsc, monkeypatch) -> None:
    # The virtual SMSC breaks a connection on which anything goes before it is bound.
    monkeypatch.setattr(smpp_session, "IDLE_SECONDS", 0.01)
    smsc.faults.bind_delay = 1.5
    with bound(smsc) as ears:
        assert [state for state, _ in ears.states] == ["opening", "ready"]


def test_an_smsc_that_does_not_answer_a_bind_is_given_up(smsc, monkeypatch) -> None:
    monkeypatch.setattr(smpp_session, "ANSWER_SECONDS", 0.2)
    smsc.faults.silent = True
    ears = Ears(smsc)
    ears.start()
    ears.until(lambda: "waiting" in ears.news)
    assert ears.states[-1][1].startswith("the SMSC does not answer")
    smsc.faults.silent = False
    ears.until_ready()
    ears.stop()


def test_an_smsc_that_takes_its_leave_is_let_go_and_found_again(smsc) -> None:
    with bound(smsc) as ears:
        smsc.unbind()
        ears.until_ready(2)
        assert any("took its leave" in detail for _, detail in ears.states)


def test_what_is_no_smpp_ends_the_connection_and_what_is_unknown_does_not(smsc) -> None:
    with bound(smsc) as ears:
        smsc.say(smpp_wire.pack(0x0103, 5, b"data_sm"))
        smsc.say(smpp_wire.pack(0x0102, 6, b"alert"))
        smsc.say(smpp_wire.pack(0x80000009, 7, b"late"))
        smsc.say(smpp_wire.pack(smpp_wire.NACK, 4711, status=3))
        ears.send(1)
        assert ears.became(1) == [ACCEPTED]
        smsc.say(b"HTTP/1.1 400 Bad Request\r\n")
        ears.until_ready(2)
        assert any("a PDU of" in detail for _, detail in ears.states)


def test_it_stops_when_what_has_begun_is_settled(smsc) -> None:
    smsc.faults.submit_seconds = 0.3
    ears = Ears(smsc, window=2)
    ears.start()
    ears.until_ready()
    ears.send(1, 2, 3)
    smsc.wait_for(lambda: len(smsc.submitted) == 2)
    ears.stop()
    assert (ears.became(1), ears.became(2), ears.became(3)) == ([ACCEPTED], [ACCEPTED], [LINE_FAULT])


def test_over_tls_the_smsc_must_be_who_it_says(tmp_path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    with VirtualSmsc(tls=context) as smsc:
        with bound(smsc, host="localhost", tls=True, ca_file=str(tmp_path / "ca.pem")) as ears:
            ears.send(1)
            assert ears.became(1) == [ACCEPTED]
        for options in ({"host": "localhost"}, {"ca_file": str(tmp_path / "ca.pem")}):
            ears = Ears(smsc, tls=True, **options)
            ears.start()
            ears.until(lambda ears=ears: "waiting" in ears.news)
            assert "certificate" in ears.states[-1][1].lower()
            ears.stop()
        ears = Ears(smsc, tls=True, ca_file=str(tmp_path / "none.pem"))
        ears.start()
        ears.until(lambda: "refused" in ears.news)
        assert "none.pem" in ears.states[-1][1]
        ears.stop()
