"""The values between transport and daemon."""

from __future__ import annotations

import pickle

import pytest

from sms.message import Delivery, InboundPart, Priority


@pytest.mark.parametrize(
    ("first", "last", "group"),
    [
        (0x00, 0x1F, Delivery.DELIVERED),
        (0x20, 0x3F, Delivery.PENDING),
        (0x40, 0x5F, Delivery.FAILED),
        (0x60, 0x7F, Delivery.FAILED),
        (0x80, 0xFF, Delivery.FAILED),
    ],
)
def test_tp_status_has_the_groups_of_the_standard(first: int, last: int, group: Delivery) -> None:
    assert {Delivery.of_tp_status(status) for status in range(first, last + 1)} == {group}


def test_danger_goes_before_answers_then_news_then_digests() -> None:
    first, last = [Priority.DANGER, Priority.ANSWER, Priority.LATER], [Priority.DIGEST, Priority.BROADCAST]
    assert sorted(Priority) == [*first, Priority.UPDATE, *last]


def test_a_part_crosses_to_another_process_unchanged_and_cannot_be_changed() -> None:
    part = InboundPart(line="modem1", sender="1708", text="halo", sent_at=None, handle="3")
    assert pickle.loads(pickle.dumps(part)) == part  # noqa: S301 - our own bytes
    with pytest.raises(AttributeError):
        part.text = "lain"  # type: ignore[misc]
