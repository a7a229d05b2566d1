"""The router of a region as it is shipped, or as the region has trained it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import config
from config.places import load_nation
from config.regions import Region
from config.topics import Catalogue
from routing.classifier import Classifier
from routing.decide import Router
from routing.grams import Speller
from routing.hints import HintedSpeller
from routing.model_file import load
from routing.places import Gazetteer
from routing.street_names import known_words

MODEL = Path(config.__file__).parent / "model.npz"
"""The shipped model, trained on the texts of config/examples."""


def classifier_of(path: Path | None = None) -> Classifier:
    """Load a classifier, the shipped one if no file is named; raises ConfigError if it cannot be read."""
    return Classifier(load(path)) if path else _shipped()


@lru_cache(maxsize=1)
def _shipped() -> Classifier:
    return Classifier(load(MODEL))


def speller_of(catalogue: Catalogue, *, hinted: bool) -> Speller:
    """Build what reads texts for a classifier, with the hints of the shipped one if it was trained on other labels."""
    spellings = catalogue.words.spellings
    return HintedSpeller(spellings, classifier_of()) if hinted else Speller(spellings)


@lru_cache(maxsize=16)
def router_of(region: Region) -> Router:
    """Build the router of a region, with its own classifier; once, for that takes a while."""
    classifier = classifier_of(region.model)
    return Router(
        region.catalogue,
        classifier,
        speller=speller_of(region.catalogue, hinted=classifier.model.is_hinted),
        agencies=frozenset(region.catalogue.agencies),
        threshold=region.threshold,
        gazetteer=Gazetteer(region.places, load_nation(), region.name, known_words(region.catalogue)),
    )
