"""Pages for people who text us: what is said on them is a script, and is played as it is written.

`> **Anda:** text` is what the reader sends, `> **Kami:** text` what comes; comments hold what a script needs beside it.
"""

from __future__ import annotations

import os
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from smsd.virtual.conversation import Turn, read
from tests.test_conversations import Stage

DOCS = Path(__file__).parent.parent / "docs"
_TURN = re.compile(r"> \*\*(Anda|Kami):\*\* (.*?)\\?")
_ASIDE = re.compile(r"<!-- (.*) -->")


class Page:
    """A page, whose reader has a phone: `reader` is its name in the script, or nothing for the citizen's."""

    def __init__(self, name: str, reader: str = "") -> None:
        self.text = (DOCS / name).read_text(encoding="utf-8")
        self._reader = f"{reader} ".lstrip()

    def script(self) -> Iterator[str]:
        """Give the page as a script, line for line; lines that say nothing are blank."""
        for line in self.text.splitlines():
            if turn := _TURN.fullmatch(line):
                yield f"{self._reader}{'>' if turn[1] == 'Anda' else '<'} {turn[2]}"
            else:
                aside = _ASIDE.fullmatch(line)
                yield aside[1] if aside else ""

    def play(self, town: Any, settings_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Play the page: everything comes as it is written, and nothing else does."""
        for name in [name for name in os.environ if name.startswith("ADUAN_")]:
            monkeypatch.delenv(name)
        stage = Stage(town, settings_file)
        for line in read(self.script()):
            stage.play(line)
        assert stage.unread() == []
        assert town.errors == []

    def sent(self) -> set[str]:
        """Give the texts that are sent to us."""
        return {line.text for line in read(self.script()) if isinstance(line, Turn) and not line.expected}

    def told_to_send(self) -> set[str]:
        """Give what the page tells to send, in code."""
        return set(re.findall(r"`([^`]+)`", self.text))

    def unread_turns(self) -> list[str]:
        """Give the quoted lines that are no turns of a talk."""
        return [line for line in self.text.splitlines() if line.startswith(">") and not _TURN.fullmatch(line)]

    def height(self) -> int:
        """Give how many lines of 80 columns are printed."""
        shown = [line for line in self.text.splitlines() if line and not _ASIDE.fullmatch(line)]
        return sum(len(textwrap.wrap(line, 80)) for line in shown)
