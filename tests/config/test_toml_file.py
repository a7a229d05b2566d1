"""TOML files and where their keys were written."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import ConfigError
from config.toml_file import TomlFile, read_toml
from config.toml_lines import KeyPath

SAMPLE = '''\
# a comment with a key = 1
database = "x"
"quoted key".'and dotted' = """
[not.a.table]
not_a_key = 1"""
list = [ # not ] the end
  "one",
  { name = "]", "in.side" = { deep = 1 } },
]
when = 1979-05-27 07:32:00
[log . sub]
level = 'info' # level = 2

[[lines]]
name = "a"
  [lines.limits]
  per_minute = 3
[[lines]]
name = "b"
[[lines.pins]]
pin = -1.5e3
[[lines.pins]]
pin = 2
'''


@pytest.mark.parametrize(
    ("key_path", "line"),
    [
        (("database",), 2),
        (("quoted key",), 3),
        (("quoted key", "and dotted"), 3),
        (("list",), 6),
        (("list", 0), 7),
        (("list", 1, "name"), 8),
        (("list", 1, "in.side", "deep"), 8),
        (("when",), 10),
        (("log",), 11),
        (("log", "sub"), 11),
        (("log", "sub", "level"), 12),
        (("lines",), 14),
        (("lines", 0), 14),
        (("lines", 0, "name"), 15),
        (("lines", 0, "limits"), 16),
        (("lines", 0, "limits", "per_minute"), 17),
        (("lines", 1), 18),
        (("lines", 1, "name"), 19),
        (("lines", 1, "pins", 0, "pin"), 21),
        (("lines", 1, "pins", 1), 22),
        (("lines", 1, "pins", 1, "pin"), 23),
    ],
)
def test_a_key_is_found_in_its_line(key_path: KeyPath, line: int) -> None:
    assert sample().line_of(*key_path) == line


def test_a_missing_key_has_the_line_of_the_table_it_is_missing_from() -> None:
    assert sample().line_of("lines", 1, "device") == 18


def test_a_key_that_is_missing_from_the_whole_file_has_no_line() -> None:
    assert sample().line_of("regions") is None


TRICKY_VALUES = [
    "1",
    '"[x]" # y = 1',
    '"""\n[no]\na = 1 """',
    "'''\n[[no]]\n''''",
    '"""quotes: \\""" and """""',
    "[1,\n 2, # ]\n 3]",
    '[["]", {a = 1}],\n\n[]]',
    '{a = "}", b.c = [1]}',
    "1979-05-27 07:32:00",
    "07:32:00",
    "-inf",
    "''",
]
keys = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x7f"), max_size=5)
tables = st.dictionaries(keys, st.dictionaries(keys, st.sampled_from(TRICKY_VALUES), max_size=4), max_size=4)


@given(tables, st.sampled_from(["", " ", "\n", "# [c]\n\t"]))
def test_every_key_is_found_whatever_the_keys_and_values_look_like(
    content: dict[str, dict[str, str]], gap: str
) -> None:
    text = ""
    lines: dict[KeyPath, int] = {}
    for table, values in content.items():
        text += f"{gap}[{quoted(table)}]\n"
        lines[table,] = text.count("\n")
        for key, value in values.items():
            text += gap
            lines[table, key] = text.count("\n") + 1
            text += f"{quoted(key)} = {value}\n"
    file = TomlFile(Path("some.toml"), tomllib.loads(text), text)
    assert {path: file.line_of(*path) for path in lines} == lines


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"nowhere\.toml: cannot be read: No such file"):
        read_toml(tmp_path / "nowhere.toml")


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"a = 1\nb = = 2\n", ":2: is not TOML: Invalid value"),
        (b"[a]\nb = 1\nc = 2\nb = 3\n", ":4: is not TOML: b is written twice in its table"),
        (b'a = 1\nb = "open', ":2: is not TOML: Unterminated string"),
        (b"a = 1\n\nb = '\xff'\n", ":3: is not UTF-8 text"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(tmp_path: Path, content: bytes, place: str) -> None:
    path = tmp_path / "bad.toml"
    path.write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        read_toml(path)
    assert str(caught.value).startswith(f"{path}{place}")


def test_an_error_reads_as_a_compilers_does() -> None:
    error = ConfigError("unknown key", path="aduan.toml", line=12, hint="Did you mean 'name'?")
    assert str(error) == "aduan.toml:12: unknown key. Did you mean 'name'?"
    assert str(ConfigError("no settings")) == "no settings"


def sample() -> TomlFile:
    return TomlFile(Path("sample.toml"), tomllib.loads(SAMPLE), SAMPLE)


def quoted(key: str) -> str:
    return json.dumps(key, ensure_ascii=False)
