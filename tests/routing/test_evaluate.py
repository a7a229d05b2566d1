"""A router or a model, tried on texts whose label is known."""

from __future__ import annotations

import pytest

from config.regions import load_region
from routing.classifier import OFFERED, Classifier
from routing.datasets import Labelled
from routing.evaluate import Ranked, by_model, by_router, evaluate
from routing.fit import Example
from routing.grams import Speller
from routing.model import Model
from routing.shipped import router_of
from routing.train import train

SPELLER = Speller({"jln": "jalan"})
WORDS = {
    "ktp": "ktp rekam cetak blangko foto",
    "akta": "akta lahir nikah kelahiran nama",
    "jalan": "jalan lubang aspal rusak beton",
    "jembatan": "jembatan kayu roboh sungai lapuk",
    "air": "air pdam keruh pipa bocor",
}
GROUPS = {"ktp": "CAPIL", "akta": "CAPIL", "jalan": "PU", "jembatan": "PU", "air": "PDAM"}


def test_a_router_answers_as_the_daemon_would() -> None:
    router = router_of(load_region("bogor"))
    for text in ("jalan berlubang di depan pasar", "kebakaran, pln padam, sampah, pohon tumbang"):
        decision = router.decide(text)
        assert by_router(router)(text)[0] == (decision.agency, decision.confidence)
    assert len(by_router(router)("halo")) == OFFERED


def test_a_router_that_sends_a_citizen_away_answers_with_the_body() -> None:
    best, *others = by_router(router_of(load_region("bogor")))("npwp saya tidak bisa diaktifkan di kantor pajak")
    assert best[0] == "KPP"
    assert len(others) == OFFERED
    assert all(best[1] > confidence for _, confidence in others)


@pytest.mark.parametrize("grouped", [True, False])
def test_a_model_answers_with_its_groups_or_else_its_labels_likeliest_first(*, grouped: bool) -> None:
    ranked = by_model(Classifier(model(grouped=grouped)), SPELLER)("jln lubang aspal")
    names = [name for name, _ in ranked]
    assert names[0] == ("PU" if grouped else "jalan")
    assert set(names) <= set(GROUPS.values() if grouped else GROUPS)
    chances = [chance for _, chance in ranked]
    assert chances == sorted(chances, reverse=True)
    assert 0 <= min(chances) <= max(chances) <= 1
    assert len(ranked) == OFFERED


def test_a_text_of_unknown_words_is_answered_too() -> None:
    assert len(by_model(Classifier(model(grouped=True)), SPELLER)("")) == OFFERED


def test_answers_are_measured_and_timed() -> None:
    answers: dict[str, Ranked] = {
        "a": (("PU", 0.9), ("DLH", 0.1)),
        "b": (("PU", 0.6), ("DLH", 0.4)),
        "c": (("DLH", 0.7),),
        "d": (),
    }
    texts = [Labelled("a", "PU"), Labelled("b", "DLH"), Labelled("c", "PU", ("DLH",)), Labelled("d", "PU")]
    found = evaluate(answers.__getitem__, texts)
    assert (found.measured.n, found.measured.accuracy, found.measured.accuracy_with_also) == (4, 0.25, 0.5)
    assert found.measured.top3 == 0.5
    assert found.measured.confused == (("DLH", "PU", 1), ("PU", "DLH", 1), ("PU", "", 1))
    assert 0 <= found.ms_median <= found.ms_p99


def model(*, grouped: bool) -> Model:
    texts = [
        Example(f"{first} {second}", name, GROUPS[name] if grouped else "")
        for name, words in WORDS.items()
        for first in words.split()
        for second in words.split()
    ]
    return train(texts, SPELLER)
