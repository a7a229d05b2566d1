"""When a phrase is met, and by which words."""

from __future__ import annotations

import pytest

from config.phrases import parse_phrase
from config.topics import Catalogue, Topic, Words
from routing.rules import NEAR, Hit, Rules


@pytest.mark.parametrize(
    ("phrase", "text", "words"),
    [
        ("begal", "ada begal", "begal"),
        ("lampu merah", "lampu merah mati", "lampu merah"),
        ("lampu merah", "merah lampu", None),
        ("jalan + lubang", "lubangnya dalam sekali jalan itu", "lubangnya jalan"),
        ("jalan + lubang|rusak", "jalan rusak", "jalan rusak"),
        ("air + tidak keluar|mati", "air tidak mau keluar", None),
        ("air + tidak keluar|mati", "air kami tidak keluar", "air tidak keluar"),
        ("=kali + bau", "bau sekali", None),
        ("=kali + bau", "kali bau", "kali bau"),
        ("sampah + tempat sampah", "tempat sampah", None),
        ("got", "selokan mampet", "selokan"),
    ],
)
def test_a_phrase_is_met_by_its_words(phrase: str, text: str, words: str | None) -> None:
    assert first_words([phrase], text) == words


def test_words_that_stand_too_far_apart_are_not_one_phrase() -> None:
    assert first_words(["jalan + rusak"], "jalan " + "kata " * (NEAR - 2) + "rusak") == "jalan rusak"
    assert first_words(["jalan + rusak"], "jalan " + "kata " * (NEAR - 1) + "rusak") is None


def test_the_nearest_words_are_taken() -> None:
    hit = find(["jalan + rusak"], "jalan satu dua rusak jalan")[0]
    assert hit.mask == 0b11000


def test_more_words_are_more_evidence_and_a_hint_is_the_least() -> None:
    hits = find(["jalan", "jalan + rusak", "jalan + rusak + parah"], "jalan rusak parah", hints=["parah"])
    assert [hit.mask.bit_count() for hit in hits] == [3, 2, 1, 1]
    assert [hit.hint for hit in hits] == [False, False, False, True]
    assert sorted({hit.evidence for hit in hits}, reverse=True) == [hit.evidence for hit in hits]


def test_a_topic_that_the_text_excludes_is_not_met() -> None:
    assert find(["macet"], "macet di jalan") != []
    assert find(["macet"], "kredit saya macet", excluded=["kredit + macet"]) == []


def find(
    phrases: list[str], text: str, *, hints: list[str] | None = None, excluded: list[str] | None = None
) -> list[Hit]:
    topic = Topic(
        "topik",
        "DINAS",
        "Topik",
        tuple(map(parse_phrase, phrases)),
        tuple(map(parse_phrase, hints or [])),
        tuple(map(parse_phrase, excluded or [])),
    )
    rules = Rules(Catalogue({}, (topic,), Words(spellings={"got": "selokan"})))
    return rules.hits(rules.read(text))


def first_words(phrases: list[str], text: str) -> str | None:
    topic = Topic("topik", "DINAS", "Topik", tuple(map(parse_phrase, phrases)))
    rules = Rules(Catalogue({}, (topic,), Words(spellings={"got": "selokan"})))
    features = rules.read(text)
    hits = rules.hits(features)
    return hits[0].words(features) if hits else None
