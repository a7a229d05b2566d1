"""`aduan route`: where a text would go and why; how good that is; training it."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from commands.context import Context
from commands.route import route
from config.errors import ConfigError
from config.regions import load_region
from config.topics import load_catalogue
from routing import examples
from routing.decide import Router
from routing.grams import HINT
from routing.model_file import load
from routing.shipped import MODEL, router_of

TEXT = "di depan pasar jalannya berlubang"
TAX = "npwp saya tidak bisa diaktifkan di kantor pajak"

DEPOK = 'name = "Kota Depok"\nkeyword = "depok"\ntimezone = "Asia/Jakarta"\n'
MOVED = {"chosen": "PUPR", "topic": "jalan-rusak", "now": "DISHUB", "times": 1}
FIELDS = {
    "region", "agency", "topic", "confidence", "alternatives", "reasons", "urgent", "alerted", "body", "model",
    "places", "accused", "quality",
}  # fmt: skip
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


def test_a_person_reads_the_places_and_the_unit_if_there_are_any(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = explain("jalan rusak di kel bantarjati rt 3/5 dekat jl pajajaran", "--region", "bogor")
    assert "places        Bantarjati RT 3 RW 5 (village), Jalan Pajajaran (street)\n" in shown
    assert "places" not in explain("jalan rusak", "--region", "bogor")
    unit = '[[agencies.PUPR.units]]\ncode = "UPT1"\nname = "UPT Utara"\ncovers = ["Bantarjati"]\n'
    places = '[[places.districts]]\nname = "Bogor Utara"\nvillages = ["Bantarjati"]\n'
    (tmp_path / "depok.toml").write_text(f"{DEPOK}{places}{unit}")
    monkeypatch.chdir(tmp_path)
    assert "unit          UPT1\n" in explain("jalan rusak di bantarjati", "--region", "depok.toml")
    assert "unit" not in explain("jalan rusak di depan pasar", "--region", "depok.toml")


def test_reasons_are_wrapped_to_the_width_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commands.route_display.width", lambda: 40)
    lines = explain(TEXT, "--region", "bogor").splitlines()
    first = next(place for place, line in enumerate(lines) if line.startswith("  - "))
    assert all(len(line) <= 40 and line.startswith(("  - ", "    ")) for line in lines[first:])
    assert len(lines[first:]) > sum(line.startswith("  - ") for line in lines[first:])


def test_no_escape_in_a_reason_reaches_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    decision = replace(router_of(load_region("bogor")).decide(TEXT), reasons=("Kata \x1b]0;x\x07 menunjuk",))
    monkeypatch.setattr(Router, "decide", lambda _router, _text: decision)
    shown = explain(TEXT, "--region", "bogor")
    assert "Kata \ufffd]0;x\ufffd menunjuk" in shown
    assert not {"\x1b", "\x07"} & set(shown)


def test_the_version_of_the_model_is_told() -> None:
    version = load(Path(examples.__file__).parent.parent / "config" / "model.npz").version
    assert json.loads(explain(TEXT, "--region", "bogor", "--json"))["model"] == version
    assert f"model         {version}\n" in explain(TEXT, "--region", "bogor")


def test_what_is_hardly_a_complaint_is_explained_as_it_would_be_judged() -> None:
    shown = explain("hatiku berlubang seperti jalan di bogor", "--region", "bogor")
    assert "none is sure enough" in shown
    assert "quality       0.10, prank\n" in shown


def test_a_text_that_names_no_matter_is_for_an_officer() -> None:
    shown = explain("halo", "--region", "bogor")
    assert "an officer decides" in shown
    assert "Isinya belum jelas" in shown


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


def test_a_region_of_the_settings_goes_before_a_shipped_one_of_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "bogor.toml").write_text(f"threshold = 0.9\n{DEPOK}")
    (tmp_path / "aduan.toml").write_text('regions = ["own/bogor.toml"]\n')
    monkeypatch.chdir(tmp_path)
    for name in ("bogor", "depok", "DEPOK"):
        assert " of 0.90 needed" in explain(TEXT, "--region", name)
    (tmp_path / "aduan.toml").write_text('regions = ["jakarta.toml"]\n')
    (tmp_path / "jakarta.toml").write_text(DEPOK)
    assert " of 0.60 needed" in explain(TEXT, "--region", "bogor")


def test_a_file_of_a_region_needs_no_settings_that_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "aduan.toml").write_text("wrong")
    (tmp_path / "depok.toml").write_text(DEPOK)
    monkeypatch.chdir(tmp_path)
    assert json.loads(explain(TEXT, "--json", "--region", "depok.toml"))["region"] == "depok"


def test_a_region_nobody_knows_is_refused_with_those_of_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "aduan.toml").write_text('regions = ["depok.toml"]\n')
    (tmp_path / "depok.toml").write_text(DEPOK)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError, match=r"'bandung' is shipped\. Known: bogor\. .*\. The settings have depok$"):
        explain(TEXT, "--region", "bandung")


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


def test_no_escape_of_a_label_or_a_column_reaches_the_terminal(aduan: Callable[..., Result]) -> None:
    file = data_set([(TEXT, "D\x1b[2JLH\x07")], columns=("text", "ag\x1b[2Jency\x07"))
    for arguments in (["--label-column", "ag\x1b[2Jency\x07"], []):
        result = aduan("route", "eval", file, *arguments)
        assert not {"\x1b", "\x07"} & set(result.stdout + result.stderr)
    assert result.exit_code == 1
    assert "it has text, ag\ufffd[2Jency\ufffd" in result.stderr


@pytest.mark.parametrize("region", [(), ("--region", "bogor")])
def test_labels_that_nobody_can_answer_with_are_told(region: tuple[str, ...], aduan: Callable[..., Result]) -> None:
    rows = [(f"jalan rusak {number}", f"Dinas {number}") for number in range(7)]
    told = aduan("route", "eval", data_set([*rows, *rows, (TEXT, "PUPR"), (TAX, "KPP")]), *region, "--json")
    assert told.stderr == "7 of 9 labels are no agencies here: Dinas 0, Dinas 1, Dinas 2, Dinas 3, Dinas 4, ...\n"
    assert json.loads(told.stdout)["n"] == 16
    assert aduan("route", "eval", data_set([(TEXT, "PUPR"), (TAX, "KPP")]), *region).stderr == ""


def test_what_a_region_does_not_have_is_no_label_of_it(aduan: Callable[..., Result]) -> None:
    file = data_set([("dana desa tidak jelas", "DPMD")])
    assert aduan("route", "eval", file, "--region", "bogor").stderr == "1 of 1 labels are no agencies here: DPMD\n"
    assert aduan("route", "eval", file).stderr == ""


def test_labels_that_a_model_has_not_learned_are_told(aduan: Callable[..., Result]) -> None:
    aduan("route", "train", data_set(made_up(30)), "--out", "m.npz")
    file = data_set([("ktp", "capil"), ("pipa", "x" * 99), ("pipa", "air")])
    shown = aduan("route", "eval", file, "--model", "m.npz").stderr
    assert shown == f"1 of 3 labels are unknown to the model: {'x' * 37}...\n"


def test_rows_that_are_left_out_are_told(aduan: Callable[..., Result]) -> None:
    file = data_set([*made_up(30), ("jalan", ""), ("", "air"), ("", "")])
    left_out = "3 rows without text or label left out"
    assert left_out in aduan("route", "train", file, "--out", "m.npz").stderr.splitlines()
    assert left_out in aduan("route", "eval", file, "--model", "m.npz").stderr.splitlines()


def test_labels_of_one_text_each_are_asked_about(aduan: Callable[..., Result]) -> None:
    swapped = [(label, text) for text, label in made_up(30)]
    assert (
        "30 of 30 labels have only one text: are the columns right?\n"
        in aduan("route", "train", data_set(swapped), "--out", "m.npz").stderr
    )
    few = [*made_up(30), ("sampah", "dlh"), ("lampu", "pln"), ("pohon", "perkim")]
    assert "only one text" not in aduan("route", "train", data_set(few), "--out", "m.npz").stderr


def test_the_file_of_a_new_model_is_its_owners_alone_and_that_of_an_old_one_keeps_its_rights(
    aduan: Callable[..., Result],
) -> None:
    for mode in (0o600, 0o640):
        assert aduan("route", "train", data_set(made_up(30)), "--out", "m.npz").exit_code == 0
        assert Path("m.npz").stat().st_mode & 0o777 == mode
        Path("m.npz").chmod(0o640)


def test_where_no_model_can_be_written_nothing_is_learned_first(refused: Callable[..., str]) -> None:
    file = data_set([(TEXT, "PUPR")])
    assert "no regular file" in refused("route", "train", file, "--out", "/dev/full")
    assert Path("/dev/full").is_char_device()
    assert "there is no folder none" in refused("route", "train", "none.csv", "--out", "none/m.npz")
    assert "names the file of the texts" in refused(
        "route", "train", file, "--out", f"../{Path.cwd().name}/{file}", code=2
    )
    assert Path(file).read_text().startswith("text,agency")


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
    assert "30 texts with 3 labels\n" in result.stderr
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
        (
            ["train", "t.csv", "--out", "none/m.npz"],
            "none/m.npz: no model can be written here: there is no folder none",
            1,
        ),
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
    assert found == {"region": "bogor", "decided": 2, "right": 0.5, "drifting": False, "moved": [MOVED], "cures": {}}
    assert aduan("route", "drift", "--region", "BGR").stdout.splitlines()[-1] == "  1 x PUPR -> DISHUB (jalan-rusak)"


def test_a_topic_that_always_goes_elsewhere_is_told_with_the_line_that_moves_it(
    told: Callable[..., Any], aduan: Callable[..., Result]
) -> None:
    for _ in range(5):
        number = aduan("complaint", "new", "jalan berlubang di depan pasar").stdout.split()[0]
        aduan("complaint", "assign", number, "DISHUB")
    assert told("drift")["cures"] == {"jalan-rusak": "DISHUB"}
    assert aduan("route", "drift").stdout.splitlines()[-2:] == ["[routing.topics]", 'jalan-rusak = "DISHUB"']


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
