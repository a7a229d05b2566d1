"""`aduan check`: what it finds, and when it fails."""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Connection

import config.texts
from commands.check import OUR_NAMES, check
from config.regions import load_region
from config.settings import Settings, load_settings
from config.text_keys import DECLARATIONS
from config.texts import languages, load_texts
from config.topics import load_catalogue
from routing.model_file import save
from sms.clock import Clock, ManualClock, SystemClock
from sms.msisdn import Sender, SenderKind
from storage import contacts, subscribers
from storage.contacts import ADMIN, HEAD, INTEGRITY, LEADER, OFFICER, OVERSIGHT, POSTS, Term
from storage.engine import Database
from storage.models import complaint
from tests.routing.models import PLAIN

FIT = 'regions = ["bogor"]\n[[lines]]\nname = "modem1"\ntransport = "gammu"\ndevice = "virtual"\n'
NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
KNOWN = ("DLH", "PERKIM", "PLN")


@pytest.fixture(autouse=True)
def _upgraded(database_url: str) -> None:
    """Everything is checked beside a database that is fit."""


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is noon in Bogor, whatever the computer says."""
    monkeypatch.setattr(SystemClock, "now", lambda _self: NOW)


@dataclass
class Installation:
    """The context of a command whose settings are in a file."""

    config: Path
    clock: Clock = field(default_factory=SystemClock)

    def settings(self) -> Settings:
        return load_settings(self.config, {})


@pytest.fixture
def agencies() -> list[str]:
    """The codes of the agencies of Bogor."""
    return list(load_region("bogor").catalogue.agencies)


def test_a_fit_installation_has_no_errors(tmp_path: Path, database: Database, agencies: list[str]) -> None:
    appoint(database, *agencies, *POSTS)
    appoint(database, *agencies, role=HEAD)
    result = run(tmp_path, FIT)
    assert result.exit_code == 0
    assert {line.split()[0] for line in result.stdout.splitlines()} == {"ok"}
    for word in ("aduan.toml", "Kota Bogor", "texts: id", "line modem1: virtual", "our names", "libgammu", "database"):
        assert word in result.stdout
    assert "region bogor: every agency has a contact, and each post too" in result.stdout


def test_a_folder_for_reports_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "nodir").write_text("no folder")
    text = f'{FIT}\n[reports]\ndirectory = "{tmp_path}/{{}}"\n'
    assert [f"reports: {tmp_path}/new/reports"] == [
        each for each in told(run(tmp_path, text.format("new/reports")), "ok") if each.startswith("reports")
    ]
    assert "cannot be written by this user" in told(run(tmp_path, text.format("nodir/reports")), "error")[0]


def test_a_command_for_alarms_that_cannot_be_run_is_told(tmp_path: Path) -> None:
    program = tmp_path / "alarm"
    text = f'alarm_command = ["{program}", "--loud"]\n{FIT}'
    program.write_text("#!/bin/sh\n")
    message = f"alarm_command: {program} is not there or cannot be executed by this user"
    assert message in told(run(tmp_path, text), "error")
    program.chmod(0o755)
    assert f"alarm_command: {program}" in told(run(tmp_path, text), "ok")


def test_a_modem_named_by_its_imei_is_nowhere_in_particular(tmp_path: Path) -> None:
    found = told(run(tmp_path, FIT.replace('"virtual"', '"imei:001017000000007"')), "ok")
    assert any(each.startswith("line modem1: imei:001017000000007, wherever it is plugged in") for each in found)


def test_a_gateway_without_a_template_is_told_and_one_that_cannot_report(tmp_path: Path) -> None:
    line = FIT + (
        '[http.ussd]\nsecret = "0123456789abcdef"\n[[lines]]\nname = "hp"\ntransport = "http"\ngateway = "{}"\n'
        'url = "http://127.0.0.1:8098"\nsecret = "0123456789abcdef"\n'
    )
    assert "no gateway 'smsgat'" in told(run(tmp_path, line.format("smsgat")), "error")[0]
    calls = "line hp: http://127.0.0.1:8098, which calls us at /gateways/hp"
    assert calls in told(run(tmp_path, line.format("smsgate")), "ok")
    warned = "line hp: without `callback` nobody reports what became of an SMS"
    assert warned in told(run(tmp_path, line.format("kannel")), "warning")
    assert warned not in told(run(tmp_path, line.format("smsgate")), "warning")


def test_files_that_everybody_may_read_are_told_with_what_to_do(tmp_path: Path) -> None:
    run(tmp_path, FIT)
    (tmp_path / "aduan.toml").chmod(0o644)
    (warning,) = [each for each in told(run(tmp_path, FIT), "warning") if "may read it" in each]
    assert warning.endswith(f"chmod o-rwx {tmp_path / 'aduan.toml'}")


def test_a_new_installation_is_warned_that_nobody_hears_of_anything(tmp_path: Path) -> None:
    result = run(tmp_path, FIT)
    assert result.exit_code == 0
    assert told(result, "warning") == [
        "region bogor: no contact for any agency (24 of 24 agencies): nobody hears of their complaints by SMS",
        (
            "region bogor: no ADMIN contact: complaints that no agency has reach nobody by SMS; "
            "`aduan contact add bogor ADMIN +62... --name NAME`"
        ),
        (
            "region bogor: no INTEGRITY contact: secret complaints, and those that accuse officials, reach nobody "
            "by SMS; `aduan contact add bogor INTEGRITY +62... --name NAME`"
        ),
        (
            "region bogor: no OVERSIGHT contact: complaints about this service reach nobody by SMS; "
            "`aduan contact add bogor OVERSIGHT +62... --name NAME`"
        ),
    ]


def test_in_a_region_at_work_a_gap_is_an_error(tmp_path: Path, database: Database, agencies: list[str]) -> None:
    appoint(database, *(set(agencies) - {"PERKIM", "DISHUB"}), ADMIN, LEADER)
    appoint(database, *(set(agencies) - {"PLN"}), role=HEAD)
    result = run(tmp_path, FIT)
    assert result.exit_code == 1
    assert told(result, "error") == [
        (
            "region bogor: no INTEGRITY contact: secret complaints, and those that accuse officials, reach LEADER; "
            "`aduan contact add bogor INTEGRITY +62... --name NAME`"
        ),
        (
            "region bogor: no OVERSIGHT contact: complaints about this service reach LEADER; "
            "`aduan contact add bogor OVERSIGHT +62... --name NAME`"
        ),
        (
            "region bogor: no head for PLN, whom the ladder tells of silence; "
            "`aduan contact add bogor AGENCY +62... --name NAME --role head`"
        ),
    ]


def test_who_has_not_answered_for_long_is_no_contact_to_rely_on(
    tmp_path: Path, database: Database, agencies: list[str]
) -> None:
    appoint(database, *agencies, *POSTS, role=HEAD)
    with database.write() as connection:
        silent = [row["id"] for row in contacts.listing(connection, NOW) if row["agency"] in {"PUPR", "DLH"}]
        asked = NOW - timedelta(days=14)
        contacts.write(connection, [{"id": each, "asked_at": asked, "confirmed_at": None} for each in silent])
    assert told(run(tmp_path, FIT), "error") == [
        (
            "region bogor: no confirmed contact for PUPR, DLH (2 of 24 agencies): nobody has answered for long; "
            "`aduan contact confirm` or `replace`"
        )
    ]


def test_where_the_accused_are_all_that_would_hear_nobody_hears(
    tmp_path: Path, database: Database, agencies: list[str]
) -> None:
    appoint(database, *agencies, ADMIN, OVERSIGHT)
    appoint(database, *agencies, role=HEAD)
    with database.write() as connection:
        add(connection, INTEGRITY, "+6281112000008")
        add(connection, "PUPR", "+6281112000008")
        add(connection, "DLH", "+6281112000008")
    assert told(run(tmp_path, FIT), "error") == [
        (
            "region bogor: every INTEGRITY contact also serves DLH, PUPR: nobody hears of what accuses its people; "
            "`aduan contact add bogor INTEGRITY +62... --name NAME`"
        )
    ]
    with database.write() as connection:
        add(connection, INTEGRITY, "+6281112000009")
    assert told(run(tmp_path, FIT), "error") == []


@pytest.mark.parametrize(
    ("followers", "told_of"),
    [
        # The first contact's last day, and the first days of those who follow.
        ([(42, None)], "nobody from 24/11 to 3/1"),
        ([], "nobody from 24/11 on"),
        ([(1, None)], None),
        ([(1, 5), (7, None)], "nobody from 29/11 to 29/11"),
        ([(100, None)], "nobody from 24/11 to 2/3"),
    ],
)
def test_days_on_which_nobody_will_be_there_are_a_warning(
    tmp_path: Path,
    database: Database,
    agencies: list[str],
    followers: list[tuple[int, int | None]],
    told_of: str | None,
) -> None:
    appoint(database, *(set(agencies) - {"DLH"}), *POSTS)
    appoint(database, *agencies, role=HEAD)
    midnight = datetime(2026, 11, 23, 17, tzinfo=UTC)
    with database.write() as connection:
        heads = [row["id"] for row in contacts.listing(connection, NOW, agency="DLH")]
        contacts.write(connection, [{"id": each, "valid_until": midnight} for each in heads])
        for place, (begins, ends) in enumerate(followers):
            first = midnight + timedelta(days=begins - 1)
            last = midnight + timedelta(days=ends) if ends else None
            add(connection, "DLH", f"+628111200002{place}", term=Term(begins=first, ends=last))
    expected = [f"region bogor: DLH: {told_of}; --from and --until of contacts"] if told_of else []
    assert told(run(tmp_path, FIT), "warning") == expected


def test_contacts_are_those_of_the_clock_that_the_context_has(
    tmp_path: Path, database: Database, agencies: list[str]
) -> None:
    appoint(database, *agencies, *POSTS, role=HEAD)
    path = tmp_path / "aduan.toml"
    path.write_text(FIT)
    # As in the demo, whose clock is ahead of the computer's or behind it.
    before = Installation(path, ManualClock(NOW - timedelta(days=1)))
    assert "no contact for any agency" in CliRunner().invoke(check, [], obj=before).output


def test_contacts_that_speak_for_nobody_are_told(tmp_path: Path, database: Database, agencies: list[str]) -> None:
    appoint(database, *agencies, *POSTS, "DPMD", role=HEAD)
    appoint(database, "PUPR", region="depok")
    assert told(run(tmp_path, FIT), "warning") == [
        "region bogor: contacts of DPMD, which the region does not have (any more)",
        "contacts of depok, which is no region of the settings (any more)",
    ]


def test_with_a_wrong_region_contacts_are_not_looked_at(tmp_path: Path) -> None:
    assert "contact" not in run(tmp_path, FIT.replace('"bogor"', '"bgor"')).stdout


def test_every_wrong_setting_is_a_line_and_the_rest_is_checked_all_the_same(tmp_path: Path) -> None:
    result = run(tmp_path, FIT + 'pin = 1\nnme = "x"\n')
    errors = [line for line in result.stdout.splitlines() if line.startswith("error")]
    assert len(errors) == 2
    assert "aduan.toml:6: lines.pin: should be text in quotes" in errors[0]
    assert "libgammu" in result.stdout
    assert (result.exit_code, result.stderr.startswith("Error: 2 of 4 findings must be mended")) == (1, True)


def test_a_wrong_region_is_an_error_and_the_lines_are_checked_all_the_same(tmp_path: Path) -> None:
    result = run(tmp_path, FIT.replace('"bogor"', '"bgor"'))
    assert "error    no region 'bgor' is shipped. Did you mean 'bogor'?" in result.stdout
    assert "line modem1" in result.stdout
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("labels", "summary", "level", "told"),
    [
        (("Dept A", "Dept B", "Dept C"), {}, "error", "knows Dept A, Dept B, Dept C, which are no topics or agencies"),
        (("DLH", "pohon", "Dept C"), {}, "warning", "knows Dept C, which are no topics or agencies here"),
        (
            ("DLH", "pohon", "PLN"),
            {"hints": "of-old"},
            "warning",
            "has learned from the hints of an older shipped model",
        ),
        (("DLH", "pohon", "PLN"), {}, "ok", "routing model abc123"),
        (("DLH", "lampu", "PLN"), {}, "warning", "knows lampu, which are"),
    ],
)
def test_a_model_that_does_not_fit_its_region_is_told(
    tmp_path: Path, labels: tuple[str, ...], summary: dict[str, str], level: str, told: str
) -> None:
    line, *_ = models(trained(tmp_path, labels, summary, without=set(load_catalogue().agencies) - set(KNOWN)))
    assert line.startswith(level)
    assert told in line


def test_agencies_that_a_model_has_never_learned_are_told(tmp_path: Path) -> None:
    (line,) = models(trained(tmp_path, ("pohon", "DLH", "PLN"), without={"PUPR", "DPMD"}))
    assert line.startswith(
        "warning  region depok: routing model abc123 knows 3 of 23 agencies; never learned: DISHUB, "
    )
    assert ", BPN; train it with texts of theirs too" in line
    assert "PERKIM" not in line, "a topic of it was learned"


def test_an_agency_that_lives_by_phrases_need_not_be_learned(tmp_path: Path) -> None:
    own = '[agencies.BAZNAS]\nname = "Badan Amil"\nshort = "Baznas"\ntakes = "Zakat"\n'
    others = set(load_catalogue().agencies) - set(KNOWN)
    law = '[routing.phrases]\n"zakat" = "BAZNAS"\n'
    (line,) = models(trained(tmp_path, ("pohon", "DLH", "PLN"), without=others, more=own))
    assert "knows 3 of 4 agencies; never learned: BAZNAS;" in line
    (line,) = models(trained(tmp_path, ("pohon", "DLH", "PLN"), without=others, more=own + law))
    assert line == "ok       region depok: routing model abc123"


def test_open_complaints_of_a_region_that_has_left_the_settings_are_told(tmp_path: Path, database: Database) -> None:
    complaints = [(1, "bogor", "triage"), (2, "bogor", "assigned"), (3, "bogor", "closed"), (4, "depok", "waiting")]
    now = datetime(2026, 11, 23, 5, tzinfo=UTC)
    common = {"channel": "sms", "text": "x", "urgent": False, "confidence": 1, "routing": {}}
    times = {"created_at": now, "updated_at": now, "status_since": now}
    with database.write() as connection:
        for number, region, status in complaints:
            row = {"id": number, "number": number, "region": region, "status": status, **common, **times}
            connection.execute(complaint.insert().values(row))
    (tmp_path / "depok.toml").write_text('name = "Kota Depok"\nkeyword = "depok"\ntimezone = "Asia/Jakarta"\n')
    told = run(tmp_path, FIT.replace('"bogor"', '"depok.toml"')).stdout.splitlines()
    (line,) = (line for line in told if "open complaint" in line)
    assert line.startswith("warning  2 open complaints of region bogor, which is no region of the settings; name its")


def test_a_keyword_that_calls_two_regions_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "kab.toml").write_text('name = "Kabupaten Bogor"\nkeyword = "bogor"\ntimezone = "Asia/Jakarta"\n')
    told = run(tmp_path, FIT.replace('["bogor"]', '["bogor", "kab.toml"]')).stdout
    assert "warning  keyword bogor calls bogor, kab: who writes it is asked which is meant" in told


def test_a_parent_that_is_not_served_is_a_warning_with_the_one_that_was_meant(tmp_path: Path) -> None:
    for code, parent in (("provcontoh", ""), ("contoh", 'parent = "provcontho"\n')):
        region = f'name = "{code.title()}"\nkeyword = "{code}"\ntimezone = "Asia/Jakarta"\n{parent}'
        (tmp_path / f"{code}.toml").write_text(region)
    result = run(tmp_path, FIT.replace('["bogor"]', '["contoh.toml", "provcontoh.toml"]'))
    assert (
        "region contoh: its parent 'provcontho' is not in regions, nothing can move there. Did you mean 'provcontoh'?"
    ) in told(result, "warning")


def test_a_modem_that_is_not_plugged_in_is_a_warning(tmp_path: Path) -> None:
    result = run(tmp_path, FIT.replace('"virtual"', '"/dev/no-such-modem"'))
    assert "warning  line modem1: /dev/no-such-modem is not there" in result.stdout
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            "",
            ["warning  anybody may call POST /ussd in the name of any phone; set http.ussd.secret or http.ussd.allow"],
        ),
        ('[http.ussd]\nsecret = "0123456789abcdef"\n', ["ok       http: USSD at 127.0.0.1:8080"]),
        ('[http.ussd]\nallow = ["10.0.0.0/8"]\n', ["ok       http: USSD at 127.0.0.1:8080"]),
    ],
)
def test_ussd_that_anybody_may_call_is_a_warning(tmp_path: Path, lines: str, told: list[str]) -> None:
    found = run(tmp_path, f"{FIT}[http]\n{lines}").stdout.splitlines()
    assert [line for line in found if "USSD" in line or "ussd." in line] == told


def test_the_menu_of_a_region_is_checked(tmp_path: Path) -> None:
    assert "ok       region bogor: menu of " in run(tmp_path, FIT).stdout
    (tmp_path / "depok.toml").write_text(
        'name = "Kota Depok"\nkeyword = "depok"\ntimezone = "Asia/Jakarta"\nmenu = "own.toml"\n'
    )
    (tmp_path / "own.toml").write_text('[screens.alamat]\ntext = { id = "Depok" }\n')
    told = run(tmp_path, FIT.replace('"bogor"', '"depok.toml"'))
    assert "own.toml:1: screens.alamat: is a dead end" in told.stdout
    assert told.exit_code == 1


def test_an_installation_without_lines_is_a_warning(tmp_path: Path) -> None:
    assert "warning  no lines" in run(tmp_path, 'regions = ["bogor"]\n').stdout


def test_a_database_that_is_not_there_is_an_error_and_is_not_made(tmp_path: Path) -> None:
    (tmp_path / "aduan.db").unlink()
    result = run(tmp_path, FIT)
    assert f"error    sqlite:///{tmp_path}/aduan.db is not there; run `aduan db upgrade`" in result.stdout
    assert result.exit_code == 1
    assert not (tmp_path / "aduan.db").exists()


def test_an_empty_database_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "aduan.db").write_bytes(b"")
    result = run(tmp_path, FIT)
    assert "aduan.db is empty; run `aduan db upgrade`" in result.stdout
    assert result.exit_code == 1


def test_a_database_out_of_reach_is_an_error_without_its_password(tmp_path: Path) -> None:
    result = run(tmp_path, 'database = "postgresql+psycopg://aduan:geheim@127.0.0.1:1/aduan"\n' + FIT)
    assert "error    postgresql+psycopg://aduan:***@127.0.0.1:1/aduan: connection failed" in result.stdout
    assert "geheim" not in result.output
    assert result.exit_code == 1


def test_another_distribution_with_one_of_our_names_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owners = {"config": ["aduan", "othertool", "othertool"], "click": ["click"]}
    monkeypatch.setattr("importlib.metadata.packages_distributions", lambda: owners)
    result = run(tmp_path, FIT)
    assert result.stdout.count("the distribution othertool has a module config too") == 1
    assert result.exit_code == 1


@pytest.mark.parametrize(("version", "code"), [("1.43.2", 1), ("1.44.0", 0), ("2.0", 0)])
def test_an_old_libgammu_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, code: int) -> None:
    monkeypatch.setattr("gammu.Version", lambda: (version, "3.5", version))
    result = run(tmp_path, FIT)
    assert f"libgammu {version}" in result.stdout
    assert result.exit_code == code


def test_our_names_are_all_that_we_install() -> None:
    root = Path(__file__).parents[2]
    rooms = {path.parent.name for path in root.glob("*/__init__.py")}
    assert set(OUR_NAMES) == rooms | {"cli"}


def test_findings_can_be_read_by_a_program(tmp_path: Path) -> None:
    findings = json.loads(run(tmp_path, FIT, "--json").stdout)
    assert findings[1] == {"level": "ok", "message": "region bogor: Kota Bogor, 24 agencies"}


def test_texts_shows_what_each_text_costs_at_its_longest(tmp_path: Path) -> None:
    head, *rows = run(tmp_path, "sms_price = 400\n" + FIT, "--texts").stdout.splitlines()
    assert head.split() == ["language", "text", "characters", "sms", "may_take", "cost"]
    told = [row.split()[:2] for row in rows]
    assert [text for language, text in told if language == "id"] == [*DECLARATIONS, "ack_assigned"]
    assert all(int(sms) <= int(may) and int(cost) == 400 * int(sms) for *_, sms, may, cost in map(str.split, rows))


def test_the_last_lines_of_the_costs_are_a_usual_conversation_in_each_language(tmp_path: Path) -> None:
    costs = json.loads(run(tmp_path, FIT, "--texts", "--json").stdout)[-len(languages()) :]
    assert [cost["language"] for cost in costs] == languages()
    assert {(cost["text"], cost["sms"], cost["cost"]) for cost in costs} == {("ack_assigned + update_resolved", 2, 700)}


def test_a_language_is_shown_with_the_texts_that_are_its_own(tmp_path: Path) -> None:
    costs = json.loads(run(tmp_path, FIT, "--texts", "--json").stdout)
    shown = {(cost["language"], cost["text"]) for cost in costs if "+" not in cost["text"]}
    own = {code: DECLARATIONS.keys() - load_texts(code).borrowed for code in languages()}
    assert shown == {(code, key) for code, keys in own.items() for key in keys}


def test_a_text_that_costs_more_than_it_may_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = tmp_path / "texts"
    shutil.copytree(Path(config.texts.__file__).parent / "texts", shipped)
    monkeypatch.setattr("config.texts.SHIPPED", shipped)
    english = shipped / "en.toml"
    english.write_text(english.read_text().replace("Such as: {keyword} pothole", "Such as: {keyword} " + "x" * 60))
    told = "help: takes 2 SMS with the longest values, it may take 1"
    assert [told in run(tmp_path, FIT, *texts).output for texts in ([], ["--texts"])] == [True, True]
    assert [run(tmp_path, FIT, *texts).exit_code for texts in ([], ["--texts"])] == [1, 1]


def test_texts_of_a_wrong_region_are_an_error(tmp_path: Path) -> None:
    result = run(tmp_path, FIT.replace('"bogor"', '"bgor"'), "--texts")
    assert (result.exit_code, result.stderr.startswith("Error: no region 'bgor'")) == (1, True)


def trained(
    directory: Path,
    labels: tuple[str, ...],
    summary: dict[str, str] | None = None,
    without: Collection[str] = (),
    more: str = "",
) -> Result:
    """Check an installation whose region has a model with these labels."""
    save(replace(PLAIN, labels=labels, summary={**PLAIN.summary, **(summary or {})}), directory / "own.npz")
    head = f'name = "Kota Depok"\nkeyword = "depok"\ntimezone = "Asia/Jakarta"\nwithout = {sorted(without)}\n'
    (directory / "depok.toml").write_text(f'{head}[routing]\nmodel = "own.npz"\n{more}')
    return run(directory, FIT.replace('"bogor"', '"depok.toml"'))


def models(result: Result) -> list[str]:
    return [line for line in result.stdout.splitlines() if "routing model" in line]


def appoint(database: Database, *agencies: str, region: str = "bogor", role: str = OFFICER) -> None:
    """Register one phone for all these agencies; a head has another, and who is at a post too."""
    officer = "+6281112000001" if role == OFFICER else "+6281112000003"
    with database.write() as connection:
        for agency in agencies:
            add(connection, agency, "+6281112000005" if agency in POSTS else officer, region, role)


def add(  # noqa: PLR0917 - the columns of a contact
    connection: Connection,
    agency: str,
    phone: str,
    region: str = "bogor",
    role: str = OFFICER,
    term: Term = Term(),  # noqa: B008 - it is frozen
) -> None:
    """Register a phone."""
    subscriber_id = subscribers.ids_of(connection, [Sender(SenderKind.NUMBER, phone)], NOW)[phone]
    contacts.add(connection, subscriber_id, region=region, agency=agency, name="Budi", now=NOW, role=role, term=term)


def told(result: Result, wanted: str) -> list[str]:
    """Give the findings of a level."""
    lines = (line.partition(" ") for line in result.stdout.splitlines())
    return [message.strip() for level, _, message in lines if level == wanted]


def run(directory: Path, text: str, *arguments: str) -> Result:
    path = directory / "aduan.toml"
    path.write_text(text)
    return CliRunner().invoke(check, arguments, obj=Installation(path))
