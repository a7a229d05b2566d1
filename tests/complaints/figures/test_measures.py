"""The figures of reports, number by number against a slow count in plain Python; on both databases."""

from __future__ import annotations

import random
from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from complaints.figures.colours import Colour, agency_colour, bounds_of, colour_of
from complaints.figures.measures import LEAST, Measures, Messages, Times, days, measure, times
from complaints.figures.periods import named
from complaints.figures.ranking import ranking
from complaints.figures.statistics import Share
from config.colours import Colours
from config.regions import load_region
from storage import report_lists
from storage.report_scope import Span
from tests.complaints.figures.history import NOW, SlowCount, is_hidden, middle, some_town, whole_seconds, write

ZONE = ZoneInfo("Asia/Jakarta")
BOUNDS = bounds_of(load_region("bogor"))


def span_of(period: str, kind: str | None = None) -> Span:
    since, until = named(period, kind).moments(ZONE)
    return Span("bogor", since, min(until, NOW))


SPANS = [span_of("2026-10"), span_of("2026-W38"), span_of("2026-09-20", "fortnight")]


def share(rows, *, of) -> Share:
    return Share(len([row for row in rows if of(row)]), len(rows))


def by_hand(slow: SlowCount) -> Measures:
    done, held = slow.finished(), slow.open()
    leads = [hand for hand in done if hand["lead"]]
    case = {hand["complaint_id"]: slow.of[hand["complaint_id"]] for hand in slow.hands}
    rated = [row["rating"] for hand in leads if (row := case[hand["complaint_id"]])["rating"]]
    again = [hand for hand in held if hand["lead"] and case[hand["complaint_id"]]["reopened"]]
    dated = [hand for hand in done if hand["due_at"]]
    colours = Counter(colour_of(slow.row_of(hand), BOUNDS, slow.until) for hand in held)
    timed = done if slow.agency else leads
    overdue = [hand for hand in held if hand["due_at"] and hand["due_at"] < slow.until]
    past = len([hand for hand in slow.open_with_parts() if hand["due_at"] and hand["due_at"] < slow.until])
    late = overdue + [hand for hand in timed if hand["due_at"] and hand["done_at"] > hand["due_at"]]
    answers, solutions = (
        slow.answers(),
        [whole_seconds(case[h["complaint_id"]]["created_at"], h["done_at"]) for h in leads],
    )
    return Measures(
        new=len(slow.came),
        praise=len([row for row in slow.came if row["kind"] == "praise"]),
        spam=len([row for row in slow.came if row["status"] == "spam"]),
        duplicates=len([row for row in slow.came if row["duplicate_of"] or row["status"] == "duplicate"]),
        unasked=share(slow.counting(), of=lambda row: row["asked"] == 0),
        answered=share(answers, of=lambda took: took != float("inf")),
        answer=Times(len(answers), middle(answers)),
        finished=len(leads),
        on_time=share(dated, of=lambda hand: hand["done_at"] <= hand["due_at"]) + Share(0, past),
        solution=Times(len(solutions), middle(solutions)),
        confirmed=share(slow.judged(), of=lambda row: row["outcome"] == "confirmed"),
        reopened=Share(
            len([h for h in leads if case[h["complaint_id"]]["reopened"]]) + len(again), len(leads) + len(again)
        ),
        rated=Share(sum(rated), len(rated)),
        messages=Messages(*slow.sms()),
        open=len(held),
        silent=len([hand for hand in held if not hand["accepted_at"] or hand["accepted_at"] >= slow.until]),
        overdue=len(overdue),
        overdue_silent=len([hand for hand in overdue if not hand["accepted_at"]]),
        red=colours[Colour.RED],
        yellow=colours[Colour.YELLOW],
        done_red=len([hand for hand in leads if colour_of(slow.row_of(hand), BOUNDS, NOW) is Colour.RED]),
        late=len(late),
        reasons={
            "silent": len([hand for hand in late if not hand["accepted_at"]]),
            "slow": len([hand for hand in late if was_slow(hand, slow.until)]),
            "paused": len([hand for hand in late if hand["pauses"]]),
            "bounced": len([hand for hand in late if case[hand["complaint_id"]]["bounced"]]),
            "reopened": len([hand for hand in late if case[hand["complaint_id"]]["reopened"]]),
            # Bogor's ladder: the second and the fourth rung tell the head, the third and the fifth the leader.
            "head": len([hand for hand in late if hand["rung"] & 0b01010]),
            "leader": len([hand for hand in late if hand["rung"] & 0b10100]),
        },
    )


def was_slow(hand, until: datetime) -> bool:
    accepted, due = hand["accepted_at"], hand["respond_by"]
    return bool(accepted and due and accepted < until and accepted > due)


@pytest.fixture(params=range(3))
def town(request, database):
    made = some_town(random.Random(request.param), 250)  # noqa: S311  # dice, not a secret
    write(database, made)
    return made


@pytest.mark.parametrize("span", SPANS)
def test_every_figure_is_what_counting_row_by_row_gives(database, town, span: Span) -> None:
    with database.read() as connection:
        found = measure(connection, span, BOUNDS)
    assert found.whole == by_hand(SlowCount(town, span.since, span.until))
    for agency in ("PUPR", "DLH", "DISHUB", "PERKIM"):
        slow = by_hand(SlowCount(town, span.since, span.until, agency))
        assert found.agencies.get(agency, Measures(reasons=slow.reasons)) == slow, agency
    assert found.agencies.keys() <= {"PUPR", "DLH", "DISHUB", "PERKIM"}, "a post is no agency"
    came = SlowCount(town, span.since, span.until).came
    assert found.topics.get(None, {}) == Counter(row["topic"] for row in came)
    assert found.channels.get(None, {}) == Counter(row["channel"] for row in came)
    hidden = [row for row in town.complaints if row["region"] == "bogor" and is_hidden(row)]
    assert found.hidden == len([row for row in hidden if span.since <= row["created_at"] < span.until])


@pytest.mark.parametrize("agency", [None, "PUPR"])
@pytest.mark.parametrize("span", SPANS[:2])
def test_the_days_and_places_are_what_counting_row_by_row_gives(database, town, span: Span, agency) -> None:
    slow = SlowCount(town, span.since, span.until, agency)
    with database.read() as connection:
        found = days(connection, span, timedelta(hours=7), agency)
        places = report_lists.places(connection, span, agency, LEAST, 10)
    came = Counter(row["created_at"].astimezone(ZONE).date() for row in slow.came)
    done = Counter(hand["done_at"].astimezone(ZONE).date() for hand in slow.finished() if hand["lead"])
    first = datetime(1970, 1, 1, tzinfo=ZONE).date()
    assert {first + timedelta(days=day.day): (day.came, day.done) for day in found} == {
        day: (came[day], done[day]) for day in came | done
    }
    enough = {place: count for place, count in slow.places().items() if count >= LEAST}
    assert {(row.kind, row.name): row.whole for row in places} == enough


def test_what_no_agency_has_is_counted_with_how_long_it_waits(database, town) -> None:
    span, waits = SPANS[0], {row["id"]: row for row in town.complaints if row["status"] == "triage"}
    mine = [row for row in waits.values() if row["region"] == "bogor" and not is_hidden(row)]
    there = [row["created_at"] for row in mine if row["created_at"] < span.until]
    with database.read() as connection:
        assert report_lists.unhanded(connection, span) == (len(there), min(there))


@pytest.mark.parametrize("agency", [None, "DLH"])
def test_the_oldest_and_the_latest_are_named_without_what_is_delicate(database, town, agency) -> None:
    span, slow = SPANS[0], SlowCount(town, SPANS[0].since, SPANS[0].until, agency)
    held = [slow.row_of(hand) for hand in slow.open() if hand["lead"]]
    named_ = [row for row in held if row.kind != "praise"]
    late = [row for row in named_ if row.due_at and row.due_at < span.until]
    with database.read() as connection:
        oldest = report_lists.oldest(connection, span, agency, 5)
        latest = report_lists.latest(connection, span, agency, 5)
    by_age = sorted(named_, key=lambda row: (row.created_at, row.number))
    assert [row.number for row in oldest] == [row.number for row in by_age[:5]]
    assert [row.number for row in latest] == [row.number for row in sorted(late, key=lambda row: row.due_at)[:5]]
    assert [colour_of(row, BOUNDS, span.until) for row in latest] == [Colour.RED] * min(5, len(late))


def test_nothing_at_all_is_measured_as_nothing(database) -> None:
    with database.read() as connection:
        found = measure(connection, SPANS[0], BOUNDS)
    assert found.whole == Measures(reasons=found.whole.reasons)
    assert found.agencies == {}


@pytest.mark.parametrize(
    ("took", "median"),
    [([], None), ([5], 5), ([1, 9], 5), ([3, 1, 2], 2), ([1, None], None), ([1, 2, None], 2), ([None], None)],
)
def test_what_has_not_been_answered_took_longer_than_all_that_has(took, median) -> None:
    assert times(took) == Times(len(took), median)


@pytest.mark.parametrize(
    ("red", "whole", "colour"), [(0, 0, "green"), (0, 9, "green"), (1, 5, "yellow"), (2, 9, "red"), (1, 1, "red")]
)
def test_an_agency_is_red_when_more_than_a_fifth_of_what_is_open_is(red: int, whole: int, colour: str) -> None:
    assert agency_colour(red, whole, Colours()) == colour


def test_one_of_one_is_no_first_place() -> None:
    agencies = {
        "A": Measures(on_time=Share(1, 1)),
        "B": Measures(on_time=Share(6, 10), answer=Times(10, 60)),
        "C": Measures(on_time=Share(3, 5), answer=Times(10, 30)),
        "D": Measures(on_time=Share(3, 5), answer=Times(10, None)),
        "E": Measures(on_time=Share(5, 5)),
        "F": Measures(on_time=Share(5, 5)),
    }
    found = ranking(agencies)
    assert found.ranked == ((1, "E"), (1, "F"), (3, "C"), (4, "B"), (5, "D"))
    assert found.few == ("A",)
