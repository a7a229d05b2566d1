"""The router of a region as it is shipped, or as the region has trained it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import config
from config.errors import ConfigError
from config.file_stamp import Stamp, stamp_of
from config.places import PLACES, load_nation
from config.regions import Region
from config.topics import Catalogue
from routing.classifier import Classifier
from routing.decide import Router
from routing.grams import Speller
from routing.hints import HintedSpeller
from routing.landmarks import Landmarks
from routing.model_file import load
from routing.places import Gazetteer
from routing.street_names import known_words

MODEL = Path(config.__file__).parent / "model.npz"
"""The shipped model, trained on the texts of config/examples."""


def classifier_of(path: Path | None = None) -> Classifier:
    """Load a classifier, the shipped one if no file is named; raises ConfigError if it cannot be read."""
    return _classifier(path or MODEL, stamp_of([path or MODEL]))


def classifier_for(region: Region) -> Classifier:
    """Load the classifier of a region; raises ConfigError, which names the line of the region's file too."""
    try:
        return classifier_of(region.model)
    except ConfigError as error:
        if region.model_at is None:
            raise
        path, line = region.model_at
        raise ConfigError(f"routing.model: {error}", path=path, line=line) from None


@lru_cache(maxsize=2)
def _classifier(path: Path, _stamp: Stamp) -> Classifier:
    return Classifier(load(path))


def speller_of(catalogue: Catalogue, *, hinted: bool) -> Speller:
    """Build what reads texts for a classifier, with the hints of the shipped one if it was trained on other labels."""
    spellings, landmarks = catalogue.words.spellings, Landmarks(catalogue.words)
    return HintedSpeller(spellings, classifier_of(), landmarks) if hinted else Speller(spellings, landmarks)


def router_of(region: Region) -> Router:
    """Give the router of a region, with its own classifier; the same one as before if its files have not changed."""
    return _router(region, stamp_of([MODEL, PLACES, *([region.model] if region.model else [])]))


@lru_cache(maxsize=4)
def _router(region: Region, _stamp: Stamp) -> Router:
    classifier = classifier_for(region)
    return Router(
        region.catalogue,
        classifier,
        speller=speller_of(region.catalogue, hinted=bool(classifier.model.hints)),
        threshold=region.threshold,
        gazetteer=Gazetteer(region.places, load_nation(), region.name, known_words(region.catalogue)),
    )
