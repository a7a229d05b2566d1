"""The menu over SMS: where somebody is in it, and what a step leads to.

The place stands with the open questions; after a pause it is kept for a day, so that MENU goes on where somebody was.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from complaints.life.asking import Asked
from complaints.talk import reports, standing
from complaints.talk.desk import Desk
from complaints.talk.menus import Errands, carried_out, walk_for
from complaints.talk.wishes import set_language
from parsers.meaning import Parsed, Pick, Report, TooShort
from parsers.menu import Walk
from parsers.menu_place import ActName, Place, Shown, place_of
from sms.message import InboundMessage
from storage.engine import AnyRow

AT_WORK = timedelta(minutes=30)
"""For so long after a screen was sent, digits are an answer to it."""


def begin(message: InboundMessage, region: str, desk: Desk) -> None:
    """Open the menu; somebody who has left it in the middle is asked whether to go on there."""
    walk = walk_for(desk.office, region, message.language)
    left = next((row for row in desk.floor(message).dialogues if row.kind == Asked.MENU), None)
    is_left = left is not None and left.state["region"] == region and desk.now - left.asked_at > AT_WORK
    place = place_of(walk.menu, left.state["place"]) if left and is_left else None
    _show(message, region, walk, walk.offer(place) if place and place.is_deep else walk.begin(), desk)


def step(message: InboundMessage, parsed: Parsed, asked: AnyRow, desk: Desk) -> bool:
    """Take what is typed at a screen: a choice, or words where it asks for them."""
    region = asked.state["region"]
    if region not in desk.office.menus or desk.now - asked.asked_at > AT_WORK:
        return False
    if asked.state["words"] and parsed.addressed:
        # They write it the other way after all: the whole text is the report, whatever topic was chosen.
        desk.settle(asked)
        return False
    # A lone word at a list may be the label of an item; a sentence is a report.
    is_words = isinstance(parsed.meaning, Report) and asked.state["words"]
    if not is_words and not isinstance(parsed.meaning, Pick | TooShort):
        return False
    walk = walk_for(desk.office, region, message.language)
    place = place_of(walk.menu, asked.state["place"]) or Place()
    desk.explained.add(message.id)
    typed = parsed.meaning.typed if isinstance(parsed.meaning, Pick) else message.text
    _show(message, region, walk, walk.step(place, typed), desk)
    return True


def _show(message: InboundMessage, region: str, walk: Walk, shown: Shown, desk: Desk) -> None:
    """Do what a step asks for, answer with the next screen, and keep in mind where they are."""
    errands = Errands(
        open_reports=lambda: standing.shown(message, desk),
        report=lambda text: _file(message, region, text, desk),
        speak=lambda code: set_language(message, code, desk),
    )
    shown = carried_out(shown, walk, desk.office.texts_for(region, message.language), errands)
    # The acknowledgement of a report says all.
    if not (shown.act and shown.act.name is ActName.REPORT):
        desk.answer(message, shown.text, purpose="menu")
    if shown.place:
        desk.ask(message, Asked.MENU, state=_state(region, walk, shown.place))
    else:
        desk.changes.dialogues_ended.add(f"{Asked.MENU}:{message.subscriber_id}")


def _state(region: str, walk: Walk, place: Place) -> dict[str, Any]:
    words = not place.offered and bool(walk.menu.screens[place.screen].ask)
    return {"region": region, "place": place.as_json(), "words": words}


def _file(message: InboundMessage, region: str, text: str, desk: Desk) -> None:
    reports.file(message, region, Report(text, fresh=True), desk)
