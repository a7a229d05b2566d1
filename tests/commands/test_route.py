"""`aduan route explain`: where a text would go, for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from commands.context import Context
from commands.route import route
from config.errors import ConfigError

TEXT = "di depan pasar jalannya berlubang"


def test_a_program_gets_one_object() -> None:
    found = json.loads(explain(TEXT, "--region", "bogor", "--json"))
    assert {"agency", "topic", "confidence", "alternatives", "reasons", "urgent", "region"} == set(found)
    assert (found["agency"], found["region"]) == ("PUPR", "bogor")
    assert found["alternatives"][0] == {"agency": "PUPR", "confidence": found["confidence"]}


def test_a_person_reads_the_agency_and_why() -> None:
    shown = explain(TEXT, "--region", "bogor")
    assert "Dinas Pekerjaan Umum" in shown
    assert '- Kata "jalannya berlubang" menunjuk topik Jalan rusak' in shown


def test_a_text_that_names_no_matter_is_for_an_officer() -> None:
    assert "an officer decides" in explain("halo", "--region", "bogor")


def test_the_first_region_of_the_settings_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "aduan.toml").write_text('regions = ["bogor"]\n')
    monkeypatch.chdir(tmp_path)
    assert json.loads(explain(TEXT, "--json"))["region"] == "bogor"


def test_a_text_needs_no_quotes() -> None:
    assert json.loads(explain(*TEXT.split(), "--region", "bogor", "--json"))["agency"] == "PUPR"


def test_a_region_of_the_settings_is_called_by_its_alias_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "aduan.toml").write_text('regions = ["bogor"]\n')
    monkeypatch.chdir(tmp_path)
    assert json.loads(explain(TEXT, "--json", "--region", "BGR"))["region"] == "bogor"


@pytest.mark.parametrize("settings", [True, False])
def test_a_region_nobody_knows_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, settings: bool) -> None:
    if settings:
        (tmp_path / "aduan.toml").write_text('regions = ["bogor"]\n')
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError, match=r"no region 'bandung' is shipped\. Known: bogor\. A region of your own is"):
        explain(TEXT, "--region", "bandung")


def explain(*arguments: str) -> str:
    result = CliRunner().invoke(route, ["explain", *arguments], obj=Context(None), catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout
