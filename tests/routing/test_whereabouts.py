"""Whether a text tells where: asking for a place that was told angers."""

import pytest

from routing.whereabouts import begins_where, tells_where

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


@pytest.mark.parametrize(
    "text", ["pak depan rumah saya", "Di seberang pom bensin", "pasar anyar", "warung bu siti", "RT 3"]
)
def test_an_answer_to_where_begins_with_the_place(text: str) -> None:
    assert begins_where(text)


@pytest.mark.parametrize(
    "text", ["kucing saya hilang", "lampu mati di RT 3", "stop pak", "jalan rusak", "maksudnya apa?", ""]
)
def test_a_matter_or_an_excuse_does_not_begin_with_a_place(text: str) -> None:
    assert not begins_where(text)
