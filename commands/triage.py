"""`aduan triage`: what no agency has, one after the other, with one key for each decision."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from commands.arguments import as_option, known_region
from commands.complaint_alike import MOST_SIMILAR, similar_to
from commands.complaint_step import MOST_CHARACTERS, deed_of
from commands.context import Context
from commands.triage_decisions import DECISIONS, OFFERED, NothingError, Seat, read_key
from commands.triage_screen import KEYS, Case, lines
from sms.errors import UserError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from commands.triage_decisions import Decision
    from complaints.who.office import Office
    from storage.engine import Database

_QUIT = frozenset({"", "\x1b", "\x03", "\x04"})


@click.command(help="Hand out what no agency has, one key for each decision; ? lists the keys.")
@click.option("--region", help="Only of this region: its code, keyword or alias.")
@as_option
@click.pass_obj
def triage(context: Context, region: str | None) -> None:
    """Hand out what is in triage; each decision is one transaction, and who comes second is told."""
    with context.database() as database:
        office = context.office(database)
        code = known_region(office.regions, region).code if region else None
        _Desk(context, database, office, code).work()


class _Desk(Seat):
    """An admin at work: what was passed over, what was decided, and what to look at next."""

    def __init__(self, context: Context, database: Database, office: Office, region: str | None) -> None:
        super().__init__(context, database, office)
        self.region = region
        self.skipped: list[int] = []
        self.decided: list[int] = []
        self.again: int | None = None
        self.told = False

    def work(self) -> None:
        """Show what waits until nothing does, or until the admin has enough."""
        while (case := self._next()) is not None:
            key = read_key()
            if key in _QUIT:
                break
            self._do(case, key)
        else:
            click.echo("nothing else waits" + (f"; {len(self.skipped)} left for later" if self.skipped else ""))
        click.echo(f"{len(self.decided)} decided")

    def _next(self) -> Case | None:
        from storage import triage

        with self.database.read() as connection:
            found = self._named(connection) or triage.longest(connection, self.region, self.skipped)
            if found is None:
                return None
            case = _case(self.context, self.office, connection, *found)
            waiting = triage.count(connection, self.region)
        if sys.stdin.isatty() and not self._has_news():
            click.clear()
        click.echo("\n".join(lines(case, waiting, self.context.clock.now())))
        return case

    def _named(self, connection: Connection) -> tuple[int, int] | None:
        """Give the complaint whose decision was taken back; it is there to be decided anew."""
        from complaints.steps.actions import find
        from storage.triage import last_seen

        named, self.again = self.again, None
        row = find(connection, named) if named is not None else None
        return (row.number, last_seen(connection, row.id)) if row is not None and row.status == "triage" else None

    def _has_news(self) -> bool:
        told, self.told = self.told, False
        return told

    def _tell(self, said: str) -> None:
        """Say something that stays above the next screen."""
        if sys.stdin.isatty():
            click.clear()
        click.echo(said)
        click.echo()
        self.told = True

    def _do(self, case: Case, key: str) -> None:
        """Do what a key says; what cannot be done is told, and the complaint is there again."""
        try:
            if key in {"n", " "}:
                self.skipped.append(case.row.number)
            elif key == "u":
                self._undo()
            elif key == "?" or (key not in DECISIONS and not key.isspace()):
                self._tell(KEYS)
            elif key in DECISIONS and not case.is_delicate:
                self._decide(case, DECISIONS[key])
        except (UserError, click.ClickException) as error:
            self._tell(f"! {error.message if isinstance(error, click.ClickException) else error}")
        except NothingError:
            self._tell("nothing done")

    def _decide(self, case: Case, decision: Decision) -> None:
        from complaints.life.lifecycle import Action
        from complaints.steps.triaging import decide

        deed, row = decision(self, case), case.row
        if len(deed.said) > MOST_CHARACTERS:
            raise click.UsageError(f"the text has {len(deed.said)} characters, {MOST_CHARACTERS} fit into four SMS")
        now = self.context.clock.now()
        with self.database.write() as connection:
            after = decide(connection, self.office, row.number, case.seen, deed, now)
        self.decided.append(row.number)
        if deed.action is Action.ASK:
            # It still waits, for the answer.
            self.skipped.append(row.number)
        self._tell(f"{row.number} {deed.action}: {after} {deed.agency or ''}".rstrip())

    def _undo(self) -> None:
        from complaints.life.lifecycle import Action
        from complaints.steps.actions import apply, find
        from storage.complaints import last_event

        if not self.decided:
            raise click.UsageError("nothing has been decided yet")
        number, now = self.decided[-1], self.context.clock.now()
        deed = deed_of(self.context, Action.UNDO, "")
        with self.database.write() as connection:
            last = last_event(connection, find(connection, number, for_change=True).id)
            if last.actor != deed.actor:
                raise click.UsageError(f"{number}: somebody has gone on with it, {last.action}; look at it first")
            apply(connection, self.office, number, deed, now)
        self.decided.pop()
        self.skipped = [each for each in self.skipped if each != number]
        self.again = number
        self._tell(f"{number} is in triage again")


def _case(context: Context, office: Office, connection: Connection, number: int, seen: int) -> Case:
    from complaints.figures.reputation import reputations
    from complaints.steps.actions import find
    from storage import places

    row, now = find(connection, number), context.clock.now()
    known = reputations(connection, [row.subscriber_id] if row.subscriber_id else [], now)
    similar = [each.number for each in similar_to(context, connection, row)][:MOST_SIMILAR]
    offered = _offered(office, row.region, row.routing, row.accused or ())
    return Case(row, seen, offered, places.of(connection, row.id), similar, known.get(row.subscriber_id))


def _offered(office: Office, region: str, routing: dict[str, object], accused: Sequence[str]) -> list[tuple[str, str]]:
    """Give whom the router would choose, who is still there and is not accused."""
    alternatives: Sequence[tuple[str, float]] = routing.get("alternatives", ())  # type: ignore[assignment]
    known = office.regions[region].catalogue.agencies if region in office.regions else {}
    return [(code, known[code].name) for code, _ in alternatives if code in known and code not in accused][:OFFERED]
