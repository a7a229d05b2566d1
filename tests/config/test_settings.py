"""aduan.toml: what it may hold and how its errors read."""

from __future__ import annotations

from pathlib import Path

import pytest

import config.settings
from config.environment import variable
from config.errors import ConfigError
from config.modem_settings import ModemSettings
from config.problems import keys_of
from config.settings import Settings, load_settings

SAMPLE = Path(config.settings.__file__).parent / "aduan.toml"
ONE_LINE = """\
regions = ["bogor"]
[[lines]]
name = "modem1"
transport = "at"
device = "virtual"
"""


def test_the_shipped_sample_works_as_it_is() -> None:
    settings = load_settings(SAMPLE, {})
    assert settings.path == SAMPLE
    assert settings.line("modem1").device == "virtual"
    assert settings.region_of(settings.line("modem1")) == "bogor"


def test_every_setting_is_in_the_shipped_sample() -> None:
    written = [line.lstrip("# ") for line in SAMPLE.read_text().splitlines()]
    missing = [path for path, _ in keys_of(Settings) if not any(line.startswith(f"{path[-1]} =") for line in written)]
    assert missing == []


def test_the_samples_values_are_the_defaults(tmp_path: Path) -> None:
    sample, bare = load_settings(SAMPLE, {}), load(tmp_path, ONE_LINE)
    assert sample.model_dump(exclude={"database"}) == bare.model_dump(exclude={"database"})


def test_what_is_commented_out_in_the_sample_works_too(tmp_path: Path) -> None:
    text = SAMPLE.read_text()
    for key in ("msisdn", "region", "pin", "smsc"):
        text = text.replace(f"# {key} =", f"{key} =")
    line = load(tmp_path, text).line("modem1")
    assert line.pin is not None
    assert (line.msisdn, line.region, line.pin.get_secret_value()) == ("+628111000001", "bogor", "1234")


def test_what_is_commented_out_of_http_works_too(tmp_path: Path) -> None:
    plain, _, http = SAMPLE.read_text().partition("# [http]")
    lines = [line.removeprefix("# ") for line in http.splitlines()]
    keys = [line for line in lines if " = " in line or line.startswith("[")]
    found = load(tmp_path, "\n".join([plain, "[http]", *keys]))
    assert found.http is not None
    assert found.http.address == ("127.0.0.1", 8080)
    assert found.http.ussd.secret is not None
    assert (found.http.ussd.inputs, found.ussd_line().name) == ("all", "modem1")
    assert [str(network) for network in found.http.ussd.allow] == ["10.0.0.0/8"]


def test_the_first_line_speaks_for_who_dials(tmp_path: Path) -> None:
    found = load(tmp_path, ONE_LINE + "[http]\n")
    assert found.http is not None
    assert (found.http.listen, found.http.ussd.secret, found.ussd_line().name) == ("127.0.0.1:8080", None, "modem1")


def test_an_ipv6_address_is_written_in_brackets(tmp_path: Path) -> None:
    found = load(tmp_path, ONE_LINE + '[http]\nlisten = "[::1]:8080"\n')
    assert found.http is not None
    assert found.http.address == ("::1", 8080)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('listen = "8080"', "7: http.listen: '8080' should be an address and a port, such as 127.0.0.1:8080"),
        ('listen = "a:70000"', "7: http.listen: 'a:70000' should be an address and a port, such as 127.0.0.1:8080"),
        ('ussd.line = "modem2"', "7: http.ussd.line: no line 'modem2'. Did you mean 'modem1'?"),
        ('ussd.inputs = "some"', "7: http.ussd.inputs: should be 'all' or 'last', not 'some'"),
        (
            'ussd.secret = "geheim"',
            "7: http.ussd.secret: should be 16 letters and digits at least, such as `openssl rand -hex 16` makes",
        ),
        ('ussd.allow = ["10.0.0.0/40"]', "7: http.ussd.allow: value is not a valid IPv4 or IPv6 network"),
    ],
)
def test_a_wrong_setting_of_http_is_told(tmp_path: Path, line: str, problem: str) -> None:
    (found,) = problems(tmp_path, f"{ONE_LINE}[http]\n{line}\n")
    assert found.startswith(f"aduan.toml:{problem}")


def test_the_file_is_looked_for_in_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError, match=r"no aduan\.toml here; `aduan init` writes one, or name it with -c FILE"):
        load_settings(environ={})
    (tmp_path / "aduan.toml").write_text(ONE_LINE)
    assert load_settings(environ={}).path == tmp_path / "aduan.toml"


def test_the_database_is_beside_the_file(tmp_path: Path) -> None:
    assert load(tmp_path, ONE_LINE).database == f"sqlite:///{tmp_path}/aduan.db"
    elsewhere = load(tmp_path, 'database = "sqlite:////var/lib/aduan.db"\n' + ONE_LINE)
    assert elsewhere.database == "sqlite:////var/lib/aduan.db"
    server = load(tmp_path, 'database = "postgresql+psycopg://aduan@db/aduan"\n' + ONE_LINE)
    assert server.database == "postgresql+psycopg://aduan@db/aduan"


@pytest.mark.parametrize("url", ["mysql://u:secret@h/d", "sqlite://", "sqlite:///:memory:", "aduan.db", "sqlite:///"])
def test_a_database_of_another_kind_is_refused_without_showing_its_password(tmp_path: Path, url: str) -> None:
    assert problems(tmp_path, f'database = "{url}"\n' + ONE_LINE) == [
        "aduan.toml:1: database: should begin with sqlite:/// and name a file, or begin with postgresql+psycopg://"
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('nme = "x"', "6: lines.nme: unknown key. Did you mean 'name'?"),
        ("poll_seconds = 0", "6: lines.poll_seconds: should be greater than or equal to 0.1, not 0"),
        ("poll_seconds = true", "6: lines.poll_seconds: should be a number, not true or false"),
        ('poll_seconds = "slow"', "6: lines.poll_seconds: should be a number, not 'slow'"),
        ("pin = 1234", "6: lines.pin: should be text in quotes"),
        ('pin = "12345678901"', "6: lines.pin: should be the 4 to 8 digits of the SIM's PIN"),
        ('msisdn = "0811"', "6: lines.msisdn: should be a number with its country code, such as +628111000001"),
        ('smsc = "+0811000001"', "6: lines.smsc: should be a number with its country code, such as +628111000001"),
        ('region = "bgor"', "6: lines.region: 'bgor' is not in regions. Did you mean 'bogor'?"),
        ("limits = 3", "6: lines.limits: should be a table, not 3"),
        ("[lines.limits]\nper_minute = 0", "7: lines.limits.per_minute: should be greater than or equal to 1, not 0"),
        ("[lines.limits]\nper_minut = 1", "7: lines.limits.per_minut: unknown key. Did you mean 'per_minute'?"),
        ('[log]\nformat = "jso"', "7: log.format: should be 'auto', 'text' or 'json', not 'jso'. Did you mean 'json'?"),
        ("[inbox]\njoin_hours = 1.5", "7: inbox.join_hours: should be a whole number, not 1.5"),
        ("[inbx]", "6: inbx: unknown key. Did you mean 'inbox'?"),
        ('[lines.balance]\ncode = "888"', "7: lines.balance.code: '888' should be a code to dial, such as *888#"),
        ('[lines.balance]\npattern = "x"', "7: lines.balance.pattern: should hold {rupiah}, {sms} or {until}"),
        (
            "[zzz]",
            "6: zzz: unknown key. Known: "
            + ", ".join(sorted(Settings.model_fields)),
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line_and_what_was_expected(tmp_path: Path, line: str, problem: str) -> None:
    assert problems(tmp_path, ONE_LINE + line) == [f"aduan.toml:{problem}"]


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    text = """\
regoins = ["bogor"]
[log]
format = "xml"
[[lines]]
transport = "gammu"
device = ""
name = "Modem 1"
[[lines]]
name = "modem2"
[[lines]]
name = "modem3"
transport = "gamu"
"""
    assert problems(tmp_path, text) == [
        "aduan.toml: regions: is missing",
        "aduan.toml:1: regoins: unknown key. Did you mean 'regions'?",
        "aduan.toml:3: log.format: should be 'auto', 'text' or 'json', not 'xml'",
        "aduan.toml:6: lines.device: should not be empty",
        "aduan.toml:7: lines.name: 'Modem 1' should be small letters, digits and hyphens, 32 at most",
        "aduan.toml:8: lines.transport: is missing",
        "aduan.toml:12: lines.transport: should be 'gammu', 'at', 'smpp' or 'http', not 'gamu'. Did you mean 'gammu'?",
    ]


BIND = """regions = ["bogor"]
[[lines]]
name = "smsc"
transport = "smpp"
host = "smsc.example.id"
system_id = "aduan"
password = "rahasia"
"""


def test_a_line_may_be_a_bind_to_an_smsc(tmp_path: Path) -> None:
    line = load(tmp_path, BIND + 'sender = "1708"\nper_second = 50\n').line("smsc")
    assert line.address == "aduan@smsc.example.id:2775"
    assert (line.per_minute, line.limits.per_minute, line.limits.reserve) == (3000, None, 0)
    assert "rahasia" not in repr(line)


def test_the_sample_of_a_bind_works(tmp_path: Path) -> None:
    _, _, bind = SAMPLE.read_text().partition("# SMPP 3.4.\n")
    bind, _, _ = bind.partition("\n\n")
    text = "\n".join(line.removeprefix("# ") for line in bind.splitlines() if line.startswith("# ") and "=" in line)
    sample = load(tmp_path, f'regions = ["bogor"]\n[[lines]]\n{text}').line("smsc")
    assert sample.model_dump(exclude={"host", "system_id", "password", "sender", "per_second", "ca_file"}) == load(
        tmp_path, BIND
    ).line("smsc").model_dump(exclude={"host", "system_id", "password", "sender", "per_second", "ca_file"}) | {
        "sender_ton": 0,
        "sender_npi": 1,
    }


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('device = "/dev/ttyUSB0"', "8: lines.device: unknown key. Known: "),
        ("windw = 5", "8: lines.windw: unknown key. Did you mean 'window'?"),
        ("window = 0", "8: lines.window: should be greater than or equal to 1, not 0"),
        ("port = 70000", "8: lines.port: should be less than or equal to 65535, not 70000"),
        ('bind = "trxx"', "8: lines.bind: should be 'trx' or 'tx+rx', not 'trxx'. Did you mean 'trx'?"),
        ("[lines.limits]\nper_hour = 0", "9: lines.limits.per_hour: should be greater than or equal to 1, not 0"),
    ],
)
def test_what_is_wrong_with_a_bind_is_told_too(tmp_path: Path, line: str, problem: str) -> None:
    (told,) = problems(tmp_path, BIND + line)
    assert told.startswith(f"aduan.toml:{problem}")


def test_a_password_is_never_printed(tmp_path: Path) -> None:
    (told,) = problems(tmp_path, BIND.replace("rahasia", "rahasia" * 10))
    assert told == "aduan.toml:7: lines.password: should be at most 64 characters of ASCII"


def test_lines_share_neither_name_nor_modem(tmp_path: Path) -> None:
    line = '[[lines]]\nname = "a"\ntransport = "gammu"\ndevice = "/dev/ttyUSB0"\n'
    assert problems(tmp_path, 'regions = ["bogor"]\n' + line + line) == [
        "aduan.toml:7: lines.name: 'a' is the name of another line too",
        "aduan.toml:9: lines.device: '/dev/ttyUSB0' is the device of another line too",
    ]


def test_no_word_is_too_good_a_name_to_be_checked(tmp_path: Path) -> None:
    line = '[[lines]]\nname = "virtual"\ntransport = "gammu"\ndevice = "virtual"\n'
    (problem,) = problems(tmp_path, 'regions = ["bogor"]\n' + line + line)
    assert problem == "aduan.toml:7: lines.name: 'virtual' is the name of another line too"


def test_each_line_may_have_a_virtual_modem_of_its_own(tmp_path: Path) -> None:
    settings = load(tmp_path, ONE_LINE + '[[lines]]\nname = "b"\ntransport = "gammu"\ndevice = "virtual"\n')
    assert [line.name for line in settings.lines] == ["modem1", "b"]


def test_a_line_that_does_not_exist_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no line 'moden1'\. Did you mean 'modem1'"):
        load(tmp_path, ONE_LINE).line("moden1")


def test_a_line_has_its_own_region_or_the_first(tmp_path: Path) -> None:
    text = ONE_LINE.replace('"bogor"', '"./mine/depok.toml", "bogor"') + 'region = "bogor"\n'
    settings = load(tmp_path, text)
    assert settings.region_of(settings.line("modem1")) == "bogor"
    assert settings.region_of(ModemSettings(name="x", transport="gammu", device="virtual")) == "depok"


def test_secrets_are_in_no_repr_and_no_dump(tmp_path: Path) -> None:
    text = 'database = "postgresql+psycopg://u:verysecret@db/d"\n' + ONE_LINE + 'pin = "9876"\nmsisdn = "+628111000001"'
    settings = load(tmp_path, text)
    assert "verysecret" not in repr(settings)
    assert "9876" not in repr(settings) + str(settings.model_dump())
    assert "8111000001" not in repr(settings)


def test_settings_cannot_be_changed(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="frozen"):
        load(tmp_path, ONE_LINE).regions = ()


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("ADUAN_DATABASE", "sqlite:////tmp/other.db", "sqlite:////tmp/other.db"),
        ("ADUAN_LOG__LEVEL", "debug", "debug"),
        ("ADUAN_INBOX__JOIN_HOURS", "48", 48),
        ("ADUAN_REGIONS", "bogor, depok", ("bogor", "depok")),
        ("ADUAN_LINES__0__LIMITS__PER_MINUTE", "3", 3),
        ("ADUAN_LINES__0__POLL_SECONDS", "0.5", 0.5),
        ("ADUAN_LINES__0__MSISDN", "+628111000001", "+628111000001"),
    ],
)
def test_the_environment_goes_before_the_file(tmp_path: Path, name: str, value: str, expected: object) -> None:
    text = ONE_LINE.replace("[[lines]]", '[log]\nlevel = "error"\n[inbox]\njoin_hours = 1\n[[lines]]', 1)
    found: object = load(tmp_path, text, {name: value, "HOME": "/"})
    for key in name.removeprefix("ADUAN_").lower().split("__"):
        found = found[int(key)] if isinstance(found, tuple) else getattr(found, key)
    assert found == expected


@pytest.mark.parametrize("name", ["ADUAN_AS", "ADUAN_ALARM", "ADUAN_LINE", "ADUAN_TEXT"])
def test_what_tells_a_command_who_or_what_is_no_setting(tmp_path: Path, name: str) -> None:
    assert load(tmp_path, ONE_LINE, {name: "x"}) == load(tmp_path, ONE_LINE)


def test_an_alarm_command_is_a_program_and_its_arguments(tmp_path: Path) -> None:
    found = load(tmp_path, 'alarm_command = ["/usr/local/bin/alarm", "--loud"]\n' + ONE_LINE)
    assert found.alarm_command == ("/usr/local/bin/alarm", "--loud")


def test_a_pin_can_come_from_the_environment_alone(tmp_path: Path) -> None:
    pin = load(tmp_path, ONE_LINE, {"ADUAN_LINES__0__PIN": "1234"}).line("modem1").pin
    assert pin is not None
    assert pin.get_secret_value() == "1234"


def test_a_whole_line_can_come_from_the_environment(tmp_path: Path) -> None:
    line = {"NAME": "b", "TRANSPORT": "gammu", "DEVICE": "virtual"}
    environ = {f"ADUAN_LINES__1__{key}": value for key, value in line.items()}
    assert load(tmp_path, ONE_LINE, environ).line("b").device == "virtual"


@pytest.mark.parametrize(
    ("environ", "problem"),
    [
        ({"ADUAN_LOG__LEVEL": "loud"}, "ADUAN_LOG__LEVEL: log.level: should be 'debug', 'info', 'warning' or 'error'"),
        ({"ADUAN_LOG_LEVEL": "info"}, "ADUAN_LOG_LEVEL: no such setting. Did you mean 'ADUAN_LOG__LEVEL'?"),
        ({"ADUAN_LINES__0__PIM": "1"}, "ADUAN_LINES__0__PIM: no such setting. Did you mean 'ADUAN_LINES__0__PIN'?"),
        ({"ADUAN_LOG": "info"}, "ADUAN_LOG: no such setting"),
        ({"ADUAN_LINES__7__NAME": "b"}, "ADUAN_LINES__7__NAME: the file has no place for it. Lines are counted from 0"),
    ],
)
def test_a_wrong_variable_is_named(tmp_path: Path, environ: dict[str, str], problem: str) -> None:
    (found,) = problems(tmp_path, ONE_LINE, environ)
    assert found.startswith(problem)


def test_every_setting_has_a_variable() -> None:
    variables = [variable(path) for path, _ in keys_of(Settings)]
    assert "ADUAN_LINES__0__LIMITS__PER_MINUTE" in variables
    assert len(set(variables)) == len(variables)


def load(directory: Path, text: str, environ: dict[str, str] | None = None) -> Settings:
    path = directory / "aduan.toml"
    path.write_text(text)
    return load_settings(path, environ or {})


def problems(directory: Path, text: str, environ: dict[str, str] | None = None) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load(directory, text, environ)
    return str(caught.value).replace(f"{directory}/", "").splitlines()
