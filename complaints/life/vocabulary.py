"""The words that a grammar knows: what calls the regions, what is no slip of the thumb, our own texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from config.places import load_nation
from config.regions import Region
from config.texts import Texts
from config.topics import Catalogue
from parsers.keywords import Keywords
from parsers.own_texts import OwnTexts
from parsers.words import words_of


def keywords_of(regions: Mapping[str, Region]) -> Keywords:
    """Give all that calls regions, and the ordinary words that do not."""
    return Keywords(calls(regions), ordinary_words(next(iter(regions.values())).catalogue))


def calls(regions: Mapping[str, Region]) -> dict[str, tuple[str, ...]]:
    """Give all that calls regions, each with them in their order: keywords, aliases, and names, with their kind or not.

    What a region chose as its keyword is not another's name: one that chose "bogorkab" leaves "bogor" to the city.
    """
    chosen = _by_word({code: region.keywords for code, region in regions.items()})
    named = _by_word({code: region.names for code, region in regions.items()})
    return {**chosen, **{name: codes for name, codes in named.items() if name.replace(" ", "") not in chosen}}


def _by_word(words: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Turn a table of codes and their words around."""
    by_word: dict[str, tuple[str, ...]] = {}
    for code, called in words.items():
        for word in dict.fromkeys(called):
            by_word[word] = (*by_word.get(word, ()), code)
    return by_word


def ordinary_words(catalogue: Catalogue) -> set[str]:
    """Give the words that citizens write; none of them is a mistyped keyword, however near."""
    examples = (word for topic in catalogue.topics for example in topic.examples for word in words_of(example))
    places = load_nation().words
    return {*places.stops, *places.ordinary, *catalogue.words.spellings, *examples}


def own_texts_of(languages: Iterable[Texts]) -> OwnTexts:
    """Give the matcher of our own texts, in all languages."""
    languages = list(languages)
    statuses = [status for texts in languages for status in texts.statuses]
    return OwnTexts.of([template for texts in languages for template in texts.all], statuses)
