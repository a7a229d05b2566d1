"""Which complaints may be about the same, on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, text

from complaints.life.deeds import Deed
from complaints.life.lifecycle import Action, Actor
from complaints.steps.actions import apply
from complaints.steps.merging import merge
from storage import alike
from storage.complaints import by_number

WINDOW = timedelta(days=30)


@pytest.fixture
def tell(town) -> Any:
    """Report as a new citizen and give the complaint's number."""

    def report(words: str, keyword: str = "bogor") -> int:
        town.text(f"{keyword} {words}", f"+62811100002{len(town.complaints()):02}")
        number: int = town.complaints()[-1]["number"]
        return number

    return report


@pytest.fixture
def do(town) -> Any:
    """Do something to a complaint as an admin."""

    def step(number: int, action: Action, **fields: Any) -> None:
        with town.database.write() as connection:
            deed = Deed(action, Actor.ADMIN, "siti", **fields)
            apply(connection, town.processor.office, number, deed, town.clock.now())

    return step


def similar(town: Any, number: int) -> list[int]:
    with town.database.read() as connection:
        row = by_number(connection, number)
        assert row is not None
        return [each.number for each in alike.of(connection, row, row.created_at - WINDOW + timedelta(seconds=1))]


def test_complaints_about_the_same_on_the_same_street_are_similar_oldest_first(town, tell) -> None:
    first = tell("jalan berlubang di jl mawar")
    tell("jalan berlubang di jl melati")
    tell("sampah menumpuk di jl mawar")
    second, third = tell("jalan berlubang di jln MAWAR"), tell("jalan berlubang, jl. Mawar bantarjati")
    assert similar(town, first) == [second, third]
    assert similar(town, third) == [first, second]


def test_a_batch_learns_in_one_look_where_there_is_anything_like_its_reports(town, tell) -> None:
    tell("jalan berlubang di jl mawar")
    places = [("street", "Jalan Mawar"), ("street", "Jalan Melati"), ("district", "Bogor Utara")]
    wanted = [spot for matter in ("bogor:jalan-rusak", "bogor:sampah-liar") for spot in alike.spots(matter, places)]
    looks: list[str] = []
    event.listen(town.database.engine, "before_cursor_execute", lambda *told: looks.append(told[2]))
    with town.database.read() as connection:
        found = alike.taken(connection, wanted)
        assert alike.taken(connection, []) == {}
    assert len([look for look in looks if "complaint_place" in look]) == 1
    assert [spot for spot, is_taken in found.items() if is_taken] == [("bogor:jalan-rusak", "street", "Jalan Mawar")]
    assert len(found) == 4


def test_what_is_not_known_to_be_about_anything_has_no_spot() -> None:
    assert alike.spots(None, [("street", "mawar")]) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # A district, a city, a province are too wide.
        ("jalan berlubang di bogor utara", "jalan berlubang di bogor utara"),
        ("jalan berlubang di bogor utara", "jalan berlubang di kel bantarjati bogor utara"),
        ("jalan berlubang di kota bogor jawa barat", "jalan berlubang di kota bogor jawa barat"),
        # Two streets of one village, and streets of one name in two villages.
        ("jalan berlubang di jl mawar bantarjati", "jalan berlubang di jl melati bantarjati"),
        ("jalan berlubang di jl mawar bantarjati", "jalan berlubang di jl mawar kel empang"),
        # Two neighbourhoods.
        ("jalan berlubang di kel bantarjati rt 3", "jalan berlubang di kel bantarjati rt 5"),
        ("jalan berlubang di kel bantarjati rt 3 rw 2", "jalan berlubang di kel bantarjati rt 3 rw 4"),
        # Nobody knows what they are about.
        ("mohon perhatiannya pak di jl mawar", "mohon perhatiannya pak di jl mawar"),
    ],
)
def test_these_are_not_about_the_same(town, tell, one: str, other: str) -> None:
    tell(one)
    assert similar(town, tell(other)) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("jalan berlubang di kel bantarjati", "jalan berlubang di kelurahan bantarjati rt 3"),
        ("jalan berlubang di jl mawar bantarjati", "jalan berlubang di kel bantarjati"),
        ("jalan berlubang di jl mawar rt 3", "jalan berlubang di jl mawar rt 3 rw 1"),
    ],
)
def test_these_are_about_the_same(town, tell, one: str, other: str) -> None:
    first = tell(one)
    assert similar(town, tell(other)) == [first]


def test_what_came_too_long_ago_is_not_similar(town, tell) -> None:
    tell("jalan berlubang di jl mawar")
    town.clock.advance(WINDOW)
    assert similar(town, tell("jalan berlubang di jl mawar")) == []


@pytest.mark.parametrize("before", ["RAHASIA bogor", "ANONIM bogor"])
def test_what_is_kept_apart_is_like_nothing(town, tell, before: str) -> None:
    apart = tell("jalan berlubang di jl mawar", before)
    plain = tell("jalan berlubang di jl mawar")
    assert similar(town, apart) == similar(town, plain) == []


@pytest.mark.parametrize("wish", ["RAHASIA", "ANONIM", "ANCAM"])
def test_what_is_hidden_afterwards_is_like_nothing_any_more(town, tell, wish: str) -> None:
    first, second = tell("jalan berlubang di jl mawar"), tell("jalan berlubang di jl mawar")
    assert similar(town, second) == [first]
    town.text(f"{wish} {first}", "+6281110000200")
    assert similar(town, second) == similar(town, first) == []


def test_what_has_ended_is_not_similar_until_it_is_open_again(town, tell, do) -> None:
    first, second = tell("jalan berlubang di jl mawar"), tell("jalan berlubang di jl mawar")
    do(first, Action.RESOLVE)
    assert similar(town, second) == []
    do(first, Action.UNDO)
    assert similar(town, second) == [first]
    do(first, Action.MARK_SPAM)
    assert similar(town, second) == []
    do(first, Action.REOPEN)
    do(first, Action.START)
    assert similar(town, second) == [first]


def test_the_one_that_most_people_support_stands_first(town, tell) -> None:
    first, second, third, fourth = (tell("jalan berlubang di jl mawar") for _ in range(4))
    with town.database.write() as connection:
        deed = Deed(Action.MARK_DUPLICATE, Actor.ADMIN, "siti")
        merge(connection, town.processor.office, third, second, deed, town.clock.now())
    assert similar(town, fourth) == [second, first]


def test_a_place_that_is_added_counts(town, tell) -> None:
    first, second = tell("jalan berlubang parah sekali"), tell("jalan berlubang di jl mawar")
    town.text(f"TAMBAH {first} di jl mawar", "+6281110000200")
    assert similar(town, second) == [first]


# PostgreSQL plans by the sizes it has seen and walks small tables whatever indexes there are.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_looking_for_similar_ones_reads_the_few_of_an_index(town, tell) -> None:
    tell("jalan berlubang di jl mawar")
    number = tell("jalan berlubang di jl mawar")
    seen: list[tuple[str, Any]] = []
    event.listen(town.database.engine, "before_cursor_execute", lambda *given: seen.append((given[2], given[3])))
    similar(town, number)
    spots = alike.spots("bogor:jalan", [("street", "jalan mawar"), ("village", "tegallega"), ("street", "melati")])
    with town.database.read() as connection:
        alike.taken(connection, spots)
        plans = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {told}", given).all() for told, given in seen[:]]
    steps = [step[-1] for plan in plans for step in plan]
    assert any("ix_complaint_place_alike" in step for step in steps)
    # The list that is looked for is read from end to end, and nothing else; nor all that is open.
    walked = [step for step in steps if step.startswith(("SCAN", "USE TEMP")) and "VIRTUAL TABLE" not in step]
    assert walked == []
    assert not any("ix_complaint_status" in step for step in steps)


def test_postgresql_reads_the_few_of_the_index_too(town, tell) -> None:
    if town.database.is_sqlite:
        return
    number = tell("jalan berlubang di jl mawar")
    with town.database.read() as connection:
        row = by_number(connection, number)
        assert row is not None
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        values = {"matter": "bogor:x", "kind": "street", "name": "Jalan Mawar", "since": row.created_at}
        query = str(alike._AT.compile(town.database.engine, compile_kwargs={"render_postcompile": True}))
        plan = connection.exec_driver_sql(f"EXPLAIN {query}", {**values, "param_1": 25}).scalars().all()
    assert any("ix_complaint_place_alike" in step for step in plan)
    assert not any("Sort" in step for step in plan)
