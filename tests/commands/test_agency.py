"""`aduan agency`: who is there to take complaints, and which."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from config.regions import load_region

DEPOK = 'name = "Kota Depok"\nkeyword = "depok"\ntimezone = "Asia/Jakarta"\n'
TOPICS = load_region("bogor").catalogue.topics


@pytest.fixture
def depok(settings_file: Path) -> Callable[[str], None]:
    """Add a region to the settings, with this at the end of its file."""

    def add(text: str) -> None:
        (settings_file.parent / "depok.toml").write_text(DEPOK + text)
        settings_file.write_text(settings_file.read_text().replace('["bogor"]', '["bogor", "depok.toml"]'))

    return add


def test_the_agencies_are_listed_with_what_each_takes(aduan: Callable[..., Result]) -> None:
    rows = json.loads(aduan("agency", "list", "--json").stdout)
    assert [row["code"] for row in rows] == list(load_region("bogor").catalogue.agencies)
    assert next(row for row in rows if row["code"] == "DISTAN")["short"] == "DKPP"


def test_all_topics_are_listed_with_their_agencies(aduan: Callable[..., Result]) -> None:
    rows = json.loads(aduan("agency", "topics", "--json").stdout)
    assert [(row["code"], row["agency"]) for row in rows] == [(topic.code, topic.agency) for topic in TOPICS]
    light = next(row for row in rows if row["code"] == "lampu-jalan")
    assert light == {
        "region": "bogor",
        "code": "lampu-jalan",
        "agency": "PERKIM",
        "name": "Lampu jalan (PJU) mati",
        "urgent": False,
    }


@pytest.mark.parametrize("named", ["DAMKAR", "damkar", "dinas pemadam kebakaran dan penyelamatan"])
def test_the_topics_of_an_agency_are_those_that_it_takes(aduan: Callable[..., Result], named: str) -> None:
    head, *lines = aduan("agency", "topics", named).stdout.splitlines()
    assert head.split() == ["code", "agency", "name", "urgent"]
    theirs = [topic for topic in TOPICS if topic.agency == "DAMKAR"]
    assert [line.split()[0] for line in lines] == [topic.code for topic in theirs]
    assert [line.split()[-1] == "yes" for line in lines] == [topic.urgent for topic in theirs]


def test_topics_are_those_of_the_region_after_what_it_has_moved(
    aduan: Callable[..., Result], depok: Callable[[str], None]
) -> None:
    depok('[routing.topics]\nlampu-jalan = "DISHUB"\n')
    rows = json.loads(aduan("agency", "topics", "dishub", "--json").stdout)
    assert {row["region"] for row in rows if row["code"] == "lampu-jalan"} == {"depok"}
    assert aduan("agency", "topics", "dishub").stdout.split()[0] == "region"
    assert "lampu-jalan " not in aduan("agency", "topics", "PERKIM", "--region", "depok").stdout
    assert "lampu-jalan " in aduan("agency", "topics", "PERKIM", "--region", "bgr").stdout


def test_the_shipped_topics_help_to_mend_a_wrong_file(
    aduan: Callable[..., Result], refused: Callable[..., str], depok: Callable[[str], None]
) -> None:
    depok('[routing.topics]\npju = "DISHUB"\n')
    shown = aduan("agency", "topics", "PERKIM")
    assert "lampu-jalan" in shown.stdout
    assert "depok.toml:5: no topic 'pju'" in shown.stderr
    assert shown.stderr.endswith("Until that is mended, these are the topics as they are shipped:\n")
    assert "no topic 'pju'" in refused("agency", "topics", "--region", "bogor")


def test_an_agency_without_topics_is_told_from_one_that_does_not_exist(
    aduan: Callable[..., Result], refused: Callable[..., str], depok: Callable[[str], None]
) -> None:
    depok('[agencies.BAZNAS]\nname = "Badan Amil Zakat"\nshort = "Baznas"\ntakes = "Zakat"\n')
    shown = aduan("agency", "topics", "baznas")
    assert (shown.exit_code, shown.stdout, shown.stderr) == (0, "", "nothing\n")
    assert refused("agency", "topics", "DPUU", code=2) == "no agency DPUU; `aduan agency list` names them"
    assert (
        refused("agency", "topics", "--region", "solo", code=2)
        == "no region solo in the settings; there are bogor, depok"
    )
