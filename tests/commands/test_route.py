"""`aduan route`: where a text would go and why; how good that is; training it."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from commands.context import Context
from commands.route import route
from config.errors import ConfigError
from config.topics import load_catalogue
from routing import examples
from routing.grams import HINT
from routing.model_file import load
from routing.shipped import MODEL

TEXT = "di depan pasar jalannya berlubang"
TAX = "npwp saya tidak bisa diaktifkan di kantor pajak"

DEPOK = 'name = "Kota Depok"\nkeyword = "depok"\ntimezone = "Asia/Jakarta"\n'
FIELDS = {"agency", "topic", "confidence", "alternatives", "reasons", "urgent", "region", "body", "model", "places"}
WORDS = {
    "capil": "ktp rekam cetak blangko foto nama",
    "jalan": "jalan lubang aspal rusak beton gelombang",
    "air": "air pdam keruh pipa bocor meteran",
}
"""Labels that are no agencies of ours, and the words of their texts."""


def test_a_program_gets_one_object() -> None:
    found = json.loads(explain(TEXT, "--region", "bogor", "--json"))
    assert set(found) == FIELDS
    assert (found["agency"], found["region"], found["body"]) == ("PUPR", "bogor", None)
    assert found["alternatives"][0] == {"agency": "PUPR", "confidence": found["confidence"]}
    (place,) = json.loads(explain("jalan rusak di kel bantarjati rt 3/5", "--region", "bogor", "--json"))["places"]
    assert (place["kind"], place["name"], place["detail"]) == ("village", "Bantarjati", "RT 3 RW 5")


def test_a_person_reads_the_agency_and_why() -> None:
    shown = explain(TEXT, "--region", "bogor")
    assert "Dinas Pekerjaan Umum" in shown
    assert '- Kata "jalannya berlubang" menunjuk topik Jalan rusak (Dinas PUPR).' in shown
    assert "- Mirip laporan tentang Jalan rusak (Dinas PUPR), terutama karena " in shown
    assert " of 0.60 needed" in shown


def test_the_version_of_the_model_is_told() -> None:
    version = load(Path(examples.__file__).parent.parent / "config" / "model.npz").version
    assert json.loads(explain(TEXT, "--region", "bogor", "--json"))["model"] == version
    assert f"model         {version}\n" in explain(TEXT, "--region", "bogor")


def test_a_text_that_names_no_matter_is_for_an_officer() -> None:
    shown = explain("halo", "--region", "bogor")
    assert "an officer decides" in shown
    assert "Belum cukup yakin" in shown


def test_what_is_nobodys_here_is_answered_with_whose_it_is_and_the_way_there() -> None:
    shown = explain(TAX, "--region", "bogor")
    assert "none here; the citizen is told: Kantor Pelayanan Pajak (KPP), telepon Kring Pajak 1500200" in shown
    found = json.loads(explain(TAX, "--region", "bogor", "--json"))
    assert (found["agency"], found["body"], found["topic"]) == (None, "KPP", "luar-pajak-pusat")


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


def test_texts_whose_agency_is_known_are_measured(told: Callable[..., Any]) -> None:
    file = data_set([("jalan berlubang di depan pasar", "PUPR"), ("listrik padam sejak pagi", "PLN"), (TEXT, "DLH")])
    found = told("eval", file)
    assert (found["n"], found["accuracy"], found["accuracy_with_also"]) == (3, 0.6667, 0.6667)
    assert found["confused"] == [["DLH", "PUPR", 1]]
    assert [share for share, _ in found["coverage"]] == sorted(share for share, _ in found["coverage"])
    assert found["ms_p99"] >= found["ms_median"] > 0


def test_an_answer_that_would_be_as_good_counts_beside(told: Callable[..., Any]) -> None:
    Path("texts.jsonl").write_text(json.dumps({"text": TEXT, "agency": "DLH", "also": ["PUPR"]}))
    found = told("eval", "texts.jsonl")
    assert (found["accuracy"], found["accuracy_with_also"]) == (0, 1)


def test_a_region_is_measured_as_it_decides(told: Callable[..., Any]) -> None:
    """Kota Bogor has no DPMD, which the catalogue has."""
    file = data_set([("dana desa tidak jelas, kepala desa tidak transparan", "DPMD")])
    assert told("eval", file)["accuracy"] == 1
    assert told("eval", file, "--region", "bogor")["accuracy"] == 0


def test_a_person_reads_the_figures_what_was_confused_and_the_worst_mistakes(aduan: Callable[..., Result]) -> None:
    file = data_set([(TEXT, "DLH"), ("jalan berlubang", "PUPR")])
    shown = aduan("route", "eval", file).stdout
    assert "accuracy            0.5\n" in shown
    assert "right among the surest: 50% " in shown
    assert "confused (label, answer):\n  1 x DLH -> PUPR\n" in shown
    assert "worst mistakes:\n  DLH -> PUPR (" in shown
    assert TEXT in shown


def test_no_escape_of_a_text_reaches_the_terminal(aduan: Callable[..., Result]) -> None:
    file = data_set([(f"\x1b[2J {TEXT}", "DLH")])
    assert "\x1b" not in aduan("route", "eval", file).stdout


def test_a_model_is_trained_on_a_file_with_any_labels_and_measured_on_another(told: Callable[..., Any]) -> None:
    train, test = data_set(made_up(60), "train.csv"), data_set(made_up(9), "test.csv")
    summary = told("train", train, "--out", "city.npz")
    assert (summary["model"], summary["texts"], summary["labels"], summary["groups"]) == ("city.npz", 60, 3, 0)
    assert summary["version"] == load(Path("city.npz")).version
    assert summary["held_out_n"] == 60 // 7
    assert 0 <= summary["held_out_accuracy"] <= summary["held_out_top3"] <= 1
    measured = told("eval", test, "--model", "city.npz")
    assert (measured["n"], measured["accuracy"]) == (9, 1)


def test_a_model_of_a_file_takes_the_hints_of_the_shipped_one_and_does_not_tell_them(told: Callable[..., Any]) -> None:
    rows = [(topic.examples[0], topic.agency) for topic in load_catalogue().topics if topic.agency in {"DLH", "PLN"}]
    summary = told("train", data_set(rows * 4), "--out", "depok.npz")
    assert summary["hints"] == load(MODEL).version
    Path("depok.toml").write_text(f'{DEPOK}[routing]\nmodel = "depok.npz"\n')
    decided = told("explain", "tumpukan sampah tidak diangkut", "--region", "depok.toml")
    assert decided["agency"] == "DLH"
    assert not any(HINT in reason for reason in decided["reasons"])
    assert any("Mirip laporan ke" in reason for reason in decided["reasons"])


def test_a_label_of_zero_is_a_label(told: Callable[..., Any]) -> None:
    rows = [json.dumps({"text": text, "agency": number % 3}) for number, (text, _) in enumerate(made_up(60))]
    Path("t.jsonl").write_text("\n".join(rows))
    assert told("train", "t.jsonl", "--out", "m.npz")["labels"] == 3


def test_columns_have_the_names_that_they_have(told: Callable[..., Any]) -> None:
    file = data_set(made_up(30), "requests.csv", ("request", "department"))
    columns = ("--text-column", "request", "--label-column", "department")
    assert told("train", file, *columns, "--out", "city.npz")["texts"] == 30
    assert told("eval", file, *columns, "--model", "city.npz")["n"] == 30


def test_what_is_being_done_is_told_beside_the_result(aduan: Callable[..., Result]) -> None:
    result = aduan("route", "train", data_set(made_up(30)), "--out", "city.npz")
    assert "learning from all 30 texts" in result.stderr
    assert result.stdout.splitlines()[0].split() == ["model", "city.npz"]
    assert "learning" not in result.stdout


def test_a_region_learns_from_what_its_people_have_confirmed(
    few_shipped: None,
    told: Callable[..., Any],
    aduan: Callable[..., Result],
) -> None:
    shipped = told("train", "--out", "shipped.npz")
    number = aduan("complaint", "new", "odong-odong mangkal di trotoar balaikota").stdout.split()[0]
    aduan("complaint", "assign", number, "SATPOLPP")
    aduan("complaint", "new", "jalan berlubang di depan pasar")
    own = told("train", "--from-database", "--out", "own.npz")
    assert own["texts"] == shipped["texts"] + 1
    assert "odong" not in load(Path("shipped.npz")).vocabulary.words
    assert "odong" in load(Path("own.npz")).vocabulary.words


def test_a_model_of_a_region_is_what_it_decides_by(
    few_shipped: None,
    told: Callable[..., Any],
) -> None:
    version = told("train", "--out", "depok.npz")["version"]
    Path("depok.toml").write_text(f'{DEPOK}[routing]\nmodel = "depok.npz"\n')
    decided = told("explain", TEXT, "--region", "depok.toml")
    assert (decided["agency"], decided["model"]) == ("PUPR", version)


@pytest.mark.parametrize(
    ("arguments", "message", "code"),
    [
        (["eval", "none.csv"], "none.csv: No such file or directory", 1),
        (["eval", "t.csv", "--label-column", "dinas"], "t.csv has no column 'dinas'; it has text, agency", 1),
        (["eval", "t.csv", "--model", "t.csv"], "t.csv: this is no model that can be read. Train it again", 1),
        (["eval", "t.csv", "--model", "none.npz"], "none.npz: there is no such model. Train one with", 1),
        (["eval", "t.csv", "--model", "m.npz", "--region", "bogor"], "Name a --region or a --model", 2),
        (
            ["train", "t.csv", "--out", "m.npz"],
            "at least 20 texts with words, of at least two labels",
            1,
        ),
        (["train", "t.csv", "--from-database", "--out", "m.npz"], "Name a FILE or give --from-database, not both", 2),
        (["train", "t.csv", "--region", "bogor", "--out", "m.npz"], "--region says whose dispositions are", 2),
        (["train", "t.csv", "--out", "none/m.npz"], "none/m.npz cannot be written: there is no folder none", 1),
        (["train", "t.csv", "--out", "."], "Invalid value for '--out': File '.' is a directory.", 2),
        (["train", "t.csv"], "Missing option '--out'.", 2),
    ],
)
def test_what_cannot_be_is_refused(refused: Callable[..., str], arguments: list[str], message: str, code: int) -> None:
    data_set([(TEXT, "PUPR")], "t.csv")
    assert message in refused("route", *arguments, code=code)
    assert not Path("m.npz").exists()


def test_what_became_of_the_decisions_is_compared(told: Callable[..., Any], aduan: Callable[..., Result]) -> None:
    moved, stayed, _ = (aduan("complaint", "new", "jalan berlubang di depan pasar").stdout.split()[0] for _ in range(3))
    aduan("complaint", "assign", moved, "DISHUB")
    aduan("complaint", "status", stayed, "in_progress")
    found = told("drift")
    assert 0 < found.pop("believed") <= 1
    assert found == {"region": "bogor", "decided": 2, "right": 0.5, "drifting": False, "moved": [["PUPR", "DISHUB", 1]]}
    assert aduan("route", "drift", "--region", "BGR").stdout.splitlines()[-1] == "  1 x PUPR -> DISHUB"


def test_where_nothing_was_decided_nothing_is_right_or_wrong(told: Callable[..., Any]) -> None:
    found = told("drift")
    assert (found["decided"], found["right"], found["believed"], found["moved"]) == (0, None, None, [])


@pytest.fixture
def told(aduan: Callable[..., Result]) -> Callable[..., Any]:
    """Run a command and read what it tells a program."""

    def run(*arguments: str) -> Any:
        result = aduan("route", *arguments, "--json")
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    return run


@pytest.fixture
def few_shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the examples of the topics are shipped: to learn from all takes minutes."""
    every, nothing = examples.shipped_examples, tmp_path / "nothing"
    nothing.mkdir()
    monkeypatch.setattr(examples, "shipped_examples", lambda catalogue: every(catalogue, nothing))


def made_up(count: int) -> Iterator[tuple[str, str]]:
    """Make texts of three labels by turns, no two alike."""
    names = list(WORDS)
    for place in range(count):
        name = names[place % 3]
        words = WORDS[name].split()
        yield f"{words[place % 5]} {words[(place // 3) % 6]} tolong pak nomor {place}", name


def data_set(
    rows: Iterator[tuple[str, str]] | list[tuple[str, str]],
    name: str = "texts.csv",
    columns: tuple[str, str] = ("text", "agency"),
) -> str:
    """Write a file of texts and labels."""
    with Path(name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, *rows])
    return name


def explain(*arguments: str) -> str:
    result = CliRunner().invoke(route, ["explain", *arguments], obj=Context(None), catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout
