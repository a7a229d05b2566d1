"""Whether a text tells of a threat to who reported, and whether it is about this very service or who runs it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from config.delicate import DelicateWords, beside
from routing.quality_words import Phrases, fold, tokens

_SURE, _LIKELY, _US = "sure", "likely", "us"
_SLIPS = ("diancam", "diancem", "mengancam")
"""Words that none other which people write is one letter away from."""
_WORD = re.compile(r"[a-z0-9]+")
_AREAS = frozenset({"kota", "kabupaten", "kab", "provinsi", "prov", "pemkot", "pemkab"})


class Delicate:
    """The words of config/delicate.toml, ready to be looked for; `admin` is what the office that runs it is called."""

    def __init__(self, words: DelicateWords, admin: str = "", region: str = "") -> None:
        about_us = (*words.about_us, *beside(_said(admin, region), words.by_name))
        self._phrases = Phrases(
            {_SURE: words.threats, _LIKELY: words.likely_threats, _US: about_us},
            {_SURE: (), _LIKELY: words.no_threats, _US: ()},
        )

    def threatens(self, text: str) -> bool:
        """Tell whether who reported is threatened; a tree that threatens a house, or a fine, is no threat to them."""
        return not self._phrases.find(_words(text)).keys().isdisjoint({_SURE, _LIKELY})

    def is_about_us(self, text: str) -> bool:
        """Tell whether a report is about this service or who runs it."""
        return _US in self._phrases.find(_words(text))


def _words(text: str) -> Sequence[str]:
    return [_meant(fold(token)) for token in tokens(text)]


@lru_cache(maxsize=4096)
def _meant(word: str) -> str:
    """Give the word of a threat that a word is one slip away from, else itself: whoever is afraid types badly."""
    return next((each for each in _SLIPS if OSA.distance(word, each, score_cutoff=1) <= 1), word)


def _said(name: str, region: str) -> Collection[str]:
    """Give the name of an office as people say it: "diskominfo" for Diskominfo Kota Bogor; none for no name."""
    area = _AREAS.union(_WORD.findall(region.lower()))
    said = " ".join(word for word in _WORD.findall(name.lower()) if word not in area)
    return [said] if said else []
