"""The catalogue of agencies and topics: what is shipped, and how mistakes in it are told."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from config.errors import ConfigError
from config.field_types import BODY_NAME, BODY_REACH
from config.phrases import parse_phrase
from config.topics import Body, Catalogue, load_catalogue
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
[clauses]
between = ["dan"]
"""
BODIES = '[KPU]\nname = "KPU atau Bawaslu"\nreach = "datang ke kantor KPU"\n'
ACCUSATIONS = 'watchdog = "PUPR"\nstaff = "petugas"\nacts = ["pungli"]\ngrave = "korupsi"\n[called]\nPUPR = "pupr"\n'
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
    assert {topic.agency for topic in catalogue.topics} == {*catalogue.agencies, *catalogue.bodies}
    assert catalogue.laws == ()


def test_every_body_fits_an_sms_and_is_no_agency() -> None:
    catalogue = load_catalogue()
    assert catalogue.agencies.keys().isdisjoint(catalogue.bodies)
    for body in catalogue.bodies.values():
        assert is_gsm7(body.name + body.reach)
        assert len(body.name) <= BODY_NAME
        assert len(body.reach) <= BODY_REACH


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


def test_the_topics_of_all_files_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    further = {name: TOPIC.replace("jalan-rusak", name) for name in ("sungai", "jalan")}
    assert [topic.code for topic in load(tmp_path, further=further).topics] == ["jalan", "jalan-rusak", "sungai"]


def test_a_topic_may_belong_to_a_body(tmp_path: Path) -> None:
    catalogue = load(tmp_path, topics=TOPIC.replace('agency = "PUPR"', 'agency = "KPU"'))
    assert catalogue.bodies["KPU"] == Body("KPU", "KPU atau Bawaslu", "datang ke kantor KPU")
    assert catalogue.topics[0].agency == "KPU"


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
        ('agency = "PUPR"', 'agency = "PUPE"', r"pupr.toml:3: no agency 'PUPE' in agencies.toml. .* mean 'PUPR'\?"),
        ("jalan + rusak|lubang", "jalan +", "pupr.toml:5: .*nothing before or after"),
        ('["jalan + rusak|lubang"]', "[]", "pupr.toml:5: topics.phrases: should not be empty"),
        ("jalan + rusak|lubang", "jalan yang rusak", "'yang', which is dropped as a filler"),
        ("phrases", "phrase", r"unknown key. Did you mean 'phrases'\?"),
        ('["jalan + rusak|lubang"]', "[1]", "a phrase should be text in quotes"),
        ('code = "jalan-rusak"', 'code = "Jalan Rusak"', "pupr.toml:2: topics.code: .*small letters"),
        ('examples = ["jalan rusak"]', "", "examples: is missing"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        load(tmp_path, topics=TOPIC.replace(old, new))


def test_a_code_may_be_used_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"pupr.toml:2: 'jalan-rusak' is the code of several topics\n.*pupr.toml:9: "):
        load(tmp_path, topics=TOPIC + TOPIC)


def test_a_code_may_be_used_once_in_all_files(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"pupr.toml:2: 'jalan-rusak' is the code of several topics"):
        load(tmp_path, further={"dlh": TOPIC})


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("name", "nme", r"bodies.toml:2: nme: unknown key. Did you mean 'name'\?"),
        ('"KPU atau Bawaslu"', '"' + "x" * 41 + '"', "bodies.toml:2: name: .* 40"),
        ('"datang ke kantor KPU"', '"' + "x" * 91 + '"', "bodies.toml:3: reach: .* 90"),
        ('"datang ke kantor KPU"', '"kantor \u2019KPU\u2019"', "bodies.toml:3: reach: .*double the price"),
    ],
)
def test_a_mistake_in_a_body_is_told_with_its_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        load(tmp_path, bodies=BODIES.replace(old, new))


def test_a_mistake_in_the_accusations_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"accusations.toml:1: no agency 'PUPE'. Did you mean 'PUPR'\?"):
        load(tmp_path, accusations=ACCUSATIONS.replace('watchdog = "PUPR"', 'watchdog = "PUPE"'))


def test_a_short_name_that_is_too_long_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"agencies.toml:3: short: .* 24"):
        load(tmp_path, agencies=AGENCIES.replace('"PU"', '"' + "x" * 25 + '"'))


def load(
    directory: Path,
    *,
    agencies: str = AGENCIES,
    bodies: str = BODIES,
    accusations: str = ACCUSATIONS,
    words: str = WORDS,
    further: Mapping[str, str] = MappingProxyType({}),
    topics: str = TOPIC,
) -> Catalogue:
    (directory / "topics").mkdir()
    (directory / "bodies.toml").write_text(bodies)
    (directory / "accusations.toml").write_text(accusations)
    for name, text in further.items():
        (directory / "topics" / f"{name}.toml").write_text(text)
    (directory / "agencies.toml").write_text(agencies)
    (directory / "topics" / "abbreviations.toml").write_text(words)
    (directory / "topics" / "pupr.toml").write_text(topics)
    return load_catalogue(directory)
