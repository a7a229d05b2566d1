"""The figures, counted once more by hand from the rows; on both databases."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from complaints.figures import recap
from complaints.figures.statistics import Figures, Share, of_region
from complaints.life.deeds import Deed
from complaints.life.lifecycle import Action, Actor
from complaints.steps.actions import apply
from complaints.who.people import Post
from storage.models import assignment, complaint, event

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
AGENCIES = ("PUPR", "DLH", "INTEGRITY")
STATES = ("assigned", "in_progress", "waiting", "resolved", "closed", "not_ours", "withdrawn")
LATER = NOW + timedelta(days=30)
"""After all that is done."""
FILED = ("resolved", "closed", "withdrawn")
Rows = list[dict[str, Any]]


def chance(dice: random.Random, likely: float) -> bool:
    return dice.random() < likely


def some_town(dice: random.Random, count: int) -> tuple[Rows, Rows]:
    """Make complaints with their hands, of every kind there may be; none of them is filed away."""
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
                "outcome": dice.choice(("confirmed", "timed_out", "explained"))
                if agency and state == "closed"
                else None,
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


def filed(dice: random.Random, complaints: Rows, hands: Rows) -> tuple[Rows, Rows, Rows]:
    """File some of what has ended away afterwards: gives the rows after it, and the history."""
    chosen = {row["id"] for row in complaints if row["status"] in FILED and chance(dice, 0.4)}
    events = [
        {
            "complaint_id": row["id"],
            "at": at,
            "actor_kind": "admin",
            "actor": "siti",
            "action": action,
            "before": before,
            "after": after,
        }
        for row in complaints
        if row["status"] == "closed" or row["id"] in chosen
        for action, before, after, at in (
            ("close", "resolved", "closed", row["status_since"]),
            ("archive", row["status"], "archived", LATER),
        )
        if (row["status"] == "closed" if action == "close" else row["id"] in chosen)
    ]
    after = [row | {"status": "archived", "status_since": LATER} if row["id"] in chosen else row for row in complaints]
    kept = [
        hand | {"state": "archived"}
        if hand["complaint_id"] in chosen and hand["lead"] and not hand["ended_at"]
        else hand
        for hand in hands
    ]
    return after, kept, events


def write(database: Any, *rows: Rows) -> None:
    with database.write() as connection:
        for table, each in zip((complaint, assignment, event), rows, strict=False):
            connection.execute(table.insert(), each)


def by_hand(complaints: Rows, hands: Rows, agency: str | None, *, secret: bool = False) -> Figures:
    """Count one agency, or all leads of the region, row by row; what is secret only for whoever has it."""
    of = {row["id"]: row for row in complaints if row["region"] == "bogor" and row["secret"] <= secret}
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
        on_time=Share(len([row for row in finished if row["done_at"] <= row["due_at"]]), len(finished) + len(late)),
        confirmed=Share(len([row for row in judged if row["outcome"] == "confirmed"]), len(judged)),
    )


@pytest.mark.parametrize("seed", range(3))
def test_the_figures_are_those_of_an_independent_count(database, seed: int) -> None:
    complaints, hands = some_town(random.Random(seed), 300)  # noqa: S311  # dice, not a secret
    write(database, complaints, hands)
    with database.read() as connection:
        standing = of_region(connection, "bogor", NOW)
    assert {agency: by_hand(complaints, hands, agency) for agency in standing.agencies} == standing.agencies
    assert standing.whole == by_hand(complaints, hands, None)
    assert {*standing.agencies} == {"PUPR", "DLH", "PERKIM"}, "what was handed on, or delicate, is nobody's figure"
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


@pytest.mark.parametrize("seed", range(3))
def test_what_is_filed_away_counts_by_when_it_was_done(database, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311  # dice, not a secret
    complaints, hands = some_town(dice, 300)
    complaints = [row | {"region": "bogor"} for row in complaints]
    write(database, *filed(dice, complaints, hands))
    with database.read() as connection:
        standing = of_region(connection, "bogor", NOW)
    assert standing.whole == by_hand(complaints, hands, None)
    assert {agency: by_hand(complaints, hands, agency) for agency in standing.agencies} == standing.agencies


def recap_by_hand(complaints: Rows, hands: Rows, agency: str) -> recap.Figures:
    """Count what an agency's REKAP tells, by the statistics and over seven days."""
    of = {row["id"]: row for row in complaints if row["region"] == "bogor"}
    figures = by_hand(complaints, hands, agency, secret=True)
    done = [
        row
        for row in hands
        if row["agency"] == agency and row["complaint_id"] in of and row["ended_at"] is None
        if row["done_at"] and row["done_at"] >= NOW - timedelta(days=7)
        if row["state"] in {"resolved", "closed"} and of[row["complaint_id"]]["kind"] != "praise"
    ]
    return recap.Figures(figures.open, figures.silent, figures.overdue, len(done))


@pytest.mark.parametrize("seed", range(3))
def test_what_officers_are_told_by_rekap_is_what_the_leader_reads(database, seed: int) -> None:
    complaints, hands = some_town(random.Random(seed), 300)  # noqa: S311  # dice, not a secret
    for hand in hands:
        # Only who has taken it up has begun, as with every step.
        hand["accepted_at"] = hand["accepted_at"] or (None if hand["state"] == "assigned" else hand["assigned_at"])
        hand["respond_by"] = hand["due_at"] and hand["assigned_at"]
    write(database, complaints, hands)
    with database.read() as connection:
        for agency in ("PUPR", "DLH", "PERKIM", "DISHUB"):
            told = recap.figures(connection, Post("bogor", agency), NOW)
            assert told == recap_by_hand(complaints, hands, agency)


def test_the_part_of_a_further_agency_stays_done_when_the_complaint_has_ended(staff) -> None:
    number, town = staff.report(), staff.town
    for deed in (
        Deed(Action.JOIN, Actor.ADMIN, "siti", agency="DLH"),
        Deed(Action.RESOLVE, Actor.OFFICER, "sari", "sudah diangkut", part="DLH"),
        Deed(Action.RESOLVE, Actor.OFFICER, "budi", "sudah ditambal"),
        Deed(Action.CLOSE, Actor.ADMIN, "siti", "sudah dilihat"),
        Deed(Action.ARCHIVE, Actor.ADMIN, "siti"),
    ):
        with town.database.write() as connection:
            apply(connection, town.processor.office, number, deed, town.clock.now())
    with town.database.read() as connection:
        agencies = of_region(connection, "bogor", town.clock.now()).agencies
        told = recap.figures(connection, Post("bogor", "DLH"), town.clock.now())
    assert {code: figures.on_time for code, figures in agencies.items()} == {"PUPR": Share(1, 1), "DLH": Share(1, 1)}
    assert told.done == 1
