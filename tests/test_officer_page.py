"""The page for a new officer is a conversation that goes as it is written, and stays one page."""

from __future__ import annotations

import re
from pathlib import Path

from parsers.officer_meaning import Verb
from tests.pages import Page

PAGE = Page("officer.md", "budi")


def test_what_the_page_promises_is_what_comes(town, settings_file: Path, monkeypatch) -> None:
    PAGE.play(town, settings_file, monkeypatch)


def test_every_sms_that_the_page_tells_to_send_is_played() -> None:
    assert PAGE.told_to_send() <= PAGE.sent()


def test_the_page_names_every_command() -> None:
    # CABUT is the integrity contact's alone.
    commands = {*Verb, "TUGAS", "REKAP", "CUTI", "YA", "BANTUAN"} - {Verb.WITHDRAW}
    assert commands <= set(re.findall(r"[A-Z]+", PAGE.text))


def test_every_line_of_a_talk_is_read_as_one() -> None:
    assert PAGE.unread_turns() == []


def test_the_page_fits_on_one_sheet() -> None:
    assert PAGE.height() <= 60
