import os
import socket
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms.message import Delivery, DeliveryReport, InboundPart, Outcome, Segment, SendOutcome
from smsd.transports.base import LineConfig, LineInfo
from smsd.wire import (
    Arrived,
    Beat,
    Channel,
    ChannelClosedError,
    Delete,
    Mark,
    Rang,
    Send,
    Sent,
    Start,
    State,
    Stop,
    decode,
    encode,
)

_texts = st.text(st.characters(codec="utf-8"), max_size=40)
_moments = st.none() | st.datetimes().map(lambda moment: moment.replace(tzinfo=UTC))
_parts = st.builds(InboundPart, line=_texts, sender=_texts, text=_texts, sent_at=_moments, handle=_texts)
_reports = st.builds(
    DeliveryReport,
    line=_texts,
    recipient=_texts,
    reference=st.integers(0, 255),
    status=st.sampled_from(Delivery),
    at=_moments,
)
_outcomes = st.builds(
    SendOutcome, key=_texts, outcome=st.sampled_from(Outcome), reference=st.none() | st.integers(0, 255), error=_texts
)
_segments = st.builds(Segment, key=_texts, to=_texts, text=_texts)
_frames = st.one_of(
    st.builds(Start, st.builds(LineConfig, name=_texts, transport=_texts, device=_texts, pin=st.none() | _texts)),
    st.builds(Delete, st.lists(_texts).map(tuple)),
    st.builds(Send, st.integers(1), st.lists(_segments).map(tuple)),
    st.builds(State, _texts, _texts, st.none() | st.builds(LineInfo, imei=_texts)),
    st.builds(Arrived, st.lists(_parts).map(tuple), st.lists(_reports).map(tuple)),
    st.builds(Rang, st.lists(_texts).map(tuple)),
    st.builds(Sent, st.integers(1), st.lists(_outcomes).map(tuple)),
    st.just(Beat(20.0)),
    st.just(Stop()),
)


@given(_frames)
def test_a_frame_reads_as_it_was_written_in_one_line(frame) -> None:
    line = encode(frame)

    assert line.count(b"\n") == 1
    assert decode(line) == frame


def test_frames_cut_anywhere_arrive_whole_and_in_order() -> None:
    ours, theirs = socket.socketpair()
    channel = Channel(theirs)
    sent = [Delete(("1", "2")), Stop(), Beat(20.0)]
    data = b"".join(map(encode, sent))
    received = []
    for place in range(len(data)):
        ours.send(data[place : place + 1])
        received.append(channel.receive(timeout=0))

    assert [frame for frame in received if frame] == sent
    ours.close()
    channel.close()


def test_frames_that_arrive_together_are_received_one_by_one() -> None:
    ours, theirs = socket.socketpair()
    channel = Channel(theirs)
    ours.sendall(encode(Stop()) + encode(Beat(20.0)))
    ours.close()

    assert [channel.receive(timeout=0) for _ in range(2)] == [Stop(), Beat(20.0)]
    with pytest.raises(ChannelClosedError):
        channel.receive(timeout=0)
    channel.close()


def test_a_closed_channel_is_told() -> None:
    ours, theirs = socket.socketpair()
    channel = Channel(theirs)
    ours.close()

    with pytest.raises(ChannelClosedError):
        channel.receive(timeout=1)
    with pytest.raises(ChannelClosedError):
        channel.send(Beat(20.0))
    channel.close()


def test_the_pin_does_not_show_in_a_printed_frame() -> None:
    frame = Start(LineConfig("modem1", "gammu", "/dev/ttyUSB0", pin="4711"))

    assert "4711" not in repr(frame)
    assert decode(encode(frame)).config.pin == "4711"


def test_moments_keep_their_zone() -> None:
    at = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
    frame = Arrived((InboundPart("m", "s", "t", at, "1"),), ())

    assert decode(encode(frame)).parts[0].sent_at == at


def test_a_mark_is_seen_through_another_descriptor() -> None:
    ours = Mark()
    theirs = Mark(os.dup(ours.descriptor))
    assert ours.get() == 0
    theirs.set(2**40 + 7)
    theirs.close()
    assert ours.get() == 2**40 + 7
    ours.close()
