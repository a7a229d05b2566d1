"""Whether a text tells where: asking for a place that was told angers."""

import pytest

from routing.whereabouts import tells_where

TOLD = (
    "jalan rusak di depan pasar anyar",
    "lampu mati di RT 3",
    "jl merdeka berlubang",
    "kebakaran pasar anyar",
    "trotoar jebol dpn smpn 5",
    "jalan tajur rusak",
    "sampah numpuk blkg masjid",
    "gg. mawar banjir",
    "perum griya air mati",
)
UNTOLD = (
    "jalan rusak parah",
    "lampu jalan mati",
    "air pdam mati",
    "sampah menumpuk di pinggir jalan",
    "jalan berlubang di jalan kami",
    "kebakaran di rumah",
    "jembatan rusak",
    "di sini gelap",
    "di kampung kami banjir",
    "taman kotor",
    "",
)


@pytest.mark.parametrize("text", TOLD)
def test_a_place_in_whatever_words_is_heard(text: str) -> None:
    assert tells_where(text)


@pytest.mark.parametrize("text", UNTOLD)
def test_a_matter_without_its_place_is_noticed(text: str) -> None:
    assert not tells_where(text)
