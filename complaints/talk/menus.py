"""What the menus of an installation say and do, the same over SMS and over USSD."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from complaints.who.office import Office
from config.menu_layout import LONGEST_VALUES
from config.texts import Texts
from parsers.menu import Walk
from parsers.menu_place import ActName, Shown
from sms.codec import to_gsm7
from storage.engine import AnyRow

MOST_LISTED = 20
"""Of somebody's open complaints, the newest that the status shows."""


@dataclass(frozen=True, slots=True)
class Errands:
    """What can be done for the one who is in a menu.

    `open_reports` gives rows with `number` and `status` (`storage.complaints.own_open`), `report` files a text as a
    report of its own, `speak` sets the language by its code.
    """

    open_reports: Callable[[], Sequence[AnyRow]]
    report: Callable[[str], None]
    speak: Callable[[str], None]


def walk_for(office: Office, region: str, language: str | None) -> Walk:
    """Give the menu of a region in the language that somebody has chosen, else in the region's."""
    known, menu = office.regions[region], office.menus[region]
    values = {"keyword": known.keyword.upper(), "emergency": known.emergency, "region": known.name}
    fitting = {name: to_gsm7(value)[: len(LONGEST_VALUES[name])] for name, value in values.items()}
    return Walk(menu, menu.language(language or known.language), fitting)


def carried_out(shown: Shown, walk: Walk, texts: Texts, errands: Errands) -> Shown:
    """Do what a step asks for, if it asks for something, and give what is shown then.

    What is shown after a report says that its number comes by SMS; over SMS the acknowledgement says all.
    """
    if shown.act is None:
        return shown
    answers = shown.act.answers
    match shown.act.name:
        case ActName.REPORT:
            errands.report(report_text(answers["text"], answers.get("topic")))
        case ActName.LANGUAGE:
            errands.speak(answers["code"])
        case ActName.STATUS if shown.place:
            return walk.listed(shown.place, [status_line(row, texts) for row in errands.open_reports()])
    return shown


def report_text(text: str, topic: str | None) -> str:
    """Write a report as somebody would who knows no menu: the topic that was chosen goes before the words."""
    return f"{topic}: {text}" if topic else text


def status_line(row: AnyRow, texts: Texts) -> str:
    """Write a complaint as a line: its number and its state, and nothing that others may not read."""
    return f"{row.number} {texts.status(row.status)}"
