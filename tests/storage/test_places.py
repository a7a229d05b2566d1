"""The places of complaints, and which complaints may be about the same; on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from storage import places


@pytest.fixture
def tell(town) -> Any:
    """Report as a new citizen and give the complaint."""

    def report(text: str) -> Any:
        town.text(f"bogor {text}", f"+62811100002{len(town.complaints()):02}")
        return town.complaints()[-1]

    return report


def test_places_are_written_with_the_complaint_in_the_order_of_its_text(town, tell) -> None:
    row = tell("jalan berlubang di kel bantarjati rt 3/5 dekat jl mawar")
    assert [tuple(place.values()) for place in of(town, row)] == [
        ("village", "Bantarjati", "RT 3 RW 5"),
        ("district", "Bogor Utara", ""),
        ("street", "Jalan Mawar", ""),
    ]


def test_a_complaint_without_a_place_has_none(town, tell) -> None:
    assert of(town, tell("jalan berlubang parah sekali")) == []


def test_complaints_about_the_same_on_the_same_street_are_similar_newest_first(town, tell) -> None:
    first = tell("jalan berlubang di jl mawar")
    tell("jalan berlubang di jl melati")
    tell("sampah menumpuk di jl mawar")
    second, third = tell("jalan berlubang di jln MAWAR"), tell("jalan berlubang, jl. Mawar bantarjati")
    assert similar(town, first) == [third["number"], second["number"]]
    assert similar(town, third) == [second["number"], first["number"]]


def test_a_district_is_compared_only_where_nothing_narrower_is_named(town, tell) -> None:
    district = tell("jalan berlubang di bogor utara")
    village, street = tell("jalan berlubang di kel bantarjati"), tell("jalan berlubang di jl mawar bogor utara")
    assert similar(town, district) == [street["number"], village["number"]]
    assert similar(town, village) == []
    assert similar(town, street) == []


def test_what_came_too_long_ago_is_not_similar(town, tell) -> None:
    tell("jalan berlubang di jl mawar")
    town.clock.advance(places.WINDOW)
    assert similar(town, tell("jalan berlubang di jl mawar")) == []


def test_ten_at_most_are_similar(town, tell) -> None:
    rows = [tell("jalan berlubang di jl mawar") for _ in range(12)]
    assert similar(town, rows[-1]) == [row["number"] for row in rows[-2:-12:-1]]


def test_complaints_that_no_topic_was_found_for_are_not_similar(town, tell) -> None:
    tell("mohon perhatiannya pak di jl mawar")
    assert similar(town, tell("mohon perhatiannya pak di jl mawar")) == []


def test_the_places_of_a_batch_are_one_statement_and_none_without_places(town) -> None:
    statements: list[str] = []
    event.listen(town.database.engine, "before_cursor_execute", lambda *seen: statements.append(seen[2]))
    town.store(town.part("bogor jalan berlubang di mana mana pak"))
    town.process()
    assert _inserts(statements) == 0
    for place in range(3):
        town.store(town.part(f"bogor jalan berlubang di jl mawar {place} bantarjati", f"+628111000030{place}"))
    town.process()
    assert _inserts(statements) == 1


# PostgreSQL plans by the sizes it has seen and walks small tables whatever indexes there are.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_looking_for_similar_ones_walks_no_table(town, tell) -> None:
    row = tell("jalan berlubang di jl mawar")
    seen: list[tuple[str, Any]] = []
    event.listen(town.database.engine, "before_cursor_execute", lambda *given: seen.append((given[2], given[3])))
    similar(town, row)
    of(town, row)
    with town.database.read() as connection:
        plans = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", given).all() for text, given in seen[:2]]
    steps = [step[-1] for plan in plans for step in plan]
    assert any("ix_complaint_place_kind_name" in step for step in steps)
    assert [step for step in steps if step.startswith("SCAN")] == []


def of(town: Any, row: Any) -> list[Any]:
    with town.database.read() as connection:
        return list(places.of(connection, row["id"]))


def similar(town: Any, row: Any) -> list[int]:
    with town.database.read() as connection:
        since = row["created_at"] - places.WINDOW + timedelta(seconds=1)
        return places.similar(connection, row["id"], since)


def _inserts(statements: list[str]) -> int:
    return sum(statement.startswith("INSERT INTO complaint_place") for statement in statements)
