"""How listings are written, whatever citizens texted."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from contextlib import redirect_stdout
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.output import emit, emit_one, number, unless_same

HARMFUL = {"Cc", "Cf", "Cs", "Zl", "Zp"}
texts = st.text(st.characters(exclude_categories=()) | st.sampled_from("\x1b\x9b\n\r\u202e[bold]"), max_size=90)


def written(rows: list[dict[str, Any]], *, as_json: bool) -> str:
    out = io.StringIO()
    with redirect_stdout(out):
        emit(rows, list(rows[0]), as_json=as_json)
    return out.getvalue()


@given(texts, texts)
def test_a_table_has_one_line_for_each_row_and_nothing_that_moves_the_cursor(one: str, other: str) -> None:
    table = written([{"id": 1, "text": one}, {"id": 2, "text": other}], as_json=False)
    assert table.count("\n") == 3
    assert not {unicodedata.category(character) for character in table.replace("\n", "")} & HARMFUL


@given(texts)
def test_json_holds_the_text_exactly_and_no_control_character_bare(text: str) -> None:
    told = written([{"text": text}], as_json=True)
    assert json.loads(told) == [{"text": text}]
    assert told.isascii()
    assert told.rstrip("\n").isprintable()


@given(texts)
def test_one_object_has_one_line_for_each_field(text: str) -> None:
    out = io.StringIO()
    with redirect_stdout(out):
        emit_one({"id": 7, "text": text}, as_json=False)
    assert out.getvalue().count("\n") == 2
    assert not {unicodedata.category(character) for character in out.getvalue().replace("\n", "")} & HARMFUL


class Terminal(io.StringIO):
    """An output that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("columns", [40, 100, 160])
def test_the_text_takes_what_room_the_terminal_leaves_and_never_a_second_line(
    monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    rows = [{"id": 1, "status": "queued", "text": "jalan rusak " * 20}, {"id": 2, "status": "sent", "text": "pendek"}]
    with redirect_stdout(Terminal()) as out:
        emit(rows, ("id", "status", "text"), as_json=False)
    _, long, short = [re.sub(r"\x1b\[\d*m", "", line) for line in out.getvalue().splitlines()]
    assert len(long) in (columns, columns - 1), "a blank before the dots goes"
    assert long.startswith("1   queued  jalan rusak jalan")
    assert long.rstrip().endswith("\u2026")
    assert short.split() == ["2", "sent", "pendek"]


def test_without_a_terminal_a_table_is_200_columns_wide() -> None:
    *_, line = written([{"id": 1, "text": "x" * 500}], as_json=False).splitlines()
    assert len(line) == 200


def test_heads_can_be_shorter_than_the_names_of_the_fields(capsys: pytest.CaptureFixture[str]) -> None:
    emit([{"segments": 2}], ["segments"], as_json=False, titles={"segments": "sms"})
    assert capsys.readouterr().out.split() == ["sms", "2"]


def test_a_column_that_says_the_same_in_every_row_can_be_left_out() -> None:
    same, different = [{"line": "a"}, {"line": "a"}], [{"line": "a"}, {"line": None}]
    assert unless_same("line", same, ("id", "line")) == ["id"]
    assert unless_same("line", different, ("id", "line")) == ["id", "line"]


def test_markup_of_the_table_library_is_only_text() -> None:
    assert "[bold red]jalan[/] :smile:" in written([{"text": "[bold red]jalan[/] :smile:"}], as_json=False)


def test_values_are_written_as_people_and_as_programs_read_them() -> None:
    row = {"at": datetime(2026, 11, 23, 5, 0, tzinfo=UTC), "none": None, "yes": True}
    assert json.loads(written([row], as_json=True)) == [{"at": "2026-11-23T05:00:00+00:00", "none": None, "yes": True}]
    assert written([row], as_json=False).splitlines()[1].split()[-2:] == ["-", "yes"]


def test_a_number_is_masked_unless_it_may_be_revealed() -> None:
    assert number("+6281110002222", reveal=False) == "+6281***222"
    assert number("+6281110002222", reveal=True) == "+6281110002222"
    assert number(None, reveal=False) is None
