"""The poster for citizens is a conversation that goes as it is written, and stays one page."""

from __future__ import annotations

import os
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

from smsd.virtual.conversation import Turn, read
from tests.test_conversations import Stage

PAGE = (Path(__file__).parent.parent / "docs" / "citizen.md").read_text(encoding="utf-8")
_TURN = re.compile(r"> \*\*(Anda|Kami):\*\* (.*?)\\?")
_ASIDE = re.compile(r"<!-- (.*) -->")


def script() -> Iterator[str]:
    """Give the page as a script: what is said in it, and what its comments add; other lines are blank."""
    for line in PAGE.splitlines():
        if turn := _TURN.fullmatch(line):
            yield f"{'>' if turn[1] == 'Anda' else '<'} {turn[2]}"
        else:
            aside = _ASIDE.fullmatch(line)
            yield aside[1] if aside else ""


def test_what_the_page_promises_is_what_comes(town, settings_file: Path, monkeypatch) -> None:
    for name in [name for name in os.environ if name.startswith("ADUAN_")]:
        monkeypatch.delenv(name)
    stage = Stage(town, settings_file)
    for line in read(script()):
        stage.play(line)
    assert stage.unread() == []
    assert town.errors == []


def test_every_sms_that_the_page_tells_to_send_is_played() -> None:
    sent = {line.text for line in read(script()) if isinstance(line, Turn) and not line.expected}
    assert set(re.findall(r"`([^`]+)`", PAGE)) <= sent
    assert {"CEK", "SUDAH", "BELUM", "TAMBAH", "BATAL", "STOP", "MENU"} <= set(re.findall(r"[A-Z]+", PAGE))


def test_every_line_of_a_talk_is_read_as_one() -> None:
    assert [line for line in PAGE.splitlines() if line.startswith(">") and not _TURN.fullmatch(line)] == []


def test_the_page_fits_on_one_sheet() -> None:
    shown = [line for line in PAGE.splitlines() if line and not _ASIDE.fullmatch(line)]
    assert sum(len(textwrap.wrap(line, 80)) for line in shown) <= 60
