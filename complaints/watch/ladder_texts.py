"""What the ladder writes: complaints by number, many in one SMS. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from operator import itemgetter

from complaints.watch.task_list import Item, TaskList, write
from complaints.who.circles import as_told, is_apart
from complaints.who.office import Office
from config.ladder import Of
from config.limits import Limit
from config.text_limits import LONGEST_NUMBERS
from config.texts import Texts
from storage.engine import AnyRow

_LYING = {Of.SILENCE: "ladder_silent", Of.OVERDUE: "ladder_overdue"}


def new_to_officers(office: Office, region: str, rows: Sequence[AnyRow], after: int) -> TaskList:
    """Write what an agency's officers are told of what has just come: the texts too, as a digest does.

    Its places go on after those of the phone's last list, `after` of them: an answer to either finds its complaint.
    """
    texts = office.texts_for(region)
    agencies = {row.agency for row in rows}
    name = office.agency_name(region, next(iter(agencies))) if len(agencies) == 1 else _called(office, region)
    head = texts.render("ladder_new", agency=name, count=len(rows), place=after + 1)
    items = [_item(texts, row, place, named=len(agencies) > 1) for place, row in enumerate(rows, after + 1)]
    return write(head, items, len(rows), lambda rest: texts.render("digest_more", count=rest))


def _item(texts: Texts, row: AnyRow, place: int, *, named: bool) -> Item:
    """Make the item of a complaint; of a delicate one nothing is told but that it is there, and how to read it."""
    marks = [texts.render("task_urgent")] if row.urgent else []
    marks += [row.agency] if named else []
    if is_apart(row):
        return Item(row.number, "", texts.render("task_secret", number=row.number), position=place)
    return Item(row.number, " ".join(marks), as_told(row, row.text), row.place or "", position=place)


def left_lying(office: Office, region: str, of: Of, after: Limit, rows: Collection[AnyRow]) -> str:
    """Write what those above an agency are told: how many, for how long, and the numbers by agency."""
    texts = office.texts_for(region)
    limit = limit_text(texts, after)
    numbers = by_agency([(label(texts, row), row.number) for row in rows])
    values: dict[str, str | int] = {
        "keyword": _called(office, region),
        "count": len(rows),
        "limit": limit,
        "numbers": numbers,
    }
    return texts.render_with(_LYING[of], values)


def unhanded(office: Office, region: str, rows: Collection[AnyRow]) -> str:
    """Write what the admin is told of complaints that nobody has handed to an agency in time."""
    numbers = by_agency([("", row.number) for row in rows])
    values: dict[str, str | int] = {"keyword": _called(office, region), "count": len(rows), "numbers": numbers}
    return office.texts_for(region).render_with("ladder_unhanded", values)


def label(texts: Texts, row: AnyRow) -> str:
    """Say whose a complaint is, by the agency's code; of one that is secret, nothing but that."""
    return texts.render("ladder_secret") if row.secret or row.circle else row.agency or ""


def limit_text(texts: Texts, limit: Limit) -> str:
    """Write a limit as people say it: "24 jam"."""
    return texts.render(f"limit_{limit.unit.name.lower()}", count=limit.count)


def by_agency(found: Collection[tuple[str, int]], room: int = LONGEST_NUMBERS) -> str:
    """Write numbers behind whose they are, as many as there is room for, and how many more there are.

    Of each the order stays, the oldest first.
    """
    written, last = "", None
    for place, (whose, number) in enumerate(sorted(found, key=itemgetter(0))):
        more = f", {number}" if whose == last else f"; {whose} {number}".replace("  ", " ")
        grown = written + more if written else more.lstrip("; ")
        if len(grown) + len(_rest(len(found) - place - 1)) > room:
            return written + _rest(len(found) - place)
        written, last = grown, whose
    return written


def _rest(count: int) -> str:
    return f", +{count}" if count else ""


def _called(office: Office, region: str) -> str:
    """Call a region by its keyword, as people know it."""
    return office.regions[region].keyword.capitalize()
