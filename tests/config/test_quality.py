"""The words of the quality score: what is shipped, and how mistakes in it are told."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from config.errors import ConfigError
from config.quality import QualityWords, load_quality

WORDS = """\
[patterns]
laughter = ["(?:ha){2,}"]
[empty]
words = ["halo"]
cries = ["tolong"]
[prank]
laughter = ["laughter"]
phrases = ["pizza + pesan"]
[abuse]
words = ["goblok"]
doubtful = ["anjing"]
before = ["dasar"]
after = ["lu"]
[advertising]
phrases = ["kode voucher"]
offers = ["jual"]
call = "minat|hubungi"
"""


def test_what_is_written_is_read(tmp_path: Path) -> None:
    words = load(tmp_path, WORDS)
    assert words.patterns == {"laughter": ("(?:ha){2,}",)}
    assert words.abuse.doubtful == ("anjing",)
    assert words.advertising.call.parts == ((("minat",), ("hubungi",)),)
    assert words.advertising.unless == ()


def test_the_shipped_words_are_many() -> None:
    words = load_quality()
    assert len(words.abuse.words) >= 60
    assert len(words.advertising.phrases) + len(words.advertising.offers) >= 40
    assert len(words.prank.phrases) >= 40


def test_no_shipped_word_stands_twice() -> None:
    words = load_quality()
    for each in (words.empty.words, words.empty.cries, (*words.abuse.words, *words.abuse.doubtful)):
        assert [word for word, count in Counter(each).items() if count > 1] == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('["goblok"]', '["goblok", "g0blok"]', r"quality.toml:10: abuse.words: 'g0blok' should be one word"),
        ('["halo"]', '["halo min"]', "quality.toml:4: empty.words: 'halo min' should be one word"),
        ("(?:ha){2,}", "(ha){2,}", "quality.toml:2: patterns.laughter: .* a group without a name"),
        ("(?:ha){2,}", "(?:ha", "quality.toml:2: .*is no regular expression"),
        ("(?:ha){2,}", "(?:ha)*", "quality.toml:2: .*is met by nothing at all"),
        ("(?:ha){2,}", '(?P<a>h)", "(?P<a>i)', "quality.toml:1: patterns: do not go together"),
        ("pizza + pesan", "pizza +", "quality.toml:8: prank.phrases: .*nothing before or after"),
        ("minat|hubungi", "minat|", "quality.toml:17: advertising.call: .*nothing before or after"),
        ('words = ["goblok"]\n', "", "quality.toml:9: abuse.words: is missing"),
        ("doubtful", "doubtfull", r"quality.toml:11: .*unknown key. Did you mean 'doubtful'\?"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in WORDS
    with pytest.raises(ConfigError, match=message):
        load(tmp_path, WORDS.replace(old, new, 1))


def load(directory: Path, text: str) -> QualityWords:
    path = directory / "quality.toml"
    path.write_text(text)
    return load_quality(path)
