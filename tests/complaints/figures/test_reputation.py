"""Reputation: what speaks against a phone, from what became of its complaints."""

from __future__ import annotations

from datetime import timedelta

import pytest

from complaints.figures.reputation import WINDOW, Record, reputation, reputations
from complaints.life.deeds import Deed
from complaints.life.lifecycle import Action, Actor
from complaints.steps.actions import apply
from storage import subscribers

CITIZEN = "+6281110000100"


@pytest.mark.parametrize(
    ("record", "score"),
    [
        (Record(), 0),
        (Record(complaints=40), 0),
        (Record(complaints=1, spam=1), 50),
        (Record(complaints=9, spam=9), 90),
        (Record(complaints=9, flagged=9), 54),
        (Record(complaints=4, withdrawn=4), 16),
        (Record(complaints=19, spam=1, flagged=1), 8),
    ],
)
def test_spam_weighs_most_and_a_change_of_mind_hardly(record: Record, score: int) -> None:
    assert reputation(record).score == score


def test_the_reason_counts_what_is_marked() -> None:
    assert reputation(Record(5, spam=1, withdrawn=2)).reason == "5 complaints in 90 days: 1 spam, 2 withdrawn"
    assert reputation(Record(1)).reason == "1 complaint in 90 days: nothing against them"


def test_it_is_read_from_the_complaints_of_the_last_time(town) -> None:
    for place, text in enumerate(
        ["bogor jalan rusak di tajur", "bogor wkwkwkwk hahaha wkwk", "bogor lampu mati semua"]
    ):
        town.text(text)
        town.clock.advance(timedelta(minutes=20 + place))
    spam = town.complaints()[0]["number"]
    with town.database.write() as connection:
        marked = Deed(Action.MARK_SPAM, Actor.ADMIN, "siti")
        apply(connection, town.processor.office, spam, marked, town.clock.now())
        who = subscribers.find(connection, CITIZEN).id
        known = reputations(connection, [who, who + 1], town.clock.now())
        later = reputations(connection, [who], town.clock.now() + WINDOW)
    assert known[who].reason == "3 complaints in 90 days: 1 spam, 1 flagged"
    assert known[who].score == 40
    assert known[who + 1].score == later[who].score == 0
