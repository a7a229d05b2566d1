from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from complaints.life.lifecycle import Actor
from storage import bulk
from storage.models import complaint, event, subscriber

AT = datetime(2026, 11, 1, 3, 0, 7, 250_000, tzinfo=UTC)
NASTY = ("", "\\N", "a\tb\nc\rd", "\\.", "'';--", '"{}"', "%s :name", "Żółć 😀")


COMPLAINT = {"region": "bogor", "channel": "sms", "text": "jalan rusak", "status": "triage", "created_at": AT}
COMPLAINT |= {"updated_at": AT, "status_since": AT, "routing": {}}
EVENT = {"at": AT, "actor_kind": Actor.ADMIN, "action": "open", "after": "triage"}


def _people(count: int) -> list[dict]:
    wib = timezone(timedelta(hours=7))
    return [
        {"address": f"+62811100{place:05}", "kind": "number", "created_at": AT.astimezone(wib)}
        for place in range(count)
    ]


@pytest.mark.parametrize("count", [1, 500])
def test_few_rows_and_many_are_read_as_they_were_written(database, count: int) -> None:
    with database.write() as connection:
        bulk.insert(connection, subscriber, _people(count))
    with database.read() as connection:
        rows = connection.execute(select(subscriber).order_by(subscriber.c.id)).all()
    assert [row.address for row in rows] == [row["address"] for row in _people(count)]
    # What was not given is what the database gives.
    assert {(row.created_at, row.muted_reason, row.muted_at) for row in rows} == {(AT, "", None)}


def test_texts_of_any_kind_moments_and_numbers_arrive_whole(database) -> None:
    with database.write() as connection:
        bulk.insert(connection, complaint, [{**COMPLAINT, "id": 1, "number": 1}])
        rows = [{**EVENT, "complaint_id": 1, "reason": text, "actor": text} for text in NASTY * 50]
        bulk.insert(connection, event, rows)
        columns = event.c.complaint_id, event.c.at, event.c.actor_kind, event.c.reason, event.c.before
        found = connection.execute(select(*columns).order_by(event.c.id)).all()
    assert found == [(1, AT, "admin", row["reason"], None) for row in rows]


def test_objects_and_truths_arrive_whole(database) -> None:
    routing = {"reasons": NASTY, "quality": {"score": 0.5}}
    rows = [{**COMPLAINT, "id": at, "number": at, "routing": routing, "secret": at % 2 == 0} for at in range(1, 301)]
    with database.write() as connection:
        bulk.insert(connection, complaint, rows)
        found = connection.execute(select(complaint.c.routing, complaint.c.secret).order_by(complaint.c.id)).all()
    assert found == [({**routing, "reasons": list(NASTY)}, row["secret"]) for row in rows]


def test_what_the_database_refuses_is_told_like_any_other_and_nothing_is_written(database) -> None:
    with pytest.raises(IntegrityError), database.write() as connection:
        bulk.insert(connection, subscriber, [*_people(300), *_people(1)])
    with database.read() as connection:
        assert connection.execute(select(subscriber)).all() == []


def test_no_rows_are_no_work(database) -> None:
    with database.write() as connection:
        bulk.insert(connection, subscriber, [])
