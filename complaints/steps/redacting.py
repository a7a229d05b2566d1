"""Taking personal data out of a complaint for ever, wherever it is stored; who did it and why stands in its history."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from complaints.life.cutting import MARKER, without, without_each, without_shared, without_whole
from complaints.life.deeds import Deed
from complaints.steps.actions import apply, find
from complaints.who.circles import NotTheirsError, is_apart
from complaints.who.office import Office
from sms.errors import UserError
from storage import redaction
from storage.complaints import said_since
from storage.engine import AnyRow
from storage.redaction import Cuts


class NothingToRedactError(UserError):
    """The words are in nothing that is stored of the complaint, or the reason repeats them."""


def redact(  # noqa: PLR0913, PLR0917 - what is taken out of what, by whom, and when
    connection: Connection, office: Office, number: int, words: str | None, deed: Deed, now: datetime
) -> int:
    """Take words, or with None all that citizens have said, out of a complaint; gives out of how many texts.

    Raises NothingToRedactError, NotTheirsError of what is kept apart, and what `actions.apply` raises.
    """
    complaint = find(connection, number, for_change=True)
    if is_apart(complaint):
        raise NotTheirsError(f"{number} is kept apart: what it says is nothing that an admin may take out")
    cuts = _cuts(connection, complaint, words)
    if cuts.told(deed.said) != deed.said:
        raise NothingToRedactError("the reason has the words in it, and it stays; say it without them")
    found = redaction.rewrite(connection, complaint, cuts)
    if not found:
        raise NothingToRedactError(f"nothing that is stored of {number} has these words; nothing has changed")
    apply(connection, office, number, deed, now)
    return found


def _cuts(connection: Connection, complaint: AnyRow, words: str | None) -> Cuts:
    if words is not None:
        return Cuts(without(words), without(words), without_each(words), MARKER, everything=False)
    said = [complaint.text, *said_since(connection, complaint.id)]
    return Cuts(without_shared(said), without_whole(said), without_shared(said), MARKER, everything=True)
