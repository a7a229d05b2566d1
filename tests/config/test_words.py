"""The words of the shipped catalogue: what citizens type, and the words that the topics use for it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import config.topics
from config.toml_file import read_toml
from config.topics import load_catalogue

SPELLINGS = load_catalogue().words.spellings
FILE = Path(config.topics.__file__).parent / "topics" / "abbreviations.toml"


def test_there_are_many_ways_to_write() -> None:
    assert len(SPELLINGS) >= 1_500


def test_no_form_is_in_both_tables() -> None:
    tables = read_toml(FILE).data
    assert not tables["abbreviations"].keys() & tables["regional"].keys()


@pytest.mark.parametrize("table", ["abbreviations", "regional"])
def test_the_forms_of_a_table_are_in_order(table: str) -> None:
    forms = list(read_toml(FILE).data[table])
    assert forms == sorted(forms)


def test_every_form_is_one_word_of_small_letters() -> None:
    assert [form for form in SPELLINGS if not re.fullmatch("[a-z][a-z0-9]*", form)] == []


def test_no_form_stands_for_itself() -> None:
    assert [form for form, words in SPELLINGS.items() if form in words.split()] == []


def test_every_form_stands_for_words_of_small_letters() -> None:
    assert [words for words in SPELLINGS.values() if not re.fullmatch("[a-z]+( [a-z]+)*", words)] == []


def test_no_form_stands_for_another_form() -> None:
    chains = {form: words for form, words in SPELLINGS.items() if any(word in SPELLINGS for word in words.split())}
    assert chains == {}
