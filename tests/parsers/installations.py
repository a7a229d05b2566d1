"""Installations as the grammar sees them: Bogor and Sukabumi, and all of Indonesia at once."""

from __future__ import annotations

from complaints.life.vocabulary import ordinary_words, own_texts_of
from config.places import load_nation
from config.spoken import spoken
from config.texts import load_texts
from config.topics import load_catalogue
from parsers.keywords import Keywords
from parsers.reading import Vocabulary

OURS = own_texts_of([load_texts("id"), load_texts("en")])
BOGOR = Vocabulary(
    Keywords(
        {
            **dict.fromkeys(("bogor", "bgr", "kota bogor", "pemkot bogor", "kota bgr"), ("bogor",)),
            **dict.fromkeys(("sukabumi", "kab sukabumi", "kabupaten sukabumi"), ("sukabumi",)),
        },
    ),
    default_region="bogor",
    ours=OURS,
)


def nation() -> Vocabulary:
    """Give the vocabulary of a line for all 514 regencies and cities; a region's code is its whole name."""
    words: dict[str, tuple[str, ...]] = {}
    for region in (region for province in load_nation().provinces for region in province.regencies):
        for word in spoken(region, ()):
            words[word] = (*words.get(word, ()), region)
    return Vocabulary(Keywords(words, ordinary_words(load_catalogue())), "Kota Bogor", ours=OURS)
