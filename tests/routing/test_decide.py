"""Decisions by rules of a few topics made for the purpose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.phrases import parse_phrase
from config.topics import Agency, Catalogue, Topic
from routing.decide import Router

TOPICS = (
    ("jalan-rusak", "PUPR", "Jalan rusak", ("jalan + rusak|lubang", "aspal"), (), False),
    ("lampu-merah", "DISHUB", "Lampu lalu lintas", ("lampu merah", "lampu merah + mati"), (), False),
    ("listrik", "PLN", "Listrik padam", ("lampu + mati", "listrik"), (), False),
    ("api", "DAMKAR", "Kebakaran", ("kebakaran",), ("asap",), True),
    ("sampah", "DLH", "Sampah", ("sampah",), ("bau", "kotor"), False),
)


def make_catalogue() -> Catalogue:
    topics = tuple(
        Topic(
            code,
            agency,
            name,
            tuple(map(parse_phrase, phrases)),
            tuple(map(parse_phrase, hints)),
            urgent=urgent,
        )
        for code, agency, name, phrases, hints, urgent in TOPICS
    )
    agencies = {topic.agency: Agency(topic.agency, topic.agency, topic.agency.title(), "...") for topic in topics}
    return Catalogue(agencies, topics)


ROUTER = Router(make_catalogue())


def test_a_clear_matter_goes_to_its_agency_with_a_reason() -> None:
    decision = ROUTER.decide("Jalannya BERLUBANG pak")
    assert (decision.agency, decision.topic, decision.urgent) == ("PUPR", "jalan-rusak", False)
    assert decision.reasons == ('Kata "jalannya berlubang" menunjuk topik Jalan rusak (Pupr).',)


def test_a_word_counts_for_the_longest_phrase_in_which_it_stands() -> None:
    decision = ROUTER.decide("lampu merah mati")
    assert decision.agency == "DISHUB"
    assert [each.agency for each in decision.alternatives] == ["DISHUB"]


def test_two_matters_of_equal_weight_go_to_triage_with_both_offered() -> None:
    decision = ROUTER.decide("listrik dan sampah")
    assert (decision.agency, decision.topic) == (None, None)
    assert {each.agency for each in decision.alternatives} == {"PLN", "DLH"}
    assert decision.reasons[-1] == "Belum cukup yakin antara Pln dan Dlh."


def test_a_hint_alone_is_too_weak_and_says_so() -> None:
    decision = ROUTER.decide("bau")
    assert decision.agency is None
    assert decision.reasons == ('Kata "bau" mengarah ke topik Sampah (Dlh).', "Petunjuk ke Dlh terlalu lemah.")


def test_a_hint_makes_a_phrase_surer_and_does_not_unmake_that_of_another() -> None:
    plain = ROUTER.decide("sampah").confidence
    assert ROUTER.decide("sampah bau").confidence > plain
    assert ROUTER.decide("sampah asap").agency == "DLH"


@pytest.mark.parametrize("text", ["", "   ", "\n", "???", "😀😀", "asdf qwerty", "12345", "terima kasih"])
def test_nothing_known_goes_to_triage(text: str) -> None:
    decision = ROUTER.decide(text)
    assert (decision.agency, decision.confidence, decision.alternatives) == (None, 0.0, ())
    assert decision.reasons == ("Tidak ada kata yang menunjuk ke suatu instansi.",)


def test_danger_is_seen_even_where_no_agency_is_sure() -> None:
    decision = ROUTER.decide("kebakaran sampah")
    assert (decision.agency, decision.urgent) == (None, True)


def test_a_hint_of_danger_is_not_danger() -> None:
    assert not ROUTER.decide("asap").urgent


def test_the_matter_of_an_agency_that_the_region_lacks_goes_to_nobody_else() -> None:
    router = Router(make_catalogue(), agencies=frozenset({"PUPR", "DLH"}))
    decision = router.decide("listrik mati, lampu mati, sampah")
    assert decision.agency is None
    assert [each.agency for each in decision.alternatives] == ["DLH"]
    assert decision.reasons[-1] == "Ini tampaknya urusan Pln, yang tidak ada di daerah ini."


def test_the_threshold_decides_what_is_sure_enough() -> None:
    assert Router(make_catalogue(), threshold=0.99).decide("jalan rusak").agency is None
    assert Router(make_catalogue(), threshold=0.0).decide("bau").agency == "DLH"


WORDS = st.sampled_from(
    [
        "jalan",
        "rusak",
        "lampu",
        "merah",
        "mati",
        "listrik",
        "kebakaran",
        "asap",
        "sampah",
        "bau",
        "jln2",
        ",",
        "😀",
        "\x00",
    ]
)


@given(st.one_of(st.text(), st.lists(WORDS, max_size=40).map(" ".join)))
def test_every_text_is_answered_consistently(text: str) -> None:
    decision = ROUTER.decide(text)
    confidences = [each.confidence for each in decision.alternatives]
    assert confidences == sorted(confidences, reverse=True)
    assert len(confidences) <= 3
    assert 0 <= decision.confidence <= 1
    assert decision.reasons
    assert decision == ROUTER.decide(text)
    if decision.agency:
        assert decision.alternatives[0].agency == decision.agency
        assert decision.confidence >= 0.6
