"""The catalogue of agencies and topics: what is shipped, and how mistakes in it are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.errors import ConfigError
from config.phrases import parse_phrase
from config.topics import Catalogue, load_catalogue
from sms.codec import is_gsm7

AGENCIES = '[PUPR]\nname = "Dinas PU"\nshort = "PU"\ntakes = "Jalan"\n'
WORDS = """\
[abbreviations]
jln = "jalan"
[regional]
dalan = "jalan"
[whole]
words = ["keluar"]
[fillers]
words = ["yang"]
[places]
before = ["depan"]
landmarks = ["pasar"]
"""
TOPIC = """\
[[topics]]
code = "jalan-rusak"
agency = "PUPR"
name = "Jalan rusak"
phrases = ["jalan + rusak|lubang"]
not = ["jalan kereta"]
examples = ["jalan rusak"]
"""


def test_the_shipped_catalogue_is_whole() -> None:
    catalogue = load_catalogue()
    assert len(catalogue.agencies) == 25
    assert {topic.agency for topic in catalogue.topics} == set(catalogue.agencies)


def test_every_short_name_fits_an_sms() -> None:
    for agency in load_catalogue().agencies.values():
        assert is_gsm7(agency.short)
        assert len(agency.short) <= 24


def test_what_is_written_is_read(tmp_path: Path) -> None:
    catalogue = load(tmp_path)
    topic = catalogue.topics[0]
    assert (topic.code, topic.agency, topic.urgent) == ("jalan-rusak", "PUPR", False)
    assert topic.excluded == (parse_phrase("jalan kereta"),)
    assert catalogue.words.spellings == {"jln": "jalan", "dalan": "jalan"}


def test_a_phrase_has_parts_alternatives_and_words() -> None:
    phrase = parse_phrase("air + tidak keluar|=mati")
    assert phrase.parts == ((("air",),), (("tidak", "keluar"), ("=mati",)))
    assert phrase.words == {"air", "tidak", "keluar", "=mati"}


@pytest.mark.parametrize("text", ["", " ", "jalan +", "+ rusak", "jalan + rusak|", "jalan + | rusak", "a ++ b"])
def test_a_phrase_with_nothing_in_a_place_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="nothing before or after"):
        parse_phrase(text)


@pytest.mark.parametrize("text", ["Jalan", "jalan-raya", "jalan & rusak", "==kali"])
def test_a_phrase_of_anything_but_words_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no word of small letters"):
        parse_phrase(text)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('agency = "PUPR"', 'agency = "PUPE"', r"id.toml:3: no agency 'PUPE' in agencies.toml. Did you mean 'PUPR'\?"),
        ("jalan + rusak|lubang", "jalan +", "id.toml:5: .*nothing before or after"),
        ('["jalan + rusak|lubang"]', "[]", "id.toml:5: topics.phrases: should not be empty"),
        ("jalan + rusak|lubang", "jalan yang rusak", "'yang', which is dropped as a filler"),
        ("phrases", "phrase", r"unknown key. Did you mean 'phrases'\?"),
        ('["jalan + rusak|lubang"]', "[1]", "a phrase should be text in quotes"),
        ('code = "jalan-rusak"', 'code = "Jalan Rusak"', "id.toml:2: topics.code: .*small letters"),
        ('examples = ["jalan rusak"]', "", "examples: is missing"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        load(tmp_path, topics=TOPIC.replace(old, new))


def test_a_code_may_be_used_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"id.toml:2: 'jalan-rusak' is the code of several topics\n.*id.toml:9: "):
        load(tmp_path, topics=TOPIC + TOPIC)


def test_a_short_name_that_is_too_long_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"agencies.toml:3: short: .* 24"):
        load(tmp_path, agencies=AGENCIES.replace('"PU"', '"' + "x" * 25 + '"'))


def load(directory: Path, *, agencies: str = AGENCIES, words: str = WORDS, topics: str = TOPIC) -> Catalogue:
    (directory / "topics").mkdir()
    (directory / "agencies.toml").write_text(agencies)
    (directory / "topics" / "abbreviations.toml").write_text(words)
    (directory / "topics" / "id.toml").write_text(topics)
    return load_catalogue(directory)
