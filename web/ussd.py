"""Sessions of USSD: each request is a step through the menu, and one transaction.

Where somebody is stands in `dialogue`, so that a session outlives a restart, and one that was cut can be gone on with
when the phone dials again. What a gateway sends twice is answered twice alike, and done once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from complaints.life.lifecycle import ENDED
from complaints.talk.menus import MOST_LISTED, Errands, carried_out, walk_for
from complaints.who.office import Office
from config.menu_layout import BACK
from parsers.menu import START_OVER, Walk
from parsers.menu_place import Place, Shown, place_of
from sms.msisdn import Sender, SenderKind
from smsd import inbox
from storage import complaints, dialogues, subscribers
from storage.engine import AnyRow
from web.ussd_form import Call

LASTS = timedelta(minutes=10)
"""How long a session is kept after its last step, to be gone on with."""

_BETWEEN = "*"


@dataclass(frozen=True, slots=True)
class Setup:
    """What sessions need to know of the installation: the line that speaks for them, and how inputs come."""

    office: Office
    region: str
    line_id: int
    all_inputs: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """What the phone shows; `ends`: the session is over. `filed` tells that a report waits to be processed."""

    text: str
    ends: bool = False
    filed: bool = False

    def __str__(self) -> str:
        return f"{'END' if self.ends else 'CON'} {self.text}"


def answer(connection: Connection, setup: Setup, call: Call, now: datetime) -> Answer:
    """Take a step of a session in the connection's transaction."""
    caller = subscribers.ids_of(connection, [Sender(SenderKind.NUMBER, call.phone)], now)[call.phone]
    rows = dialogues.ussd_sessions(connection, caller, now)
    mine = next((row for row in rows if row.key == call.key), None)
    if mine is not None and "end" in mine.state:
        return Answer(mine.state["end"], ends=True)
    session = _Session(connection, setup, call, caller, now)
    shown = session.go_on(mine.state) if mine is not None else session.open(rows)
    session.keep(shown)
    return Answer(shown.text, ends=shown.place is None, filed=session.filed)


@dataclass(slots=True)
class _Session:
    """One step of one session. `language` is that of the phone, which a step may change.

    `began` (seconds) tells it from another one on another day, for gateways use their ids again.
    """

    connection: Connection
    setup: Setup
    call: Call
    caller: int
    now: datetime
    filed: bool = False
    language: str | None = field(init=False)
    began: int = field(init=False)

    def __post_init__(self) -> None:
        self.language = subscribers.language_of(self.connection, self.caller)
        self.began = int(self.now.timestamp())

    def open(self, others: Sequence[AnyRow]) -> Shown:
        """Begin; where another session of the phone was cut, ask whether to go on with that.

        A text is there too if the session is older than its row, or if more was dialled (`*123*1#`).
        """
        if self.setup.all_inputs and self.call.text:
            return self._play(Place(), self.call.text)
        for other in reversed(others):
            place = self._place(other.state)
            if place is not None and place.is_deep:
                dialogues.end(self.connection, [other.key])
                return self._settled(self._walk().offer(place))
        return self._walk().begin()

    def go_on(self, state: dict[str, Any]) -> Shown:
        """Go on from where the session was; what has been answered before is answered again."""
        place = self._place(state) or Place()
        self.began = state["began"]
        if not self.setup.all_inputs:
            return self._step(place, self.call.text)
        seen: str = state["inputs"]
        if self.call.text == seen:
            return self._settled(self._walk().show(place))
        begun = seen + _BETWEEN if seen else ""
        if self.call.text.startswith(begun):
            return self._play(place, self.call.text.removeprefix(begun))
        return self._play(Place(), self.call.text)

    def keep(self, shown: Shown) -> None:
        """Write down where the session is now; one that is over is known for a while, should its end be asked again."""
        state = {"place": shown.place.as_json()} if shown.place else {"end": shown.text}
        row = {
            "key": self.call.key,
            "subscriber_id": self.caller,
            "kind": dialogues.USSD,
            "complaint_id": None,
            "line_id": self.setup.line_id,
            "state": {**state, "inputs": self.call.text, "began": self.began},
            "asked_at": self.now,
            "expires_at": self.now + LASTS,
        }
        dialogues.begin(self.connection, [row])

    def _play(self, place: Place, text: str) -> Shown:
        """Take the inputs one after the other; where words are asked for, a star is part of them."""
        shown = self._walk().show(place)
        rest = text.split(_BETWEEN)
        while rest and shown.place:
            if self._asks_for_words(shown.place) and rest[0].strip() not in {BACK, START_OVER}:
                rest = [_BETWEEN.join(rest)]
            shown = self._step(shown.place, rest.pop(0))
        return shown

    def _step(self, place: Place, typed: str) -> Shown:
        return self._settled(self._walk().step(place, typed))

    def _settled(self, shown: Shown) -> Shown:
        """Do what a step asks for."""
        office = self.setup.office
        texts = office.texts_for(self.setup.region, self.language)
        return carried_out(shown, self._walk(), texts, Errands(self._open_reports, self._report, self._speak))

    def _walk(self) -> Walk:
        return walk_for(self.setup.office, self.setup.region, self.language)

    def _place(self, state: dict[str, Any]) -> Place | None:
        return place_of(self.setup.office.menus[self.setup.region], state.get("place"))

    def _asks_for_words(self, place: Place) -> bool:
        screen = self.setup.office.menus[self.setup.region].screens[place.screen]
        return screen.ask is not None and not place.offered

    def _open_reports(self) -> list[AnyRow]:
        return complaints.own_open(self.connection, self.caller, ENDED, MOST_LISTED)

    def _report(self, text: str) -> None:
        key = f"{self.call.key}:{self.began}"
        typed = inbox.Typed(key, self.setup.line_id, self.caller, text)
        self.filed = inbox.store_typed(self.connection, typed, self.now)

    def _speak(self, code: str) -> None:
        self.language = code
        subscribers.speak(self.connection, self.caller, code)
