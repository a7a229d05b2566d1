"""Queries on complaints, on both databases."""

from __future__ import annotations

from storage import complaints, counts, listing
from storage.listing_filters import Filters
from tests.conftest import Town


def test_only_those_whose_text_was_marked_are_flagged(town: Town) -> None:
    for text in ("bogor jalan berlubang di depan pasar", "bogor wkwkwkwk wkwkwk"):
        town.text(text)
    with town.database.read() as connection:
        flagged = listing.find(connection, Filters(flagged=True), town.clock.now(), listing.Page(10))
        everything = complaints.listing(connection, limit=10)
    assert [row["text"] for row in flagged] == ["wkwkwkwk wkwkwk"]
    assert len(everything) == 2


def test_unfinished_complaints_are_counted_by_region(town: Town) -> None:
    town.text("bogor jalan berlubang di depan pasar")
    with town.database.read() as connection:
        assert counts.by_region(connection, {"closed"}) == {"bogor": 1}
        assert counts.by_region(connection, {"closed", "assigned"}) == {}
