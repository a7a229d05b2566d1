"""Training on small piles of made-up texts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from routing.classifier import Classifier, Guess
from routing.fit import Example
from routing.grams import Speller
from routing.model import Model
from routing.model_file import save
from routing.train import _HEATS, train

SPELLER = Speller({"jln": "jalan"})
WORDS = {
    "ktp": "ktp rekam cetak blangko foto dukcapil",
    "akta": "akta lahir nikah kelahiran nama dukcapil",
    "jalan": "jalan lubang aspal rusak beton gelombang",
    "jembatan": "jembatan kayu roboh sungai lapuk beton",
    "air": "air pdam keruh pipa bocor meteran",
}
GROUPS = {"ktp": "CAPIL", "akta": "CAPIL", "jalan": "PU", "jembatan": "PU", "air": "PDAM"}
COMMON = "tolong pak sudah lama belum ada mohon warga kami min"


@pytest.mark.parametrize("grouped", [False, True])
@pytest.mark.parametrize("count", [60, 200])
def test_most_texts_are_known_again(count: int, *, grouped: bool) -> None:
    texts = corpus(count, grouped=grouped)
    model = train(texts, SPELLER)
    right = [best(model.labels, guess(model, each.text).labels) == each.label for each in texts]
    assert sum(right) / count > 0.7
    assert model.labels == ("air", "akta", "jalan", "jembatan", "ktp")
    assert model.groups == (("CAPIL", "PDAM", "PU") if grouped else ())


def test_a_model_tells_what_it_was_trained_on_and_how_well_it_did_on_the_last_seventh() -> None:
    model = train(corpus(200), SPELLER)
    told = dict(model.summary)
    held_out = told.pop("held_out")
    assert told == {
        "version": model.version,
        "texts": 200,
        "labels": 5,
        "groups": 3,
        "features": len(model.weights),
        "rare": [],
    }
    assert held_out["n"] == 200 // 7
    assert 0.5 < held_out["accuracy"] <= held_out["top3"] <= 1
    assert 0 < held_out["macro_f1"] <= 1


def test_training_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("first", "second"):
        save(train(corpus(60), SPELLER), tmp_path / name)
    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()


def test_the_version_is_that_of_the_texts() -> None:
    texts = corpus(60)
    versions = {
        train(each, SPELLER).version
        for each in (
            texts,
            texts[::-1],
            [replace(texts[0], text="air"), *texts[1:]],
            [replace(texts[0], weight=2.0), *texts[1:]],
            corpus(60, grouped=False),
        )
    }
    assert len(versions) == 5


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [Example("air mati", "air"), Example("lampu mati", "lampu")] * 9,
        [Example("air mati", "air")] * 60,
        [Example("air mati", "", "PDAM")] * 60,
    ],
)
def test_too_few_texts_or_labels_are_refused(texts: list[Example]) -> None:
    with pytest.raises(ValueError, match="at least 20 texts with words, of at least two labels"):
        train(texts, SPELLER)


def test_twenty_texts_are_enough() -> None:
    texts = [each for each in corpus(60, grouped=False) if each.label in {"air", "ktp"}][:20]
    assert train(texts, SPELLER).summary["held_out"]["n"] == 2


def test_a_pile_in_order_of_labels_is_tried_on_every_seventh_text() -> None:
    texts = corpus(60)
    assert train(texts, SPELLER).summary["held_out"]["n"] == 60 // 7
    by_label = sorted(texts, key=lambda example: example.label)
    held_out = train(by_label, SPELLER).summary["held_out"]
    assert held_out["n"] == len(range(0, 60, 7))
    assert held_out["accuracy"] > 0.4


def test_the_newest_texts_weigh_more() -> None:
    before, after = corpus(60, grouped=False), corpus(60, grouped=False, seed=1)
    chances = []
    for weight in (0.2, 1.0, 5.0):
        old = [Example("gardu meledak", "jalan")] * 10
        new = [Example("gardu meledak", "air", weight=weight)] * 10
        model = train([*old, *before, *new, *after], SPELLER)
        chances.append(guess(model, "gardu meledak").labels[model.labels.index("air")])
    assert chances[0] < chances[1] < chances[2]
    assert chances[0] < 0.2
    assert chances[2] > 0.7


def test_a_text_whose_label_is_unknown_teaches_its_group() -> None:
    unknown = [Example("kartu identitas anak", "", "CAPIL")] * 10
    without, taught = (train(texts, SPELLER) for texts in (corpus(100), [*unknown, *corpus(100)]))
    place = taught.groups.index("CAPIL")
    assert taught.labels == without.labels
    assert guess(taught, "kartu identitas").groups[place] > guess(without, "kartu identitas").groups[place]
    assert best(taught.groups, guess(taught, "kartu identitas").groups) == "CAPIL"


def test_spellings_are_learned_as_what_they_mean() -> None:
    model = train([*corpus(60, grouped=False), Example("jln jln", "jalan")], SPELLER)
    assert "jln" not in model.vocabulary.words


def test_what_can_be_told_apart_less_is_answered_less_surely() -> None:
    noisy, clear = (train(corpus(100, grouped=False, noise=noise), SPELLER) for noise in (0.6, 0.1))
    assert noisy.heat.labels < clear.heat.labels
    assert _HEATS[0] <= noisy.heat.labels
    assert clear.heat.labels <= _HEATS[-1]


def test_its_steps_are_told() -> None:
    told: list[str] = []
    train(corpus(60), SPELLER, progress=told.append)
    assert told == ["learning how sure to be, from 52 texts tried on 8", "learning from all 60 texts"]


def test_texts_that_are_easily_told_apart_are_learned_with_groups() -> None:
    model = train(corpus(60, noise=0), SPELLER)
    assert model.summary["held_out"]["accuracy"] == 1
    assert guess(model, "pipa air bocor").groups.sum() == pytest.approx(1)


def test_a_group_without_labels_can_be_answered() -> None:
    model = train([*corpus(100), *[Example("gardu meledak", "", "PLN")] * 10, *corpus(20, seed=1)], SPELLER)
    assert best(model.groups, guess(model, "gardu meledak").groups) == "PLN"


def corpus(count: int, *, grouped: bool = True, noise: float = 0.15, seed: int = 0) -> list[Example]:
    """Make texts of four words; the words of some are those of another label."""
    random = np.random.default_rng(seed)
    labels = list(WORDS)
    texts = []
    for number in range(count):
        label = labels[number % len(labels)]
        source = str(random.choice(labels)) if random.random() < noise else label
        words = [*random.choice(WORDS[source].split(), 2), *random.choice(COMMON.split(), 2)]
        texts.append(Example(" ".join(words), label, GROUPS[label] if grouped else ""))
    return texts


def guess(model: Model, text: str) -> Guess:
    classifier = Classifier(model)
    return classifier.guess(classifier.read(SPELLER.words(text)))


def best(names: tuple[str, ...] | list[str], chances: np.ndarray) -> str:
    return names[int(chances.argmax())]


def test_texts_without_words_are_refused() -> None:
    with pytest.raises(ValueError, match="20 texts with words"):
        train([Example("?", "lampu"), Example("!", "air")] * 20, SPELLER)
