"""The places of complaints, on both databases."""

from __future__ import annotations

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


def of(town: Any, row: Any) -> list[Any]:
    with town.database.read() as connection:
        return list(places.of(connection, row["id"]))


def _inserts(statements: list[str]) -> int:
    return sum(statement.startswith("INSERT INTO complaint_place") for statement in statements)
