"""The texts that a model is trained on: the shipped ones, and a region's own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from config.errors import ConfigError
from config.topics import Agency, Catalogue, Topic, load_catalogue
from routing.examples import Disposition, own_examples, shipped_examples
from routing.fit import Example

CATALOGUE = Catalogue(
    agencies={"PUPR": Agency("PUPR", "Dinas PU", "PU", "Jalan"), "DLH": Agency("DLH", "Dinas LH", "LH", "Sampah")},
    topics=(
        Topic("jalan-rusak", "PUPR", "Jalan rusak", (), examples=("jalan rusak",)),
        Topic("sampah", "DLH", "Sampah", (), examples=("sampah menumpuk", "bau sampah")),
    ),
)


def test_the_examples_of_the_topics_come_first_then_the_files_by_name(tmp_path: Path) -> None:
    (tmp_path / "b.tsv").write_text("sampah\tsampah di kali\n")
    (tmp_path / "a.tsv").write_text('jalan-rusak\taspal jebol\njalan-rusak\tjalan, "ambles"\n')
    (tmp_path / "notes.txt").write_text("nothing to learn\n")
    assert shipped_examples(CATALOGUE, tmp_path) == [
        Example("jalan rusak", "jalan-rusak", "PUPR"),
        Example("sampah menumpuk", "sampah", "DLH"),
        Example("bau sampah", "sampah", "DLH"),
        Example("aspal jebol", "jalan-rusak", "PUPR"),
        Example('jalan, "ambles"', "jalan-rusak", "PUPR"),
        Example("sampah di kali", "sampah", "DLH"),
    ]


def test_a_topic_that_a_region_has_moved_teaches_its_new_agency(tmp_path: Path) -> None:
    moved = tuple(replace(topic, agency="DLH") for topic in CATALOGUE.topics)
    (tmp_path / "a.tsv").write_text("jalan-rusak\taspal jebol\n")
    learned = shipped_examples(replace(CATALOGUE, topics=moved), tmp_path)
    assert {example.group for example in learned} == {"DLH"}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("jalan-rusk\taspal jebol", r"a\.tsv:2: 'jalan-rusk' is no topic"),
        ("aspal jebol", r"a\.tsv:2: this line has no tab after the topic"),
        ("", r"a\.tsv:2: this line has no tab after the topic"),
    ],
)
def test_a_bad_line_is_told_with_its_place(tmp_path: Path, line: str, message: str) -> None:
    (tmp_path / "a.tsv").write_text(f"sampah\tsampah di kali\n{line}\nsampah\tbau\n")
    with pytest.raises(ConfigError, match=message):
        shipped_examples(CATALOGUE, tmp_path)


def test_all_shipped_texts_are_of_topics_and_none_is_empty() -> None:
    catalogue = load_catalogue()
    learned = shipped_examples(catalogue)
    owners = {topic.code: topic.agency for topic in catalogue.topics}
    assert len(learned) > len(shipped_examples(catalogue, Path("nowhere")))
    assert [example for example in learned if owners[example.label] != example.group] == []
    assert [example for example in learned if not example.text.strip()] == []


def test_every_topic_is_learned_from_texts() -> None:
    catalogue = load_catalogue()
    assert {example.label for example in shipped_examples(catalogue)} == {topic.code for topic in catalogue.topics}


@pytest.mark.parametrize(
    ("topic", "agency", "label"),
    [
        ("sampah", "DLH", "sampah"),
        # Somebody has handed it on: what the router took it for is not the other agency's.
        ("sampah", "PUPR", ""),
        (None, "PUPR", ""),
        ("a-topic-of-old", "PUPR", ""),
    ],
)
def test_a_disposition_teaches_its_agency_and_its_topic_only_if_that_is_the_agencys(
    topic: str | None, agency: str, label: str
) -> None:
    (example,) = own_examples([Disposition("di gang kami", topic, agency, None)], CATALOGUE)
    assert (example.text, example.label, example.group) == ("di gang kami", label, agency)


def test_a_disposition_counts_more_than_a_shipped_text() -> None:
    (own,) = own_examples([Disposition("di gang kami", None, "PUPR", None)], CATALOGUE)
    assert own.weight > max(example.weight for example in shipped_examples(CATALOGUE, Path("nowhere")))


def test_what_came_several_times_in_the_same_words_teaches_once_and_as_it_was_last_decided() -> None:
    rows = [Disposition(text, None, "PUPR", None) for text in ("Jalan rusak", "jalan  RUSAK", "lain")]
    last = Disposition("jalan rusak", None, "DLH", None)
    assert [(each.text, each.group) for each in own_examples([*rows, last], CATALOGUE)] == [
        ("jalan rusak", "DLH"),
        ("lain", "PUPR"),
    ]


def test_one_citizen_does_not_make_the_rules() -> None:
    rows = [Disposition(f"jalan rusak {number}", None, "PUPR", 1) for number in range(50)]
    others = [Disposition(f"lain {number}", None, "DLH", None) for number in range(50)]
    taught = list(own_examples([*rows, *others], CATALOGUE))
    assert len([each for each in taught if each.group == "PUPR"]) == 20
    assert len([each for each in taught if each.group == "DLH"]) == 50
