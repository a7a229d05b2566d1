"""When a phrase is met, and by which words."""

from __future__ import annotations

import pytest

from config.phrases import parse_phrase
from config.topics import Catalogue, Topic, Words
from routing.features import Features
from routing.rules import NEAR, Finder, Hit, Rules


@pytest.mark.parametrize(
    ("phrase", "text", "words"),
    [
        ("begal", "ada begal", "begal"),
        ("lampu merah", "lampu merah mati", "lampu merah"),
        ("lampu merah", "merah lampu", None),
        ("jalan + lubang", "lubangnya dalam sekali jalan itu", "lubangnya ... jalan"),
        ("jalan + lubang|rusak", "jalan rusak", "jalan rusak"),
        ("air + tidak keluar|mati", "air tidak mau keluar", None),
        ("air + tidak keluar|mati", "air kami tidak keluar", "air ... tidak keluar"),
        ("=kali + bau", "bau sekali", None),
        ("=kali + bau", "kali bau", "kali bau"),
        ("sampah + tempat sampah", "tempat sampah", None),
        ("got", "selokan mampet", "selokan"),
    ],
)
def test_a_phrase_is_met_by_its_words(phrase: str, text: str, words: str | None) -> None:
    assert first_words([phrase], text) == words


def test_words_that_stand_too_far_apart_are_not_one_phrase() -> None:
    assert first_words(["jalan + rusak"], "jalan " + "kata " * (NEAR - 2) + "rusak") == "jalan ... rusak"
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


def test_a_region_lays_down_what_its_own_phrases_say() -> None:
    assert law(["situ"], "situ kotor") == ("situ", "situ")
    assert law(["situ + bau|kotor"], "bau sekali air situ") == ("situ + bau|kotor", "bau ... situ")
    assert law(["situ + bau"], "situ penuh") is None
    assert law([], "situ kotor") is None


def test_of_several_laws_the_longest_counts_and_of_equals_the_first() -> None:
    assert law(["situ", "situ + bau", "bau"], "situ bau") == ("situ + bau", "situ bau")
    assert law(["bau", "situ"], "situ bau") == ("bau", "bau")


def test_a_law_is_no_phrase_of_a_topic() -> None:
    rules = Rules(Catalogue({}, (), laws=((parse_phrase("situ"), Topic("", "DLH", "", ())),)))
    assert rules.hits(rules.read("situ kotor")) == []


class TestFinder:
    def test_asks_for_pairs_of_words_that_stand_side_by_side(self) -> None:
        finder = Finder(parse_phrase("lampu merah|kuning sekali + mati"), {})
        assert finder.keys == (frozenset({"lampu merah", "kuning sekali"}), frozenset({"mati"}))
        assert set(finder.words()) == {"lampu merah", "kuning sekali", "lampu", "merah", "kuning", "sekali", "mati"}

    def test_asks_for_the_words_after_a_pair_too(self) -> None:
        finder = Finder(parse_phrase("air tidak mau keluar"), {})
        assert finder.keys == (frozenset({"air tidak"}),)
        assert set(finder.words()) == {"air tidak", "air", "tidak", "mau", "keluar"}

    def test_asks_for_words_as_texts_are_spelled_save_those_meant_as_written(self) -> None:
        finder = Finder(parse_phrase("got|=got|rs"), {"got": "selokan", "rs": "rumah sakit"})
        assert finder.keys == (frozenset({"selokan", "=got", "rumah sakit"}),)

    def test_gives_no_words_where_a_part_is_missing(self) -> None:
        finder = Finder(parse_phrase("lampu merah + mati"), {})
        assert finder.find(features(lampu=(0,), mati=(1,))) == 0
        assert finder.find(features(lampu_merah=(0,))) == 0

    def test_gives_the_words_of_a_pair_and_of_the_nearest_other_part(self) -> None:
        finder = Finder(parse_phrase("lampu merah + mati"), {})
        assert finder.find(features(lampu_merah=(3,), mati=(0, 5))) == 0b111000

    def test_gives_no_word_to_two_parts(self) -> None:
        finder = Finder(parse_phrase("lampu merah + merah"), {})
        assert finder.find(features(lampu_merah=(0,), merah=(1,))) == 0
        assert finder.find(features(lampu_merah=(0,), merah=(1, 2))) == 0b111


def features(**places: tuple[int, ...]) -> Features:
    """Make features with words at places; an underscore joins a pair."""
    return Features(("kata",) * 8, {word.replace("_", " "): each for word, each in places.items()})


def law(phrases: list[str], text: str) -> tuple[str, str] | None:
    """Give the law that is met, by its phrase, and the words that met it."""
    laws = tuple((parse_phrase(phrase), Topic("", phrase, "", ())) for phrase in phrases)
    rules = Rules(Catalogue({}, (), laws=laws))
    read = rules.read(text)
    hit = rules.law(read)
    return (hit.topic.agency, hit.words(read)) if hit else None


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
