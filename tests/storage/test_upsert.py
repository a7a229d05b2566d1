from sqlalchemy import event, select

from storage.models import line
from storage.upsert import insert_new, update_alike


def test_rows_that_change_alike_are_one_statement_and_each_gets_its_own(database) -> None:
    statements: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *seen: statements.append(seen[2]))
    with database.write() as connection:
        ids = insert_new(
            connection, line, [{"name": name, "transport": "gammu"} for name in ("a", "b", "c", "d")], line.c.name
        )
        statements.clear()
        changes = {"a": "ready", "b": "ready", "c": "waiting"}
        update_alike(connection, line, [{"id": ids[name], "state": state} for name, state in changes.items()])
        assert len(statements) == 2
        assert dict(connection.execute(select(line.c.name, line.c.state)).all()) == {**changes, "d": "stopped"}
        update_alike(connection, line, [])
        assert len(statements) == 3


def test_rows_that_change_like_no_other_share_a_statement_too(database) -> None:
    statements: list[str] = []
    names = ["a", "b", "c"]
    event.listen(database.engine, "before_cursor_execute", lambda *seen: statements.append(seen[2]))
    with database.write() as connection:
        ids = insert_new(connection, line, [{"name": name, "transport": "gammu"} for name in names], line.c.name)
        statements.clear()
        changes = [{"id": ids[name], "state": f"is {name}"} for name in names]
        update_alike(connection, line, [*changes[:2], {**changes[2], "detail": "more"}])
        assert len(statements) == 2
        rows = connection.execute(select(line.c.name, line.c.state, line.c.detail)).all()
    assert sorted(rows) == [("a", "is a", ""), ("b", "is b", ""), ("c", "is c", "more")]
