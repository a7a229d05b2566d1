"""The figures, counted once more by hand from the rows; on both databases."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from complaints.statistics import Figures, Share, of_agencies, of_region
from storage.models import assignment, complaint

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
AGENCIES = ("PUPR", "DLH", "INTEGRITY")
STATES = ("assigned", "in_progress", "waiting", "resolved", "closed", "not_ours", "withdrawn")


def chance(dice: random.Random, likely: float) -> bool:
    return dice.random() < likely


def some_town(dice: random.Random, count: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Make complaints with their hands, of every kind there may be."""
    complaints, hands = [], []
    for place in range(1, count + 1):
        state, created = dice.choice(STATES), NOW - timedelta(hours=dice.randrange(1, 80 * 24))
        done = state in {"resolved", "closed", "not_ours", "withdrawn"}
        finished = created + timedelta(hours=dice.randrange(0, 20 * 24))
        agency = dice.choice((*AGENCIES, None))
        complaints.append(
            {
                "id": place,
                "number": 1_000_000 + place,
                "region": dice.choice(("bogor", "bogor", "bogor", "tegal")),
                "channel": "sms",
                "kind": dice.choice(("complaint", "complaint", "question", "praise")),
                "text": "jalan rusak",
                "status": state if agency else "triage",
                "outcome": dice.choice(("confirmed", "timed_out", "explained")) if state == "closed" else None,
                "routing": {},
                "secret": chance(dice, 0.2),
                "created_at": created,
                "updated_at": created,
                "status_since": finished if done else created,
            }
        )
        whose = [(agency, True), ("PERKIM", False)][: dice.choice((1, 1, 2))] if agency else []
        hands += [
            {
                "complaint_id": place,
                "agency": code,
                "lead": lead,
                "state": state,
                "assigned_at": created,
                "accepted_at": created if chance(dice, 0.5) else None,
                "due_at": created + timedelta(days=dice.randrange(1, 30)) if chance(dice, 0.8) else None,
                "done_at": finished if done else None,
                "ended_at": None,
            }
            for code, lead in whose
        ]
        if chance(dice, 0.3):
            former = {"agency": "DISHUB", "lead": True, "state": "assigned", "assigned_at": created}
            late = {"due_at": created, "done_at": None, "accepted_at": None, "ended_at": created}
            hands.append({"complaint_id": place, **former, **late})
    return complaints, hands


def by_hand(complaints: list[dict[str, Any]], hands: list[dict[str, Any]], agency: str | None) -> Figures:
    """Count one agency, or all leads of the region, row by row."""
    of = {row["id"]: row for row in complaints if row["region"] == "bogor"}
    now_theirs = [row for row in hands if row["complaint_id"] in of and row["ended_at"] is None]
    mine = [row for row in now_theirs if agency in {None, row["agency"]}]
    led = {row["complaint_id"] for row in mine if row["lead"]}
    month = NOW - timedelta(days=30)
    new = [row for row in of.values() if row["created_at"] >= NOW - timedelta(days=1)]
    late = [row for row in mine if row["done_at"] is None and row["due_at"] and row["due_at"] < NOW]
    finished = [
        row
        for row in mine
        if row["done_at"] and row["done_at"] >= month and row["due_at"]
        if row["state"] in {"resolved", "closed"} and of[row["complaint_id"]]["kind"] != "praise"
    ]
    judged = [
        row
        for row in of.values()
        if (agency is None or row["id"] in led) and row["outcome"] in {"confirmed", "timed_out"}
        if row["status_since"] >= month and row["kind"] != "praise"
    ]
    still_open = [row for row in mine if row["done_at"] is None]
    return Figures(
        new=len([row for row in new if agency is None or row["id"] in led]),
        open=len(still_open),
        silent=len([row for row in still_open if row["accepted_at"] is None and row["state"] == "assigned"]),
        overdue=len([row for row in late if agency or row["lead"]]),
        on_time=Share(len([row for row in finished if row["done_at"] <= row["due_at"]]), len(finished)),
        confirmed=Share(len([row for row in judged if row["outcome"] == "confirmed"]), len(judged)),
    )


@pytest.mark.parametrize("seed", range(3))
def test_the_figures_are_those_of_an_independent_count(database, seed: int) -> None:
    complaints, hands = some_town(random.Random(seed), 300)  # noqa: S311  # dice, not a secret
    with database.write() as connection:
        connection.execute(complaint.insert(), complaints)
        connection.execute(assignment.insert(), hands)
    with database.read() as connection:
        found = of_agencies(connection, "bogor", (*AGENCIES, "PERKIM", "DISHUB", "PDAM"), NOW)
        standing = of_region(connection, "bogor", NOW)
    assert {agency: by_hand(complaints, hands, agency) for agency in found} == found
    assert standing.whole == by_hand(complaints, hands, None)
    assert found["DISHUB"] == found["PDAM"] == Figures(), "what was handed on is nobody's figure"
    assert "INTEGRITY" not in standing.agencies
    named = [
        row["number"]
        for row in complaints
        if row["region"] == "bogor" and row["kind"] != "praise" and not row["secret"]
        if any(
            each["complaint_id"] == row["id"] and each["lead"] and each["ended_at"] is each["done_at"] is None
            for each in hands
            if each["agency"] != "INTEGRITY"
        )
    ]
    assert standing.oldest is not None
    assert standing.oldest.number == named[0]


def test_percent_are_rounded_down_and_there_are_none_of_nothing() -> None:
    assert [Share(199, 200).percent, Share(2, 2).percent, Share(0, 3).percent, Share().percent] == [99, 100, 0, None]
