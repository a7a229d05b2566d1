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
    """Give all that calls regions: keywords and aliases, and names, alone and with the kind of government.

    What a region chose as its keyword is not another's name: one that chose "bogorkab" leaves "bogor" to the city.
    """
    chosen = called_by(regions)
    named: dict[str, tuple[str, ...]] = {}
    for code, region in regions.items():
        for name in region.names:
            if name.replace(" ", "") not in chosen:
                named[name] = (*named.get(name, ()), code)
    return Keywords({**chosen, **named}, ordinary_words(next(iter(regions.values())).catalogue))


def called_by(regions: Mapping[str, Region]) -> dict[str, tuple[str, ...]]:
    """Give the regions that have each keyword or alias, in their order."""
    chosen: dict[str, tuple[str, ...]] = {}
    for code, region in regions.items():
        for word in dict.fromkeys(region.keywords):
            chosen[word] = (*chosen.get(word, ()), code)
    return chosen


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
