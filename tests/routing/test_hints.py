"""What the shipped classifier says of a text, told to others."""

from __future__ import annotations

from config.topics import load_catalogue
from routing.classifier import Classifier
from routing.fit import Example
from routing.grams import HINT
from routing.shipped import classifier_of, speller_of
from routing.train import train

SPELLER = speller_of(load_catalogue(), hinted=True)
PLAIN = speller_of(load_catalogue(), hinted=False)


def test_the_likely_topics_and_agencies_stand_after_the_words() -> None:
    text = "jalan berlubang"
    words = SPELLER.words(text)
    assert words[:2] == PLAIN.words(text) == ["jalan", "berlubang"]
    assert set(words[2:]) == {f"{HINT}jalan-rusak", f"{HINT}{HINT}PUPR"}


def test_a_text_that_says_nothing_gets_no_hint() -> None:
    assert SPELLER.words("halo") == ["halo"]


def test_who_hints_is_known() -> None:
    assert SPELLER.hinting
    assert SPELLER.hinting.model.version == classifier_of().model.version
    assert PLAIN.hinting is None


def test_labels_of_another_city_are_learned_by_what_the_shipped_classifier_knows() -> None:
    roads = ["aspal mengelupas", "jalan berlubang", "lubang di jalan raya", "jalan hancur parah", "aspal bergelombang"]
    water = ["air pdam keruh", "pipa bocor", "meteran pdam rusak", "tagihan pdam naik", "keran tidak keluar air"]
    examples = [Example(text, label) for label, texts in (("Roads", roads), ("Water", water)) for text in texts * 3]
    # No word of this text is in the examples.
    text = "trotoar amblas"
    assert not set(PLAIN.words(text)) & {word for example in examples for word in PLAIN.words(example.text)}
    classifier = Classifier(train(examples, SPELLER))
    assert classifier.rank(SPELLER.words(text))[0][0] == "Roads"
