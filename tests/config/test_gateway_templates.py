"""Templates of HTTP gateways, and the settings of their lines."""

from pathlib import Path

import pytest

from config.errors import ConfigError
from config.gateway_templates import load_template, shipped_templates
from config.settings import load_settings

SEND = """
[send]
{}
[receive]
body = "json"
proof = "secret"
kind = "k"
[receive.sms]
kind = ""
sender = "a"
text = "b"
id = "c"
"""
LINE = """regions = ["bogor"]
{http}
[[lines]]
name = "hp"
transport = "http"
gateway = "smsgate"
url = "{url}"
secret = "{secret}"
"""


@pytest.mark.parametrize("name", shipped_templates())
def test_what_is_shipped_is_whole(name: str, tmp_path: Path) -> None:
    template = load_template(name, tmp_path)
    assert {report.status for report in template.receive.reports} == {"delivered", "failed"}


def test_an_own_template_is_a_file_beside_the_settings(tmp_path: Path) -> None:
    (tmp_path / "operator.toml").write_text(SEND.format('json.to = "{to}"'))
    assert load_template("operator.toml", tmp_path).send.json_body == {"to": "{to}"}
    with pytest.raises(ConfigError, match="cannot be read"):
        load_template("other.toml", tmp_path)


@pytest.mark.parametrize(
    ("send", "message"),
    [
        ('query.to = "{sendr}"', "{sendr} is unknown. Did you mean 'sender'"),
        ('json.deep = [{at = "{nobody}"}]', "{nobody} is unknown"),
        ('path = "messages"', "send.path: 'messages' should begin with a slash"),
        ('form.a = "b"\njson.a = "b"', "a request has one body"),
        ('methud = "GET"', "send.methud: unknown key. Did you mean 'method'"),
    ],
)
def test_what_is_wrong_with_a_template_is_told_with_its_place(tmp_path: Path, send: str, message: str) -> None:
    path = tmp_path / "operator.toml"
    path.write_text(SEND.format(send))
    with pytest.raises(ConfigError) as error:
        load_template("operator.toml", tmp_path)
    assert message in str(error.value)
    assert "operator.toml" in str(error.value)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"url": "192.168.1.20:8080"}, "should be an address such as http://192.168.1.20:8080"),
        ({"url": "http://sms:rahasia@192.168.1.20"}, "should not hold a password"),
        ({"secret": "short"}, "16 letters and digits"),
        ({"http": ""}, "is called there by its gateway"),
    ],
)
def test_what_is_wrong_with_a_line_is_told(tmp_path: Path, values: dict[str, str], message: str) -> None:
    given = {"http": "[http]", "url": "http://192.168.1.20:8080/", "secret": "0123456789abcdef"}
    path = tmp_path / "aduan.toml"
    path.write_text(LINE.format(**{**given, **values}))
    with pytest.raises(ConfigError) as error:
        load_settings(path, {})
    assert message in str(error.value)
    # A password, or what may be one, is in no message.
    assert "short" not in str(error.value)
    path.write_text(LINE.format(**given))
    (line,) = load_settings(path, {}).http_lines
    assert (line.url, line.per_minute) == ("http://192.168.1.20:8080", 30)
