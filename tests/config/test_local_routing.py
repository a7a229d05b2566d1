"""What a region routes differently, in the table `[routing]` of its file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from config import regions
from config.errors import ConfigError
from config.regions import Region, load_region
from config.topics import Topic, load_catalogue
from routing.model_file import save
from routing.shipped import router_of
from tests.routing.models import MODEL

DEPOK = 'name = "Kota Depok"\nkeyword = "depok"\ntimezone = "Asia/Jakarta"\n'
OWN = '[agencies.UPTPARKIR]\nname = "UPT Parkir Kota Depok"\nshort = "UPT Parkir"\ntakes = "Parkir di tepi jalan"\n'
AGENCY, TOPIC = ("PERKIM", "pohon")


def test_a_region_without_the_table_routes_as_shipped(tmp_path: Path) -> None:
    depok = load(tmp_path, DEPOK)
    assert (depok.catalogue, depok.model) == (load_catalogue(), None)


def test_a_topic_moves_to_another_agency_and_no_other_does(tmp_path: Path) -> None:
    moved = topics(load(tmp_path, f'{DEPOK}[routing.topics]\n{TOPIC} = "DLH"\n'))
    shipped = {topic.code: topic for topic in load_catalogue().topics}
    assert (shipped[TOPIC].agency, moved[TOPIC].agency) == (AGENCY, "DLH")
    assert {code for code, topic in moved.items() if topic != shipped[code]} == {TOPIC}


def test_a_topic_keeps_everything_but_its_agency(tmp_path: Path) -> None:
    moved = topics(load(tmp_path, f'{DEPOK}[routing.topics]\nkebakaran = "BPBD"\n'))["kebakaran"]
    shipped = next(topic for topic in load_catalogue().topics if topic.code == "kebakaran")
    assert (moved.phrases, moved.excluded, moved.urgent) == (shipped.phrases, shipped.excluded, True)


def test_a_topic_moves_to_an_agency_of_the_regions_own(tmp_path: Path) -> None:
    depok = load(tmp_path, f'{DEPOK}{OWN}[routing.topics]\nparkir = "UPTPARKIR"\n')
    assert topics(depok)["parkir"].agency == "UPTPARKIR"
    assert depok.catalogue.agencies["UPTPARKIR"].short == "UPT Parkir"


def test_what_a_body_is_in_charge_of_can_be_taken_up_by_an_agency(tmp_path: Path) -> None:
    depok = load(tmp_path, f'{DEPOK}[routing.topics]\nluar-kereta = "DISHUB"\n')
    assert topics(depok)["luar-kereta"].agency == "DISHUB"


def test_a_phrase_leads_to_an_agency_without_a_topic(tmp_path: Path) -> None:
    ((phrase, target),) = load(tmp_path, f'{DEPOK}[routing.phrases]\n"jalan margonda" = "DISHUB"\n').catalogue.laws
    assert (phrase.text, target.agency, target.code) == ("jalan margonda", "DISHUB", "")


def test_a_phrase_leads_to_a_topic_and_its_agency(tmp_path: Path) -> None:
    ((_, target),) = load(tmp_path, f'{DEPOK}[routing.phrases]\n"rumpin" = "{TOPIC}"\n').catalogue.laws
    assert (target.agency, target.code) == (AGENCY, TOPIC)


def test_a_phrase_that_leads_to_a_topic_follows_it_when_it_moves(tmp_path: Path) -> None:
    text = f'{DEPOK}[routing.topics]\n{TOPIC} = "DLH"\n[routing.phrases]\n"rumpin" = "{TOPIC}"\n'
    ((_, target),) = load(tmp_path, text).catalogue.laws
    assert target.agency == "DLH"


def test_a_model_is_found_beside_the_regions_file(tmp_path: Path) -> None:
    assert load(tmp_path, f'{DEPOK}[routing]\nmodel = "depok.npz"\n').model == tmp_path / "depok.npz"


def test_a_model_that_is_not_there_is_told_with_its_path_and_who_names_it(tmp_path: Path) -> None:
    depok = load(tmp_path, f'{DEPOK}[routing]\nmodel = "depok.npz"\n')
    with pytest.raises(ConfigError) as caught:
        router_of(depok)
    assert str(caught.value) == (
        f"{tmp_path}/depok.toml:5: routing.model: {tmp_path}/depok.npz: there is no such model. "
        "Train one with aduan route train"
    )


def test_a_model_that_is_trained_anew_is_used_when_the_region_is_loaded_again(tmp_path: Path) -> None:
    text = f'{DEPOK}[routing]\nmodel = "depok.npz"\n'
    versions = []
    for version in ("first", "second"):
        save(replace(MODEL, summary={"version": version}), tmp_path / "depok.npz")
        versions.append(router_of(load(tmp_path, text)).decide("jalan rusak").model)
    assert versions == ["first", "second"]


def test_a_region_whose_files_have_not_changed_is_made_once(tmp_path: Path) -> None:
    assert load(tmp_path, DEPOK) is load(tmp_path, DEPOK)
    assert load(tmp_path, DEPOK) is not load(tmp_path, DEPOK.replace("Kota", "Kab"))


def test_regions_share_what_the_catalogue_has_for_all_of_them(tmp_path: Path) -> None:
    depok, bogor = load(tmp_path, DEPOK), load_region("bogor")
    assert depok.catalogue.words is bogor.catalogue.words


def test_a_catalogue_that_has_changed_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, other = load(tmp_path, DEPOK), tmp_path / "topic.toml"
    monkeypatch.setattr(regions, "catalogue_files", lambda: [other])
    first = load(tmp_path, DEPOK)
    other.write_text("")
    assert len({id(each) for each in (before, first, load(tmp_path, DEPOK))}) == 3


def test_a_region_decides_by_its_own_ways(tmp_path: Path) -> None:
    laws = '[routing.phrases]\n"jalan margonda" = "UPTPARKIR"\n"situ + bau|kotor" = "banjir"\n'
    router = router_of(load(tmp_path, f'{DEPOK}{OWN}{laws}[routing.topics]\npohon = "DLH"\n'))
    assert router.decide("jl margonda rusak parah, banyak lubang").agency == "UPTPARKIR"
    assert router.decide("bau sekali air situ kami").topic == "banjir"
    assert router.decide("pohon rimbun minta dipangkas").agency == "DLH"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[routing.topics]\npohn = "DLH"\n', "5: no topic 'pohn'. Did you mean 'pohon'?"),
        ('[routing.topics]\nPOHON = "DLH"\n', "5: no topic 'POHON'. Did you mean 'pohon' (Pohon di jalan dan taman)"),
        (
            '[routing.topics]\npju = "DLH"\n',
            "5: no topic 'pju'. Did you mean 'lampu-jalan' (Lampu jalan (PJU) mati)? `aduan agency topics` lists",
        ),
        ('[routing.topics]\nzzz = "DLH"\n', "5: no topic 'zzz'. `aduan agency topics` lists them all"),
        ('[routing.topics]\nlampu-jalan = "dishub"\n', "5: no agency 'dishub' here. Did you mean 'DISHUB'?"),
        ('[routing.topics]\npohon = "DHL"\n', "5: no agency 'DHL' here. Did you mean 'DLH'?"),
        (
            'without = ["DPMD"]\n[routing.topics]\nsampah = "DLH"\npohon = "DPMD"\n',
            "7: no agency 'DPMD' here.",
        ),
        ('[routing.topics]\npohon = "KPU"\n', "5: no agency 'KPU' here."),
        (
            '[routing.phrases]\n"situ" = "DLH"\n"taman kota" = "PRKIM"\n',
            "6: 'taman kota' leads to 'PRKIM', which is no agency here and no topic. Did you mean 'PERKIM'?",
        ),
        (
            '[routing.phrases]\n"taman kota" = "lampu-jaln"\n',
            "5: 'taman kota' leads to 'lampu-jaln', which is no agency here and no topic. Did you mean 'lampu-jalan'?",
        ),
        ('[routing]\nmodle = "a.npz"\n', "5: routing.modle: unknown key. Did you mean 'model'?"),
        ('[routing]\nmodel = ""\n', "5: routing.model: should not be empty"),
        ('[routing.phrases]\n"taman +" = "PERKIM"\n', "'taman +' has nothing before or after a + or |"),
        (
            '[routing.phrases]\n"situ" = "pju"\n',
            "5: 'situ' leads to 'pju', which is no agency here and no topic. Did you mean 'lampu-jalan' (",
        ),
        (
            '[routing.phrases]\n"situ" = "DLH"\n"Jalan Setapak" = "PERKIM"\n',
            "6: 'Jalan' in 'Jalan Setapak' is no word of small letters and digits. Write it in small letters",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, DEPOK + text)
    assert "depok.toml:" in str(caught.value)
    assert problem in str(caught.value)


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    text = f'{DEPOK}[routing.topics]\npohn = "DHL"\n[routing.phrases]\n"situ" = "DLHH"\n'
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text)
    assert [line.split(": ")[1].split(",")[0] for line in str(caught.value).splitlines()] == [
        "no topic 'pohn'. Did you mean 'pohon'? `aduan agency topics` lists them all",
        "no agency 'DHL' here. Did you mean 'DLH'?",
        "'situ' leads to 'DLHH'",
    ]


def topics(region: Region) -> dict[str, Topic]:
    return {topic.code: topic for topic in region.catalogue.topics}


def load(directory: Path, text: str) -> Region:
    (directory / "depok.toml").write_text(text)
    return load_region("depok.toml", directory)
