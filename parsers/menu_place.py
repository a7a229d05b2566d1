"""Where somebody is in a menu, what they see there, and what they ask for: the values of `parsers.menu`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from config.menus import START, Menu


class ActName(StrEnum):
    """What a menu can ask its caller to do."""

    REPORT = "report"
    STATUS = "status"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Act:
    """Something to do, which the machine cannot.

    REPORT: `text` is to be filed, under `topic` if one was chosen. STATUS: the open reports are to be shown, by
    `Walk.listed`. LANGUAGE: `code` is the language from now on.
    """

    name: ActName
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is: a page of a screen, the answers so far, and the place they came from.

    `offered`: they came back after their session was cut, and have been asked whether to go on from here.
    """

    screen: str = START
    page: int = 0
    answers: Mapping[str, str] = field(default_factory=dict)
    came_from: Place | None = None
    offered: bool = False

    @property
    def is_deep(self) -> bool:
        """Tell whether something would be lost by starting anew."""
        return self.came_from is not None

    def as_json(self) -> dict[str, Any]:
        """Write it down, to be read by `place_of`."""
        before = {"came_from": self.came_from.as_json()} if self.came_from else {}
        offered = {"offered": True} if self.offered else {}
        return {"screen": self.screen, "page": self.page, "answers": dict(self.answers), **before, **offered}


@dataclass(frozen=True, slots=True)
class Shown:
    """What somebody sees next, and where they are then; no place: the session is over.

    With an `act` the caller has something to do. Its text stands here all the same, but for STATUS: the list is only
    known to the caller, who gives it to `Walk.listed`.
    """

    text: str
    place: Place | None
    act: Act | None = None


def place_of(menu: Menu, written: Any) -> Place | None:
    """Read a place that was written down; None if it cannot be read, or its screen has left the menu since."""
    match written:
        case {"screen": str(screen), "page": int(page), "answers": dict(answers)} if screen in menu.screens:
            before = place_of(menu, written.get("came_from")) or (Place() if screen != START else None)
            texts = {str(key): str(value) for key, value in answers.items()}
            return Place(screen, max(0, page), texts, before, offered=written.get("offered") is True)
    return None
